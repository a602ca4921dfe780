"""What the judge says: of one quantity at one step, and why."""

from dataclasses import dataclass
from typing import Literal

from compare.quantities.conventions import Convention
from compare.traces.trace import Flaw

Verdict = Literal[
    "agree", "less-accurate", "convention", "blind", "not-comparable", "not-captured", "differ"
]
Status = Literal["certain", "suspect", "follows", "reference"]

RANK: dict[Verdict, int] = {
    "agree": 0,
    "less-accurate": 1,
    "convention": 2,
    "blind": 3,
    "not-comparable": 4,
    "not-captured": 5,
    "differ": 6,
}
"""Of several verdicts the one with the highest rank holds."""

SEEN: tuple[Verdict, ...] = ("agree", "less-accurate", "convention")
"""The verdicts on what was compared, in full, and could have been seen."""

STATUS_ORDER: dict[Status | None, int] = {
    "certain": 0,
    "reference": 1,
    "suspect": 2,
    "follows": 3,
    None: 4,
}
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
    kinks
        Entries that rounding put on the other side of a kink than the reference's, and that are
        excused for it.
    convention
        The other table by which it agrees.
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
    kinks: int = 0
    convention: Convention | None = None
