"""What surrounds a call of somebody's code, so that it cannot end, stop or fool the judge.

What it prints goes to standard error; there is nothing to read on standard input; os._exit raises;
NumPy's error state and the current folder are what they were before; and it has so many seconds.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout, suppress
from itertools import count
from types import FrameType
from typing import Any, NoReturn

import numpy as np

TIME_LIMIT = 120.0
"""Seconds for one step, or for an import."""
PATIENCE = 5
"""So many interruptions may be caught before the process is ended, without an answer."""


class TimeLimitError(BaseException):
    """It took too long; no ``except Exception`` of the candidate's may catch this."""


class ExitRefusedError(BaseException):
    """It called os._exit, which would have ended the judge without an answer."""


@contextmanager
def guarded() -> Iterator[None]:
    """Keep the judge in charge for as long as somebody's code runs."""
    folder = os.getcwd()
    with ExitStack() as stack:
        stack.enter_context(_no_output())
        stack.enter_context(_no_input())
        stack.enter_context(_no_exit())
        stack.enter_context(_time_limit())
        stack.enter_context(np.errstate())
        try:
            yield
        finally:
            os.chdir(folder)


@contextmanager
def _no_output() -> Iterator[None]:
    """Send what is printed to standard error, by Python or by anything else."""
    kept = None
    with suppress(OSError):  # one of the two streams is closed
        if sys.__stdout__ is not None:
            sys.__stdout__.flush()
        kept = os.dup(1)
        os.dup2(2, 1)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        if kept is not None:
            os.dup2(kept, 1)
            os.close(kept)


@contextmanager
def _no_input() -> Iterator[None]:
    before = sys.stdin
    with open(os.devnull, encoding="utf-8") as nothing:
        sys.stdin = nothing
        try:
            yield
        finally:
            sys.stdin = before


@contextmanager
def _no_exit() -> Iterator[None]:
    """Let os._exit raise; in a process that the candidate has forked it works as ever."""
    judge = os.getpid()
    before = os._exit

    def refuse(status: int = 0) -> NoReturn:
        if os.getpid() != judge:
            before(status)
        raise ExitRefusedError(f"os._exit({status}) was called")

    modules: list[Any] = [os, sys.modules[os.name]]  # os takes it from posix or nt
    for module in modules:
        module._exit = refuse
    try:
        yield
    finally:
        for module in modules:
            module._exit = before


@contextmanager
def _time_limit() -> Iterator[None]:
    """Interrupt after so many seconds, where the system can: POSIX, in the main thread.

    Who catches the interruption is interrupted again, and ended in the end.
    """
    able = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not able:
        yield
        return
    times = count(1)

    def too_long(number: int, frame: FrameType | None) -> NoReturn:
        if next(times) > PATIENCE:
            os.write(2, b"backproof: the candidate does not end, and catches every interruption\n")
            os.kill(os.getpid(), signal.SIGKILL)
        raise TimeLimitError(f"it ran for more than {TIME_LIMIT:g} seconds")

    before: Any = signal.signal(signal.SIGALRM, too_long)
    began = time.monotonic()
    left, _ = signal.setitimer(signal.ITIMER_REAL, TIME_LIMIT, 1.0)
    try:
        yield
    finally:
        left = max(left - (time.monotonic() - began), 1e-3) if left else 0
        signal.signal(signal.SIGALRM, before)
        signal.setitimer(signal.ITIMER_REAL, left)  # somebody else's timer goes on
