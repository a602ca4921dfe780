"""The answer of ``backproof check`` for a terminal: the verdict first, then each wrong line."""

from collections.abc import Iterator, Sequence

from rich.console import Console

from compare.diagnosing.answer import CheckReport
from compare.diagnosing.outcome import worst_verdict
from compare.reporting.check_findings import finding_lines, groups, where
from compare.reporting.check_table import print_table, summary
from compare.reporting.formulas_text import formulas_text
from compare.reporting.shown import paragraph, shown
from compare.reporting.words import words

LABEL = 10
LAYOUTS = {"columns": "examples are columns", "rows": "examples are rows"}
CELLS = "cells are counted from 0, those of text too; lines from 1 inside their cell"


def check_text(
    reports: Sequence[CheckReport], console: Console, *, quiet: bool, verbose: bool
) -> str:
    """Render the answers on all subjects as the console would print them."""
    formulas = [report for report in reports if report.formula]
    if formulas:
        text = formulas_text(formulas, console, quiet=quiet, verbose=verbose)
        rest = [report for report in reports if not report.formula]
        files = check_text(rest, console, quiet=quiet, verbose=verbose) if rest else ""
        return f"{text}\n{files}" if rest else text
    with console.capture() as capture:
        if len(reports) == 1:
            _print_subject(reports[0], console, quiet=quiet, verbose=verbose)
        else:
            _print_several(reports, console, quiet=quiet, verbose=verbose)
    return capture.get()


def _print_several(
    reports: Sequence[CheckReport], console: Console, *, quiet: bool, verbose: bool
) -> None:
    """Print a row a subject, then every subject that does not simply agree."""
    console.print(words(worst_verdict(reports), summary(reports)), soft_wrap=True)
    if not reports:
        return
    print_table(reports, console)
    if quiet:
        return
    for report in reports:
        if verbose or report.verdict != "agree":
            console.print()
            _print_subject(report, console, quiet=False, verbose=verbose)


def _print_subject(report: CheckReport, console: Console, *, quiet: bool, verbose: bool) -> None:
    """Print one answer in full; ``quiet`` leaves its first line."""
    subject = shown(f"{report.path} {report.name}".rstrip(), console.encoding)
    line = words(report.verdict, f"{subject}: {shown(report.reason, console.encoding)}")
    console.print(line, soft_wrap=True)
    if quiet:
        return
    for group in groups(report):
        console.print()
        for line in finding_lines(
            report, group, width=console.width, encoding=console.encoding, verbose=verbose
        ):
            console.print(line, soft_wrap=True)
    rest = list(_rest(report, console, verbose=verbose))
    if rest:
        console.print()
    for text in rest:
        console.print(text, soft_wrap=True)


def _rest(report: CheckReport, console: Console, *, verbose: bool) -> Iterator[str]:
    """Say what follows, what is right, what was not seen, and how it was run."""

    def told(label: str, text: str) -> Iterator[str]:
        return paragraph(f"{label:{LABEL}s}", text, console.width, console.encoding)

    wrong = {f.quantity for f in report.findings if f.status != "note"}
    yield from told("right", " ".join(name for name in report.compared if name not in wrong))
    follows = [f.quantity for f in report.findings if f.status == "follows"]
    yield from told("follows", _following(follows))
    yield from told("not seen", " ".join(report.not_captured))
    yield from told("network", network(report))
    for finding in report.findings:
        if finding.status == "note":
            at = f"{where(report, finding.place)}: " if finding.place else ""
            yield from told("note", f"{at}{finding.explanation}")
    for note in (*report.supplied, *report.notes):
        yield from told("note", note)
    if any(f.place is not None and f.place.cell is not None for f in report.findings):
        yield from told("note", CELLS)
    if verbose:
        yield from told("called", report.recipe)
    yield from told("ran", report.isolation)
    causes = dict.fromkeys(f.cause for f in report.findings if f.cause)
    yield from told("more", ", ".join(f"`backproof explain {cause}`" for cause in causes))


def _following(names: Sequence[str]) -> str:
    if not names:
        return ""
    return f"{' '.join(names)}: wrong only because of the above"


def network(report: CheckReport) -> str:
    """Say in a line what network it is."""
    model = report.model
    parts = [
        "-".join(map(str, model.layer_dims)),
        " ".join(model.activations),
        (model.cost or "") + (" with L2" if model.l2 else ""),
        LAYOUTS.get(model.layout or "", ""),
    ]
    return ", ".join(filter(None, parts))
