"""Whether a number could be a standard cost, or is one: by operations, and by its value."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from compare.recording.graph import Node, Recording

SQUARES = ("square", "power")
PRODUCTS = ("multiply", "matmul", "dot", "inner", "vdot", "einsum", "tensordot")
LOGARITHMS = ("log", "log2", "log10", "log1p", "logaddexp")
WITHOUT_SLOPE = {
    "absolute", "fabs", "sign", "round", "around", "rint", "floor", "ceil", "argmax", "argmin",
    "where", "count_nonzero", "isclose", "allclose", "array_equal", "equal", "not_equal",
    "greater", "greater_equal", "less", "less_equal",
}  # fmt: skip
"""What measures of success do, and no standard cost."""


def may_be_standard(recording: Recording, number: int) -> bool:
    """Tell a cost from a measure of success by the operations.

    A squared error squares what outputs and labels make, cross-entropy takes a logarithm; the share
    of right answers compares, a mean deviation takes absolute values.
    """
    on_x, on_y = (_depending(recording, initial) for initial in "XY")
    behind = [recording.nodes[key] for key in recording.ancestors({number}) & on_x]
    meeting = [node for node in behind if node.id in on_y]
    if any(node.op in WITHOUT_SLOPE for node in meeting):
        return False
    logged = any(node.op in LOGARITHMS for node in behind)
    return logged or any(_squares(node, on_x & on_y) for node in meeting)


def _depending(recording: Recording, initial: str) -> set[int]:
    inputs = {node.id for node in recording.leaves("input") if node.name[:1] == initial}
    return recording.depending_on(inputs)


def _squares(node: Node, meeting: set[int]) -> bool:
    """``error ** 2``, ``error * error``, ``error.dot(error.T)``."""
    if not meeting.issuperset(node.operands):
        return False
    return node.op in SQUARES or (node.op in PRODUCTS and len(node.operands) == 2)


def is_standard(number: float, outputs: NDArray[np.float64], labels: NDArray[np.float64]) -> bool:
    """Whether a number is the sum or a mean of the squared error or of cross-entropy."""
    m, units = outputs.shape if outputs.ndim == 2 else (outputs.size, 1)
    counts = [factor * count for factor in (0.5, 1, 2) for count in (1, m, units, m * units)]
    return any(
        np.isclose(number * count, total, rtol=1e-9, atol=0)
        for total in _totals(outputs, labels)
        for count in counts
    )


def _totals(A: NDArray[np.float64], Y: NDArray[np.float64]) -> Iterator[float]:
    yield float(np.sum((A - Y) ** 2))
    if np.all((A > 0) & (A < 1)):
        hit, miss = -np.sum(Y * np.log(A)), -np.sum((1 - Y) * np.log(1 - A))
        yield from (float(hit), float(hit + miss))
