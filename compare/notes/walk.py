"""Walk over a text: no front matter, code and displays in one piece, the rest line by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["code", "display", "line"]

FENCE = re.compile(r"^\s*(?P<marks>`{3,}|~{3,})\s*(?P<language>[^`]*)$")
DISPLAY_ENVIRONMENT = re.compile(
    r"^\s*\\begin\{(?P<name>equation|align|aligned|gather|eqnarray|multline|split)\*?\}"
)
FRONT_MATTER = "---"
CODE_INDENT = re.compile(r"^(?: {4}|\t)\s*[^\s*+>-]")


@dataclass(frozen=True)
class Stretch:
    """Some lines that belong together, and the number of the first."""

    kind: Kind
    line: int
    lines: tuple[str, ...]
    language: str = ""


def stretches(text: str) -> Iterator[Stretch]:
    """Cut a text into code, displays and lines."""
    lines = text.split("\n")
    position = _after_front_matter(lines)
    while position < len(lines):
        found = _fenced(lines, position) or _display(lines, position) or _indented(lines, position)
        if found is None:
            found = Stretch("line", position + 1, (lines[position],)), position + 1
        stretch, position = found
        yield stretch


def _after_front_matter(lines: list[str]) -> int:
    """Leave out what stands between two rules at the very beginning."""
    if not lines or lines[0].strip() != FRONT_MATTER:
        return 0
    for position in range(1, len(lines)):
        if lines[position].strip() in (FRONT_MATTER, "..."):
            return position + 1
    return 0


def _fenced(lines: list[str], start: int) -> tuple[Stretch, int] | None:
    """A block of code between fences; without its end it goes on to the end of the text."""
    opening = FENCE.match(lines[start])
    if opening is None:
        return None
    marks = opening["marks"]
    end = start + 1
    while end < len(lines) and not _closes(lines[end], marks):
        end += 1
    body = tuple(lines[start + 1 : end])
    return Stretch("code", start + 2, body, opening["language"].strip().lower()), end + 1


def _indented(lines: list[str], start: int) -> tuple[Stretch, int] | None:
    """Lines set in by four spaces behind an empty one; what holds mathematics is none."""
    if (start and lines[start - 1].strip()) or not _is_code(lines[start]):
        return None
    end = start
    while end < len(lines) and (_is_code(lines[end]) or not lines[end].strip()):
        end += 1
    return Stretch("code", start + 1, tuple(lines[start:end])), end


def _is_code(line: str) -> bool:
    return CODE_INDENT.match(line) is not None and "$" not in line and line.isascii()


def _closes(line: str, marks: str) -> bool:
    text = line.strip()
    return len(text) >= len(marks) and set(text) == {marks[0]}


def _display(lines: list[str], start: int) -> tuple[Stretch, int] | None:
    r"""A display between ``$$``, ``\[`` and ``\]``, or in an environment of its own."""
    line = lines[start].lstrip("> \t")
    for opening, closing in (("$$", "$$"), ("\\[", "\\]")):
        if line.startswith(opening):
            return _until(lines, start, opening, closing)
    environment = DISPLAY_ENVIRONMENT.match(line)
    if environment:
        return _until(lines, start, "", f"\\end{{{environment['name']}")
    return None


def _until(lines: list[str], start: int, opening: str, closing: str) -> tuple[Stretch, int] | None:
    first = lines[start].lstrip("> \t").removeprefix(opening)
    if opening and closing in first:
        return Stretch("display", start + 1, (first[: first.index(closing)],)), start + 1
    body = [first]
    for position in range(start + 1, len(lines)):
        line = lines[position]
        if closing in line:
            body.append(line[: line.index(closing)])
            return Stretch("display", start + 1, tuple(body)), position + 1
        if not line.strip() and position > start + 40:
            break
        body.append(line)
    return None
