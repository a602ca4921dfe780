import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratch_numpy import activations
from scratch_numpy.activations import ACTIVATIONS
from tests.scratch_numpy.chapter_examples import F32, F64, activations_case
from tests.scratch_numpy.complex_step import G

NAMES = tuple(name for name in ACTIVATIONS if name != "softmax")
logits = st.floats(-30, 30).filter(lambda z: abs(z) > 1e-9)


def test_the_activations_of_the_course_are_there():
    assert NAMES == ("sigmoid", "tanh", "relu", "leaky-relu", "identity")
    assert "softmax" in ACTIVATIONS


@pytest.mark.parametrize(
    ("name", "z", "g", "g_prime"),
    [
        ("sigmoid", 0.0, 0.5, 0.25),
        ("sigmoid", np.log(3), 0.75, 0.1875),
        ("tanh", 0.0, 0.0, 1.0),
        ("tanh", np.log(3), 0.8, 0.36),
        ("relu", 2.0, 2.0, 1.0),
        ("relu", -2.0, 0.0, 0.0),
        ("leaky-relu", 2.0, 2.0, 1.0),
        ("leaky-relu", -2.0, -0.02, 0.01),
        ("identity", -2.0, -2.0, 1.0),
    ],
)
def test_values_by_hand(name, z, g, g_prime):
    Z = np.array([[z]])
    A = ACTIVATIONS[name].g(Z)
    np.testing.assert_allclose(A, [[g]], rtol=4e-16, atol=0)
    np.testing.assert_allclose(ACTIVATIONS[name].g_prime(Z, A), [[g_prime]], rtol=2e-15, atol=0)


@pytest.mark.parametrize("name", NAMES)
@given(z=st.lists(logits, min_size=1, max_size=7))
@settings(max_examples=40, derandomize=True, deadline=None)
def test_the_derivative_is_the_complex_step_of_an_independent_function(name, z):
    Z = np.array([z])
    expected = G[name](Z + 1e-30j).imag / 1e-30
    actual = ACTIVATIONS[name].g_prime(Z, ACTIVATIONS[name].g(Z))
    np.testing.assert_allclose(actual, expected, rtol=1e-13, atol=1e-15)  # 1 - a^2 has ulps of 1


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_the_derivative_of_relu_is_0_at_the_kink(dtype):
    Z = np.array([[0.0, -0.0]], dtype)
    np.testing.assert_array_equal(activations.relu_prime(Z, activations.relu(Z)), [[0, 0]])


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_the_derivative_of_leaky_relu_is_its_slope_at_the_kink(dtype):
    Z = np.array([[0.0, -0.0]], dtype)
    derivative = activations.leaky_relu_prime(Z, activations.leaky_relu(Z))
    np.testing.assert_array_equal(derivative, np.full((1, 2), 0.01, dtype))


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_the_derivatives_change_right_above_the_kink(dtype):
    Z = np.array([[np.finfo(dtype).tiny]], dtype)
    assert activations.relu_prime(Z, Z) == 1
    assert activations.leaky_relu_prime(Z, Z) == 1


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_sigmoid_saturates_without_a_warning(dtype):
    Z = np.array([[-800, 800]], dtype)
    np.testing.assert_array_equal(activations.sigmoid(Z), [[0, 1]])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_scalars_and_arrays_get_the_same_value(name, dtype):
    Z = activations_case(dtype)["Z"]
    g, g_prime = ACTIVATIONS[name]
    scalars = [[g(z) for z in row] for row in Z]
    np.testing.assert_allclose(g(Z), scalars, rtol=8 * np.finfo(dtype).eps)
    slopes = [[g_prime(z, g(z)) for z in row] for row in Z]
    np.testing.assert_allclose(g_prime(Z, g(Z)), slopes, rtol=64 * np.finfo(dtype).eps)
    assert {z.dtype for row in (*scalars, *slopes) for z in row} == {dtype}


