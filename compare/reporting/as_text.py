"""The ladder's report for a terminal: the verdict first, then a row a rung, then what is wrong.

Only ASCII is printed, so that every stream can carry it.
"""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from compare.comparing.verdicts import worst_verdict
from compare.ladder.report import RungReport
from compare.reporting.agreement import agreement
from compare.reporting.findings import disagreement, print_findings
from compare.reporting.rows import print_quantities, print_rows
from compare.reporting.words import count


def ladder_text(
    reports: Sequence[RungReport], console: Console, *, quiet: bool, verbose: bool
) -> str:
    """Render the whole report as the console would print it."""
    with console.capture() as capture:
        print_ladder(reports, console, quiet=quiet, verbose=verbose)
    return capture.get()


def print_ladder(
    reports: Sequence[RungReport], console: Console, *, quiet: bool, verbose: bool
) -> None:
    """Print the whole report."""
    for line in headline(reports):
        console.print(line, soft_wrap=True)
    if quiet:
        return
    console.print()
    print_rows(reports, console)
    for report in reports:
        print_findings(report.parts, console)
    if verbose:
        for report in reports:
            print_quantities(report, console)
    _print_notes(reports, console)


def headline(reports: Sequence[RungReport]) -> Iterator[Text]:
    """Say in a few lines what was found; a difference is named at once."""
    verdict = worst_verdict(report.verdict for report in reports)
    if verdict == "agree":
        parts = [part for report in reports for part in report.parts]
        yield from agreement(count(len(reports), "rung"), parts)
        return
    report = next(report for report in reports if report.verdict == verdict)
    yield disagreement(verdict, report.parts, report.plan.rung)


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
