"""Activation functions g and their derivatives g', element by element; softmax by columns.

    g(z)                                     g'(z)
    ----------------------------------------------------------------
    sigmoid     1 / (1 + e^-z)               a (1 - a)              (1)
    tanh        (e^z - e^-z) / (e^z + e^-z)  1 - a^2                (2)
    relu        max(0, z)                    1 if z > 0, else 0     (3)
    leaky relu  max(0.01 z, z)               1 if z > 0, else 0.01  (4)
    identity    z                            1                      (5)

with a = g(z).  At the kink z = 0 the course takes 1 for (3) and (4); here it is the value of the
left side, 0 and 0.01, the one PyTorch takes.  Both are subgradients, and neither is wrong.

An output of n classes takes a whole column at once, so each a depends on every z of its column:

    softmax     a_i = e^z_i / sum_k e^z_k    da_i/dz_j = a_i ((1 if i = j, else 0) - a_j)   (6)
                backward: dz_j = sum_i da_i (da_i/dz_j)

No a changes if all z of a column are shifted alike; the largest is shifted to 0, and no e^z
overflows.

Without a non-linear g depth is worth nothing: two layers of identity are one,

    W2 (W1 X + b1) + b2  =  (W2 W1) X + (W2 b1 + b2)                (7)

Shapes: any; the derivative has the shape of z.  Softmax: z, a (n, m), its derivative (n, n, m).
Source: course 1, week 3, "Activation functions", "Why non-linear activation functions?" and
"Derivatives of activation functions"; softmax is course 2's, week 3, "Softmax regression".
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from scratch_numpy.notation import Array, Case, State, Trace

LEAK = 0.01


def sigmoid(Z: Array) -> Array:
    """Squash to (0, 1), equation (1)."""
    with np.errstate(over="ignore"):  # e^-z = inf gives 1 / inf = 0, the right limit
        return 1 / (1 + np.exp(-Z))


def sigmoid_prime(Z: Array, A: Array) -> Array:
    """Differentiate (1)."""
    return A * (1 - A)


def tanh(Z: Array) -> Array:
    """Squash to (-1, 1), equation (2)."""
    return np.tanh(Z)


def tanh_prime(Z: Array, A: Array) -> Array:
    """Differentiate (2)."""
    return 1 - A * A


def relu(Z: Array) -> Array:
    """Cut off below 0, equation (3)."""
    return np.maximum(Z, 0)


def relu_prime(Z: Array, A: Array) -> Array:
    """Differentiate (3); 0 at the kink."""
    return (Z > 0).astype(Z.dtype)


def leaky_relu(Z: Array) -> Array:
    """Damp below 0, equation (4)."""
    return np.maximum(LEAK * Z, Z)


def leaky_relu_prime(Z: Array, A: Array) -> Array:
    """Differentiate (4); LEAK at the kink."""
    return np.where(Z > 0, 1, LEAK).astype(Z.dtype)


def identity(Z: Array) -> Array:
    """Leave as it is, equation (5)."""
    return Z.copy()


def identity_prime(Z: Array, A: Array) -> Array:
    """Differentiate (5)."""
    return np.ones_like(Z)


def softmax(Z: Array) -> Array:
    """Share out 1 among the n entries of each column, equation (6)."""
    powers = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return powers / np.sum(powers, axis=0, keepdims=True)


def softmax_prime(Z: Array, A: Array) -> Array:
    """Differentiate (6); a matrix an example, da_i/dz_j at [i, j]."""
    same = np.eye(len(A), dtype=A.dtype)[:, :, None]
    return A[:, None] * (same - A[None, :])


class Activation(NamedTuple):
    """A function g(Z) and its derivative g'(Z, A), which may use A = g(Z) where that is cheaper."""

    g: Callable[[Array], Array]
    g_prime: Callable[[Array, Array], Array]


ACTIVATIONS = {
    "sigmoid": Activation(sigmoid, sigmoid_prime),
    "tanh": Activation(tanh, tanh_prime),
    "relu": Activation(relu, relu_prime),
    "leaky-relu": Activation(leaky_relu, leaky_relu_prime),
    "identity": Activation(identity, identity_prime),
    "softmax": Activation(softmax, softmax_prime),
}


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Evaluate (1) to (4) and (6) and their derivatives at Z, and both sides of (7)."""
    Z, dA = case["Z"], case["dA"]
    X, W1, b1, W2, b2 = case["X"], case["W1"], case["b1"], case["W2"], case["b2"]

    g_sigmoid = sigmoid(Z)  # (1)
    g_tanh = tanh(Z)  # (2)
    g_relu = relu(Z)  # (3)
    g_leaky_relu = leaky_relu(Z)  # (4)
    g_softmax = softmax(Z)  # (6)

    g_prime_sigmoid = sigmoid_prime(Z, g_sigmoid)  # (1)
    g_prime_tanh = tanh_prime(Z, g_tanh)  # (2)
    g_prime_relu = relu_prime(Z, g_relu)  # (3)
    g_prime_leaky_relu = leaky_relu_prime(Z, g_leaky_relu)  # (4)
    dZ_softmax = np.sum(dA[:, None] * softmax_prime(Z, g_softmax), axis=0)  # (6)

    Z1 = W1 @ X + b1  # (7), left
    Z2 = W2 @ Z1 + b2  # (7), left
    W_collapsed = W2 @ W1  # (7), right
    b_collapsed = W2 @ b1 + b2  # (7), right
    Z_collapsed = W_collapsed @ X + b_collapsed  # (7), right

    trace = {
        "g_sigmoid": g_sigmoid, "g_tanh": g_tanh, "g_relu": g_relu, "g_leaky_relu": g_leaky_relu,
        "g_prime_sigmoid": g_prime_sigmoid, "g_prime_tanh": g_prime_tanh,
        "g_prime_relu": g_prime_relu, "g_prime_leaky_relu": g_prime_leaky_relu,
        "g_softmax": g_softmax, "dZ_softmax": dZ_softmax,
        "Z1": Z1, "Z2": Z2,
        "W_collapsed": W_collapsed, "b_collapsed": b_collapsed, "Z_collapsed": Z_collapsed,
    }  # fmt: skip  # a row a kind
    return trace, state
