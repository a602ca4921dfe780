"""Gradients of a standard cost and an L2 term, beside a cost that has another term.

    dW = k dC/dW + c W     the same c for all weights; nothing for biases, or for their column

Then one mistake in the cost makes several gradients differ from its derivative.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.agreement import weight
from compare.diagnosing.proportion import arranged, proportion
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step
from compare.recognising.claims import Claim

Array = NDArray[np.float64]
EXACT = 1e-7
NEARLY = 1e-5
"""What is left of a small term after a subtraction is right to this."""


@dataclass(frozen=True)
class Penalised:
    """What the gradients of one case are the derivatives of.

    Attributes
    ----------
    base
        The standard cost.
    times
        How many times its derivative they are.
    meant, computed
        By parameter: the L2 term of the gradient, and what the cost has in its place; nothing is
        ``computed`` where the cost without its penalty is no standard one.
    """

    base: str
    times: float
    meant: dict[int, Array]
    computed: dict[int, Array]


def penalised(step: Step, cost: str, scale: Scale) -> Penalised | None:
    """Write every gradient as that of a standard cost and an L2 term; ``None`` if they are not."""
    shared = scale.value(step.sizes)
    for base, standard in step.hypotheses.items():
        multiple = step.own_multiple(base) if cost == "own" and base != "own" else 1.0
        if multiple is None or base == "own":
            continue
        times = shared * multiple
        meant = _decays(step, {p: times * g for p, g in standard.gradients.items()})
        if meant is not None and _is_of_all_weights(step, meant):
            own = step.hypotheses["own"].gradients if cost == "own" else {}
            computed = {p: shared * g - times * standard.gradients[p] for p, g in own.items()}
            return Penalised(base, times, meant, computed)
    return None


def _decays(step: Step, gradients: dict[int, Array]) -> dict[int, Array] | None:
    """What each claimed gradient has more than these; ``None`` if that is no L2 term."""
    found, rates = {}, []
    for parameter, claim in step.claims.items():
        claimed = _claimed(step, claim, np.shape(gradients[parameter]))
        if claimed is None:
            return None
        more = claimed - gradients[parameter]
        largest = float(np.max(np.abs(claimed), initial=0.0))
        found[parameter] = np.where(np.abs(more) <= EXACT * largest, 0.0, more)
        if np.any(found[parameter]):
            rates.append(_rate(step, parameter, found[parameter]))
    if not rates or any(rate is None for rate in rates):
        return None
    known = [rate for rate in rates if rate is not None]
    whole = {bool(np.all(np.any(term, axis=0))) for term in found.values() if np.any(term)}
    is_one = len(whole) == 1 and np.allclose(known, known[0], rtol=NEARLY, atol=0)
    return found if is_one else None


def _claimed(step: Step, claim: Claim, shape: tuple[int, ...]) -> Array | None:
    """What is meant as the gradient, its decay included, as the update takes it."""
    level = next((one for one in claim.levels[::-1] if one.factor is not None), claim.levels[-1])
    value = arranged(step.flow.nodes[level.node].value, shape)
    return None if value is None else value * weight(step, level)


def _rate(step: Step, parameter: int, term: Array) -> float | None:
    """c, if a term is c times a parameter, but for a column or row of it."""
    values = np.asarray(step.flow.nodes[parameter].value, np.float64)
    if term.ndim == 2:
        values = values * np.any(term, axis=0, keepdims=True) * np.any(term, axis=1, keepdims=True)
    rate = proportion(term, values, NEARLY)
    return rate if rate is not None and rate > 0 else None


def _is_of_all_weights(step: Step, terms: dict[int, Array]) -> bool:
    """Whether all weights have a term, and there are several; biases none, or all as well."""
    with_term = {p for p, term in terms.items() if np.any(term)}
    biases = {b for layers in step.layers for layer in layers for b in layer.biases}
    weights = terms.keys() - biases
    return len(weights) > 1 and with_term in (weights, set(terms))


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a penalty: the cause, and what the cost does."""

    cause: str
    words: str


def penalty_mistake(steps: Sequence[Step], found: Sequence[Penalised]) -> Mistake | None:
    """What is wrong with the penalty of a cost on every case; ``None`` if it is right, or unclear.

    The base of the cost is a standard one, and ``found`` what the gradients are made for.
    """
    if not all(one.computed for one in found):
        return None
    sets = {_lacking_and_more(step, one) for step, one in zip(steps, found, strict=True)}
    ratios = [_ratio(one) for one in found]
    known = [ratio for ratio in ratios if ratio is not None]
    if len(sets) > 1 or len(known) < len(ratios):
        return OTHERWISE
    lacking, more = next(iter(sets))
    exact = all(_close(ratio, 1.0) for ratio in known)
    if lacking == more == ():
        return None if exact else _of_ratios(known, [step.examples for step in steps])
    if not more and len(lacking) == sum(bool(np.any(t)) for t in found[0].meant.values()):
        return Mistake("missing-term", "lacks the L2 term that the gradients have")
    if not more and exact:
        return Mistake("missing-term", f"lacks the L2 term of {', '.join(lacking)}")
    if not lacking and exact:
        return Mistake("cost-gradient-mismatch", f"has a penalty of {', '.join(more)} as well")
    return OTHERWISE


OTHERWISE = Mistake("cost-gradient-mismatch", "has another penalty than the gradients")


def _lacking_and_more(step: Step, one: Penalised) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The parameters that only the gradients penalise, and those that only the cost does."""
    least = EXACT * min(float(np.max(np.abs(t))) for t in one.meant.values() if np.any(t))
    meant = {p for p, term in one.meant.items() if np.any(term)}
    has = {p for p, term in one.computed.items() if np.max(np.abs(term), initial=0.0) > least}
    names = (tuple(sorted(step.names[p] for p in some)) for some in (meant - has, has - meant))
    return next(names), next(names)


def _ratio(one: Penalised) -> float | None:
    """How many times the right penalty the cost has, of the parameters that both penalise."""
    largest = max(float(np.max(np.abs(t), initial=0.0)) for t in one.computed.values())
    pairs = [
        proportion(one.computed[p], term, NEARLY)
        for p, term in one.meant.items()
        if np.any(term) and np.max(np.abs(one.computed[p]), initial=0.0) > EXACT * largest
    ]
    known = [ratio for ratio in pairs if ratio is not None]
    if len(known) < len(pairs):
        return None
    if not known:
        return 1.0
    return known[0] if all(_close(ratio, known[0]) for ratio in known) else None


def _of_ratios(ratios: list[float], counts: list[int]) -> Mistake:
    """What is wrong with penalties that are so many times the right ones, of so many examples."""
    for power, cause, words in (
        (1, "missing-mean", "does not divide the penalty by m"),
        (-1, "extra-mean", "divides the penalty by m once too often"),
        (2, "operator-precedence", "multiplies the penalty by m where it should divide"),
    ):
        if all(_close(r, float(m) ** power) for r, m in zip(ratios, counts, strict=True)):
            return Mistake(cause, words)
    if not all(_close(ratio, ratios[0]) for ratio in ratios):
        return OTHERWISE
    if _close(ratios[0], -1.0):
        return Mistake("sign", "subtracts the penalty")
    return Mistake("factor", f"has {ratios[0]:.4g} times the penalty that the gradients have")


def _close(ratio: float, wanted: float) -> bool:
    return abs(ratio - wanted) <= 10 * NEARLY * abs(wanted)
