"""Terms of a sum: one left out, one too many, and what only rounds."""

from collections.abc import Iterator

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import (
    LITERAL,
    MISSING,
    Edit,
    is_constant,
    is_scalar,
    itself,
    number_of,
    value_of,
)
from compare.diagnosing.proportion import proportion
from compare.recognising.flow import size
from compare.recording.graph import Node, Operation, Ref


def dropped(bench: Bench, node: Node) -> Iterator[Edit]:
    """Leave a term out."""
    if node.op not in ("add", "subtract") or len(node.args) != 2:
        return
    for index in (0, 1):
        other = node.args[1 - index]
        is_added = is_scalar(bench, node.args[index]) and not is_scalar(bench, other)
        if is_added and abs(number_of(bench, node.args[index])) < 1e-3:
            continue  # an epsilon is another cause
        if index == 0 and node.op == "subtract":
            continue
        if np.size(value_of(bench, other)) <= 1 and not isinstance(other, Ref):
            continue
        yield Edit(("term", index), "cost-gradient-mismatch", Operation("copy", (other,)),
                   "has a term that the cost does not have",
                   lambda t, i=index: t.part(1 - i))  # fmt: skip


def unmasked(bench: Bench, node: Node) -> Iterator[Edit]:
    """Multiply by the mask that the forward pass multiplied by."""
    for mask in bench.masks:
        if mask.value.shape == np.shape(bench.start[node.id]):
            yield Edit(("mask",), "missing-term",
                       Operation("multiply", (itself(node), Ref(mask.node))),
                       "is not multiplied by the mask of the forward pass",
                       lambda t, n=mask.node: f"{t.whole} * {t.naming(n)}", 1)  # fmt: skip
            if len(node.args) == 2 and Ref(mask.node) in node.args and node.op != "multiply":
                yield Edit(("mask", "operator"), "wrong-operator", Operation("multiply", node.args),
                           "is no product with the mask",
                           lambda t: f"{t.part(0)} * {t.part(1)}")  # fmt: skip


def missing(bench: Bench, node: Node) -> Iterator[Edit]:
    """Add the weight decay that the cost has and the gradient lacks."""
    for parameter, decay in bench.decays.items():
        if decay.shape == np.shape(bench.start[node.id]):
            yield Edit(("decay",), "missing-term", Operation("add", (itself(node), decay)),
                       f"lacks the term that the L2 cost has in d{bench.step.names[parameter]}",
                       None, 1)  # fmt: skip


def decayed(bench: Bench, node: Node) -> Iterator[Edit]:
    """Another weight decay than the one written."""
    if node.op not in ("add", "subtract") or len(node.args) != 2:
        return
    for index in (0, 1):
        part, other = node.args[index], node.args[1 - index]
        if (
            not isinstance(part, Ref)
            or part.node in bench.step.flow.from_y | bench.step.flow.from_x
        ):
            continue
        for decay in bench.decays.values():
            written = np.asarray(bench.start[part.node])
            if decay.shape != written.shape or not np.any(decay):
                continue
            k = proportion(written, decay)
            if k is not None and node.op == "subtract" and index == 1:
                k = -k
            cause, words = _of_decay(k, bench.step.examples)
            yield Edit(("decay", index, cause), cause, Operation("add", (other, decay)), words,
                       None, MISSING if k is None else LITERAL)  # fmt: skip


def _of_decay(k: float | None, m: int) -> tuple[str, str]:
    """What is wrong with a term that is k times the right one."""
    if k is None:
        return "cost-gradient-mismatch", "has another term than the derivative of the L2 cost"
    if abs(k - m) < 1e-7 * m:
        return "missing-mean", "does not divide the term of the L2 cost by m"
    if abs(k * m - 1) < 1e-7:
        return "extra-mean", "divides the term of the L2 cost by m once too often"
    return ("sign" if abs(k + 1) < 1e-7 else "factor"), f"has the term of the L2 cost {k:.4g} times"


def inexact(bench: Bench, node: Node) -> Iterator[Edit]:
    """Leave out what only rounds: an epsilon, a clip, a cast."""
    if node.op in ("add", "subtract") and len(node.args) == 2:
        for index in (0, 1):
            if (
                is_constant(bench, node.args[index])
                and 0 < abs(number_of(bench, node.args[index])) < 1e-2
            ):
                yield Edit(("epsilon", index), "approximate",
                           Operation("copy", (node.args[1 - index],)),
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
    if node.op != "getitem" or not isinstance(node.args[0], Ref) or node.id in bench.network:
        return
    whole = value_of(bench, node.args[0])
    if not np.size(whole) > size(node) > 0:
        return
    yield Edit(("whole",), "missing-term", Operation("copy", (node.args[0],)),
               "takes only a part of the examples", lambda t: t.part(0))  # fmt: skip
    for axis in range(np.ndim(whole)):
        yield Edit(("sum of whole", axis), "missing-sum",
                   Operation("sum", (node.args[0],), {"axis": axis, "keepdims": True}),
                   "takes one example where they have to be added up",
                   lambda t, a=axis: f"np.sum({t.part(0)}, axis={a}, keepdims=True)")  # fmt: skip
