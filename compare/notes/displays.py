"""The formulas of a display: one a row, ``&= ...`` goes on with the row before."""

import re
from collections.abc import Iterator

from compare.notes.passage import Passage

INNER = ("array", "cases", "matrix", "pmatrix", "bmatrix", "vmatrix", "smallmatrix")
BEGIN = re.compile(r"\\(begin|end)\s*\{([A-Za-z]+)\*?\}(\{[^{}]*\})?")
LABEL = re.compile(r"\\(?:tag|label|notag|nonumber)\b\s*(?:\{[^{}]*\})?")
CONDITION = re.compile(
    r"^[\s&]*(?:\\text\s*\{\s*)?if\b[}\s]*(?:\\q?quad)?\s*y\s*=\s*([01])\s*[:,，]"
)
SPACING = re.compile(r"\\(?:quad|qquad|hspace\{[^{}]*\})")


def rows(lines: tuple[str, ...], first: int) -> Iterator[tuple[int, str]]:
    r"""Cut a display at its ``\\``; each row with the line on which it begins."""
    text, places = "", []
    for number, line in enumerate(lines, start=first):
        text += line + "\n"
        places += [number] * (len(line) + 1)
    depth, start = 0, 0
    for found in re.finditer(r"\\(begin|end)\s*\{([A-Za-z]+)\*?\}|\\\\(?:\[[^\]]*\])?", text):
        if found[1]:
            if found[2] in INNER:
                depth += 1 if found[1] == "begin" else -1
        elif depth == 0:
            yield from _row(text[start : found.start()], start, places)
            start = found.end()
    yield from _row(text[start:], start, places)


def _row(text: str, start: int, places: list[int]) -> Iterator[tuple[int, str]]:
    cleaned = _without_environments(text)
    if not cleaned.strip():
        return
    leading = len(text) - len(text.lstrip())
    skipped = BEGIN.match(text, leading)
    while skipped and skipped[2] not in INNER:
        leading = skipped.end()
        leading += len(text[leading:]) - len(text[leading:].lstrip())
        skipped = BEGIN.match(text, leading)
    yield places[min(start + leading, len(places) - 1)], cleaned


def _without_environments(text: str) -> str:
    def keep(found: "re.Match[str]") -> str:
        return found[0] if found[2] in INNER else " "

    return LABEL.sub(" ", BEGIN.sub(keep, text))


def formulas_of_display(lines: tuple[str, ...], first: int, block: int) -> Iterator[Passage]:
    """Give every formula of a display."""
    left = ""
    for line, row in rows(lines, first):
        text = row.replace("\n", " ")
        if text.lstrip("& \t").startswith("=") and left:
            yield Passage(line, f"{left} {text.lstrip('& ')}", "display", block)
            continue
        condition = CONDITION.match(text)
        label = int(condition[1]) if condition else None
        for piece in pieces(CONDITION.sub("", text)):
            left = left_side(piece)
            yield Passage(line, piece.strip(), "display", block, label)


def left_side(text: str) -> str:
    """Give what stands before the first sign of equality."""
    position = _equals(text)
    return text if position is None else text[:position].replace("&", " ").strip()


def pieces(text: str) -> list[str]:
    """Cut at commas that stand between whole equations."""
    cuts = [0]
    depth = 0
    for position, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and character in ",;，；":
            cuts.append(position + 1)
    parts = [text[a:b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)]
    parts = [part.rstrip(",;，； \t") for part in parts]
    joined: list[str] = []
    for part in parts:
        if joined and _equals(part) is None:
            joined[-1] += f", {part}"
        else:
            joined.append(part)
    return [SPACING.sub(" ", part) for part in joined if part.strip()]


def _equals(text: str) -> int | None:
    depth = 0
    for position, character in enumerate(text):
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and character == "=" and text[position - 1 : position] not in "<>!≠":
            return position
    return None


def has_equation(text: str) -> bool:
    """Whether a sign of equality stands in no bracket."""
    return _equals(text) is not None
