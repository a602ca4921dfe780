"""What is wrong with a cost that is no positive multiple of a standard one."""

from collections.abc import Iterator, Sequence

import numpy as np

from compare.diagnosing.cost_places import expression_of, formula_of
from compare.diagnosing.cost_trial import close, repairing, trials_of
from compare.diagnosing.edits.edit import Edit, itself
from compare.diagnosing.penalty import Mistake, Penalised, penalised, penalty_mistake
from compare.diagnosing.proportion import proportion
from compare.diagnosing.scale import NUMBERS, Scale
from compare.diagnosing.step import Step
from compare.recognising.costs import STANDARD
from compare.recording.graph import Operation

TIMES = ((0, 0), (1, 0), (-1, 0), (0, -1), (-1, -1), (1, -1))
"""By which powers of m and n_y a cost may differ from the standard one, a mean over examples."""


def cost_edits(steps: Sequence[Step]) -> list[tuple[int, Edit]]:
    """The single edits of the cost that make it a positive multiple of a standard cost."""
    if steps[0].cost is None:
        return []
    found = list(_sign_of_cost(steps))
    trials = trials_of(steps)
    multiples = [_multiples(trial.step) for trial in trials]

    def is_wanted(position: int, value: float) -> bool:
        standards = trials[position].standards.values()
        return any(close(value, k * one) for k in multiples[position] for one in standards)

    found += repairing(trials, is_wanted) if trials else []
    return found or list(missing_half(steps[0]))


def _multiples(step: Step) -> list[float]:
    """How many times a standard cost a cost may be."""
    return [Scale(m, n, number).value(step.sizes) for number in NUMBERS for m, n in TIMES]


def penalty_edits(
    steps: Sequence[Step], cost: str, scale: Scale
) -> tuple[Mistake, list[tuple[int, Edit]]] | None:
    """What is wrong with a cost beside gradients that are those of a standard one and an L2 term.

    Returns
    -------
    tuple or None
        The mistake, and the single edits of the cost that make it right; ``None`` if the gradients
        are others, or nothing is known of the cost.
    """
    found = [penalised(step, cost, scale) for step in steps]
    made_for = [one for one in found if one is not None]
    trials = trials_of(steps)
    if len(made_for) < len(found) or len(trials) < len(steps):
        return None
    wanted = [
        _right_costs(step, trial.standards[one.base], one, scale)
        for step, trial, one in zip(steps, trials, made_for, strict=True)
    ]
    edits = repairing(trials, lambda i, value: any(close(value, right) for right in wanted[i]))
    mistake = penalty_mistake(steps, made_for)
    if mistake is None and not edits:
        return None
    return mistake or Mistake(edits[0][1].cause, edits[0][1].words), edits


def _right_costs(step: Step, base: float, one: Penalised, scale: Scale) -> list[float]:
    """What the cost should be: of the same multiple of the standard one, or of that itself."""
    parameters = (np.asarray(step.flow.nodes[p].value, np.float64) for p in one.meant)
    penalty = sum(
        float(np.vdot(term, values)) / 2
        for term, values in zip(one.meant.values(), parameters, strict=True)
    )
    total = one.times * base + penalty
    return [total / scale.value(step.sizes), total / one.times]


def _sign_of_cost(steps: Sequence[Step]) -> Iterator[tuple[int, Edit]]:
    """A cost that is minus a standard one."""
    for name in STANDARD:
        multiples = [step.own_multiple(name) for step in steps]
        if all(k is not None and k < 0 for k in multiples) and steps[0].cost is not None:
            node = steps[0].flow.nodes[expression_of(steps[0], steps[0].cost)]
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
            node = step.flow.nodes[formula_of(step, step.cost)]
            yield node.id, Edit(("half", lacking), "missing-term", itself(node),
                                f"lacks the term {lacking}")  # fmt: skip
            return
