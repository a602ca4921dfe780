"""What many steps come to: one report a quantity, one a trajectory."""

from collections.abc import Mapping, Sequence
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


def summarise(equation: str, rows: Sequence[tuple[int, Judgement]]) -> QuantityReport:
    """Join the judgements of one quantity: the worst verdict holds; blind only if always blind."""
    verdicts = [j.verdict for _, j in rows]
    worst_verdict = max(verdicts, key=RANK.__getitem__)
    if worst_verdict == "blind":
        seen = [verdict for verdict in verdicts if verdict in SEEN]
        worst_verdict = max(seen, key=RANK.__getitem__, default="blind")
    worst_rows = [(t, j) for t, j in rows if j.verdict == worst_verdict]
    t, shown = min(worst_rows, key=lambda row: STATUS_ORDER[row[1].status])  # the first of these
    return QuantityReport(
        shown.name,
        equation,
        worst_verdict,
        elements=sum(j.elements for _, j in rows),
        worst_excess=max(j.excess for _, j in rows),
        smallest_visible=min(j.visible for _, j in rows),
        always_zero=all(j.zero for _, j in rows),
        step=t + 1,
        reason=shown.reason,
        status=shown.status,
        worst=shown.worst,
        kinks=sum(j.kinks for _, j in rows),
        convention=shown.convention,
    )
