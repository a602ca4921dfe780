"""One comparison: what was expected, how far it may be off, and what share of that is used."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.judging.arithmetic import Value
from compare.judging.lazy import lazy
from compare.judging.verdict import BLIND_ABOVE, Worst

Array = NDArray[Any]

CLEAR = 0.9
"""A first look settles what uses no larger share; float32 is never off by a tenth."""

NOISE, TINY = 2.0**-60, float(np.finfo(np.float32).tiny)
"""An error in units of u that float32 cannot be trusted with, as its square is near the smallest
numbers; and what is granted in its place, less than any difference that is left."""

SAMPLE = 4096


@dataclass(frozen=True)
class Comparison:
    """One comparison: what was expected, how far it may be off, and what share of that it is.

    The tolerance is ``unit`` times ``bound``.
    """

    expected: Array
    bound: Array
    share: Array
    unit: float = 1.0

    @lazy
    def tolerance(self) -> Array:
        """How far off each entry may be."""
        return self.bound if self.unit == 1 else self.unit * self.bound.astype(np.float64)

    def sample(self, step: int) -> Array:
        """Every so many-th tolerance."""
        return np.multiply(self.bound.reshape(-1)[::step], self.unit, dtype=np.float64)

    @lazy
    def place(self) -> int:
        """The entry that uses the largest share of its tolerance, counted flat."""
        return int(np.argmax(self.share))

    @lazy
    def excess(self) -> float:
        """The largest share of the tolerance."""
        return float(self.share.item(self.place)) if self.share.size else 0.0

    @property
    def passed(self) -> bool:
        """Whether every entry could be compared, and is within its tolerance."""
        return self.settled and self.excess <= 1

    @lazy
    def settled(self) -> bool:
        """Whether every entry could be compared."""
        return math.isfinite(self.bound.max()) if self.bound.size else True


def compare(
    actual: Array, expected: Array, tolerance: Array, truncation: Array | float = 0.0
) -> Comparison:
    """Take the difference as a share of the tolerance; what is not a number is infinitely off.

    ``truncation`` is granted before rounding has its share.
    """
    expected = np.asarray(expected, np.float64).reshape(actual.shape)
    tolerance = np.where(np.isfinite(expected), tolerance, np.inf)
    with np.errstate(invalid="ignore", over="ignore"):
        beyond = np.abs(actual.astype(np.float64) - expected) - truncation
        share = np.where(np.isfinite(tolerance), np.maximum(beyond, 0) / tolerance, 0.0)
    return Comparison(expected, tolerance + truncation, np.where(np.isnan(share), np.inf, share))


def first_look(actual: Array, expected: Array, bound: Value, unit: float) -> Comparison | None:
    """Compare within ``unit`` times a bound in float32; None where that settles nothing.

    What passes here passes exactly too, and its tolerance is the exact one but for rounding: a
    difference is never lost, and a bound that is too small for float32 counts as none.
    """
    expected = expected.reshape(actual.shape)
    try:
        with np.errstate(under="raise", over="ignore", invalid="ignore"):
            difference = actual - expected
            difference *= 1 / unit
            difference = np.abs(difference.astype(np.float32, copy=False))
    except FloatingPointError:
        return None
    if np.shape(bound) != actual.shape:
        bound = np.broadcast_to(bound, actual.shape)
    share = np.asarray(difference / np.maximum(bound - NOISE, TINY))
    look = Comparison(expected, bound, share, unit)
    return look if look.excess <= CLEAR and look.settled and _trusted(look) else None


def _trusted(look: Comparison) -> bool:
    """Whether float32 is fit for the entry that decides, and for all that the median is of."""
    if look.excess > 0 and look.bound.item(look.place) < 128 * NOISE:
        return False
    step = _step(look.bound)
    small = look.bound.reshape(-1)[::step] < NOISE
    return not (small.any() and look.expected.reshape(-1)[::step][small].any())


def _step(array: Array) -> int:
    """Take every so many-th entry: an odd number, so as not to fall into step with the rows."""
    return -(-array.size // SAMPLE) | 1


def smallest_visible(attempts: Sequence[Sequence[Comparison]], size: Array) -> float:
    """The relative error of the median non-zero entry that no form of the equation lets pass.

    It is the median of an even sample of at most 4,096 entries; of all where it comes so near to
    the limit of blindness that this decides.
    """
    step = _step(size)
    visible = _median_visible(attempts, size, step)
    if step > 1 and visible > min(BLIND_ABOVE.values()) / 10:
        dtype = attempts[0][0].expected.dtype
        if visible > BLIND_ABOVE[dtype.name] / 10:
            return _median_visible(attempts, size, 1)
    return visible


def _median_visible(attempts: Sequence[Sequence[Comparison]], size: Array, step: int) -> float:
    passing: Any = 0.0
    for tests in attempts:
        tolerance = reduce(np.minimum, (test.sample(step) for test in tests))
        if not all(test.settled for test in tests):
            tolerance = np.where(np.isfinite(tolerance), tolerance, 0)
        passing = np.maximum(passing, tolerance)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = passing / size.reshape(-1)[::step]
    counted = relative[(relative > 0) & (relative < np.inf)]
    return _median(counted) if counted.size else np.inf


def _median(values: Array) -> float:
    """The median, without the checks of np.median, which take longer than the median."""
    middle = values.size // 2
    if values.size % 2:
        return float(np.partition(values, middle)[middle])
    low, high = np.partition(values, (middle - 1, middle))[middle - 1 : middle + 1]
    return (float(low) + float(high)) / 2


def worst_entry(actual: Array, test: Comparison) -> Worst:
    """Find the entry that uses the largest share of its tolerance."""
    index = np.unravel_index(test.place, test.share.shape)
    return Worst(
        tuple(int(i) for i in index),
        float(actual[index]),
        float(test.expected[index]),
        test.unit * float(test.bound[index]),
    )
