"""The verdict on one network: which cost its gradients are held against, and what that shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from compare.diagnosing.agreement import Agreement, agreement, kind_of_own_cost
from compare.diagnosing.answer import Verdict
from compare.diagnosing.bench import Bench
from compare.diagnosing.exact import without_epsilons
from compare.diagnosing.faults import Fault, find_faults
from compare.diagnosing.meant_cost import smallest_explanation
from compare.diagnosing.proportion import proportion
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step

ONE = Scale(0, 0, 1.0)
WORDS = {
    "binary-cross-entropy": "binary cross-entropy",
    "categorical-cross-entropy": "categorical cross-entropy",
    "squared-error": "the squared error",
    "own": "its own cost",
}


@dataclass
class Outcome:
    """What was found of the gradients of one network.

    Attributes
    ----------
    cost
        The cost they are held against.
    own
        The standard cost that the code computes, and how many times it; ``None`` if there is none.
    scale
        The constant by which all right gradients differ from the derivative of the cost.
    other_cost
        Set if the gradients are those of another standard cost than the one computed.
    roughly
        Set if they are right but for what an epsilon leaves.
    is_guessed
        Set if they may as well be meant for another cost.
    """

    verdict: Verdict
    cost: str
    agreement: Agreement
    own: tuple[str, Scale] | None
    scale: Scale
    faults: list[Fault] = field(default_factory=list)
    other_cost: bool = False
    strange_cost: bool = False
    roughly: bool = False
    is_guessed: bool = False


def judge_gradients(steps: Sequence[Step]) -> Outcome | None:
    """Judge the gradients of a network on all its cases; ``None`` if there is nothing to judge."""
    common = [h for h in steps[0].hypotheses if all(h in step.hypotheses for step in steps)]
    if not common:
        return None
    found = {cost: agreement(steps, cost) for cost in common}
    own = kind_of_own_cost(steps)
    exact = without_epsilons(steps) if own is None and "own" in found else None
    if exact is not None and (own := kind_of_own_cost(exact)) is not None:
        return _with_epsilon(steps, found, own)
    if "own" in found and all_right(found["own"]):
        return _agreeing(found["own"], own, own_is_strange=own is None)
    right = [cost for cost in common if cost != "own" and all_right(found[cost])]
    if right and (own is None or own[0] not in found or own[0] not in right):
        return _for_standard(found[right[0]], own, has_cost="own" in found)
    if right and own is not None and "own" in found and not _is_trusted(steps[0], found["own"]):
        return _agreeing(found[own[0]], own, own_is_strange=False)
    exact = without_epsilons(steps) if "own" in found else None
    if exact is not None and all("own" in step.hypotheses for step in exact):
        one = agreement(exact, "own")
        if all_right(one):
            return Outcome(_verdict(one), "own", one, own, one.scale, roughly=True)
    if "own" in found and _nearly(steps, found["own"]):
        return _rough(steps, "own", own)
    meant = _meant(steps, found, own)
    tried = [(found[cost], scale) for cost in meant for scale in _meant_scales(found[cost])]
    one, scale, faults = smallest_explanation(steps, tried)
    return Outcome("differ", one.cost, one, own, scale, faults, is_guessed=len(meant) > 1)


def _meant_scales(one: Agreement) -> list[Scale]:
    """The same; if none is right and the learning rate not known, the sum over m as well."""
    scale = _meant_scale(one)
    return [scale, replace(ONE, examples=1)] if one.free and not one.right else [scale]


def _meant_scale(one: Agreement) -> Scale:
    """The constant that right gradients would share: any, if the learning rate is in it."""
    scale = one.scale
    if scale.is_plain_but_sign or one.free:
        return replace(scale, number=abs(scale.number))
    return ONE


def _is_trusted(step: Step, own: Agreement) -> bool:
    """Whether what the cost has besides a standard one is understood: right biases, or L2."""
    if own.right:
        return True
    decays = Bench(step, step.hypotheses["own"], ONE).decays
    values = {p: np.asarray(step.flow.nodes[p].value, np.float64) for p in decays}
    return bool(decays) and all(proportion(d, values[p]) is not None for p, d in decays.items())


def all_right(one: Agreement) -> bool:
    """Whether every gradient is right up to one constant that may be shared."""
    return bool(one.judged) and not one.wrong and (one.scale.is_plain or _is_rate(one))


def _is_rate(one: Agreement) -> bool:
    """Whether an odd constant that all share may be the learning rate: not one over a size."""
    number = one.scale.number
    return number > 0 and (one.free or not any(abs(number * n - 1) < 1e-6 for n in one.dims))


def _agreeing(one: Agreement, own: tuple[str, Scale] | None, *, own_is_strange: bool) -> Outcome:
    return Outcome(_verdict(one), "own", one, own, one.scale, strange_cost=own_is_strange)


def _verdict(one: Agreement) -> Verdict:
    """``agree``, unless the gradients share a constant that is not the learning rate's."""
    told = one.scale.examples or one.scale.outputs or not one.free
    return "agree" if one.scale.is_one or not told else "convention"


