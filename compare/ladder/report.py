"""What a run of the ladder found, as data."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from compare.judging.summary import QuantityReport, TrajectoryReport
from compare.judging.verdict import RANK, Verdict
from compare.ladder.rung import Part, Plan

RungVerdict = Literal["agree", "blind", "not-comparable", "not-captured", "could-not-run", "differ"]


@dataclass(frozen=True)
class PartReport:
    """One part of a rung, judged.

    Attributes
    ----------
    seconds, reference_seconds
        The median time of one step, of the candidate and of the reference.
    changed
        The arguments that the candidate changed in place, each with the largest change.
    """

    part: Part
    trajectory: TrajectoryReport
    seconds: float
    reference_seconds: float
    changed: dict[str, float]

    def expected_blind(self, quantity: QuantityReport) -> bool:
        """Whether the part is there to show that this quantity says nothing."""
        if quantity.verdict != "blind":
            return False
        match self.part.expects_blind:
            case "zeros":
                return quantity.always_zero
            case "updates":
                return self.part.model[quantity.name].changes is not None
        return False

    @property
    def verdict(self) -> RungVerdict:
        """The worst verdict of the quantities that count."""
        counting: list[Verdict] = [
            quantity.verdict
            for quantity in self.trajectory.quantities
            if not self.expected_blind(quantity)
        ]
        worst: Verdict = max(counting, key=RANK.__getitem__, default="blind")
        if worst == "differ" or self.changed:
            return "differ"
        return "could-not-run" if self.trajectory.failure else worst


@dataclass(frozen=True)
class RungReport:
    """One rung: its plan, its parts, and the seconds it took in all."""

    plan: Plan
    parts: tuple[PartReport, ...]
    notes: tuple[str, ...]
    seconds: float

    @property
    def verdict(self) -> RungVerdict:
        """The worst verdict of the parts."""
        return worst_verdict(part.verdict for part in self.parts)

    @cached_property
    def quantities(self) -> tuple[tuple[PartReport, QuantityReport], ...]:
        """Every quantity with the part it belongs to."""
        return tuple(
            (part, quantity) for part in self.parts for quantity in part.trajectory.quantities
        )

    @property
    def main(self) -> PartReport:
        """The part whose cost and times stand for the rung: the last."""
        return self.parts[-1]


SEVERITY: dict[RungVerdict, int] = {
    "agree": 0,
    "blind": 1,
    "not-comparable": 2,
    "not-captured": 3,
    "could-not-run": 4,
    "differ": 5,
}
EXIT_CODES: dict[RungVerdict, int] = {
    "agree": 0,
    "blind": 3,
    "not-comparable": 3,
    "not-captured": 3,
    "could-not-run": 4,
    "differ": 1,
}


def worst_verdict(verdicts: Iterator[RungVerdict]) -> RungVerdict:
    """Of several verdicts the most severe holds; of none at all, nothing was compared."""
    return max(verdicts, key=SEVERITY.__getitem__, default="not-captured")
