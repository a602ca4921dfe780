"""Ask whether another convention explains the differences.

Every convention is a table, so it is judged as strictly as the usual one: against the reference
restated by that table, and locally.  One that changes the scale is taken only if nothing differs
under it; one that changes the place of the 1/m or the value at a kink, if fewer equations fail.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.judging.restated import restated
from compare.judging.step import StepJudge
from compare.judging.verdict import Judgement
from compare.quantities.conventions import Convention, conventions

Array = NDArray[Any]
Judged = tuple[StepJudge, list[Judgement]]


def by_convention(usual: StepJudge, judgements: list[Judgement]) -> Judged:
    """Judge by the convention that explains most, or leave the judgements as they are."""
    best, least = (usual, judgements), _failures(judgements)
    kinks = not usual.model.kinks_declared and at_a_kink(usual)
    if not kinks and not _scale_may_matter(judgements):
        return best
    for convention in conventions(usual.model, kinks=kinks):
        judge = _under(convention, usual)
        judged = _judged(convention, judge, allowed=least)
        if judged is not None:
            best, least = (judge, _named(convention, judged, judgements)), _failures(judged)
        if least == 0:
            break
    return best


def _failures(judgements: list[Judgement]) -> int:
    return sum(judgement.locally_wrong for judgement in judgements)


def _scale_may_matter(judgements: list[Judgement]) -> bool:
    """A scale or its place changes every derivative, from the first one on."""
    differing = [judgement.name for judgement in judgements if judgement.verdict == "differ"]
    derivatives = [judgement.name for judgement in judgements if judgement.name.startswith("d")]
    weights = [name for name in derivatives if name[1] in "Ww"]
    return {*derivatives[:1], *weights[:1]} & {*differing} != set()


def at_a_kink(judge: StepJudge) -> bool:
    """Whether a function with a kink is applied to an exact 0 anywhere."""
    given: Mapping[str, Any] = {**judge.case, **judge.candidate.arrays}
    return any(name in given and bool(np.any(given[name] == 0)) for name in judge.at_kinks)


def _under(convention: Convention, usual: StepJudge) -> StepJudge:
    reference = restated(
        usual.reference, usual.model, convention.model, usual.case, usual.dtype,
        usual.make_evaluator,
    )  # fmt: skip  # one call
    return replace(usual, reference=reference, model=convention.model)


def _judged(convention: Convention, judge: StepJudge, allowed: int) -> list[Judgement] | None:
    """Judge until it is clear that the convention does not explain enough."""
    judged: list[Judgement] = []
    failures = 0
    begins = _first_derivative(judge) if convention.kind == "place" else None
    for quantity in judge.quantities:
        judgement = judge.judge(quantity)
        failures += judgement.locally_wrong
        differs = judgement.verdict == "differ"
        hopeless = differs and (convention.kind == "scale" or judgement.name == begins)
        if hopeless or failures >= allowed:
            return None
        judged.append(judgement)
    return judged


def _first_derivative(judge: StepJudge) -> str | None:
    """Where a place of the 1/m begins: it must hold there, or it is another mistake."""
    derivatives = (q.name for q in judge.quantities if q.root is not None and q.name != "cost")
    return next(derivatives, None)


def _named(
    convention: Convention, judged: list[Judgement], before: list[Judgement]
) -> list[Judgement]:
    """Give what agrees only by the convention its name."""
    return [
        replace(new, verdict="convention", reason=convention.name, convention=convention)
        if old.verdict == "differ" and new.verdict == "agree"
        else new
        for new, old in zip(judged, before, strict=True)
    ]
