import numpy as np
import pytest

from reference_torch import activations, computation_graph, deep_network, derivatives, losses
from reference_torch.logistic_regression import loop, one_sample, vectorised
from reference_torch.shallow_network import one_sample as shallow_one_sample
from reference_torch.shallow_network import vectorised as shallow_vectorised
from tests.scratch_numpy import hand_network
from tests.scratch_numpy.chapter_examples import (
    F32,
    F64,
    LOGISTIC,
    NETWORKS,
    activations_case,
    as_network,
    derivatives_case,
    graph_case,
    labels,
    logistic_case,
    losses_case,
    network_case,
)
from tests.scratch_numpy.complex_step import LOSS, G, expected_gradient, gradient_names

LOGISTIC_FORMS = {"one_sample": one_sample, "loop": loop, "vectorised": vectorised}
NETWORK_FORMS = {
    "one_sample": shallow_one_sample,
    "vectorised": shallow_vectorised,
    "deep": deep_network,
}
DTYPES = pytest.mark.parametrize("dtype", [F32, F64], ids=str)


def step(chapter, case):
    trace, _ = chapter.step(case, None)
    return trace


@pytest.mark.parametrize("form", NETWORK_FORMS)
def test_every_number_of_a_small_network_by_hand(form):
    hand_network.check(step(NETWORK_FORMS[form], hand_network.CASE))


@pytest.mark.parametrize("example", NETWORKS, ids=str)
def test_every_gradient_of_a_network_is_the_complex_step(example):
    case = example.make(F64)
    trace = example.step("reference_torch", case)
    names = gradient_names(trace)
    assert len(names) == 4 * len(case["activations"]) - 1
    for name in names:
        expected = expected_gradient(case, name, trace[name].shape)
        np.testing.assert_allclose(trace[name], expected, rtol=1e-10, atol=1e-13, err_msg=name)


@pytest.mark.parametrize("example", LOGISTIC, ids=str)
def test_every_gradient_of_logistic_regression_is_the_complex_step(example):
    case = example.make(F64)
    trace, network, (n_x, m) = (
        example.step("reference_torch", case),
        as_network(case),
        case["X"].shape,
    )
    expected = {
        "dZ": expected_gradient(network, "dZ1", (1, m)),
        "dw": expected_gradient(network, "dW1", (1, n_x)).T,
        "db": expected_gradient(network, "db1", (1, 1))[0, 0],
    }
    for name, gradient in expected.items():
        np.testing.assert_allclose(trace[name], gradient, rtol=1e-11, atol=1e-14, err_msg=name)


def test_the_slopes_are_the_complex_steps():
    case = derivatives_case(F64)
    a, trace = case["a"] + 1e-30j, step(derivatives, case)
    functions = {"line": 3 * a, "square": a * a, "cube": a * a * a, "log": np.log(a)}
    for name, f in functions.items():
        np.testing.assert_allclose(trace[f"f_{name}"], f.real, rtol=1e-15)
        for label in ("df", "slope"):
            np.testing.assert_allclose(trace[f"{label}_{name}"], f.imag / 1e-30, rtol=1e-14)


@pytest.mark.parametrize("name", ["a", "b", "c"])
def test_the_derivatives_of_the_graph_are_the_complex_steps(name):
    case = graph_case(F64)
    moved = {**case, name: case[name] + 1e-30j}
    J = 3 * (moved["a"] + moved["b"] * moved["c"])
    np.testing.assert_allclose(
        step(computation_graph, case)[f"d{name}"], J.imag / 1e-30, rtol=1e-15
    )


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "leaky-relu"])
def test_the_derivative_of_an_activation_is_the_complex_step(name):
    case = activations_case(F64)
    trace = step(activations, case)
    expected = G[name](case["Z"] + 1e-30j).imag / 1e-30  # at the kink: that of the left side
    label = name.replace("-", "_")
    np.testing.assert_allclose(trace[f"g_prime_{label}"], expected, rtol=1e-13)


