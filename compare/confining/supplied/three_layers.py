"""The network of course 2: relu, relu, sigmoid; its parameters are W1, b1, ..., W3, b3."""

from typing import Any

import numpy as np

# ruff: noqa: NPY002  (theirs is the legacy generator, and they seed it)
from compare.confining.supplied.plain import relu, sigmoid


def initialize_parameters(layer_dims: list[int]) -> dict[str, Any]:
    """Start with weights of the size that relu wants."""
    parameters = {}
    for layer in range(1, len(layer_dims)):
        before, here = layer_dims[layer - 1], layer_dims[layer]
        parameters[f"W{layer}"] = np.random.randn(here, before) * np.sqrt(2 / before)
        parameters[f"b{layer}"] = np.zeros((here, 1))
    return parameters


def forward_propagation(X: Any, parameters: dict[str, Any]) -> tuple[Any, Any]:
    """Give the output, and everything on the way."""
    W1, b1 = parameters["W1"], parameters["b1"]
    W2, b2 = parameters["W2"], parameters["b2"]
    W3, b3 = parameters["W3"], parameters["b3"]
    z1 = np.dot(W1, X) + b1
    a1 = relu(z1)
    z2 = np.dot(W2, a1) + b2
    a2 = relu(z2)
    z3 = np.dot(W3, a2) + b3
    a3 = sigmoid(z3)
    return a3, (z1, a1, W1, b1, z2, a2, W2, b2, z3, a3, W3, b3)


def mean_cost(a3: Any, Y: Any) -> Any:
    """Give the mean cross-entropy."""
    losses = -np.log(a3) * Y - np.log(1 - a3) * (1 - Y)
    return np.nansum(losses) / Y.shape[1]


def total_cost(a3: Any, Y: Any) -> Any:
    """Give the summed cross-entropy, for mini-batches."""
    return np.sum(-np.log(a3) * Y - np.log(1 - a3) * (1 - Y))


def layer_backward(dz: Any, a: Any) -> tuple[Any, Any]:
    """Give dW and db from a dz that holds the mean."""
    return np.dot(dz, a.T), np.sum(dz, axis=1, keepdims=True)


def mean_backward(X: Any, Y: Any, cache: Any) -> dict[str, Any]:
    """Give the gradients, with the mean taken at the output."""
    _, a1, _, _, _, a2, W2, _, _, a3, W3, _ = cache
    dz3 = (a3 - Y) / X.shape[1]
    dW3, db3 = layer_backward(dz3, a2)
    da2 = np.dot(W3.T, dz3)
    dz2 = np.multiply(da2, a2 > 0)
    dW2, db2 = layer_backward(dz2, a1)
    da1 = np.dot(W2.T, dz2)
    dz1 = np.multiply(da1, a1 > 0)
    dW1, db1 = layer_backward(dz1, X)
    layers = {"dz3": dz3, "da2": da2, "dz2": dz2, "da1": da1, "dz1": dz1}
    return {**layers, "dW3": dW3, "db3": db3, "dW2": dW2, "db2": db2, "dW1": dW1, "db1": db1}


def late_mean_backward(X: Any, Y: Any, cache: Any) -> dict[str, Any]:
    """Give the gradients, with the mean taken in dW and db."""
    m = X.shape[1]
    _, A1, _, _, _, A2, W2, _, _, A3, W3, _ = cache
    dZ3 = A3 - Y
    dA2 = np.dot(W3.T, dZ3)
    dZ2 = np.multiply(dA2, A2 > 0)
    dA1 = np.dot(W2.T, dZ2)
    dZ1 = np.multiply(dA1, A1 > 0)
    grads = {"dZ3": dZ3, "dA2": dA2, "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1}
    for layer, dZ, before in ((3, dZ3, A2), (2, dZ2, A1), (1, dZ1, X)):
        grads[f"dW{layer}"] = np.dot(dZ, before.T) / m
        grads[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / m
    return grads


def update_parameters(
    parameters: dict[str, Any], grads: dict[str, Any], learning_rate: float
) -> dict[str, Any]:
    """Take one step downhill."""
    for name in list(parameters):
        parameters[name] = parameters[name] - learning_rate * grads[f"d{name}"]
    return parameters


def predict(X: Any, y: Any, parameters: dict[str, Any]) -> Any:
    """Give 1 where the network says more than a half."""
    a3, _ = forward_propagation(X, parameters)
    return (a3 > 0.5).astype(int)


def predict_dec(parameters: dict[str, Any], X: Any) -> Any:
    """Give the same as truth values, for a plot."""
    a3, _ = forward_propagation(X, parameters)
    return a3 > 0.5