def _for_standard(one: Agreement, own: tuple[str, Scale] | None, *, has_cost: bool) -> Outcome:
    """The gradients are those of a standard cost, and the own cost is none, or another."""
    if not has_cost:
        return Outcome(
            "agree", one.cost, one, own, one.scale
        )  # no cost that a constant could be of
    if own is not None:
        return Outcome("convention", one.cost, one, own, one.scale, other_cost=True)
    return Outcome(_verdict(one), one.cost, one, own, one.scale, strange_cost=True)


def _with_epsilon(
    steps: Sequence[Step], found: dict[str, Agreement], own: tuple[str, Scale]
) -> Outcome:
    """The cost is a standard one but for a small constant: the gradients are held against that."""
    name = own[0] if own[0] in found else "own"
    one = found["own"] if all_right(found["own"]) else found[name]
    if all_right(one):
        return Outcome(_verdict(one), one.cost, one, own, one.scale, roughly=True)
    others = [c for c in found if c not in ("own", name) and all_right(found[c])]
    if others:
        return _for_standard(found[others[0]], own, has_cost=True)
    scale = _meant_scale(one)
    return Outcome("differ", name, one, own, scale, find_faults(steps, name, scale))


def _nearly(steps: Sequence[Step], one: Agreement) -> bool:
    """Whether all that is wrong is wrong by less than an epsilon leaves."""
    rough = agreement(steps, one.cost, roughly=True)
    return all_right(rough)


def _rough(steps: Sequence[Step], cost: str, own: tuple[str, Scale] | None) -> Outcome:
    one = agreement(steps, cost, roughly=True)
    return Outcome(_verdict(one), cost, one, own, one.scale, roughly=True)


def _meant(
    steps: Sequence[Step], found: dict[str, Agreement], own: tuple[str, Scale] | None
) -> list[str]:
    """The costs that wrong gradients may be meant for, the likeliest first.

    Of those with as many right gradients, one that the last layer is right for: what goes wrong on
    the way back goes wrong later.
    """
    if own is not None and "own" in found:
        return ["own"]
    most = max(len(one.right) for one in found.values())
    best = [cost for cost, one in found.items() if len(one.right) == most]
    usual = [cost for cost in _usual(steps[0]) if cost in best]
    best = list(dict.fromkeys([*usual, *best]))
    layers = steps[0].layers[0] if steps[0].layers else []
    last = {steps[0].names[p] for p in layers[-1].weights} if layers else set()
    return sorted(best, key=lambda cost: not last & found[cost].right)


def _usual(step: Step) -> tuple[str, ...]:
    """The costs that usually go with the last activation."""
    output = step.outputs[0]
    A = np.asarray(step.flow.nodes[output.node].value, np.float64)
    units = step.sizes["n_y"]
    if units > 1 and A.ndim == 2 and np.allclose(A.sum(axis=1 - output.axis), 1):
        return ("categorical-cross-entropy",)
    if np.all((A > 0) & (A < 1)):
        return ("binary-cross-entropy", "squared-error")
    return ("squared-error",)
