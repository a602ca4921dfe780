"""What many steps come to: one report a quantity, one a trajectory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.judging.verdict import RANK, STATUS_ORDER, Judgement, Status, Verdict, Worst

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


@dataclass(frozen=True)
class FreeRun:
    """Cost before each update, and accuracy before the last one; empty or None where unknown."""

    costs: tuple[float, ...]
    accuracy: float | None


@dataclass(frozen=True)
class TrajectoryReport:
    """A candidate and the reference over many steps.

    Attributes
    ----------
    extra
        Names the candidate returned that the table does not have, with the nearest missing name.
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
    last: Mapping[str, Array]
    failure: str | None

    @property
    def informative(self) -> bool:
        """Whether the cost moved by more than rounding could move it."""
        costs = self.reference.costs
        eps = float(np.finfo(np.float32).eps)
        return len(costs) > 1 and abs(costs[-1] - costs[0]) > eps * max(map(abs, costs))


def summarise(equation: str, rows: Sequence[tuple[int, Judgement]]) -> QuantityReport:
    """Join the judgements of one quantity: the worst verdict holds; blind only if always blind."""
    verdicts = [j.verdict for _, j in rows]
    worst_verdict = max(verdicts, key=RANK.__getitem__)
    if worst_verdict == "blind" and "agree" in verdicts:
        worst_verdict = "agree"
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
    )
