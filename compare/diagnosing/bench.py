"""Where a change of the recorded run is tried: whether it makes the gradients right."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.agreement import ratio
from compare.diagnosing.clock import Clock
from compare.diagnosing.hypothesis import Hypothesis
from compare.diagnosing.library import Library, Reference
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step
from compare.recognising.flow import is_float
from compare.recording.graph import Operation
from compare.replaying.program import Values

Array = NDArray[np.float64]
T = TypeVar("T")
EXACT = 1e-7


class Bench(Library):
    """A step and the cost that its gradients are held against.

    Parameters
    ----------
    fixed, edits
        What was found wrong before: the right values, and the lines as they should be, by node.
    """

    def __init__(
        self,
        step: Step,
        hypothesis: Hypothesis,
        scale: Scale,
        fixed: Mapping[int, Any] | None = None,
        edits: Mapping[int, Operation] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.clock = clock or Clock()
        self.known_edits: dict[tuple[int, int], Any] = {}
        self.explained: dict[tuple[int, frozenset[int]], Any] = {}
        super().__init__(step, hypothesis, scale)
        self.fixed, self.edits = dict(fixed or {}), dict(edits or {})
        self.program = step.flow.program
        self.start = self.program.rerun(self.fixed, self.edits)

    def ratios(self, values: Values) -> dict[int, float | None]:
        """By parameter: which constant its gradient is off by, 1 if it is right."""
        found = {}
        for parameter, claim in self.step.claims.items():
            r = ratio(self.step, claim, self.hypothesis, values)
            nothing = not np.any(self.hypothesis.gradients[parameter])
            found[parameter] = None if r is None else 1.0 if nothing else r / self.wanted
        return found

    def right(self, values: Values) -> set[int]:
        """The parameters whose gradients are right."""
        return {p for p, r in self.ratios(values).items() if r is not None and abs(r - 1) < EXACT}

    @cached_property
    def right_now(self) -> set[int]:
        """Those that are right without a change."""
        return self.right(self.start)

    def tried(
        self, overrides: Mapping[int, Any], edits: Mapping[int, Operation] | None = None
    ) -> Values:
        """Compute the step with a change, on top of what was fixed before."""
        return self.program.rerun({**self.fixed, **overrides}, {**self.edits, **(edits or {})})

    @cached_property
    def side(self) -> set[int]:
        """What the backward pass computes from the forward pass alone: slopes, transposes."""
        flow = self.step.flow
        values = flow.forward | flow.from_x | flow.labels
        return values - flow.backward - self.network - flow.X - flow.Y

    @cached_property
    def named_backward(self) -> list[int]:
        """What the backward pass computes and calls something."""
        flow = self.step.flow
        kept = flow.backward | flow.labels | self.side
        return [n for n in flow.names if n in kept and is_float(flow.nodes[n])]

    @cached_property
    def passes(self) -> int:
        """How many forward passes the step has: one, or one a sample."""
        return max(1, len(self.step.outputs))

    def everywhere(self, node: int) -> list[int]:
        """A node of the first pass, and the same of the others."""
        same = self.occurrences.get(self._place(node), [node])
        each = len(same) // self.passes
        if self.passes == 1 or each * self.passes != len(same):
            return [node]
        return same[same.index(node) % each :: each]

    def turn(self, node: int) -> tuple[int, int]:
        """In which pass a node was made, and which time its line ran there."""
        same = self.occurrences.get(self._place(node), [node])
        each = max(1, len(same) // self.passes)
        index = same.index(node) if node in same else 0
        return (index // each, index % each) if each * self.passes == len(same) else (0, index)

    def of_turn(self, node: int, options: Sequence[T]) -> list[tuple[object, T]]:
        """Of options, one a layer, last layer first: all with their numbers, in a loop its own.

        The loop ends with the first layer.
        """
        times = len(self.occurrences.get(self._place(node), ())) // self.passes
        if times <= 1 or len(options) == 1:
            return list(enumerate(options)) if times <= 1 else [("of the turn", options[0])]
        at = len(options) - times + self.turn(node)[1]
        return [("of the turn", options[at])] if 0 <= at < len(options) else []

    def known_in(self, node: int) -> list[int]:
        """X, every Z and A of the pass that a node belongs to, and the parameters."""
        step = self.step
        parameters = [p.id for p in step.flow.parameters]
        if self.passes == 1:
            return [*step.flow.X, *step.flow.Y, *step.names]
        layers = step.layers[self.turn(node)[0]]
        inputs = [layer.before for layer in layers[:1]]
        return [
            *inputs,
            *(n for layer in layers for n in (layer.Z, layer.A) if n >= 0),
            *parameters,
        ]

    def slopes_in(self, node: int) -> list[Reference]:
        """The slopes of the pass that a node belongs to."""
        if self.passes == 1:
            return self.slopes
        inside = {layer.Z for layer in self.step.layers[self.turn(node)[0]]}
        return [slope for slope in self.slopes if slope.node in inside]

    def is_of_first_pass(self, node: int) -> bool:
        """Whether it is no repetition for another sample."""
        return self.everywhere(node)[0] == node

    def _place(self, node: int) -> tuple[Any, str]:
        return self.step.flow.nodes[node].site, self.step.flow.nodes[node].op

    @cached_property
    def occurrences(self) -> dict[tuple[Any, str], list[int]]:
        """By place the nodes of the backward pass that were made there, up to the first update."""
        found: dict[tuple[Any, str], list[int]] = {}
        for node in self.step.flow.nodes:
            if node.id not in self.network and node.id in self.step.behind:
                found.setdefault((node.site, node.op), []).append(node.id)
        return found

    @cached_property
    def by_name(self) -> dict[tuple[str, str], list[Reference]]:
        """The references of one name, one for each pass, in order."""
        found: dict[tuple[str, str], list[Reference]] = {}
        for reference in sorted(self.library, key=lambda one: one.node):
            found.setdefault((reference.kind, reference.name), []).append(reference)
        return found

    def alike(self, reference: Reference) -> list[Reference]:
        """The same reference in every pass."""
        same = (
            self.by_name.get((reference.kind, reference.name), [])
            if reference.name
            else [reference]
        )
        return same if len(same) == self.passes else [reference] * self.passes

    @cached_property
    def candidates(self) -> list[Reference]:
        """The library without repetitions for other samples, and gradients without weight decay."""
        first = [
            one
            for one in self.library
            if (self.alike(one)[0] is one if one.name else self.passes == 1)
        ]
        return first + (self._beside_decay(first) if self.decays else [])

    def _beside_decay(self, first: list[Reference]) -> list[Reference]:
        """Right values of a size that fits what is added to them, a mean or a sum over examples."""
        sizes = [self.wanted, self.wanted * self.step.examples]
        gradients = [
            Reference(
                "plain",
                p,
                f"d{self.step.names[p]}",
                (self.hypothesis.gradients[p] - decay / self.wanted) * size,
            )
            for p, decay in self.decays.items()
            for size in sizes
        ]
        inside = [one for one in first if one.kind == "derivative" and one.node in self.network]
        return gradients + [replace(one, kind="plain", value=one.value * k)
                            for one in inside for k in sizes]  # fmt: skip

    def layer_of(self, parameter: int) -> int:
        """The number of a parameter's layer, from 1."""
        for layers in self.step.layers:
            for number, layer in enumerate(layers, 1):
                if parameter in layer.weights or parameter in layer.biases:
                    return number
        return 0

    def in_order(self, parameters: set[int]) -> list[int]:
        """Sort parameters as the backward pass meets them."""
        return sorted(parameters, key=lambda p: (-self.layer_of(p), self.step.names[p]))
