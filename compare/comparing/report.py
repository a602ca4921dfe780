"""What a comparison found, as data, and the verdict that follows from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from compare.cases.probes import Probe
from compare.comparing.pairing import Pairing
from compare.comparing.power import Power
from compare.comparing.repeat import Repeated
from compare.judging.second_opinion import SecondOpinion
from compare.judging.summary import QuantityReport, TrajectoryReport
from compare.judging.verdict import RANK, Verdict
from compare.slips.power import Hidden
from compare.slips.slip import Slip

RunVerdict = Literal[
    "agree",
    "less-accurate",
    "convention",
    "blind",
    "not-comparable",
    "not-captured",
    "could-not-run",
    "differ",
]

SEVERITY: dict[RunVerdict, int] = {
    "agree": 0,
    "less-accurate": 1,
    "convention": 2,
    "blind": 3,
    "not-comparable": 4,
    "not-captured": 5,
    "could-not-run": 6,
    "differ": 7,
}
EXIT_CODES: dict[RunVerdict, int] = {
    "agree": 0,
    "less-accurate": 0,
    "convention": 0,
    "blind": 3,
    "not-comparable": 3,
    "not-captured": 3,
    "could-not-run": 4,
    "differ": 1,
}
NOT_STRICT: tuple[RunVerdict, ...] = ("less-accurate", "convention")
"""What passes with a note, unless it is asked for strictly."""


@dataclass(frozen=True)
class ProbeReport:
    """What a probe found.

    Attributes
    ----------
    failure
        What the candidate raised on it, if it did.
    """

    probe: Probe
    trajectory: TrajectoryReport

    @property
    def failure(self) -> str | None:
        """What the candidate raised on it, if it did."""
        return self.trajectory.failure

    @property
    def differing(self) -> tuple[QuantityReport, ...]:
        """What is wrong there."""
        return tuple(q for q in self.trajectory.quantities if q.verdict == "differ")


@dataclass(frozen=True)
class PairingReport:
    """One candidate beside its reference, judged.

    Attributes
    ----------
    seconds, reference_seconds
        The median time of one step, of the candidate and of the reference.
    changed
        The arguments that the candidate changed in place, each with the largest change.
    probes
        What each probe found; empty if there were none.
    unprobed
        The probes that the reference could not run.
    one_at_a_time
        Whether it runs on single examples only, as its own case is.
    repeated
        Whether the candidate answers twice alike.
    power
        Which slips of the library the case could have shown.
    opinions
        What the second opinions say of the reference's gradients, if they were asked for.
    strict
        Whether another convention or a less accurate form is not good enough.
    warnings
        The warnings that the candidate gave, counted.
    dtype
        That of every array.
    """

    pairing: Pairing
    trajectory: TrajectoryReport
    seconds: float
    reference_seconds: float
    changed: dict[str, float]
    probes: tuple[ProbeReport, ...] = ()
    unprobed: tuple[str, ...] = ()
    one_at_a_time: bool = False
    repeated: Repeated = field(default_factory=Repeated)
    power: Power = field(default_factory=lambda: Power(0, (), frozenset()))
    opinions: tuple[SecondOpinion, ...] = ()
    strict: bool = False
    warnings: Mapping[str, int] = field(default_factory=dict)
    dtype: str = "float64"

    def expected_blind(self, quantity: QuantityReport) -> bool:
        """Whether it is there to show that this quantity says nothing."""
        if quantity.verdict != "blind":
            return False
        match self.pairing.expects_blind:
            case "zeros":
                return quantity.always_zero
            case "updates":
                return self.pairing.model[quantity.name].changes is not None
        return False

    def counts_as(self, quantity: QuantityReport) -> Verdict:
        """A convention that no gradient depends on is a note, unless strictness is asked for."""
        convention = quantity.convention
        harmless = convention is not None and convention.kind != "scale" and not self.strict
        return "agree" if harmless else quantity.verdict

    @property
    def caught(self) -> tuple[ProbeReport, ...]:
        """The probes on which something is wrong though the own case does not show it."""
        return tuple(report for report in self.probes if report.differing or report.failure)

    @property
    def unseen(self) -> tuple[Hidden, ...]:
        """The ordinary mistakes that other data would have shown, and none were run."""
        if self.probes:
            return ()
        by_data = self.power.by_data
        return tuple(h for h in self.power.hidden if h.slip.id in by_data and _ordinary(h.slip))

    @property
    def _random(self) -> bool:
        """Whether all that is wrong came out otherwise at a second call."""
        wrong = {
            quantity.name
            for quantity in self.trajectory.quantities
            if quantity.verdict == "differ" and quantity.status != "follows"
        }
        return bool(wrong) and wrong <= {*self.repeated.unequal}

    @property
    def verdict(self) -> RunVerdict:
        """The worst verdict of the quantities that count, of the probes, and of what was hidden."""
        counting = [
            self.counts_as(quantity)
            for quantity in self.trajectory.quantities
            if not self.expected_blind(quantity)
        ]
        worst: Verdict = max(counting, key=RANK.__getitem__, default="blind")
        if worst == "differ" and not self.changed and self._random:
            return "not-comparable"
        if worst == "differ" or self.changed:
            return "differ"
        if self.trajectory.failure:
            return "could-not-run"
        if self.caught:
            return "differ"
        if self.repeated.unequal:
            return "not-comparable"
        return worst_verdict([worst, "blind"] if self.unseen else [worst])


def _ordinary(slip: Slip) -> bool:
    """Whether it takes no rare numbers, and more than the last digits, to show it."""
    return not slip.extreme and slip.cause != "approximate"


def worst_verdict(verdicts: Iterable[RunVerdict]) -> RunVerdict:
    """Of several verdicts the most severe holds; of none at all, nothing was compared."""
    return max(verdicts, key=SEVERITY.__getitem__, default="not-captured")


def exit_code(verdicts: Iterable[RunVerdict], *, strict: bool, allow_blind: bool) -> int:
    """Several subjects end with 1 if any differs, else 4, 3, 0."""
    codes = {0}
    for verdict in verdicts:
        refused = strict and verdict in NOT_STRICT
        excused = allow_blind and verdict == "blind"
        codes.add(1 if refused else 0 if excused else EXIT_CODES[verdict])
    return next(code for code in (1, 4, 3, 0) if code in codes)
