"""The answer on formulas for a terminal: how each was read, then right or wrong."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from compare.diagnosing.answer import CheckReport, Finding
from compare.diagnosing.outcome import SEVERITY, worst_verdict
from compare.reporting.shown import paragraph, shown
from compare.reporting.words import count, style_of, words

SAID = {
    "agree": "right", "convention": "convention", "differ": "wrong", "no-verdict": "not checkable",
    "could-not-run": "not checkable",
}  # fmt: skip  # a row a verdict
INDENT = 4


def formulas_text(
    reports: Sequence[CheckReport], console: Console, *, quiet: bool, verbose: bool
) -> str:
    """Render the answers on formulas, one after the other."""
    with console.capture() as capture:
        if len(reports) > 1:
            console.print(words(worst_verdict(reports), _summary(reports)), soft_wrap=True)
        for report in reports:
            if quiet and report.verdict == "agree":
                continue
            for line in _formula(report, console, verbose=verbose):
                console.print(line, soft_wrap=True)
    return capture.get()


def _summary(reports: Sequence[CheckReport]) -> str:
    counted = [
        f"{number} {SAID[name]}"
        for name in reversed(SEVERITY)
        if (number := sum(report.verdict == name for report in reports))
    ]
    return f"{count(len(reports), 'formula')}: {', '.join(counted)}"


def _formula(report: CheckReport, console: Console, *, verbose: bool) -> Iterator[Text]:
    """Echo the reading, then say the verdict; what is wrong in full."""
    encoding = console.encoding
    at = "" if report.path == "-e" else f"{report.path}:{report.line}  "
    written = report.reading or report.formula
    yield Text.assemble((shown(at, encoding), "bold"), "read  ", shown(written, encoding))

    def told(label: str, text: str) -> Iterator[Text]:
        return map(Text, paragraph(label, text, console.width, encoding, INDENT))

    wrong = [finding for finding in report.findings if finding.status == "certain"]
    cause = next((finding.cause for finding in wrong if finding.cause), None)
    said = Text.assemble(" " * INDENT, (SAID[report.verdict], style_of(report.verdict)))
    said.append(f": {shown(_reason(report, wrong), encoding)}")
    if cause is not None and wrong[0].sure:
        said.append(f"  [{cause}]", "bold red")
    yield said
    for finding in wrong if report.verdict == "differ" else ():
        yield from _wrong(finding, told, encoding, verbose=verbose)
    for note in report.notes:
        if note not in report.reason:
            yield from told("note: ", note)


def _reason(report: CheckReport, wrong: Sequence[Finding]) -> str:
    if report.verdict == "differ" and wrong:
        return wrong[0].explanation
    return report.reason.removeprefix("right, ").removeprefix("not checkable: ")


def _wrong(finding: Finding, told, encoding: str, *, verbose: bool) -> Iterator[Text]:  # type: ignore[no-untyped-def]  # told closes over the console
    if finding.effect != finding.explanation:
        yield from told("", finding.effect)
    if finding.suggestion:
        meant = shown(finding.suggestion, encoding)
        yield Text.assemble(" " * INDENT, "meant:  ", (meant, "green"))
    if not finding.sure:
        either = "\nor ".join(finding.candidates) or finding.cause or ""
        yield from told("not sure: ", f"either {either}" if finding.candidates else either)
    yield from told("in numbers: ", finding.smallest)
    if verbose:
        yield from told("", finding.evidence)
