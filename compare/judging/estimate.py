"""The running error bound: how far rounding can carry two right programs apart.

Every quantity gets an estimate e of the rounding error gathered on the way from the inputs, by
walking the written equations along the reference's values, in float64:

    contraction over units     e^2 = A^2 (u^2 (n/2 + 1) B^2 + e_B^2) + e_A^2 B^2    independent
    contraction over samples   e   = (s(m) u |A| + e_A) |B| + |A| e_B               aligned
    sum and difference         e^2 = e_x^2 + e_y^2
    contraction plus b         e^2 = ... + u^2 (n/2) b^2        b may be what the sum starts from
    product                    e^2 = (e_x (|y| + e_y))^2 + (|x| e_y)^2
    function                   e   = slope e_x, and its own rounding; of columns: columns.py
    a single unit's dZ         its relative error is that of all that is linear in it
    every result               + u |result|
    s(m) = max(sqrt(m), m/32)  equal terms are rounded alike, so a long sum of them drifts

Errors of units are independent and add in quadrature, but for what they have in common, see
coherent.py.  Errors of samples may all point the same way, since equal samples have equal errors,
and add linearly.  The sizes are the reference's, so
that a wrong candidate cannot widen its own tolerance.  Two runs may be ``FACTOR sqrt(2) e`` apart.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.formulas.expression import Operator, Reduction
from compare.judging.arithmetic import EXACT, Arithmetic, Value, plain
from compare.judging.coherent import equal_rows, in_common
from compare.judging.columns import COLUMN_RULES, ColumnRule
from compare.judging.estimated import Estimate, plus
from compare.judging.rounding import FLAT, PRIME_RANGE, PRIME_RULES, RULES, unit
from compare.quantities.model import Axes

Array = NDArray[Any]

FACTOR = 16.0
"""How many estimates apart two right runs may be; the largest share of that seen is 0.36."""

SPREAD = FACTOR * float(np.sqrt(2))


def of_a_sum(m: int) -> float:
    """How many u of its size each of m samples may add to the error of their sum."""
    return max(math.sqrt(m), m / 32)


def broadcast_axes(x: Axes, y: Axes) -> Axes:
    """Name the axes of an element-wise result."""
    if not x or not y:
        return x or y
    return tuple(b if a == "1" else a for a, b in zip(x, y, strict=True))


class EstimateAlgebra:
    """Arithmetic on estimates: exact, or quick in float32 with errors counted in u."""

    def __init__(self, dtype: np.dtype[Any], arithmetic: Arithmetic = EXACT) -> None:
        self.dtype, self.arithmetic = dtype, arithmetic
        self.u = unit(dtype) / arithmetic.unit

    def _estimate(
        self, axes: Axes, value: Any, gathered: Any, roundings: float = 0, **options: Any
    ) -> Estimate:
        return Estimate(
            axes, value, gathered, roundings, self.u, arithmetic=self.arithmetic, **options
        )

    def exact(self, axes: Axes, value: Array) -> Estimate:
        """An input is as it is."""
        return self._estimate(axes, value, 0.0)

    def constant(self, number: float) -> Estimate:
        """A constant is off only if the dtype cannot hold it."""
        inexact = float(self.dtype.type(number)) != number
        return self._estimate((), float(number), self.u * abs(number) * inexact)

    def negate(self, x: Estimate) -> Estimate:
        """Minus x is as far off as x."""
        return self._estimate(x.axes, lambda: -x.value, x.error, size=lambda: x.size)

    def transpose(self, x: Estimate) -> Estimate:
        """The errors change place with the values."""
        error = x.error if isinstance(x.error, float) else x.error.T
        return self._estimate(x.axes[::-1], lambda: x.value.T, error, size=lambda: x.size.T)

    def binary(self, operator: Operator, x: Estimate, y: Estimate) -> Estimate:
        """Apply an operator to values and errors."""
        axes = broadcast_axes(x.axes, y.axes)
        match operator:
            case "@":
                return self._matmul(x, y)
            case "+":
                return self._sum(axes, lambda: x.value + y.value, x, y)
            case "-":
                return self._sum(axes, lambda: x.value - y.value, x, y)
            case "*":
                return self._product(axes, x, y)
            case "/":
                gathered = self._quotient_error(x, y)
                return self._estimate(axes, lambda: x.value / y.value, gathered, 1)
            case "**":
                gathered = self._power_error(x, y)
                return self._estimate(axes, lambda: x.value**y.value, gathered, 1)
            case ">":
                doubt = SPREAD * self.arithmetic.doubt(np.hypot(x.error, y.error))
                open_entries = _float(np.abs(x.value - y.value) <= doubt, self.arithmetic.dtype)
                jump = plain(open_entries / self.arithmetic.unit)
                return self._estimate(axes, lambda: _float(x.value > y.value), jump)
            case "==":
                apart = np.minimum(np.hypot(x.error, y.error), 1 / self.arithmetic.unit)
                return self._estimate(axes, lambda: _float(x.value == y.value), plain(apart))

    def _matmul(self, x: Estimate, y: Estimate) -> Estimate:
        contracted, n, u = x.axes[1], x.size.shape[1], self.u
        gathered: Value = 0.0
        squares: Value = 0.0
        shared = common = None
        if contracted.startswith("m"):
            gathered = plus(of_a_sum(n) * u * x.size, x.error) @ y.size
            if not y.exact:
                gathered += x.size @ y.error
        else:
            k = u**2 * (n / 2 + 1)
            alike = n if y.alike else 1
            if y.exact:
                squares = (k * x.size_squared) @ y.size_squared
            elif x.exact:  # linear in y: what its units share, the result's share too
                squares = x.size_squared @ (k * y.size_squared + alike * y.own_squared)
                shared = y.shared
            else:
                squares = x.size_squared @ (k * y.size_squared + alike * y.squared)
            if not x.exact:
                squares += x.squared @ y.size_squared
            if y.common is not None:
                common, coherent = in_common(x, y, y.common)
                squares += coherent
        axes = (x.axes[0], y.axes[1])
        return self._estimate(
            axes, lambda: x.value @ y.value, gathered,
            squares=squares, shared=shared, common=common, terms=n, alike=equal_rows(x.value),
        )  # fmt: skip  # the value, its error

    def _sum(self, axes: Axes, value: Callable[[], Value], x: Estimate, y: Estimate) -> Estimate:
        """Add errors; an addend of a long sum may be what the sum started from."""
        carried = [
            math.sqrt(long_sum.terms / 2) * self.u * addend.size
            for addend, long_sum in ((x, y), (y, x))
            if long_sum.terms > 1
        ]
        parts, squares = [*carried], 0.0
        for addend in (x, y):
            if addend.roundings or addend.shared is not None:
                parts.append(addend.error)
            else:
                parts += addend.parts
                squares = plus(squares, addend.squares)
        alike = x.alike or y.alike
        common = x.common if y.common is None else y.common if x.common is None else None
        return self._estimate(
            axes, value, tuple(map(plain, parts)), 1, squares=squares, alike=alike, common=common
        )

    def _product(self, axes: Axes, x: Estimate, y: Estimate) -> Estimate:
        parts = []
        if not x.exact:
            parts.append(x.own_error * plus(self.arithmetic.doubt(y.error), y.size))
        if not y.exact:
            parts.append(x.size * y.error)
        return self._estimate(
            axes, lambda: x.value * y.value, tuple(map(plain, parts)), 1,
            size=lambda: x.size * y.size, shared=x.shared,
            common=None if x.common is None else x.common * self.arithmetic.rough(y.value),
            alike=x.alike,
        )  # fmt: skip  # the value, its error

    def _quotient_error(self, x: Estimate, y: Estimate) -> Value:
        if y.exact:
            return plain(x.error / y.size)
        with np.errstate(divide="ignore", invalid="ignore"):
            smallest = np.maximum(y.size - self.arithmetic.doubt(y.error), 0)
            error = np.hypot(x.error, x.size / y.size * y.error) / smallest
        return np.nan_to_num(error, nan=np.inf, posinf=np.inf)

    def _power_error(self, x: Estimate, y: Estimate) -> Value:
        """Differentiate x^y by x > 0, at the steeper end of its interval; the exponent is exact."""
        if x.exact:
            return 0.0
        doubt = self.arithmetic.doubt(x.error)
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = [np.maximum(x.size + side * doubt, 0) for side in (-1, 1)]
            powers = [np.where(y.value == 0, 0, end ** (y.value - 1)) for end in ends]
        return plain(abs(y.value) * np.maximum(*powers) * x.error)

    def call(self, function: str, x: Estimate, prime: bool) -> Estimate:
        """Apply a function, or its derivative."""
        if function in COLUMN_RULES:
            return self._columnwise(COLUMN_RULES[function], x)
        rule = (PRIME_RULES if prime else RULES)[function]
        rough = self.arithmetic.rough(x.value)
        common = None
        with np.errstate(divide="ignore", invalid="ignore"):
            error = plain(rule.rounding(rough, self.u))
            if not (prime and function in FLAT) and not x.exact:
                slope = rule.slope(rough, self.arithmetic.doubt(x.error))
                passed_on = slope * x.error
                if x.common is not None and not prime:
                    common = slope * x.common
                if prime:
                    passed_on = np.minimum(passed_on, PRIME_RANGE[function] / self.arithmetic.unit)
                error = plus(passed_on, error)
        if prime and x.crossed is not None:
            error = plus(x.crossed * (PRIME_RANGE[function] / self.arithmetic.unit), error)
        sided = prime and function in FLAT  # 1e-86 is on the right of 0, and 0 in float32
        return self._estimate(
            x.axes,
            lambda: rule.value(x.value),
            error,
            size=None if sided else lambda: abs(rule.value(rough)),
            alike=x.alike,
            common=common,
        )

    def _columnwise(self, rule: ColumnRule, x: Estimate) -> Estimate:
        with np.errstate(invalid="ignore", over="ignore"):
            e = None if x.exact else x.error
            error = rule.error(x.value, e, self.u, self.arithmetic, power=2)
        rough = self.arithmetic.rough(x.value)
        return self._estimate(
            x.axes, lambda: rule.value(x.value), error, size=lambda: abs(rule.value(rough))
        )

    def reduce(self, reduction: Reduction, x: Estimate, axis: int | None) -> Estimate:
        """Add up errors: linearly along samples, in quadrature along units."""
        shape = x.size.shape
        n = x.size.size if axis is None else shape[axis]
        scale = 1 / n if reduction == "mean" else 1.0

        def total(array: Array) -> Array:
            return np.sum(array, axis=axis, keepdims=axis is not None)

        gathered: Value = 0.0
        squares: Value = 0.0
        if axis is None or x.axes[axis].startswith("m"):
            gathered = scale * total(plus(of_a_sum(n) * self.u * x.size, x.error))
        else:
            k = self.u**2 * (n / 2 + 1)
            squares = scale**2 * total(plus(k * x.size_squared, x.squared))
        axes = () if axis is None else tuple("1" if i == axis else a for i, a in enumerate(x.axes))
        return self._estimate(
            axes, lambda: scale * total(x.value), plain(gathered), 1, squares=squares
        )


def _float(decisions: Any, dtype: Any = np.float64) -> Array:
    return np.asarray(decisions).astype(dtype)
