"""Where an edit of the cost is tried: which number the code would then call its cost."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.clock import Clock
from compare.diagnosing.edits import operands, operators, scales, terms
from compare.diagnosing.edits.edit import Edit
from compare.diagnosing.forward import GENERATORS, plain_bench
from compare.diagnosing.step import Step
from compare.recognising.costs import standard
from compare.recognising.outputs import outputs
from compare.recording.graph import LEAVES, Node

EXACT = 1e-9
ON_A_TERM = ("add", "subtract")

Wanted = Callable[[int, float], bool]
"""Whether a number is the right cost of a case, by its position."""


class CostTrial:
    """One case, as it is before anything is updated."""

    def __init__(self, step: Step) -> None:
        self.step = step

    @cached_property
    def bench(self) -> Bench:
        """Where the edits come from."""
        return plain_bench(self.step)

    @property
    def cost(self) -> int:
        """The node that the code calls its cost."""
        return int(self.step.cost or 0)

    @cached_property
    def nodes(self) -> list[Node]:
        """What the cost is computed by after the predictions, last operations first."""
        recording = self.step.recording
        behind = recording.ancestors({self.cost})
        seen = [*self.step.outputs, *outputs(self.step.flow, behind)]
        network = recording.ancestors({output.node for output in seen})
        inside = sorted(behind - network, reverse=True)
        nodes = self.step.flow.nodes
        return [nodes[n] for n in inside if nodes[n].op not in LEAVES]

    @cached_property
    def terms(self) -> set[int]:
        """The cost, and what it is added up from."""
        found, open_nodes = set(), [self.cost]
        while open_nodes:
            node = self.step.flow.nodes[open_nodes.pop()]
            found.add(node.id)
            if node.op in ON_A_TERM:
                open_nodes += [o for o in node.operands if o in self.step.flow.from_p]
        return found

    def edits(self, node: Node) -> Iterator[Edit]:
        """The ways to write an operation of the cost otherwise."""
        generators = [*GENERATORS, operators.moved_inside, operands.operands, terms.inexact]
        if node.id in self.terms:
            generators.append(scales.scaling)
        for generator in generators:
            yield from generator(self.bench, node)

    def value(self, node: int, edit: Edit) -> float:
        """The cost after an edit; not a number if it cannot be computed."""
        value = self.bench.program.rerun({}, {node: edit.operation}).array(self.cost)
        return float("nan") if value is None or value.size != 1 else float(value.ravel()[0])

    @cached_property
    def standards(self) -> dict[str, float]:
        """The values of the standard costs of the predictions that the gradients start from."""
        step, program = self.step, self.bench.program
        return {
            name: float(
                program.evaluate(standard(name, step.outputs, step.examples), program.values)
            )
            for name in step.hypotheses
            if name != "own"
        }


def trials_of(steps: Sequence[Step]) -> list[CostTrial]:
    """The cases that have a cost."""
    before = [step.before_update for step in steps]
    return [CostTrial(step) for step in before if step is not None and step.cost is not None]


def repairing(trials: Sequence[CostTrial], is_wanted: Wanted) -> list[tuple[int, Edit]]:
    """The single edits of a cost that make it right on every case, those of the line first."""
    clock = Clock()
    found: list[tuple[int, Edit]] = []
    first = trials[0]
    for node in first.nodes:
        for edit in first.edits(node):
            if clock.is_over:
                break
            if is_wanted(0, first.value(node.id, edit)) and all(
                is_wanted(position, _again(trial, first, node.id, edit))
                for position, trial in enumerate(trials[1:], 1)
            ):
                found.append((node.id, edit))
    return sorted(found, key=lambda pair: pair[1].tier)


def _again(trial: CostTrial, first: CostTrial, node: int, edit: Edit) -> float:
    """The cost of another case after the same edit."""
    same = trial.step.at(first.step.key(node))
    if same is None:
        return float("nan")
    for other in trial.edits(trial.step.flow.nodes[same]):
        if other.id == edit.id:
            return trial.value(same, other)
    return float("nan")


def close(value: float, wanted: float) -> bool:
    """Whether a cost is another up to rounding."""
    return bool(np.isfinite(value)) and abs(value - wanted) <= EXACT * abs(wanted)