@DTYPES
@pytest.mark.parametrize(("name", "slope"), [("relu", 0), ("leaky_relu", 0.01)])
def test_the_derivative_at_the_kink_is_that_of_the_left_side(dtype, name, slope):
    trace = step(activations, activations_case(dtype))
    assert (activations_case(dtype)["Z"][:2, 0] == 0).all()
    np.testing.assert_array_equal(trace[f"g_prime_{name}"][:2, 0], np.full(2, slope, dtype))


def test_two_layers_of_identity_collapse_to_one():
    case = activations_case(F64)
    trace = step(activations, case)
    np.testing.assert_allclose(trace["W_collapsed"], case["W2"] @ case["W1"], rtol=1e-13)
    b = case["W2"] @ case["b1"] + case["b2"]
    np.testing.assert_allclose(trace["b_collapsed"], b, rtol=1e-13)
    np.testing.assert_allclose(
        trace["Z_collapsed"], trace["W_collapsed"] @ case["X"] + b, rtol=1e-13, atol=1e-14
    )


@pytest.mark.parametrize("loss", ["cross-entropy", "squared-error"])
def test_the_derivatives_of_a_loss_are_the_complex_steps(loss):
    case = losses_case(F64)
    trace, label = step(losses, case), loss.replace("-", "_")
    A = G["sigmoid"](case["Z"])
    by_A = LOSS[loss](A + 1e-30j, case["Y"]).imag / 1e-30
    by_Z = LOSS[loss](G["sigmoid"](case["Z"] + 1e-30j), case["Y"]).imag / 1e-30
    np.testing.assert_allclose(trace[f"loss_{label}"], LOSS[loss](A, case["Y"]), rtol=1e-13)
    np.testing.assert_allclose(trace[f"dA_{label}"], by_A, rtol=1e-13)
    np.testing.assert_allclose(trace[f"dZ_{label}"], by_Z, rtol=1e-13)


def test_the_likelihood_is_that_of_a_coin():
    trace, Y = step(losses, losses_case(F64)), labels(7)
    likelihood = np.where(Y == 1, trace["A"], 1 - trace["A"])
    np.testing.assert_allclose(trace["likelihood"], likelihood, rtol=1e-14)
    np.testing.assert_allclose(trace["log_likelihood"], np.log(likelihood), rtol=1e-13)


@DTYPES
@pytest.mark.parametrize("form", ["loop", "vectorised"])
def test_saturated_logistic_regression_has_a_finite_cost_and_the_gradient_A_minus_Y(form, dtype):
    case = logistic_case(1, m=2, dtype=dtype)
    case["X"][...], case["w"][...], case["b"][...] = [[800, -800]], 1, 0
    case["Y"][...] = [[0, 1]]
    trace = step(LOGISTIC_FORMS[form], case)
    assert trace["cost"] == 800
    np.testing.assert_array_equal(trace["dZ"], trace["A"] - case["Y"])
    np.testing.assert_array_equal(trace["dZ"], [[1, -1]])


@DTYPES
def test_one_saturated_sample_has_a_finite_cost_and_the_gradient_A_minus_Y(dtype):
    case = logistic_case(2, m=1, dtype=dtype)
    case["X"][...], case["w"][...], case["b"][...] = [[800], [0]], 1, 0
    case["Y"][...] = 0
    trace = step(one_sample, case)
    assert trace["cost"] == 800
    np.testing.assert_array_equal(trace["dZ"], [[1]])


@DTYPES
@pytest.mark.parametrize("form", NETWORK_FORMS)
def test_a_saturated_network_has_a_finite_cost_and_the_gradient_A_minus_Y(form, dtype):
    case = network_case((1, 1, 1), ("identity", "sigmoid"), m=2, dtype=dtype)
    for V, value in {"W1": 1, "b1": 0, "W2": 1, "b2": 0}.items():
        case[V][...] = value
    case["X"][...], case["Y"][...] = [[800, -800]], [[0, 1]]
    trace = step(NETWORK_FORMS[form], case)
    assert trace["cost"] == 800
    np.testing.assert_array_equal(trace["dZ2"], [[1, -1]])


