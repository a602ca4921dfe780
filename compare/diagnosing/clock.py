"""How long is searched for explanations: an answer without one is better than none in time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

SECONDS = 2.0
"""Of computing, for all searches of one file together."""

_end: ContextVar[float | None] = ContextVar("end", default=None)


@contextmanager
def shared_clock(seconds: float = SECONDS) -> Iterator[None]:
    """Let every search inside look at one deadline."""
    token = _end.set(time.process_time() + seconds)
    try:
        yield
    finally:
        _end.reset(token)


class Clock:
    """A deadline that a search looks at: the shared one, if there is one."""

    def __init__(self, seconds: float = SECONDS) -> None:
        end, shared = time.process_time() + seconds, _end.get()
        self._end = end if shared is None else min(end, shared)

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.process_time() > self._end
