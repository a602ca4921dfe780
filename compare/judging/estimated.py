"""A value and an estimate of how far off it is: what the running error bound is a walk over."""

from collections.abc import Callable
from functools import reduce

import numpy as np

from compare.judging.arithmetic import EXACT, Arithmetic, Array, Value
from compare.judging.lazy import lazy
from compare.quantities.model import Axes


class Estimate:
    """A value, and an estimate of its rounding error; both made when they are asked for.

    ``gathered`` are the independent errors that came in, ``squares`` more of them, already squared
    and summed; ``roundings`` is how many u of the value the last operation adds, ``terms`` the
    length of the sum that the value is, ``crossing`` looks for entries on different sides of 0.
    ``shared`` is a relative error that all units of an example have in common, and no other has;
    ``common`` is the part of ``squares`` that they have in common, unsquared and with its sign.
    ``alike`` says that all units have the very same error.
    """

    def __init__(
        self,
        axes: Axes,
        value: Value | Callable[[], Value],
        gathered: Value | tuple[Value, ...],
        roundings: float,
        u: float,
        terms: int = 1,
        *,
        squares: Value = 0.0,
        size: Callable[[], Value] | None = None,
        shared: Array | None = None,
        common: Value | None = None,
        alike: bool = False,
        arithmetic: Arithmetic = EXACT,
    ) -> None:
        self.axes, self.roundings, self.u, self.terms = axes, roundings, u, terms
        parts = gathered if isinstance(gathered, tuple) else (gathered,)
        self.parts = tuple([part for part in parts if not is_none(part)])
        self.squares, self.shared, self.common = squares, shared, common
        self.alike, self.arithmetic = alike, arithmetic
        self.crossing: Callable[[], Array | None] = _no_entry
        self._value, self._size = value, size

    def at(self, axes: Axes, value: Array) -> "Estimate":
        """The same error, at a value that is known."""
        return Estimate(
            axes, value, self.parts, self.roundings, self.u,
            squares=self.squares, shared=self.shared, common=self.common, alike=self.alike,
            arithmetic=self.arithmetic,
        )  # fmt: skip  # the value, its error

    def of_several_units(self) -> "Estimate":
        """Keep apart from here on what the errors of all units of an example have in common."""
        self.common = 0.0
        return self

    def shared_by_units(self) -> "Estimate":
        """Hand on the error of a single unit as what it is to all that is linear in it.

        Where the unit is not known to a digit, its error stays its own.
        """
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            ratio = np.broadcast_to(self.error, np.shape(self.value)) / self.size
        known = ratio * self.arithmetic.unit < 1
        return Estimate(
            self.axes, self.value, np.where(known, 0, self.error), 0, self.u,
            shared=np.where(known, ratio, 0), arithmetic=self.arithmetic,
        )  # fmt: skip  # the value, its error

    @lazy
    def value(self) -> Value:
        """The value, in the precision it came in."""
        return self._value() if callable(self._value) else self._value

    @lazy
    def crossed(self) -> Array | None:
        """Mark the entries seen on different sides of 0, if any is."""
        return self.crossing()

    @lazy
    def size(self) -> Value:
        """The absolute value."""
        return self._size() if self._size else self.arithmetic.size(self.value)

    @lazy
    def size_squared(self) -> Value:
        """Its square."""
        return self.size * self.size

    @lazy
    def squared(self) -> Value:
        """The square of the error: what each unit has for itself, and what all share."""
        if self.shared is None:
            return self.own_squared
        return plus(self.own_squared, (self.shared * self.size) ** 2)

    @lazy
    def own_squared(self) -> Value:
        """The square of what came in, and of the rounding of the result."""
        total = self.squares
        for part in self.parts:
            total = plus(total, part * part)
        if self.roundings:
            total = plus(total, (self.roundings * self.u) ** 2 * self.size_squared)
        return total

    @lazy
    def error(self) -> Value:
        """The error that came in, and the rounding of the result."""
        single = len(self.parts) <= 1 and is_none(self.squares) and not self.roundings
        if single and self.shared is None:
            return self.parts[0] if self.parts else 0.0
        if self.arithmetic is not EXACT:
            return np.sqrt(self.squared)
        try:
            with np.errstate(under="raise"):
                error = np.sqrt(self.squared)
            if np.isfinite(np.max(error)):
                return error
        except FloatingPointError:
            pass
        own = self.roundings * self.u * self.size  # the square of 1e-170 is 0, so without squaring
        alike = 0.0 if self.shared is None else self.shared * self.size
        return reduce(np.hypot, (*self.parts, alike), np.hypot(np.sqrt(self.squares), own))

    @lazy
    def own_error(self) -> Value:
        """The error without what is shared."""
        if self.shared is None:
            return self.error
        if self.arithmetic is not EXACT:
            return np.sqrt(self.own_squared)
        return Estimate(
            self.axes, self.value, self.parts, self.roundings, self.u,
            squares=self.squares, size=lambda: self.size, arithmetic=self.arithmetic,
        ).error  # fmt: skip  # the same but for one

    @property
    def exact(self) -> bool:
        """Whether there is no error at all."""
        own = self.parts or not is_none(self.squares) or self.roundings
        return not own and self.shared is None


def _no_entry() -> None:
    """Nothing is known to have crossed."""


def is_none(error: Value) -> bool:
    """Whether an error is the number 0, which stands for none."""
    return isinstance(error, float) and error == 0


def plus(x: Value, y: Value) -> Value:
    """Add two errors, of which either may be none."""
    if is_none(x):
        return y
    return x if is_none(y) else x + y
