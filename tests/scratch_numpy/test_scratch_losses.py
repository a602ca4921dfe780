import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scratch_numpy import losses
from scratch_numpy.activations import ACTIVATIONS, sigmoid, softmax
from tests.scratch_numpy.chapter_examples import F32, F64, losses_case
from tests.scratch_numpy.complex_step import LOSS, G

DTYPES = pytest.mark.parametrize("dtype", [F32, F64], ids=str)
LOG_3 = float(np.log(3))


def step(case):
    trace, _ = losses.step(case, None)
    return trace


def one_output(Z, Y):
    """A case of one output; its two classes are not looked at."""
    return {"Z": np.array(Z), "Y": np.array(Y), "Z_classes": np.zeros((2, 1)),
            "Y_classes": np.array([[1.0], [0.0]])}  # fmt: skip  # one output, two classes


def test_values_by_hand_at_a_three_quarters():
    trace = step(
        one_output([[LOG_3, LOG_3]], [[1.0, 0.0]])
        | {"Z_classes": np.log([[1.0, 2.0], [3.0, 2.0]]), "Y_classes": np.array([[0.0, 1], [1, 0]])}
    )
    right, wrong = np.log(4 / 3), np.log(4)
    by_hand = {
        "A": [[0.75, 0.75]],
        "loss_squared_error": [[1 / 32, 9 / 32]],
        "loss_cross_entropy": [[right, wrong]],
        "loss_from_logits": [[right, wrong]],
        "likelihood": [[0.75, 0.25]],
        "log_likelihood": [[-right, -wrong]],
        "cost_squared_error": 5 / 32,
        "cost_cross_entropy": (right + wrong) / 2,
        "dA_squared_error": [[-0.25, 0.75]],
        "dA_cross_entropy": [[-4 / 3, 4]],
        "dZ_squared_error": [[-3 / 64, 9 / 64]],
        "dZ_cross_entropy": [[-0.25, 0.75]],
        "A_classes": [[0.25, 0.5], [0.75, 0.5]],
        "loss_categorical": [[right, np.log(2)]],
        "loss_categorical_from_logits": [[right, np.log(2)]],
        "cost_categorical": (right + np.log(2)) / 2,
        "dA_categorical": [[0, -2], [-4 / 3, 0]],
        "dZ_categorical": [[0.25, -0.5], [-0.25, 0.5]],
    }
    for name, value in by_hand.items():
        np.testing.assert_allclose(trace[name], value, rtol=4e-15, err_msg=name)
    assert trace.keys() == by_hand.keys()


@pytest.mark.parametrize(
    ("name", "loss"),
    [
        ("squared_error", lambda a, y: (a - y) ** 2 / 2),
        ("cross_entropy", lambda a, y: -y * np.log(a) - (1 - y) * np.log(1 - a)),
    ],
)
def test_the_derivatives_are_the_complex_steps_of_an_independent_loss(name, loss):
    case = losses_case(F64)
    Z, Y, trace = case["Z"], case["Y"], step(case)
    A = 1 / (1 + np.exp(-Z))
    by_A = loss(A + 1e-30j, Y).imag / 1e-30
    by_Z = loss(1 / (1 + np.exp(-Z - 1e-30j)), Y).imag / 1e-30
    np.testing.assert_allclose(trace[f"dA_{name}"], by_A, rtol=1e-13)
    np.testing.assert_allclose(trace[f"dZ_{name}"], by_Z, rtol=1e-13)


@given(z=st.floats(-10, 10), y=st.floats(0, 1))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_cross_entropy_is_minus_the_log_likelihood(z, y):
    trace = step(one_output([[z]], [[y]]))
    np.testing.assert_allclose(
        trace["log_likelihood"], -trace["loss_cross_entropy"], rtol=1e-12, atol=1e-15
    )


@DTYPES
@given(z=st.floats(-6, 6, width=32), y=st.sampled_from([0.0, 1.0, 0.25]))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_the_form_from_logits_is_the_form_from_probabilities(dtype, z, y):
    Z, Y = np.array([[z]], dtype), np.array([[y]], dtype)
    lost = 8 * np.finfo(dtype).eps * (1 + np.exp(abs(z)))  # 1 - a has ulps of 1
    np.testing.assert_allclose(
        losses.cross_entropy(sigmoid(Z), Y),
        losses.cross_entropy_from_logits(Z, Y),
        rtol=0,
        atol=lost,
    )


