"""A row a rung, and with -v a row a quantity."""

from collections.abc import Iterator, Sequence
from statistics import median

from rich.console import Console
from rich.table import Table
from rich.text import Text

from compare.comparing.report import PairingReport
from compare.comparing.verdicts import SEVERITY
from compare.judging.summary import QuantityReport
from compare.ladder.report import RungReport
from compare.reporting.words import label, style_of

COMPARED = ("", "rung", "data", ">compared", ">used", ">sees")
TRAINED = ("cost", ">accuracy %", ">ms a step")

LONGEST_SHIPPED = len("breast-cancer")
"""A rung is one row where so much of the data's name fits; else there are two tables."""

LEGEND = """
used: the largest share of the tolerance; sees: the smallest relative error that would
have been seen (median); accuracy and time: by hand in NumPy, then by autograd in torch;
*: some gradient could be left out altogether, and this cost would move by less than 1 %"""


def print_rows(reports: Sequence[RungReport], console: Console) -> None:
    """Print a row a rung: one table where it fits, else one for each half of the columns."""
    compared = [
        [report.verdict, report.plan.rung, report.plan.dataset, *_compared_cells(report)]
        for report in reports
    ]
    trained = [_trained_cells(report) for report in reports]
    joined = [[*left, *right] for left, right in zip(compared, trained, strict=True)]
    if _print_fitting((*COMPARED, *TRAINED), joined, console, at_least=LONGEST_SHIPPED):
        console.print(Text(LEGEND, "dim"), soft_wrap=True)
        return
    _print_fitting(COMPARED, compared, console, at_least=1)
    console.print()
    named = [[report.plan.rung, *right] for report, right in zip(reports, trained, strict=True)]
    _print_fitting(("rung", *TRAINED), named, console, at_least=1)
    console.print(Text(LEGEND, "dim"), soft_wrap=True)


def _print_fitting(
    headings: Sequence[str], rows: list[list[str]], console: Console, *, at_least: int
) -> bool:
    """Print a table, the name of the data cropped to what is left; False if less than that is."""
    widths = [
        max(len(heading.lstrip(">")), *(len(row[i]) for row in rows))
        for i, heading in enumerate(headings)
    ]
    if "data" in headings:
        data = headings.index("data")
        left = console.width - (sum(widths) - widths[data]) - len(widths)
        if left < min(at_least, widths[data]):
            return False
        for row in rows:
            row[data] = _cropped(row[data], max(left, 1))
    table = table_of(*headings)
    for row in rows:
        cells = [Text(cell, style_of(cell) if cell in SEVERITY else "") for cell in row]
        table.add_row(*cells)
    console.print(table)
    return True


def _cropped(name: str, width: int) -> str:
    return name if len(name) <= width else name[: width - 1] + "~"


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


def _compared_cells(report: RungReport) -> list[str]:
    quantities = [quantity for _, quantity in report.quantities]
    seen = [q.smallest_visible for q in quantities if q.verdict == "agree"]
    return [
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
    if mine.costs and not main.trajectory.curve.informative:
        cost += " *"
    accuracy = "-"
    if mine.accuracy is not None and twin.accuracy is not None:
        accuracy = f"{100 * mine.accuracy:.1f} {100 * twin.accuracy:.1f}"
    return [
        cost,
        accuracy,
        f"{_milliseconds(main.seconds)} {_milliseconds(main.reference_seconds)}",
    ]


def _milliseconds(seconds: float) -> str:
    milliseconds = 1e3 * seconds
    return f"{milliseconds:.0f}" if milliseconds >= 10 else f"{milliseconds:.2g}"


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
    print_table_of(report.parts, console)


def quantities_of(
    parts: Sequence[PairingReport],
) -> Iterator[tuple[PairingReport, QuantityReport]]:
    """Walk over every quantity with the part it belongs to."""
    for part in parts:
        yield from ((part, quantity) for quantity in part.trajectory.quantities)


def print_table_of(parts: Sequence[PairingReport], console: Console) -> None:
    """Print a row a quantity."""
    table = table_of("", "quantity", ">entries", ">used", ">sees")
    table.add_column("equation", overflow="fold")
    for part, q in quantities_of(parts):
        expected = " (expected)" if part.expected_blind(q) else ""
        sees = "-" if q.always_zero else f"{q.smallest_visible:.0e}"
        verdict = Text(q.verdict + expected, style_of(q.verdict))
        table.add_row(
            verdict, label(part, q), f"{q.elements:,}", f"{q.worst_excess:.2g}", sees, q.equation
        )
    console.print(table)
