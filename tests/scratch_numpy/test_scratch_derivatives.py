import numpy as np
import pytest

from scratch_numpy import derivatives
from tests.scratch_numpy.chapter_examples import F32, F64, derivatives_case

FUNCTIONS = ("line", "square", "cube", "log")


def step(case):
    trace, _ = derivatives.step(case, None)
    return trace


def test_the_values_at_2_are_those_of_a_pocket_calculator():
    trace = step({"a": np.array([[2.0]]), "h": 0.5})
    by_hand = {
        "f_line": 6, "f_square": 4, "f_cube": 8, "f_log": np.log(2),
        "slope_line": 3, "slope_square": 4.5, "slope_cube": 15.25, "slope_log": 2 * np.log(1.25),
        "df_line": 3, "df_square": 4, "df_cube": 12, "df_log": 0.5,
    }  # fmt: skip  # a row a kind
    for name, value in by_hand.items():
        np.testing.assert_allclose(trace[name], [[value]], rtol=4e-16, err_msg=name)
    assert trace.keys() == by_hand.keys()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_hand_derivative_is_the_complex_step(name):
    case = derivatives_case(F64)
    expected = getattr(derivatives, name)(case["a"] + 1e-30j).imag / 1e-30
    np.testing.assert_allclose(step(case)[f"df_{name}"], expected, rtol=1e-14)


@pytest.mark.parametrize(
    ("name", "second_derivative_at_most"),
    [
        ("line", lambda a, h: 0 * a),
        ("square", lambda a, h: 2 + 0 * a),
        ("cube", lambda a, h: 6 * (a + h)),
        ("log", lambda a, h: 1 / a**2),
    ],
)
def test_the_quotient_misses_the_derivative_by_no_more_than_the_chapter_says(
    name, second_derivative_at_most
):
    case = derivatives_case(F64)
    a, h, trace = case["a"], case["h"], step(case)
    missed = np.abs(trace[f"slope_{name}"] - trace[f"df_{name}"])
    rounding = 1e-15 * np.abs(trace[f"f_{name}"]).max() / h
    np.testing.assert_array_less(missed, h / 2 * second_derivative_at_most(a, h) + 4 * rounding)


@pytest.mark.parametrize("name", ["square", "cube", "log"])
def test_a_curved_function_has_a_quotient_that_misses(name):
    trace = step(derivatives_case(F64))
    missed = np.abs(trace[f"slope_{name}"] - trace[f"df_{name}"])
    np.testing.assert_array_less(1e-6, missed)


def test_float32_gives_the_same_derivatives_to_its_own_precision():
    single, double = step(derivatives_case(F32)), step(derivatives_case(F64))
    for name in FUNCTIONS:
        np.testing.assert_allclose(single[f"df_{name}"], double[f"df_{name}"], rtol=1e-6)
