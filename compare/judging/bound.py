"""The rounding bound of one operation at given operands: deterministic, whatever the order.

A value made of its operands by sums and products has, in any order of evaluation, an error of at
most gamma_k times the same expression of absolute values, gamma_k = k u / (1 - k u), where k counts
the roundings on the longest way (Higham, "Accuracy and Stability of Numerical Algorithms", ch. 3).
What a function adds, and what came in with an operand that had to be replayed, is inherited.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.formulas.expression import Operator, Reduction
from compare.judging.rounding import JUMPING, PRIME_RANGE, PRIME_RULES, RULES, unit

Array = NDArray[Any]

SLACK = 4
"""Roundings granted on top, for forms of an equation that take a few operations more."""


class Bounded:
    """A value, the same expression of absolute values, and how many roundings lie behind it."""

    def __init__(
        self,
        value: Array | Callable[[], Array],
        magnitude: Array | Callable[[], Array],
        count: int,
        inherited: Array | float,
        u: float,
        *,
        constant: bool = False,
    ) -> None:
        self._value, self._magnitude = value, magnitude
        self.count, self.inherited, self.u, self.constant = count, inherited, u, constant

    @cached_property
    def value(self) -> Array:
        """The value, in float64."""
        return self._value() if callable(self._value) else self._value

    @cached_property
    def magnitude(self) -> Array:
        """The expression of absolute values."""
        return self._magnitude() if callable(self._magnitude) else self._magnitude

    def error(self, slack: int = 0) -> Array | float:
        """Bound the distance of a computed value from the exact one."""
        k = self.count + slack
        if k == 0:
            return self.inherited
        error: Array = k * self.u / (1 - k * self.u) * self.magnitude + self.inherited
        return error

    @property
    def exact(self) -> bool:
        """Whether there is no error at all."""
        return self.count == 0 and isinstance(self.inherited, float) and self.inherited == 0


class BoundAlgebra:
    """Arithmetic on bounds."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype, self.u = dtype, unit(dtype)

    def operand(self, value: Array, inherited: Array | float) -> Bounded:
        """An operand as the candidate gave it, or replayed with an inherited error."""
        return Bounded(value, lambda: np.abs(value), 0, inherited, self.u)

    def constant(self, number: float) -> Bounded:
        """A constant is rounded only if the dtype cannot hold it."""
        size = np.asarray(abs(number))
        count = int(float(self.dtype.type(number)) != number)
        return Bounded(np.asarray(number), size, count, 0.0, self.u, constant=True)

    def negate(self, x: Bounded) -> Bounded:
        """Minus x has the bound of x."""
        return Bounded(lambda: -x.value, lambda: x.magnitude, x.count, x.inherited, self.u)

    def transpose(self, x: Bounded) -> Bounded:
        """The bounds change place with the values."""
        inherited = x.inherited if isinstance(x.inherited, float) else x.inherited.T
        return Bounded(lambda: x.value.T, lambda: x.magnitude.T, x.count, inherited, self.u)

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
                undecided = np.abs(x.value - y.value) <= np.add(x.error(), y.error())
                undecided = undecided & ~(x.exact and y.exact)
                return self._function(lambda: (x.value > y.value).astype(float), undecided * 1.0)
            case "==":
                apart = np.minimum(np.add(x.error(), y.error()), 1.0)
                return self._function(lambda: (x.value == y.value).astype(float), apart)

    def _function(self, value: Callable[[], Array], inherited: Array | float) -> Bounded:
        result = Bounded(value, value, 0, inherited, self.u)
        result._magnitude = lambda: np.abs(result.value)
        return result

    def _sum(self, x: Bounded, y: Bounded, sign: int) -> Bounded:
        if x.exact and y.exact and (x.constant or y.constant):  # 1 - a is rounded once
            result = np.asarray(x.value + sign * y.value)
            return Bounded(result, np.abs(result), 1, 0.0, self.u)
        return Bounded(
            lambda: x.value + sign * y.value,
            lambda: x.magnitude + y.magnitude,
            max(x.count, y.count) + 1,
            x.inherited + y.inherited,
            self.u,
        )

    def _product(self, x: Bounded, y: Bounded) -> Bounded:
        inherited: Array | float = 0.0
        if not _clean(x):
            inherited = x.inherited * (y.magnitude + y.inherited)
        if not _clean(y):
            inherited = inherited + x.magnitude * y.inherited
        return Bounded(
            lambda: x.value * y.value,
            lambda: x.magnitude * y.magnitude,
            x.count + y.count + 1,
            inherited,
            self.u,
        )

    def _quotient(self, x: Bounded, y: Bounded) -> Bounded:
        if y.exact:
            return Bounded(
                lambda: x.value / y.value,
                lambda: x.magnitude / np.abs(y.value),
                x.count + 1,
                0.0 if _clean(x) else x.inherited / np.abs(y.value),
                self.u,
            )
        with np.errstate(divide="ignore", invalid="ignore"):
            smallest = np.maximum(np.abs(y.value) - y.error(), 0)
            quotient = x.value / y.value
            inherited = (x.error() + np.abs(quotient) * y.error()) / smallest
        return Bounded(quotient, np.abs(quotient), 1, inherited, self.u)

    def _power(self, x: Bounded, y: Bounded) -> Bounded:
        with np.errstate(divide="ignore", invalid="ignore"):
            value = x.value**y.value
            ends = [np.maximum(np.abs(x.value) + side * x.error(), 0) for side in (-1, 1)]
            steepest = np.maximum(*(np.where(y.value == 0, 0, e ** (y.value - 1)) for e in ends))
            inherited = 0.0 if x.exact else np.abs(y.value) * steepest * x.error()
        return Bounded(value, np.abs(value), 2, inherited, self.u)

    def _matmul(self, x: Bounded, y: Bounded) -> Bounded:
        inherited: Array | float = 0.0
        if not _clean(x):
            inherited = x.inherited @ (y.magnitude + y.inherited)
        if not _clean(y):
            inherited = inherited + x.magnitude @ y.inherited
        return Bounded(
            lambda: x.value @ y.value,
            lambda: x.magnitude @ y.magnitude,
            x.count + y.count + x.value.shape[1],
            inherited,
            self.u,
        )

    def call(self, function: str, x: Bounded, prime: bool) -> Bounded:
        """Apply a function, or its derivative."""
        rule = (PRIME_RULES if prime else RULES)[function]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            inherited = rule.rounding(x.value, self.u)
            if not x.exact:
                error = np.broadcast_to(x.error(), x.value.shape)
                passed_on = rule.slope(x.value, error) * error
                if prime and function in JUMPING:
                    passed_on = passed_on + (np.abs(x.value) < error) * PRIME_RANGE[function]
                limit = PRIME_RANGE[function] if prime else np.inf
                inherited = inherited + np.minimum(passed_on, limit)
        return self._function(lambda: rule.value(x.value), inherited)

    def reduce(self, reduction: Reduction, x: Bounded, axis: int | None) -> Bounded:
        """Add up bounds."""
        keep = axis is not None
        n = x.value.size if axis is None else x.value.shape[axis]
        scale = 1 / n if reduction == "mean" else 1.0

        def add(array: Array) -> Array:
            total: Array = scale * np.sum(array, axis=axis, keepdims=keep)
            return total

        inherited = 0.0 if _clean(x) else add(np.broadcast_to(x.inherited, x.value.shape))
        count = x.count + n + (reduction == "mean")
        return Bounded(lambda: add(x.value), lambda: add(x.magnitude), count, inherited, self.u)


def _clean(x: Bounded) -> bool:
    return isinstance(x.inherited, float) and x.inherited == 0
