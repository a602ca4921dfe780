"""The standard costs, written once as operations on a prediction and its labels."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from compare.recognising.outputs import Output
from compare.recording.graph import Operation, Ref

Array = NDArray[np.float64]
Cost = Callable[[Ref, Array, int], Operation]


def op(name: str, *args: object, **kwargs: object) -> Operation:
    """Write an operation."""
    return Operation(name, args, kwargs)


def _over(total: Operation, count: float) -> Operation:
    return op("divide", total, count)


def binary_cross_entropy(A: Ref, Y: Array, m: int) -> Operation:
    """-1/m sum(Y log A + (1 - Y) log(1 - A))."""
    hit = op("multiply", Y, op("log", A))
    miss = op("multiply", 1 - Y, op("log", op("subtract", 1.0, A)))
    return op("negative", _over(op("sum", op("add", hit, miss)), m))


def categorical_cross_entropy(A: Ref, Y: Array, m: int) -> Operation:
    """-1/m sum(Y log A)."""
    return op("negative", _over(op("sum", op("multiply", Y, op("log", A))), m))


def squared_error(A: Ref, Y: Array, m: int) -> Operation:
    """1/(2m) sum((A - Y)^2)."""
    return _over(op("sum", op("square", op("subtract", A, Y))), 2 * m)


STANDARD: dict[str, Cost] = {
    "binary-cross-entropy": binary_cross_entropy,
    "categorical-cross-entropy": categorical_cross_entropy,
    "squared-error": squared_error,
}
"""By the name in the answer."""


def standard(name: str, found: list[Output], m: int) -> Operation:
    """Write a standard cost over all predictions of a step, as a mean over its ``m`` examples."""
    cost = STANDARD[name]
    total = cost(Ref(found[0].node), found[0].labels, m)
    for output in found[1:]:
        total = op("add", total, cost(Ref(output.node), output.labels, m))
    return total


def is_defined(name: str, found: list[Output], values: list[Array]) -> bool:
    """Whether the predictions and labels are what a cost is about.

    Binary cross-entropy: probabilities; categorical: probabilities that add up to 1 over the units.
    """
    if name == "squared-error":
        return True
    if not all(np.all((a > 0) & (a < 1)) for a in values):
        return False
    if name == "binary-cross-entropy":
        return all(np.all((o.labels >= 0) & (o.labels <= 1)) for o in found)
    return all(_adds_up(o, a) for o, a in zip(found, values, strict=True))


def _adds_up(output: Output, values: Array) -> bool:
    """Whether the units of every example add up to 1."""
    if values.ndim == 1 and output.examples == 1:
        return bool(np.isclose(values.sum(), 1))
    if values.ndim != 2 or values.shape[1 - output.axis] < 2:
        return False
    return bool(np.allclose(values.sum(axis=1 - output.axis), 1))
