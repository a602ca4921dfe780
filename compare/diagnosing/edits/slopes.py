"""The derivative of the activation: left out, of another function or argument, once too often."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import Edit, Texts, itself, value_of, with_argument
from compare.diagnosing.library import Reference
from compare.diagnosing.proportion import proportion
from compare.recognising.activations import activation_of
from compare.recording.graph import Node, Operation, Ref

NUMBERS = (0.0, 1.0, 2.0, -1.0, 0.5, 3.0)
OTHER_FORMS: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "sigmoid": lambda Z: 1 / (4 * np.cosh(Z / 2) ** 2),
    "tanh": lambda Z: 1 / np.cosh(Z) ** 2,
    "relu": lambda Z: (Z > 0).astype(float),
}
"""Slopes of the usual activations, to name the one that was written."""


def missing(bench: Bench, node: Node) -> Iterator[Edit]:
    """Multiply by g'(Z)."""
    for slope in fitting(bench, node):
        name = slope.name
        yield Edit(("times slope", *_layer(bench, node, slope)), "missing-activation-derivative",
                   Operation("multiply", (itself(node), slope.value)),
                   f"is not multiplied by {name}",
                   lambda t, s=slope: f"{t.whole} * {written(bench, s, t)}", 1)  # fmt: skip


def fitting(bench: Bench, node: Node) -> Iterator[Reference]:
    """The slopes of the right shape: where several fit, one for each time the line ran."""
    shape = np.shape(bench.start[node.id])
    slopes = [s for s in bench.slopes_in(node.id) if s.value.shape == shape]
    if len(slopes) < 2:
        yield from slopes
        return
    if bench.passes > 1:
        slopes.sort(key=lambda s: -s.node)
        yield from slopes[bench.turn(node.id)[1] :][:1]
        return
    same = [
        other.id
        for other in bench.step.flow.nodes
        if other.site == node.site and other.op == node.op
        and np.shape(bench.start[other.id]) == shape
    ]  # fmt: skip
    slopes.sort(key=lambda s: -s.node)
    if node.id in same and same.index(node.id) < len(slopes):
        yield slopes[same.index(node.id)]
    yield from (s for s in slopes[::-1] if len(same) == 1)


def _layer(bench: Bench, node: Node, slope: Reference) -> tuple[str, ...]:
    """Which slope is meant in a line that runs once; of a loop it is that of the turn."""
    times = len(bench.occurrences.get((node.site, node.op), ())) // bench.passes
    return (slope.name,) if times == 1 else ()


def dropped(bench: Bench, node: Node) -> Iterator[Edit]:
    """Leave a factor out that acts entry by entry."""
    error = error_factor(bench, node)
    if error is not None and error not in node.operands and _varies(bench, node.id, error):
        yield Edit(("only the error",), "extra-activation-derivative",
                   Operation("copy", (Ref(error),)),
                   "is multiplied by a derivative once too often",
                   lambda t, e=error: t.naming(e))  # fmt: skip
    if node.op not in ("multiply", "divide", "true_divide") or len(node.args) != 2:
        return
    for index in (0, 1):
        if index == 0 and node.op != "multiply":
            continue
        part, other = node.args[index], node.args[1 - index]
        if np.size(value_of(bench, part)) <= 1 or np.size(value_of(bench, other)) < 1:
            continue
        if isinstance(part, Ref) and part.node in bench.step.flow.backward:
            continue
        cause, words = "extra-activation-derivative", "is multiplied by a derivative once too often"
        if isinstance(part, Ref) and part.node not in bench.step.flow.from_p | bench.network:
            cause, words = "missing-term", "is multiplied by what the forward pass does not use"
        if node.op != "multiply":
            cause, words = (
                "cost-gradient-mismatch",
                "is divided by what the derivative does not have",
            )
        elif node.id in bench.side:
            cause, words = "wrong-activation-derivative", "has a factor too many"
        yield Edit(("without", index), cause, Operation("copy", (other,)), words,
                   lambda t, i=index: t.part(1 - i))  # fmt: skip


def _varies(bench: Bench, node: int, error: int) -> bool:
    """Whether a product is more than a constant times one of its factors."""
    value, factor = bench.start.array(node), bench.start.array(error)
    if value is None or factor is None or value.shape != factor.shape:
        return False
    return proportion(value, factor, 1e-9) is None


def literals(bench: Bench, node: Node) -> Iterator[Edit]:
    """Another number in the formula of a derivative: ``1 - A`` for ``1 - A**2``."""
    in_slope = node.id in bench.side
    for index, part in enumerate(node.args):
        if isinstance(part, bool) or not isinstance(part, int | float | np.number):
            continue
        if node.op in ("getitem", "reshape", "sum", "mean", "round"):
            continue
        if node.op == "setitem" and (index != 2 or not _is_masked(bench, node.args[1])):
            continue
        if "divide" in node.op and (index == 0 or float(part) == bench.step.examples):
            continue
        for number in NUMBERS:
            if number not in (float(part), -float(part)):
                power = "power" in node.op and index == 1
                outside = "wrong-operator" if power else "factor"
                once_more = power and number == 1 and _is_slope(bench, node.args[0])
                yield Edit(
                    ("number", index, number),
                    "extra-activation-derivative"
                    if once_more
                    else "wrong-activation-derivative"
                    if in_slope or node.op == "setitem"
                    else outside,
                    with_argument(node, index, number),
                    f"has {part:g} where {number:g} is meant",
                    lambda t, i=index, n=number: t.with_part(i, f"{n:g}"),
                )
    if node.op == "subtract" and node.id in bench.side and len(node.args) == 2:
        squared = Operation("square", (node.args[1],))
        yield Edit(("square",), "wrong-activation-derivative",
                   Operation("subtract", (node.args[0], squared)), "lacks a square",
                   lambda t: f"{t.part(0)} - ({t.part(1)})**2")  # fmt: skip


