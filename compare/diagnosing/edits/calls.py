"""A helper called with another value than is meant: ``sigmoid_prime(A1)`` for ``Z1``."""

from collections.abc import Hashable, Iterator
from typing import Any

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import Edit
from compare.diagnosing.edits.operands import HELPER, called, label, others
from compare.recording.graph import Call, Operation, Ref, refs

SLOPE = ("prime", "deriv", "grad", "backward", "_d", "d_", "diff")


def of_calls(bench: Bench, behind: set[int]) -> Iterator[tuple[Edit, dict[int, Operation]]]:
    """Replace an argument of the calls that made some values, wherever the line ran, or there."""
    for call in bench.step.recording.calls:
        if not _is_helper(bench, call, behind):
            continue
        for name, given in call.arguments.items():
            if not isinstance(given, Ref):
                continue
            for other in _candidates(bench, call, given.node):
                edit = _edit(bench, call, name, given.node, other)
                alone = _exchanged(bench, call, given.node, other)
                everywhere = dict(alone)
                for again in bench.step.recording.calls:
                    if again.id != call.id and (again.function, again.site) == (
                        call.function,
                        call.site,
                    ):
                        everywhere.update(
                            _same(bench, again, name, label(bench, other, given.node))
                        )
                if len(everywhere) > len(alone):
                    yield edit, everywhere
                if alone:
                    yield edit, alone


def _is_helper(bench: Bench, call: Call, behind: set[int]) -> bool:
    """Whether a call made some of the values, few of them, and none of the forward pass."""
    inside = [n for n in range(call.first, call.last) if n in behind and n not in bench.network]
    return bool(inside) and call.last - call.first <= HELPER


def _candidates(bench: Bench, call: Call, given: int) -> Iterator[int]:
    shape = np.shape(bench.start[given])
    for other in others(bench, bench.step.flow.nodes[call.first], given):
        if np.shape(bench.start[other]) == shape:
            yield other


def _same(bench: Bench, call: Call, name: str, wanted: Hashable) -> dict[int, Operation]:
    """The same exchange in another call of the same line."""
    given = call.arguments.get(name)
    if not isinstance(given, Ref) or call.first >= call.last:
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