def test_softmax_by_hand():
    Z = np.log([[1.0, 2.0], [3.0, 2.0]])
    A = activations.softmax(Z)
    np.testing.assert_allclose(A, [[0.25, 0.5], [0.75, 0.5]], rtol=4e-16)
    by_hand = [[[0.1875, 0.25], [-0.1875, -0.25]], [[-0.1875, -0.25], [0.1875, 0.25]]]
    np.testing.assert_allclose(activations.softmax_prime(Z, A), by_hand, rtol=4e-15)


def test_every_derivative_of_softmax_is_the_complex_step():
    Z = activations_case(F64)["Z"][:5]
    derivatives = activations.softmax_prime(Z, activations.softmax(Z))
    for j in range(len(Z)):
        nudged = Z + 0j
        nudged[j] += 1e-30j
        expected = G["softmax"](nudged).imag / 1e-30
        np.testing.assert_allclose(derivatives[:, j], expected, rtol=1e-13, atol=1e-16)


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_softmax_shares_out_1_and_does_not_overflow(dtype):
    Z = np.array([[800, -800, 0.5], [-800, -800, 0.5], [0, -799, 0.5]], dtype)
    A = activations.softmax(Z)
    np.testing.assert_allclose(A.sum(axis=0), 1, rtol=4 * np.finfo(dtype).eps)
    np.testing.assert_array_equal(A[:, 0], [1, 0, 0])
    assert A.dtype == dtype


def test_a_shift_of_a_column_does_not_change_its_softmax():
    Z = activations_case(F64)["Z"]
    shifted = activations.softmax(Z + np.arange(7.0) * 64)
    np.testing.assert_allclose(shifted, activations.softmax(Z), rtol=1e-13)


def test_the_step_gives_softmax_and_takes_dA_back_through_it():
    case = activations_case(F64)
    trace, _ = activations.step(case, None)
    A = activations.softmax(case["Z"])
    np.testing.assert_array_equal(trace["g_softmax"], A)
    for i in range(7):
        jacobian = np.diag(A[:, i]) - np.outer(A[:, i], A[:, i])
        expected = jacobian.T @ case["dA"][:, i]
        np.testing.assert_allclose(trace["dZ_softmax"][:, i], expected, rtol=1e-12, atol=1e-16)


def test_the_step_gives_every_function_at_Z():
    case = activations_case(F64)
    trace, _ = activations.step(case, None)
    for name in ("sigmoid", "tanh", "relu", "leaky-relu"):
        A = ACTIVATIONS[name].g(case["Z"])
        label = name.replace("-", "_")
        np.testing.assert_array_equal(trace[f"g_{label}"], A)
        slope = ACTIVATIONS[name].g_prime(case["Z"], A)
        np.testing.assert_array_equal(trace[f"g_prime_{label}"], slope)


def test_two_layers_of_identity_collapse_to_one():
    case = activations_case(F64)
    trace, _ = activations.step(case, None)
    np.testing.assert_allclose(trace["Z_collapsed"], trace["Z2"], rtol=1e-13, atol=1e-14)


def test_the_collapse_by_hand():
    case = {
        "Z": np.zeros((1, 1)), "dA": np.zeros((1, 1)), "X": np.array([[1.0], [2.0]]),
        "W1": np.array([[1.0, 1.0], [0.0, 2.0]]), "b1": np.array([[1.0], [-1.0]]),
        "W2": np.array([[2.0, -1.0]]), "b2": np.array([[0.5]]),
    }  # fmt: skip  # inputs, two layers
    trace, _ = activations.step(case, None)
    by_hand = {
        "Z1": [[4.0], [3.0]], "Z2": [[5.5]],
        "W_collapsed": [[2.0, 0.0]], "b_collapsed": [[3.5]], "Z_collapsed": [[5.5]],
    }  # fmt: skip  # both sides
    for name, value in by_hand.items():
        np.testing.assert_array_equal(trace[name], value, err_msg=name)
