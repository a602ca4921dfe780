"""What a reference would have returned under another table."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.judging.local import Local, MakeEvaluator
from compare.judging.step import StepJudge
from compare.quantities.model import Model

Array = NDArray[Any]


def restated(
    reference: Mapping[str, Array],
    usual: Model,
    other: Model,
    case: Mapping[str, Any],
    dtype: np.dtype[Any],
    make_evaluator: MakeEvaluator,
) -> dict[str, Array]:
    """Say what the reference would have returned under another table.

    What the two tables have in common is the reference's own; the rest is redone from that.
    """
    changed: set[str] = set()
    for row in other:
        says_other = (row.text, row.root) != (usual[row.name].text, usual[row.name].root)
        value_changes = says_other and (row.root is not None or row.pullback is not None)
        if value_changes or not changed.isdisjoint(other.operands_of(row.name)):
            changed.add(row.name)
    kept = {q.name: reference[q.name] for q in other if q.name in reference}
    kept = {name: value for name, value in kept.items() if name not in changed}
    redone = Local(other, case, kept, other.sizes(case), dtype, make_evaluator)
    return {**reference, **{name: np.asarray(redone[name]) for name in changed & {*reference}}}


class Restating:
    """A reference that speaks by another table where that makes a difference; else it is the same.

    Attributes
    ----------
    redone
        The names that were not the reference's own any more, at some step.
    """

    def __init__(
        self, reference: Any, usual: Model, other: Model, dtype: np.dtype[Any], make: MakeEvaluator
    ) -> None:
        self.reference, self.usual, self.other = reference, usual, other
        self.dtype, self.make = dtype, make
        self.redone: dict[str, None] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.reference, name)

    def step(self, case: Mapping[str, Any], state: Any) -> tuple[Mapping[str, Any], Any]:
        """Take one step, and restate it."""
        own, state = self.reference.step(case, state)
        if self.other is self.usual or not self._may_lie_on_a_kink({**case, **own}):
            return own, state
        said = restated(own, self.usual, self.other, case, self.dtype, self.make)
        self.redone |= dict.fromkeys(name for name in said if said[name] is not own[name])
        return said, state

    def _may_lie_on_a_kink(self, values: Mapping[str, Any]) -> bool:
        """Whether what a kinked derivative is taken of is exactly 0 somewhere, or is not known."""
        operands = {name for row in self.usual for name in StepJudge.kinks_of(row)}
        return any(name not in values or bool((values[name] == 0).any()) for name in operands)

    def afresh(self) -> "Restating":
        """Give the same, with nothing noted of earlier calls."""
        fresh = self.reference.afresh()
        return Restating(fresh, self.usual, self.other, self.dtype, self.make)
