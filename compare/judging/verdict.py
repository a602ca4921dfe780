"""What the judge says: of one quantity at one step, and why."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["agree", "blind", "not-comparable", "not-captured", "differ"]
Status = Literal["certain", "suspect", "follows"]

RANK: dict[Verdict, int] = {
    "agree": 0,
    "blind": 1,
    "not-comparable": 2,
    "not-captured": 3,
    "differ": 4,
}
"""Of several verdicts the one with the highest rank holds."""

BLIND_ABOVE = {"float64": 1e-3, "float32": 1e-1}
"""An agreement that would have missed a larger relative error than this is blind."""


@dataclass(frozen=True)
class Worst:
    """The entry that uses the largest share of its tolerance."""

    index: tuple[int, ...]
    actual: float
    expected: float
    tolerance: float


@dataclass(frozen=True)
class Judgement:
    """One quantity at one step.

    Attributes
    ----------
    excess
        Difference over tolerance, the larger of both tests; above 1 differs.
    visible
        The smallest relative error of the median entry that would have been seen; of an update,
        relative to its change.  Infinite if the reference is all zero.
    zero
        Whether the reference, or the change, is all zero.
    """

    name: str
    verdict: Verdict
    elements: int = 0
    excess: float = 0.0
    visible: float = float("inf")
    zero: bool = False
    reason: str = ""
    status: Status | None = None
    worst: Worst | None = None
    locally_wrong: bool = False
