"""One comparison: what was expected, how far it may be off, and what share of that is used."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.judging.verdict import Worst

Array = NDArray[Any]


@dataclass(frozen=True)
class Comparison:
    """One comparison: what was expected, how far it may be off, and what share of that it is."""

    expected: Array
    tolerance: Array
    share: Array

    @property
    def excess(self) -> float:
        """The largest share of the tolerance."""
        return float(np.max(self.share, initial=0.0))

    @property
    def passed(self) -> bool:
        """Whether every entry could be compared, and is within its tolerance."""
        return self.settled and self.excess <= 1

    @property
    def settled(self) -> bool:
        """Whether every entry could be compared."""
        return bool(np.isfinite(self.tolerance).all())


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


def smallest_visible(attempts: Sequence[Sequence[Comparison]], size: Array) -> float:
    """The relative error of the median non-zero entry that no form of the equation lets pass."""
    passing = np.zeros(size.shape)
    for tests in attempts:
        tolerance = np.minimum.reduce([test.tolerance for test in tests])
        passing = np.maximum(passing, np.where(np.isfinite(tolerance), tolerance, 0))
    counted = (size > 0) & np.isfinite(size) & (passing > 0)
    if not counted.any():
        return np.inf
    return float(np.median(passing[counted] / size[counted]))


def worst_entry(actual: Array, test: Comparison) -> Worst:
    """Find the entry that uses the largest share of its tolerance."""
    index = np.unravel_index(int(np.argmax(test.share)), test.share.shape)
    return Worst(
        tuple(int(i) for i in index),
        float(actual[index]),
        float(test.expected[index]),
        float(test.tolerance[index]),
    )
