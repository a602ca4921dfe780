import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratch_numpy import deep_network
from scratch_numpy.logistic_regression import vectorised as logistic
from scratch_numpy.shallow_network import vectorised as shallow
from tests.scratch_numpy import hand_network
from tests.scratch_numpy.chapter_examples import (
    CLASSES,
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
    end=st.sampled_from([*ENDS, CLASSES]),
    n_y=st.sampled_from([2, 3, 11]),
    lambd=st.sampled_from([None, 0.0, 1e-3, 0.7, 100.0]),
    m=st.sampled_from([1, 2, 7]),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, derandomize=True, deadline=None)
def test_every_gradient_of_any_network_is_the_complex_step(dims, hidden, end, n_y, lambd, m, seed):
    output, cost = end
    activations = (*hidden[: len(dims) - 1], output)
    units = (*dims, n_y if output == "softmax" else 1)
    check_gradients(network_case(units, activations, cost, m=m, lambd=lambd, seed=seed))


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


# ---- softmax and L2

BY_HAND = {
    "X": np.array([[1.0, 0.0]]), "Y": np.array([[1.0, 0.0], [0.0, 1.0]]),
    "W1": np.array([[2.0], [-1.0]]), "b1": np.array([[-2.0], [1.0]]),
    "learning_rate": 0.5, "lambd": 2.0,
    "activations": ("softmax",), "cost": "categorical-cross-entropy",
}  # fmt: skip  # a row a kind


def test_softmax_and_L2_by_hand():
    trace = step(BY_HAND)
    e = float(1 / (1 + np.exp(-3)))  # softmax of (-2, 1): 1 - e and e
    np.testing.assert_array_equal(trace["Z1"], [[0, -2], [0, 1]])
    np.testing.assert_allclose(trace["A1"], [[0.5, 1 - e], [0.5, e]], rtol=1e-14)
    np.testing.assert_allclose(trace["cost"], (np.log(2) - np.log(e)) / 2 + 2 / 4 * 5, rtol=1e-14)
    np.testing.assert_allclose(trace["dZ1"], [[-0.5, 1 - e], [0.5, e - 1]], rtol=1e-13)
    np.testing.assert_allclose(trace["dW1"], [[-0.25 + 2], [0.25 - 1]], rtol=1e-14)
    np.testing.assert_allclose(trace["db1"], [[(0.5 - e) / 2], [(e - 0.5) / 2]], rtol=1e-13)
    np.testing.assert_allclose(trace["new_W1"], [[2 - 0.875], [-1 + 0.375]], rtol=1e-14)


def test_without_lambd_there_is_no_L2_term_even_where_a_square_would_overflow():
    case = network_case((5, 3, 1), ("tanh", "sigmoid"), dtype=F32)
    case["W1"] *= F32.type(1e25)
    trace = step(case)
    assert np.isfinite(trace["cost"])
    for name, value in step({**case, "lambd": 0.0}).items():
        np.testing.assert_array_equal(value, trace[name], err_msg=name)


def test_L2_adds_its_term_to_the_cost_and_its_derivative_to_dW_and_to_nothing_else():
    case = network_case((5, 3, 2), ("relu", "softmax"), CLASSES[1])
    without, with_it = step(case), step({**case, "lambd": 0.7})
    squares = sum((case[W] ** 2).sum() for W in ("W1", "W2"))
    np.testing.assert_allclose(with_it["cost"] - without["cost"], 0.05 * squares, rtol=1e-13)
    for name in without:
        added = {"dW1": 0.1 * case["W1"], "dW2": 0.1 * case["W2"]}.get(name)
        if added is not None:
            np.testing.assert_allclose(with_it[name], without[name] + added, rtol=1e-13)
        elif name not in ("cost", "new_W1", "new_W2"):
            np.testing.assert_array_equal(with_it[name], without[name], err_msg=name)
