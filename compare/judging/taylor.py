"""The order of the Taylor remainder: 2 if a gradient is right, 1 if it is not.

    r(h) = |J(theta + h d) - J(theta) - h <g, d>|        order = log2(r(h) / r(h / 2))

Along one random direction d every entry of g counts.  h is no choice: it is the smallest at which
the remainders of h, h / 2 and h / 4 stand above what is doubtful in them, the rounding of J and
that of g; and both orders they give must be the same, or h is too large for a Taylor series.  d is
scaled so that h is the largest change of any Z and A, to first order.
"""

from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from compare.judging.complex_step import Forward, Run

Array = NDArray[Any]

CLEAR = 2.0
"""A remainder so many times its doubt is clear of it: of the doubt less than a tenth is used."""

SMALLEST, LARGEST = -32, -2
"""The exponents of 2 between which h is looked for."""

SAME = 0.1
"""Two orders that are no further apart are the same."""

FIRST_ORDER = 1.5
"""A remainder of a lower order than this still has a first-order term in it."""


class Order(NamedTuple):
    """The order of the remainder, or None with the reason."""

    value: float | None
    reason: Literal["", "rounding", "kink in the way", "h too large"] = ""


class Remainder(NamedTuple):
    """A Taylor remainder, what it is uncertain by, and the run at the far end of its step."""

    size: float
    doubt: float
    run: Run

    @property
    def clear(self) -> bool:
        """Whether it stands above what is doubtful in it."""
        return self.size > CLEAR * self.doubt


class Direction:
    """A parameter of a case, the gradient to be tried on it, and a random direction.

    Parameters
    ----------
    gradient, tolerance
        Of the parameter's shape: the gradient, and how far rounding may have put it off.
    cost_doubt
        How far off rounding may have put the difference of two costs.
    """

    def __init__(
        self,
        forward: Forward,
        name: str,
        gradient: Array,
        tolerance: Array,
        cost_doubt: float,
        rng: np.random.Generator,
    ) -> None:
        self.forward, self.name = forward, name
        self.gradient, self.tolerance, self.cost_doubt = gradient, tolerance, cost_doubt
        self.here = forward.values[name]
        self.start = forward.beside(name, self.here)
        d = rng.standard_normal(self.here.shape)
        reach = forward.along(name, d).reach
        self.d = d / reach if reach > 0 else d

    def order(self) -> Order:
        """Double h until three remainders in a row are clear; the last two give the order."""
        latest: list[Remainder] = []
        for exponent in range(SMALLEST, LARGEST + 1):
            latest = [*latest[-2:], self.remainder(2.0**exponent)]
            if len(latest) == 3 and all(remainder.clear for remainder in latest):
                return self._order_of(*latest)
        return Order(None, "rounding")

    def _order_of(self, quarter: Remainder, half: Remainder, whole: Remainder) -> Order:
        if self._bends(whole.run):
            return Order(None, "kink in the way")
        order = float(np.log2(whole.size / half.size))
        if not abs(order - np.log2(half.size / quarter.size)) <= SAME:
            return Order(None, "h too large")
        return Order(order)

    def remainder(self, h: float) -> Remainder:
        """Take the remainder at theta + h d, by the step that float64 makes of it."""
        there = self.here + h * self.d
        step = there - self.here
        run = self.forward.beside(self.name, there)
        size = abs(float(run.cost - self.start.cost) - float(np.sum(self.gradient * step)))
        doubt = self.cost_doubt + float(np.sum(self.tolerance * np.abs(step)))
        return Remainder(size, doubt, run)

    def _bends(self, run: Run) -> bool:
        """Whether a pre-activation changes its sign, or leaves an exact 0."""
        return any(
            bool(np.any(((x > 0) != (y > 0)) | ((x == 0) & (y != 0))))
            for x, y in zip(self.start.bent, run.bent, strict=True)
        )
