"""What only formulas beside each other show: where the 1/m stands, of one example or of all."""

from collections.abc import Sequence
from dataclasses import replace

from compare.diagnosing.answer import CheckReport


def together(reports: Sequence[CheckReport]) -> list[CheckReport]:
    """Take the formulas of one text as one derivation."""
    return _one_mean(list(reports))


def _one_mean(reports: list[CheckReport]) -> list[CheckReport]:
    """A 1/m that stands in dZ is missing in dW on purpose; in both it is one too much."""
    in_dZ = [report for report in reports if report.verdict == "convention" and _of(report, "dZ")]
    without = [
        report for report in reports if _cause(report) == "missing-mean" and _of(report, "d")
    ]
    if not in_dZ or not without:
        return reports
    note = "the 1/m stands in dZ, so not in dW and db"
    return [
        replace(report, verdict="agree", reason=f"right: {note}", findings=())
        if report in in_dZ or report in without
        else report
        for report in reports
    ]


def _of(report: CheckReport, beginning: str) -> bool:
    return any(
        finding.quantity.lower().startswith(beginning.lower()) for finding in report.findings
    )


def _cause(report: CheckReport) -> str | None:
    return next((finding.cause for finding in report.findings), None)
