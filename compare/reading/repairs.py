"""What is evidently meant on a line that does not parse: Python 2, typographic quotes, no body.

A repair is tried on the line the parser complains of, and kept if that complaint is gone.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from compare.reading.lines import Line
from compare.reading.syntax import syntax_error

Repaired = Iterator[tuple[int, Line, str]]
"""Which line is replaced (an index), by what, and in words."""
Repair = Callable[[Sequence[Line], int], Repaired]

MOST_REPAIRS = 300

NOT_WRITTEN = "nothing stands in this block yet"
TYPOGRAPHY = {
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),
    **dict.fromkeys("−–—‐‑", "-"),
    **dict.fromkeys("\u00a0\u2007\u202f\u3000\u2002\u2003\u2009", " "),
    **dict.fromkeys("\u200b\u200c\u200d\ufeff\u2060", ""),
    "×": "*",
    "，": ",",
    "：": ":",
    "（": "(",
    "）": ")",
}
"""Characters that word processors and web pages put in the place of Python's."""

PRINT = re.compile(r"(?:^|(?<=[\s:;]))print(?P<gap>[ \t]+|(?=[\"'`]))(?=[^\s=(),.:\])])")
EXCEPT = re.compile(r"\bexcept\s+[^:]*?(?P<comma>\s*,\s*)\w+\s*:")
RAISE = re.compile(r"\braise\s+[\w.]+(?P<comma>\s*,\s*)(?P<what>[^#\n]+)")
BACKTICKS = re.compile(r"`(?P<what>[^`]+)`")
BLOCK = re.compile(r"\s*(def|async|class|if|elif|else|for|while|with|try|except|finally)\b")
UNEQUAL = re.compile(r"<>")
LONG = re.compile(r"\b(?:0[xX][0-9a-fA-F]+|\d+)(?P<suffix>[lL])\b")
OCTAL = re.compile(r"(?<![\w.])0(?P<digits>[0-7]+)\b(?![.])")


def repaired(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[int, str]]] | None:
    """Repair line by line until the whole parses; ``None`` if it cannot be.

    Returns
    -------
    lines, repairs
        The lines that parse, and for each repair its published line and what was done.
    """
    current = list(lines)
    said: list[tuple[int, str]] = []
    for _ in range(MOST_REPAIRS):
        error = syntax_error(current)
        if error is None:
            return current, said
        step = _one_step(current, (error.lineno or 1, error.offset or 0))
        if step is None:
            return None
        current, number, words = step
        said.append((number, words))
    return None


def _one_step(lines: list[Line], place: tuple[int, int]) -> tuple[list[Line], int, str] | None:
    """Make the first repair that moves the complaint further down, or away."""
    index = min(max(place[0], 1), len(lines)) - 1
    for repair in REPAIRS:
        for changed, line, words in repair(lines, index):
            attempt = [*lines[:changed], line, *lines[changed + 1 :]]
            error = syntax_error(attempt)
            if error is None or (error.lineno or 1, error.offset or 0) > place:
                return attempt, lines[changed].number, words
    tabs = [_expanded(line) for line in lines]
    error = syntax_error(tabs)
    if tabs != lines and (error is None or (error.lineno or 1, error.offset or 0) > place):
        return tabs, lines[index].number, "tabs and spaces mixed; a tab was read as 8 columns"
    return None


def _typography(lines: Sequence[Line], index: int) -> Repaired:
    line = lines[index]
    for k in reversed(range(len(line.text))):
        if line.text[k] in TYPOGRAPHY:
            line = line.edited(k, k + 1, TYPOGRAPHY[line.text[k]])
    if line != lines[index]:
        odd = next(c for c in lines[index].text if c in TYPOGRAPHY)
        yield index, line, f"the character {odd!a} is not Python's; read as {TYPOGRAPHY[odd]!r}"


def _print(lines: Sequence[Line], index: int) -> Repaired:
    """``print a % b`` as ``print,a % b``: every column stays, however far it goes on."""
    for match in PRINT.finditer(lines[index].text):
        begin, end = match.span("gap")
        line = lines[index].edited(begin, min(begin + 1, end), ",")
        yield index, line, "Python 2's print statement; nothing is printed"


def _ends(text: str) -> Iterator[int]:
    """Where the code of a line may end: with the line, or before a comment."""
    yield len(text.rstrip())
    for match in re.finditer(r"\s*#", text):
        yield match.start()


def _except(lines: Sequence[Line], index: int) -> Repaired:
    for match in EXCEPT.finditer(lines[index].text):
        line = lines[index].edited(*match.span("comma"), " as ")
        yield index, line, "Python 2's except E, e; read as except E as e"


def _raise(lines: Sequence[Line], index: int) -> Repaired:
    for match in RAISE.finditer(lines[index].text):
        end = match.end("what") - len(match["what"]) + len(match["what"].rstrip())
        line = lines[index].edited(end, end, ")").edited(*match.span("comma"), "(")
        yield index, line, "Python 2's raise E, text; read as raise E(text)"


def _tokens(lines: Sequence[Line], index: int) -> Repaired:
    """What Python 2 writes otherwise inside an expression."""
    line = lines[index]
    for match in BACKTICKS.finditer(line.text):
        within = line.edited(match.end() - 1, match.end(), ")")
        repaired = within.edited(match.start(), match.start() + 1, "repr(")
        yield index, repaired, "Python 2's backticks; read as repr(...)"
    for match in UNEQUAL.finditer(line.text):
        yield index, line.edited(*match.span(), "!="), "Python 2's <>; read as !="
    for match in LONG.finditer(line.text):
        yield index, line.edited(*match.span("suffix"), " "), "Python 2's long number"
    for match in OCTAL.finditer(line.text):
        octal = line.edited(match.start("digits"), match.start("digits"), "o")
        yield index, octal, "Python 2's octal number"


def _body(lines: Sequence[Line], index: int) -> Repaired:
    """Give a function without a body one that says so; another block only if a comment is there."""
    for last in (index, index - 1):
        header = next((k for k in range(last, -1, -1) if lines[k].is_code), None)
        if header is None:
            return
        line, body = lines[header], _placeholder(lines[: header + 1])
        if body == "pass" and not any(below.text.strip() for below in lines[header + 1 : index]):
            continue  # the block may be the next line, its indentation lost
        for end in _ends(line.text):
            if line.text[:end].endswith(":"):
                yield header, line.edited(end, len(line.text), f" {body}"), NOT_WRITTEN


def _placeholder(header: Sequence[Line]) -> str:
    """What stands for the body of the block that was opened last."""
    opened = (match[1] for line in reversed(header) if (match := BLOCK.match(line.text)))
    written = next(opened, "") in ("def", "async")
    return f"raise NotImplementedError({NOT_WRITTEN!r})" if written else "pass"


def _expanded(line: Line) -> Line:
    indentation = line.indentation
    return line.edited(0, len(indentation), indentation.expandtabs(8))


REPAIRS: tuple[Repair, ...] = (_print, _except, _raise, _tokens, _body, _typography)
