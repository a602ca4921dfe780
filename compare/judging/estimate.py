"""The running error bound: how far rounding can carry two right programs apart.

Every quantity gets an estimate e of the rounding error gathered on the way from the inputs, by
walking the written equations along the reference's values, in float64:

    contraction over units     e^2 = A^2 (u^2 (n/2 + 1) B^2 + e_B^2) + e_A^2 B^2    independent
    contraction over samples   e   = (sqrt(m) u |A| + e_A) |B| + |A| e_B            aligned
    sum and difference         e^2 = e_x^2 + e_y^2
    contraction plus b         e^2 = ... + u^2 (n/2) b^2        b may be what the sum starts from
    product                    e^2 = (e_x (|y| + e_y))^2 + (|x| e_y)^2
    function                   e   = slope e_x, and its own rounding
    every result               + u |result|

Errors of units are independent and add in quadrature; errors of samples may all point the same
way, since equal samples have equal errors, and add linearly.  The sizes are the reference's, so
that a wrong candidate cannot widen its own tolerance.  Two runs may be ``FACTOR sqrt(2) e`` apart.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.formulas.expression import Operator, Reduction
from compare.judging.rounding import PRIME_RANGE, PRIME_RULES, RULES, unit
from compare.quantities.model import Axes

Array = NDArray[Any]

FACTOR = 16.0
"""How many estimates apart two right runs may be; the largest share of that seen is 0.36."""

SPREAD = FACTOR * float(np.sqrt(2))


class Estimate:
    """A value, and an estimate of its rounding error; both made when they are asked for.

    ``gathered`` is the error that came in, ``roundings`` how many u of the value the last
    operation adds, ``crossed`` marks entries seen on different sides of the kink 0, ``terms`` is
    the length of the sum that the value is.
    """

    def __init__(
        self,
        axes: Axes,
        value: Array | Callable[[], Array],
        gathered: Array | float,
        roundings: float,
        u: float,
        terms: int = 1,
    ) -> None:
        self.axes, self.gathered, self.roundings, self.u = axes, gathered, roundings, u
        self.terms = terms
        self.crossed: Array | None = None
        self._value = value

    def at(self, axes: Axes, value: Array) -> "Estimate":
        """The same error, at a value that is known."""
        return Estimate(axes, value, self.gathered, self.roundings, self.u)

    @cached_property
    def value(self) -> Array:
        """The value, in float64."""
        return self._value() if callable(self._value) else self._value

    @cached_property
    def error(self) -> Array | float:
        """The error that came in, and the rounding of the result."""
        if not self.roundings:
            return self.gathered
        return np.hypot(self.gathered, self.roundings * self.u * np.abs(self.value))

    @property
    def exact(self) -> bool:
        """Whether there is no error at all."""
        return isinstance(self.error, float) and self.error == 0


def broadcast_axes(x: Axes, y: Axes) -> Axes:
    """Name the axes of an element-wise result."""
    if not x or not y:
        return x or y
    return tuple(b if a == "1" else a for a, b in zip(x, y, strict=True))


class EstimateAlgebra:
    """Arithmetic on estimates."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype, self.u = dtype, unit(dtype)

    def exact(self, axes: Axes, value: Array) -> Estimate:
        """An input is as it is."""
        return Estimate(axes, value, 0.0, 0, self.u)

    def constant(self, number: float) -> Estimate:
        """A constant is off only if the dtype cannot hold it."""
        inexact = float(self.dtype.type(number)) != number
        return Estimate((), np.asarray(number), self.u * abs(number) * inexact, 0, self.u)

    def negate(self, x: Estimate) -> Estimate:
        """Minus x is as far off as x."""
        return Estimate(x.axes, lambda: -x.value, x.error, 0, self.u)

    def transpose(self, x: Estimate) -> Estimate:
        """The errors change place with the values."""
        error = x.error if isinstance(x.error, float) else x.error.T
        return Estimate(x.axes[::-1], lambda: x.value.T, error, 0, self.u)

    def binary(self, operator: Operator, x: Estimate, y: Estimate) -> Estimate:
        """Apply an operator to values and errors."""
        if operator == "@":
            return self._matmul(x, y)
        gathered: Array | float
        match operator:
            case "+":
                value, gathered = lambda: x.value + y.value, _sum_error(x, y)
            case "-":
                value, gathered = lambda: x.value - y.value, _sum_error(x, y)
            case "*":
                value, gathered = lambda: x.value * y.value, _product_error(x, y)
            case "/":
                value, gathered = lambda: x.value / y.value, _quotient_error(x, y)
            case "**":
                value, gathered = lambda: x.value**y.value, _power_error(x, y)
            case ">":
                value = lambda: (x.value > y.value).astype(float)  # noqa: E731  # one of a family
                doubt = SPREAD * np.hypot(x.error, y.error)
                gathered = (np.abs(x.value - y.value) <= doubt).astype(float)
            case "==":
                value = lambda: (x.value == y.value).astype(float)  # noqa: E731  # one of a family
                gathered = np.minimum(np.hypot(x.error, y.error), 1)
        comparison = operator in (">", "==")
        axes = broadcast_axes(x.axes, y.axes)
        return Estimate(axes, value, _plain(gathered), 0 if comparison else 1, self.u)

    def _matmul(self, x: Estimate, y: Estimate) -> Estimate:
        contracted, n, u = x.axes[1], x.value.shape[1], self.u
        A, B = np.abs(x.value), np.abs(y.value)
        if contracted.startswith("m"):
            gathered = (np.sqrt(n) * u * A + x.error) @ B
            if not y.exact:
                gathered = gathered + A @ y.error
        else:
            square = A**2 @ (u**2 * (n / 2 + 1) * B**2 + np.square(y.error))
            if not x.exact:
                square = square + np.square(x.error) @ B**2
            gathered = np.sqrt(square)
        axes = (x.axes[0], y.axes[1])
        return Estimate(axes, lambda: x.value @ y.value, gathered, 0, u, terms=n)

    def call(self, function: str, x: Estimate, prime: bool) -> Estimate:
        """Apply a function, or its derivative."""
        rule = (PRIME_RULES if prime else RULES)[function]
        error = np.broadcast_to(x.error, x.value.shape)
        with np.errstate(divide="ignore", invalid="ignore"):
            passed_on = rule.slope(x.value, error) * error
            if prime:
                passed_on = np.minimum(passed_on, PRIME_RANGE[function])
            own = rule.rounding(x.value, self.u)
        if prime and x.crossed is not None:
            passed_on = passed_on + x.crossed * PRIME_RANGE[function]
        return Estimate(x.axes, lambda: rule.value(x.value), passed_on + own, 0, self.u)

    def reduce(self, reduction: Reduction, x: Estimate, axis: int | None) -> Estimate:
        """Add up errors: linearly along samples, in quadrature along units."""
        shape = x.value.shape
        n = x.value.size if axis is None else shape[axis]
        keep = axis is not None
        along_samples = axis is None or x.axes[axis].startswith("m")
        if along_samples:
            error = np.sum(
                np.sqrt(n) * self.u * np.abs(x.value) + x.error, axis=axis, keepdims=keep
            )
        else:
            own = self.u**2 * (n / 2 + 1) * x.value**2
            error = np.sqrt(np.sum(own + np.square(x.error), axis=axis, keepdims=keep))
        axes = () if axis is None else tuple("1" if i == axis else a for i, a in enumerate(x.axes))
        scale = 1 / n if reduction == "mean" else 1.0
        return Estimate(
            axes,
            lambda: scale * np.sum(x.value, axis=axis, keepdims=keep),
            scale * error,
            1,
            self.u,
        )


