"""Every feature to mean 0 and deviation 1, by the training part alone."""

import numpy as np

from compare.datasets.dataset import Array
from compare.errors import UsageError


def standardise(X_train: Array, X_test: Array, *, where: str) -> tuple[Array, Array]:
    """Scale both parts in float64; a feature that is constant in training is only centred."""
    first, second = X_train.astype(np.float64), X_test.astype(np.float64)
    # max == min, not deviation == 0: the mean of equal numbers may be off by one rounding,
    # and dividing by that rounding would turn a constant into noise.
    constant = first.max(axis=1, keepdims=True) == first.min(axis=1, keepdims=True)
    _, exponent = np.frexp(np.abs(first).max(axis=1, keepdims=True))
    shift = np.where(constant, 0, -exponent)
    with np.errstate(over="ignore"):
        # A power of two costs no rounding, and keeps the squares of 1e300 and 1e-300 in range.
        first, second = np.ldexp(first, shift), np.ldexp(second, shift)
        mean = np.where(constant, first[:, :1], first.mean(axis=1, keepdims=True))
        deviation = np.where(constant, 1.0, first.std(axis=1, keepdims=True))
        second = (second - mean) / deviation
    _refuse_overflow(second, where=where)
    return (first - mean) / deviation, second


def _refuse_overflow(X_test: Array, *, where: str) -> None:
    bad = ~np.isfinite(X_test)
    if bad.any():
        feature, example = np.unravel_index(np.argmax(bad), bad.shape)
        raise UsageError(
            f"{where}: feature {feature} of test example {example} lies too far from the training "
            "part to be standardised by it in float64; scale X first"
        )
