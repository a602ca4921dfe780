"""A training loop is left after as many updates as were asked for; other loops run as written.

A turn trains when in it a weight met data that depend on ``X``, the outcome met ``Y``, and the
variable of the weight was given a value that comes from the old one and from ``Y``.  On data of
their own it trains when a weight met an array and was given itself plus something that came of it.
A loop over the layers that updates each of them has no forward pass in its turns, and accumulators
are no weights, so both run on.  Where more than one update is asked for, a turn trains as well that
gives a weight of the turn before, which met data before the loop, yet another value.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from numpy import ndarray

from compare.recording.graph import Node, Remark
from compare.recording.names import Names
from compare.recording.places import PLACES
from compare.recording.tape import Tape

PRODUCTS = frozenset({"multiply", "matmul", "dot", "inner", "outer", "vdot", "einsum", "tensordot"})
SAME_NUMBERS = frozenset(
    {"transpose", "reshape", "getitem", "array", "asarray", "copy", "astype", "ravel", "flatten"}
)
X, Y = 1, 2
Update = tuple[int, int]
Products = dict[int, list[int]]


class Mark(NamedTuple):
    """How many nodes, updates of variables and training turns there were at some time."""

    nodes: int
    updates: int
    trained: int


class Loops:
    """Watches what depends on what, and says when a loop has done its updates.

    Attributes
    ----------
    trained
        How many turns trained so far.
    """

    def __init__(self, tape: Tape, names: Names, cut: bool, turns: int) -> None:
        self.trained = 0
        self._tape = tape
        self._names = names
        self._cut = cut
        self._wanted = turns
        self._sources: list[int] = []
        self._with_data: Products = {}
        self._with_arrays: Products = {}
        self._errors: list[int] = []
        self._turns: dict[tuple[int | None, int], tuple[Mark, Mark]] = {}

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
        if node.op in PRODUCTS and len(operands) > 1:
            from_x = [bool(source & X) for source in sources]
            self._weigh(node, operands, from_x, self._with_data)
            self._weigh(node, operands, list(map(self._is_array, operands)), self._with_arrays)

    def turns(self, place: int, items: Any) -> Iterator[Any]:
        """The items of a ``for``, up to the turn after which it is left."""
        before = start = self._mark()
        for item in items:
            if self._is_done(before, start):
                self._left(place)
                return
            before, start = start, self._mark()
            yield item
        self._is_done(before, start)

    def begin(self, place: int) -> None:
        """A ``while`` is reached."""
        self._turns.pop((self._tape.call, place), None)

    def turn(self, place: int) -> bool:
        """Whether a ``while`` may have another turn."""
        key = (self._tape.call, place)
        before, start = self._turns.get(key, (self._mark(), self._mark()))
        if self._is_done(before, start):
            self._left(place)
            return False
        self._turns[key] = start, self._mark()
        return True

    def turn_has_ended(self) -> None:
        """Count what is no turn of a loop."""
        self.trained += 1
        if self.trained == 1:
            self._remark_boundary(len(self._tape.nodes))

    def _is_done(self, before: Mark, start: Mark) -> bool:
        """Whether a loop has done enough with the turn that just ended, and the one before."""
        if not self._cut or len(self._names.updates) == start.updates:
            return False
        if self.trained == start.trained:
            if self._trained(start):
                self.trained += 1
            elif self._wanted > 1 and self._trained_again(before, start):
                if not self.trained:
                    self._remark_boundary(start.nodes)
                self.trained = 2
            else:
                return False
        if self.trained == 1 < self._wanted:  # of loops around each other the outermost counts
            self._remark_boundary(len(self._tape.nodes))
        return self.trained >= self._wanted

    def _weigh(
        self, node: Node, operands: tuple[int, ...], are_data: list[bool], products: Products
    ) -> None:
        """Note which operands, or what they are parts of, were multiplied with data."""
        for place, operand in enumerate(operands):
            if any(is_data for other, is_data in enumerate(are_data) if other != place):
                while True:
                    products.setdefault(operand, []).append(node.id)
                    part = self._tape.nodes[operand]
                    if part.op not in SAME_NUMBERS or not part.operands:
                        break
                    operand = part.operands[0]

    def _mark(self) -> Mark:
        return Mark(len(self._tape.nodes), len(self._names.updates), self.trained)

    def _left(self, place: int) -> None:
        self._tape.place = place
        line = PLACES[place].site.line
        count = "one update" if self._wanted == 1 else f"{self._wanted} updates"
        self._tape.remark("cut", f"the loop of line {line} was left after {count}")

    def _remark_boundary(self, node: int) -> None:
        """Say where the second turn begins; what was said of it before was too early."""
        remarks = self._tape.recording.remarks
        remarks[:] = [remark for remark in remarks if remark.kind != "turn"]
        remarks.append(Remark("turn", "the second turn begins", None, node))

    def _trained(self, start: Mark) -> bool:
        first, updates = start.nodes, self._names.updates[start.updates :]
        return self._on_our_data(first, updates) or self._on_theirs(first, updates)

    def _trained_again(self, before: Mark, start: Mark) -> bool:
        """Whether a weight was updated in both turns, by what was computed before them."""
        updates = self._names.updates
        earlier = {new: old for old, new in updates[before.updates : start.updates]}
        towards_error = self._above(self._errors, 0)
        return any(
            self._is_step(old, new)
            and self._is_step(earlier[old], old)
            and self._met(earlier[old], 0, self._with_data, towards_error)
            for old, new in updates[start.updates :]
            if old in earlier
        )

    def _is_step(self, old: int, new: int) -> bool:
        """Whether a whole value came from another one and from ``Y``, not entry by entry."""
        whole = self._tape.nodes[new].op != "setitem"
        return whole and bool(self._sources[new] & Y) and old in self._above([new], old)

    def _on_our_data(self, first: int, updates: list[Update]) -> bool:
        errors = self._errors[bisect_left(self._errors, first) :]
        towards_error = self._above(errors, first)
        return any(
            self._met(old, first, self._with_data, towards_error)
            and self._sources[new] & Y
            and old in self._above([new], old)
            for old, new in updates
        )

    def _on_theirs(self, first: int, updates: list[Update]) -> bool:
        return any(
            old in self._with_arrays
            and self._is_sum_with(old, new)
            and self._met(old, first, self._with_arrays, self._above([new], first))
            for old, new in updates
        )

    def _met(self, weight: int, first: int, products: Products, among: set[int]) -> bool:
        """Whether a weight was multiplied in this turn, with a certain outcome."""
        return any(product >= first and product in among for product in products.get(weight, ()))

    def _is_sum_with(self, old: int, new: int) -> bool:
        """Whether a node is another one plus something, perhaps scaled by a number."""
        return old in self._reached([new], old, self._terms)

    def _terms(self, node: Node) -> tuple[int, ...]:
        if node.op in SAME_NUMBERS or node.op in ("add", "subtract"):
            return node.operands
        if node.op == "setitem":
            return node.operands[-1:]
        if node.op in ("multiply", "divide"):
            arrays = tuple(part for part in node.operands if self._is_array(part))
            return arrays if len(arrays) == 1 else ()
        return ()

    def _is_array(self, node: int) -> bool:
        value = self._tape.nodes[node].value
        return isinstance(value, ndarray) and value.ndim > 0

    def _above(self, nodes: list[int], first: int) -> set[int]:
        """The nodes and what they were computed from, back to the first of interest."""
        return self._reached(nodes, first, lambda node: node.operands)

    def _reached(
        self, nodes: list[int], first: int, parts: Callable[[Node], tuple[int, ...]]
    ) -> set[int]:
        found: set[int] = set()
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node >= first and node not in found:
                found.add(node)
                waiting.extend(parts(self._tape.nodes[node]))
        return found
