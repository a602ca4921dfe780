"""What the judge says: of one quantity at one step, and why."""

from dataclasses import dataclass
from typing import Literal

from compare.traces.trace import Flaw

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

STATUS_ORDER: dict[Status | None, int] = {"certain": 0, "suspect": 1, "follows": 2, None: 3}
"""The most certain first."""

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
    locally_wrong
        Whether it fails for the candidate's own operands.
    flaw
        What is wrong with it as an array.
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
    flaw: Flaw | None = None
