"""Softmax and its logarithm: their own rounding, and how they pass an error on.

For a column z of n entries, off by at most e, with d = z - max z, S = sum of e^d and a = e^d / S,

    own rounding of log a_j    u (8 + n + 2 |d_j| + sum of a |d| + 9 log S)
                 of a_j        a_j u (12 + the rest of it)
    passed on to log a_j       (1 - a_j) e_j and, of every other k, a_k e_k: to first order
              to a_j           a_j times that

Within e no a and no 1 - a grows by more than e^(2 max e), so e^(4 max e) times the first order is
an upper limit; e_j + max e is one for log a_j, and 1 for a_j.  What is passed on adds up in a
bound, and in quadrature in an estimate.  The roundings are those of d, of exp and log by their own
rules, and of a sum in any order; exp(log a) is covered by them too, and a without the shift by
max z.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from compare.judging.arithmetic import Arithmetic, Value

Array = NDArray[Any]


def _log_softmax(z: Array) -> Array:
    d = z - np.max(z, axis=0, keepdims=True)
    result: Array = d - np.log(np.sum(np.exp(d), axis=0, keepdims=True))
    return result


def _softmax(z: Array) -> Array:
    powers = np.exp(z - np.max(z, axis=0, keepdims=True))
    result: Array = powers / np.sum(powers, axis=0, keepdims=True)
    return result


def _roundings(z: Array) -> Array:
    """How many u log a is off by, but for a constant."""
    d = z - np.max(z, axis=0, keepdims=True)
    powers = np.exp(d)
    S = np.sum(powers, axis=0, keepdims=True)
    mean = np.sum(powers * np.abs(d), axis=0, keepdims=True) / S
    result: Array = len(z) + 2 * np.abs(d) + mean + 9 * np.log(S)
    return result


def _first_order(a: Array, e: Array, power: int) -> Array:
    """Add up what comes from each z, or (``power`` 2) add it in quadrature."""
    others = (a * e) ** power
    rest = np.maximum(np.sum(others, axis=0, keepdims=True) - others, 0)
    result: Array = (((1 - a) * e) ** power + rest) ** (1 / power)
    return result


class ColumnRule(NamedTuple):
    """The value of a function of columns; its own roundings; the size and limit of what it does.

    An error of log a is multiplied by ``steepness`` (of a), and never beyond ``limit`` (of e).
    """

    value: Callable[[Array], Array]
    own: float
    steepness: Callable[[Array], Array | float]
    limit: Callable[[Array, float], Array | float]

    def error(
        self, z: Value, e: Value | None, u: float, arithmetic: Arithmetic, *, power: int
    ) -> Array:
        """Bound (``power`` 1) or estimate (2) the error at z; ``e`` None if z is exact.

        Columns are few, so all of it is computed in float64.
        """
        z = np.asarray(z, np.float64)
        a = _softmax(z)
        error = u * (self.own + _roundings(z)) * self.steepness(a)
        if e is not None:
            e = np.broadcast_to(np.asarray(e, np.float64), z.shape)
            growth = np.exp(4 * np.max(arithmetic.doubt(e), axis=0, keepdims=True))
            passed_on = self.steepness(a) * growth * _first_order(a, e, power)
            error = error + np.minimum(passed_on, self.limit(e, arithmetic.unit))
        result: Array = error.astype(arithmetic.dtype)
        return result


COLUMN_RULES = {
    "softmax": ColumnRule(_softmax, 12, lambda a: a, lambda e, unit: 1 / unit),
    "log_softmax": ColumnRule(
        _log_softmax, 8, lambda a: 1.0, lambda e, unit: e + np.max(e, axis=0, keepdims=True)
    ),
}
