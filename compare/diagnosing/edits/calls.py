"""A helper called with another value than the one that is meant: ``sigmoid_prime(A1)`` for ``Z1``."""

from collections.abc import Hashable, Iterator
from typing import Any

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import Edit
from compare.diagnosing.edits.operands import HELPER, called, label, others
from compare.recording.graph import Call, Operation, Ref, refs

SLOPE = ("prime", "deriv", "grad", "backward", "_d", "d_", "diff")


def of_calls(bench: Bench, behind: set[int]) -> Iterator[tuple[Edit, dict[int, Operation]]]:
    """Replace an argument of the calls that made some of these values, in all that the call computed."""
    nodes = bench.step.flow.nodes
    for call in bench.step.recording.calls:
        inside = [n for n in range(call.first, call.last) if n in behind and n not in bench.network]
        if not inside or len(inside) > HELPER:
            continue
        for name, given in call.arguments.items():
            if not isinstance(given, Ref):
                continue
            using = [n for n in range(call.first, call.last) if given.node in nodes[n].operands]
            for other in others(bench, nodes[call.first], given.node):
                if np.shape(bench.start[other]) != np.shape(bench.start[given.node]) or not using:
                    continue
                yield (
                    _edit(bench, call, name, given.node, other),
                    {n: _exchanged(nodes[n].op, nodes[n].args, nodes[n].kwargs, given.node, other) for n in using},
                )


def _edit(bench: Bench, call: Call, name: str, written: int, other: int) -> Edit:
    word = call.function.split(".")[-1].lower()
    names = bench.step.names
    both = {names.get(n, "")[:1] for n in (written, other)} <= {"Z", "A"}
    slope = any(part in word for part in SLOPE) or len(list(refs(call.returned))) == 1
    cause = "wrong-derivative-argument" if slope and (both or names.get(other, "")[:1] in "ZA") else "wrong-operand"
    identity: Hashable = ("call", call.function, name, label(bench, other, written))
    return Edit(
        identity,
        cause,
        Operation("copy", (Ref(other),)),
        f"gives {call.function.split('.')[-1]} {called(bench, written)} where {called(bench, other)} is meant",
        lambda t, o=other, w=written: t.whole.replace(t.naming(w), t.naming(o), 1),
    )


def _exchanged(
    op: str, args: tuple[Any, ...], kwargs: dict[str, Any], written: int, other: int
) -> Operation:
    """The operation with one value for another wherever it stands."""

    def exchange(part: Any) -> Any:
        match part:
            case Ref(node):
                return Ref(other) if node == written else part
            case tuple() | list():
                return type(part)(exchange(each) for each in part)
            case _:
                return part

    return Operation(op, exchange(args), {key: exchange(value) for key, value in kwargs.items()})
