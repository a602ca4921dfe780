"""Activations that compute another function than their name says, found without a gradient."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits import operators, scales, slopes, sums, terms
from compare.diagnosing.edits.edit import Edit
from compare.diagnosing.hypothesis import Hypothesis
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step
from compare.recognising.activations import ELEMENTWISE, activation_of, close
from compare.recognising.flow import is_float
from compare.recording.graph import LEAVES, Call, Node, Operation, Ref, refs
from compare.replaying.program import rewritten

Array = NDArray[np.float64]
SPELLINGS = {
    "sigmoid": ("sigmoid", "sigm", "logistic", "expit", "sigma"),
    "tanh": ("tanh", "tan_h", "hyperbolic_tangent"),
    "leaky-relu": ("leaky_relu", "leakyrelu", "lrelu", "leaky"),
    "relu": ("relu",),
    "softmax": ("softmax",),
}
"""What functions that compute an activation are called; the longer names first."""

DERIVATIVE = ("prime", "deriv", "backward", "grad", "d_", "_d", "der", "cost", "loss", "init")
ROUNDED = 1e-6
"""Within this an activation is the one it is called after: what an epsilon leaves."""


@dataclass(frozen=True)
class ForwardFault:
    """A line of the forward pass that computes another thing than it is called after.

    Attributes
    ----------
    node
        The value that is wrong; ``quantity`` its name.
    meant
        What it is called after.
    edits
        The single edits that make it right on every case, best first.
    """

    node: int
    quantity: str
    meant: str
    does: str
    cause: str
    edits: tuple[tuple[int, Edit], ...] = ()


def called_activation(name: str) -> str | None:
    """The activation that a function is called after; ``None`` if it is none, or its derivative."""
    word = name.split(".")[-1].lower()
    if any(part in word for part in DERIVATIVE):
        return None
    for activation, spellings in SPELLINGS.items():
        if any(spelling in word for spelling in spellings):
            return activation
    return None


def wrong_activations(steps: Sequence[Step]) -> list[ForwardFault]:
    """Find the functions that compute another activation than they are called after."""
    found: dict[str, ForwardFault] = {}
    step = steps[0]
    for call, argument, result in _activation_calls(step):
        meant = called_activation(call.function)
        if meant is None or call.function in found:
            continue
        A = np.asarray(step.flow.nodes[result].value, np.float64)
        Z = np.asarray(step.flow.nodes[argument].value, np.float64)
        axis = step.units_axis
        is_now = activation_of(Z, A, axis, ROUNDED)
        if is_now == meant or (meant == "softmax" and Z.ndim == 2 and _is_softmax(Z, A, axis)):
            continue
        if meant == "softmax" and (1 in Z.shape or Z.ndim < 2) and _is_softmax(Z, A, None):
            continue
        edits = tuple(_mending(steps, call, argument, result, meant))
        cause = edits[0][1].cause if edits else "wrong-activation"
        name = step.names.get(result, f"A ({call.function})")
        found[call.function] = ForwardFault(
            result, name, meant, is_now or "something else", cause, edits
        )
    return list(found.values())


def _is_softmax(Z: Array, A: Array, axis: int | None) -> bool:
    e = np.exp(Z - np.max(Z))
    return close(A, e / np.sum(e, axis=axis, keepdims=True), ROUNDED)


def _activation_calls(step: Step) -> Iterator[tuple[Call, int, int]]:
    """The calls of the forward pass with the value they took and the value they gave."""
    network = {n for o in step.outputs for n in step.recording.ancestors({o.node})}
    for call in step.recording.calls:
        given = [ref.node for ref in refs(list(call.arguments.values()))]
        returned = [ref.node for ref in refs(call.returned)]
        inside = [n for n in returned if n in network and call.first <= n < call.last]
        floats = [n for n in given if is_float(step.flow.nodes[n]) and n in step.flow.from_x]
        if (
            inside
            and floats
            and np.shape(step.flow.nodes[inside[0]].value)
            == np.shape(step.flow.nodes[floats[0]].value)
        ):
            yield call, floats[0], inside[0]


def _standard(meant: str, Z: Array, axis: int) -> Array:
    if meant == "softmax":
        e = np.exp(Z - np.max(Z))
        softmax: Array = e / np.sum(e, axis=axis, keepdims=True)
        return softmax
    if meant == "leaky-relu":
        return np.where(Z > 0, Z, 0.01 * Z)
    return ELEMENTWISE[meant](Z)


GENERATORS: tuple[Callable[[Bench, Node], Iterator[Edit]], ...] = (
    operators.precedence,
    operators.restructured,
    scales.signs,
    scales.constants,
    sums.axes,
    operators.compared,
    operators.exchanged,
    slopes.literals,
    terms.dropped,
)
CAUSES = dict.fromkeys(
    ("wrong-activation-derivative", "factor", "cost-gradient-mismatch", "extra-mean"),
    "wrong-activation",
)
"""What the cause of an edit is called inside a function that is an activation."""


def _mending(
    steps: Sequence[Step], call: Call, argument: int, result: int, meant: str
) -> Iterator[tuple[int, Edit]]:
    """The edits inside a function that make it compute what it is called after."""
    step = steps[0]
    bench = plain_bench(step)
    Z = np.asarray(step.flow.nodes[argument].value, np.float64)
    wanted = _standard(meant, Z, step.units_axis)
    for node in step.flow.nodes[call.first : call.last]:
        if node.op in LEAVES:
            continue
        for generator in GENERATORS:
            for edit in generator(bench, node):
                value = step.flow.program.rerun({}, {node.id: edit.operation}).array(result)
                if value is not None and close(value, wanted):
                    yield node.id, _renamed(edit)


def _renamed(edit: Edit) -> Edit:
    from dataclasses import replace

    return replace(edit, cause=CAUSES.get(edit.cause, edit.cause))


def plain_bench(step: Step) -> Bench:
    """Where edits of the forward pass are tried: nothing is wanted of the gradients."""
    return Bench(step, Hypothesis("none"), Scale(0, 0, 1.0))


def with_right_activations(step: Step, faults: Sequence[ForwardFault]) -> Step | None:
    """The same step, had the activations computed what they are called after."""
    edits: dict[int, Operation] = {}
    names = {f.meant: f for f in faults}
    for call, argument, result in _activation_calls(step):
        meant = called_activation(call.function)
        if meant in names:
            edits[result] = activation_operation(meant, argument, step.units_axis)
    mended = rewritten(step.recording, edits)
    return None if mended is None else Step(mended)


def activation_operation(meant: str, Z: int, axis: int) -> Operation:
    """An activation as operations."""
    z = Ref(Z)
    if meant == "tanh":
        return Operation("tanh", (z,))
    if meant == "relu":
        return Operation("maximum", (z, 0.0))
    if meant == "leaky-relu":
        return Operation("maximum", (z, Operation("multiply", (z, 0.01))))
    if meant == "sigmoid":
        e = Operation("exp", (Operation("negative", (z,)),))
        return Operation("divide", (1.0, Operation("add", (e, 1.0))))
    e = Operation("exp", (z,))
    return Operation("divide", (e, Operation("sum", (e,), {"axis": axis, "keepdims": True})))
