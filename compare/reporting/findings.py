"""What keeps a verdict from being agree: which quantity, where, and why."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from compare.comparing.hiding import why_hidden
from compare.comparing.report import PairingReport, ProbeReport
from compare.comparing.verdicts import NOT_STRICT, RunVerdict
from compare.judging.summary import QuantityReport
from compare.judging.verdict import SEEN, STATUS_ORDER, Verdict
from compare.reporting.words import SHOWN, count, label, listed, short, words

SAYS = {
    "blind": "no fault could have been seen in",
    "not-comparable": "no verdict on",
    "not-captured": "the implementation did not return",
}

Finding = tuple[PairingReport, QuantityReport]


def findings_of(parts: Sequence[PairingReport]) -> Iterator[Finding]:
    """Walk over what keeps the verdict from being agree, the worst and most certain first."""
    found = [
        (part, quantity)
        for part in parts
        for quantity in part.trajectory.quantities
        if quantity.verdict not in SEEN and not part.expected_blind(quantity)
    ]
    yield from sorted(
        found, key=lambda finding: (finding[1].verdict != "differ", STATUS_ORDER[finding[1].status])
    )


def disagreement(verdict: RunVerdict, parts: Sequence[PairingReport], where: str) -> Text:
    """Say in one line what keeps the verdict from being agree."""
    found = [finding for finding in findings_of(parts) if finding[1].verdict == verdict]
    if not found:
        return words(verdict, f"{where}: {_why(verdict, parts)}")
    if verdict == "differ":
        return words(verdict, f"{label(*found[0])} in {where}: {short(found[0][1])}")
    names = listed([label(*finding) for finding in found])
    return words(verdict, f"{where}: {SAYS[verdict]} {names}")


def _why(verdict: RunVerdict, parts: Sequence[PairingReport]) -> str:
    """Name what a verdict rests on that is no quantity of the own case."""
    part = next(part for part in parts if part.verdict == verdict)
    if part.changed:
        return changes(part)
    if part.trajectory.failure:
        return part.trajectory.failure
    if part.caught:
        return on_probe(part.caught[0])
    if verdict in NOT_STRICT:
        return _other_form(part, verdict)
    if part.repeated.unequal:
        return "asked twice for the same step, it gives another answer"
    if part.unusable:
        name, why = next(iter(part.unusable.items()))
        return f"the reference's {name} could not be compared with: {why}"
    if part.nothing_to_compare_with:
        return "the reference gives nothing to compare with"
    if part.unseen:
        return f"these data could not have shown {count(len(part.unseen), 'known mistake')}"
    return "nothing was compared"


def _other_form(part: PairingReport, verdict: RunVerdict) -> str:
    """Name the convention or the form that the verdict rests on, and the probe if that shows it."""
    places = [("", part.trajectory)]
    places += [(f"{_where(each)}: ", each.trajectory) for each in part.probes]
    return next(
        where + quantity.reason
        for where, trajectory in places
        for quantity in trajectory.quantities
        if part.counts_as(quantity) == verdict
    )


def print_findings(parts: Sequence[PairingReport], console: Console) -> None:
    """Print what differs, one by one, then what is open, a line a reason."""
    findings = list(findings_of(parts))
    different = [finding for finding in findings if finding[1].verdict == "differ"]
    for part, quantity in different[:SHOWN]:
        console.print()
        line = f"{label(part, quantity)}: {short(quantity)}"
        console.print(words(quantity.verdict, line), soft_wrap=True)
        for line in _explain(part, quantity):
            console.print(f"        {line}", soft_wrap=True)
    rest = [label(part, quantity) for part, quantity in different[SHOWN:]]
    if rest:
        console.print(f"\n        and {len(rest)} more: {', '.join(rest)}", soft_wrap=True)
    _print_open(findings, console)
    for part in parts:
        if part.changed:
            console.print()
            console.print(words("differ", changes(part)), soft_wrap=True)
        _print_caught(part, console)
        _print_unseen(part, console)


def _print_open(findings: Sequence[Finding], console: Console) -> None:
    """Print, a line a reason, the quantities that neither agree nor differ."""
    reasons: dict[tuple[Verdict, str], list[str]] = {}
    for part, quantity in findings:
        if quantity.verdict != "differ":
            key = quantity.verdict, quantity.reason
            reasons.setdefault(key, []).append(label(part, quantity))
    for (verdict, reason), names in reasons.items():
        console.print()
        console.print(words(verdict, f"{', '.join(names)}: {reason}"), soft_wrap=True)


def _print_caught(part: PairingReport, console: Console) -> None:
    """Print the first probe on which something is wrong, and name the others."""
    if not part.caught or any(q.verdict == "differ" for q in part.trajectory.quantities):
        return
    caught, *others = part.caught
    console.print()
    console.print(words("differ", on_probe(caught)), soft_wrap=True)
    for line in _explain_caught(part, caught):
        console.print(f"        {line}", soft_wrap=True)
    if others:
        names = ", ".join(report.probe.name for report in others)
        console.print(f"        also wrong on the probes {names}", soft_wrap=True)


def on_probe(caught: ProbeReport) -> str:
    """Say in a line what a probe showed."""
    where = _where(caught)
    if caught.failure:
        return f"could not run {where}: {caught.failure}"
    worst = min(caught.differing, key=lambda quantity: STATUS_ORDER[quantity.status])
    return f"{worst.name} {where}: {short(worst)}"


def _where(report: ProbeReport) -> str:
    return f"on the probe {report.probe.name} ({report.probe.sizes})"


def _explain_caught(part: PairingReport, caught: ProbeReport) -> Iterator[str]:
    if not caught.failure:
        worst = min(caught.differing, key=lambda quantity: STATUS_ORDER[quantity.status])
        yield from _explain(part, worst)
    why = why_hidden(
        caught.probe.name, part.pairing.model, part.pairing.case_at(0), part.trajectory.last
    )
    yield f"hidden on your own data: {why}"


def _print_unseen(part: PairingReport, console: Console) -> None:
    """Print the known mistakes that nothing that was run could have shown."""
    if part.verdict != "blind" or not part.unseen:
        return
    names = listed([f"{hidden.slip.words} ({hidden.slip.id})" for hidden in part.unseen])
    console.print()
    console.print(
        words(
            "blind", f"these data could not have shown {count(len(part.unseen), 'known mistake')}"
        ),
        soft_wrap=True,
    )
    console.print(f"        {names}", soft_wrap=True)


def _explain(part: PairingReport, quantity: QuantityReport) -> Iterator[str]:
    worst = quantity.worst
    yield quantity.equation
    if worst is None:
        return  # it is wrong as an array, whatever its values
    yield (
        f"at {list(worst.index)}: yours {worst.actual:.10g}, reference {worst.expected:.10g}; "
        f"{quantity.worst_excess:.2g} times the tolerance {worst.tolerance:.1e}"
    )
    model = part.pairing.model
    operands = [
        name
        for name in model[quantity.name].equation.operands
        if name in model.by_name or name in model.inputs
    ]
    own = ", ".join(operands)
    yield {
        "certain": f"certain: what it is made of agrees ({own}), and it does not follow from that",
        "reference": f"the reference is the one that is wrong: its own {own} give another value, "
        "and yours is right",
        "suspect": f"also suspect: it does not follow from your own {own}, which differ already",
        "follows": f"follows from the above: it is right for your own {own}",
    }[str(quantity.status)]


def changes(part: PairingReport) -> str:
    """Name the arguments that a candidate changed."""
    names = ", ".join(f"{name} (by up to {by:.1e})" for name, by in part.changed.items())
    return f"{part.pairing.candidate_name} changed its arguments in place: {names}"
