"""How much each elementary function magnifies an error, and adds of its own.

For g at a value x that is off by at most e, and computed with unit round-off u,

    |computed g - g(x)|  <=  slope(x, e) e + rounding(x, u).

The constants are upper limits over NumPy's, PyTorch's and the C library's functions, measured in
float32 and float64.  A derivative has an absolute term: 1 - a^2 has lost its digits where a is
near 1, however it is computed.  The derivative of relu jumps: a jump counts where two runs are
seen on different sides of the kink, and there only.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from compare.formulas.expression import AT_ZERO, KINKED

Array = NDArray[Any]

LEAK = 0.01


class Rule(NamedTuple):
    """The value of a function, its steepest slope within e of x, and its own rounding error."""

    value: Callable[[Array], Array]
    slope: Callable[[Array, Array], Array]
    rounding: Callable[[Array, float], Array]


def unit(dtype: np.dtype[Any]) -> float:
    """Give the unit round-off: 2^-53 for float64, 2^-24 for float32."""
    return float(np.finfo(dtype).eps) / 2


def _sigmoid(x: Array) -> Array:
    with np.errstate(over="ignore"):
        result: Array = 1 / (1 + np.exp(-x))
    return result


def _sigmoid_prime(x: Array) -> Array:
    q = np.exp(-np.abs(x))
    result: Array = q / (1 + q) ** 2
    return result


def _tanh_prime(x: Array) -> Array:
    return 4 * _sigmoid_prime(2 * x)


def _sigmoid_prime_rounding(x: Array, u: float) -> Array:
    a = _sigmoid(x)
    result: Array = u * (11 * a * (1 - a) + 8 * a * np.abs(1 - 2 * a) + a)
    return result


def _leaky_relu(x: Array) -> Array:
    result: Array = np.maximum(LEAK * x, x)
    return result


def _log_slope(x: Array, e: Array) -> Array:
    result: Array = 1 / np.maximum(np.abs(x) - e, 0)
    return result


def _proportional(k: float, value: Callable[[Array], Array]) -> Callable[[Array, float], Array]:
    return lambda x, u: k * u * np.abs(value(x))


def _softplus(x: Array) -> Array:
    result: Array = np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))
    return result


def _nothing(x: Array, u: float) -> Array:
    return np.zeros((), x.dtype)


RULES = {
    "sigmoid": Rule(
        _sigmoid,
        lambda x, e: np.minimum(_sigmoid_prime(x) + 0.1 * e, 0.25),
        _proportional(8, _sigmoid),
    ),
    "tanh": Rule(
        np.tanh,
        lambda x, e: np.minimum(_tanh_prime(x) + 0.77 * e, 1),
        _proportional(6, np.tanh),
    ),
    "relu": Rule(lambda x: np.maximum(x, 0), lambda x, e: (x > -e).astype(x.dtype), _nothing),
    "leaky_relu": Rule(
        _leaky_relu,
        lambda x, e: np.maximum(x > -e, x.dtype.type(LEAK)),
        _proportional(2, _leaky_relu),  # of the product, and of the slope 0.01 itself
    ),
    "identity": Rule(lambda x: x, lambda x, e: np.ones_like(x), _nothing),
    "softplus": Rule(
        _softplus,
        lambda x, e: np.minimum(_sigmoid(x) + 0.25 * e, 1),
        _proportional(8, _softplus),
    ),
    "log": Rule(np.log, _log_slope, _proportional(8, np.log)),
    "exp": Rule(np.exp, lambda x, e: np.exp(x + e), _proportional(6, np.exp)),
}

PRIME_RULES = {
    "sigmoid": Rule(
        _sigmoid_prime,
        lambda x, e: np.full_like(x, 0.1),
        _sigmoid_prime_rounding,
    ),
    "tanh": Rule(
        _tanh_prime,
        lambda x, e: np.full_like(x, 0.77),
        lambda x, u: u * (12 * np.tanh(x) ** 2 + 3),
    ),
    "relu": Rule(lambda x: (x > 0).astype(x.dtype), lambda x, e: np.zeros_like(x), _nothing),
    "leaky_relu": Rule(
        lambda x: np.maximum(x > 0, x.dtype.type(LEAK)),
        lambda x, e: np.zeros_like(x),
        lambda x, u: np.asarray(u, x.dtype),
    ),
    "identity": Rule(np.ones_like, lambda x, e: np.zeros_like(x), _nothing),
}
PRIME_RANGE = {"sigmoid": 0.25, "tanh": 1.0, "relu": 1.0, "leaky_relu": 1.0, "identity": 0.0}
"""How far two values of a derivative can be apart at all."""


def _with_kink(prime: Rule, at_zero: float) -> Rule:
    """The same derivative, with another value at exactly 0."""
    return prime._replace(value=lambda x: np.where(x == 0, x.dtype.type(at_zero), prime.value(x)))


for _g, _slope in KINKED.items():
    for _share, _spelt in AT_ZERO.items():
        _name, _at_zero = f"{_g}_{_spelt}", _slope + _share * (1 - _slope)
        RULES[_name], PRIME_RANGE[_name] = RULES[_g], PRIME_RANGE[_g]
        PRIME_RULES[_name] = _with_kink(PRIME_RULES[_g], _at_zero)

JUMPING = tuple(name for name in RULES if name.startswith(tuple(KINKED)))
"""The functions whose derivative jumps at 0."""

FLAT = (*JUMPING, "identity")
"""The functions whose derivative does not change but for jumps."""
