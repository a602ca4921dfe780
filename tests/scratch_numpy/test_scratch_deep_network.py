import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratch_numpy import deep_network
from scratch_numpy.logistic_regression import vectorised as logistic
from scratch_numpy.shallow_network import vectorised as shallow
from tests.scratch_numpy import hand_network
from tests.scratch_numpy.chapter_examples import (
    DEEP,
    ENDS,
    F32,
    F64,
    HIDDEN,
    as_network,
    logistic_case,
    network_case,
)
from tests.scratch_numpy.complex_step import expected_gradient, gradient_names


def step(case):
    trace, _ = deep_network.step(case, None)
    return trace


def check_gradients(case):
    trace = step(case)
    names = gradient_names(trace)
    assert len(names) == 4 * len(case["activations"]) - 1
    for name in names:
        expected = expected_gradient(case, name, trace[name].shape)
        np.testing.assert_allclose(trace[name], expected, rtol=1e-10, atol=1e-13, err_msg=name)


def test_every_number_of_a_small_network_by_hand():
    hand_network.check(step(hand_network.CASE))


@pytest.mark.parametrize("example", DEEP, ids=str)
def test_every_gradient_is_the_complex_step(example):
    check_gradients(example.make(F64))


@given(
    dims=st.lists(st.sampled_from([1, 2, 3, 5]), min_size=1, max_size=4),
    hidden=st.lists(st.sampled_from(HIDDEN), min_size=3, max_size=3),
    end=st.sampled_from(ENDS),
    m=st.sampled_from([1, 2, 7]),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=30, derandomize=True, deadline=None)
def test_every_gradient_of_any_network_is_the_complex_step(dims, hidden, end, m, seed):
    output, cost = end
    activations = (*hidden[: len(dims) - 1], output)
    check_gradients(network_case((*dims, 1), activations, cost, m=m, seed=seed))


def test_two_layers_are_the_shallow_network():
    case = network_case((5, 3, 1), ("relu", "sigmoid"))
    expected, _ = shallow.step(case, None)
    trace = step(case)
    assert list(trace) == list(expected)
    for name in expected:
        np.testing.assert_allclose(trace[name], expected[name], rtol=1e-14, err_msg=name)


def test_one_sigmoid_unit_is_logistic_regression():
    case = logistic_case(5)
    expected, _ = logistic.step(case, None)
    trace = step(as_network(case))
    for name, other in {"Z": "Z1", "A": "A1", "cost": "cost", "dZ": "dZ1"}.items():
        np.testing.assert_allclose(trace[other], expected[name], rtol=1e-13, err_msg=name)
    np.testing.assert_allclose(trace["dW1"].T, expected["dw"], rtol=1e-13)
    np.testing.assert_allclose(trace["db1"], [[expected["db"]]], rtol=1e-13)


def test_identity_layers_collapse_to_one_linear_layer():
    case = network_case((11, 5, 3, 1), ("identity",) * 3, "squared-error")
    W = case["W3"] @ case["W2"] @ case["W1"]
    b = case["W3"] @ (case["W2"] @ case["b1"] + case["b2"]) + case["b3"]
    np.testing.assert_allclose(step(case)["A3"], W @ case["X"] + b, rtol=1e-13, atol=1e-14)


def test_a_cache_holds_what_its_layer_was_given_and_made():
    case = network_case((5, 3, 1), ("tanh", "sigmoid"))
    first, second = deep_network.model_forward(case["X"], case)
    assert first.A_prev is case["X"]
    assert second.A_prev is first.A
    assert (first.W is case["W1"], second.W is case["W2"]) == (True, True)
    np.testing.assert_array_equal(first.A, np.tanh(first.Z))


def test_the_update_steps_downhill():
    case = network_case((11, 5, 3, 1), ("relu", "tanh", "sigmoid"))
    trace = step(case)
    learned = {
        f"{kind}{layer}": trace[f"new_{kind}{layer}"] for kind in "Wb" for layer in (1, 2, 3)
    }
    for V, new in learned.items():
        np.testing.assert_array_equal(new, case[V] - 0.3 * trace[f"d{V}"])
    assert step({**case, **learned})["cost"] < trace["cost"]


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_confidently_wrong_examples_have_a_finite_cost_and_the_gradient_A_minus_Y(dtype):
    case = network_case((1, 1, 1, 1), ("identity", "identity", "sigmoid"), m=2, dtype=dtype)
    for layer in (1, 2, 3):
        case[f"W{layer}"][...], case[f"b{layer}"][...] = 1, 0
    case["X"][...], case["Y"][...] = [[800, -800]], [[0, 1]]
    trace = step(case)
    assert trace["cost"] == 800
    np.testing.assert_array_equal(trace["dZ3"], [[1, -1]])
    np.testing.assert_array_equal(trace["dW1"], [[800]])


def test_float32_is_float64_to_its_own_precision():
    single, double = (step(DEEP[2].make(dtype)) for dtype in (F32, F64))
    for name in double:
        np.testing.assert_allclose(single[name], double[name], rtol=1e-4, atol=1e-6, err_msg=name)
