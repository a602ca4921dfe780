"""The same step without what only rounds: an epsilon in a logarithm, a clip."""

from collections.abc import Sequence

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits import terms
from compare.diagnosing.hypothesis import Hypothesis
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step
from compare.recognising.flow import is_float
from compare.recording.graph import LEAVES, Operation
from compare.replaying.program import rewritten

SMALL = 1e-2
"""By so much a value may change where an epsilon is left out."""


def without_epsilons(steps: Sequence[Step]) -> list[Step] | None:
    """Leave every small constant out of the cost; ``None`` if there is none."""
    found = [_exact(step) for step in steps]
    return [step for step in found if step is not None] if all(found) else None


def _exact(step: Step) -> Step | None:
    if step.cost is None:
        return None
    bench = Bench(step, Hypothesis("none"), Scale(0, 0, 1.0))
    network = {n for o in step.outputs for n in step.recording.ancestors({o.node})}
    inside = step.recording.ancestors({step.cost}) - network
    edits: dict[int, Operation] = {}
    for number in inside:
        node = step.flow.nodes[number]
        if node.op not in LEAVES and is_float(node):
            edit = next(terms.inexact(bench, node), None)
            if edit is not None and _is_small(step, number, edit.operation):
                edits[number] = edit.operation
    changed = rewritten(step.recording, edits) if edits else None
    return None if changed is None else Step(changed)


def _is_small(step: Step, node: int, exact: Operation) -> bool:
    """Whether the value is nearly the same without it: a clip that clips is no epsilon."""
    program = step.flow.program
    before, after = (
        np.asarray(v, float)
        for v in (program.values[node], program.evaluate(exact, program.values))
    )
    return before.shape == after.shape and bool(np.allclose(before, after, rtol=SMALL, atol=SMALL))
