"""Sums over the wrong axis, one too many, one missing."""

from collections.abc import Iterator

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import Edit, itself, value_of
from compare.recording.graph import Node, Operation

AXES = (0, 1, None)


def axes(bench: Bench, node: Node) -> Iterator[Edit]:
    """Sum over another axis; sum for the mean; no sum at all."""
    if node.op not in ("sum", "mean", "average", "max") or not node.args:
        return
    operand = node.args[0]
    shape = np.shape(value_of(bench, operand))
    axis = node.kwargs.get("axis", node.args[1] if len(node.args) > 1 else None)
    kept = bool(node.kwargs.get("keepdims", False))
    for other in AXES:
        if len(shape) < 2 or (other == axis and kept):
            continue
        for keepdims in (True, False) if other is not None else (False,):
            if other == axis and keepdims == kept:
                continue
            cause = "sum-axis" if other != axis else "shape"
            kwargs = {"axis": other, "keepdims": keepdims} if other is not None else {}
            yield Edit(
                ("axis", other, keepdims),
                cause,
                Operation(node.op, (operand,), kwargs),
                _words(axis, other, kept),
                lambda t, o=other, k=keepdims: _summed(t.whole, t.part(0), node.op, o, keepdims=k),
            )
    if node.op in ("mean", "average"):
        kwargs = {"axis": axis, "keepdims": kept} if axis is not None else {}
        yield Edit(("sum for mean",), "extra-mean", Operation("sum", (operand,), kwargs),
                   "takes the mean where the sum is meant",
                   lambda t: t.whole.replace("mean", "sum", 1)
                   .replace("average", "sum", 1))  # fmt: skip
        for other in AXES:
            if other is not None and len(shape) == 2:
                m = bench.step.examples
                yield Edit(
                    ("mean by sum", other),
                    "sum-axis",
                    Operation(
                        "divide",
                        (Operation("sum", (operand,), {"axis": other, "keepdims": True}), m),
                    ),
                    "averages over the units as well as the examples",
                    lambda t, o=other: f"np.sum({t.part(0)}, axis={o}, keepdims=True) / m",
                )
    else:
        kwargs = {"axis": axis, "keepdims": kept} if axis is not None else {}
        yield Edit(("mean for sum",), "missing-mean", Operation("mean", (operand,), kwargs),
                   "takes the sum where the mean is meant",
                   lambda t: t.whole.replace("sum", "mean", 1))  # fmt: skip
    yield Edit(("no sum",), "extra-sum", Operation("copy", (operand,)), "has a sum too many",
               lambda t: t.part(0))  # fmt: skip


def _words(axis: object, other: object, kept: bool) -> str:
    if axis is None:
        return "adds up the units as well as the examples: one number for all of them"
    if other is None:
        return f"adds up along axis {axis} only, where everything has to be added up"
    return f"adds up along axis {axis}; the examples lie along axis {other}"


def _summed(whole: str, part: str, op: str, axis: int | None, *, keepdims: bool) -> str:
    """Write the sum again, in the manner in which it was written."""
    options = "" if axis is None else f"axis={axis}" + (", keepdims=True" if keepdims else "")
    if whole.startswith(f"{part}."):
        return f"{part}.{op}({options})"
    name = whole.split("(", 1)[0]
    return f"{name}({part}{', ' if options else ''}{options})"


def missing(bench: Bench, node: Node) -> Iterator[Edit]:
    """Add up what was not added up."""
    shape = np.shape(node.value)
    for axis in range(len(shape)):
        yield Edit(
            ("sum over", axis),
            "missing-sum",
            Operation("sum", (itself(node),), {"axis": axis, "keepdims": True}),
            "is not added up over the examples",
            lambda t, a=axis: f"np.sum({t.whole}, axis={a}, keepdims=True)",
            1,
        )
        yield Edit(("mean over", axis), "missing-sum",
                   Operation("mean", (itself(node),), {"axis": axis, "keepdims": True}),
                   "is not averaged over the examples",
                   lambda t, a=axis: f"np.mean({t.whole}, axis={a}, keepdims=True)", 1)  # fmt: skip
