"""What code says of its data, and what functions are for."""

from textwrap import dedent

import numpy as np
import pytest

from compare.driving.catalogue import catalogue
from compare.driving.evidence import evidence
from compare.driving.purposes import Purpose, purpose_of
from compare.reading.read import read_text


def read(text):
    return read_text(dedent(text), "python")


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("def f(X, W): return np.dot(W, X)", 1),
        ("def f(X, W): return X @ W", -1),
        ("def f(X): m = X.shape[1]", 1),
        ("def f(X): n_samples, n_features = X.shape", -1),
        ("def f(dZ): return np.sum(dZ, axis=1, keepdims=True)", 1),
        ("def f(dZ): return dZ.sum(axis=0)", 0),
        ("def f(n_h): return np.zeros((n_h, 1))", 1),
        ("def f(n_x, n_h): return np.random.randn(n_x, n_h)", -1),
        ("def f(parameters, A_prev): return np.dot(parameters['W' + str(l)], A_prev)", 1),
        ("def f(a, b): return a + b", 0),
    ],
)
def test_code_tells_rows_from_columns(text, sign):
    found = evidence(catalogue(read(text)).functions.values())
    assert np.sign(found.columns) == sign


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("def f(Y): return np.eye(10)[Y]", "one_hot_inside"),
        ("def f(Y): result[np.arange(Y.size), Y] = 1", "one_hot_inside"),
        ("def f(y): return one_hot(y)", "one_hot_inside"),
        ("def f(y): return len(np.unique(y))", "flat_labels"),
        ("def f(X, y):\n    for a, b in zip(X, y): pass", "pairs"),
        ("def softmax(z): return z", "softmax"),
    ],
)
def test_code_tells_the_form_of_labels(text, attribute):
    found = evidence(catalogue(read(text)).functions.values())
    assert getattr(found, attribute)
    assert not getattr(evidence(catalogue(read("def f(X): pass")).functions.values()), attribute)


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("def initialize_parameters(n_x, n_h): return {}", Purpose.START),
        ("def forward_propagation(X, parameters): return X", Purpose.FORWARD),
        ("def compute_cost(A2, Y): return A2", Purpose.COST),
        ("def backward_propagation(parameters, cache, X, Y): return {}", Purpose.BACKWARD),
        ("def update_parameters(parameters, grads, learning_rate): return {}", Purpose.UPDATE),
        ("def numerical_gradient(f, x): return grad", Purpose.NONE),
    ],
)
def test_names_tell_what_functions_are_for(text, purpose):
    (function,) = catalogue(read(text)).functions.values()
    assert purpose_of(function) is purpose


def test_a_cost_function_that_returns_gradients_is_backward():
    text = "def cost_function(theta, X, y):\n    return J, grad"
    (function,) = catalogue(read(text)).functions.values()
    assert purpose_of(function) is Purpose.BACKWARD
