"""Of several verdicts one that holds, and the exit code that it ends a command with."""

from collections.abc import Iterable
from typing import Literal

RunVerdict = Literal[
    "agree",
    "less-accurate",
    "convention",
    "blind",
    "not-comparable",
    "not-captured",
    "could-not-run",
    "differ",
]

SEVERITY: dict[RunVerdict, int] = {
    "agree": 0,
    "less-accurate": 1,
    "convention": 2,
    "blind": 3,
    "not-comparable": 4,
    "not-captured": 5,
    "could-not-run": 6,
    "differ": 7,
}
EXIT_CODES: dict[RunVerdict, int] = {
    "agree": 0,
    "less-accurate": 0,
    "convention": 0,
    "blind": 3,
    "not-comparable": 3,
    "not-captured": 3,
    "could-not-run": 4,
    "differ": 1,
}
NOT_STRICT: tuple[RunVerdict, ...] = ("less-accurate", "convention")
"""What passes with a note, unless it is asked for strictly."""


def worst_verdict(verdicts: Iterable[RunVerdict]) -> RunVerdict:
    """Of several verdicts the most severe holds; of none at all, nothing was compared."""
    return max(verdicts, key=SEVERITY.__getitem__, default="not-captured")


def exit_code(verdicts: Iterable[RunVerdict], *, strict: bool, allow_blind: bool) -> int:
    """Several subjects end with 1 if any differs, else 4, 3, 0."""
    codes = {0}
    for verdict in verdicts:
        refused = strict and verdict in NOT_STRICT
        excused = allow_blind and verdict == "blind"
        codes.add(1 if refused else 0 if excused else EXIT_CODES[verdict])
    return next(code for code in (1, 4, 3, 0) if code in codes)
