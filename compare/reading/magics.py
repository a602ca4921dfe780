"""Lines that are the notebook's and not Python's: ``%time``, ``!pip``, ``np.dot?``."""

import re
from collections.abc import Sequence

from compare.reading.lines import Line

COMMAND = re.compile(r"\s*(?:!|%%?[A-Za-z_]|\?|/[A-Za-z_])")
"""The whole line is for the notebook."""
CAPTURED = re.compile(r"\s*[\w, .\[\]\"']+=\s*(?:!|%(?!time\b|timeit\b)[A-Za-z_])")
"""An output of the shell, or of a magic, that is given a name."""
TIMED = re.compile(
    r"\s*(?:[\w, ]+=\s*)?(?P<magic>%(?:time|timeit|prun|memit)\s+(?:-\w+\s*\d*\s+)*)\S"
)
"""A magic before a statement that is Python."""
QUESTION = re.compile(r"\s*[\w.]+\s*\?{1,2}\s*$")

CELL = re.compile(r"\s*%%(?P<name>\w+)[ \t]*(?P<rest>.*)")
OF_PYTHON = {
    "time", "timeit", "capture", "prun", "memit", "mprun", "snakeviz", "python", "python3",
    "pypy", "wandb", "notify", "add_to", "skip", "debug", "heat", "scalene", "memray_flamegraph",
}  # fmt: skip  # a list
"""The cell magics that are followed by Python."""
WRITING = {"writefile", "file"}


def is_python_cell(first_line: str) -> bool:
    """Whether a cell that begins so holds Python: not with ``%%bash``, but with ``%%time``."""
    match = CELL.match(first_line)
    if match is None:
        return True
    if match["name"] in WRITING:
        return match["rest"].strip().strip("\"'").endswith(".py")
    return match["name"] in OF_PYTHON


def without_magics(lines: Sequence[Line]) -> list[Line]:
    """Take the notebook's own commands out; every line keeps its number."""
    return [_without(line) for line in lines]


def _without(line: Line) -> Line:
    if timed := TIMED.match(line.text):
        return line.edited(*timed.span("magic"), "")
    if any(pattern.match(line.text) for pattern in (COMMAND, CAPTURED, QUESTION)):
        return line.edited(len(line.indentation), len(line.text), "pass")
    return line
