"""Terms of a sum: one left out, one too many, and what only rounds."""

from collections.abc import Hashable, Iterator

import numpy as np
from numpy.typing import NDArray

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
    if node.op not in ("add", "subtract") or len(node.args) != 2 or _is_update(bench, node):
        return
    for index in (0, 1):
        part, other = node.args[index], node.args[1 - index]
        is_added = is_scalar(bench, part) and not is_scalar(bench, other)
        if is_added and abs(number_of(bench, part)) < 1e-3:
            continue  # an epsilon is another cause
        if index == 0 and node.op == "subtract":
            continue
        if np.size(value_of(bench, other)) <= 1 and not isinstance(other, Ref):
            continue
        cause, words = "cost-gradient-mismatch", "has a term that the cost does not have"
        flow = bench.step.flow
        if isinstance(part, Ref) and part.node in flow.backward | flow.from_x:
            cause, words = "extra-sum", "has a term too many"
        yield Edit(("term", index), cause, Operation("copy", (other,)), words,
                   lambda t, i=index: t.part(1 - i))  # fmt: skip


def _is_update(bench: Bench, node: Node) -> bool:
    """Whether it is the step of a parameter."""
    return any(claim.update == node.id for claim in bench.step.claims.values())


def unmasked(bench: Bench, node: Node) -> Iterator[Edit]:
    """Multiply by the mask that the forward pass multiplied by."""
    shape = np.shape(bench.start[node.id])
    masks = [mask for mask in bench.masks[::-1] if mask.value.shape == shape]
    for which, mask in bench.of_turn(node.id, masks):
        yield Edit(("mask", which), "missing-term",
                   Operation("multiply", (itself(node), Ref(mask.node))),
                   "is not multiplied by the mask of the forward pass",
                   lambda t, n=mask.node: f"{t.whole} * {t.naming(n)}", 1)  # fmt: skip
        if len(node.args) == 2 and Ref(mask.node) in node.args and node.op != "multiply":
            yield Edit(("mask", "operator"), "wrong-operator", Operation("multiply", node.args),
                       "is no product with the mask",
                       lambda t: f"{t.part(0)} * {t.part(1)}")  # fmt: skip


def missing(bench: Bench, node: Node) -> Iterator[Edit]:
    """Add the weight decay that the cost has and the gradient lacks."""
    shape = np.shape(bench.start[node.id])
    fitting = [p for p in bench.in_order(set(bench.decays)) if bench.decays[p].shape == shape]
    for which, parameter in bench.of_turn(node.id, fitting):
        yield Edit(("decay", which), "missing-term",
                   Operation("add", (itself(node), bench.decays[parameter])),
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
        for decay in _meant_by(bench, part.node):
            k = proportion(np.asarray(bench.start[part.node]), decay)
            if k is not None and node.op == "subtract" and index == 1:
                k = -k
            for which, cause, words in _of_decay(k, bench.step.examples):
                yield Edit(("decay", index, which), cause, Operation("add", (other, decay)),
                           words, None, MISSING if k is None else LITERAL)  # fmt: skip


def _meant_by(bench: Bench, term: int) -> list[NDArray[np.float64]]:
    """The weight decays that a term may be meant for, whole, or without the biases' column."""
    shape = np.shape(bench.start[term])
    fitting = {}
    for parameter, decay in bench.decays.items():
        if decay.shape == shape:
            fitting[parameter] = decay
        elif decay.ndim == len(shape) == 2:
            inner = decay[np.any(decay, axis=1)][:, np.any(decay, axis=0)]
            if inner.shape == shape:
                fitting[parameter] = inner
    behind = bench.step.recording.ancestors({term})
    return [fitting[p] for p in fitting if p in behind] or list(fitting.values())


def _of_decay(k: float | None, m: int) -> Iterator[tuple[Hashable, str, str]]:
    """What may be wrong with a term that is k times the right one: which, cause, words."""
    if k is None:
        words = "has another term than the derivative of the L2 cost"
        yield "another", "cost-gradient-mismatch", words
        return
    if abs(k - m) < 1e-7 * m:
        yield "m", "missing-mean", "does not divide the term of the L2 cost by m"
    if abs(k * m - 1) < 1e-7:
        yield "1/m", "extra-mean", "divides the term of the L2 cost by m once too often"
    cause = "sign" if abs(k + 1) < 1e-7 else "factor"
    yield f"{k:.6g}", cause, f"has the term of the L2 cost {k:.4g} times"


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


def written_over(bench: Bench, node: Node) -> Iterator[Edit]:
    """Add to a part of an array what replaces it."""
    if node.op == "setitem" and isinstance(node.args[0], Ref) and size(node) > 1:
        old, index, new = node.args
        total = Operation("add", (Operation("getitem", (old, index)), new))
        yield Edit(("added to",), "missing-term", Operation("setitem", (old, index, total)),
                   "replaces what it should be added to", tier=MISSING)  # fmt: skip


ENDS = (slice(1, None, None), slice(None, -1, None))
"""All but the first, all but the last."""


def another_part(bench: Bench, node: Node) -> Iterator[Edit]:
    """Leave the first out instead of the last, or the other way round."""
    if node.op != "getitem" or node.id in bench.network:
        return
    index = node.args[1] if isinstance(node.args[1], tuple) else (node.args[1],)
    for axis, part in enumerate(index):
        for one, other in (ENDS, ENDS[::-1]):
            if not isinstance(part, slice) or part != one:
                continue
            turned = (*index[:axis], other, *index[axis + 1 :])
            yield Edit(("part", axis), "wrong-operand",
                       Operation("getitem", (node.args[0], turned)),
                       "leaves out the wrong end")  # fmt: skip


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
