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
    """What there is to compare, in the order of the table, and what we say of it."""

    judgements: dict[str, Judgement]
    pairs: dict[str, Pair]


@np.errstate(all="ignore")  # a wrong candidate may overflow; that is judged, not warned of
def judged(returned: Trace, expected: Trace, case: Case, steps: tuple[Step, Step]) -> Judged:
    """Judge what a candidate returned, as a trajectory of one step does.

    ``steps`` are the candidate's and the reference's: what differs is run in both precisions.
    """
    model, dtype = table(case["activations"], case["cost"]), case["X"].dtype
    trace = record(returned, model, model.sizes(case), dtype, case)
    judgements = judge_step(trace, expected, model, case, dtype, TorchEvaluator)
    if any(judgement.verdict == "differ" for judgement in judgements):
        judgements = Classifier(*steps, model, TorchEvaluator).excuse(judgements, case)
    both = [q.name for q in model if q.name in trace.arrays and q.name in expected]
    pairs = {name: Pair(trace.arrays[name], np.asarray(expected[name])) for name in both}
    return Judged({j.name: j for j in judgements}, pairs)


@np.errstate(all="ignore")  # what is not a number is within no tolerance
def flagged(judged: Judged) -> dict[str, list[str]]:
    """Name, for every rule, the quantities it calls wrong, in the order of the table.

    What has a defect as an array is wrong under every rule: each would refuse it, or fail on it.  A
    rule that has one number for all gradients names none: ``gradients``.
    """
    named = {OURS: [name for name, j in judged.judgements.items() if j.verdict in ACCUSING]}
    refused = [name for name in named[OURS] if name not in judged.pairs]
    differing = {name: pair for name, pair in judged.pairs.items() if not pair.equal}
    for rule, (wrong, _) in RULES.items():
        found = {*refused, *(name for name, pair in differing.items() if wrong(pair))}
        named[rule] = [name for name in judged.judgements if name in found]
    gradients = parameter_gradients(judged.pairs)
    beyond = any(name[:2] in ("dW", "db") for name in refused)
    if beyond or not norm_ratio(list(gradients.values())) <= NG:
        named[NORM_RATIO] = ["gradients"]
    return {rule: named.get(rule, []) for rule in (OURS, *RULES, NORM_RATIO)}


def parameter_gradients(pairs: Mapping[str, Pair]) -> dict[str, Pair]:
    """Choose the derivatives by W and b."""
    return {name: pair for name, pair in pairs.items() if name[:2] in ("dW", "db")}
