"""Ask whether another convention explains the differences.

Every convention is a table, so it is judged as strictly as the usual one: against the reference
restated by that table, and locally.  One that changes the scale is taken only if nothing differs
under it; one that changes the place of the 1/m or the value at a kink, if fewer equations fail.
"""

from dataclasses import replace
from typing import Any

from numpy.typing import NDArray

from compare.judging.comparison import compare
from compare.judging.local import Local
from compare.judging.restated import restated
from compare.judging.step import StepJudge
from compare.judging.verdict import Judgement
from compare.quantities.conventions import Convention, conventions

Array = NDArray[Any]
Judged = tuple[StepJudge, list[Judgement]]


def by_convention(usual: StepJudge, judgements: list[Judgement]) -> Judged:
    """Judge by the convention that explains most, or leave the judgements as they are."""
    best, least = (usual, judgements), _failures(judgements)
    kinks = not usual.model.kinks_declared and _fails_at_a_kink(usual, judgements)
    if not kinks and not _scale_may_matter(judgements):
        return best
    for convention in conventions(usual.model, kinks=kinks):
        if least and _begins_well(convention, usual):
            judge = _under(convention, usual)
            judged = _judged(convention, judge, allowed=least)
            if judged is not None:
                best, least = (judge, _named(convention, judged, judgements)), _failures(judged)
    return best


def _failures(judgements: list[Judgement]) -> int:
    return sum(judgement.locally_wrong for judgement in judgements)


def _scale_may_matter(judgements: list[Judgement]) -> bool:
    """A scale or its place changes every derivative, from the first one on."""
    differing = [judgement.name for judgement in judgements if judgement.verdict == "differ"]
    derivatives = [judgement.name for judgement in judgements if judgement.name.startswith("d")]
    weights = [name for name in derivatives if name[1] in "Ww"]
    return {*derivatives[:1], *weights[:1]} & {*differing} != set()


def _fails_at_a_kink(judge: StepJudge, judgements: list[Judgement]) -> bool:
    """Whether a derivative at a kink fails in an entry that is exactly 0, or cannot be seen."""
    arrays = judge.candidate.arrays
    given = {**judge.case, **arrays}
    failing = {judgement.name for judgement in judgements if judgement.locally_wrong}
    for quantity in judge.model:
        for name in judge.kinks_of(quantity) & given.keys():
            zero = given[name] == 0
            if not zero.any():
                continue
            if quantity.name not in arrays:
                return bool(failing)
            if quantity.name in failing:
                share = judge.local.compare(quantity, quantity.equation).share
                if (share[zero] > 1).any():
                    return True
    return False


def _begins_well(convention: Convention, usual: StepJudge) -> bool:
    """Whether the first derivatives hold under a convention: of most this shows that it is not it.

    A scale must hold in all of them; a place of the 1/m where it begins, or it is another mistake.
    """
    if convention.kind == "kink":
        return True
    arrays = usual.candidate.arrays
    captured = [q for q in convention.model if q.root and q.name != "cost" and q.name in arrays]
    first = captured[:1]
    weights = [q for q in captured if q.name[1] in "Ww"]
    local = Local(
        convention.model, usual.case, arrays, usual.sizes, usual.dtype, usual.make_evaluator
    )
    asked = [*first, *weights[:1]] if convention.kind == "scale" else first
    return all(
        compare(
            arrays[q.name], local.expected(q, q.equation), local.tolerance(q, q.equation)
        ).passed
        for q in asked
    )


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
    for quantity in judge.quantities:
        judgement = judge.judge(quantity)
        failures += judgement.locally_wrong
        hopeless = judgement.verdict == "differ" and convention.kind == "scale"
        if hopeless or failures >= allowed:
            return None
        judged.append(judgement)
    return judged


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
