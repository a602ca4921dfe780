"""What a person should know beside the verdict, in sentences."""

from collections.abc import Iterator

from compare.comparing.repeat import Repeated
from compare.comparing.report import PairingReport


def notes_on(report: PairingReport) -> Iterator[str]:
    """Say what the verdict alone does not."""
    for warning, n in report.warnings.items():
        yield f"{report.pairing.candidate_name} gave a warning {n} times: {warning}"
    for name, nearest in report.trajectory.extra.items():
        hint = f"; is it {nearest}?" if nearest else ""
        yield f"{name} was returned and is not in the table, so not compared{hint}"
    if report.unprobed:
        yield f"the reference could not run on the probes {', '.join(report.unprobed)}: not probed"
    if report.one_at_a_time:
        yield "it takes one example at a time, so the probes of several were left out"
    yield from _repeated(report.repeated)
    yield from _other_forms(report)
    yield from _kinks(report)
    yield from _free_run(report)
    for opinion in report.opinions:
        if opinion.verdict != "confirmed":
            yield f"second opinion on the reference: {opinion.sentence}"


def _repeated(repeated: Repeated) -> Iterator[str]:
    if repeated.unequal:
        names = ", ".join(repeated.unequal[:3])
        yield (
            f"asked twice for the same step, it gives another {names}: it is random, or keeps "
            "something between calls; seed it, or keep it in the state"
        )
    if repeated.shuffled:
        names = ", ".join(repeated.shuffled[:3])
        yield f"{names}: the reference's columns in another order; does it shuffle the examples?"


def _other_forms(report: PairingReport) -> Iterator[str]:
    """Name what agrees under another convention, or by a less accurate form."""
    found: dict[str, list[str]] = {}
    for quantity in report.trajectory.quantities:
        if quantity.convention is not None:
            found.setdefault(f"a convention: {quantity.convention.name}", []).append(quantity.name)
        elif quantity.verdict == "less-accurate":
            found.setdefault(quantity.reason, []).append(quantity.name)
    for reason, names in found.items():
        yield f"{', '.join(names)}: {reason}"


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
