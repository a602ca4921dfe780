"""The smallest edit that makes a formula right: one slip taken back, then two."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from compare.correcting.context import FormulaContext
from compare.correcting.edit import Edit
from compare.correcting.edits import edits
from compare.correcting.edits_of_sums import mean_edits
from compare.correcting.known_slips import matching_slips
from compare.formulas.expression import Binary, Expression, Name, Negate, Number, names, nodes
from compare.formulas.symbol import symbol_of
from compare.meaning.judge import same
from compare.meaning.problem import OfNetwork, Problem
from compare.meaning.verdict import Judgement

ONE_SLIP, TWO_SLIPS = 0.6, 0.5
"""Seconds for the search."""
GENERIC = ("wrong-operand", "wrong-operator", "missing-term", "factor")
"""Causes that give way where a slip of the catalogue is more particular."""
VAGUE = ("wrong-activation-derivative", "wrong-activation", "operator-precedence")
ORDER = (
    "sign", "wrong-update-sign", "transpose", "shape", "sum-axis", "extra-sum",
    "operator-precedence", "wrong-operator", "missing-activation-derivative", "missing-mean",
    "extra-mean", "updated-parameters", "wrong-sample-count", "wrong-derivative-argument",
    "wrong-operand", "extra-activation-derivative", "wrong-activation",
    "wrong-activation-derivative", "missing-term", "missing-sum", "approximate", "factor",
)  # fmt: skip  # of several that tie the first is told first
UNLIKELY_FIRST = ("factor", "wrong-operand", "missing-sum", "missing-term")
NICE = (2.0, 0.5, 3.0, 1 / 3, 4.0, 0.25, 10.0, 0.1)


@dataclass(frozen=True)
class Correction:
    """What was meant.

    Attributes
    ----------
    cause, words
        Its code, and what the person's formula does.
    side
        The right side as it should be; None if no edit was found.
    slips
        How many slips it takes back.
    others
        The causes of other edits that do as well.
    """

    problem: Problem
    cause: str
    words: str
    side: Expression | None
    slips: int
    others: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether nothing else explains it as simply."""
        return self.cause != "unknown" and self.slips == 1 and not self.others


def corrected(judgement: Judgement) -> Correction:
    """Search the likeliest way to understand a formula first."""
    problems = judgement.problems[:6]
    deadline = time.monotonic() + ONE_SLIP
    for problem in problems:
        found = _with_one_slip(problem, deadline)
        if found is not None:
            return found
    deadline = time.monotonic() + TWO_SLIPS
    for problem in problems[:1]:
        slip = _known(problem)
        pair = _with_two_slips(problem, deadline)
        if pair is not None:
            first, second = pair
            cause = slip[0] if slip else first.cause
            words = slip[1] if slip else f"{first.words}, and {second.words}"
            others = () if slip else tuple({second.cause} - {first.cause})
            return Correction(problem, cause, words, second.side, 1 if slip else 2, others)
        if slip:
            return Correction(problem, slip[0], slip[1], None, 1)
    return Correction(problems[0], "unknown", "", None, 0)


def _with_one_slip(problem: Problem, deadline: float) -> Correction | None:
    hits = list(_hits(problem, deadline))
    if not hits:
        return None
    if any(edit.cause == "extra-sum" for edit in hits):  # then a sum along an axis changes nothing
        hits = [edit for edit in hits if edit.cause != "sum-axis"]
    slip = _known(problem)
    causes = {edit.cause for edit in hits}
    best = min(hits, key=lambda edit: ORDER.index(edit.cause))
    size = min(_size(edit.side) for edit in hits if edit.cause == best.cause)
    best = next(e for e in hits if e.cause == best.cause and _size(e.side) == size)
    if slip is None or best.cause not in (*GENERIC, *VAGUE):
        return Correction(problem, best.cause, best.words, best.side, 1, _rest(causes, best.cause))
    cause, words = slip
    matching = [edit for edit in hits if edit.cause == cause]
    chosen = matching[0] if matching else best
    words = chosen.words if matching else words
    others = tuple(other for other in _rest(causes, cause) if other not in GENERIC)
    return Correction(problem, cause, words, chosen.side, 1, others)


