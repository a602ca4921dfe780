"""What only formulas beside each other show: where the 1/m stands, of one example or of all."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from compare.diagnosing.answer import CheckReport, Finding, Place


def together(reports: Sequence[CheckReport]) -> list[CheckReport]:
    """Take the formulas of one text as one derivation."""
    return _one_or_all(_one_mean(list(reports)))


def _one_or_all(reports: list[CheckReport]) -> list[CheckReport]:
    """In one run of formulas dW has the 1/m of all examples, and db is that of one."""
    found = list(reports)
    for run in _runs(reports):
        of_one = [i for i in run if reports[i].recipe == "one" and _is_gradient(reports[i], "db")]
        of_all = [i for i in run if reports[i].recipe == "all" and _is_gradient(reports[i], "dw")]
        if of_one and of_all and not any(_sums(reports[i]) for i in run):
            for i in of_all:
                found[i] = _inconsistent(reports[i], reports[of_one[0]])
    return found


def _runs(reports: Sequence[CheckReport]) -> Iterator[list[int]]:
    """Formulas on adjacent lines belong together."""
    order = sorted(range(len(reports)), key=lambda i: reports[i].line or 0)
    run: list[int] = []
    for i in order:
        if run and (reports[i].line or 0) - (reports[run[-1]].line or 0) > 1:
            yield run
            run = []
        run.append(i)
    yield run


def _is_gradient(report: CheckReport, name: str) -> bool:
    return report.reading.lower().startswith(name)


def _sums(report: CheckReport) -> bool:
    return "sum" in report.reading


def _inconsistent(report: CheckReport, beside: CheckReport) -> CheckReport:
    words = (
        f"has the 1/m of a mean over all examples; {beside.reading}, beside it, is of one example"
    )
    finding = Finding(
        report.reading.partition(" ")[0], "certain", place=Place(report.line or 1),
        source=report.formula, cause="inconsistent-mean", sure=True, explanation=words,
        suggestion=report.reading.replace("1 / m · ", ""),
    )  # fmt: skip  # one value
    return replace(report, verdict="differ", reason=words, findings=(finding,))


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
