"""What is wrong with a cost that is no positive multiple of a standard one."""

from collections.abc import Iterator, Sequence

import numpy as np

from compare.diagnosing.agreement import kind_of_own_cost
from compare.diagnosing.clock import Clock
from compare.diagnosing.edits import operands, terms
from compare.diagnosing.edits.edit import Edit, itself
from compare.diagnosing.forward import GENERATORS, plain_bench
from compare.diagnosing.proportion import proportion
from compare.diagnosing.step import Step
from compare.recognising.costs import STANDARD
from compare.recording.graph import LEAVES, Operation, Recording
from compare.replaying.program import rewritten


def cost_edits(steps: Sequence[Step]) -> list[tuple[int, Edit]]:
    """The single edits of the cost that make it a positive multiple of a standard cost."""
    step = steps[0]
    if step.cost is None:
        return []
    bench = plain_bench(step)
    network = {n for o in step.outputs for n in step.recording.ancestors({o.node})}
    inside = step.recording.ancestors({step.cost}) - network
    found = list(_sign_of_cost(steps))
    clock = Clock()
    for node in step.flow.nodes:
        if clock.is_over:
            break
        if node.op in LEAVES or node.id not in inside:
            continue
        generators = (*GENERATORS, operands.operands, terms.inexact)
        for edit in (edit for generate in generators for edit in generate(bench, node)):
            mended = rewritten(step.recording, {node.id: edit.operation})
            if clock.is_over:
                break
            if mended is not None and _is_standard(mended, step.cost):
                found.append((node.id, edit))
    return found or list(missing_half(step))


def _is_standard(recording: Recording, cost: int) -> bool:
    """Whether a run computes a positive multiple of a standard cost."""
    value = np.asarray(recording.nodes[cost].value, float)
    if value.size != 1 or not np.all(np.isfinite(value)):
        return False
    own = kind_of_own_cost([Step(recording)])
    return own is not None and own[1].is_plain


def _sign_of_cost(steps: Sequence[Step]) -> Iterator[tuple[int, Edit]]:
    """A cost that is minus a standard one."""
    for name in STANDARD:
        multiples = [step.own_multiple(name) for step in steps]
        if all(k is not None and k < 0 for k in multiples) and steps[0].cost is not None:
            node = steps[0].flow.nodes[steps[0].cost]
            yield node.id, Edit(("minus",), "sign", Operation("negative", (itself(node),)),
                                "has the wrong sign", lambda t: f"-({t.whole})")  # fmt: skip
            return


def missing_half(step: Step) -> Iterator[tuple[int, Edit]]:
    """A binary cross-entropy of which only one of the two terms is there."""
    if step.cost is None or "own" not in step.hypotheses:
        return
    own = step.hypotheses["own"].derivatives
    found = [own.get(output.node) for output in step.outputs]
    if step.sizes["n_y"] > 1 and step.adds_up:
        return
    if any(one is None for one in found) or not step.outputs:
        return
    mine = np.concatenate([np.ravel(one) for one in found if one is not None])
    A = np.concatenate(
        [np.ravel(np.asarray(step.flow.nodes[o.node].value, float)) for o in step.outputs]
    )
    Y = np.concatenate([np.ravel(o.labels) for o in step.outputs])
    with np.errstate(all="ignore"):
        halves = {"(1 - Y) log(1 - A)": -Y / A, "Y log A": (1 - Y) / (1 - A)}
    for lacking, half in halves.items():
        if mine.size > 1 and proportion(mine, half) is not None:
            node = step.flow.nodes[step.cost]
            yield node.id, Edit(("half", lacking), "missing-term", itself(node),
                                f"lacks the term {lacking}")  # fmt: skip
            return
