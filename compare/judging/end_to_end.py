"""The test from end to end: candidate and reference, started from the same inputs.

Each quantity of the reference gets an estimate of its rounding error, in the order of the table;
the two runs may be ``SPREAD`` estimates apart, on top of what an approximation leaves out.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.formulas.evaluate import evaluate
from compare.formulas.expression import Equation
from compare.formulas.read import read_equation
from compare.judging.estimate import SPREAD, Estimate, EstimateAlgebra
from compare.quantities.model import Model, Quantity

Array = NDArray[Any]


class EndToEnd:
    """The tolerance of every quantity along the values of a reference.

    Parameters
    ----------
    values
        The arrays and numbers of the case, and the reference's quantities.
    candidate
        The candidate's arrays, read only for the side of the kink that each entry is on.
    sizes
        The length of every axis.
    """

    def __init__(
        self,
        model: Model,
        values: Mapping[str, Any],
        candidate: Mapping[str, Array],
        sizes: Mapping[str, int],
        dtype: np.dtype[Any],
    ) -> None:
        self.model, self.values, self.candidate, self.sizes = model, values, candidate, sizes
        self.algebra = EstimateAlgebra(dtype)
        self.floor = float(np.finfo(dtype).tiny) * sum(sizes.values())
        self.made: dict[str, Estimate] = {}

    def tolerance(self, quantity: Quantity, form: Equation) -> Array:
        """How far two right runs may be apart, entry by entry; infinite where nothing can be said.

        ``form`` is the equation or its other form.
        """
        if form is quantity.equation:
            error = self.estimate(quantity.name).error
        else:
            error = self._known(quantity.name, self._walk(form)).error
        tolerance = SPREAD * np.broadcast_to(error, np.shape(self.values[quantity.name]))
        return np.nan_to_num(tolerance + self.floor, nan=np.inf, posinf=np.inf)

    def truncation(self, quantity: Quantity) -> Array | float:
        """How far an approximation may be off without any rounding; 0 if it is none."""
        if quantity.truncation is None:
            return 0.0
        return np.abs(self._walk(read_equation(quantity.truncation)).value)

    def estimate(self, name: str) -> Estimate:
        """Give the estimate of an input, a size or a quantity."""
        if name not in self.made:
            self.made[name] = self._make(name)
        return self.made[name]

    def kinks(self, name: str) -> int:
        """Count the entries that rounding put on the other side of 0 in the candidate."""
        crossed = self.estimate(name).crossed if name in self.candidate else None
        return 0 if crossed is None else int(np.count_nonzero(crossed))

    def _make(self, name: str) -> Estimate:
        if name in self.model.by_name:
            return self._known(name, self._walk(self.model[name].equation))
        value: Any = self.values.get(name, self.sizes.get(name))
        if isinstance(value, np.ndarray):
            return self.algebra.exact(self.model.axes_of(name), value.astype(np.float64))
        return self.algebra.constant(float(value))

    def _walk(self, equation: Equation) -> Estimate:
        return evaluate(equation.expression, self.estimate, self.algebra)

    def _known(self, name: str, estimate: Estimate) -> Estimate:
        """Put the reference's value in the place of the estimate's own."""
        if name not in self.values:
            return estimate
        value = np.asarray(self.values[name], np.float64)
        known = estimate.at(self.model[name].axes, value)
        known.crossed = self._crossed(name, known)
        return known

    def _crossed(self, name: str, estimate: Estimate) -> Array | None:
        """Mark the entries that the two runs see on different sides of 0, for rounding's sake.

        Where the candidate's side is not known, every entry that may be on the other one.
        """
        near = np.abs(estimate.value) < SPREAD * estimate.error
        if name not in self.candidate:
            return near
        crossed = (self.candidate[name] > 0) != (estimate.value > 0)
        return np.logical_and(near, crossed) if crossed.any() else None
