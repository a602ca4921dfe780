"""The local test: each equation redone by torch from the candidate's own operands.

A wrong operand does not make what was computed from it wrong: each quantity answers for its own
equation only.  A derivative is redone as the vector-Jacobian product of the forward equation, so
the written backward equation is no witness here; it gives the bound.  An operand that was not
captured is replayed in its turn, and its bound inherited.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from compare.formulas.evaluate import evaluate
from compare.formulas.expression import Equation
from compare.formulas.read import read_equation
from compare.judging.arithmetic import EXACT, Arithmetic, quick
from compare.judging.bound import SLACK, BoundAlgebra, Bounded
from compare.judging.comparison import Comparison, compare, first_look
from compare.judging.lazy import lazy
from compare.judging.rounding import unit
from compare.quantities.model import Model, Pullback, Quantity

Array = NDArray[Any]


class Evaluator(Protocol):
    """What redoes an equation at fixed operands: torch, given by the caller."""

    def value(self, equation: Equation) -> Array:
        """Evaluate the right side."""

    def pullback(self, equation: Equation, cotangent: Array | None, by: str) -> Array:
        """Multiply the Jacobian by ``by`` from the left with the cotangent; None is all ones."""


MakeEvaluator = Callable[[Mapping[str, Any], "np.dtype[Any]"], Evaluator]


class Local(Mapping[str, Any]):
    """The operands of a candidate, by name, and every equation redone from them.

    As a mapping it gives, for each name, the candidate's array, the case's array or number, a size,
    or the replayed quantity.
    """

    def __init__(
        self,
        model: Model,
        case: Mapping[str, Any],
        candidate: Mapping[str, Array],
        sizes: Mapping[str, int],
        dtype: np.dtype[Any],
        make_evaluator: MakeEvaluator,
    ) -> None:
        self.model, self.sizes, self.captured = model, sizes, frozenset(candidate)
        inputs = {name: value for name, value in case.items() if name not in model.by_name}
        self.given: dict[str, Any] = {**sizes, **inputs, **candidate}
        self.dtype, self.unit = dtype, unit(dtype)
        self.evaluator = make_evaluator(self, dtype)
        self.floor = float(np.finfo(dtype).tiny) * sum(sizes.values())

    @lazy
    def exact(self) -> "Bounds":
        """The bounds of the rule, in float64."""
        return Bounds(self, EXACT)

    @lazy
    def quick(self) -> "Bounds":
        """The same in float32, in units of the round-off."""
        return Bounds(self, quick(self.unit))

    def __getitem__(self, name: str) -> Any:
        if name not in self.given:
            self.given[name] = self.expected(self.model[name], self.model[name].equation)
        return self.given[name]

    def __iter__(self) -> Any:
        return iter(self.given)

    def __len__(self) -> int:
        return len(self.given)

    def compare(self, quantity: Quantity, form: Equation) -> Comparison:
        """Compare the candidate with the quantity redone: at a first look, or exactly."""
        seen = self.looks[form.text]
        if seen is not None:
            return seen
        expected = self.expected(quantity, form)
        return compare(self.given[quantity.name], expected, self.tolerance(quantity, form))

    @lazy
    def looks(self) -> dict[str, Comparison | None]:
        """A first look at everything captured, by equation.

        One kind of work after the other: by turns, torch and the bounds drive each other out of the
        processor's caches, and small networks take twice as long.
        """
        asked = [(q, form) for q in self.model if q.name in self.captured for form in q.forms]
        expected = [self.expected(quantity, form) for quantity, form in asked]
        errors = [self.quick.error(form) for _, form in asked]
        return {
            form.text: first_look(self.given[quantity.name], value, error, 2 * self.unit)
            for (quantity, form), value, error in zip(asked, expected, errors, strict=True)
        }

    def expected(self, quantity: Quantity, form: Equation) -> Array:
        """Redo a quantity from the candidate's operands."""
        if quantity.pullback is None:
            return self.evaluator.value(form)
        return self._pulled_back(quantity, quantity.pullback)

    def _pulled_back(self, quantity: Quantity, pullback: Pullback) -> Array:
        through, cotangent = self._through(pullback), pullback.cotangent
        upstream = None if cotangent is None else self[cotangent]
        gradient = self.evaluator.pullback(through, upstream, pullback.by)
        scaled: Array = gradient * self._scale(quantity, pullback)
        return scaled + self._pulled_back(quantity, pullback.plus) if pullback.plus else scaled

    def _through(self, pullback: Pullback) -> Equation:
        forms = self.model[pullback.through].forms
        return next(form for form in forms if pullback.by in _operands(form.text))

    def _scale(self, quantity: Quantity, pullback: Pullback) -> float:
        """Go from the derivative of the summed loss to that of the cost, or back."""
        upstream = self.model.root_of(pullback.cotangent or pullback.through) or quantity.root
        if upstream == quantity.root:
            return 1.0
        return 1 / self.sizes["m"] if quantity.root == "cost" else float(self.sizes["m"])

    def tolerance(self, quantity: Quantity, form: Equation) -> Array:
        """Bound, entry by entry, how far two right evaluations can be apart."""
        tolerance: Array = 2 * np.asarray(self.exact.error(form)) + self.floor
        return np.nan_to_num(tolerance, nan=np.inf, posinf=np.inf)


@lru_cache(maxsize=4096)
def _operands(text: str) -> tuple[str, ...]:
    """The operands of an equation, which it takes a walk to find."""
    return read_equation(text).operands


class Bounds:
    """The bound of every equation at a candidate's operands, in one arithmetic."""

    def __init__(self, local: Local, arithmetic: Arithmetic) -> None:
        self.local, self.arithmetic = local, arithmetic
        self.algebra = BoundAlgebra(local.dtype, arithmetic)
        self.operands: dict[str, Bounded] = {}

    def error(self, form: Equation) -> Any:
        """Bound how far off a right evaluation can be; an array or a number."""
        return evaluate(form.expression, self._operand, self.algebra).error(SLACK)

    def _operand(self, name: str) -> Bounded:
        if name not in self.operands:
            self.operands[name] = self._bounded(name)
        return self.operands[name]

    def _bounded(self, name: str) -> Bounded:
        value = self.local[name]
        if not isinstance(value, np.ndarray):
            return self.algebra.constant(float(value))
        inherited: Array | float = 0.0
        model = self.local.model
        if name in model.by_name and name not in self.local.captured:
            quantity = model[name]
            if self.arithmetic is EXACT:
                inherited = self.local.tolerance(quantity, quantity.equation) / 2
            else:
                inherited = self.error(quantity.equation)
        return self.algebra.operand(self.arithmetic.held(value), inherited)
