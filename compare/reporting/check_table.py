"""A row a subject, where there are several."""

from collections import Counter
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from compare.diagnosing.answer import CheckReport, Place
from compare.diagnosing.outcome import SEVERITY
from compare.reporting.check_findings import groups
from compare.reporting.rows import table_of
from compare.reporting.shown import shown
from compare.reporting.words import count, style_of

HEADINGS = ("", "file", "at", "wrong", "cause", ">right", ">s")
SHOWN = 3
"""So many places, quantities or causes are named in a row."""
LEAST_NAME = 12


def summary(reports: Sequence[CheckReport]) -> str:
    """Count the verdicts, the most severe first."""
    if not reports:
        return "no network was found"
    verdicts = Counter(report.verdict for report in reports)
    counted = [f"{verdicts[name]} {name}" for name in reversed(SEVERITY) if verdicts[name]]
    return f"{count(len(reports), 'network')}: {', '.join(counted)}"


def print_table(reports: Sequence[CheckReport], console: Console) -> None:
    """Print a row a subject; a long path loses its beginning, so that a row is one line."""
    rows = [_row(report, console.encoding) for report in reports]
    widths = [
        max(len(head.lstrip(">")), *(cell_len(row[i]) for row in rows))
        for i, head in enumerate(HEADINGS)
    ]
    room = console.width - sum(widths) + widths[1] - len(widths)
    table = table_of(*HEADINGS)
    for verdict, name, *cells in rows:
        name = cropped(name, max(room, LEAST_NAME))
        table.add_row(Text(verdict, style_of(verdict)), Text(name), *map(Text, cells))
    console.print(table)


def cropped(name: str, width: int) -> str:
    """Keep the end of a name, where files differ."""
    if cell_len(name) <= width:
        return name
    while name and cell_len(name) > width - 3:
        name = name[1:]
    return f"...{name}"


def _row(report: CheckReport, encoding: str) -> list[str]:
    wrong = [f for f in report.findings if f.status in ("certain", "suspect")]
    every = [group for leader in groups(report) for group in (leader, *leader.likewise)]
    places = [_place(group.first.place) for group in every if group.first.place is not None]
    quantities = dict.fromkeys(f.quantity for f in wrong if f.quantity)
    causes = dict.fromkeys(f.cause for f in wrong if f.cause)
    differing = {f.quantity for f in report.findings if f.status != "note"}
    right = sum(name not in differing for name in report.compared)
    cells = [_some(places), _some(quantities), _some(causes)]
    return [
        report.verdict,
        shown(f"{report.path} {report.name}".rstrip(), encoding),
        *(shown(cell, encoding) for cell in cells),
        str(right) if report.compared else "-",
        f"{report.seconds:.1f}",
    ]


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    return str(place.line) if place.cell is None else f"[{place.cell}]:{place.line}"


def _some(names: "dict[str, None] | list[str]") -> str:
    named = list(names)
    return " ".join(named[:SHOWN]) + (" ..." if len(named) > SHOWN else "") or "-"
