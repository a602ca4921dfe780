"""The predictions: where the forward pass meets the labels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compare.recognising.flow import Flow, is_float, size
from compare.recording.graph import LEAVES, Ref

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Output:
    """A prediction and its labels.

    Attributes
    ----------
    node
        The value of the forward pass that first meets labels.
    labels
        The labels in its shape: as they were met, or one-hot for whole-numbered labels.
    examples
        How many examples it holds, and in which axis they lie.
    """

    node: int
    labels: Array
    examples: int
    axis: int


def outputs(flow: Flow, behind: set[int]) -> list[Output]:
    """Find the predictions among the ancestors of some values: several if samples go one by one."""
    meetings = []
    for node in flow.nodes:
        if node.id not in behind or node.id not in flow.backward:
            continue
        met = [operand for operand in node.operands if operand in flow.forward]
        labels = [operand for operand in node.operands if operand in flow.labels]
        if labels:
            meetings += [(prediction, labels[0], node.op in INDEXING) for prediction in met]
    predictions = {prediction for prediction, _, _ in meetings}
    first = {p for p in predictions if not (flow.recording.ancestors({p}) - {p}) & predictions}
    found: dict[int, Output] = {}
    for prediction, label, indexed in meetings:
        whole = _whole(flow, prediction)
        if prediction in first and whole not in found and is_float(flow.nodes[whole]):
            output = _output(flow, whole, _as_given(flow, label), indexed=indexed)
            if output is not None:
                found[whole] = output
    return list(found.values())


PARTS_OF_A_FORMULA = ("negative", "subtract", "divide", "multiply")


def _as_given(flow: Flow, label: int) -> int:
    """Go back from ``-Y``, ``1 - Y`` and ``Y / m``, which a formula begins with, to ``Y``."""
    node = flow.nodes[label]
    while node.op in PARTS_OF_A_FORMULA and len(node.operands) == 1:
        if node.op == "subtract" and not isinstance(node.args[1], Ref):
            break
        node = flow.nodes[node.operands[0]]
    return node.id


def _whole(flow: Flow, node: int) -> int:
    """Go back from ``A[0, i]`` and ``A.T`` to ``A``, and from ``1 - A``, ``log(A)`` as well."""
    while (op := flow.nodes[node].op) in ON_THE_WAY:
        inner = [o for o in flow.nodes[node].operands if o in flow.forward]
        if len(inner) != 1 or flow.nodes[inner[0]].op in LINEAR:
            break
        if op in ("subtract", "add") and not _is_one_off(flow, node, inner[0]):
            break
        node = inner[0]
    return node


ON_THE_WAY = {
    *("getitem", "transpose", "reshape", "squeeze", "ravel", "log", "subtract", "add", "clip"),
    *("flatten", "copy", "negative", "maximum", "minimum", "log2", "log1p", "float", "array"),
}
"""What a cost does to a prediction before the labels are met."""

INDEXING = ("getitem", "setitem", "take", "equal", "take_along_axis", "put_along_axis")
"""Where labels say which entry is meant, and are no numbers to compute with."""

LINEAR = ("matmul", "dot", "add_bias")


def _is_one_off(flow: Flow, node: int, inner: int) -> bool:
    """Whether it is the inner value, one minus it, or that plus a small constant."""
    others = [flow.nodes[o] for o in flow.nodes[node].operands if o != inner]
    if any(other.op not in LEAVES or size(other) > 1 for other in others):
        return False
    return size(flow.nodes[node]) == size(flow.nodes[inner])


def _output(flow: Flow, prediction: int, label: int, *, indexed: bool) -> Output | None:
    """Bring the labels into the shape of the prediction."""
    shape = np.shape(flow.nodes[prediction].value)
    m = int(flow.recording.probe.get("m", 0))
    value = np.asarray(flow.nodes[label].value)
    if value.dtype.kind not in "fiub":
        return None
    examples, axis = _examples(shape, m, flow.recording.probe.get("layout", "columns"))
    if value.size == int(np.prod(shape, dtype=int)):
        fitting = (
            value.reshape(shape)
            if 1 in value.shape or value.ndim < 2 or value.shape == shape
            else value.T
        )
        if fitting.shape != shape:
            fitting = value.reshape(shape)
        return Output(prediction, np.asarray(fitting, np.float64), examples, axis)
    if indexed and value.size == examples and len(shape) == 2:
        kinds = shape[1 - axis]
        whole = value.ravel().astype(int)
        if np.any(whole < 0) or np.any(whole >= kinds):
            return None
        one_hot = np.eye(kinds)[whole]
        return Output(prediction, one_hot if axis == 0 else one_hot.T, examples, axis)
    return None


def _examples(shape: tuple[int, ...], m: int, layout: str) -> tuple[int, int]:
    """How many examples an array of this shape holds, and in which axis."""
    if not shape:
        return 1, 0
    if layout.startswith("one"):
        lies = len(shape) == 2 and shape[0] == 1 and (shape[1] > 1 or layout == "one-row")
        return 1, 0 if lies else 1
    if len(shape) == 1:
        return (shape[0], 0) if shape[0] == m else (1, 0)
    rows, columns = shape[0], shape[-1]
    if rows == m and (columns != m or layout == "rows"):
        return rows, 0
    if columns == m:
        return columns, len(shape) - 1
    return (columns, len(shape) - 1) if layout == "columns" else (rows, 0)
