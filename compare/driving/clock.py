"""A clock for code that does not come to its end: counts what the process computes, not waits."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooLong(BaseException):
    """The time for one attempt is over; no ``except Exception`` of theirs holds it up."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """End what runs inside after so many seconds of computing.

    Raises
    ------
    TooLong
        When the time is over.
    """

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
