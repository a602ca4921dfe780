"""A bias that is updated as it should be and never added in the forward pass."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.agreement import weight
from compare.diagnosing.answer import Finding
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.proportion import proportion
from compare.diagnosing.scale import common_scales
from compare.diagnosing.step import Step
from compare.recognising.unused import Unused, unused

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ForgottenBias:
    """A layer whose bias learns and is not added.

    Attributes
    ----------
    layer
        Counted from 1.
    node
        The layer's Z in the first case.
    bias
        The value that is updated, in the first case, and what it is called.
    """

    layer: int
    node: int
    bias: int
    name: str


def forgotten_biases(steps: Sequence[Step]) -> list[ForgottenBias]:
    """Find the biases that take the step of a layer in every case and are not in its Z."""
    found = [_candidates(step) for step in steps]
    if not all(found):
        return []
    result = []
    for position, one in enumerate(found[0]):
        for cost in steps[0].hypotheses:
            for layer in range(1, len(steps[0].layers[0]) + 1):
                if _is_of(steps, [f[position : position + 1] for f in found], cost, layer):
                    Z = steps[0].layers[0][layer - 1].Z
                    result.append(ForgottenBias(layer, Z, one.node, one.name))
    return list({one.bias: one for one in reversed(result)}.values())[::-1]


def of_forgotten_bias(narrator: Narrator, one: ForgottenBias) -> Finding:
    """The line of the layer, and the bias that it lacks."""
    site, via = narrator.where(one.node)
    Z = narrator.step.flow.nodes[one.node]
    instead = [o for o in Z.operands if Z.op == "add" and o in narrator.step.flow.from_p]
    instead = [o for o in instead if o not in narrator.step.flow.from_x]
    added = f": {narrator.called(instead[0])} stands in its place" if instead else ""
    return narrator.pointing(
        site,
        via,
        quantity=narrator.step.names.get(one.node, f"Z{one.layer}"),
        status="certain",
        name=narrator.called(one.node),
        cause="wrong-operand" if instead else "missing-term",
        sure=True,
        explanation=f"{one.name} is updated as the bias of this layer, and never added{added}",
    )


def _candidates(step: Step) -> list[Unused]:
    if not step.layers or not step.layers[0]:
        return []
    network = step.recording.ancestors({output.node for output in step.outputs})
    ends = {claim.levels[0].node for p, claim in step.claims.items() if p in network}
    return unused(step.flow, network, step.recording.ancestors(ends) if ends else set())


def _is_of(steps: Sequence[Step], found: Sequence[Sequence[Unused]], cost: str, layer: int) -> bool:
    """Whether a value takes the step of a layer's bias: the same constant times it in each case."""
    ratios = []
    for step, ones in zip(steps, found, strict=True):
        wanted = _gradient(step, cost, layer)
        ratio = _ratio(step, ones[0], wanted) if ones and wanted is not None else None
        if ratio is None:
            return False
        ratios.append((ratio, step.sizes))
    return bool(common_scales(ratios))


def _ratio(step: Step, one: Unused, wanted: Array) -> float | None:
    """By which constant what is meant as the gradient of a value is the one that is wanted."""
    for level in one.levels[-1:] if wanted.size == 1 else one.levels:
        value = np.ravel(np.asarray(step.flow.nodes[level.node].value, np.float64))
        found = proportion(value, wanted) if value.shape == wanted.shape else None
        if found is not None:
            return found * weight(step, level)
    return None


def _gradient(step: Step, cost: str, layer: int) -> Array | None:
    """What a bias of a layer would have as its gradient: dZ, summed over the examples."""
    if cost not in step.hypotheses:
        return None
    total: Array | None = None
    for output, layers in zip(step.outputs, step.layers, strict=True):
        if len(layers) < layer or layers[layer - 1].biases:
            return None
        dZ = step.hypotheses[cost].derivatives.get(layers[layer - 1].Z)
        if dZ is None:
            return None
        one = dZ.sum(axis=output.axis) if dZ.ndim == 2 else dZ.sum(keepdims=dZ.ndim == 1)
        total = np.ravel(one) if total is None else total + np.ravel(one)
    return total
