"""L layers: one forward block and one backward block, repeated.

    forward, l = 1 ... L             backward, l = L ... 1                    shapes
    -----------------------------------------------------------------------------------------
    Z[l] = W[l] A[l-1] + b[l]  (1)   dW[l] = (1/m) dZ[l] A[l-1]^T       (1)   W (n_l, n_l-1)
                                     db[l] = (1/m) sum of dZ[l] columns (1)   b (n_l, 1)
                                     dA[l-1] = W[l]^T dZ[l]             (1)   Z, A (n_l, m)
    A[l] = g[l](Z[l])          (2)   dZ[l] = dA[l] * g[l]'(Z[l])        (2)
    J = cost of A[L] and Y     (3)   dZ[L] = A[L] - Y                   (2), (3)   Y (n_L, m)
    J += (lambd / 2m) ||W||^2  (4)   dW[l] += (lambd / m) W[l]          (4)

    update: W[l] := W[l] - alpha dW[l], b[l] := b[l] - alpha db[l]      (5)

A[0] is X.  Forward leaves a cache a layer, (A[l-1], W[l], Z[l], A[l]); backward reads them from
the last to the first.  A derivative has the shape of what it is the derivative by.  dZ[L] is the
same for sigmoid with cross-entropy, n_L = 1, and for softmax with categorical cross-entropy,
n_L = n_y; with the squared error, dZ[L] = (A[L] - Y) * g[L]'(Z[L]).

(4) is there if the case has a ``lambd``: L2 regularisation.  ||W||^2 is the sum of the squares of
all entries of all W[l] (squared Frobenius norms); the biases are left alone.
Source: course 1, week 4, "Forward and backward propagation" and "Getting your matrix dimensions
right"; course 2, week 1, "Regularization".
"""

from typing import Any, NamedTuple

import numpy as np

from scratch_numpy.activations import ACTIVATIONS
from scratch_numpy.losses import COSTS
from scratch_numpy.notation import Array, Case, State, Trace


class Cache(NamedTuple):
    """What forward stores of one layer for backward."""

    A_prev: Array
    W: Array
    Z: Array
    A: Array


def linear_forward(A_prev: Array, W: Array, b: Array) -> Array:
    """Combine the previous activations, equation (1)."""
    return W @ A_prev + b


def linear_activation_forward(A_prev: Array, W: Array, b: Array, activation: str) -> Cache:
    """Go forward through one layer, equations (1) and (2)."""
    Z = linear_forward(A_prev, W, b)  # (1)
    A = ACTIVATIONS[activation].g(Z)  # (2)
    return Cache(A_prev, W, Z, A)


def model_forward(X: Array, case: Case) -> list[Cache]:
    """Go forward through all L layers; the caches in order."""
    A, caches = X, []
    for layer, activation in enumerate(case["activations"], start=1):
        W, b = case[f"W{layer}"], case[f"b{layer}"]
        caches.append(linear_activation_forward(A, W, b, activation))
        A = caches[-1].A
    return caches


def penalty(caches: list[Cache], lambd: float) -> np.floating[Any]:
    """Weigh the weights of all layers, equation (4)."""
    m = caches[-1].A.shape[1]
    norms: Any = sum(np.sum(cache.W**2) for cache in caches)  # (4)
    return lambd / (2 * m) * norms  # (4)


def linear_backward(dZ: Array, cache: Cache, lambd: float = 0) -> tuple[Array, Array]:
    """Differentiate (1) and (4) by W, and (1) by b."""
    m = dZ.shape[1]
    dW = 1 / m * dZ @ cache.A_prev.T  # (1)
    db = 1 / m * np.sum(dZ, axis=1, keepdims=True)  # (1)
    if lambd:
        dW = dW + lambd / m * cache.W  # (4)
    return dW, db


def activation_backward(dA: Array, cache: Cache, activation: str) -> Array:
    """Differentiate (2) by Z."""
    return dA * ACTIVATIONS[activation].g_prime(cache.Z, cache.A)  # (2)


def model_backward(caches: list[Cache], case: Case) -> Trace:
    """Go backward through all L layers; every derivative by its name, from the last layer."""
    L, activations = len(caches), case["activations"]
    ZL, AL = caches[-1].Z, caches[-1].A

    dZ = COSTS[case["cost"]].dZ(ZL, AL, case["Y"], ACTIVATIONS[activations[-1]].g_prime)  # (2), (3)
    gradients = {f"dZ{L}": dZ}
    for layer in range(L, 0, -1):
        dW, db = linear_backward(dZ, caches[layer - 1], case.get("lambd", 0))  # (1), (4)
        gradients[f"dW{layer}"], gradients[f"db{layer}"] = dW, db
        if layer > 1:
            dA = caches[layer - 1].W.T @ dZ  # (1)
            dZ = activation_backward(dA, caches[layer - 2], activations[layer - 2])  # (2)
            gradients[f"dA{layer - 1}"], gradients[f"dZ{layer - 1}"] = dA, dZ
    return gradients


def update(case: Case, gradients: Trace) -> Trace:
    """Step downhill, equation (5); the new parameters by name."""
    parameters = {}
    for layer in range(1, len(case["activations"]) + 1):
        for V in (f"W{layer}", f"b{layer}"):
            parameters[f"new_{V}"] = case[V] - case["learning_rate"] * gradients[f"d{V}"]  # (5)
    return parameters


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent through L layers."""
    caches = model_forward(case["X"], case)
    cost = COSTS[case["cost"]].J(caches[-1].Z, caches[-1].A, case["Y"])  # (3)
    if case.get("lambd", 0):
        cost = cost + penalty(caches, case["lambd"])  # (4)
    gradients = model_backward(caches, case)
    parameters = update(case, gradients)

    activations = {}
    for layer, cache in enumerate(caches, start=1):
        activations[f"Z{layer}"], activations[f"A{layer}"] = cache.Z, cache.A
    return {**activations, "cost": cost, **gradients, **parameters}, state
