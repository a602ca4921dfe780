"""Activations that give one value."""

from typing import Any

import numpy as np


def sigmoid(z: Any) -> Any:
    """Give 1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


def relu(z: Any) -> Any:
    """Give z where it is positive, else 0."""
    return np.maximum(0, z)


def leaky_relu(z: Any, alpha: float = 0.01) -> Any:
    """Give z where it is positive, else alpha z."""
    return np.where(z > 0, z, alpha * z)


def tanh(z: Any) -> Any:
    """Give the hyperbolic tangent."""
    return np.tanh(z)