@DTYPES
def test_the_losses_from_logits_stay_exact_and_finite_at_800(dtype):
    Z = np.array([[800, 800, -800, -800]], dtype)
    Y = np.array([[0, 1, 0, 1]], dtype)
    trace = step(losses, losses_case(dtype) | {"Z": Z, "Y": Y})
    np.testing.assert_array_equal(trace["loss_from_logits"], [[800, 0, 0, 800]])
    np.testing.assert_array_equal(trace["dZ_cross_entropy"], [[1, 0, 0, -1]])
    assert trace["cost_cross_entropy"] == 400


@pytest.mark.parametrize("z", [17.0, 20.5, 25.0, 40.0])
def test_the_loss_of_a_confident_right_answer_keeps_its_digits(z):
    trace = step(losses, losses_case(F64) | {"Z": np.array([[z]]), "Y": np.array([[1.0]])})
    np.testing.assert_allclose(trace["loss_from_logits"], [[np.log1p(np.exp(-z))]], rtol=1e-14)


@pytest.mark.parametrize("z", [17.0, 20.5, 25.0, 30.0])
def test_the_loss_of_a_confident_wrong_answer_keeps_its_digits(z):
    trace = step(losses, losses_case(F64) | {"Z": np.array([[z]]), "Y": np.array([[0.0]])})
    np.testing.assert_allclose(trace["loss_from_logits"], [[z + np.log1p(np.exp(-z))]], rtol=2e-16)


# ---- several classes and L2


def test_the_derivatives_of_several_classes_are_the_complex_steps():
    case = losses_case(F64)
    Z, Y, trace = case["Z_classes"], case["Y_classes"], step(losses, case)
    A, loss = G["softmax"](Z), LOSS["categorical-cross-entropy"]
    np.testing.assert_allclose(trace["A_classes"], A, rtol=1e-14)
    for name in ("loss_categorical", "loss_categorical_from_logits"):
        np.testing.assert_allclose(trace[name], loss(A, Y).sum(axis=0)[None], rtol=1e-13)
    by_A = loss(A + 1e-30j, Y).imag / 1e-30
    np.testing.assert_allclose(trace["dA_categorical"], by_A, rtol=1e-13)
    for j in range(len(Z)):
        nudged = Z + 0j
        nudged[j] += 1e-30j
        by_Z = loss(G["softmax"](nudged), Y).sum(axis=0).imag / 1e-30
        np.testing.assert_allclose(trace["dZ_categorical"][j], by_Z, rtol=1e-12)


def test_dA_is_pulled_back_through_softmax():
    case = activations_case(F64)
    trace, A = step(activations, case), G["softmax"](case["Z"])
    np.testing.assert_allclose(trace["g_softmax"], A, rtol=1e-13)
    expected = A * (case["dA"] - (A * case["dA"]).sum(axis=0))
    np.testing.assert_allclose(trace["dZ_softmax"], expected, rtol=1e-12, atol=1e-15)


@DTYPES
def test_the_cost_of_several_classes_is_finite_where_a_probability_rounds_to_0(dtype):
    case = network_case((1, 3), ("softmax",), "categorical-cross-entropy", m=1, dtype=dtype)
    case["X"][...], case["b1"][...], case["W1"][:, 0] = 1, 0, [800, 0, -800]
    case["Y"][:, 0] = [0, 0, 1]
    trace = step(deep_network, case)
    assert trace["cost"] == 1600
    np.testing.assert_array_equal(trace["dZ1"], [[1], [0], [-1]])


def test_without_lambd_no_square_is_taken():
    case = network_case((5, 3, 1), ("tanh", "sigmoid"), dtype=F32)
    case["W1"] *= F32.type(1e25)
    assert np.isfinite(step(deep_network, case)["cost"])
    assert np.isinf(step(deep_network, {**case, "lambd": 0.7})["cost"])
