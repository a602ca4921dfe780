import numpy as np
import pytest
import torch

from reference_torch import deep_network, initialisation, training
from tests.scratch_numpy.chapter_examples import (
    F32,
    F64,
    initialisation_case,
    network_case,
)


def training_case(dtype=F64):
    activations = ("relu", "tanh", "sigmoid")
    return network_case((11, 5, 3, 1), activations, m_test=13, dtype=dtype)


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_the_prediction_is_1_only_above_one_half(dtype):
    above = np.nextafter(dtype.type(0.5), dtype.type(1))
    a = torch.tensor(np.array([[0.5], [above], [0.49], [1.0]], dtype))
    prediction, _ = training.accuracy(a, torch.zeros_like(a))
    assert prediction.tolist() == [[0], [1], [0], [1]]
    assert prediction.dtype == a.dtype


def test_the_accuracy_is_the_share_of_right_decisions():
    a, y = torch.tensor([[0.9], [0.1], [0.8], [0.3]]), torch.tensor([[1.0], [1.0], [1.0], [0.0]])
    _, share = training.accuracy(a, y)
    assert share == 0.75


def test_the_step_is_the_deep_networks_and_more():
    case = training_case()
    expected, _ = deep_network.step(case, None)
    trace, _ = training.step(case, None)
    for name in expected:
        np.testing.assert_array_equal(trace[name], expected[name], err_msg=name)


@pytest.mark.parametrize("suffix", ["", "_test"])
def test_examples_are_predicted_before_the_update(suffix):
    case = training_case()
    trace, _ = training.step(case, None)
    A = np.asarray(case[f"X{suffix}"])
    for layer, g in enumerate((lambda z: np.maximum(z, 0), np.tanh, None), start=1):
        Z = case[f"W{layer}"] @ A + case[f"b{layer}"]
        A = g(Z) if g else 1 / (1 + np.exp(-Z))
        np.testing.assert_allclose(trace[f"Z{layer}{suffix}"], Z, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(trace[f"A{layer}{suffix}"], A, rtol=1e-12, atol=1e-14)
    np.testing.assert_array_equal(trace[f"prediction{suffix}"], A > 0.5)
    share = np.count_nonzero((A > 0.5) == case[f"Y{suffix}"]) / A.size
    np.testing.assert_allclose(trace[f"accuracy{suffix}"], share, rtol=1e-15)
    assert 0 < share < 1


@pytest.mark.parametrize(
    ("scheme", "scale"),
    [
        ("zeros", lambda n_prev: 0),
        ("small", lambda n_prev: 0.01),
        ("he", lambda n_prev: np.sqrt(2 / n_prev)),
        ("xavier", lambda n_prev: np.sqrt(1 / n_prev)),
    ],
)
def test_a_start_scales_the_given_numbers_by_its_fan_in(scheme, scale):
    case = initialisation_case(F64)
    trace, _ = initialisation.step(case, None)
    for layer, n_prev in ((1, 11), (2, 5), (3, 3)):
        expected = scale(n_prev) * case[f"N{layer}"]
        np.testing.assert_allclose(trace[f"W{layer}_{scheme}"], expected, rtol=4e-16)


def test_biases_start_at_zero():
    trace, _ = initialisation.step(initialisation_case(F64), None)
    for layer, n in ((1, 5), (2, 3), (3, 1)):
        np.testing.assert_array_equal(trace[f"b{layer}"], np.zeros((n, 1)))
