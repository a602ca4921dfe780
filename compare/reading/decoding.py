"""Bytes of a file as text: the encoding that it names, else UTF-8, else a Windows page."""

import codecs
import io
import tokenize

from compare.reading.source import Problem

MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


class UnreadableError(Exception):
    """A file that is no text, or no notebook; the message says what it is instead."""


def decode(content: bytes, *, cookie: bool) -> tuple[str, list[Problem]]:
    """Decode a file; where it is not UTF-8 and names no encoding, say what was taken.

    Parameters
    ----------
    content
        The bytes of the file.
    cookie
        Whether the first lines may name the encoding, as Python's do.

    Raises
    ------
    UnreadableError
        If it is not text.
    """
    text, problems = _decoded(content, cookie=cookie)
    if "\0" in text:
        raise UnreadableError("this is no text: it holds zero bytes")
    return text, problems


def _decoded(content: bytes, *, cookie: bool) -> tuple[str, list[Problem]]:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), []
    for encoding in (_named(content) if cookie else "utf-8", "utf-8"):
        try:
            return content.decode(encoding), []
        except (UnicodeDecodeError, LookupError):
            continue
    line = content[: _first_undecodable(content)].count(b"\n") + 1
    words = "this is not UTF-8, and no encoding is named; read as Windows-1252"
    text = content.decode("cp1252", errors="replace")
    return text, [Problem(line, words, kind="repaired")]


def _named(content: bytes) -> str:
    """The encoding in the first two lines of Python, if one is there."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    except SyntaxError:  # an unknown name, or the first lines are not UTF-8
        return "utf-8"
    return encoding


def _first_undecodable(content: bytes) -> int:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0
