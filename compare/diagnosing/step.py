"""One recorded step, with everything that is derived from it: the subject of a diagnosis."""

from functools import cached_property
from typing import Any

import numpy as np

from compare.diagnosing.course_names import course_names
from compare.diagnosing.hypothesis import Array, Hypothesis, without_epsilon
from compare.diagnosing.proportion import proportion
from compare.diagnosing.rate import rate_of
from compare.diagnosing.told_cost import told_cost
from compare.recognising.activations import activation_of
from compare.recognising.claims import Claim, claims
from compare.recognising.costs import STANDARD, is_defined, standard
from compare.recognising.flow import Flow, size
from compare.recognising.layers import Layer, layers_of
from compare.recognising.outputs import Output, outputs
from compare.recognising.unclaimed import Unclaimed, unclaimed
from compare.recording.graph import Operation, Recording, Ref
from compare.replaying.on_torch import Replay, replay
from compare.replaying.program import rewritten

Key = tuple[Any, int]

CHOSEN = ("greater", "greater_equal", "less", "less_equal", "astype", "round", "where", "setitem")
"""What makes classes of probabilities."""

SATURATED = 1e-6
"""A probability so near to 0 or 1 shows little but rounding."""


class Step:
    """A recording, recognised.

    Attributes
    ----------
    claims
        By parameter leaf: what the code holds to be its gradient.
    outputs, layers
        The predictions, and the layers behind each.
    names
        By node: the course's name of a value of the forward pass, or of a parameter.
    """

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.flow = Flow(recording)
        self.claims: dict[int, Claim] = claims(self.flow)
        ends = {claim.levels[0].node for claim in self.claims.values()}
        self.behind = recording.ancestors(ends) if ends else set()
        self.outputs: list[Output] = self._outputs()
        self.layers: list[list[Layer]] = [layers_of(self.flow, o.node) for o in self.outputs]
        self.names = course_names(self.flow, self.layers)

    def _outputs(self) -> list[Output]:
        """What the gradients compare with the labels; what the cost does, if that is made of it.

        A backward pass that takes Z2 for A2, or the class for its probability, does not make that
        the prediction.
        """
        found = outputs(self.flow, self.behind)
        if self.cost is not None:
            of_cost = outputs(self.flow, self.recording.ancestors({self.cost}))
            ends = self.recording.ancestors({output.node for output in of_cost})
            ends -= {output.node for output in of_cost}
            if not found or (of_cost and all(o.node in ends or self._is_hard(o) for o in found)):
                return of_cost
        if not found and not self.claims:  # it stopped on the way
            return outputs(self.flow, self.flow.backward)
        return found

    def _is_hard(self, output: Output) -> bool:
        """Whether it is a class, chosen by comparing: nothing but 0 and 1."""
        node = self.flow.nodes[output.node]
        A = np.asarray(node.value, np.float64)
        return node.op in CHOSEN and bool(np.all((A == 0) | (A == 1)))

    @cached_property
    def replay(self) -> Replay:
        """The run on torch."""
        return replay(self.recording)

    @property
    def examples(self) -> int:
        """How many examples the step is about."""
        return max(1, sum(output.examples for output in self.outputs))

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The sizes that a convention may be made of."""
        units = 1
        if self.outputs:
            output = self.outputs[0]
            units = max(1, size(self.flow.nodes[output.node]) // max(1, output.examples))
        return {"m": self.examples, "n_y": units}

    @cached_property
    def is_saturated(self) -> bool:
        """Whether a probability is so near to 0 or 1 that rounding is all that is seen of it."""
        for output, layers in zip(self.outputs, self.layers, strict=True):
            A = np.asarray(self.flow.nodes[output.node].value, np.float64)
            if np.any((A < SATURATED) | (A > 1 - SATURATED)) and self._is_probability(A, layers):
                return True
        return False

    def _is_probability(self, A: Array, layers: list[Layer]) -> bool:
        """Whether predictions are a sigmoid or add up to 1 for each example."""
        if not layers or np.any((A < 0) | (A > 1)):
            return False
        Z = np.asarray(self.flow.nodes[layers[-1].Z].value, np.float64)
        return self.adds_up or activation_of(Z, A, self.units_axis, 1e-6) == "sigmoid"

    @cached_property
    def not_derived(self) -> list[int]:
        """The operations of the forward pass or of the cost that torch could not be asked about."""
        ends = {output.node for output in self.outputs}
        if self.cost is not None:
            ends.add(self.cost)
        inside = self.recording.ancestors(ends) & self.flow.from_p
        return [node for node in self.replay.unknown if node in inside]

    @cached_property
    def unclaimed(self) -> list[Unclaimed]:
        """The weights whose update was not understood."""
        network = {n for o in self.outputs for n in self.recording.ancestors({o.node})}
        return unclaimed(self.flow, network)

    @property
    def units_axis(self) -> int:
        """The axis in which the units of a layer lie."""
        return 1 - self.outputs[0].axis if self.outputs and self.outputs[0].axis in (0, 1) else 0

    @property
    def adds_up(self) -> bool:
        """Whether the predictions of each example add up to about 1: some softmax."""
        output = self.outputs[0]
        A = np.asarray(self.flow.nodes[output.node].value, np.float64)
        return A.ndim == 2 and bool(np.allclose(A.sum(axis=1 - output.axis), 1, atol=0.05))

    @property
    def has_one_bias(self) -> bool:
        """Whether the last layer has one bias for all its units: written for one output."""
        last = self.layers[0][-1] if self.layers and self.layers[0] else None
        return last is not None and any(size(self.flow.nodes[b]) == 1 for b in last.biases)

    @cached_property
    def rate(self) -> float | None:
        """The learning rate, if the number that was handed in is what the updates multiply by."""
        return rate_of(self.flow, self.claims, self.sizes)

    @cached_property
    def dims(self) -> list[int]:
        """The sizes of the layers, inputs first."""
        if not self.layers or not self.layers[0]:
            return []
        m = max(1, self.outputs[0].examples)
        nodes = self.flow.nodes
        first = size(nodes[self.layers[0][0].before]) // m
        return [max(1, first), *(max(1, size(nodes[layer.Z]) // m) for layer in self.layers[0])]

    @cached_property
    def updated(self) -> set[int]:
        """Everything computed from parameters that were already updated."""
        new = {claim.update for claim in self.claims.values() if claim.update is not None}
        return self.recording.depending_on(new)

    @cached_property
    def cost(self) -> int | None:
        """The number that the code calls its cost."""
        return told_cost(self.flow, self.behind, self.updated)

    @cached_property
    def inputs(self) -> set[int]:
        """What the first layer of each pass takes."""
        return {layers[0].before for layers in self.layers if layers}

    def leave_out_unused(self) -> None:
        """Forget the claims on parameters that no prediction is computed from."""
        network = self.recording.ancestors({output.node for output in self.outputs})
        self.claims = {p: claim for p, claim in self.claims.items() if p in network}

    def called_derivative(self, node: int) -> str:
        """Name the derivative by a value: ``dZ1``; ``""`` if the value has no name."""
        return f"d{self.names[node]}" if node in self.names else ""

    def slope(self, layer: Layer) -> Array | None:
        """g'(Z) of a layer, by autograd of its activation; ``None`` if not entry by entry."""
        Z, A = self.flow.nodes[layer.Z], self.flow.nodes[layer.A] if layer.A >= 0 else None
        if A is None or np.shape(Z.value) != np.shape(A.value) or layer.A == layer.Z:
            return None
        if layer.A not in self.replay.tensors:
            return None
        total = self.replay.derivative(self.replay.tensors[layer.A]).get(layer.Z)
        single = self.replay.entry_slope(layer.A, layer.Z)
        return total if total is not None and single else None

    def key(self, node: int) -> Key:
        """What identifies a node in other runs of the same code: its place, and which time."""
        return self._keys[node]

    def at(self, key: Key) -> int | None:
        """Find the node of a key."""
        return self._by_key.get(key)

    @cached_property
    def _keys(self) -> dict[int, Key]:
        seen: dict[Any, int] = {}
        keys = {}
        for node in self.flow.nodes:
            place = (node.site, node.op)
            seen[place] = seen.get(place, -1) + 1
            keys[node.id] = (place, seen[place])
        return keys

    @cached_property
    def _by_key(self) -> dict[Key, int]:
        return {key: node for node, key in self._keys.items()}

    @cached_property
    def hypotheses(self) -> dict[str, Hypothesis]:
        """The costs that the gradients may be meant for, the own one first."""
        found = {}
        values = [np.asarray(self.flow.nodes[o.node].value, np.float64) for o in self.outputs]
        for name in STANDARD if self.outputs else ():
            if is_defined(name, self.outputs, values):
                total = self.replay.compute(standard(name, self.outputs, self.examples))
                derivative = self.replay.derivative(total)
                found[name] = Hypothesis(name, self._gradients(derivative), derivative)
        own = self._own_hypothesis(found)
        return found if own is None else {"own": own, **found}

    def _own_hypothesis(self, standards: dict[str, Hypothesis]) -> Hypothesis | None:
        """The derivatives of the cost that the code computes, at the parameters before the update.

        Where it runs the forward pass once more for its cost, the derivatives by the values of the
        pass that backward starts from are those of the standard cost it is a multiple of.
        """
        before = self.before_update
        if before is None or before.cost is None or before.cost not in before.replay.tensors:
            return None
        derivative = before.replay.derivative(before.replay.tensors[before.cost])
        gradients = self._gradients(derivative)
        for name, standard_one in standards.items():
            multiple = self.own_multiple(name)
            if multiple is not None:
                scaled = {n: multiple * d for n, d in standard_one.derivatives.items()}
                exact = {
                    p: without_epsilon(own, multiple * standard_one.gradients[p])
                    for p, own in gradients.items()
                }
                return Hypothesis("own", exact, {**derivative, **scaled, **exact})
        return Hypothesis("own", gradients, derivative)

    @cached_property
    def before_update(self) -> "Step | None":
        """The step as it would be if nothing were updated before the cost is computed."""
        if self.cost is None or self.cost not in self.updated:
            return self
        edits = {
            claim.update: Operation("copy", (Ref(claim.parameter),))
            for claim in self.claims.values()
            if claim.update is not None
        }
        changed = rewritten(self.recording, edits)
        return None if changed is None else Step(changed)

    def own_multiple(self, name: str) -> float | None:
        """How many times a standard cost the own cost is, as a function of the predictions."""
        if self.before_update is not self:
            return None if self.before_update is None else self.before_update.own_multiple(name)
        if self.cost is None or self.cost not in self.replay.tensors:
            return None
        seen = outputs(self.flow, self.recording.ancestors({self.cost}))
        if not seen:
            return None
        count = max(1, sum(output.examples for output in seen))
        values = [np.asarray(self.flow.nodes[o.node].value, np.float64) for o in seen]
        if not is_defined(name, seen, values):
            return None
        own = self.replay.derivative(self.replay.tensors[self.cost])
        wanted = self.replay.derivative(self.replay.compute(standard(name, seen, count)))
        found = [
            proportion(own[o.node], wanted[o.node], 1e-6) if o.node in own else None for o in seen
        ]
        multiples = [multiple for multiple in found if multiple is not None]
        if len(multiples) < len(found) or not np.allclose(multiples, multiples[0], rtol=1e-6):
            return None
        return multiples[0]

    def _gradients(self, derivative: dict[int, Array]) -> dict[int, Array]:
        return {
            p.id: derivative.get(p.id, np.zeros(np.shape(p.value))) for p in self.flow.parameters
        }
