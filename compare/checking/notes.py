"""From notes to answers: every formula of a text, on its line."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from compare.checking.formulas import check_formula
from compare.checking.notes_together import together
from compare.checking.shapes import misstated, of_shape, shapes_of_line, stated
from compare.diagnosing.answer import CheckReport, Finding, Place
from compare.formulas.limits import MOST_CHARACTERS
from compare.formulas.statement import Notation
from compare.meaning.judgement import IN_ROWS
from compare.meaning.options import Options
from compare.notes.code import CodeLine, formulas_of_code
from compare.notes.depth import depth_of
from compare.notes.displays import formulas_of_display
from compare.notes.inline import formulas_of_line
from compare.notes.passage import Passage
from compare.notes.shapes_said import membership, said_in
from compare.notes.starts import Start, starts
from compare.notes.walk import Stretch, stretches
from compare.reading.decoding import decode

DEFINES = re.compile(r"^\s*(?:import\s|from\s+\w+\s+import\s|def\s+\w+\s*\()", re.MULTILINE)
SUFFIXES = (".md", ".markdown", ".txt", ".mdown", ".mkd", ".rst", ".text")
QUANTITY = re.compile(
    r"(?<![A-Za-z])(?:d?[ZAWXYzawxyb]|[JLgσ]|yhat|y_hat|\\hat|sigm|tanh|cost|loss)"
)
TARGET = re.compile(
    r"\s*(?:d?(?:[ZAWXYzawxyb]|y_?hat|A_prev)[\w\[\]'\"]*|J|cost|loss|L|grads.*)\s*[-+]?="
)
MADE = re.compile(r"\b(?:rand|randn|zeros|ones|array|random|randrom|load\w*|reshape)\b")
SIZE_ONLY = re.compile(r"^[^=]*=\s*[-\d.,\s]+$")


def check_notes(path: str | Path, options: Options | None = None) -> list[CheckReport]:
    """Check every formula of a text file; what is no mathematics is left alone."""
    text, _ = decode(Path(path).read_bytes(), cookie=False)
    softmax, depth = "softmax" in text.lower(), depth_of(text)
    said = replace(options or Options(), softmax=softmax, depth=depth)
    return check_text(text, str(path), said)


def check_text(text: str, path: str, options: Options) -> list[CheckReport]:
    """Check every formula of a text."""
    lines = tuple(text.split("\n"))
    found: list[CheckReport] = []
    for block, stretch in enumerate(stretches(text)):
        found += _stretch(stretch, block, path, options)
    if not options.rows and any(IN_ROWS in report.notes for report in found):
        return check_text(text, path, replace(options, rows=True))
    found = [replace(report, lines={None: lines}) for report in found]
    return sorted(together(found), key=lambda report: report.line or 0)


def _stretch(stretch: Stretch, block: int, path: str, options: Options) -> Iterator[CheckReport]:
    if stretch.kind == "code":
        for start in starts(stretch.lines, stretch.line):
            yield _of_start(start, path)
        begun = {start.line for start in starts(stretch.lines, stretch.line)}
        for code in formulas_of_code(stretch.lines, stretch.line, block):
            if code.passage.line not in begun:
                yield from _of_code(code, path, options)
        return
    if stretch.kind == "display":
        passages = list(formulas_of_display(stretch.lines, stretch.line, block))
    else:
        yield from shapes_of_line(stretch.lines[0], stretch.line, path)
        passages = list(formulas_of_line(stretch.lines[0], stretch.line))
    for passage in passages:
        yield from _of_passage(passage, path, options, "mathematics")


def _of_passage(
    passage: Passage, path: str, options: Options, notation: Notation | None
) -> Iterator[CheckReport]:
    """Check one formula; what names no quantity is left alone."""
    text = passage.text
    if passage.kind != "display" and "\\in" in text and "=" not in text:
        said = membership(text)
        if said is not None:
            yield of_shape(said, passage.line, path)
        return
    too_long = len(text) > MOST_CHARACTERS
    if too_long or not _states_something(passage) or any(True for _ in said_in(text)):
        return
    report = _checked(passage, path, options, notation)
    if report.verdict != "no-verdict" or passage.kind != "plain":
        yield _without_activation(report)


def _checked(
    passage: Passage, path: str, options: Options, notation: Notation | None
) -> CheckReport:
    """Check a formula; its numbers alone if only they can be read; for the label that is said."""
    text, line = passage.text, passage.line
    report = check_formula(text, options, path, line, notation)
    numbers = _numeric_sides(text)
    if report.reason.startswith("not read") and len(numbers) > 1:
        return check_formula(" = ".join(numbers), options, path, line, notation)
    if report.verdict == "differ" and passage.label is not None:
        about_it = replace(options, label=passage.label)
        again = check_formula(text, about_it, path, line, notation)
        if again.verdict == "agree":
            return replace(again, reason=f"right for y = {passage.label}")
    return report


def _without_activation(report: CheckReport) -> CheckReport:
    """A prediction without an activation may be that of linear regression, in a text."""
    finding = report.findings[0] if report.findings else None
    if finding is None or finding.cause != "wrong-activation":
        return report
    if finding.quantity != "yhat" or not finding.explanation.endswith("is not applied"):
        return report
    why = "not checkable: a prediction without an activation; logistic regression has one"
    return replace(report, verdict="no-verdict", reason=f"{why}, {finding.suggestion}", findings=())


def _states_something(passage: Passage) -> bool:
    text = passage.text
    numbers = _numeric_sides(text)
    if len(numbers) > 1:
        return any(re.search(r"[\d)]\s*[-+*/]\s*[\d(]", side) for side in numbers)
    if SIZE_ONLY.match(text) and not re.search(r"\\frac|d[JLv]|/", text.split("=")[0]):
        return False
    return QUANTITY.search(text) is not None or "sum" in text


def _numeric_sides(text: str) -> list[str]:
    """The sides of a chain that hold numbers alone."""
    sides = (side.strip() for side in text.split("="))
    return [side for side in sides if re.fullmatch(r"[\d\s.+\-*/()^]*\d[\d\s.+\-*/()^]*", side)]


def _of_code(code: CodeLine, path: str, options: Options) -> Iterator[CheckReport]:
    """Check a line of code; a sum that a loop overwrites is wrong whatever it adds."""
    passage = code.passage
    if not code.overwritten and not TARGET.match(passage.text):
        if len(_numeric_sides(passage.text)) > 1:
            yield from _of_passage(passage, path, options, "mathematics")
        return
    report = check_formula(passage.text, options, path, passage.line)
    if report.reason.endswith("it averages what was summed before"):
        report = replace(report, verdict="agree", reason="right: the mean of what the loop sums")
    if MADE.search(passage.text):
        return
    if not code.overwritten:
        yield report
        return
    words = f"{code.overwritten} is overwritten in the loop, not added to"
    meant = re.sub(r"(?<![-+*/:])=", "+=", passage.text, count=1)
    finding = Finding(
        code.overwritten, "certain", place=Place(passage.line), source=passage.text,
        cause="missing-sum", sure=True, explanation=words, suggestion=meant,
    )  # fmt: skip  # one value
    yield replace(
        report, verdict="differ", reason=words, findings=(finding,),
        reading=report.reading or passage.text,
    )  # fmt: skip  # one value


def _of_start(start: Start, path: str) -> CheckReport:
    if not start.cause:
        return stated(path, start.line, start.text, "agree", "right, its shape fits")
    return misstated(
        path, start.line, start.text, start.text[:2], start.cause, start.words, start.meant
    )


def is_notes(path: Path) -> bool:
    """Whether a file is read as notes."""
    return path.suffix.lower() in SUFFIXES


def may_hold_code(path: Path) -> bool:
    """Whether a text holds blocks of code that define something, and so may be run."""
    if path.suffix.lower() == ".txt":
        return False
    text, _ = decode(path.read_bytes(), cookie=False)
    blocks = (stretch for stretch in stretches(text) if stretch.kind == "code")
    return any(DEFINES.search("\n".join(block.lines)) for block in blocks)
