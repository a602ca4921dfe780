"""The dataflow graph of a run: what was computed, from what, on which line.

    leaf        input X, Y           given by us
                parameter W1, b1     started by their code, filled by us
                create zeros, randn  made by their code
    operation   matmul, add, sum     a call of NumPy or an operator, by NumPy's name
    naming      dW1 = ..., g["dW1"]  which slot holds which node from then on
    call        their functions      with the line that called them

Everything here is data, so that it can leave the process in which their code ran.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

LEAVES = ("input", "parameter", "create", "constant")
"""The operations that have no operands."""

OPAQUE = "opaque"
"""The operation of a function that is not in the vocabulary; ``function`` names it."""


@dataclass(frozen=True)
class Site:
    """A place in people's code.

    Attributes
    ----------
    unit
        Which piece of the source: the index in ``Source.units``.
    line, end_line
        Counted from 1, inside the cell of a notebook, else inside the file.
    column, end_column
        Counted from 0, in characters; the end is not included.
    """

    unit: int
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Ref:
    """The value of a node, where it stands among the arguments of another."""

    node: int


@dataclass(frozen=True)
class Other:
    """An argument that is no data, by its name: a function, a class, an object of theirs."""

    text: str


@dataclass(frozen=True)
class Operation:
    """An operation that was not recorded: how a line might have been written.

    Its arguments hold ``Ref``, arrays, numbers and further operations.
    """

    op: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Node:
    """One value: a leaf, or what an operation gave.

    Attributes
    ----------
    op
        A leaf's kind, or the name of the operation in NumPy (``matmul``, ``sum``, ``getitem``).
    args, kwargs
        As they were given, nested, with a ``Ref`` for every value that is a node.
    value
        A copy, as it was when the node was made: an array or a number.
    site, call
        Where it stands, and in which call (``None``: at the top of the file).
    name
        Of an input or parameter, as the driver knows it: ``X``, ``Y``, ``W1``.
    inplace
        Whether the array of the first operand was overwritten with it.
    """

    id: int
    op: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    value: Any
    site: Site | None
    call: int | None
    name: str = ""
    function: str = ""
    inplace: bool = False

    @cached_property
    def operands(self) -> tuple[int, ...]:
        """The nodes among the arguments, in order."""
        return tuple(ref.node for ref in refs((self.args, self.kwargs)))


@dataclass(frozen=True)
class Naming:
    """A node was put somewhere.

    Attributes
    ----------
    node, name
        What, and where as it is written: ``dW1``, ``grads["dW1"]``, ``self.W[0]``.
    slot
        Which variable, item or attribute that is: equal for two namings of the same one.
    order
        How many nodes there were when it happened.
    """

    node: int
    name: str
    slot: str
    site: Site | None
    call: int | None
    order: int


@dataclass
class Call:
    """A call of one of their functions.

    Attributes
    ----------
    function
        ``backward_propagation``, ``Network.backprop``.
    site, parent
        The place and the call it was called from.
    arguments
        By name, nested, with ``Ref`` for nodes.
    returned, returned_as
        Likewise what came back, and the text of each part of the ``return``: ``("dW", "db")``.
    first, last
        The range of nodes made while it ran, ``last`` excluded.
    """

    id: int
    function: str
    site: Site | None
    parent: int | None
    arguments: dict[str, Any]
    returned: Any = None
    returned_as: tuple[str, ...] = ()
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Remark:
    """Something noticed while it ran.

    Attributes
    ----------
    kind
        ``changed`` (an array changed without being assigned), ``assertion`` (an assert that does
        not hold), ``shadowed`` (a global in place of an argument), ``supplied`` (a module or name
        that the file lacks), ``warning`` (NumPy's), ``cut`` (a loop left after its updates),
        ``turn`` (``node`` is the first of the second training turn), ``raised`` (a line that does
        not run, in something that the rest does without).
    """

    kind: str
    text: str
    site: Site | None = None
    node: int | None = None


@dataclass(frozen=True)
class Failure:
    """An exception of their code, or a limit that it ran into.

    Attributes
    ----------
    operation, operation_site
        What was about to be computed, as its node would have had it, and where it is written.
    """

    error: str
    text: str
    site: Site | None
    via: tuple[Site, ...] = ()
    function: str = ""
    operation: Operation | None = field(default=None, compare=False)
    operation_site: Site | None = None


@dataclass
class Recording:
    """One run.

    Attributes
    ----------
    recipe
        What was called and how, in words for the answer.
    probe
        The sizes and formats of the data: ``{"m": 7, "n_x": 5, "layout": "columns", ...}``; and
        ``"steps": 2`` where two steps were recorded.
    learning_rate
        The number that was handed in or found, if any.
    roles
        What the driver knows of returned values: ``{"cost": 31, "gradients": {5: 44}}``.  Of two
        steps in one recording also ``"updates"``: what the first put in the parameters' places.
    """

    nodes: list[Node] = field(default_factory=list)
    namings: list[Naming] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    failure: Failure | None = None
    recipe: str = ""
    probe: dict[str, Any] = field(default_factory=dict)
    learning_rate: float | None = None
    roles: dict[str, Any] = field(default_factory=dict)

    def leaves(self, op: str) -> Iterator[Node]:
        """Walk over the leaves of a kind."""
        return (node for node in self.nodes if node.op == op)

    def users(self) -> dict[int, list[int]]:
        """For each node, the nodes that have it among their arguments."""
        result: dict[int, list[int]] = {node.id: [] for node in self.nodes}
        for node in self.nodes:
            for operand in node.operands:
                result[operand].append(node.id)
        return result

    def depending_on(self, sources: set[int]) -> set[int]:
        """The sources and every node computed from one of them."""
        found = set(sources)
        for node in self.nodes:  # operands come before their users
            if not found.isdisjoint(node.operands):
                found.add(node.id)
        return found

    def ancestors(self, targets: set[int]) -> set[int]:
        """The targets and every node they were computed from."""
        found = set(targets)
        for node in reversed(self.nodes):
            if node.id in found:
                found.update(node.operands)
        return found


def refs(structure: Any) -> Iterator[Ref]:
    """Walk over the references in a nested structure of tuples, lists, dicts and slices."""
    match structure:
        case Ref():
            yield structure
        case tuple() | list():
            for part in structure:
                yield from refs(part)
        case dict():
            for part in structure.values():
                yield from refs(part)
        case slice():
            yield from refs((structure.start, structure.stop, structure.step))
        case Operation():
            yield from refs((structure.args, dict(structure.kwargs)))
