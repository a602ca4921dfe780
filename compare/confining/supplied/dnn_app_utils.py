"""The helpers of week 4: a network of any depth, relu inside, sigmoid at the end."""

from typing import Any

import numpy as np

# ruff: noqa: NPY002  (theirs is the legacy generator, and they seed it)
from compare.confining.supplied.dnn_utils import relu, relu_backward, sigmoid, sigmoid_backward
from compare.confining.supplied.loading import load_data
from compare.confining.supplied.showing import plot_costs, print_mislabeled_images

__all__ = [
    "L_model_backward",
    "L_model_forward",
    "compute_cost",
    "initialize_parameters",
    "initialize_parameters_deep",
    "linear_activation_backward",
    "linear_activation_forward",
    "linear_backward",
    "linear_forward",
    "load_data",
    "np",
    "plot_costs",
    "predict",
    "print_mislabeled_images",
    "relu",
    "relu_backward",
    "sigmoid",
    "sigmoid_backward",
    "update_parameters",
]


def initialize_parameters(n_x: int, n_h: int, n_y: int) -> dict[str, Any]:
    """Start a network of two layers."""
    return {
        "W1": np.random.randn(n_h, n_x) * 0.01,
        "b1": np.zeros((n_h, 1)),
        "W2": np.random.randn(n_y, n_h) * 0.01,
        "b2": np.zeros((n_y, 1)),
    }


def initialize_parameters_deep(layer_dims: list[int]) -> dict[str, Any]:
    """Start a network of any depth."""
    parameters = {}
    for layer in range(1, len(layer_dims)):
        before, here = layer_dims[layer - 1], layer_dims[layer]
        parameters[f"W{layer}"] = np.random.randn(here, before) / np.sqrt(before)
        parameters[f"b{layer}"] = np.zeros((here, 1))
    return parameters


def linear_forward(A: Any, W: Any, b: Any) -> tuple[Any, Any]:
    """Give Z = W A + b, and (A, W, b) for backward."""
    return W.dot(A) + b, (A, W, b)


def linear_activation_forward(A_prev: Any, W: Any, b: Any, activation: str) -> tuple[Any, Any]:
    """Give one layer's activation, and both caches."""
    Z, linear_cache = linear_forward(A_prev, W, b)
    A, activation_cache = sigmoid(Z) if activation == "sigmoid" else relu(Z)
    return A, (linear_cache, activation_cache)


def L_model_forward(X: Any, parameters: dict[str, Any]) -> tuple[Any, list[Any]]:
    """Give AL and the caches of all layers."""
    A, caches = X, []
    last = len(parameters) // 2
    for layer in range(1, last):
        A, cache = linear_activation_forward(
            A, parameters[f"W{layer}"], parameters[f"b{layer}"], "relu"
        )
        caches.append(cache)
    AL, cache = linear_activation_forward(
        A, parameters[f"W{last}"], parameters[f"b{last}"], "sigmoid"
    )
    caches.append(cache)
    return AL, caches


def compute_cost(AL: Any, Y: Any) -> Any:
    """Give the mean cross-entropy."""
    m = Y.shape[1]
    cost = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m
    return np.squeeze(cost)


def linear_backward(dZ: Any, cache: Any) -> tuple[Any, Any, Any]:
    """Give dA_prev, dW and db."""
    A_prev, W, _ = cache
    m = A_prev.shape[1]
    return W.T.dot(dZ), dZ.dot(A_prev.T) / m, np.sum(dZ, axis=1, keepdims=True) / m


def linear_activation_backward(dA: Any, cache: Any, activation: str) -> tuple[Any, Any, Any]:
    """Give dA_prev, dW and db of a layer with its activation."""
    linear_cache, activation_cache = cache
    if activation == "sigmoid":
        dZ = sigmoid_backward(dA, activation_cache)
    else:
        dZ = relu_backward(dA, activation_cache)
    return linear_backward(dZ, linear_cache)


def L_model_backward(AL: Any, Y: Any, caches: list[Any]) -> dict[str, Any]:
    """Give the gradients of all layers."""
    grads: dict[str, Any] = {}
    last = len(caches)
    Y = Y.reshape(AL.shape)
    dA = -(np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))
    for layer in range(last, 0, -1):
        kind = "sigmoid" if layer == last else "relu"
        dA, dW, db = linear_activation_backward(dA, caches[layer - 1], kind)
        grads[f"dA{layer - 1}"], grads[f"dW{layer}"], grads[f"db{layer}"] = dA, dW, db
    return grads


def update_parameters(
    parameters: dict[str, Any], grads: dict[str, Any], learning_rate: float
) -> dict[str, Any]:
    """Take one step downhill."""
    for layer in range(1, len(parameters) // 2 + 1):
        for kind in ("W", "b"):
            name = f"{kind}{layer}"
            parameters[name] = parameters[name] - learning_rate * grads[f"d{name}"]
    return parameters


def predict(X: Any, y: Any, parameters: dict[str, Any]) -> Any:
    """Give 1 where the network says more than a half."""
    AL, _ = L_model_forward(X, parameters)
    return (AL > 0.5).astype(float)
