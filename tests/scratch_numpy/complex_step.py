"""Derivatives of a network without a derivative: Im f(x + ih) / h, exact to rounding.

The network is written down once more, on complex numbers, and knows none of the code under test.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

H = 1e-30

G = {
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "tanh": np.tanh,
    "relu": lambda z: np.where(z.real > 0, z, 0),
    "leaky-relu": lambda z: np.where(z.real > 0, z, z / 100),
    "identity": lambda z: z,
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=0),
}
LOSS = {
    "cross-entropy": lambda a, y: -y * np.log(a) - (1 - y) * np.log(1 - a),
    "squared-error": lambda a, y: (a - y) * (a - y) / 2,
    "categorical-cross-entropy": lambda a, y: -y * np.log(a),
}


def summed_loss(case: Mapping[str, Any], nudged: str = "", nudge: Any = 0) -> Any:
    """Go forward, with a nudge added to one of X, W1, b1, Z1, A1, ...; the L2 term is in it."""

    def value(name: str, array: Any) -> Any:
        return array + nudge if name == nudged else array

    A, squares = case["X"] + 0j, 0
    for layer, g in enumerate(case["activations"], start=1):
        W, b = (value(name, case[name]) for name in (f"W{layer}", f"b{layer}"))
        squares = squares + (W * W).sum()
        Z = value(f"Z{layer}", W @ A + b)
        A = value(f"A{layer}", G[g](Z))
    return LOSS[case["cost"]](A, case["Y"]).sum() + case.get("lambd", 0) / 2 * squares


def derivative(case: Mapping[str, Any], name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Differentiate the summed loss by every entry of one array."""
    result = np.empty(shape)
    for index in np.ndindex(shape):
        nudge = np.zeros(shape, complex)
        nudge[index] = 1j * H
        result[index] = summed_loss(case, name, nudge).imag / H
    return result


def expected_gradient(case: Mapping[str, Any], name: str, shape: tuple[int, ...]) -> np.ndarray:
    """What a trace holds as ``name``: dZ, dA of the summed loss, dW and db of its mean."""
    by = name.removeprefix("d")
    gradient = derivative(case, by, shape)
    return gradient / case["X"].shape[1] if by[0] in "Wb" else gradient


def gradient_names(trace: Mapping[str, Any]) -> list[str]:
    """The derivatives a trace holds."""
    return [name for name in trace if name[0] == "d"]
