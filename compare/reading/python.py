"""A ``.py`` file: one unit."""

from compare.reading.lines import published, split
from compare.reading.recovery import parse
from compare.reading.source import Source, Unit


def read_python(text: str, path: str) -> Source:
    """Read a file of Python, whatever of it can be read."""
    lines = split(text)
    found = parse(published(lines))
    return Source(path, "python", {None: lines}, [Unit(None, found.statements)], found.problems)
