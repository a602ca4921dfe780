"""The right values that a backward pass may be meant to compute, for one cost."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.hypothesis import Hypothesis
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step
from compare.recognising.flow import is_float, size
from compare.recording.graph import Ref

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Reference:
    """A right value: the derivative by a node, or the slope of a layer's activation.

    Attributes
    ----------
    kind
        ``derivative``, ``slope`` or ``mask``.
    node
        By which node; for a slope the Z of the layer.
    name
        ``dZ1``, ``g'(Z1)``.
    """

    kind: str
    node: int
    name: str
    value: Array = field(compare=False)


class Library:
    """The right values of a step, if a cost is meant.

    Parameters
    ----------
    scale
        The constant that right gradients share.
    """

    def __init__(self, step: Step, hypothesis: Hypothesis, scale: Scale) -> None:
        self.step, self.hypothesis, self.scale = step, hypothesis, scale

    @cached_property
    def wanted(self) -> float:
        """The constant that right gradients share."""
        return self.scale.value(self.step.sizes)

    @cached_property
    def network(self) -> set[int]:
        """The nodes of the forward pass itself."""
        return self.step.recording.ancestors({output.node for output in self.step.outputs})

    @cached_property
    def slopes(self) -> list[Reference]:
        """g'(Z) of every layer whose activation acts on each entry alone."""
        return [
            Reference("slope", layer.Z, f"g'({self.step.names[layer.Z]})", slope)
            for layers in self.step.layers
            for layer in layers
            if (slope := self.step.slope(layer)) is not None
        ]

    @cached_property
    def decays(self) -> dict[int, Array]:
        """By parameter what the cost adds to its gradient past the prediction: the decay."""
        if self.hypothesis.name != "own":
            return {}
        for name, other in self.step.hypotheses.items():
            multiple = self.step.own_multiple(name) if name != "own" else None
            if multiple is not None:
                wanted = self.wanted
                terms = {
                    p: (own - multiple * other.gradients[p]) * wanted
                    for p, own in self.hypothesis.gradients.items()
                }
                largest = {
                    p: float(np.max(np.abs(g), initial=0.0)) for p, g in other.gradients.items()
                }
                return {
                    p: t
                    for p, t in terms.items()
                    if np.max(np.abs(t)) > 1e-4 * max(largest[p], 1e-9)
                }
        return {}

    @cached_property
    def masks(self) -> list[Reference]:
        """What values of the forward pass are multiplied with entry by entry: dropout's masks."""
        nodes = self.step.flow.nodes
        found = []
        for number in sorted(self.network):
            node = nodes[number]
            if node.op != "multiply" or len(node.operands) != 2:
                continue
            left, right = (nodes[operand] for operand in node.operands)
            for mask, value in ((left, right), (right, left)):
                if mask.id in self.step.flow.from_p or value.id not in self.step.flow.from_p:
                    continue
                if np.shape(mask.value) == np.shape(value.value) and size(mask) > 1:
                    array = np.asarray(mask.value, float)
                    found.append(Reference("mask", mask.id, "the mask", array))
        return found

    @cached_property
    def library(self) -> list[Reference]:
        """The right values that a line of the backward pass may be meant to compute."""
        derivatives = self.hypothesis.derivatives
        named = [node for node in self.step.names if node in derivatives]
        others = [node for node in derivatives if node in self.network and node not in named]
        flow = self.step.flow
        found = [
            Reference("derivative", node, self.step.called_derivative(node), derivatives[node])
            for node in (*named, *others)
            if is_float(flow.nodes[node])
            and size(flow.nodes[node]) > 0
            and np.any(derivatives[node])
        ]
        return found + self.slopes

    @cached_property
    def forward_numbers(self) -> list[float]:
        """What hidden values are divided by: the probability that dropout keeps a unit with."""
        nodes = self.step.flow.nodes
        found = []
        for number in sorted(self.network & self.step.flow.from_p):
            node = nodes[number]
            if node.op in ("divide", "true_divide") and size(node) > 1:
                by = node.args[1]
                value = nodes[by.node].value if isinstance(by, Ref) else by
                if isinstance(value, int | float) and value not in (0, 1):
                    found.append(float(value))
        return list(dict.fromkeys(found))
