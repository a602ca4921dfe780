"""Of the answers on several subjects one verdict, and the exit code it ends the command with."""

from collections.abc import Iterable

from compare.diagnosing.answer import CheckReport, Verdict

SEVERITY: tuple[Verdict, ...] = ("agree", "convention", "no-verdict", "could-not-run", "differ")
"""From the mildest to the most severe."""

EXIT_CODES: dict[Verdict, int] = {
    "agree": 0,
    "convention": 0,
    "differ": 1,
    "no-verdict": 3,
    "could-not-run": 4,
}


def worst_verdict(reports: Iterable[CheckReport]) -> Verdict:
    """Of several verdicts the most severe holds; of none at all there is none."""
    return max((report.verdict for report in reports), key=SEVERITY.index, default="no-verdict")


def exit_code(reports: Iterable[CheckReport], *, strict: bool) -> int:
    """End with 1 if any subject differs, or under ``strict`` has a convention; else 4, 3, 0."""
    verdicts = {report.verdict for report in reports}
    if strict and "convention" in verdicts:
        return 1
    return EXIT_CODES[max(verdicts, key=SEVERITY.index, default="no-verdict")]
