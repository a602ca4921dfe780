"""The rounding bound of one operation at given operands: deterministic, whatever the order.

A value made of its operands by sums and products has, in any order of evaluation, an error of at
most gamma_k times the same expression of absolute values, gamma_k = k u / (1 - k u), where k counts
the roundings on the longest way (Higham, "Accuracy and Stability of Numerical Algorithms", ch. 3).
What a function adds, and what came in with an operand that had to be replayed, is inherited.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.formulas.expression import Operator, Reduction
from compare.judging.arithmetic import EXACT, Arithmetic, Value, plain
from compare.judging.columns import COLUMN_RULES, ColumnRule
from compare.judging.lazy import lazy
from compare.judging.rounding import JUMPING, PRIME_RANGE, PRIME_RULES, RULES, unit

Array = NDArray[Any]

SLACK = 4
"""Roundings granted on top, for forms of an equation that take a few operations more."""


class Bounded:
    """A value, the same expression of absolute values, and how many roundings lie behind it.

    The value is made when it is asked for, which is seldom.
    """

    def __init__(
        self,
        value: Value | Callable[[], Value],
        magnitude: Value,
        count: int,
        inherited: Value,
        algebra: "BoundAlgebra",
        *,
        constant: bool = False,
    ) -> None:
        self._value, self.magnitude, self.algebra = value, magnitude, algebra
        self.count, self.inherited, self.constant = count, inherited, constant

    @lazy
    def value(self) -> Value:
        """The value, in the precision it came in."""
        return self._value() if callable(self._value) else self._value

    @lazy
    def size(self) -> Value:
        """The absolute value."""
        return self.algebra.arithmetic.size(self.value)

    def error(self, slack: int = 0) -> Value:
        """Bound the distance of a computed value from the exact one."""
        k = self.count + slack
        if k == 0:
            return self.inherited
        error = self.algebra.gamma(k) * self.magnitude
        return error if self.clean else error + self.inherited

    @property
    def doubt(self) -> Value:
        """The error in the measure of the value."""
        return self.algebra.arithmetic.doubt(self.error())

    @property
    def clean(self) -> bool:
        """Whether nothing is inherited."""
        return isinstance(self.inherited, float) and self.inherited == 0

    @property
    def exact(self) -> bool:
        """Whether there is no error at all."""
        return self.count == 0 and self.clean


class BoundAlgebra:
    """Arithmetic on bounds: exact, or quick in float32 with errors counted in u."""

    def __init__(self, dtype: np.dtype[Any], arithmetic: Arithmetic = EXACT) -> None:
        self.dtype, self.arithmetic = dtype, arithmetic
        self.u = unit(dtype) / arithmetic.unit

    def gamma(self, k: int) -> float:
        """How much of a magnitude k roundings can make."""
        return k * self.u / (1 - k * self.u * self.arithmetic.unit)

    def operand(self, value: Array, inherited: Value) -> Bounded:
        """An operand as the candidate gave it, or replayed with an inherited error."""
        return Bounded(value, self.arithmetic.size(value), 0, inherited, self)

    def constant(self, number: float) -> Bounded:
        """A constant is rounded only if the dtype cannot hold it."""
        count = int(float(self.dtype.type(number)) != number)
        return Bounded(float(number), float(abs(number)), count, 0.0, self, constant=True)

    def negate(self, x: Bounded) -> Bounded:
        """Minus x has the bound of x."""
        return Bounded(lambda: -x.value, x.magnitude, x.count, x.inherited, self)

    def transpose(self, x: Bounded) -> Bounded:
        """The bounds change place with the values."""
        inherited = x.inherited if isinstance(x.inherited, float) else x.inherited.T
        return Bounded(lambda: x.value.T, x.magnitude.T, x.count, inherited, self)

    def binary(self, operator: Operator, x: Bounded, y: Bounded) -> Bounded:
        """Apply an operator to values and bounds."""
        match operator:
            case "+" | "-":
                return self._sum(x, y, 1 if operator == "+" else -1)
            case "*":
                return self._product(x, y)
            case "/":
                return self._quotient(x, y)
            case "**":
                return self._power(x, y)
            case "@":
                return self._matmul(x, y)
            case ">":
                undecided = np.abs(x.value - y.value) <= x.doubt + y.doubt
                undecided = undecided & ~(x.exact and y.exact)
                jump = undecided * (1 / self.arithmetic.unit)
                return self._decision(np.asarray(x.value > y.value), jump)
            case "==":
                apart = np.minimum(x.error() + y.error(), 1 / self.arithmetic.unit)
                return self._decision(np.asarray(x.value == y.value), apart)

    def _decision(self, value: Array, inherited: Value) -> Bounded:
        decision = self.arithmetic.rough(value.astype(float))
        return Bounded(decision, decision, 0, inherited, self)

    def _sum(self, x: Bounded, y: Bounded, sign: int) -> Bounded:
        if x.exact and y.exact and (x.constant or y.constant):  # 1 - a is rounded once
            result = x.value + sign * y.value
            return Bounded(result, self.arithmetic.size(result), 1, 0.0, self)
        return Bounded(
            lambda: x.value + sign * y.value,
            x.magnitude + y.magnitude,
            max(x.count, y.count) + 1,
            x.inherited + y.inherited,
            self,
        )

    def _product(self, x: Bounded, y: Bounded) -> Bounded:
        inherited: Value = 0.0
        if not x.clean:
            inherited = x.inherited * (y.magnitude + self.arithmetic.doubt(y.inherited))
        if not y.clean:
            inherited = inherited + x.magnitude * y.inherited
        return Bounded(
            lambda: x.value * y.value,
            x.magnitude * y.magnitude,
            x.count + y.count + 1,
            inherited,
            self,
        )

    def _quotient(self, x: Bounded, y: Bounded) -> Bounded:
        if y.exact:
            return Bounded(
                lambda: x.value / y.value,
                x.magnitude / y.size,
                x.count + 1,
                0.0 if x.clean else x.inherited / y.size,
                self,
            )
        with np.errstate(divide="ignore", invalid="ignore"):
            smallest = np.maximum(y.size - y.doubt, 0)
            inherited = (x.error() + x.size / y.size * y.error()) / smallest
            quotient = x.value / y.value
        return Bounded(quotient, self.arithmetic.size(quotient), 1, inherited, self)

    def _power(self, x: Bounded, y: Bounded) -> Bounded:
        with np.errstate(divide="ignore", invalid="ignore"):
            value = x.value**y.value
            ends = [np.maximum(x.size + side * x.doubt, 0) for side in (-1, 1)]
            steepest = np.maximum(*(np.where(y.value == 0, 0, e ** (y.value - 1)) for e in ends))
            inherited = 0.0 if x.exact else y.size * steepest * x.error()
        return Bounded(value, self.arithmetic.size(value), 2, inherited, self)

    def _matmul(self, x: Bounded, y: Bounded) -> Bounded:
        inherited: Value = 0.0
        if not x.clean:
            inherited = x.inherited @ (y.magnitude + self.arithmetic.doubt(y.inherited))
        if not y.clean:
            inherited = inherited + x.magnitude @ y.inherited
        return Bounded(
            lambda: x.value @ y.value,
            x.magnitude @ y.magnitude,
            x.count + y.count + x.value.shape[1],
            inherited,
            self,
        )

    def call(self, function: str, x: Bounded, prime: bool) -> Bounded:
        """Apply a function, or its derivative."""
        if function in COLUMN_RULES:
            return self._columnwise(COLUMN_RULES[function], x)
        rule, limit = RULES[function], np.inf
        if prime:
            rule, limit = PRIME_RULES[function], PRIME_RANGE[function] / self.arithmetic.unit
        rough = self.arithmetic.rough(x.value)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            inherited = rule.rounding(rough, self.u)
            if not x.exact:
                doubt = x.doubt
                passed_on = rule.slope(rough, doubt) * x.error()
                if prime and function in JUMPING:
                    passed_on = passed_on + (np.abs(rough) < doubt) * limit
                inherited = inherited + np.minimum(passed_on, limit)
        return Bounded(
            lambda: rule.value(x.value), abs(rule.value(rough)), 0, plain(inherited), self
        )

    def _columnwise(self, rule: ColumnRule, x: Bounded) -> Bounded:
        with np.errstate(invalid="ignore", over="ignore"):
            size = abs(rule.value(self.arithmetic.rough(x.value)))
            e = None if x.exact else x.error()
            inherited = rule.error(x.value, e, self.u, self.arithmetic, power=1)
        return Bounded(lambda: rule.value(x.value), size, 0, inherited, self)

    def reduce(self, reduction: Reduction, x: Bounded, axis: int | None) -> Bounded:
        """Add up bounds."""
        keep = axis is not None
        n = x.value.size if axis is None else x.value.shape[axis]
        scale = 1 / n if reduction == "mean" else 1.0

        def add(array: Array) -> Array:
            total: Array = scale * np.sum(array, axis=axis, keepdims=keep)
            return total

        inherited = 0.0 if x.clean else add(np.broadcast_to(x.inherited, x.value.shape))
        count = x.count + n + (reduction == "mean")
        return Bounded(lambda: add(x.value), add(x.magnitude), count, inherited, self)
