"""Activations of the deep network that give their value and a cache, and their backward steps."""

from typing import Any

import numpy as np


def sigmoid(Z: Any) -> tuple[Any, Any]:
    """Give 1 / (1 + exp(-Z)), and Z for backward."""
    return 1 / (1 + np.exp(-Z)), Z


def relu(Z: Any) -> tuple[Any, Any]:
    """Give Z where it is positive, else 0, and Z for backward."""
    return np.maximum(0, Z), Z


def softmax(Z: Any) -> tuple[Any, Any]:
    """Give the softmax of each column, and Z for backward."""
    powers = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return powers / np.sum(powers, axis=0, keepdims=True), Z


def sigmoid_backward(dA: Any, cache: Any) -> Any:
    """Give dZ = dA g'(Z)."""
    A = 1 / (1 + np.exp(-cache))
    return dA * A * (1 - A)


def relu_backward(dA: Any, cache: Any) -> Any:
    """Give dZ = dA where Z is positive, else 0."""
    return np.where(cache > 0, dA, 0)
