"""The functions of scipy.special that networks are written with."""

from typing import Any

import numpy as np


def expit(x: Any) -> Any:
    """Give 1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


def logit(p: Any) -> Any:
    """Give log(p / (1 - p))."""
    return np.log(p / (1 - p))


def logsumexp(a: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """Give log(sum(exp(a)))."""
    largest = np.max(a, axis=axis, keepdims=True)
    total = np.log(np.sum(np.exp(a - largest), axis=axis, keepdims=True)) + largest
    return total if keepdims else np.squeeze(total, axis=axis)


def softmax(x: Any, axis: Any = None) -> Any:
    """Give exp(x) / sum(exp(x))."""
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def log_softmax(x: Any, axis: Any = None) -> Any:
    """Give the logarithm of the softmax."""
    return x - logsumexp(x, axis=axis, keepdims=True)


def xlogy(x: Any, y: Any) -> Any:
    """Give x log(y), and 0 where x is 0."""
    return np.where(x == 0, 0.0, x * np.log(np.where(x == 0, 1.0, y)))
