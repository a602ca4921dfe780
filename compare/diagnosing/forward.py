"""Faults of the forward pass and of the cost, found without looking at a gradient.

A function called after an activation must compute it; a bias must be used; the next layer must take A;
the cost must be a positive multiple of a standard one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.bench import Bench
from compare.diagnosing.clock import Clock
from compare.diagnosing.edits import operators, scales, slopes, sums, terms
from compare.diagnosing.edits.edit import Edit, itself
from compare.diagnosing.proportion import proportion
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Hypothesis, Step
from compare.recognising.activations import ELEMENTWISE, activation_of, close
from compare.recognising.costs import STANDARD
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
CAUSES = {"wrong-activation-derivative": "wrong-activation", "factor": "wrong-activation",
          "cost-gradient-mismatch": "wrong-activation", "extra-mean": "wrong-activation"}  # fmt: skip


def _mending(
    steps: Sequence[Step], call: Call, argument: int, result: int, meant: str
) -> Iterator[tuple[int, Edit]]:
    """The edits inside a function that make it compute what it is called after."""
    step = steps[0]
    bench = _plain_bench(step)
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


def _plain_bench(step: Step) -> Bench:
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


def skipped_activations(step: Step) -> Iterator[tuple[int, int, int]]:
    """Where the next layer takes Z although A was computed: (its product, Z, A)."""
    network = {n for o in step.outputs for n in step.recording.ancestors({o.node})}
    for layers in step.layers:
        for layer in layers[:-1]:
            for call, argument, result in _calls_outside(step, network):
                if argument == layer.Z and layer.A == layer.Z and called_activation(call.function):
                    yield layer.Z, argument, result
            for node in step.flow.nodes:
                if node.op == "tanh" and node.operands == (layer.Z,) and node.id not in network:
                    yield layer.Z, layer.Z, node.id


def _calls_outside(step: Step, network: set[int]) -> Iterator[tuple[Call, int, int]]:
    for call in step.recording.calls:
        given = [ref.node for ref in refs(list(call.arguments.values()))]
        returned = [ref.node for ref in refs(call.returned) if ref.node not in network]
        if given and returned:
            yield call, given[0], returned[0]


def cost_edits(steps: Sequence[Step]) -> list[tuple[int, Edit]]:
    """The single edits of the cost that make it a positive multiple of a standard cost."""
    from compare.diagnosing.agreement import kind_of_own_cost
    from compare.diagnosing.edits import operands

    step = steps[0]
    if step.cost is None:
        return []
    bench = _plain_bench(step)
    network = {n for o in step.outputs for n in step.recording.ancestors({o.node})}
    found = list(_sign_of_cost(steps))
    clock = Clock()
    for node in step.flow.nodes:
        if clock.is_over:
            break
        if (
            node.id in network
            or node.op in LEAVES
            or node.id not in step.recording.ancestors({step.cost})
        ):
            continue
        for generator in (*GENERATORS, operands.operands, terms.inexact):
            for edit in generator(bench, node):
                mended = rewritten(step.recording, {node.id: edit.operation})
                if clock.is_over:
                    break
                if mended is None or not np.all(
                    np.isfinite(np.asarray(mended.nodes[step.cost].value, float))
                ):
                    continue
                if np.size(mended.nodes[step.cost].value) != 1:
                    continue
                own = kind_of_own_cost([Step(mended)])
                if own is not None and own[1].is_plain:
                    found.append((node.id, edit))
    return found or list(missing_half(step))


def _sign_of_cost(steps: Sequence[Step]) -> Iterator[tuple[int, Edit]]:
    """A cost that is minus a standard one."""
    for name in STANDARD:
        multiples = [step.own_multiple(name) for step in steps]
        if all(k is not None and k < 0 for k in multiples) and steps[0].cost is not None:
            node = steps[0].flow.nodes[steps[0].cost]
            yield node.id, Edit(("minus",), "sign", Operation("negative", (itself(node),)),
                                "has the wrong sign", lambda t: f"-({t.whole})")  # fmt: skip
            return


def missing_half(step: Step) -> Iterator[tuple[int, Edit]]:
    """A binary cross-entropy of which only one of the two terms is there."""
    if step.cost is None or "own" not in step.hypotheses:
        return
    own = step.hypotheses["own"].derivatives
    found = [own.get(output.node) for output in step.outputs]
    if step.sizes["n_y"] > 1 and step.adds_up:
        return
    if any(one is None for one in found) or not step.outputs:
        return
    mine = np.concatenate([np.ravel(one) for one in found if one is not None])
    A = np.concatenate(
        [np.ravel(np.asarray(step.flow.nodes[o.node].value, float)) for o in step.outputs]
    )
    Y = np.concatenate([np.ravel(o.labels) for o in step.outputs])
    with np.errstate(all="ignore"):
        halves = {"(1 - Y) log(1 - A)": -Y / A, "Y log A": (1 - Y) / (1 - A)}
    for lacking, half in halves.items():
        if mine.size > 1 and proportion(mine, half) is not None:
            node = step.flow.nodes[step.cost]
            yield node.id, Edit(("half", lacking), "missing-term", itself(node),
                                f"lacks the term {lacking}")  # fmt: skip
            return
