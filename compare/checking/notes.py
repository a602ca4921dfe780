"""From notes to answers: every formula of a text, on its line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from compare.checking.formulas import check_formula
from compare.checking.notes_together import together
from compare.diagnosing.answer import CheckReport, Finding, Place
from compare.formulas.limits import MOST_CHARACTERS
from compare.formulas.statement import Notation
from compare.meaning.options import Options
from compare.notes.code import CodeLine, formulas_of_code
from compare.notes.displays import formulas_of_display
from compare.notes.inline import formulas_of_line
from compare.notes.passage import Passage
from compare.notes.shapes_said import (
    Said,
    arithmetic_of_shapes,
    expected,
    membership,
    said_in,
    written,
)
from compare.notes.starts import Start, starts
from compare.notes.walk import Stretch, stretches
from compare.reading.decoding import decode

SUFFIXES = (".md", ".markdown", ".txt", ".mdown", ".mkd", ".rst", ".text")
QUANTITY = re.compile(
    r"(?<![A-Za-z])(?:d?[ZAWXYzawxyb]|[JLgσ]|yhat|y_hat|\\hat|sigm|tanh|cost|loss)"
)
SIZE_ONLY = re.compile(r"^[^=]*=\s*[-\d.,\s]+$")


def check_notes(path: str | Path, options: Options | None = None) -> list[CheckReport]:
    """Check every formula of a text file; what is no mathematics is left alone."""
    text, _ = decode(Path(path).read_bytes(), cookie=False)
    return check_text(text, str(path), options or Options())


def check_text(text: str, path: str, options: Options) -> list[CheckReport]:
    """Check every formula of a text."""
    lines = tuple(text.split("\n"))
    found: list[CheckReport] = []
    for block, stretch in enumerate(stretches(text)):
        found += _stretch(stretch, block, path, options)
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
        yield from _shapes(stretch.lines[0], stretch.line, path)
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
            yield _of_shape(said, passage.line, path)
        return
    if len(text) > MOST_CHARACTERS or not _states_something(passage):
        return
    if any(True for _ in said_in(text)):
        return
    report = check_formula(text, options, path, passage.line, notation)
    if report.reason.startswith("not read") and passage.kind == "plain":
        return
    yield replace(report, name="")


def _states_something(passage: Passage) -> bool:
    text = passage.text
    numbers = re.fullmatch(r"[\d\s.+\-*/()=]+", text) is not None
    if numbers:
        return text.count("=") > 0 and bool(re.search(r"\d\s*[-+*/]\s*\d", text))
    if SIZE_ONLY.match(text) and not re.search(r"\\frac|d[JLv]|/", text.split("=")[0]):
        return False
    return QUANTITY.search(text) is not None or "sum" in text


def _of_code(code: CodeLine, path: str, options: Options) -> Iterator[CheckReport]:
    """Check a line of code; a sum that a loop overwrites is wrong whatever it adds."""
    passage = code.passage
    if not re.match(
        r"\s*(?:d?(?:[ZAWXYzawxyb]|y_?hat|A_prev)[\w\[\]'\"]*|J|cost|loss|L|grads.*)\s*[-+]?=",
        passage.text,
    ):
        return
    report = check_formula(passage.text, options, path, passage.line)
    if "np.random" in passage.text or "np.zeros" in passage.text or "np.array" in passage.text:
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
        return _plain(path, start.line, start.text, "agree", "right, its shape fits")
    return _wrong(
        path, start.line, start.text, start.text[:2], start.cause, start.words, start.meant
    )


def _shapes(line: str, number: int, path: str) -> Iterator[CheckReport]:
    """Check the shapes that a line states, by name or among each other."""
    arithmetic = arithmetic_of_shapes(line)
    if arithmetic is not None:
        right, words = arithmetic
        text = line.strip()
        if right:
            yield _plain(path, number, text, "agree", "right, the shapes fit")
        else:
            yield _wrong(path, number, text, "", "shape", words, "")
    stated = list(said_in(line))
    weights = next((s for s in stated if s.quantity in ("W", "w") and s.in_numbers), None)
    for said in stated:
        if said.in_numbers and weights is not None and said.quantity == "b":
            yield _bias(said, weights, number, path)
        elif not said.in_numbers:
            yield _of_shape(said, number, path)


def _bias(said: Said, weights: Said, line: int, path: str) -> CheckReport:
    meant = (weights.dims[0], "1")
    if said.dims == meant:
        return _plain(path, line, said.text, "agree", f"right, W is {written(weights.dims)}")
    words = f"W is {written(weights.dims)}, so b is {written(meant)}"
    return _wrong(path, line, said.text, "b", "shape", words, f"b: {written(meant)}")


def _of_shape(said: Said, line: int, path: str) -> CheckReport:
    wanted = expected(said)
    if not wanted or said.in_numbers:
        why = "not checkable: it is not said of which layer"
        return _plain(path, line, said.text, "no-verdict", why)
    if said.dims in wanted:
        return _plain(path, line, said.text, "agree", "right, as in the course")
    words = f"it is {written(wanted[0])}, not {written(said.dims)}"
    meant = f"{said.quantity}{f'[{said.layer}]' * bool(said.layer)}: {written(wanted[0])}"
    return _wrong(path, line, said.text, said.quantity, "shape", words, meant)


def _plain(path: str, line: int, text: str, verdict: str, reason: str) -> CheckReport:
    known = {"agree": "agree", "no-verdict": "no-verdict"}
    return CheckReport(path, known[verdict], reason, line=line, formula=text, reading=text)  # type: ignore[arg-type]  # one of the two


def _wrong(
    path: str, line: int, text: str, quantity: str, cause: str, words: str, meant: str
) -> CheckReport:
    finding = Finding(
        quantity, "certain", place=Place(line), source=text, cause=cause, sure=True,
        explanation=words, suggestion=meant,
    )  # fmt: skip  # one value
    return CheckReport(
        path, "differ", words, findings=(finding,), line=line, formula=text, reading=text
    )


def is_notes(path: Path) -> bool:
    """Whether a file is read as notes."""
    return path.suffix.lower() in SUFFIXES


__all__: Sequence[str] = ("check_notes", "check_text", "is_notes")
