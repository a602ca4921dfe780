"""Where gradient descent starts: four ways to choose W, given standard-normal numbers N.

    zeros     W[l] = 0                              (1)
    small     W[l] = 0.01 N[l]                      (2)
    he        W[l] = sqrt(2 / n_l-1) N[l]           (3)    for relu and leaky relu
    xavier    W[l] = sqrt(1 / n_l-1) N[l]           (4)    for tanh and sigmoid
    always    b[l] = 0                              (5)

(1) never breaks the symmetry: all units of a layer start equal, get equal gradients and stay
equal, however long one trains.  The biases may be zero, the random W tell the units apart.
(2) keeps tanh and sigmoid where they are steep, but fades out through many layers; (3) and (4)
keep the size of the activations from layer to layer.
Shapes: N[l] and W[l] (n_l, n_l-1), b[l] (n_l, 1).
Source: course 1, week 3, "Random initialization"; the scales of (3) and (4) are course 2's.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from scratch_numpy.notation import Array, Case, State, Trace


def zeros(N: Array) -> Array:
    """Start every unit alike, equation (1)."""
    return np.zeros_like(N)


def small(N: Array) -> Array:
    """Start near zero, equation (2)."""
    return 0.01 * N


def he(N: Array) -> Array:
    """Keep the variance through relu layers, equation (3)."""
    n_prev = N.shape[1]
    return float(np.sqrt(2 / n_prev)) * N


def xavier(N: Array) -> Array:
    """Keep the variance through tanh layers, equation (4)."""
    n_prev = N.shape[1]
    return float(np.sqrt(1 / n_prev)) * N


INITIALISATIONS: dict[str, Callable[[Array], Array]] = {
    "zeros": zeros,
    "small": small,
    "he": he,
    "xavier": xavier,
}


def standard_normal(layer_dims: Sequence[int], seed: int, dtype: np.dtype[Any]) -> dict[str, Array]:
    """Draw N1 ... NL from the seed; the same numbers in float32 and float64, up to rounding."""
    rng = np.random.default_rng(seed)
    shapes = zip(layer_dims[1:], layer_dims[:-1], strict=True)
    return {
        f"N{layer}": rng.standard_normal(shape).astype(dtype)
        for layer, shape in enumerate(shapes, start=1)
    }


def initialise(layer_dims: Sequence[int], scheme: str, seed: int, dtype: np.dtype[Any]) -> Trace:
    """Make W1, b1 ... WL, bL from a seed by (1) to (5)."""
    parameters = {}
    for layer, N in enumerate(standard_normal(layer_dims, seed, dtype).values(), start=1):
        parameters[f"W{layer}"] = INITIALISATIONS[scheme](N)  # (1) to (4)
        parameters[f"b{layer}"] = np.zeros((N.shape[0], 1), dtype)  # (5)
    return parameters


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Apply all four to the given N1 ... NL."""
    trace = {}
    for layer in range(1, case["layers"] + 1):
        N = case[f"N{layer}"]
        for scheme, scale in INITIALISATIONS.items():
            trace[f"W{layer}_{scheme}"] = scale(N)  # (1) to (4)
        trace[f"b{layer}"] = np.zeros((N.shape[0], 1), N.dtype)  # (5)
    return trace, state
