"""The ladder's report for a terminal: the verdict first, then a row a rung, then what is wrong.

Only ASCII is printed, so that every stream can carry it.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from rich.console import Console
from rich.table import Table
from rich.text import Text

from compare.judging.trajectory import QuantityReport
from compare.judging.verdict import Verdict
from compare.ladder.report import PartReport, RungReport, worst_verdict

STYLES = {"agree": "green", "differ": "bold red", "could-not-run": "bold red"}
WIDE = 118
"""From this width on a rung is one row; below, two tables of one row each."""
SHOWN = 6
"""So many quantities of a rung are shown in full."""

LEGEND = """
used: the largest share of the tolerance; sees: the smallest relative error that would
have been seen (median); accuracy and time: by hand in NumPy, then by autograd in torch"""

SAYS = {
    "blind": "no fault could have been seen in",
    "not-comparable": "no verdict on",
    "not-captured": "the implementation did not return",
    "could-not-run": "no verdict on",
}

Finding = tuple[RungReport, PartReport, QuantityReport]


def print_ladder(
    reports: Sequence[RungReport], console: Console, *, quiet: bool, verbose: bool
) -> None:
    """Print the whole report."""
    for line in headline(reports):
        console.print(line, soft_wrap=True)
    if quiet:
        return
    console.print()
    _print_rows(reports, console)
    for report in reports:
        _print_findings(report, console)
    if verbose:
        for report in reports:
            _print_quantities(report, console)
    _print_notes(reports, console)


def headline(reports: Sequence[RungReport]) -> Iterator[Text]:
    """Say in a line or two what was found; a difference is named at once."""
    verdict = worst_verdict(report.verdict for report in reports)
    quantities = [quantity for report in reports for _, quantity in report.quantities]
    compared = sum(quantity.elements for quantity in quantities)
    first = next(_findings(reports), None)
    if verdict == "agree":
        seen = [q.smallest_visible for q in quantities if q.verdict == "agree"]
        used = max(quantity.worst_excess for quantity in quantities)
        yield _words(
            verdict, f"{_count(len(reports), 'rung')}, {len(quantities)} quantities, "
            f"{compared:,} entries compared",
        )  # fmt: skip  # one sentence
        yield Text(f"       largest share of the tolerance used: {used:.2f}")
        yield Text(
            "       smallest error that would have been seen: "
            f"{median(seen):.0e} (median), {max(seen):.0e} (worst quantity)"
        )
    elif verdict != "differ" and first:
        report, _, _ = first
        names = [_label(part, quantity) for _, part, quantity in _findings([report])]
        yield _words(verdict, f"{report.plan.rung}: {SAYS[verdict]} {_listed(names)}")
    elif first:
        report, part, quantity = first
        yield _words(verdict, f"{_label(part, quantity)} in {report.plan.rung}: {_short(quantity)}")
    else:
        report = next(report for report in reports if report.verdict == verdict)
        yield _words(verdict, f"{report.plan.rung}: {_why(report)}")


def _why(report: RungReport) -> str:
    """Name what a verdict rests on that is no quantity."""
    part = next(part for part in report.parts if part.verdict == report.verdict)
    if part.changed:
        return _changes(part)
    return part.trajectory.failure or "nothing was compared"


def _changes(part: PartReport) -> str:
    changes = ", ".join(f"{name} (by up to {by:.1e})" for name, by in part.changed.items())
    return f"{part.part.candidate_name} changed its arguments in place: {changes}"


def _words(verdict: str, rest: str) -> Text:
    return Text.assemble((f"{verdict:5s}", STYLES.get(verdict, "yellow")), "  ", rest)


def _listed(names: Sequence[str]) -> str:
    """Name some, and count the others."""
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _label(part: PartReport, quantity: QuantityReport) -> str:
    return f"{quantity.name} from {part.part.start}" if part.part.start else quantity.name


def _short(quantity: QuantityReport) -> str:
    return f"{quantity.reason} (step {quantity.step})"


def _findings(reports: Sequence[RungReport]) -> Iterator[Finding]:
    """Walk over what keeps the verdict from being agree, the worst and most certain first."""
    order = {"certain": 0, "suspect": 1, "follows": 2, None: 3}
    found = [
        (report, part, quantity)
        for report in reports
        for part, quantity in report.quantities
        if quantity.verdict != "agree" and not part.expected_blind(quantity)
    ]
    yield from sorted(
        found, key=lambda finding: (finding[2].verdict != "differ", order[finding[2].status])
    )


def _print_rows(reports: Sequence[RungReport], console: Console) -> None:
    wide = console.width >= WIDE
    compared = _table("", "rung", "data", ">compared", ">used", ">sees")
    trained = compared if wide else _table("", "rung")
    for heading in ("cost", ">accuracy %", ">ms a step"):
        _add_column(trained, heading)
    for report in reports:
        row = [*_name_cells(report), *_compared_cells(report)]
        if wide:
            compared.add_row(*row, *_trained_cells(report))
        else:
            compared.add_row(*row)
            trained.add_row(*_name_cells(report), *_trained_cells(report))
    console.print(compared)
    if not wide:
        console.print()
        console.print(trained)
    console.print(Text(LEGEND, "dim"), soft_wrap=True)


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    for heading in headings:
        _add_column(table, heading)
    return table


def _add_column(table: Table, heading: str) -> None:
    """Add a column; ``>`` aligns it to the right."""
    right = heading.startswith(">")
    table.add_column(heading.lstrip(">"), justify="right" if right else "left", no_wrap=True)


def _name_cells(report: RungReport) -> list[Text | str]:
    return [Text(report.verdict, STYLES.get(report.verdict, "yellow")), report.plan.rung]


def _compared_cells(report: RungReport) -> list[str]:
    quantities = [quantity for _, quantity in report.quantities]
    seen = [q.smallest_visible for q in quantities if q.verdict == "agree"]
    return [
        report.plan.dataset,
        f"{len(quantities)} x {_thousands(sum(q.elements for q in quantities))}",
        f"{max(q.worst_excess for q in quantities):.2g}" if quantities else "-",
        f"{median(seen):.0e}" if seen else "-",
    ]


def _trained_cells(report: RungReport) -> list[str]:
    """Cost of the candidate's own run; accuracy and time of candidate and reference."""
    main = report.main
    if not main.trajectory.quantities:
        return ["-", "-", "-"]
    mine, twin = main.trajectory.candidate, main.trajectory.reference
    cost = f"{mine.costs[0]:.4f} -> {mine.costs[-1]:.4f}" if mine.costs else "-"
    accuracy = "-"
    if mine.accuracy is not None and twin.accuracy is not None:
        accuracy = f"{100 * mine.accuracy:.1f} {100 * twin.accuracy:.1f}"
    return [cost, accuracy, f"{1e3 * main.seconds:.3g} {1e3 * main.reference_seconds:.3g}"]


