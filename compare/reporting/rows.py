"""A row a rung, and with -v a row a quantity."""

from collections.abc import Sequence
from statistics import median

from rich.console import Console
from rich.table import Table
from rich.text import Text

from compare.ladder.report import RungReport
from compare.reporting.words import label, style_of

WIDE = 118
"""From this width on a rung is one row; below, two tables of one row each."""

LEGEND = """
used: the largest share of the tolerance; sees: the smallest relative error that would
have been seen (median); accuracy and time: by hand in NumPy, then by autograd in torch"""


def print_rows(reports: Sequence[RungReport], console: Console) -> None:
    """Print a row a rung: one table where it fits, else one for each half of the columns."""
    wide = console.width >= WIDE
    compared = table_of("", "rung", "data", ">compared", ">used", ">sees")
    trained = compared if wide else table_of("", "rung")
    for heading in ("cost", ">accuracy %", ">ms a step"):
        add_column(trained, heading)
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


def table_of(*headings: str) -> Table:
    """Make a plain table; ``>`` aligns a column to the right."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    for heading in headings:
        add_column(table, heading)
    return table


def add_column(table: Table, heading: str) -> None:
    """Add a column; ``>`` aligns it to the right."""
    right = heading.startswith(">")
    table.add_column(heading.lstrip(">"), justify="right" if right else "left", no_wrap=True)


def _name_cells(report: RungReport) -> list[Text | str]:
    return [Text(report.verdict, style_of(report.verdict)), report.plan.rung]


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


def print_quantities(report: RungReport, console: Console) -> None:
    """Print a row a quantity, with its equation."""
    layers = "-".join(map(str, report.plan.layer_dims))
    names = ", ".join(report.plan.activations)
    console.print()
    console.print(Text(f"{report.plan.rung}  {layers}  {names}".rstrip(), "bold"))
    table = table_of("", "quantity", ">entries", ">used", ">sees", "equation")
    for part, q in report.quantities:
        expected = " (expected)" if part.expected_blind(q) else ""
        sees = "-" if q.always_zero else f"{q.smallest_visible:.0e}"
        verdict = Text(q.verdict + expected, style_of(q.verdict))
        table.add_row(
            verdict, label(part, q), f"{q.elements:,}", f"{q.worst_excess:.2g}", sees, q.equation
        )
    console.print(table)
