"""Run one job apart: errand out, answer back, and a true word on how it ended."""

import json
import pickle
import secrets
import time
from dataclasses import dataclass
from typing import Any

from compare.confining.module import Module
from compare.confining.supplies import supplied_text
from compare.isolating.child import Child
from compare.isolating.ending import died, stated, timed_out
from compare.isolating.frames import ENDED, RECORDING, STARTED, ForgedError, Sealing
from compare.isolating.job import Answer, Errand, Job
from compare.recording.graph import Failure, Recording, Remark
from compare.recording.storage import from_bytes

WRAPPED = "bubblewrap: no network, no files but Python's"
DISTRUST = "its answer is not to be trusted"

PLAIN = "a child process (no sandbox)"


@dataclass(frozen=True)
class Outcome:
    """What a child left behind.

    Attributes
    ----------
    status
        Its exit status.
    late, loud
        Whether it was ended: for its time, for the size of its answer.
    """

    job: Job
    key: bytes
    answer: bytes
    errors: bytes
    status: int
    wrapped: bool
    late: bool
    loud: bool
    seconds: float


def run_one(job: Job, child: Child) -> Outcome:
    """Run a job in a child that has been started for it."""
    began = time.monotonic()
    key = secrets.token_bytes(32)
    status = child.run(pickle.dumps(Errand(job, key)), job.limits.seconds, job.limits.answer)
    seconds = time.monotonic() - began
    late = child.late or seconds >= job.limits.seconds
    answer, errors = bytes(child.answer), bytes(child.errors)
    return Outcome(job, key, answer, errors, status, child.wrapped, late, child.loud, seconds)


def read(outcome: Outcome) -> Answer:
    """Take apart what came back.

    To be called in the main thread: NumPy reads its headers with Python's parser, and two threads
    that parse at once disturb each other.
    """
    recordings: list[Recording] = []
    limits: dict[str, list[str]] = {}
    end: dict[str, Any] = {"failure": None, "remarks": (), "modules": ()}
    complete, failure, job = False, None, outcome.job
    try:
        for kind, content in Sealing(outcome.key).opened(outcome.answer):
            if kind == STARTED:
                limits = json.loads(content)
            elif kind == RECORDING:
                recordings += from_bytes(content)
            elif kind == ENDED:
                end, complete = json.loads(content), True
        failure = stated(end["failure"]) if end["failure"] else None
    except (ForgedError, ValueError, KeyError) as error:
        failure = Failure("Forged", f"{DISTRUST}: {error}", None)
        recordings = []
    if failure is None and not complete:
        failure = _ended_early(outcome) if limits else _never_started(outcome)
    return Answer(
        job,
        tuple(recordings),
        failure,
        tuple(Remark("supplied", text) for text in end["remarks"]),
        tuple(_module(job, name) for name in end["modules"]),
        _isolation(outcome.wrapped, limits),
        complete,
        outcome.seconds,
    )


def _module(job: Job, name: str) -> Module:
    ours = Module(name, supplied_text(name) or "", [], ours=True)
    return job.beside.get(name, ours)


def _isolation(wrapped: bool, limits: dict[str, list[str]]) -> str:
    words = WRAPPED if wrapped else PLAIN
    if not limits:
        return words
    words = f"{words}; limits on {', '.join(['time', *limits['binding']])}"
    return f"{words}; none on {', '.join(limits['lacking'])}" if limits["lacking"] else words


def _never_started(outcome: Outcome) -> Failure:
    """It ended before any code of theirs was near: the fault is ours, or the machine's."""
    lines = outcome.errors.decode(errors="replace").strip().splitlines() or ["it said nothing"]
    return Failure("Fault", f"the child process did not start: {lines[-1][:500]}", None)


def _ended_early(outcome: Outcome) -> Failure:
    """Say what became of a child that did not come to its end."""
    if outcome.loud:
        return Failure(
            "TooMuch", f"its answer is larger than {outcome.job.limits.answer} bytes", None
        )
    if outcome.late:
        return timed_out(outcome.job.limits.seconds, outcome.errors)
    if outcome.status == 0:  # we end well only after the last piece
        return Failure("Forged", f"{DISTRUST}: it is not whole", None)
    return died(outcome.status, outcome.errors)
