"""A helper called with another value than is meant: ``sigmoid_prime(A1)`` for ``Z1``."""

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import Edit
from compare.diagnosing.edits.operands import HELPER, called, label, others
from compare.recording.graph import Call, Operation, Ref, Site, refs

SLOPE = re.compile(r"prime|deriv|grad|backward|diff|(^|_)d(_|$)", re.IGNORECASE)
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
    call
        The call that it was found by.
    """

    site: Site | None
    edit: Edit
    operations: dict[int, Operation] = field(repr=False)
    way: Way
    blamed: Blamed
    is_whole: bool
    call: int


def exchanges(bench: Bench, calls: Iterable[int], only: Hashable = None) -> Iterator[Exchange]:
    """Exchange the arguments of helpers among these calls, widest first.

    Parameters
    ----------
    only
        The edit to try, by what identifies it; every one otherwise.
    """
    helpers = _Helpers(bench)
    for call in (c for c in helpers.calls if c.id in set(calls)):
        for name, given in call.arguments.items():
            if isinstance(given, Ref):
                for other, wanted in helpers.candidates(call, given.node):
                    if only is None or _id(call, name, wanted) in (only, _outer(only)):
                        yield from _ways(helpers, call, name, other)


class _Helpers:
    """The short functions that the backward pass calls, and what they might have been given."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.calls = [c for c in bench.step.recording.calls if _is_helper(bench, c)]
        self._known: dict[tuple[int, int], list[tuple[int, Hashable]]] = {}

    def candidates(self, call: Call, given: int) -> list[tuple[int, Hashable]]:
        """The values that might be meant, with what they are called from where they are given."""
        key = call.id, given
        if key not in self._known:
            bench, shape = self.bench, np.shape(self.bench.start[given])
            self._known[key] = [
                (other, label(bench, other, given))
                for other in others(bench, bench.step.flow.nodes[call.first], given)
                if np.shape(bench.start[other]) == shape
            ]
        return self._known[key]

    def same(self, call: Call, position: int, wanted: Hashable) -> dict[int, Operation]:
        """What another call does after the same exchange."""
        arguments = list(call.arguments.values())
        given = arguments[position] if position < len(arguments) else None
        if not isinstance(given, Ref):
            return {}
        for other, meant in self.candidates(call, given.node):
            if meant == wanted:
                return _exchanged(self.bench, call, given.node, other)
        return {}


def _ways(helpers: _Helpers, call: Call, name: str, other: int) -> Iterator[Exchange]:
    """One value for another in every call of the function, on the line, or in that call."""
    bench, written = helpers.bench, call.arguments[name].node
    wanted = label(bench, other, written)
    position = list(call.arguments).index(name)
    of_function = [c for c in helpers.calls if c.function == call.function]
    on_line = [c for c in helpers.calls if c.site == call.site]
    handed = other in [ref.node for ref in refs(list(call.arguments.values()))]
    ways: tuple[tuple[Way, list[Call]], ...] = (
        ("function", of_function),
        ("line", on_line),
        ("function on the line", [c for c in on_line if c.function == call.function]),
        ("once", [call]),
    )
    done: set[frozenset[int]] = set()
    for way, calls in ways:
        each = {c.id: helpers.same(c, position, wanted) for c in calls}
        each[call.id] = _exchanged(bench, call, written, other)
        operations = {n: operation for one in each.values() for n, operation in one.items()}
        if not operations or frozenset(operations) in done:
            continue
        done.add(frozenset(operations))
        if handed:
            yield from _inside(bench, call, name, other, operations)
            return
        is_general = way == "function" and all(each.values())
        blamed = _blamed(bench, call, name, other, calls) if is_general else "call"
        is_whole = blamed == "helper" or {c.id for c in on_line} <= {c.id for c in calls}
        edit = _edit(bench, call, name, other, blamed)
        yield Exchange(call.site, edit, operations, way, blamed, is_whole, call.id)


def _inside(
    bench: Bench, call: Call, name: str, other: int, operations: dict[int, Operation]
) -> Iterator[Exchange]:
    """One argument for another that the helper has too, on one of its lines."""
    kind = _kind(name)
    if kind and kind != bench.step.names.get(call.arguments[name].node, kind)[:1]:
        return  # it was handed another value than it is called after
    nodes = bench.step.flow.nodes
    made = [n for n in operations if call.first <= n < call.last]
    for line in dict.fromkeys(_line(nodes[n].site) for n in made):
        there = {n: o for n, o in operations.items() if _line(nodes[n].site) == line}
        edit = replace(_edit(bench, call, name, other, "helper"), text=None)
        edit = replace(edit, id=(edit.id, line))
        yield Exchange(call.site, edit, there, "function", "helper", is_whole=True, call=call.id)


def _line(site: Site | None) -> tuple[int, int] | None:
    return None if site is None else (site.unit, site.line)


def _outer(edit: Hashable) -> Hashable:
    """What identifies an exchange, without the line inside the helper."""
    return edit[0] if isinstance(edit, tuple) else edit


def _id(call: Call, name: str, wanted: Hashable) -> Hashable:
    """What identifies an exchange in every case."""
    return "call", call.function, name, wanted


def _blamed(bench: Bench, call: Call, name: str, other: int, calls: Sequence[Call]) -> Blamed:
    """What is wrong if all that call a function hand it the same kind of value, and the wrong one.

    Several lines that do the same are right, and a line that calls several functions so too;
    of a single line only the name of the parameter can tell.
    """
    written = bench.step.names.get(call.arguments[name].node, "")[:1]
    if written and written == bench.step.names.get(other, "")[:1]:
        return "call"  # of another layer
    functions = {c.function for c in bench.step.recording.calls if c.site == call.site}
    if len({c.site for c in calls}) > 1 or len(functions) > 1:
        return "helper"
    meant_for = _kind(name)
    if not meant_for:
        return "either"
    return "helper" if meant_for == written else "call"


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


def _edit(bench: Bench, call: Call, name: str, other: int, blamed: Blamed) -> Edit:
    word, written = call.function.split(".")[-1], call.arguments[name].node
    given, meant = called(bench, written), called(bench, other)
    slope = SLOPE.search(word) is not None or _is_factor(bench, call)
    in_forward = bench.step.names.get(other, "")[:1] in ("Z", "A")
    cause = "wrong-derivative-argument" if slope and in_forward else "wrong-operand"
    if written in bench.step.updated and other not in bench.step.updated:
        cause = "updated-parameters"
    return Edit(
        _id(call, name, label(bench, other, written)),
        cause,
        Operation("copy", (Ref(other),)),
        f"computes with {given} what holds for {meant}"
        if blamed == "helper"
        else f"gives {word} {given} where {meant} is meant",
        None
        if blamed == "helper"
        else lambda t: t.whole.replace(t.naming(written), t.naming(other), 1),
    )


def _is_factor(bench: Bench, call: Call) -> bool:
    """Whether what a call returns is multiplied with an error entry by entry."""
    returned = {ref.node for ref in refs(call.returned)}
    users = (bench.step.flow.nodes[u] for n in returned for u in bench.step.flow.users[n])
    backward = bench.step.flow.backward
    return any(u.op == "multiply" and not backward.isdisjoint(u.operands) for u in users)


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
        if written in nodes[n].operands and n in bench.step.behind
    }
