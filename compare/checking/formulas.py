"""From formulas to answers: each is read, checked against the reference, and corrected."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from compare.checking.shapes import shapes_of_line
from compare.correcting.correct import Correction, corrected
from compare.correcting.smallest import smallest_case
from compare.diagnosing.answer import CheckReport, Finding, InferredModel, Place, Verdict
from compare.formulas.notation import read_formula
from compare.formulas.printed import printed, printed_statement
from compare.formulas.read import FormulaError
from compare.formulas.statement import Notation, Statement
from compare.meaning.judgement import IN_ROWS, judged
from compare.meaning.options import Options
from compare.meaning.problem import OfNetwork
from compare.meaning.verdict import Judgement
from compare.notes.depth import depth_of

COMMAND_LINE = "-e"
VERDICTS: dict[str, Verdict] = {
    "right": "agree", "convention": "convention", "wrong": "differ", "shape": "differ",
    "unknown": "no-verdict",
}  # fmt: skip  # a row a verdict


def check_formulas(texts: Iterable[str], options: Options | None = None) -> Iterator[CheckReport]:
    """Check formulas one after the other.

    Parameters
    ----------
    options
        What is known of the network; otherwise the formula says which one it is about.

    Yields
    ------
    CheckReport
        One a formula, with what it was read as.  What cannot be read is ``no-verdict``.
    """
    written = list(texts)
    options = replace(options or Options(), depth=depth_of("\n".join(written)))
    found = list(_checked(written, options))
    if any(IN_ROWS in report.notes for report in found):
        found = list(_checked(written, replace(options, rows=True)))
    yield from found


def _checked(written: Sequence[str], options: Options) -> Iterator[CheckReport]:
    for text in written:
        shapes = list(shapes_of_line(text, 1, COMMAND_LINE, others="; ".join(written)))
        if shapes:
            yield from (replace(report, lines={None: (text,)}) for report in shapes)
        else:
            yield check_formula(text, options)


def check_formula(
    text: str,
    options: Options,
    path: str = COMMAND_LINE,
    line: int = 1,
    notation: Notation | None = None,
) -> CheckReport:
    """Check one formula, wherever it stands."""
    began = time.monotonic()
    written = " ".join(text.split())
    try:
        statement = read_formula(text, notation)
    except FormulaError as error:
        return CheckReport(
            path, "no-verdict", f"not read: {error}", line=line, formula=written,
            lines={None: (text,)}, seconds=time.monotonic() - began,
        )  # fmt: skip  # one value
    try:
        judgement = judged(statement, options)
        return report_of(judgement, path, line, written, began)
    except Exception as error:  # our own fault must not look like a verdict, nor stop the others
        fault = f"a fault of our own, nothing was judged: {type(error).__name__}: {error}"
        return CheckReport(path, "no-verdict", fault, line=line, formula=written)


def report_of(
    judgement: Judgement, path: str, line: int, written: str, began: float
) -> CheckReport:
    """Put a judgement into the shape of every answer."""
    correction = None
    if judgement.verdict in ("wrong", "shape"):
        correction = corrected(judgement)
    findings = tuple(_findings(judgement, correction, line, written))
    return CheckReport(
        path,
        VERDICTS[judgement.verdict],
        reason(judgement, correction),
        model=_model(judgement),
        compared=(judgement.quantity,) if judgement.quantity and judgement.problems == () else (),
        findings=findings,
        lines={None: (written,)} if path == COMMAND_LINE else {},
        notes=(*judgement.notes, *judgement.statement.remarks),
        recipe=" ".join(judgement.forms),
        seconds=time.monotonic() - began,
        line=line,
        formula=written,
        reading=printed_statement(judgement.statement),
    )


def reason(judgement: Judgement, correction: Correction | None) -> str:
    """One line on a formula."""
    if judgement.verdict == "right":
        extra = f"; {judgement.notes[0]}" if judgement.notes else ""
        return f"right, checked as {judgement.about}{extra}"
    if judgement.verdict == "convention":
        return judgement.why
    if judgement.verdict == "unknown":
        return f"not checkable: {judgement.why}"
    if correction is None or correction.side is None:
        why = judgement.why or (correction.words if correction else "")
        return f"wrong as {judgement.about}" + (f": {why}" if why else "")
    meant = printed(correction.side)
    return f"{correction.words}; meant {meant}" if correction.words else f"meant {meant}"


def _findings(
    judgement: Judgement, correction: Correction | None, line: int, written: str
) -> Iterator[Finding]:
    place = Place(line)
    name = judgement.quantity or printed(judgement.statement.left)
    if judgement.verdict == "convention":
        cause = "factor" if "half" in judgement.why else "extra-mean"
        yield Finding(
            name, "certain", place=place, source=written, cause=cause, explanation=judgement.why
        )
    if correction is None:
        return
    problem = correction.problem
    others = (correction.cause, *correction.others) if correction.others else ()
    yield Finding(
        name,
        "certain",
        place=place,
        source=written,
        cause=correction.cause,
        sure=correction.sure,
        explanation=correction.words or judgement.why or "no known slip explains it",
        effect=problem.outcome(problem.side).why,
        suggestion=_suggestion(judgement.statement, correction),
        evidence=_evidence(judgement, correction),
        smallest=smallest_case(problem),
        candidates=others,
    )


def _suggestion(statement: Statement, correction: Correction) -> str:
    if correction.side is None:
        return ""
    return (
        f"{printed(statement.left)}{' += ' if statement.adds else ' = '}{printed(correction.side)}"
    )


def _evidence(judgement: Judgement, correction: Correction) -> str:
    """Why it is said, and under which other reading it would be right."""
    if correction.side is None:
        return ""
    parts = [f"with this edit it is right as {judgement.about}, at random points of several shapes"]
    if correction.slips > 1:
        parts.append("two slips are taken back")
    if correction.cause == "missing-mean":
        parts.append("right as it stands if the 1/m is in dZ already, or the cost is a sum")
    return "; ".join(parts)


def _model(judgement: Judgement) -> InferredModel:
    problem = judgement.problems[0] if judgement.problems else None
    if not isinstance(problem, OfNetwork):
        return InferredModel()
    network = problem.group[0].networks[0]
    return InferredModel((), tuple(g.replace("_", "-") for g in network.activations), network.cost)
