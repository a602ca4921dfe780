"""What many steps come to: one report a quantity, one a trajectory."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from compare.judging.curve import Reading
from compare.judging.free_run import FreeRun
from compare.judging.verdict import (
    RANK,
    SEEN,
    STATUS_ORDER,
    Judgement,
    Status,
    Verdict,
    Worst,
)
from compare.quantities.conventions import Convention

Array = NDArray[Any]


@dataclass(frozen=True)
class QuantityReport:
    """One quantity over all judged steps.

    Attributes
    ----------
    elements
        How many entries were compared, over all steps.
    worst_excess
        The largest share of the tolerance that was used.
    smallest_visible
        The smallest relative error of a median entry that would have been seen, were it made in
        every step.
    always_zero
        Whether the reference was all zero in every step.
    kinks
        Entries excused for the side of a kink that rounding put them on, over all steps.
    convention
        The other table by which it agrees.
    step
        The step, from 1, that the reason, the status and the worst entry are taken from.
    """

    name: str
    equation: str
    verdict: Verdict
    elements: int
    worst_excess: float
    smallest_visible: float
    always_zero: bool
    step: int
    reason: str
    status: Status | None
    worst: Worst | None
    kinks: int = 0
    convention: Convention | None = None


@dataclass(frozen=True)
class TrajectoryReport:
    """A candidate and the reference over many steps.

    Attributes
    ----------
    extra
        Names the candidate returned that the table does not have, with the nearest missing name.
    curve
        What the reference's cost curve could have shown.
    last
        The candidate's arrays of the last judged step.
    failure
        What the candidate raised, if it did not come to the end.
    """

    steps: int
    judged: int
    quantities: tuple[QuantityReport, ...]
    extra: Mapping[str, str | None]
    candidate: FreeRun
    reference: FreeRun
    curve: Reading
    last: Mapping[str, Array]
    failure: str | None


class History:
    """The judgements of one quantity, step after step; only what the report needs is kept."""

    def __init__(self, equation: str) -> None:
        self.equation = equation
        self.elements = self.kinks = 0
        self.excess, self.visible, self.zero = 0.0, float("inf"), True
        self.shown: dict[Verdict, tuple[int, Judgement]] = {}

    def add(self, t: int, judgement: Judgement) -> None:
        """Take in step t, from 0; of each verdict the most certain is kept, or the first."""
        self.elements += judgement.elements
        self.kinks += judgement.kinks
        self.excess = max(self.excess, judgement.excess)
        self.visible = min(self.visible, judgement.visible)
        self.zero = self.zero and judgement.zero
        _, kept = self.shown.get(judgement.verdict, (t, None))
        if kept is None or STATUS_ORDER[judgement.status] < STATUS_ORDER[kept.status]:
            self.shown[judgement.verdict] = t, judgement

    @property
    def verdict(self) -> Verdict:
        """The worst verdict holds; blind only if always blind."""
        worst = max(self.shown, key=RANK.__getitem__)
        if worst == "blind":
            seen = [verdict for verdict in self.shown if verdict in SEEN]
            worst = max(seen, key=RANK.__getitem__, default="blind")
        return worst

    def report(self) -> QuantityReport:
        """Say what the steps so far come to."""
        t, shown = self.shown[self.verdict]
        return QuantityReport(
            shown.name,
            self.equation,
            self.verdict,
            elements=self.elements,
            worst_excess=self.excess,
            smallest_visible=self.visible,
            always_zero=self.zero,
            step=t + 1,
            reason=shown.reason,
            status=shown.status,
            worst=shown.worst,
            kinks=self.kinks,
            convention=shown.convention,
        )
