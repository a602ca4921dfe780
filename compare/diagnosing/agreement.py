"""Which gradients are right for a cost, up to one constant that they share over all cases."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from compare.diagnosing.hypothesis import Hypothesis
from compare.diagnosing.proportion import proportion
from compare.diagnosing.scale import Scale, common_scales
from compare.diagnosing.step import Step
from compare.recognising.claims import Claim, Level
from compare.replaying.program import Values

ROUGHLY = 1e-5


@dataclass
class Judged:
    """One parameter's gradient over all cases.

    Attributes
    ----------
    name
        ``W1``.
    scales
        By which constants the gradient is the right one; none if it is wrong.
    entries
        How many numbers it has in the largest case: of a single one any ratio is a constant.
    blind
        Whether it is 0 in every case, so that nothing could be seen.
    """

    name: str
    scales: list[Scale]
    entries: int
    blind: bool = False


@dataclass
class Agreement:
    """The gradients against one cost.

    Attributes
    ----------
    cost
        ``own``, or the name of a standard cost.
    judged
        By name of the parameter.
    scale
        The constant that most of them share.
    free
        Whether the learning rate is not known, so that a plain number says nothing.
    dims
        The sizes of the layers, inputs first.
    """

    cost: str
    judged: dict[str, Judged] = field(default_factory=dict)
    scale: Scale = field(default_factory=lambda: Scale(0, 0, 1.0))
    roughly: bool = False
    free: bool = False
    dims: tuple[int, ...] = ()

    @property
    def right(self) -> set[str]:
        """The parameters whose gradient is right up to the shared constant."""
        return {name for name, one in self.judged.items() if self.scale in one.scales}

    @property
    def wrong(self) -> list[str]:
        """The others, in order."""
        return [n for n, one in self.judged.items() if n not in self.right and not one.blind]

    @property
    def blind(self) -> list[str]:
        """The parameters of which nothing could be seen."""
        return [name for name, one in self.judged.items() if one.blind]


def agreement(steps: Sequence[Step], cost: str, *, roughly: bool = False) -> Agreement:
    """Compare every claimed gradient with that of a cost."""
    result = Agreement(cost, roughly=roughly)
    names = dict.fromkeys(step.names[p] for step in steps for p in step.claims)
    for name in names:
        result.judged[name] = _judge(steps, cost, name, roughly)
    result.dims = tuple(steps[0].dims)
    result.free = any(_is_free(step) for step in steps)
    result.scale = _shared(result.judged.values(), free=result.free)
    return result


def _is_free(step: Step) -> bool:
    """Whether a rate that is not known stands between an update and its gradient."""
    updates = (c for c in step.claims.values() if c.update is not None)
    return not step.rate and any(claim.levels[-1].factor is not None for claim in updates)


def _judge(steps: Sequence[Step], cost: str, name: str, roughly: bool) -> Judged:
    ratios = []
    entries = 0
    for step in steps:
        for parameter, claim in step.claims.items():
            if step.names[parameter] == name:
                gradient = step.hypotheses[cost].gradients[parameter]
                entries = max(entries, gradient.size)
                if not np.any(gradient) and _is_zero(step, claim):
                    continue  # nothing could be seen here
                ratios.append(
                    (ratio(step, claim, step.hypotheses[cost], roughly=roughly), step.sizes)
                )
    if not ratios or any(r is None for r, _ in ratios):
        return Judged(name, [], entries, blind=not ratios)
    return Judged(name, common_scales([(r, s) for r, s in ratios if r is not None]), entries)


def _is_zero(step: Step, claim: Claim) -> bool:
    return not np.any(np.asarray(step.flow.nodes[claim.levels[-1].node].value))


def ratio(
    step: Step,
    claim: Claim,
    hypothesis: Hypothesis,
    values: Values | None = None,
    *,
    roughly: bool = False,
) -> float | None:
    """By which constant a claimed gradient is the right one, its way into the update included."""
    single = np.size(step.flow.nodes[claim.parameter].value) == 1  # any ratio would be a constant
    for level in claim.levels[-1:] if single else claim.levels:
        found = level_ratio(step, claim, level, hypothesis, values, roughly=roughly)
        if found is not None:
            return found
    return None


def level_ratio(
    step: Step,
    claim: Claim,
    level: Level,
    hypothesis: Hypothesis,
    values: Values | None = None,
    *,
    roughly: bool = False,
) -> float | None:
    """The same for one value on the way from the gradient to the update."""
    if values is not None and level.node in values.lost:
        return None
    value = step.flow.nodes[level.node].value if values is None else values[level.node]
    if claim.update is not None:
        new = step.flow.nodes[claim.update].value if values is None else values[claim.update]
        if values is not None and claim.update in values.lost:
            return None
        if np.shape(new) != np.shape(step.flow.nodes[claim.parameter].value):
            return None  # the step is broadcast: the parameter is no longer what it was
    gradient = hypothesis.gradients[claim.parameter]
    found = proportion(value, gradient, ROUGHLY if roughly else None)
    return None if found is None else found * weight(step, level)


def weight(step: Step, level: Level) -> float:
    """By what a value on the way is multiplied to be the gradient that the update takes."""
    if level.factor is None:
        return 1.0
    rate = step.rate
    return level.factor / rate if rate else level.factor


def _shared(judged: Iterable[Judged], *, free: bool) -> Scale:
    """The constant that most gradients have, simple ones first."""
    votes: dict[Scale, int] = {}
    for one in judged:
        for scale in one.scales:
            votes[scale] = votes.get(scale, 0) + 1
    usable = {s: n for s, n in votes.items() if free or s.is_plain}
    usable = usable or votes
    if not usable:
        return Scale(0, 0, 1.0)
    ones = [scale for scale in usable if scale.is_one]
    if ones and 2 * usable[ones[0]] >= max(usable.values()):
        return ones[0]  # less than twice as many have another constant
    return max(usable, key=lambda s: (usable[s], s.number > 0, *(-w for w in s.weight)))


def kind_of_own_cost(steps: Sequence[Step]) -> tuple[str, Scale] | None:
    """The standard cost that the code's own cost is a constant times of, as a function of A."""
    from compare.recognising.costs import STANDARD

    for name in STANDARD:
        ratios = []
        for step in steps:
            if step.cost is None or name not in step.hypotheses or "own" not in step.hypotheses:
                continue
            ratios.append((step.own_multiple(name), step.sizes))
        if ratios and all(r is not None and r > 0 for r, _ in ratios):
            scales = common_scales([(r, z) for r, z in ratios if r is not None])
            if scales and (scales[0].is_plain or len(ratios) > 1):
                return name, scales[0]
    return None
