"""People's text as a stream can carry it: no control character gets through, columns are known."""

from collections.abc import Iterator
from textwrap import wrap

from rich.cells import cell_len

TAB = 4
LEAST_ROOM = 30
"""However narrow the terminal, a line of prose may be so long."""


def shown(text: str, encoding: str) -> str:
    r"""Expand tabs, and write as ``\x1b`` or ``\u4e2d`` what would steer or break the stream."""
    printable = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text.expandtabs(TAB))
    return printable.encode(encoding, "backslashreplace").decode(encoding)


def width_of(text: str, encoding: str) -> int:
    """How many columns of a terminal a text takes."""
    return cell_len(shown(text, encoding))


def paragraph(label: str, text: str, width: int, encoding: str, indent: int = 0) -> Iterator[str]:
    """Break prose into lines that stand under its first word."""
    for part in text.splitlines():
        begin = " " * indent + label
        yield from wrap(
            shown(part, encoding),
            max(width, len(begin) + LEAST_ROOM),
            initial_indent=begin,
            subsequent_indent=" " * len(begin),
            break_long_words=False,
            break_on_hyphens=False,
        )
        label = " " * len(label)
