"""Which of their functions is running, called from where, with what, and what came back."""

from collections.abc import Callable
from typing import Any

from compare.recording.frames import calling_site
from compare.recording.graph import Call
from compare.recording.places import PLACES
from compare.recording.provenance import Provenance
from compare.recording.tape import Enough, Tape
from compare.recording.values import is_value


class Calls:
    """The stack of their calls.

    Attributes
    ----------
    entered
        Is told the names and the values of the parameters of every call.
    """

    def __init__(self, tape: Tape, provenance: Provenance) -> None:
        self._tape = tape
        self._provenance = provenance
        self._calls = tape.recording.calls
        self._stack: list[int] = []
        self._latest: dict[int, int] = {}
        self.entered: Callable[[tuple[str, ...], tuple[Any, ...]], None] = lambda names, values: (
            None
        )

    def enter(self, place: int, values: tuple[Any, ...]) -> int:
        """Begin a call; the depth at which it will end."""
        if len(self._calls) >= self._tape.max_nodes:
            raise Enough
        definition = PLACES[place]
        arguments = zip(definition.parts, map(self.written, values), strict=True)
        number, first = len(self._calls), len(self._tape.nodes)
        caller, site = self._tape.call, calling_site(1)
        self._calls.append(
            Call(number, definition.text, site, caller, dict(arguments), first=first, last=first)
        )
        self._stack.append(number)
        self._latest[place] = number
        self._tape.call = number
        self.entered(definition.parts, values)
        return len(self._stack) - 1

    def leave(self, depth: int) -> None:
        """End a call, and those inside it that an exception ended."""
        for number in self._stack[depth:]:
            self._calls[number].last = len(self._tape.nodes)
        del self._stack[depth:]
        self._tape.call = self._stack[-1] if self._stack else None

    def depth(self) -> int:
        """How many calls are running."""
        return len(self._stack)

    def returned(self, value: Any, written_as: tuple[str, ...]) -> None:
        """Note what the running call gives back."""
        if self._stack:
            call = self._calls[self._stack[-1]]
            call.returned, call.returned_as = self.written(value), written_as

    def latest_of(self, definition: int) -> int | None:
        """The call whose variables a function inside it shares."""
        return self._latest.get(definition)

    def running(self, call: int | None) -> bool:
        """Whether a call has not ended, so that its variables still exist."""
        return call is None or call in self._stack

    def written(self, value: Any) -> Any:
        """A value with references, if it is not larger than anyone would read."""
        if is_value(value) or size(value, MANY) < MANY:
            return self._provenance.ref(value)
        return self._provenance.ref(type(value).__name__)


MANY = 500


def size(structure: Any, limit: int) -> int:
    """How many parts a nested structure has, counted up to a limit."""
    kind = type(structure)
    if kind is dict:
        parts: Any = structure.values()
    elif kind is list or kind is tuple:
        parts = structure
    else:
        return 1
    count = 1
    for part in parts:
        count += size(part, limit - count)
        if count >= limit:
            break
    return count
