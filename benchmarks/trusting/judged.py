"""One step of a candidate beside the reference's, judged by us and by every array rule."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from benchmarks.trusting.rules import NG, NORM_RATIO, RULES, Pair, norm_ratio
from compare.formulas.on_torch import TorchEvaluator
from compare.judging.judge import judge_step
from compare.judging.precision import Classifier
from compare.judging.verdict import Judgement
from compare.quantities.model import Model
from compare.quantities.network import network
from compare.traces.trace import record

Case = Mapping[str, Any]
Trace = Mapping[str, Any]
Step = Callable[[Case, Any], tuple[Trace, Any]]

OURS = "backproof"
ACCUSING = ("differ", "convention")
"""Verdicts that call a quantity wrong, or right for other equations only."""


@lru_cache(maxsize=256)
def table(activations: tuple[str, ...], cost: str) -> Model:
    """Write down the table of a network; tables of the same network are one."""
    return network(activations, cost)


class Judged(NamedTuple):
    """What there is to compare, in the order of the table, and what we say of it.

    Attributes
    ----------
    pairs
        The candidate's and the reference's arrays.
    refused
        What has the wrong shape or dtype, so that no rule would compare it.
    judgements
        Ours; empty where we were not asked.
    """

    pairs: dict[str, Pair]
    refused: frozenset[str]
    judgements: dict[str, Judgement]


@np.errstate(all="ignore")  # a wrong candidate may overflow; that is judged, not warned of
def judged(returned: Trace, expected: Trace, case: Case, steps: tuple[Step, Step] | None) -> Judged:
    """Put what a candidate returned beside the reference, and judge it as a trajectory does.

    ``steps`` are the candidate's and the reference's: what differs is run in both precisions.  None
    leaves our judgement out.
    """
    model, dtype = table(case["activations"], case["cost"]), case["X"].dtype
    trace = record(returned, model, model.sizes(case), dtype, case)
    both = [q.name for q in model if q.name in trace.arrays and q.name in expected]
    pairs = {name: Pair(trace.arrays[name], np.asarray(expected[name])) for name in both}
    refused = frozenset(trace.defects.keys() - trace.arrays.keys())
    if steps is None:
        return Judged(pairs, refused, {})
    judgements = judge_step(trace, expected, model, case, dtype, TorchEvaluator)
    if any(judgement.verdict == "differ" for judgement in judgements):
        judgements = Classifier(*steps, model, TorchEvaluator).excuse(
            judgements, trace.arrays, case
        )
    return Judged(pairs, refused, {j.name: j for j in judgements})


@np.errstate(all="ignore")  # what is not a number is within no tolerance
def flagged(judged: Judged) -> dict[str, list[str]]:
    """Name, for every rule, the quantities it calls wrong, in the order of the table.

    What is refused as an array is wrong under every rule.  The norm ratio is one number for all
    gradients, and names none of them.
    """
    named = {OURS: [name for name, j in judged.judgements.items() if j.verdict in ACCUSING]}
    differing = {name: pair for name, pair in judged.pairs.items() if not pair.equal}
    for rule, (wrong, _) in RULES.items():
        found = [name for name, pair in differing.items() if wrong(pair)]
        named[rule] = [*sorted(judged.refused), *found]
    gradients = parameter_gradients(judged.pairs)
    refused = any(name[:2] in ("dW", "db") for name in judged.refused)
    beyond = refused or not norm_ratio(list(gradients.values())) <= NG
    return {**named, NORM_RATIO: ["gradients"] if beyond else []}


def parameter_gradients(pairs: Mapping[str, Pair]) -> dict[str, Pair]:
    """Choose the derivatives by W and b."""
    return {name: pair for name, pair in pairs.items() if name[:2] in ("dW", "db")}
