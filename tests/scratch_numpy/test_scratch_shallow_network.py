import numpy as np
import pytest

from scratch_numpy.shallow_network import one_sample, vectorised
from tests.scratch_numpy import hand_network
from tests.scratch_numpy.chapter_examples import ENDS, F32, F64, HIDDEN, network_case
from tests.scratch_numpy.complex_step import expected_gradient, gradient_names

FORMS = {"one_sample": one_sample, "vectorised": vectorised}
BOTH = pytest.mark.parametrize("form", FORMS)
SIZES = pytest.mark.parametrize(
    ("dims", "m"), [((5, 3, 1), 7), ((5, 3, 1), 1), ((1, 1, 1), 7), ((2, 1, 1), 3)]
)


def step(form, case):
    trace, _ = FORMS[form].step(case, None)
    return trace


@BOTH
def test_every_number_of_a_small_network_by_hand(form):
    hand_network.check(step(form, hand_network.CASE))


@BOTH
@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize(("end", "cost"), ENDS)
def test_every_gradient_is_the_complex_step(form, hidden, end, cost):
    check_gradients(form, network_case((5, 3, 1), (hidden, end), cost, seed=1))


@BOTH
@SIZES
def test_every_gradient_of_degenerate_sizes_is_the_complex_step(form, dims, m):
    check_gradients(form, network_case(dims, ("tanh", "sigmoid"), m=m, seed=2))


def check_gradients(form, case):
    trace = step(form, case)
    names = gradient_names(trace)
    assert names == ["dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"]
    for name in names:
        expected = expected_gradient(case, name, trace[name].shape)
        np.testing.assert_allclose(trace[name], expected, rtol=1e-11, atol=1e-14, err_msg=name)


@SIZES
@pytest.mark.parametrize("hidden", HIDDEN)
def test_the_loops_are_the_vectorised_form(dims, m, hidden):
    case = network_case(dims, (hidden, "sigmoid"), m=m, seed=3)
    by_loops, by_matrices = step("one_sample", case), step("vectorised", case)
    assert list(by_loops) == list(by_matrices)
    for name in by_loops:
        np.testing.assert_allclose(
            by_loops[name], by_matrices[name], rtol=1e-12, atol=1e-15, err_msg=name
        )


@BOTH
def test_the_update_steps_downhill(form):
    case = network_case((5, 3, 1), ("tanh", "sigmoid"))
    trace = step(form, case)
    learned = {V: trace[f"new_{V}"] for V in ("W1", "b1", "W2", "b2")}
    for V, new in learned.items():
        np.testing.assert_array_equal(new, case[V] - 0.3 * trace[f"d{V}"])
    assert step(form, {**case, **learned})["cost"] < trace["cost"]


@BOTH
@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_confidently_wrong_examples_have_a_finite_cost_and_the_gradient_A_minus_Y(form, dtype):
    case = network_case((1, 1, 1), ("identity", "sigmoid"), m=2, dtype=dtype)
    for V, value in {"W1": 1, "b1": 0, "W2": 1, "b2": 0}.items():
        case[V][...] = value
    case["X"][...], case["Y"][...] = [[800, -800]], [[0, 1]]
    trace = step(form, case)
    assert trace["cost"] == 800
    np.testing.assert_array_equal(trace["dZ2"], [[1, -1]])


@BOTH
def test_float32_is_float64_to_its_own_precision(form):
    single, double = (
        step(form, network_case((5, 3, 1), ("tanh", "sigmoid"), dtype=dtype))
        for dtype in (F32, F64)
    )
    for name in double:
        np.testing.assert_allclose(single[name], double[name], rtol=1e-5, atol=1e-6, err_msg=name)
