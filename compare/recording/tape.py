"""The nodes in the order in which they are made, and the values put in place of some."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from numpy import asarray, broadcast_to, float64, floating, ndarray

from compare.recording.graph import Node, Recording, Ref, Remark, Site
from compare.recording.places import PLACES
from compare.recording.values import snapshot


class Enough(BaseException):
    """The run has as many nodes, numbers, names or calls as it may have; what is recorded stays.

    It is no ``Exception``, so that a bare ``except Exception`` of theirs does not hold it up.
    """


MOST_BYTES = 128 * 2**20
NESTED = (tuple, list, dict, slice)


class Tape:
    """Makes nodes.

    Attributes
    ----------
    substitute
        By site and how many nodes were made there before: a name, and the value (or a function of
        the value) that stands in place of it.
    place
        Where their program is, for what is noticed on the way.
    call
        In which call it is.
    made
        Is told of every node.
    """

    def __init__(self, recording: Recording, max_nodes: int) -> None:
        self.recording = recording
        self.nodes = recording.nodes
        self.max_nodes = max_nodes
        self.substitute: dict[tuple[Site | None, int], tuple[str, Any]] = {}
        self.place: int | None = None
        self.call: int | None = None
        self.made: Callable[[Node], None] = lambda node: None
        self._bytes = 0
        self._at_site: Counter[Site | None] = Counter()
        self._remarked: set[tuple[str, str, Site | None]] = set()

    def site(self) -> Site | None:
        """Where their program is."""
        return None if self.place is None else PLACES[self.place].site

    def add(
        self,
        op: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        value: Any,
        *,
        function: str = "",
        inplace: bool = False,
        name: str = "",
    ) -> tuple[int, Any]:
        """Make a node; its number, and its value or what was put in place of it.

        Raises
        ------
        Enough
            If the run has as many nodes, or numbers in them, as it may have.
        """
        if len(self.nodes) >= self.max_nodes or self._bytes > MOST_BYTES:
            raise Enough
        site = self.site()
        if self.substitute:
            key = (site, self._at_site[site])
            if key in self.substitute:
                name, new = self.substitute[key]
                value = _replaced(value, new, inplace)
                op, args, kwargs, function = "parameter", (), {}, ""
        self._at_site[site] += 1
        self._bytes += getattr(value, "nbytes", 0)
        node = Node(
            len(self.nodes), op, args, kwargs, snapshot(value), site, self.call, name, function,
            inplace and op != "parameter",
        )  # fmt: skip
        node.__dict__["operands"] = tuple(_found(args) + _found(kwargs))  # the walk of refs, faster
        self.nodes.append(node)
        self.made(node)
        return node.id, value

    def remark(self, kind: str, text: str, node: int | None = None) -> None:
        """Note something, once for each place."""
        site = self.site()
        if (kind, text, site) not in self._remarked:
            self._remarked.add((kind, text, site))
            self.recording.remarks.append(Remark(kind, text, site, node))


def _replaced(value: Any, new: Any, inplace: bool) -> Any:
    """The value with other numbers: in its own array if that holds floats."""
    numbers = new(value) if callable(new) else new
    if not isinstance(value, ndarray):
        return type(value)(numbers) if isinstance(value, floating) else float(numbers)
    if value.dtype.kind == "f" or inplace:
        value = value if inplace or value.base is None else value.copy(order="K")
        value[...] = numbers
        return value
    return broadcast_to(asarray(numbers, dtype=float64), value.shape).copy()


def holds_refs(structure: Any) -> bool:
    """Whether a node stands anywhere among arguments."""
    return bool(_found(structure))


def _found(structure: Any) -> list[int]:
    """The nodes among arguments."""
    kind = type(structure)
    if kind is Ref:
        return [structure.node]
    if kind is dict:
        structure = tuple(structure.values())
    elif kind is slice:
        structure = structure.start, structure.stop, structure.step
    elif kind is not tuple and kind is not list:
        return []
    found = []
    for part in structure:
        if type(part) is Ref:
            found.append(part.node)
        elif type(part) in NESTED:
            found += _found(part)
    return found
