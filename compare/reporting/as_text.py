"""The ladder's report for a terminal: the verdict first, then a row a rung, then what is wrong.

Only ASCII is printed, so that every stream can carry it.
"""

from collections.abc import Iterator, Sequence
from statistics import median

from rich.console import Console
from rich.text import Text

from compare.comparing.report import NOT_STRICT, PairingReport, worst_verdict
from compare.ladder.report import RungReport
from compare.reporting.findings import changes, findings_of, on_probe, print_findings
from compare.reporting.rows import print_quantities, print_rows
from compare.reporting.words import count, label, listed, short, words

SAYS = {
    "blind": "no fault could have been seen in",
    "not-comparable": "no verdict on",
    "not-captured": "the implementation did not return",
}


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
        yield from _agreement(reports)
        return
    report = next(report for report in reports if report.verdict == verdict)
    found = [
        (part, quantity)
        for part, quantity in findings_of(report.parts)
        if quantity.verdict == verdict
    ]
    if not found:
        yield words(verdict, f"{report.plan.rung}: {why(report.parts)}")
    elif verdict == "differ":
        yield words(verdict, f"{label(*found[0])} in {report.plan.rung}: {short(found[0][1])}")
    else:
        names = listed([label(*finding) for finding in found])
        yield words(verdict, f"{report.plan.rung}: {SAYS[verdict]} {names}")


def _agreement(reports: Sequence[RungReport]) -> Iterator[Text]:
    quantities = [quantity for report in reports for _, quantity in report.quantities]
    compared = sum(quantity.elements for quantity in quantities)
    seen = [quantity.smallest_visible for quantity in quantities if quantity.verdict == "agree"]
    used = max(quantity.worst_excess for quantity in quantities)
    rungs = count(len(reports), "rung")
    yield words("agree", f"{rungs}, {len(quantities)} quantities, {compared:,} entries compared")
    yield Text(f"       largest share of the tolerance used: {used:.2f}")
    yield Text(
        "       smallest error that would have been seen: "
        f"{median(seen):.0e} (median), {max(seen):.0e} (worst quantity)"
    )


def why(parts: Sequence[PairingReport]) -> str:
    """Name what a verdict rests on that is no quantity of the own case."""
    verdict = worst_verdict(part.verdict for part in parts)
    part = next(part for part in parts if part.verdict == verdict)
    if part.changed:
        return changes(part)
    if part.trajectory.failure:
        return part.trajectory.failure
    if part.caught:
        return on_probe(part.caught[0])
    if verdict in NOT_STRICT:
        return next(q.reason for q in part.trajectory.quantities if q.verdict == verdict)
    if part.unseen:
        return f"these data could not have shown {len(part.unseen)} known mistakes"
    return "nothing was compared"


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