def _thousands(n: int) -> str:
    for limit, unit in ((10**7, "M"), (10**4, "k")):
        if n >= limit:
            return f"{n / (limit / 10):.0f}{unit}"
    return str(n)


def _print_findings(report: RungReport, console: Console) -> None:
    findings = list(_findings([report]))
    different = [finding for finding in findings if finding[2].verdict == "differ"]
    for _, part, quantity in different[:SHOWN]:
        console.print()
        line = f"{_label(part, quantity)}: {_short(quantity)}"
        console.print(_words(quantity.verdict, line), soft_wrap=True)
        for line in _explain(part, quantity):
            console.print(f"        {line}", soft_wrap=True)
    rest = [_label(part, quantity) for _, part, quantity in different[SHOWN:]]
    if rest:
        console.print(f"\n        and {len(rest)} more: {', '.join(rest)}", soft_wrap=True)
    _print_open(findings, console)
    for part in report.parts:
        if part.changed:
            console.print()
            console.print(_words("differ", _changes(part)), soft_wrap=True)


def _print_open(findings: Sequence[Finding], console: Console) -> None:
    """Print, a line a reason, the quantities that neither agree nor differ."""
    reasons: dict[tuple[Verdict, str], list[str]] = {}
    for _, part, quantity in findings:
        if quantity.verdict != "differ":
            key = quantity.verdict, quantity.reason
            reasons.setdefault(key, []).append(_label(part, quantity))
    for (verdict, reason), names in reasons.items():
        console.print()
        console.print(_words(verdict, f"{', '.join(names)}: {reason}"), soft_wrap=True)


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


def _print_quantities(report: RungReport, console: Console) -> None:
    layers = "-".join(map(str, report.plan.layer_dims))
    names = ", ".join(report.plan.activations)
    console.print()
    console.print(Text(f"{report.plan.rung}  {layers}  {names}".rstrip(), "bold"))
    table = _table("", "quantity", ">entries", ">used", ">sees", "equation")
    for part, q in report.quantities:
        expected = " (expected)" if part.expected_blind(q) else ""
        sees = "-" if q.always_zero else f"{q.smallest_visible:.0e}"
        verdict = Text(q.verdict + expected, STYLES.get(q.verdict, "yellow"))
        table.add_row(
            verdict, _label(part, q), f"{q.elements:,}", f"{q.worst_excess:.2g}", sees, q.equation
        )
    console.print(table)


def _print_notes(reports: Sequence[RungReport], console: Console) -> None:
    """Print every note once, with the rungs it is about."""
    about: dict[str, list[str]] = {}
    for report in reports:
        for note in report.notes:
            about.setdefault(note, []).append(report.plan.rung)
    if about:
        console.print()
    for note, rungs in about.items():
        where = rungs[0] if len(rungs) == 1 else f"{len(rungs)} rungs"
        console.print(f"note   {where}: {note}", soft_wrap=True, highlight=False)
