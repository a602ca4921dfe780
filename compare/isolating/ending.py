"""How a run ended: from an exception inside the child, or from what a dead child left behind."""

import re
import signal
import traceback
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from compare.recording.failures import failure_of
from compare.recording.graph import Failure, Site

FRAME = re.compile(r'File "<unit (\d+)>", line (\d+) in (\S+)')

CRASHES = {
    "SIGSEGV": "the interpreter crashed (segmentation fault)",
    "SIGBUS": "the interpreter crashed (bus error)",
    "SIGILL": "the interpreter crashed (illegal instruction)",
    "SIGFPE": "the interpreter crashed (arithmetic in foreign code)",
    "SIGABRT": "the interpreter gave up (abort)",
    "SIGXCPU": "it used up its processor time",
    "SIGKILL": "it was killed from outside, for memory perhaps",
}

DEEPEST = 50
"""Calls that are told on the way to a failure."""

ENDS = "it ended the program (exit, quit, SystemExit)"


def described(error: BaseException) -> dict[str, Any]:
    """Describe an exception in JSON's terms, with the places in their code, innermost first."""
    kind = type(error).__name__
    try:
        failure = failure_of(error)
    except BaseException:  # their own exception, with their own __str__
        failure = Failure(kind, "", None)
    if isinstance(error, SystemExit):
        failure = replace(failure, text=ENDS)
    elif failure.site is None:  # nothing of theirs was running: the fault is ours
        last = traceback.extract_tb(error.__traceback__, limit=-3)
        where = ", ".join(f"{Path(frame.filename).stem}:{frame.lineno}" for frame in last)
        failure = replace(failure, error="Fault", text=f"{kind}: {failure.text} ({where})")
    return asdict(replace(failure, via=failure.via[:DEEPEST]))


def stated(description: dict[str, Any]) -> Failure:
    """Take a described exception as a failure."""
    site, via = description["site"], description["via"]
    sites = {"site": site and Site(**site), "via": tuple(Site(**each) for each in via)}
    return Failure(**{**description, **sites})


def timed_out(seconds: float, errors: bytes) -> Failure:
    """It was still running."""
    return _failure("TimeLimit", f"it was still running after {seconds:g} seconds", _places(errors))


def died(code: int, errors: bytes) -> Failure:
    """It ended without an answer, with this exit status (negative or above 128: by a signal)."""
    number = code - 128 if code > 128 else -code
    name = signal.Signals(number).name if number in set(signal.Signals) else f"status {code}"
    text = CRASHES.get(name, f"the process ended ({name}) without an answer")
    return _failure("Crash", text, _places(errors))


def _places(errors: bytes) -> list[tuple[int, int, str]]:
    """Find their frames in what faulthandler printed, innermost first."""
    found = FRAME.findall(errors.decode(errors="replace"))
    return [(int(unit), int(line), name) for unit, line, name in found]


def _failure(error: str, text: str, places: list[tuple[int, int, str]]) -> Failure:
    sites = [Site(unit, line, 0, line, 0) for unit, line, _ in places]
    if not sites:
        return Failure(error, text, None)
    return Failure(error, text, sites[0], tuple(sites[1:]), places[0][2])
