"""Parse what can be parsed: all of it, else statement by statement, else method by method."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from compare.reading.lines import Line, place
from compare.reading.magics import without_magics
from compare.reading.repairs import NOT_WRITTEN, repaired
from compare.reading.source import Problem, Trouble
from compare.reading.syntax import parsed, syntax_error

MOST_JOINED = 40
"""So many pieces at most are taken together, if a string or bracket seems to go on."""

GO_ON = "; the lines that follow likewise"

GOES_ON = re.compile("never closed|unterminated|EOF")
"""The complaints about a piece that may be whole with the next one."""

INSIDE = re.compile(r"(?:elif|else|except|finally)\b|[)\]}]")
"""What begins a line in the margin without beginning a statement."""

DEFINITION = re.compile(r"\s*(?:async\s+def|def|class)\s+(\w+)")
PLACES = re.compile(r" \((?:detected at|<).*| on line \d+")
"""What a complaint says of places that are not the published ones."""
CLASS = re.compile(r"\s*class\s+\w+")


@dataclass
class Parsed:
    """Statements with published places, and what could not be read."""

    statements: list[ast.stmt] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ends_lost: bool = False

    def add(self, other: "Parsed") -> None:
        """Append what follows; of lines that are lost one after the other, name the first."""
        lost = not other.statements and [(p.kind, p.name) for p in other.problems] == [("lost", "")]
        if not (lost and self.ends_lost):
            self.problems += other.problems
        elif not self.problems[-1].text.endswith(GO_ON):
            self.problems[-1] = replace(self.problems[-1], text=self.problems[-1].text + GO_ON)
        self.statements += other.statements
        self.ends_lost = lost


def parse(lines: Sequence[Line]) -> Parsed:
    """Parse lines; a piece that is not Python 3 is named and left out, the rest is kept."""
    if not lines:
        return Parsed()
    whole = _attempt(lines)
    if whole is None:
        lines = without_magics(lines)
        whole = _attempt(lines)
    return whole or _by_pieces(lines, ())


def _attempt(lines: Sequence[Line], header: Sequence[Line] = ()) -> Parsed | None:
    """Parse lines as the body of a header, or at the top; ``None`` if that does not go."""
    every = [*header, *lines]
    try:
        tree = parsed(every)
    except SyntaxError:
        return None
    place(tree, every)
    body = tree.body
    if header:
        (definition,) = body
        body = getattr(definition, "body")  # noqa: B009  # a class has one
    return Parsed(list(body))


def _by_pieces(lines: Sequence[Line], header: Sequence[Line], name: str = "") -> Parsed:
    """Take one statement after the other, each with what it needs to be whole."""
    starts = _starts(lines)
    result = Parsed()
    k = 0
    while k < len(starts) - 1:
        piece = lines[starts[k] : starts[k + 1]]
        found, taken = _attempt(piece, header), 1
        if found is None and GOES_ON.search(_complaint(piece, header)):
            found, taken = _joined(lines, starts[k : k + MOST_JOINED], header)
        if found is None:
            found, taken = _broken(piece, header, name), 1
        result.add(found)
        k += taken
    return result


def _joined(
    lines: Sequence[Line], starts: Sequence[int], header: Sequence[Line]
) -> tuple[Parsed | None, int]:
    """Take some pieces together: what is in the margin may be inside a string or a bracket."""
    for taken in range(2, len(starts)):
        found = _attempt(lines[starts[0] : starts[taken]], header)
        if found is not None:
            return found, taken
    return None, 1


def _complaint(lines: Sequence[Line], header: Sequence[Line]) -> str:
    error = syntax_error([*header, *lines])
    return "" if error is None else error.msg


def _starts(lines: Sequence[Line]) -> list[int]:
    """Where statements of the outermost level may begin, and the end."""
    code = [k for k, line in enumerate(lines) if line.is_code]
    if not code:
        return [0, len(lines)]
    margin = lines[code[0]].columns
    starts, decorated = [0], lines[code[0]].text.lstrip().startswith("@")
    for k in code[1:]:
        text = lines[k].text.lstrip()
        if lines[k].columns <= margin and not INSIDE.match(text):
            margin = lines[k].columns
            if not decorated:
                starts.append(k)
            decorated = text.startswith("@")
    return [*starts, len(lines)]


def _broken(lines: Sequence[Line], header: Sequence[Line], name: str) -> Parsed:
    """Repair a piece, or else take the methods of a class, or else leave it out."""
    own = next((found[1] for line in lines if (found := DEFINITION.match(line.text))), "")
    name = ".".join(filter(None, (name, own)))
    if mended := repaired([*header, *lines]):
        every, said = mended
        result = _attempt(every[len(header) :], every[: len(header)])
        if result is not None:
            result.problems += [_repair(number, words, name) for number, words in said]
            return result
    if not header and (members := _members(lines, name)):
        return members
    return _lost(lines, header, name)


def _members(lines: Sequence[Line], name: str) -> Parsed | None:
    """Take a class member by member; ``None`` if it is no class, or its header is broken."""
    first = next((k for k, line in enumerate(lines) if line.is_code and line.text[0] != "@"), 0)
    if not CLASS.match(lines[first].text):
        return None
    header = lines[: first + 1]
    stub = [*header, Line(" pass", lines[first].number, [0] * len(" pass "))]
    try:
        tree = parsed(stub)
    except SyntaxError:
        return None
    place(tree, stub)
    (definition,) = tree.body
    assert isinstance(definition, ast.ClassDef)
    result = _by_pieces(lines[first + 1 :], header, name)
    definition.body = result.statements or definition.body
    definition.end_lineno = definition.body[-1].end_lineno
    return Parsed([definition], result.problems)


def _lost(lines: Sequence[Line], header: Sequence[Line], name: str) -> Parsed:
    """Leave a piece out, and say why."""
    every = [*header, *lines]
    error = syntax_error(every)
    if error is None:
        return Parsed()
    line = every[min(max(error.lineno or 1, 1), len(every)) - 1]
    text = PLACES.sub("", error.msg or "invalid syntax")
    return Parsed([], [Problem(line.number, text, name=name)])


def _repair(number: int, words: str, name: str) -> Problem:
    kind: Trouble = "unfinished" if words == NOT_WRITTEN else "repaired"
    return Problem(number, words, kind=kind, name=name)
