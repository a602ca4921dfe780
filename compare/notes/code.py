"""The lines of a block of code that state a quantity, and the loops around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from compare.notes.passage import Passage

COMMENT = re.compile(r"(?<![\"'])(?:#|//).*$")
ASSIGNMENT = re.compile(r"^\s*[A-Za-z_][\w.\[\]\"'()^{}+\-*/, ]*?\s*(?:[-+*/]|:)?=(?!=)\s*\S")
LOOP = re.compile(r"^\s*(?:for|For|while)\b\s*(\w+)?")
ZERO = re.compile(r"([A-Za-z_]\w*)\s*=\s*0(?:\.0*)?\s*(?:[,;]|$)")
ZEROS = re.compile(r"^\s*([A-Za-z_]\w*)\s*=\s*(?:np|numpy)\.zeros")
TARGET = re.compile(r"^\s*([A-Za-z_]\w*)\s*((?:\[[^\]]*\])*)\s*([-+]?)=(?!=)")
SKIPPED = re.compile(r"^\s*(?:import|from|def|class|return|print|assert|if|else|elif|with|@)\b")


@dataclass(frozen=True)
class CodeLine:
    """A statement of a block; ``overwritten`` says what a loop overwrites that it should add to."""

    passage: Passage
    overwritten: str = ""


def formulas_of_code(lines: tuple[str, ...], first: int, block: int) -> Iterator[CodeLine]:
    """Give every assignment of a block, with what its loops do to it."""
    zeros: set[str] = set()
    divided = _divided(lines)
    loops: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=first):
        text = COMMENT.sub("", line).rstrip().rstrip(";").expandtabs(4)
        if not text.strip():
            continue
        indent = len(text) - len(text.lstrip())
        loops = [loop for loop in loops if loop[0] < indent]
        loop = LOOP.match(text)
        if loop:
            loops.append((indent, loop[1] or ""))
            continue
        zeros |= set(ZERO.findall(text)) | set(ZEROS.findall(text))
        if SKIPPED.match(text) or not ASSIGNMENT.match(text):
            continue
        overwritten = _overwritten(text, [name for _, name in loops], zeros, divided)
        for piece in _statements(text):
            yield CodeLine(Passage(number, piece, "code", block), overwritten)


def _overwritten(text: str, indices: list[str], zeros: set[str], divided: set[str]) -> str:
    """Name what a loop over an index writes anew each time, though it should add up."""
    target = TARGET.match(text)
    if target is None or not indices or target[3] or target[1] not in zeros:
        return ""
    place = target[2] or ""
    over = [index for index in indices if not re.search(rf"\b{re.escape(index)}\b", place)]
    if not over or not (target[1] in divided or place) or not _plain_target(text, target[1]):
        return ""
    right = text.split("=", 1)[1]
    indexed = [index for index in over if index and re.search(rf"\[[^\]]*\b{index}\b", right)]
    return target[1] if indexed or not place else ""


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
