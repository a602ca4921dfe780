"""Formulas inside lines of text: between dollars, in code spans, and in plain words."""

import re
from collections.abc import Iterator
from dataclasses import replace

from compare.formulas.tokens import plain
from compare.notes.displays import has_equation, pieces
from compare.notes.passage import Passage

DOLLARS = re.compile(r"(?<![\\$])\$(?!\$)(?P<text>[^$\n]+?)(?<!\\)\$|\\\((?P<round>.+?)\\\)")
DOUBLE = re.compile(r"\$\$(?P<text>[^$]+)\$\$")
SPAN = re.compile(r"`+(?P<text>[^`]+)`+")
LINK = r"!\[[^\]]*\]\([^)]*\)|\[[^\]]*\]\((?:https?:|#|[\w./-]+\.\w+)[^)]*\)"
NOISE = re.compile(rf"{LINK}|<[^<>]*>|https?://\S+|\[\[[^\]]*\]\]|\[\^[^\]]*\]:?|\*\*|~~|^\s*#+ ")
MARKER = re.compile(r"^\s*(?:[-*+>]\s+|\d+[.)]\s+|\(\d+\)\s+)+")
WORDS = re.compile(r"[^\x00-\x7f]+")
ARROW = re.compile(r"--+>|–>|->|=>|→")
MATHEMATICAL = "·⋅×∘⊙∂σαωŷ−∑Σλᵀ²′∗←≤≥₁₂"
PROSE = re.compile(r"[A-Za-z]{3,}\s+[A-Za-z]{3,}")
HEAD = re.compile(r"^[A-Za-z ]*[A-Za-z]{2,}\s*:\s*(?!=)")


LABEL = re.compile(r"(?<![\w}])y\s*=\s*([01])(?![\d.])")


def formulas_of_line(line: str, number: int) -> Iterator[Passage]:
    """Give every formula of a line; ``y = 1`` in it says which label they are about."""
    labels = set(LABEL.findall(line))
    label = int(labels.pop()) if len(labels) == 1 else None
    for passage in _formulas(line, number):
        yield replace(passage, label=label)


def _formulas(line: str, number: int) -> Iterator[Passage]:
    rest = line
    for pattern in (DOUBLE, DOLLARS):
        for found in pattern.finditer(rest):
            inside = found["text"] or found.groupdict().get("round") or ""
            for piece in pieces(inside):
                if has_equation(piece) or "\\in" in piece:
                    yield Passage(number, piece.strip(), "inline")
        rest = pattern.sub(" 。 ", rest)
    for found in SPAN.finditer(rest):
        for piece in pieces(found["text"]):
            if has_equation(piece):
                yield Passage(number, piece.strip(), "inline")
    rest = SPAN.sub(" 。 ", rest)
    yield from _plain(rest, number)


def _plain(line: str, number: int) -> Iterator[Passage]:
    """Give what is a formula in a line of words."""
    text = MARKER.sub("", NOISE.sub(" ", line))
    kept = "".join(_kept(character) for character in text)
    for segment in re.split(r"。+|\t| {3,}", kept):
        for part in ARROW.split(segment):
            for piece in pieces(part):
                cleaned = HEAD.sub("", piece.strip(" .:,;，、*>-").removeprefix("=").strip())
                if has_equation(cleaned) and not PROSE.search(cleaned):
                    yield Passage(number, cleaned, "plain")


def _kept(character: str) -> str:
    """Keep what can be mathematics; a word of another language ends a formula."""
    if character.isascii() or character in MATHEMATICAL:
        return character
    as_plain = plain(character)
    if as_plain.strip() and as_plain.isascii():
        return as_plain
    return "。"
