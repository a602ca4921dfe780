"""The helpers of course 2, week 1: gradient checking."""

from typing import Any

import numpy as np

from compare.confining.supplied.plain import relu, sigmoid

__all__ = ["dictionary_to_vector", "gradients_to_vector", "relu", "sigmoid", "vector_to_dictionary"]

NAMES = ("W1", "b1", "W2", "b2", "W3", "b3")

shapes: dict[str, tuple[int, ...]] = {
    "W1": (5, 4), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1),
}  # fmt: skip
"""Those of the exercise, until others have been seen."""


def dictionary_to_vector(parameters: dict[str, Any]) -> tuple[Any, list[str]]:
    """Give all parameters in one column, and for each entry whose it is."""
    columns, keys = [], []
    for name in NAMES:
        shapes[name] = parameters[name].shape
        columns.append(np.reshape(parameters[name], (-1, 1)))
        keys += [name] * columns[-1].shape[0]
    return np.concatenate(columns, axis=0), keys


def vector_to_dictionary(theta: Any) -> dict[str, Any]:
    """Take the column apart again."""
    parameters, begin = {}, 0
    for name in NAMES:
        end = begin + shapes[name][0] * shapes[name][1]
        parameters[name] = theta[begin:end].reshape(shapes[name])
        begin = end
    return parameters


def gradients_to_vector(gradients: dict[str, Any]) -> Any:
    """Give all gradients in one column."""
    return np.concatenate([np.reshape(gradients[f"d{name}"], (-1, 1)) for name in NAMES], axis=0)
