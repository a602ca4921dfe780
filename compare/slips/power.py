"""Which slips the numbers of a step can show, and which they cannot.

A slip is put where it belongs, and its equation evaluated at right operands.  What it gives must be
further from the right value than twice what the judge lets pass, in some entry of some layer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.errors import CandidateError
from compare.formulas.expression import Equation
from compare.judging.local import Local
from compare.quantities.model import Model, Quantity
from compare.slips.places import edited, places
from compare.slips.slip import Rewrite, Slip
from compare.slips.slipped import Values, evaluated, fitting, operands_of_case, table_step

Array = NDArray[Any]


@dataclass(frozen=True)
class Hidden:
    """A slip that could not have been seen, and why."""

    slip: Slip
    why: str


def hidden(
    slips: Iterable[Slip],
    model: Model,
    case: Mapping[str, Any],
    values: Mapping[str, Any],
    dtype: np.dtype[Any],
    steps: int = 1,
) -> tuple[Hidden, ...]:
    """Find the slips that a right and a wrong program would not differ by.

    Parameters
    ----------
    values
        The reference's arrays of one step, in ``dtype``; of a later step, with what the slips need
        of earlier ones (``previous_dW1``), else those count as seen.
    steps
        How many steps were run.

    Notes
    -----
    A slip that has no place in the table is not counted.  One that does not run on the case, or
    gives another shape, is seen: the program would have crashed.
    """
    sight, where = Sight(model, case, values, dtype), tuple(places(model))
    found = []
    for slip in slips:
        edits = edited(where, slip)
        if not edits:
            continue
        if steps < slip.steps:
            found.append(Hidden(slip, f"needs at least {slip.steps} steps"))
        elif not any(sight.shows(model[name], edit) for name, edit in edits.items()):
            found.append(Hidden(slip, f"needs {slip.needs}"))
    return tuple(found)


def first_wrong(
    model: Model, rewrite: Rewrite, case: Mapping[str, Any], steps: int = 1
) -> str | None:
    """Name the first quantity that a slip changes by more than rounding, in the table's order.

    The right parameters are given at every step.  None if nothing is changed in so many steps, or
    the slip fits nowhere.
    """
    edits = edited(places(model), rewrite)
    right, wrong = table_step(model), table_step(model, edits)
    state: Values = {}
    for _ in range(steps):
        expected, _ = right(case, None)
        sight = Sight(model, case, expected | state, expected[model.quantities[0].name].dtype)
        for name, edit in edits.items():
            if sight.fits(model[name], edit) and sight.shows(model[name], edit):
                return name
        try:
            _, state = wrong(case, state)
        except CandidateError:
            return None
        case = {**case, **{name: expected[f"new_{name}"] for name in model.parameters}}
    return None


class Sight:
    """What the judge could tell apart at right operands."""

    @np.errstate(all="ignore")
    def __init__(
        self,
        model: Model,
        case: Mapping[str, Any],
        values: Mapping[str, Any],
        dtype: np.dtype[Any],
    ) -> None:
        self.sizes = model.sizes(case)
        self.values = operands_of_case(model, case)
        self.values |= {name: np.asarray(value, dtype) for name, value in values.items()}
        for row in model:
            if row.name not in self.values:
                self.values[row.name] = evaluated(row.equation, self.values)
        arrays = {row.name: self.values[row.name] for row in model}
        self.local = Local(model, case, arrays, self.sizes, dtype, NothingToRedo)

    @np.errstate(all="ignore")
    def fits(self, row: Quantity, edit: Equation) -> bool:
        """Whether the edit has its operands here, and gives the row's shape."""
        ready = all(name in self.values for name in edit.operands)
        return ready and self._value(row, edit) is not None

    @np.errstate(all="ignore")  # what is not finite is further off than any tolerance
    def shows(self, row: Quantity, edit: Equation) -> bool:
        """Whether an edit is further from the row's equation than rounding can be."""
        if not all(name in self.values for name in edit.operands):
            return True
        wrong = self._value(row, edit)
        if wrong is None:
            return True
        return not any(self._near(wrong, row, form) for form in row.forms)

    def _near(self, wrong: Array, row: Quantity, form: Equation) -> bool:
        """Whether the judge might take a value for that of a form, or could not say."""
        right, tolerance = evaluated(form, self.values), self.local.tolerance(row, form)
        return bool(np.all(np.isinf(tolerance) | (np.abs(wrong - right) <= 2 * tolerance)))

    def _value(self, row: Quantity, edit: Equation) -> Array | None:
        return fitting(edit, self.values, tuple(self.sizes[axis] for axis in row.axes))


class NothingToRedo:
    """An evaluator that is never asked: every operand is there."""

    def __init__(self, operands: Mapping[str, Any], dtype: np.dtype[Any]) -> None:
        pass

    def value(self, equation: Equation) -> Array:
        """Not asked."""
        raise NotImplementedError

    def pullback(self, equation: Equation, cotangent: Array | None, by: str) -> Array:
        """Not asked."""
        raise NotImplementedError
