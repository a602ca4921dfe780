"""What keeps a verdict from being agree: which quantity, where, and why."""

from collections.abc import Iterator, Sequence

from rich.console import Console

from compare.judging.summary import QuantityReport
from compare.judging.verdict import STATUS_ORDER, Verdict
from compare.ladder.report import PartReport, RungReport
from compare.reporting.words import SHOWN, label, short, words

Finding = tuple[RungReport, PartReport, QuantityReport]


def findings_of(reports: Sequence[RungReport]) -> Iterator[Finding]:
    """Walk over what keeps the verdict from being agree, the worst and most certain first."""
    found = [
        (report, part, quantity)
        for report in reports
        for part, quantity in report.quantities
        if quantity.verdict != "agree" and not part.expected_blind(quantity)
    ]
    yield from sorted(
        found, key=lambda finding: (finding[2].verdict != "differ", STATUS_ORDER[finding[2].status])
    )


def print_findings(report: RungReport, console: Console) -> None:
    """Print what differs, one by one, then what is open, a line a reason."""
    findings = list(findings_of([report]))
    different = [finding for finding in findings if finding[2].verdict == "differ"]
    for _, part, quantity in different[:SHOWN]:
        console.print()
        line = f"{label(part, quantity)}: {short(quantity)}"
        console.print(words(quantity.verdict, line), soft_wrap=True)
        for line in _explain(part, quantity):
            console.print(f"        {line}", soft_wrap=True)
    rest = [label(part, quantity) for _, part, quantity in different[SHOWN:]]
    if rest:
        console.print(f"\n        and {len(rest)} more: {', '.join(rest)}", soft_wrap=True)
    _print_open(findings, console)
    for part in report.parts:
        if part.changed:
            console.print()
            console.print(words("differ", changes(part)), soft_wrap=True)


def _print_open(findings: Sequence[Finding], console: Console) -> None:
    """Print, a line a reason, the quantities that neither agree nor differ."""
    reasons: dict[tuple[Verdict, str], list[str]] = {}
    for _, part, quantity in findings:
        if quantity.verdict != "differ":
            key = quantity.verdict, quantity.reason
            reasons.setdefault(key, []).append(label(part, quantity))
    for (verdict, reason), names in reasons.items():
        console.print()
        console.print(words(verdict, f"{', '.join(names)}: {reason}"), soft_wrap=True)


def _explain(part: PartReport, quantity: QuantityReport) -> Iterator[str]:
    worst = quantity.worst
    yield quantity.equation
    if worst is None:
        return  # it is wrong as an array, whatever its values
    yield (
        f"at {list(worst.index)}: yours {worst.actual:.10g}, reference {worst.expected:.10g}; "
        f"{quantity.worst_excess:.2g} times the tolerance {worst.tolerance:.1e}"
    )
    model = part.part.model
    operands = [
        name
        for name in model[quantity.name].equation.operands
        if name in model.by_name or name in model.inputs
    ]
    own = ", ".join(operands)
    yield {
        "certain": f"certain: what it is made of agrees ({own}), and it does not follow from that",
        "suspect": f"also suspect: it does not follow from your own {own}, which differ already",
        "follows": f"follows from the above: it is right for your own {own}",
    }[str(quantity.status)]


def changes(part: PartReport) -> str:
    """Name the arguments that a candidate changed."""
    names = ", ".join(f"{name} (by up to {by:.1e})" for name, by in part.changed.items())
    return f"{part.part.candidate_name} changed its arguments in place: {names}"
