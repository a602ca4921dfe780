"""The lines around a finding, with what is wrong underlined and explained."""

from collections.abc import Iterator, Mapping
from textwrap import wrap

from rich.cells import cell_len, chop_cells
from rich.text import Text

from compare.diagnosing.answer import Place
from compare.reporting.shown import LEAST_ROOM, paragraph, shown, width_of

LINES_BEFORE = 2
LEFT_OF_CARETS = 12
"""So much of a line that is too long stays to the left of what is underlined."""


def excerpt(
    lines: Mapping[int | None, tuple[str, ...]],
    place: Place,
    says: str,
    *,
    width: int,
    encoding: str,
) -> Iterator[Text]:
    """Show a line, the two before it, carets under the guilty expression, and what it does."""
    source = lines.get(place.cell, ())
    if not 1 <= place.line <= len(source):
        yield from map(Text, paragraph("", says, width, encoding, indent=4))
        return
    digits = len(str(place.line))
    start, end = _columns(source[place.line - 1], place, encoding)
    room = max(width - digits - len("  >  | "), LEAST_ROOM)
    left = _hidden_left(width_of(source[place.line - 1], encoding), start, room)
    for number in range(max(place.line - LINES_BEFORE, 1), place.line + 1):
        guilty = number == place.line
        text = _window(shown(source[number - 1], encoding), left, room)
        yield Text.assemble(
            (f"  {'>' if guilty else ' '} {number:{digits}d} | ", "bold red" if guilty else "dim"),
            text,
        )
    gutter = f"    {' ' * digits} | "
    carets = " " * (start - left) + "^" * max(min(end - left, room) - (start - left), 1)
    yield from _explained(gutter, carets, shown(" ".join(says.split()), encoding), width)


def _columns(line: str, place: Place, encoding: str) -> tuple[int, int]:
    """From which column to which the guilty expression is shown; else the whole line."""
    begin = len(line) - len(line.lstrip())
    finish = len(line.rstrip())
    start = begin if place.column is None else min(place.column, finish)
    end = finish if place.end_column is None else min(place.end_column, finish)
    if end <= start:
        end = finish
    return width_of(line[:start], encoding), width_of(line[:end], encoding)


def _hidden_left(length: int, start: int, room: int) -> int:
    """How many columns of a long line are cut off so that the carets can be seen."""
    if length <= room:
        return 0
    return max(min(start - LEFT_OF_CARETS, length - room), 0)


def _window(text: str, left: int, room: int) -> str:
    """Cut out so many columns; three dots stand where something is missing."""
    if left:
        text = "..." + _from_column(text, left + 3)
    if cell_len(text) > room:
        text = chop_cells(text, room - 3)[0] + "..."
    return text


def _from_column(text: str, column: int) -> str:
    taken = 0
    for k, character in enumerate(text):
        if taken >= column:
            return " " * (taken - column) + text[k:]
        taken += cell_len(character)
    return ""


def _explained(gutter: str, carets: str, says: str, width: int) -> Iterator[Text]:
    """Put the explanation beside the carets where there is room, else below them."""
    beside = width - len(f"{gutter}{carets} ")
    below = beside < min(LEAST_ROOM, len(says))
    margin = "" if below else f"{carets} "
    if below:
        yield Text.assemble((gutter, "dim"), (carets, "bold red"))
    room = max(width - len(gutter + margin), LEAST_ROOM)
    lines = wrap(says, room, break_long_words=False, break_on_hyphens=False)
    for line in lines or [""][below:]:
        yield Text.assemble((gutter, "dim"), (margin, "bold red"), line)
        margin = " " * len(margin)
