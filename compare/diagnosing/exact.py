"""The same step without what only rounds: an epsilon in a logarithm, a clip."""

from collections.abc import Sequence

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits import terms
from compare.diagnosing.hypothesis import Hypothesis
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step
from compare.recognising.flow import is_float
from compare.recording.graph import LEAVES, Operation
from compare.replaying.program import rewritten


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
            if edit is not None:
                edits[number] = edit.operation
    changed = rewritten(step.recording, edits) if edits else None
    return None if changed is None else Step(changed)
