"""Losses of one example, costs of m examples, and where they come from.

    forward                                              backward
    --------------------------------------------------------------------------------
    a    = sigmoid(z)                              (1)   dz = da a (1 - a)         (1)
    squared error  = (a - y)^2 / 2                 (2)   da = a - y                (2)
    cross-entropy  = -(y log a + (1-y) log(1-a))   (3)   da = -y/a + (1-y)/(1-a)   (3)
                   = y max(0,-z) + (1-y) max(0,z)
                     + log(1 + e^-|z|)             (4)   dz = a - y                (4)
    p(y|x)         = a^y (1-a)^(1-y)               (5)
    log-likelihood = log p(y|x) = -cross-entropy   (6)
    cost J         = (1/m) sum of the losses       (7)

    n_y classes, one a row
    --------------------------------------------------------------------------------
    a    = softmax(z)
    categorical    = -sum_i y_i log a_i            (8)   da = -y/a                 (8)
                   = -sum_i y_i log softmax(z)_i
    log softmax(z) = z - log sum_k e^z_k           (9)   dz = a - y                (9)

(3) and (4) are one function: put (1) into (3), and take the larger exponential out of each
logarithm, log(1 + e^z) = max(0, z) + log(1 + e^-|z|).  (4) stays exact where a rounds to 0 or 1
and (3) would take the logarithm of 0; (4) backward is (3) times (1), in which a (1 - a) cancels.

Of n_y classes one is right, so y is one-hot: a 1 in its row, 0 in the others.  (9) stays finite
where an a rounds to 0.  (9) backward is (8) through the derivatives of softmax, a matrix,

    dz_j = sum_i (-y_i / a_i) a_i ((1 if i = j, else 0) - a_j)  =  a_j sum_i y_i - y_j  =  a_j - y_j

Losses are in nats; all shapes (1, m), of classes z, a, y (n_y, m); costs numbers.
Source: course 1, week 2, "Logistic regression cost function" and "Explanation of logistic
regression cost function"; course 2, week 3, "Training a softmax classifier".
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from scratch_numpy.activations import sigmoid, softmax
from scratch_numpy.notation import Array, Case, State, Trace

GPrime = Callable[[Array, Array], Array]


def squared_error(A: Array, Y: Array) -> Array:
    """Half the squared distance, equation (2)."""
    return (A - Y) ** 2 / 2


def squared_error_prime(A: Array, Y: Array) -> Array:
    """Differentiate (2) by A."""
    return A - Y


def cross_entropy(A: Array, Y: Array) -> Array:
    """Cross-entropy from the probability A, equation (3); infinite where A rounds to 0 or 1."""
    return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))


def cross_entropy_prime(A: Array, Y: Array) -> Array:
    """Differentiate (3) by A."""
    return -Y / A + (1 - Y) / (1 - A)


def cross_entropy_from_logits(Z: Array, Y: Array) -> Array:
    """Cross-entropy from the pre-activation Z, equation (4); finite everywhere."""
    linear = Y * np.maximum(-Z, 0) + (1 - Y) * np.maximum(Z, 0)
    return linear + np.log1p(np.exp(-np.abs(Z)))


def cross_entropy_cost(Z: Array, A: Array, Y: Array) -> np.floating[Any]:
    """Mean cross-entropy of an output layer, equations (4) and (7)."""
    return np.mean(cross_entropy_from_logits(Z, Y))


def cross_entropy_dZ(Z: Array, A: Array, Y: Array, g_prime: GPrime) -> Array:
    """Differentiate (4) by Z; the sigmoid's ``g_prime`` has cancelled."""
    return A - Y


def squared_error_cost(Z: Array, A: Array, Y: Array) -> np.floating[Any]:
    """Mean squared error of an output layer, equations (2) and (7)."""
    return np.mean(squared_error(A, Y))


def squared_error_dZ(Z: Array, A: Array, Y: Array, g_prime: GPrime) -> Array:
    """Differentiate (2) by Z, through A = g(Z)."""
    return squared_error_prime(A, Y) * g_prime(Z, A)


def categorical_cross_entropy(A: Array, Y: Array) -> Array:
    """Cross-entropy of one-hot Y from the probabilities A, equation (8)."""
    return -np.sum(Y * np.log(A), axis=0, keepdims=True)


