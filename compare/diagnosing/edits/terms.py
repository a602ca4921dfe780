"""Terms of a sum: one left out, one too many, and what only rounds."""

from collections.abc import Iterator

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import Edit, is_scalar, itself, number_of, value_of
from compare.recognising.flow import is_float, size
from compare.recording.graph import Node, Operation, Ref


def dropped(bench: Bench, node: Node) -> Iterator[Edit]:
    """Leave a term out."""
    if node.op not in ("add", "subtract") or len(node.args) != 2:
        return
    for index in (0, 1):
        other = node.args[1 - index]
        if is_scalar(bench, node.args[index]) and not is_scalar(bench, other):
            if abs(number_of(bench, node.args[index])) < 1e-3:
                continue  # an epsilon is another cause
        if index == 0 and node.op == "subtract":
            continue
        if np.size(value_of(bench, other)) <= 1 and not isinstance(other, Ref):
            continue
        yield Edit(("term", index), "cost-gradient-mismatch", Operation("copy", (other,)),
                   "has a term that the cost does not have", lambda t, i=index: t.part(1 - i))  # fmt: skip


def missing(bench: Bench, node: Node) -> Iterator[Edit]:
    """Add the weight decay that the cost has and the gradient lacks."""
    if bench.hypothesis.name != "own":
        return
    m = bench.step.examples
    for parameter in bench.step.flow.parameters:
        if np.shape(parameter.value) != np.shape(bench.start[node.id]):
            continue
        for other in bench.step.flow.nodes:
            if (
                other.op in ("input", "constant")
                and size(other) == 1
                and is_float(other)
                and other.id not in bench.step.flow.Y
            ):
                term = Operation(
                    "multiply", (Ref(parameter.id), Operation("divide", (Ref(other.id), m)))
                )
                yield Edit(("decay",), "missing-term", Operation("add", (itself(node), term)),
                           "lacks the term of the L2 cost", None, 1)  # fmt: skip


def inexact(bench: Bench, node: Node) -> Iterator[Edit]:
    """Leave out what only rounds: an epsilon, a clip, a cast."""
    if node.op in ("add", "subtract") and len(node.args) == 2:
        for index in (0, 1):
            if (
                is_scalar(bench, node.args[index])
                and 0 < abs(number_of(bench, node.args[index])) < 1e-2
            ):
                yield Edit(("epsilon", index), "approximate", Operation("copy", (node.args[1 - index],)),
                           "adds a small constant that the derivative does not have",
                           lambda t, i=index: t.part(1 - i))  # fmt: skip
    if (
        node.op in ("clip", "round", "around", "astype", "rint", "float32", "maximum", "minimum")
        and node.args
    ):
        part = next((p for p in node.args if isinstance(p, Ref)), None)
        if part is not None:
            yield Edit(("exact",), "approximate", Operation("copy", (part,)),
                       "clips or rounds what it should keep")  # fmt: skip


def sliced(bench: Bench, node: Node) -> Iterator[Edit]:
    """Take the whole where a part was taken."""
    if node.op == "getitem" and isinstance(node.args[0], Ref) and node.id not in bench.network:
        if np.size(value_of(bench, node.args[0])) > size(node) > 0:
            yield Edit(("whole",), "missing-term", Operation("copy", (node.args[0],)),
                       "takes only a part of the examples", lambda t: t.part(0))  # fmt: skip
