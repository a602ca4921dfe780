"""Equations evaluated by NumPy, in the dtype of the operands; also in complex numbers.

A function is written so that it holds for complex arguments: relu and its relatives decide by the
real part, as the complex step needs it.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.formulas.evaluate import evaluate
from compare.formulas.expression import AT_ZERO, KINKED, WRITTEN, Equation, Operator, Reduction

Array = NDArray[Any]

LEAK = KINKED["leaky_relu"]


def _sigmoid(x: Array) -> Array:
    """1 / (1 + e^-x), by the exponential that cannot overflow."""
    positive = np.real(x) > 0
    e = np.exp(np.where(positive, -x, x))
    result: Array = np.where(positive, 1, e) / (1 + e)
    return result


def _softplus(x: Array) -> Array:
    """log(1 + e^x), by the exponential that cannot overflow."""
    positive = np.real(x) > 0
    result: Array = np.where(positive, x, 0) + np.log1p(np.exp(np.where(positive, -x, x)))
    return result


def _log_softmax(x: Array) -> Array:
    """Z - log(sum of e^z) of every column, the largest z shifted to 0."""
    shifted = x - np.max(np.real(x), axis=0, keepdims=True)
    result: Array = shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))
    return result


def _softmax(x: Array) -> Array:
    """e^z / (sum of e^z) of every column, the largest z shifted to 0."""
    powers = np.exp(x - np.max(np.real(x), axis=0, keepdims=True))
    result: Array = powers / np.sum(powers, axis=0, keepdims=True)
    return result


FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "log": np.log,
    "exp": np.exp,
    "sigmoid": _sigmoid,
    "tanh": np.tanh,
    "relu": lambda x: np.where(np.real(x) <= 0, 0, x),
    "leaky_relu": lambda x: np.where(np.real(x) > 0, x, LEAK * x),
    "identity": lambda x: x.copy(),
    "softplus": _softplus,
    "softmax": _softmax,
    "log_softmax": _log_softmax,
}
PRIMES: dict[str, Callable[[Array], Array]] = {
    "log": lambda x: 1 / x,
    "exp": np.exp,
    "sigmoid": lambda x: _sigmoid(x) * _sigmoid(-x),
    "tanh": lambda x: 1 - np.tanh(x) ** 2,
    "relu": lambda x: (np.real(x) > 0).astype(x.dtype),
    "leaky_relu": lambda x: np.where(np.real(x) > 0, 1, LEAK).astype(x.dtype),
    "identity": np.ones_like,
    "softplus": _sigmoid,
}


def _with_kink(slope: float, at_zero: float) -> Callable[[Array], Array]:
    """A derivative that has a value of its own at exactly 0."""

    def prime(x: Array) -> Array:
        right = np.where(np.real(x) > 0, 1, slope)
        return np.where(x == 0, at_zero, right).astype(x.dtype)

    return prime


for _g, _slope in KINKED.items():
    for _share, _spelt in AT_ZERO.items():
        FUNCTIONS[f"{_g}_{_spelt}"] = FUNCTIONS[_g]
        PRIMES[f"{_g}_{_spelt}"] = _with_kink(_slope, _slope + _share * (1 - _slope))

OPERATORS: dict[Operator, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "@": np.matmul,
    "**": np.power,
    ">": lambda x, y: (x > y).astype(np.result_type(x, y)),
    "==": lambda x, y: (x == y).astype(np.result_type(x, y)),
}
OPERATIONS: dict[str, Callable[..., Any]] = {
    **{name: getattr(np, name) for name in ("abs", "sign", "sqrt", "square", "floor", "cosh")},
    **{name: getattr(np, name) for name in ("log1p", "log2", "log10", "ones_like", "max")},
    **{name: getattr(np, name) for name in ("maximum", "minimum", "logaddexp", "clip")},
    "float32": lambda x: x.astype(np.float32).astype(x.dtype),  # the digits are lost, not the dtype
    ">=": lambda x, y: (x >= y).astype(np.result_type(x, y)),
    "<": lambda x, y: (x < y).astype(np.result_type(x, y)),
    "<=": lambda x, y: (x <= y).astype(np.result_type(x, y)),
    "round": lambda x, digits: np.round(x, int(digits)),
    "where": lambda condition, x, y: np.where(condition != 0, x, y),
}


OPERATIONS_OF_PEOPLE: dict[str, Callable[..., Any]] = {name: getattr(np, name) for name in WRITTEN}


class NumpyAlgebra:
    """Plain arithmetic on arrays of one dtype."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype

    def constant(self, number: float) -> Array:
        """Make an array of a number."""
        return np.asarray(number, self.dtype)

    def negate(self, x: Array) -> Array:
        """Minus x."""
        return -x

    def transpose(self, x: Array) -> Array:
        """Exchange the two axes of x."""
        return x.T

    def binary(self, operator: Operator, x: Array, y: Array) -> Array:
        """Apply the operator."""
        return OPERATORS[operator](x, y)

    def call(self, function: str, x: Array, prime: bool) -> Array:
        """Apply a function, or its derivative, to each entry; some to columns."""
        return (PRIMES if prime else FUNCTIONS)[function](x)

    def reduce(self, reduction: Reduction, x: Array, axis: int | None) -> Array:
        """Sum or average, over all entries or along an axis that is kept."""
        total = np.sum(x, axis=axis, keepdims=axis is not None)
        if reduction == "mean":
            total = np.divide(total, x.size if axis is None else x.shape[axis])  # of nothing: nan
        return np.asarray(total)

    def apply(self, operation: str, arguments: tuple[Array, ...]) -> Array:
        """Apply an operation that only wrong and rewritten equations have."""
        known = OPERATIONS_OF_PEOPLE if operation in WRITTEN else OPERATIONS
        return np.asarray(known[operation](*arguments))

    def columns(self, x: Array, start: int | None, stop: int | None) -> Array:
        """Take some columns of x."""
        return x[:, start:stop]


def value_on_numpy(equation: Equation, operands: Mapping[str, Any], dtype: np.dtype[Any]) -> Array:
    """Evaluate the right side at these operands."""
    return evaluate(
        equation.expression, lambda name: np.asarray(operands[name], dtype), NumpyAlgebra(dtype)
    )