@DTYPES
def test_the_form_from_logits_is_exact_where_the_probability_rounds_to_0_or_1(dtype):
    Z = np.array([[800, 800, -800, -800]], dtype)
    Y = np.array([[0, 1, 0, 1]], dtype)
    np.testing.assert_array_equal(losses.cross_entropy_from_logits(Z, Y), [[800, 0, 0, 800]])


@DTYPES
def test_the_costs_are_finite_where_the_probability_rounds_to_0_or_1(dtype):
    Z, Y = np.array([[800, -800]], dtype), np.array([[0, 1]], dtype)
    assert losses.COSTS["cross-entropy"].J(Z, sigmoid(Z), Y) == 800
    assert losses.COSTS["squared-error"].J(Z, sigmoid(Z), Y) == 0.5


@DTYPES
def test_the_derivative_by_Z_does_not_vanish_where_a_is_confidently_wrong(dtype):
    Z, Y = np.array([[800, -800]], dtype), np.array([[0, 1]], dtype)
    A = sigmoid(Z)
    dZ = losses.COSTS["cross-entropy"].dZ(Z, A, Y, ACTIVATIONS["sigmoid"].g_prime)
    np.testing.assert_array_equal(dZ, [[1, -1]])


def test_the_costs_are_the_means_of_the_losses():
    case = losses_case(F64)
    trace, A = step(case), sigmoid(case["Z"])
    for name, kind in (("squared_error", "squared-error"), ("cross_entropy", "cross-entropy")):
        mean = sum(trace[f"loss_{name}"][0]) / 7
        np.testing.assert_allclose(trace[f"cost_{name}"], mean, rtol=1e-14)
        np.testing.assert_allclose(losses.COSTS[kind].J(case["Z"], A, case["Y"]), mean, rtol=1e-14)


def test_the_squared_error_of_any_output_uses_the_slope_it_is_given():
    A, Y, slope = np.array([[2.0, 3.0]]), np.array([[1.0, 1.0]]), np.array([[0.5, 0.01]])
    dZ = losses.COSTS["squared-error"].dZ(np.zeros((1, 2)), A, Y, lambda Z, A: slope + 0 * Z * A)
    np.testing.assert_array_equal(dZ, [[0.5, 0.02]])


# ---- several classes


def test_the_derivatives_of_several_classes_are_the_complex_steps():
    case = losses_case(F64)
    Z, Y, trace = case["Z_classes"], case["Y_classes"], step(case)
    A, loss = softmax(Z), LOSS["categorical-cross-entropy"]
    by_A = loss(A + 1e-30j, Y).imag / 1e-30
    np.testing.assert_allclose(trace["dA_categorical"], by_A, rtol=1e-13)
    for j in range(len(Z)):
        nudged = Z + 0j
        nudged[j] += 1e-30j
        by_Z = loss(G["softmax"](nudged), Y).sum(axis=0).imag / 1e-30
        np.testing.assert_allclose(trace["dZ_categorical"][j], by_Z, rtol=1e-13)


def test_dA_through_the_derivatives_of_softmax_is_A_minus_Y():
    case = losses_case(F64)
    trace = step(case)
    A = trace["A_classes"]
    jacobian = ACTIVATIONS["softmax"].g_prime(case["Z_classes"], A)
    through = (trace["dA_categorical"][:, None] * jacobian).sum(axis=0)
    np.testing.assert_allclose(through, A - case["Y_classes"], rtol=1e-13, atol=1e-16)


def test_two_classes_are_one_output_of_the_difference():
    Z, Y = np.array([[0.3, -2.0, 5.0]]), np.array([[1.0, 0.0, 0.0]])
    both = losses.categorical_cross_entropy_from_logits(
        np.vstack((Z, 0 * Z)), np.vstack((Y, 1 - Y))
    )
    np.testing.assert_allclose(both, losses.cross_entropy_from_logits(Z, Y), rtol=1e-13)


@DTYPES
def test_the_cost_of_several_classes_is_finite_where_a_probability_rounds_to_0(dtype):
    Z, Y = np.array([[800, 0], [0, 0], [-800, 0]], dtype), np.array([[0, 0], [0, 0], [1, 1]], dtype)
    cost = losses.COSTS["categorical-cross-entropy"]
    A = softmax(Z)
    np.testing.assert_allclose(cost.J(Z, A, Y), (1600 + np.log(3)) / 2, rtol=1e-6)
    dZ = cost.dZ(Z, A, Y, ACTIVATIONS["softmax"].g_prime)
    np.testing.assert_array_equal(dZ[:, 0], [1, 0, -1])
