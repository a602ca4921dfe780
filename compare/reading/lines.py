"""Lines of code that remember where each character was published."""

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

NEWLINE = re.compile(r"\r\n|\r|\n")
"""What ends a line for Python; ``str.splitlines`` knows more of them."""


@dataclass(frozen=True)
class Line:
    """A line on its way to the parser.

    Attributes
    ----------
    text
        As it is parsed: without prompts, magics, a common indentation.
    number
        The published line it comes from.
    at
        For each character its published column, and that of the line's end.
    """

    text: str
    number: int
    at: Sequence[int]

    def edited(self, start: int, end: int, text: str) -> "Line":
        """Put other characters in the place of ``[start:end]``."""
        kept = self.at[start:end] if len(text) == end - start else [self.at[start]] * len(text)
        columns = (*self.at[:start], *kept, *self.at[end:])
        return Line(self.text[:start] + text + self.text[end:], self.number, columns)

    @property
    def indentation(self) -> str:
        """The white space it begins with."""
        return self.text[: len(self.text) - len(self.text.lstrip())]

    @property
    def columns(self) -> int:
        """How far it is indented, a tab being 8 columns."""
        return len(self.indentation.expandtabs(8))

    @property
    def is_code(self) -> bool:
        """Whether anything but a comment is on it."""
        return not self.text.lstrip().startswith("#") and bool(self.text.strip())


def published(texts: Sequence[str], first: int = 1) -> list[Line]:
    """Take lines as they stand in a file or cell."""
    return [Line(text, first + k, range(len(text) + 1)) for k, text in enumerate(texts)]


def split(text: str) -> tuple[str, ...]:
    """Split a text where Python does."""
    lines = NEWLINE.split(text)
    return tuple(lines[:-1] if lines[-1] == "" else lines)


def dedented(lines: Sequence[Line]) -> list[Line]:
    """Take away the indentation that all lines of code share."""
    indentations = [line.indentation for line in lines if line.is_code]
    if not indentations:
        return list(lines)
    common = min(indentations, key=len)
    if not all(indentation.startswith(common) for indentation in indentations):
        return list(lines)
    return [
        line.edited(0, len(common), "") if line.text.startswith(common) else line for line in lines
    ]


def place(tree: ast.AST, lines: Sequence[Line]) -> None:
    """Give every node its published lines and columns, counted in characters."""
    for node in ast.walk(tree):
        if "lineno" in node._attributes:
            located: Any = node
            start = _character(located.lineno, located.col_offset, lines)
            end = _character(located.end_lineno, located.end_col_offset - 1, lines)
            located.lineno, located.col_offset = start
            located.end_lineno, located.end_col_offset = end[0], end[1] + 1


def _character(number: int, offset: int, lines: Sequence[Line]) -> tuple[int, int]:
    """Find a character that the parser counts in lines from 1 and in bytes of UTF-8 from 0."""
    line = lines[min(number, len(lines)) - 1]
    if not line.text.isascii():
        offset = len(line.text.encode()[:offset].decode(errors="ignore"))
    return line.number, line.at[min(offset, len(line.at) - 1)]
