"""What a run of the ladder found, as data."""

from dataclasses import dataclass
from functools import cached_property

from compare.comparing.report import PairingReport
from compare.comparing.verdicts import RunVerdict, worst_verdict
from compare.judging.summary import QuantityReport
from compare.ladder.rung import Plan


@dataclass(frozen=True)
class RungReport:
    """One rung: its plan, its parts, and the seconds it took in all."""

    plan: Plan
    parts: tuple[PairingReport, ...]
    notes: tuple[str, ...]
    seconds: float

    @property
    def verdict(self) -> RunVerdict:
        """The worst verdict of the parts."""
        return worst_verdict(part.verdict for part in self.parts)

    @cached_property
    def quantities(self) -> tuple[tuple[PairingReport, QuantityReport], ...]:
        """Every quantity with the part it belongs to."""
        return tuple(
            (part, quantity) for part in self.parts for quantity in part.trajectory.quantities
        )

    @property
    def main(self) -> PairingReport:
        """The part whose cost and times stand for the rung: the last of its own network."""
        parts = zip(self.plan.parts, self.parts, strict=True)
        return [report for part, report in parts if not part.beside][-1]
