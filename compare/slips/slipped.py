"""Tables and slips as implementations: the equations themselves, evaluated by NumPy in order.

What follows a wrong equation is computed from its wrong value, as in a program that has it.  A slip
that does not fit the shapes of a layer leaves that layer as it is.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.errors import CandidateError
from compare.formulas.evaluate import evaluate
from compare.formulas.expression import Equation
from compare.formulas.on_numpy import NumpyAlgebra
from compare.quantities.model import Model, Quantity
from compare.slips.places import REMEMBERED, edited, places
from compare.slips.slip import Rewrite

Array = NDArray[Any]
Values = dict[str, Array]
Step = Callable[[Mapping[str, Any], Any], tuple[Values, Values]]


def slipped_step(model: Model, rewrite: Rewrite) -> Step:
    """Make a step function that computes a table with a slip, or with another form, in it.

    The step raises CandidateError where the slip fits the shapes of no layer.
    """
    return table_step(model, edited(places(model), rewrite))


def table_step(model: Model, edits: Mapping[str, Equation] | None = None) -> Step:
    """Make a step function ``step(case, state) -> (trace, state)`` of a table's own equations.

    ``edits`` gives other equations, by the name of the quantity.  The state keeps what they name
    of earlier steps; in the first step such an equation has its right form.
    """
    edits = edits or {}
    rows = _rows_in_use(model, edits)
    kept = {name for equation in edits.values() for name in equation.operands if _of_before(name)}

    @np.errstate(all="ignore")  # what is not finite is the judge's to see
    def step(case: Mapping[str, Any], state: Values | None) -> tuple[Values, Values]:
        before, sizes = state or {}, model.sizes(case)
        values = operands_of_case(model, case) | before
        fits = [] if edits else [True]
        trace: Values = {}
        for row in rows:
            value, edit = None, edits.get(row.name)
            if edit and before.keys() >= kept.intersection(edit.operands):
                value = fitting(edit, values, tuple(sizes[axis] for axis in row.axes))
                fits.append(value is not None)
            if value is None:
                value = evaluated(row.equation, values)
            trace[row.name] = values[row.name] = np.array(value)
        if fits and not any(fits):
            raise CandidateError("it does not run on this case: its shapes fit in no layer")
        return trace, {name: _kept(name, trace, before) for name in kept}

    return step


def operands_of_case(model: Model, case: Mapping[str, Any]) -> Values:
    """Give every input and every size of a case as an array of the case's dtype."""
    dtype = next(value.dtype for value in case.values() if isinstance(value, np.ndarray))
    given = {**model.sizes(case), **{name: case[name] for name in model.inputs}}
    return {name: np.asarray(value, dtype) for name, value in given.items()}


def evaluated(equation: Equation, values: Values) -> Array:
    """Evaluate an equation at operands of one dtype."""
    algebra = NumpyAlgebra(next(iter(values.values())).dtype)
    return evaluate(equation.expression, values.__getitem__, algebra)


def fitting(equation: Equation, values: Values, shape: tuple[int, ...]) -> Array | None:
    """Evaluate an equation where this shape is wanted; None where the shapes do not fit."""
    try:
        value = evaluated(equation, values)
    except ValueError:  # NumPy's word for shapes that do not fit
        return None
    if shape == () and value.shape == (1, 1):
        return value.reshape(())  # a number kept as a matrix
    return value if value.shape == shape else None


def _rows_in_use(model: Model, edits: Mapping[str, Equation]) -> list[Quantity]:
    """Leave out what is optional, unless it is edited or another equation needs it."""
    needed = {
        operand.removeprefix(REMEMBERED[0]).removeprefix(REMEMBERED[1])
        for row in model
        if not row.optional
        for equation in (row.equation, edits.get(row.name, row.equation))
        for operand in equation.operands
    }
    return [row for row in model if not row.optional or row.name in edits or row.name in needed]


def _of_before(name: str) -> bool:
    return name.startswith(REMEMBERED)


def _kept(name: str, trace: Values, state: Values) -> Array:
    """Keep a value for the next step, or add it to what was kept."""
    previous, accumulated = REMEMBERED
    if name.startswith(previous):
        return trace[name.removeprefix(previous)]
    value = trace[name.removeprefix(accumulated)]
    return value + state[name] if name in state else value
