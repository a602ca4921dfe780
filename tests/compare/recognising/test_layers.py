"""Layers and their activations, by value and not by name."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from compare.diagnosing.step import Step
from compare.recognising.activations import activation_of
from tests.compare.diagnosing.recorded import diagnosed, edited, line_of, recorded, steps

DEEP = (((5, 4, 3, 2), 7), ((3, 6, 4, 3), 11))
Z = np.random.default_rng(0).normal(size=(4, 6))
E = np.exp(Z)
FUNCTIONS = {
    "identity": Z,
    "sigmoid": 1 / (1 + np.exp(-Z)),
    "tanh": np.tanh(Z),
    "relu": Z * (Z > 0),
    "softmax": E / E.sum(axis=0),
    "leaky-relu": np.where(Z > 0, Z, 0.2 * Z),
}
THREE_LAYERS = """\
import numpy as np

def forward(X, p):
    A = X
    cache = [A]
    for l in (1, 2, 3):
        Z = p[f"W{l}"] @ A + p[f"b{l}"]
        A = np.tanh(Z) if l < 3 else 1 / (1 + np.exp(-Z))
        cache.append(A)
    return A, cache

def backward(p, cache, X, Y):
    g = {}
    dZ = (cache[3] - Y) / X.shape[1]
    for l in (3, 2, 1):
        g[f"dW{l}"] = dZ @ cache[l - 1].T
        g[f"db{l}"] = dZ.sum(axis=1, keepdims=True)
        dZ = p[f"W{l}"].T @ dZ * (1 - cache[l - 1] ** 2)
    return g
"""


@pytest.mark.parametrize("name", FUNCTIONS)
def test_an_activation_is_named_by_its_values(name: str) -> None:
    assert activation_of(Z, FUNCTIONS[name], axis=0) == name


def test_softmax_is_along_the_units() -> None:
    assert activation_of(Z.T, FUNCTIONS["softmax"].T, axis=1) == "softmax"
    assert activation_of(Z, FUNCTIONS["softmax"], axis=1) is None


@pytest.mark.parametrize(
    "A", [np.sin(Z), Z**2, 2 * Z, np.tanh(Z) + 1e-6, np.abs(Z), np.where(Z > 0, Z, -0.1 * Z)]
)
def test_others_have_no_name(A: np.ndarray) -> None:
    assert activation_of(Z, A, axis=0) is None


@given(
    Z=arrays(np.float64, (3, 4), elements=st.floats(-3, 3).filter(lambda x: abs(x) > 1e-2)),
    name=st.sampled_from(["sigmoid", "tanh"]),
    by=st.sampled_from([-1e-3, 1e-3, 1e-6]),
)
@settings(deadline=None)
def test_almost_an_activation_is_none(Z: np.ndarray, name: str, by: float) -> None:
    A = {"sigmoid": 1 / (1 + np.exp(-Z)), "tanh": np.tanh(Z)}[name]
    assert activation_of(Z, A, axis=0) == name
    A[1, 2] += by
    assert activation_of(Z, A, axis=0) is None


def names_of(step: Step) -> list[tuple[list[str], list[str], str, str]]:
    return [
        (
            [step.names[n] for n in layer.weights],
            [step.names[n] for n in layer.biases],
            step.names[layer.Z],
            step.names[layer.A],
        )
        for layer in step.layers[0]
    ]


def test_the_layers_of_a_deep_network() -> None:
    for recording in recorded(THREE_LAYERS, DEEP):
        step = Step(recording)
        assert names_of(step) == [([f"W{n}"], [f"b{n}"], f"Z{n}", f"A{n}") for n in (1, 2, 3)]
        (m,) = {layer.Z.shape[1] for layer in values(step)}
        assert m == recording.probe["m"]


def values(step: Step) -> list[object]:
    class Values:
        def __init__(self, Z: np.ndarray) -> None:
            self.Z = Z

    return [Values(np.asarray(step.flow.nodes[layer.Z].value)) for layer in step.layers[0]]


def test_the_slope_of_a_layer_is_that_of_its_own_activation() -> None:
    (step, _) = steps()
    hidden, last = step.layers[0]
    A = step.flow.nodes[hidden.A].value
    np.testing.assert_allclose(step.slope(hidden), 1 - A**2)
    A = step.flow.nodes[last.A].value
    np.testing.assert_allclose(step.slope(last), A * (1 - A))


def test_a_softmax_has_no_slope_entry_by_entry() -> None:
    softmax = "e = np.exp(z)\n    return e / np.sum(e, axis=0)"
    (step, _) = steps(edited(("return 1 / (1 + np.exp(-z))", softmax)))
    assert step.slope(step.layers[0][-1]) is None


def test_a_function_called_relu_that_computes_a_leaky_one() -> None:
    text = edited(
        ("def forward", "def relu(z):\n    return np.where(z > 0, z, 0.01 * z)\n\ndef forward"),
        ("np.tanh(Z1)", "relu(Z1)"),
        ("(1 - A1 ** 2)", "(Z1 > 0)"),
    )
    found = diagnosed(text)
    assert found.verdict == "differ"
    finding = found.findings[0]
    assert finding.cause == "wrong-activation"
    assert "relu" in finding.explanation
    assert "leaky-relu" in finding.explanation
    assert finding.place is not None
    assert finding.place.line == line_of("return np.where", text)


def test_a_name_that_says_nothing_is_believed_in_nothing() -> None:
    text = edited(
        ("def forward", "def g(z):\n    return np.where(z > 0, z, 0.01 * z)\n\ndef forward"),
        ("np.tanh(Z1)", "g(Z1)"),
        ("(1 - A1 ** 2)", "np.where(Z1 > 0, 1, 0.01)"),
    )
    found = diagnosed(text)
    assert (found.verdict, found.model.activations) == ("agree", ("leaky-relu", "sigmoid"))