def _rest(causes: set[str], chosen: str) -> tuple[str, ...]:
    return tuple(sorted(causes - {chosen}, key=ORDER.index))


def _hits(problem: Problem, deadline: float) -> Iterator[Edit]:
    seen: set[Expression] = set()
    begging = _begging(problem)
    for edit in _one_slip(problem):
        if edit.side in seen or not begging.isdisjoint(names(edit.side)):
            continue
        seen.add(edit.side)
        if problem.outcome(edit.side).verdict == "right":
            yield edit
        if time.monotonic() > deadline:
            return


def _begging(problem: Problem) -> set[str]:
    """The names for what the left side names: right of every quantity, so no explanation."""
    left = problem.statement.left
    if not isinstance(left, Name) or FormulaContext(problem).update:
        return set()
    same = {left.id, "yhat"} if symbol_of(left.id).letter in ("A", "a") else {left.id}
    return same - set(names(problem.side))


def _one_slip(problem: Problem) -> Iterator[Edit]:
    if isinstance(problem, OfNetwork):
        yield from mean_edits(problem.side)
        yield from _factors(problem, problem.side)
    yield from edits(problem.side, FormulaContext(problem))


def _factors(problem: OfNetwork, side: Expression) -> Iterator[Edit]:
    """A constant factor, if the numbers differ by one."""
    factor = _ratio(problem, side)
    if factor is None or abs(factor - 1) < 1e-9:
        return
    if abs(factor + 1) < 1e-9:
        yield Edit(Negate(side), "sign", "the whole has another sign")
    for nice in NICE:
        if abs(factor - nice) < 1e-9:
            other: Expression = Binary("/", side, Number(nice))
            if nice < 1:
                other = Binary("*", Number(round(1 / nice)), side)
            yield Edit(other, "factor", f"is {nice:.3g} times the right value")


def _ratio(problem: OfNetwork, side: Expression) -> float | None:
    """By which number a side is a multiple of the right one; None if it is none."""
    target = problem.targets[0]
    given, right = problem.value(side), target.value(0)
    if given is None or given.size != right.size or not np.all(np.isfinite(given)):
        return None
    flat, reference = given.reshape(-1), right.reshape(-1)
    largest = int(np.argmax(np.abs(reference)))
    if reference[largest] == 0:
        return None
    factor = float(flat[largest] / reference[largest])
    return factor if same(reference * factor, flat) and factor != 0 else None


def _with_two_slips(problem: Problem, deadline: float) -> tuple[Edit, Edit] | None:
    """Take back one slip, then another; the shapes of the first need not fit."""
    first = list(_one_slip(problem))
    likely = [edit for edit in first if edit.cause not in UNLIKELY_FIRST]
    return _pair(problem, first, _scales, deadline) or _pair(problem, likely, _others, deadline)


def _pair(
    problem: Problem,
    first: Sequence[Edit],
    then: Callable[[Problem, Expression], Iterator[Edit]],
    deadline: float,
) -> tuple[Edit, Edit] | None:
    for edit in first:
        for second in then(problem, edit.side):
            if problem.outcome(second.side).verdict == "right":
                return edit, second
            if time.monotonic() > deadline:
                return None
    return None


def _scales(problem: Problem, side: Expression) -> Iterator[Edit]:
    if isinstance(problem, OfNetwork):
        yield from mean_edits(side)
        yield from _factors(problem, side)


def _others(problem: Problem, side: Expression) -> Iterator[Edit]:
    return edits(side, FormulaContext(problem))


def _known(problem: Problem) -> tuple[str, str] | None:
    """Look into the catalogue of slips."""
    if not isinstance(problem, OfNetwork):
        return None
    slips = list(matching_slips(problem))
    if not slips:
        return None
    causes = {slip.cause for slip in slips}
    slip = min(slips, key=lambda each: ORDER.index(each.cause) if each.cause in ORDER else 99)
    return (slip.cause, slip.words) if len(causes) == 1 else None


def _size(side: Expression) -> int:
    return sum(1 for _ in nodes(side))
