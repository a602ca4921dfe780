"""What a comparison found, as data, and the verdict that follows from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from compare.cases.probes import Probe
from compare.comparing.pairing import Pairing
from compare.comparing.power import Power
from compare.comparing.repeat import Repeated
from compare.comparing.verdicts import NOT_STRICT, RunVerdict, worst_verdict
from compare.judging.second_opinion import SecondOpinion
from compare.judging.summary import QuantityReport, TrajectoryReport
from compare.judging.verdict import RANK, SEEN, Verdict
from compare.slips.power import Hidden
from compare.slips.slip import Slip


@dataclass(frozen=True)
class ProbeReport:
    """What a probe found.

    Attributes
    ----------
    unusable
        By name: why what the reference returned on it could not be compared with.
    """

    probe: Probe
    trajectory: TrajectoryReport
    unusable: Mapping[str, str] = field(default_factory=dict)

    @property
    def failure(self) -> str | None:
        """What the candidate raised on it, if it did."""
        return self.trajectory.failure

    @property
    def differing(self) -> tuple[QuantityReport, ...]:
        """What is wrong there."""
        return tuple(q for q in self.trajectory.quantities if q.verdict == "differ")

    @property
    def verdict(self) -> RunVerdict:
        """The worst verdict on what could be seen there; a probe shows some quantities only."""
        if self.differing or self.failure:
            return "differ"
        verdicts = [quantity.verdict for quantity in self.trajectory.quantities]
        return worst_verdict([verdict for verdict in verdicts if verdict in SEEN] or verdicts)


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
    unusable
        By name: why what the reference returned could not be compared with.
    alone
        The names that the reference does not give.
    redone
        The names in which the reference was restated, by the convention that is laid down.
    unprobed
        The probes that the reference could not run.
    one_at_a_time
        Whether it runs on single examples only, as its own case is.
    repeated
        Whether the candidate answers twice alike.
    power
        Which slips of the catalogue the case could have shown.
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
    unusable: Mapping[str, str] = field(default_factory=dict)
    alone: tuple[str, ...] = ()
    redone: tuple[str, ...] = ()
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
    def by_torch_only(self) -> tuple[str, ...]:
        """The quantities that were judged by their own equations only."""
        captured = [q.name for q in self.trajectory.quantities if q.verdict != "not-captured"]
        return tuple(name for name in captured if name in {*self.alone, *self.redone})

    @property
    def nothing_to_compare_with(self) -> bool:
        """Whether the reference gave none of the quantities."""
        return {q.name for q in self.trajectory.quantities} <= {*self.alone, *self.unusable}

    @property
    def _on_probes(self) -> Iterator[Verdict]:
        """The other forms and conventions that the probes show."""
        for report in self.probes:
            for quantity in report.trajectory.quantities:
                if quantity.verdict in NOT_STRICT:
                    yield self.counts_as(quantity)

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
        own = [
            self.counts_as(quantity)
            for quantity in self.trajectory.quantities
            if not self.expected_blind(quantity)
        ]
        worst: Verdict = max(own, key=RANK.__getitem__, default="blind")
        if worst == "differ" and not self.changed and self._random:
            return "not-comparable"
        if worst == "differ" or self.changed:
            return "differ"
        if self.trajectory.failure:
            return "could-not-run"
        if self.caught:
            return "differ"
        if self.repeated.unequal or self.unusable or self.nothing_to_compare_with:
            return "not-comparable"
        counting = [worst, *self._on_probes]
        return worst_verdict([*counting, "blind"] if self.unseen else counting)


def _ordinary(slip: Slip) -> bool:
    """Whether it takes no rare numbers, and more than the last digits, to show it."""
    return not slip.extreme and slip.cause != "approximate"
