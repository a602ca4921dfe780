"""The lines of a block of code that state a quantity, and the loops around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from compare.notes.passage import Passage

COMMENT = re.compile(r"(?<![\"'])(?:#|//).*$")
ASSIGNMENT = re.compile(r"^\s*[A-Za-z_][\w.\[\]\"'()^{}+\-*/, ]*?\s*(?:[-+*/]|:)?=(?!=)\s*\S")
LOOP = re.compile(r"^\s*(?:for|while|For)\b")
ZERO = re.compile(r"([A-Za-z_]\w*)\s*=\s*0(?:\.0*)?\s*(?:[,;]|$)")
TARGET = re.compile(r"^\s*([A-Za-z_]\w*)\s*(?:\[[^\]]*\])*\s*([-+]?)=(?!=)")
SKIPPED = re.compile(r"^\s*(?:import|from|def|class|return|print|assert|if|else|elif|with|@)\b")


@dataclass(frozen=True)
class CodeLine:
    """A statement of a block; ``overwritten`` says what a loop overwrites that it should add to."""

    passage: Passage
    overwritten: str = ""


def formulas_of_code(lines: tuple[str, ...], first: int, block: int) -> Iterator[CodeLine]:
    """Give every assignment of a block, with what its loop does to it."""
    zeros: set[str] = set()
    divided = _divided(lines)
    depth: int | None = None
    for number, line in enumerate(lines, start=first):
        text = COMMENT.sub("", line).rstrip().rstrip(";")
        if not text.strip():
            continue
        indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
        if depth is not None and indent <= depth and not LOOP.match(text):
            depth = None
        if LOOP.match(text):
            depth = indent if depth is None else depth
            continue
        zeros |= set(ZERO.findall(text))
        target = TARGET.match(text)
        if target and "zeros" in text:
            zeros.add(target[1])
        if SKIPPED.match(text) or not ASSIGNMENT.match(text):
            continue
        overwritten = ""
        if depth is not None and target and not target[2] and target[1] in zeros:
            summed = target[1] in divided or "[" in target[0]
            overwritten = target[1] if summed and _plain_target(text, target[1]) else ""
        for piece in _statements(text):
            yield CodeLine(Passage(number, piece, "code", block), overwritten)


def _divided(lines: tuple[str, ...]) -> set[str]:
    """What is divided by m behind a loop was meant to be summed in it."""
    found: set[str] = set()
    for line in lines:
        match = re.match(r"^\s*([A-Za-z_]\w*)\s*(?:/=|=\s*([A-Za-z_]\w*)\s*/)", line)
        if match and match[2] in (None, match[1]):
            found.add(match[1])
    return found


def _plain_target(text: str, name: str) -> bool:
    """Whether the old value is not in the new one."""
    right = text.split("=", 1)[1]
    return re.search(rf"\b{name}\b", right) is None


def _statements(text: str) -> list[str]:
    """Several assignments on one line, by semicolons or, of plain zeros, by commas."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return [part for part in parts if not re.fullmatch(r"(?:\w+\s*=\s*0\.?0*\s*,?\s*)+", part)]
