"""What a person should know beside the verdict, in sentences."""

from collections.abc import Iterator, Mapping

from compare.cases.probes import STEPS
from compare.comparing.repeat import Repeated
from compare.comparing.report import PairingReport
from compare.judging.summary import TrajectoryReport


def notes_on(report: PairingReport) -> Iterator[str]:
    """Say what the verdict alone does not."""
    for warning, n in report.warnings.items():
        yield f"{report.pairing.candidate_name} gave a warning {n} times: {warning}"
    for name, nearest in report.trajectory.extra.items():
        hint = f"; is it {nearest}?" if nearest else ""
        yield f"{name} was returned and is not in the table, so not compared{hint}"
    yield from _reference(report)
    if report.one_at_a_time:
        yield "it takes one example at a time, so the probes of several were left out"
    yield from _repeated(report.repeated)
    yield from _other_forms(report)
    yield from _kinks(report)
    yield from _free_run(report)
    for opinion in report.opinions:
        if opinion.verdict != "confirmed":
            yield f"second opinion on the reference: {opinion.sentence}"


def _reference(report: PairingReport) -> Iterator[str]:
    """Say what the reference could not be compared with in."""
    yield from _unusable("", report.unusable)
    for each in report.probes:
        only_there = {n: why for n, why in each.unusable.items() if n not in report.unusable}
        yield from _unusable(f"on the probe {each.probe.name}, ", only_there)
    alone = [name for name in report.by_torch_only if name in report.alone]
    if alone:
        names = ", ".join(alone)
        yield f"the reference does not give {names}: redone by torch from their own operands only"
    if report.redone:
        names = ", ".join(report.redone)
        yield (
            "the derivative at exactly 0 is laid down and may matter here: the reference's "
            f"{names} are redone by torch, and its own do not count"
        )
    if any(each.trajectory.steps < STEPS for each in report.probes):
        yield "the reference gives no parameters to go on from: each probe was one step"
    if report.unprobed:
        yield f"the reference could not run on the probes {', '.join(report.unprobed)}: not probed"


def _unusable(where: str, unusable: Mapping[str, str]) -> Iterator[str]:
    if unusable:
        (first, why), *others = unusable.items()
        names = ", ".join(name for name, _ in others)
        also = f"; nor with its {names}" if others else ""
        yield f"{where}the reference's {first} could not be compared with: {why}{also}"


def _repeated(repeated: Repeated) -> Iterator[str]:
    if repeated.unequal:
        names = ", ".join(repeated.unequal[:3])
        yield (
            f"asked twice for the same step, it gives another {names}: it is random, or keeps "
            "something between calls; seed it, or keep it in the state"
        )
    if repeated.shuffled:
        names = ", ".join(repeated.shuffled[:3])
        yield f"{names}: the right columns in another order; does it shuffle the examples?"


def _other_forms(report: PairingReport) -> Iterator[str]:
    """Name what agrees under another convention, or by a less accurate form."""
    own = _forms(report.trajectory)
    for reason, names in own.items():
        yield f"{', '.join(names)}: {reason}"
    where: dict[tuple[str, str], list[str]] = {}
    for each in report.probes:
        for reason, names in _forms(each.trajectory).items():
            if reason not in own:
                where.setdefault((", ".join(names), reason), []).append(each.probe.name)
    for (listed, reason), probes in where.items():
        on = "probe" if len(probes) == 1 else "probes"
        yield f"{listed} on the {on} {', '.join(probes)}: {reason}"


def _forms(trajectory: TrajectoryReport) -> dict[str, list[str]]:
    """Collect, by convention or form, the quantities that agree by it only."""
    found: dict[str, list[str]] = {}
    for quantity in trajectory.quantities:
        if quantity.convention is not None:
            found.setdefault(f"a convention: {quantity.convention.name}", []).append(quantity.name)
        elif quantity.verdict == "less-accurate":
            found.setdefault(quantity.reason, []).append(quantity.name)
    return found


def _kinks(report: PairingReport) -> Iterator[str]:
    for quantity in report.trajectory.quantities:
        if quantity.kinks:
            entries = _entries(quantity.kinks)
            yield (
                f"{entries} of {quantity.name} lie on the other side of the kink than the "
                "reference's, by rounding; that is no fault, and they were excused"
            )


def _entries(n: int) -> str:
    return "1 entry" if n == 1 else f"{n} entries"


def _free_run(report: PairingReport) -> Iterator[str]:
    envelope = report.trajectory.candidate.envelope
    if envelope is None:
        return
    if envelope.horizon is not None:
        yield (
            f"running free, this training is chaotic beyond step {envelope.horizon}: two right "
            "programs differ there; only the judged steps, from the reference's parameters, count"
        )
    elif envelope.share > 1:
        yield (
            f"running free, the parameters strayed by {envelope.strayed:.1e}, "
            f"{envelope.share:.2g} times what rounding explains; the judged steps decide"
        )
