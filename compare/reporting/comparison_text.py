"""The report on one candidate for a terminal, or for the message of a failing test."""

from rich.console import Console

from compare.comparing.notes import notes_on
from compare.comparing.report import PairingReport
from compare.reporting.agreement import agreement, not_shown, opinions
from compare.reporting.findings import disagreement, print_findings
from compare.reporting.rows import print_table_of
from compare.reporting.words import count

WIDE = 10_000
"""No line of a message is broken."""


def comparison_text(report: PairingReport, console: Console, *, quiet: bool, verbose: bool) -> str:
    """Render the whole report as the console would print it."""
    with console.capture() as capture:
        print_comparison(report, console, quiet=quiet, verbose=verbose)
    return capture.get()


def plain_text(report: PairingReport) -> str:
    """Render the whole report for an exception: no colour, no width."""
    console = Console(width=WIDE, color_system=None, highlight=False, markup=False, emoji=False)
    return comparison_text(report, console, quiet=False, verbose=False).strip()


def print_comparison(
    report: PairingReport, console: Console, *, quiet: bool, verbose: bool
) -> None:
    """Print the verdict, what is wrong, and what a person should know beside it."""
    pairing = report.pairing
    names = f"{pairing.candidate_name} against {pairing.reference_name}"
    if report.verdict == "agree":
        what = f"{names}: {count(pairing.steps, 'step')}"
        for line in (*agreement(what, [report]), *opinions(report), *not_shown(report)):
            console.print(line, soft_wrap=True)
    else:
        console.print(disagreement(report.verdict, [report], names), soft_wrap=True)
    if quiet:
        return
    print_findings([report], console)
    if verbose:
        console.print()
        print_table_of([report], console)
    notes = list(notes_on(report))
    if notes:
        console.print()
    for note in notes:
        console.print(f"note   {note}", soft_wrap=True, highlight=False)
