"""What a driver knows of a family: how to ask its file for a cost and for one step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Arrays = Mapping[str, Array]


@dataclass(frozen=True)
class Network:
    """One file, ready to be asked.

    Attributes
    ----------
    parameters
        Canonical names: ``W1``, ``b1``, ... or ``w``, ``b``.
    cost
        From parameters, by the file's own forward and cost (or the driver's, where it has none).
    observe
        From parameters to everything of one step in the order of computation: activations, cost,
        ``dZ2``, ``dW2``, ..., ``new_W1``, ...; names that start with ``2:`` are of a second step.
    step
        From a parameter and its derivative to the new value; None if the file makes no step.
    sizes
        ``m`` and ``n_y``, for ratios.
    outputs
        ``(AL, Y)`` from parameters, examples in columns, to put another cost on top.
    """

    parameters: Arrays
    cost: Callable[[Arrays], float]
    observe: Callable[[Arrays], dict[str, Array]]
    step: Callable[[Array, Array], Array] | None = None
    sizes: Mapping[str, int] = field(default_factory=dict)
    outputs: Callable[[Arrays], tuple[Array, Array]] | None = None


def derivative(
    cost: Callable[[Arrays], float], parameters: Arrays, width: float = 1e-5
) -> dict[str, Array]:
    """Return the slope of ``cost`` along every entry of every parameter, by central differences."""
    slopes = {}
    for name, value in parameters.items():
        slope = np.zeros(np.shape(value))
        for index in np.ndindex(slope.shape):
            ends = []
            for sign in (1, -1):
                moved = np.array(value, dtype=float)
                moved[index] += sign * width
                ends.append(cost({**parameters, name: moved}))
            slope[index] = (ends[0] - ends[1]) / (2 * width)
        slopes["d" + name] = slope
    return slopes


def of_sizes(sizes: tuple[int, ...], seed: int = 0) -> dict[str, Array]:
    """Return weights and biases (columns layout) that are no special case of anything."""
    rng = np.random.default_rng(seed)
    parameters = {}
    for layer, (fan_in, fan_out) in enumerate(pairwise(sizes), 1):
        parameters[f"W{layer}"] = rng.normal(size=(fan_out, fan_in)) * 0.7
        parameters[f"b{layer}"] = rng.normal(size=(fan_out, 1)) * 0.5
    return parameters


def rows_of(parameters: Arrays, flat_bias: bool = False) -> dict[str, Array]:
    """Return the same for files that keep examples in rows."""
    turned = {name: value.T.copy() for name, value in parameters.items()}
    return {
        name: value.ravel() if flat_bias and name.startswith("b") else value
        for name, value in turned.items()
    }


def examples(n_x: int, m: int, n_y: int, seed: int = 1) -> tuple[Array, Array]:
    """Return ``X (n_x, m)`` and ``Y (n_y, m)``: binary for one output, one-hot for more."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_x, m))
    labels = np.arange(m) % max(n_y, 2)
    Y = labels[np.newaxis].astype(float) if n_y == 1 else np.eye(n_y)[:, labels]
    return X, Y


def one_step_after(new: Arrays, old: Arrays) -> dict[str, Array]:
    """Name the new parameters, in the order of the old ones."""
    return {f"new_{name}": np.asarray(new[name]) for name in old}


def copies(parameters: Arrays) -> dict[str, Array]:
    """Return parameters that a file may change in place."""
    return {name: np.array(value) for name, value in parameters.items()}


def binary_cross_entropy(A: Array, Y: Array) -> float:
    """Return the mean over examples, outputs summed."""
    return float(-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / A.shape[1])


def categorical_cross_entropy(A: Array, Y: Array) -> float:
    """Return the mean over examples."""
    return float(-np.sum(Y * np.log(A)) / A.shape[1])


def squared_error(A: Array, Y: Array) -> float:
    """Return half the squared error, outputs summed, mean over examples."""
    return float(np.sum((A - Y) ** 2) / 2 / A.shape[1])
