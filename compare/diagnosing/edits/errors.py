"""The error at the output, A - Y: a half of it left out, or taken of hard predictions."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import MISSING, Edit, itself
from compare.diagnosing.proportion import proportion
from compare.recognising.flow import size
from compare.recording.graph import Node, Operation, Ref

HARD = {
    *("greater", "greater_equal", "less", "less_equal", "round", "around", "rint", "where"),
    *("astype", "int", "float", "multiply", "copy", "array", "reshape"),
}
"""By what probabilities become 0 and 1."""


def hard(bench: Bench, node: Node) -> Iterator[Edit]:
    """Take the prediction where only 0 or 1 was taken, the difference where only its sign was."""
    if node.op == "sign":
        for times in (1.0, 2.0):
            yield Edit(("sign", times), "cost-gradient-mismatch",
                       Operation("multiply", (times, *node.args)),
                       "takes only the sign: the derivative of absolute errors",
                       lambda t, k=times: t.part(0) if k == 1 else f"2 * {t.part(0)}")  # fmt: skip
    soft = _soft(bench, node)
    if soft is not None:
        yield Edit(("hard",), "approximate", Operation("copy", (Ref(soft),)),
                   "takes the prediction as 0 or 1", lambda t, n=soft: t.naming(n))  # fmt: skip


def _soft(bench: Bench, node: Node) -> int | None:
    """The prediction that a value of nothing but 0 and 1 was made of."""
    values = np.asarray(bench.start[node.id])
    if node.id not in bench.side or size(node) < 2 or not np.all((values == 0) | (values == 1)):
        return None
    flow, current = bench.step.flow, node
    predictions = {output.node for output in bench.step.outputs}
    while current.op in HARD and current.id not in predictions:
        inner = [o for o in current.operands if o in flow.forward]
        if len(inner) != 1:
            return None
        current = flow.nodes[inner[0]]
    same = (p for p in predictions if np.array_equal(flow.nodes[p].value, current.value))
    return min(same, default=None)  # computed once more, perhaps


def halves(bench: Bench, node: Node) -> Iterator[Edit]:
    """Add what is missing of ``A - Y``, or of ``(1 - Y) / (1 - A) - Y / A``."""
    if node.id not in bench.step.flow.backward | bench.side | bench.step.flow.labels:
        return
    value = bench.start.array(node.id)
    for output in bench.step.outputs:
        if value is None or value.shape != output.labels.shape or value.size < 2:
            continue
        A = np.asarray(bench.step.flow.nodes[output.node].value, np.float64)
        for name, part, other in _pairs(A, output.labels):
            k = proportion(value, part)
            if k is not None and k > 0:
                yield Edit(("half", name), "missing-term",
                           Operation("add", (itself(node), k * other)),
                           f"lacks the term {name}", tier=MISSING)  # fmt: skip


def _pairs(
    A: NDArray[np.float64], Y: NDArray[np.float64]
) -> Iterator[tuple[str, NDArray[np.float64], NDArray[np.float64]]]:
    """The two terms of an error: what is missing, what is there, and what to add."""
    yield "A", -Y, A
    yield "- Y", A, -Y
    if np.all((A > 0) & (A < 1)):
        yield "(1 - Y) / (1 - A)", -Y / A, (1 - Y) / (1 - A)
        yield "- Y / A", (1 - Y) / (1 - A), -Y / A
