"""A helper called with another value than is meant: ``sigmoid_prime(A1)`` for ``Z1``."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import Edit
from compare.diagnosing.edits.operands import HELPER, called, label, others
from compare.recording.graph import Call, Operation, Ref, Site, refs

SLOPE = ("prime", "deriv", "grad", "backward", "_d", "d_", "diff")
Way = Literal["function", "line", "function on the line", "once"]
Blamed = Literal["call", "helper", "either"]


@dataclass(frozen=True)
class Exchange:
    """Another value for an argument of a helper.

    Attributes
    ----------
    site, edit, operations
        Where it is called, what is exchanged, and what the nodes of the calls then do.
    way
        In which of its calls: all of the function, all on the line, or one.
    blamed
        What is wrong if it mends: the line that calls, the helper, or either.
    is_whole
        Whether every call on the line is exchanged.
    """

    site: Site | None
    edit: Edit
    operations: dict[int, Operation] = field(repr=False)
    way: Way
    blamed: Blamed
    is_whole: bool


def exchanges(bench: Bench, calls: Iterable[int]) -> Iterator[Exchange]:
    """Exchange the arguments of helpers among these calls, widest first."""
    recorded = bench.step.recording.calls
    helpers = [c for c in recorded if _is_helper(bench, c)]
    for call in (recorded[number] for number in calls):
        if call not in helpers:
            continue
        for name, given in call.arguments.items():
            if isinstance(given, Ref):
                for other in _candidates(bench, call, given.node):
                    yield from _ways(bench, helpers, call, name, other)


def _ways(
    bench: Bench, helpers: Sequence[Call], call: Call, name: str, other: int
) -> Iterator[Exchange]:
    """One value for another in every call of the function, on the line, or in that call."""
    written = call.arguments[name].node
    edit = _edit(bench, call, name, written, other)
    wanted = label(bench, other, written)
    position = list(call.arguments).index(name)
    of_function = [c for c in helpers if c.function == call.function]
    on_line = [c for c in helpers if c.site == call.site]
    ways: tuple[tuple[Way, list[Call]], ...] = (
        ("function", of_function),
        ("line", on_line),
        ("function on the line", [c for c in on_line if c.function == call.function]),
        ("once", [call]),
    )
    done: set[frozenset[int]] = set()
    for way, calls in ways:
        each = {c.id: _same(bench, c, position, wanted) for c in calls}
        each[call.id] = _exchanged(bench, call, written, other)
        operations = {n: operation for one in each.values() for n, operation in one.items()}
        if not operations or frozenset(operations) in done:
            continue
        done.add(frozenset(operations))
        is_general = way == "function" and all(each.values())
        handed = other in [ref.node for ref in refs(list(call.arguments.values()))]
        blamed = "helper" if handed else _blamed(bench, call, name, calls) if is_general else "call"
        is_whole = blamed == "helper" or {c.id for c in on_line} <= {c.id for c in calls}
        yield Exchange(call.site, edit, operations, way, blamed, is_whole)


def _blamed(bench: Bench, call: Call, name: str, calls: Sequence[Call]) -> Blamed:
    """What is wrong if all that call a function hand it the same kind of value, and the wrong one.

    Several lines that do the same are right, and a line that calls several functions so too;
    of a single line only the name of the parameter can tell.
    """
    functions = {c.function for c in bench.step.recording.calls if c.site == call.site}
    if len({c.site for c in calls}) > 1 or len(functions) > 1:
        return "helper"
    meant_for = _kind(name)
    if not meant_for:
        return "either"
    return (
        "helper"
        if meant_for == bench.step.names.get(calls[0].arguments[name].node, "")[:1]
        else "call"
    )


def _kind(name: str) -> str:
    """Whether a parameter is called after a Z or an A."""
    word = name.lower().strip("_")
    if word.startswith("z") or "pre" in word:
        return "Z"
    return "A" if word.startswith(("a", "out", "s", "y", "h")) else ""


def _is_helper(bench: Bench, call: Call) -> bool:
    """Whether a call is short and made no value of the forward pass, but some of the backward."""
    made = range(call.first, call.last)
    return (
        0 < len(made) <= HELPER
        and any(n in bench.step.behind for n in made)
        and not any(n in bench.network for n in made)
    )


def _candidates(bench: Bench, call: Call, given: int) -> Iterator[int]:
    shape = np.shape(bench.start[given])
    for other in others(bench, bench.step.flow.nodes[call.first], given):
        if np.shape(bench.start[other]) == shape:
            yield other


def _same(bench: Bench, call: Call, position: int, wanted: Hashable) -> dict[int, Operation]:
    """The same exchange in another call."""
    arguments = list(call.arguments.values())
    given = arguments[position] if position < len(arguments) else None
    if not isinstance(given, Ref):
        return {}
    for other in _candidates(bench, call, given.node):
        if label(bench, other, given.node) == wanted:
            return _exchanged(bench, call, given.node, other)
    return {}


def _edit(bench: Bench, call: Call, name: str, written: int, other: int) -> Edit:
    word = call.function.split(".")[-1]
    slope = any(part in word.lower() for part in SLOPE) or len(list(refs(call.returned))) == 1
    in_forward = bench.step.names.get(other, "")[:1] in ("Z", "A")
    return Edit(
        ("call", call.function, name, label(bench, other, written)),
        "wrong-derivative-argument" if slope and in_forward else "wrong-operand",
        Operation("copy", (Ref(other),)),
        f"gives {word} {called(bench, written)} where {called(bench, other)} is meant",
        lambda t: t.whole.replace(t.naming(written), t.naming(other), 1),
    )


def _exchanged(bench: Bench, call: Call, written: int, other: int) -> dict[int, Operation]:
    """What the operations of a call are with one value for another."""
    nodes = bench.step.flow.nodes

    def exchange(part: Any) -> Any:
        match part:
            case Ref(node):
                return Ref(other) if node == written else part
            case tuple() | list():
                return type(part)(exchange(each) for each in part)
            case _:
                return part

    return {
        n: Operation(
            nodes[n].op,
            exchange(nodes[n].args),
            {k: exchange(v) for k, v in nodes[n].kwargs.items()},
        )
        for n in range(call.first, call.last)
        if written in nodes[n].operands
    }