def _is_masked(bench: Bench, index: object) -> bool:
    """Whether an index says by true and false which entries are meant."""
    return isinstance(index, Ref) and np.asarray(bench.start[index.node]).dtype.kind == "b"


def _is_slope(bench: Bench, part: object) -> bool:
    """Whether a value is the right slope of a layer."""
    if not isinstance(part, Ref):
        return False
    value = bench.start[part.node]
    return any(_equal(value, slope.value) for slope in bench.slopes)


def _equal(value: object, slope: NDArray[np.float64]) -> bool:
    k = proportion(value, slope)
    return k is not None and abs(k - 1) < 1e-9


def replaced(bench: Bench, node: Node) -> Iterator[Edit]:
    """Put the right slope in the place of a factor, or of several."""
    error = error_factor(bench, node)
    if error is not None:
        for slope in fitting(bench, node):
            value = bench.start.array(error)
            if value is None or value.shape != slope.value.shape:
                continue
            with np.errstate(all="ignore"):
                factor = np.asarray(bench.start[node.id]) / value
            yield Edit(("slope for", *_layer(bench, node, slope)), "wrong-activation-derivative",
                       Operation("multiply", (Ref(error), slope.value)),
                       _which(bench, factor, slope),
                       lambda t, s=slope, e=error: f"{t.naming(e)} * {written(bench, s, t)}",
                       2)  # fmt: skip
    if node.id in bench.side:
        for slope in fitting(bench, node):
            yield Edit(("slope", *_layer(bench, node, slope)), "wrong-activation-derivative",
                       Operation("copy", (slope.value,)),
                       _which(bench, bench.start[node.id], slope),
                       lambda t, s=slope: written(bench, s, t), 2)  # fmt: skip
    if node.op in ("where", "setitem"):
        for slope in fitting(bench, node):
            for upstream in (p for p in node.args if isinstance(p, Ref)):
                value = bench.start.array(upstream.node)
                if (
                    value is not None
                    and value.shape == slope.value.shape
                    and upstream.node in bench.step.flow.backward
                ):
                    yield Edit(("mask", "slope", *_layer(bench, node, slope)),
                               "wrong-activation-derivative",
                               Operation("multiply", (upstream, slope.value)),
                               _which(bench, None, slope), None, 2)  # fmt: skip


FORMULAS = {
    "sigmoid": "{A} * (1 - {A})",
    "tanh": "(1 - {A}**2)",
    "relu": "({Z} > 0)",
    "leaky-relu": "np.where({Z} > 0, 1, slope)",
}


def written(bench: Bench, slope: Reference, texts: Texts) -> str:
    """The formula of a slope in the names of the code; ``g'(Z1)`` for an unknown activation."""
    flow = bench.step.flow
    layer = next(one for layers in bench.step.layers for one in layers if slope.node == one.Z)
    Z, A = (np.asarray(flow.nodes[n].value, np.float64) for n in (layer.Z, layer.A))
    name = activation_of(Z, A, bench.step.units_axis)
    if name not in FORMULAS:
        return slope.name
    return FORMULAS[name].format(Z=texts.naming(layer.Z), A=texts.naming(layer.A))


def error_factor(bench: Bench, node: Node) -> int | None:
    """In a product of several factors, the one that comes from the labels."""
    if node.op != "multiply" or node.id not in bench.step.flow.backward:
        return None
    flow, current = bench.step.flow, node
    while current.op == "multiply" and (current.id == node.id or not _is_named(bench, current)):
        inner = [o for o in current.operands if o in flow.backward]
        if len(inner) != 1:
            return None
        current = flow.nodes[inner[0]]
    return current.id


def _is_named(bench: Bench, node: Node) -> bool:
    return node.id in bench.step.flow.names


def _which(bench: Bench, factor: object, slope: Reference) -> str:
    """Name what the factor is instead."""
    if factor is not None:
        for name, form in OTHER_FORMS.items():
            for layers in bench.step.layers:
                for layer in layers:
                    Z = np.asarray(bench.step.flow.nodes[layer.Z].value, np.float64)
                    with np.errstate(all="ignore"):
                        k = proportion(factor, form(Z), 1e-9)
                    if k is not None and abs(k - 1) < 1e-9:
                        return f"is {name}'({bench.step.names[layer.Z]}), not {slope.name}"
        for layers in bench.step.layers:
            for layer in layers:
                A = np.asarray(bench.step.flow.nodes[layer.A].value, np.float64)
                if proportion(factor, A * (1 - A), 1e-9) is not None:
                    return f"is A (1 - A), the derivative of the sigmoid, not {slope.name}"
                if proportion(factor, 1 - A**2, 1e-9) is not None:
                    return f"is 1 - A^2, the derivative of tanh, not {slope.name}"
    return f"is not {slope.name}"
