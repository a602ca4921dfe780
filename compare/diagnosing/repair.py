"""Blame by substitution: which value, replaced by the right one, makes the gradients right.

A value of the backward pass is meant to be a constant times the derivative by some value of the
forward pass, or the slope of an activation.  Each is put in the place of each; what repairs most
without breaking anything, furthest up the stream, is where the first wrong line is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.bench import EXACT, Bench
from compare.diagnosing.library import Reference
from compare.diagnosing.proportion import proportion
from compare.recognising.flow import is_float
from compare.recording.graph import LEAVES, Node

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Repair:
    """A value which, replaced, makes gradients right.

    Attributes
    ----------
    node, reference, value
        Which, by what, and the right value in its place.
    repaired
        The parameters whose gradients become right.
    only_scale
        Whether the value was right but for a constant.
    """

    node: int
    reference: Reference
    value: Array = field(compare=False)
    repaired: frozenset[int]
    only_scale: bool


def repairs(bench: Bench, parameter: int, only: int | None = None) -> list[Repair]:
    """Find every replacement, or those of one node, that mends a gradient and breaks no other."""
    found = []
    for node in _suspects(bench, parameter):
        if bench.clock.is_over:
            break
        if only is not None and node.id != only:
            continue
        for reference, value in _candidates(bench, node):
            if bench.clock.is_over:
                break
            repair = _tried(bench, node, reference, value, parameter)
            if repair is not None:
                found.append(repair)
                break
    return found


def best(found: list[Repair]) -> list[Repair]:
    """Those that repair most: differing values furthest up the stream before, scales last."""
    most = max((len(repair.repaired) for repair in found), default=0)
    chosen = [repair for repair in found if len(repair.repaired) == most]
    return sorted(chosen, key=lambda repair: (repair.only_scale, repair.node))


def _suspects(bench: Bench, parameter: int) -> Iterator[Node]:
    """The values that the gradient was computed from by the backward pass."""
    flow = bench.step.flow
    claim = bench.step.claims[parameter]
    behind = flow.recording.ancestors({claim.levels[0].node})
    inner = claim.levels[-1].node
    for node in flow.nodes:
        if node.id not in behind or node.op in LEAVES or node.id > inner or not is_float(node):
            continue
        if (
            (node.id in flow.backward or node.id in bench.side)
            and node.id not in bench.fixed
            and node.id not in bench.edits
            and bench.is_of_first_pass(node.id)
        ):
            yield node


def _candidates(bench: Bench, node: Node) -> Iterator[tuple[Reference, Array]]:
    shape = np.shape(node.value)
    for reference in bench.candidates:
        if node.id in bench.side and reference.kind != "slope":
            continue
        value = reference.value
        if value.shape == shape:
            yield reference, value
        elif value.T.shape == shape:
            yield reference, value.T
        elif value.size == int(np.prod(shape, dtype=int)):
            yield reference, value.reshape(shape)
            if node.op in ("sum", "mean", "reshape", "squeeze"):
                yield reference, value
        elif node.op in (
            "sum",
            "mean",
            "matmul",
            "dot",
            "multiply",
            "outer",
            "einsum",
            "tensordot",
        ):
            yield reference, value


def _places(bench: Bench, node: Node, reference: Reference, value: Array) -> dict[int, Array]:
    """The right value in its place, in every pass."""
    if bench.passes == 1:
        return {node.id: value}
    places = bench.everywhere(node.id)
    same = bench.alike(reference)
    if len(places) != len(same):
        return {node.id: value}
    return {place: one.value.reshape(value.shape) for place, one in zip(places, same, strict=True)}


def _tried(
    bench: Bench, node: Node, reference: Reference, value: Array, parameter: int
) -> Repair | None:
    """Put the value in, take the constant that it needs from the gradient, and count."""
    places = _places(bench, node, reference, value)
    found = bench.ratios(bench.tried(places))[parameter] if reference.kind != "plain" else 1.0
    if found is None or found == 0:
        return None
    value = value / found
    right = bench.right(bench.tried({place: each / found for place, each in places.items()}))
    if parameter not in right or bench.right_now - right:
        return None
    now = bench.start.array(node.id)
    only_scale = now is not None and proportion(now, value) is not None and np.size(value) > 1
    if now is not None and now.shape == value.shape and np.allclose(now, value, rtol=EXACT, atol=0):
        return None
    return Repair(node.id, reference, value, frozenset(right - bench.right_now), bool(only_scale))
