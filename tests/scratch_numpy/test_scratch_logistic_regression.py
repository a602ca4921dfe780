import numpy as np
import pytest

from scratch_numpy.logistic_regression import loop, one_sample, vectorised
from tests.scratch_numpy.chapter_examples import F32, F64, as_network, logistic_case
from tests.scratch_numpy.complex_step import expected_gradient

FORMS = {"loop": loop, "vectorised": vectorised}
MANY = pytest.mark.parametrize("form", FORMS)


def step(form, case):
    trace, _ = form.step(case, None)
    return trace


def test_one_sample_by_hand():
    case = {
        "X": np.array([[1.0], [2.0]]), "Y": np.array([[1.0]]),
        "w": np.array([[2.0], [-1.0]]), "b": np.array(0.0), "learning_rate": 0.5,
    }  # fmt: skip  # z = 0, a = 1/2
    by_hand = {
        "Z": [[0]], "A": [[0.5]], "cost": np.log(2), "dZ": [[-0.5]], "dw": [[-0.5], [-1]],
        "db": -0.5, "new_w": [[2.25], [-0.5]], "new_b": 0.25,
    }  # fmt: skip  # forward, backward, update
    trace = step(one_sample, case)
    assert trace.keys() == by_hand.keys()
    for name, value in by_hand.items():
        np.testing.assert_array_equal(trace[name], value, err_msg=name)


@MANY
def test_two_samples_by_hand(form):
    case = {
        "X": np.array([[1.0, 3.0], [2.0, 1.0]]), "Y": np.array([[1.0, 0.0]]),
        "w": np.array([[2.0], [-1.0]]), "b": np.array(0.0), "learning_rate": 0.5,
    }  # fmt: skip  # z = 0 and 5
    trace = step(FORMS[form], case)
    a = 1 / (1 + np.exp(-5))
    by_hand = {
        "Z": [[0, 5]], "A": [[0.5, a]], "cost": (np.log(2) + 5 + np.log1p(np.exp(-5))) / 2,
        "dZ": [[-0.5, a]], "dw": [[(3 * a - 0.5) / 2], [(a - 1) / 2]], "db": (a - 0.5) / 2,
        "new_w": [[2 - (3 * a - 0.5) / 4], [-1 - (a - 1) / 4]], "new_b": -(a - 0.5) / 4,
    }  # fmt: skip  # forward, backward, update
    assert trace.keys() == by_hand.keys()
    for name, value in by_hand.items():
        np.testing.assert_allclose(trace[name], value, rtol=1e-13, err_msg=name)


@MANY
@pytest.mark.parametrize(("n_x", "m"), [(5, 7), (3, 2), (1, 1), (2, 1), (1, 13)])
def test_every_gradient_is_the_complex_step(form, n_x, m):
    case = logistic_case(n_x, m=m, seed=n_x + m)
    check_gradients(case, step(FORMS[form], case))


@pytest.mark.parametrize("seed", range(5))
def test_every_gradient_of_one_sample_is_the_complex_step(seed):
    case = logistic_case(2, m=1, seed=seed)
    case["Y"][...] = seed % 2
    check_gradients(case, step(one_sample, case))


def check_gradients(case, trace):
    network, (n_x, m) = as_network(case), case["X"].shape
    expected = {
        "dZ": expected_gradient(network, "dZ1", (1, m)),
        "dw": expected_gradient(network, "dW1", (1, n_x)).T,
        "db": expected_gradient(network, "db1", (1, 1))[0, 0],
    }
    for name, gradient in expected.items():
        np.testing.assert_allclose(trace[name], gradient, rtol=1e-11, atol=1e-14, err_msg=name)


@pytest.mark.parametrize(("n_x", "m"), [(5, 7), (2, 13), (1, 1)])
def test_the_loop_is_the_vectorised_form(n_x, m):
    case = logistic_case(n_x, m=m)
    by_loop, by_matrices = step(loop, case), step(vectorised, case)
    assert list(by_loop) == list(by_matrices)
    for name in by_loop:
        np.testing.assert_allclose(
            by_loop[name], by_matrices[name], rtol=1e-13, atol=1e-15, err_msg=name
        )


@MANY
def test_one_sample_is_the_case_of_m_1_and_n_x_2(form):
    case = logistic_case(2, m=1)
    alone, many = step(one_sample, case), step(FORMS[form], case)
    for name in alone:
        np.testing.assert_allclose(alone[name], many[name], rtol=1e-14, err_msg=name)


@MANY
def test_the_update_steps_downhill(form):
    case = logistic_case(5)
    trace = step(FORMS[form], case)
    np.testing.assert_array_equal(trace["new_w"], case["w"] - 0.3 * trace["dw"])
    np.testing.assert_array_equal(trace["new_b"], case["b"] - 0.3 * trace["db"])
    after = step(FORMS[form], {**case, "w": trace["new_w"], "b": np.array(trace["new_b"])})
    assert after["cost"] < trace["cost"]


@MANY
@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_confidently_wrong_examples_have_a_finite_cost_and_the_gradient_A_minus_Y(form, dtype):
    case = logistic_case(1, m=2, dtype=dtype)
    case["X"][...], case["w"][...], case["b"][...] = [[800, -800]], 1, 0
    case["Y"][...] = [[0, 1]]
    trace = step(FORMS[form], case)
    assert trace["cost"] == 800
    np.testing.assert_array_equal(trace["dZ"], [[1, -1]])
    np.testing.assert_array_equal(trace["dw"], [[800]])


@MANY
def test_float32_is_float64_to_its_own_precision(form):
    single = step(FORMS[form], logistic_case(5, dtype=F32))
    double = step(FORMS[form], logistic_case(5, dtype=F64))
    for name in double:
        np.testing.assert_allclose(single[name], double[name], rtol=1e-5, atol=1e-6, err_msg=name)
