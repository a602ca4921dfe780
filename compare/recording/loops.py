"""A training loop is left after one update; every other loop runs as it is written.

A turn trains when in it a weight met data that depend on ``X``, the outcome met ``Y``, and the
variable of the weight was given a value that comes from the old one and from ``Y``.  A loop over
the layers that updates each of them has no forward pass in its turns, and accumulators are no
weights, so both run on.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

from compare.recording.graph import Node
from compare.recording.names import Names
from compare.recording.places import PLACES
from compare.recording.tape import Tape

PRODUCTS = frozenset({"multiply", "matmul", "dot", "inner", "outer", "vdot", "einsum", "tensordot"})
SAME_NUMBERS = frozenset(
    {"transpose", "reshape", "getitem", "array", "asarray", "copy", "astype", "ravel", "flatten"}
)
X, Y = 1, 2
Mark = tuple[int, int]


class Loops:
    """Watches what depends on what, and says when a loop has done one update."""

    def __init__(self, tape: Tape, names: Names, cut: bool) -> None:
        self._tape = tape
        self._names = names
        self._cut = cut
        self._sources: list[int] = []
        self._products: dict[int, list[int]] = {}
        self._errors: list[int] = []
        self._turns: dict[tuple[int | None, int], Mark] = {}

    def made(self, node: Node) -> None:
        """Note whether a new node depends on ``X`` and on ``Y``."""
        if node.op == "input":
            self._sources.append(Y if node.name[:1] in "yY" else X)
            return
        operands = node.operands
        sources = [self._sources[operand] for operand in operands]
        together = 0
        for source in sources:
            together |= source
        self._sources.append(together)
        if Y in sources and any(source & X for source in sources):
            self._errors.append(node.id)
        if node.op in PRODUCTS and together & X:
            self._weigh(node, operands, sources)

    def turns(self, place: int, items: Any) -> Iterator[Any]:
        """The items of a ``for``, up to the turn after which it is left."""
        start = self._mark()
        for item in items:
            if self._trained(start):
                self._left(place)
                return
            start = self._mark()
            yield item

    def begin(self, place: int) -> None:
        """A ``while`` is reached."""
        self._turns.pop((self._tape.call, place), None)

    def turn(self, place: int) -> bool:
        """Whether a ``while`` may have another turn."""
        key = (self._tape.call, place)
        start = self._turns.get(key)
        if start is not None and self._trained(start):
            self._left(place)
            return False
        self._turns[key] = self._mark()
        return True

    def _weigh(self, node: Node, operands: tuple[int, ...], sources: list[int]) -> None:
        """Note which operands, or what they are parts of, were multiplied with data."""
        for place, operand in enumerate(operands):
            if any(source & X for other, source in enumerate(sources) if other != place):
                while True:
                    self._products.setdefault(operand, []).append(node.id)
                    part = self._tape.nodes[operand]
                    if part.op not in SAME_NUMBERS or not part.operands:
                        break
                    operand = part.operands[0]

    def _mark(self) -> Mark:
        return len(self._tape.nodes), len(self._names.updates)

    def _left(self, place: int) -> None:
        self._tape.place = place
        line = PLACES[place].site.line
        self._tape.remark("cut", f"the loop of line {line} was left after one update")

    def _trained(self, start: Mark) -> bool:
        if not self._cut:
            return False
        first, updates = start[0], self._names.updates[start[1] :]
        errors = self._errors[bisect_left(self._errors, first) :]
        if not updates or not errors:
            return False
        towards_error = self._above(errors, first)
        return any(
            self._met_data(old, first, towards_error)
            and self._sources[new] & Y
            and old in self._above([new], old)
            for old, new in updates
        )

    def _met_data(self, weight: int, first: int, towards_error: set[int]) -> bool:
        return any(
            product >= first and product in towards_error
            for product in self._products.get(weight, ())
        )

    def _above(self, nodes: list[int], first: int) -> set[int]:
        """The nodes and what they were computed from, back to the first of interest."""
        found: set[int] = set()
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node >= first and node not in found:
                found.add(node)
                waiting.extend(self._tape.nodes[node].operands)
        return found
