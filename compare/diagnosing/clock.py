"""How long is searched for explanations: an answer without one is better than none in time."""

import time

SECONDS = 2.0
"""Of computing, for one network."""


class Clock:
    """A deadline that every search of one diagnosis looks at."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._end = time.process_time() + seconds

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.process_time() > self._end