def _plain(error: Array | float) -> Array | float:
    return float(error) if np.ndim(error) == 0 else error


def _sum_error(x: Estimate, y: Estimate) -> Array | float:
    """Add errors; an addend of a long sum may be what the sum started from."""
    error = np.hypot(x.error, y.error)
    for addend, long_sum in ((x, y), (y, x)):
        if long_sum.terms > 1:
            carried = np.sqrt(long_sum.terms / 2) * long_sum.u * np.abs(addend.value)
            error = np.hypot(error, carried)
    return error


def _product_error(x: Estimate, y: Estimate) -> Array | float:
    if x.exact and y.exact:
        return 0.0
    return np.hypot(x.error * (np.abs(y.value) + y.error), np.abs(x.value) * y.error)


def _quotient_error(x: Estimate, y: Estimate) -> Array | float:
    if y.exact:
        return x.error / np.abs(y.value)
    with np.errstate(divide="ignore", invalid="ignore"):
        smallest = np.maximum(np.abs(y.value) - y.error, 0)
        error = np.hypot(x.error, np.abs(x.value / y.value) * y.error) / smallest
    return np.nan_to_num(error, nan=np.inf, posinf=np.inf)


def _power_error(x: Estimate, y: Estimate) -> Array | float:
    """Differentiate x^y by x > 0, at the steeper end of its interval; the exponent is exact."""
    if x.exact:
        return 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = [np.maximum(np.abs(x.value) + side * x.error, 0) for side in (-1, 1)]
        powers = [np.where(y.value == 0, 0, end ** (y.value - 1)) for end in ends]
    slope: Array = np.abs(y.value) * np.maximum(*powers)
    return slope * x.error