def categorical_cross_entropy_prime(A: Array, Y: Array) -> Array:
    """Differentiate (8) by A."""
    return -Y / A


def log_softmax(Z: Array) -> Array:
    """Logarithms of the probabilities of each column, equation (9), the largest z shifted to 0."""
    shifted = Z - np.max(Z, axis=0, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))


def categorical_cross_entropy_from_logits(Z: Array, Y: Array) -> Array:
    """Cross-entropy of one-hot Y from the pre-activations Z, equation (9); finite everywhere."""
    return -np.sum(Y * log_softmax(Z), axis=0, keepdims=True)


def categorical_cross_entropy_cost(Z: Array, A: Array, Y: Array) -> np.floating[Any]:
    """Mean cross-entropy of an output layer of n_y classes, equations (9) and (7)."""
    return np.mean(categorical_cross_entropy_from_logits(Z, Y))


def categorical_cross_entropy_dZ(Z: Array, A: Array, Y: Array, g_prime: GPrime) -> Array:
    """Differentiate (9) by Z; the softmax's ``g_prime`` has cancelled."""
    return A - Y


class Cost(NamedTuple):
    """How a network ends: J from Z, A, Y of its last layer, and dZ from these and g'."""

    J: Callable[[Array, Array, Array], np.floating[Any]]
    dZ: Callable[[Array, Array, Array, GPrime], Array]


COSTS = {
    "cross-entropy": Cost(cross_entropy_cost, cross_entropy_dZ),
    "squared-error": Cost(squared_error_cost, squared_error_dZ),
    "categorical-cross-entropy": Cost(categorical_cross_entropy_cost, categorical_cross_entropy_dZ),
}


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Evaluate the losses, their costs, their derivatives, and the likelihood, at Z and Y."""
    Z, Y = case["Z"], case["Y"]
    Z_classes, Y_classes = case["Z_classes"], case["Y_classes"]

    A = sigmoid(Z)  # (1)
    loss_squared_error = squared_error(A, Y)  # (2)
    loss_cross_entropy = cross_entropy(A, Y)  # (3)
    loss_from_logits = cross_entropy_from_logits(Z, Y)  # (4)
    likelihood = A**Y * (1 - A) ** (1 - Y)  # (5)
    log_likelihood = np.log(likelihood)  # (6)
    cost_squared_error = np.mean(loss_squared_error)  # (7)
    cost_cross_entropy = np.mean(loss_from_logits)  # (7)

    dA_squared_error = squared_error_prime(A, Y)  # (2)
    dA_cross_entropy = cross_entropy_prime(A, Y)  # (3)
    dZ_squared_error = dA_squared_error * A * (1 - A)  # (1)
    dZ_cross_entropy = A - Y  # (4)

    A_classes = softmax(Z_classes)
    loss_categorical = categorical_cross_entropy(A_classes, Y_classes)  # (8)
    loss_categorical_from_logits = categorical_cross_entropy_from_logits(
        Z_classes, Y_classes
    )  # (9)
    cost_categorical = np.mean(loss_categorical_from_logits)  # (7)

    dA_categorical = categorical_cross_entropy_prime(A_classes, Y_classes)  # (8)
    dZ_categorical = A_classes - Y_classes  # (9)

    trace = {
        "A": A,
        "loss_squared_error": loss_squared_error,
        "loss_cross_entropy": loss_cross_entropy,
        "loss_from_logits": loss_from_logits,
        "likelihood": likelihood,
        "log_likelihood": log_likelihood,
        "cost_squared_error": cost_squared_error,
        "cost_cross_entropy": cost_cross_entropy,
        "dA_squared_error": dA_squared_error,
        "dA_cross_entropy": dA_cross_entropy,
        "dZ_squared_error": dZ_squared_error,
        "dZ_cross_entropy": dZ_cross_entropy,
        "A_classes": A_classes,
        "loss_categorical": loss_categorical,
        "loss_categorical_from_logits": loss_categorical_from_logits,
        "cost_categorical": cost_categorical,
        "dA_categorical": dA_categorical,
        "dZ_categorical": dZ_categorical,
    }
    return trace, state
