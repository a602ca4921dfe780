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
from compare.judging.arithmetic import EXACT, Arithmetic, quick
from compare.judging.comparison import Comparison, compare, first_look
from compare.judging.estimate import SPREAD, EstimateAlgebra
from compare.judging.estimated import Estimate
from compare.judging.lazy import lazy
from compare.judging.rounding import unit
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
        self.dtype, self.unit = dtype, unit(dtype)
        self.floor = float(np.finfo(dtype).tiny) * sum(sizes.values())

    @lazy
    def exact(self) -> "Estimates":
        """The estimates of the rule, in float64."""
        return Estimates(self, EXACT)

    @lazy
    def quick(self) -> "Estimates":
        """The same in float32, in units of the round-off."""
        return Estimates(self, quick(self.unit))

    def compare(self, quantity: Quantity, form: Equation) -> Comparison:
        """Compare the candidate with the reference: at a first look, or exactly."""
        seen = self.looks.get(form.text)
        if seen is not None:
            return seen
        actual, expected = self.candidate[quantity.name], self.values[quantity.name]
        tolerance, truncation = self.tolerance(quantity, form), self.truncation(quantity)
        return compare(actual, np.asarray(expected), tolerance, truncation)

    @lazy
    def looks(self) -> dict[str, Comparison | None]:
        """A first look at everything both have, by equation; at approximations there is none."""
        asked = [
            (quantity, form)
            for quantity in self.model
            if quantity.name in self.candidate and quantity.name in self.values
            if quantity.truncation is None
            for form in quantity.forms
        ]
        errors = [self.quick.error(quantity, form) for quantity, form in asked]
        looks = {}
        for (quantity, form), error in zip(asked, errors, strict=True):
            actual, expected = self.candidate[quantity.name], self.values[quantity.name]
            unit = SPREAD * self.unit
            looks[form.text] = first_look(actual, np.asarray(expected), error, unit)
        return looks

    def tolerance(self, quantity: Quantity, form: Equation) -> Array:
        """How far two right runs may be apart, entry by entry; infinite where nothing can be said.

        ``form`` is the equation or its other form.
        """
        error = self.exact.error(quantity, form)
        tolerance = SPREAD * np.broadcast_to(error, np.shape(self.values[quantity.name]))
        return np.nan_to_num(tolerance + self.floor, nan=np.inf, posinf=np.inf)

    def truncation(self, quantity: Quantity) -> Array | float:
        """How far an approximation may be off without any rounding; 0 if it is none."""
        if quantity.truncation is None:
            return 0.0
        bound: Array = np.abs(self.exact.walk(read_equation(quantity.truncation)).value)
        return bound

    def kinks(self, name: str) -> int:
        """Count the entries that rounding put on the other side of 0 in the candidate."""
        if name not in self.candidate or self.quick.estimate(name).crossed is None:
            return 0
        crossed = self.exact.estimate(name).crossed
        return 0 if crossed is None else int(np.count_nonzero(crossed))


class Estimates:
    """The estimate of every quantity along a reference, in one arithmetic, made when asked for."""

    def __init__(self, given: EndToEnd, arithmetic: Arithmetic) -> None:
        self.model, self.given, self.arithmetic = given.model, given, arithmetic
        self.algebra = EstimateAlgebra(given.dtype, arithmetic)
        self.made: dict[str, Estimate] = {}

    def error(self, quantity: Quantity, form: Equation) -> Any:
        """Estimate how far off a quantity is by one of its forms; an array or a number."""
        if form is quantity.equation:
            return self.estimate(quantity.name).error
        return self._known(quantity.name, self.walk(form)).error

    def estimate(self, name: str) -> Estimate:
        """Give the estimate of an input, a size or a quantity."""
        if name not in self.made:
            self.made[name] = self._make(name)
        return self.made[name]

    def walk(self, equation: Equation) -> Estimate:
        """Evaluate an equation."""
        return evaluate(equation.expression, self.estimate, self.algebra)

    def _make(self, name: str) -> Estimate:
        if name in self.model.by_name:
            return self._known(name, self.walk(self.model[name].equation))
        value: Any = self.given.values.get(name, self.given.sizes.get(name))
        if isinstance(value, np.ndarray):
            return self.algebra.exact(self.model.axes_of(name), self.arithmetic.held(value))
        return self.algebra.constant(float(value))

    def _known(self, name: str, estimate: Estimate) -> Estimate:
        """Put the reference's value in the place of the estimate's own."""
        if name not in self.given.values:
            return estimate
        value = self.arithmetic.held(np.asarray(self.given.values[name]))
        known = estimate.at(self.model[name].axes, value)
        if "m" in known.axes:
            several = value.shape[:1] != (1,)
            if several and known.common is None:
                known = known.of_several_units()
            if not several and self.model[name].root is not None:
                known = known.shared_by_units()  # backward, all that follows is linear in it
        known.crossing = lambda: self._crossed(name, known)
        return known

    def _crossed(self, name: str, estimate: Estimate) -> Array | None:
        """Mark the entries that the two runs see on different sides of 0, for rounding's sake.

        Where the candidate's side is not known, every entry that may be on the other one.
        """
        candidate = self.given.candidate
        crossed = True
        if name in candidate:
            crossed = (candidate[name] > 0) != (estimate.value > 0)
            if not crossed.any():
                return None
        near: Array = estimate.size < SPREAD * self.arithmetic.doubt(estimate.error)
        return np.logical_and(near, crossed)
