"""How often a checker accuses a right network, and what it could have seen.

Every network is judged in both precisions.  The candidate is ``scratch_numpy``, for every fifth
network one of the variants; the reference is ``reference_torch``.
"""

from collections import Counter
from typing import Any

import numpy as np

from benchmarks.trusting.judged import OURS, Judged, flagged, judged, parameter_gradients
from benchmarks.trusting.networks import Network, random_network
from benchmarks.trusting.rules import NORM_RATIO, RULES, norm_ratio_visible
from benchmarks.trusting.tallies import Tally, add, histogram
from benchmarks.trusting.variants import VARIANTS, Step
from reference_torch import deep_network as reference
from scratch_numpy import deep_network as scratch

DTYPES = ("float64", "float32")
EVERY = 5
"""One network in so many is judged with a variant as its candidate."""
ONE_PERCENT = 0.01


def candidate_of(index: int) -> tuple[str, Step]:
    """Choose whose step stands for right code at this index."""
    if index % EVERY:
        return "scratch_numpy", scratch.step
    return list(VARIANTS.items())[index // EVERY % len(VARIANTS)]


def measure(start: int, stop: int) -> Tally:
    """Judge the networks of these indices."""
    total: Tally = {}
    for index in range(start, stop):
        network = random_network(index)
        for dtype in DTYPES:
            add(total, {dtype: _count(index, network, np.dtype(dtype))})
    return total


def judge_network(index: int, network: Network, dtype: np.dtype[Any]) -> tuple[str, Judged] | None:
    """Judge right code on a network; None where the reference is not finite."""
    case = network.case(dtype)
    name, step = candidate_of(index)
    with np.errstate(all="ignore"):  # an overflow is judged, not warned of
        expected, _ = reference.step(case, None)
        if not all(np.isfinite(array).all() for array in expected.values()):
            return None
        returned, _ = step(case, None)
    return name, judged(returned, expected, case, (step, reference.step))


def _count(index: int, network: Network, dtype: np.dtype[Any]) -> Tally:
    answer = judge_network(index, network, dtype)
    if answer is None:
        return {"reference not finite": 1}
    candidate, judged_step = answer
    named = flagged(judged_step)
    judgements = judged_step.judgements
    verdicts = Counter(judgement.verdict for judgement in judgements.values())
    return {
        "networks": 1,
        "tensors": len(judgements),
        "candidates": {candidate: 1},
        "verdicts": dict(verdicts),
        "not comparable": int(verdicts["not-comparable"] > 0),
        "excused": int(verdicts["less-accurate"] > 0),
        "alarms": {rule: int(bool(names)) for rule, names in named.items()},
        "accused": [
            [index, dtype.name, candidate, name, judgements[name].excess] for name in named[OURS]
        ],
        "largest": {"share": max(j.excess for j in judgements.values())},
        **_sight(judged_step),
    }


@np.errstate(all="ignore")  # a quotient of a tiny entry may overflow to infinity, as it should
def _sight(judged_step: Judged) -> Tally:
    """Count what would have been seen in the gradients that are not all zero."""
    gradients = {n: p for n, p in judged_step.pairs.items() if n[0] == "d" and p.median > 0}
    ours = {name: judged_step.judgements[name] for name in gradients}
    visible = {
        OURS: histogram(j.visible for j in ours.values()),
        **{
            rule: histogram(visible(pair) for pair in gradients.values())
            for rule, (_, visible) in RULES.items()
        },
        NORM_RATIO: histogram(
            norm_ratio_visible([*parameter_gradients(judged_step.pairs).values()])
        ),
    }
    hidden = [j for j in ours.values() if j.visible > ONE_PERCENT]
    return {
        "gradients": len(gradients),
        "visible": visible,
        "hidden": len(hidden),
        "hidden, and said so": sum(j.verdict != "agree" for j in hidden),
    }
