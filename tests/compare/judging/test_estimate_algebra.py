"""Each rule of the running error estimate, on cases small enough to be worked out by hand."""

import numpy as np
import pytest

from compare.formulas.evaluate import evaluate
from compare.formulas.read import read_equation
from compare.judging.estimate import FACTOR, SPREAD, Estimate, EstimateAlgebra, broadcast_axes

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
U = 2.0**-53
ALGEBRA = EstimateAlgebra(F64)

UNITS = ("n_1", "n_x")
SAMPLES = ("n_1", "m")


def exact(value, axes=SAMPLES):
    return ALGEBRA.exact(axes, np.array(value, np.float64))


def off(value, error, axes=SAMPLES, terms=1):
    """A value that is known to be off by ``error``."""
    value = np.array(value, np.float64)
    error = np.broadcast_to(np.array(error, np.float64), value.shape)
    return Estimate(axes, value, error, 0, U, terms)


def of(text, **operands):
    """Walk over the right side of ``text``."""
    return evaluate(read_equation(f"x = {text}").expression, operands.__getitem__, ALGEBRA)


def check(estimate, value, error):
    np.testing.assert_allclose(estimate.value, value, rtol=1e-15)
    np.testing.assert_allclose(estimate.error, error, rtol=1e-12)


# ---- inputs and constants


def test_an_input_is_exact():
    assert exact([[1.0, 2.0]]).exact


def test_a_constant_that_the_dtype_holds_is_exact():
    assert EstimateAlgebra(F32).constant(0.5).exact
    assert ALGEBRA.constant(0.1).exact


def test_a_constant_that_the_dtype_cannot_hold_is_off_by_one_rounding():
    constant = EstimateAlgebra(F32).constant(-0.1)
    assert constant.error == pytest.approx(2.0**-24 * 0.1)
    assert constant.error >= abs(float(np.float32(0.1)) - 0.1)


# ---- contractions


def test_errors_of_units_add_in_quadrature():
    A, B = exact([[3.0, 4.0]], UNITS), exact([[1.0], [2.0]], ("n_x", "m"))
    # u^2 (n/2 + 1) = 2 u^2 with n = 2:  A^2 B^2 = 9 + 64
    check(of("A @ B", A=A, B=B), [[11]], [[U * np.sqrt(2 * (9 * 1 + 16 * 4))]])


def test_errors_that_come_with_the_operands_of_units_add_in_quadrature():
    A = off([[3.0, 4.0]], [[0.1, 0.2]], UNITS)
    B = off([[1.0], [2.0]], [[0.3], [0.4]], ("n_x", "m"))
    carried = 9 * 0.3**2 + 16 * 0.4**2 + 0.1**2 * 1 + 0.2**2 * 4
    check(of("A @ B", A=A, B=B), [[11]], [[np.sqrt(carried)]])


def test_errors_of_samples_add_linearly():
    A, B = exact([[3.0, -4.0]]), exact([[1.0], [2.0]], ("m", "n_x"))
    check(of("A @ B", A=A, B=B), [[-5]], [[np.sqrt(2) * U * (3 * 1 + 4 * 2)]])


def test_errors_that_come_with_the_operands_of_samples_add_linearly():
    A = off([[3.0, -4.0]], [[0.1, 0.2]])
    B = off([[1.0], [2.0]], [[0.3], [0.4]], ("m", "n_x"))
    carried = 0.1 * 1 + 0.2 * 2 + 3 * 0.3 + 4 * 0.4
    check(of("A @ B", A=A, B=B), [[-5]], [[carried]])


def test_test_examples_are_samples_too():
    A, B = exact([[3.0, 4.0]], ("n_1", "m_test")), exact([[1.0], [2.0]], ("m_test", "n_x"))
    check(of("A @ B", A=A, B=B), [[11]], [[np.sqrt(2) * U * 11]])


def test_a_transpose_moves_axes_values_and_errors():
    A = off([[1.0, 2.0]], [[0.1, 0.2]])
    turned = of("A.T", A=A)
    assert turned.axes == ("m", "n_1")
    check(turned, [[1], [2]], [[0.1], [0.2]])


def test_a_product_of_matrices_has_the_outer_axes():
    A, B = exact(np.ones((2, 3)), UNITS), exact(np.ones((3, 5)), ("n_x", "m"))
    assert of("A @ B", A=A, B=B).axes == ("n_1", "m")


# ---- sums


def test_a_sum_of_exact_numbers_has_one_rounding_of_the_result():
    check(of("A + B", A=exact([[3.0]]), B=exact([[4.0]])), [[7]], [[7 * U]])


def test_a_difference_rounds_its_small_result_and_keeps_the_errors_of_the_operands():
    A, B = off([[3.0]], 3e-3), off([[2.999]], 4e-3)
    check(of("A - B", A=A, B=B), [[3 - 2.999]], [[5e-3]])


def test_errors_of_a_sum_add_in_quadrature():
    check(of("A + B", A=off([[3.0]], 0.3), B=off([[4.0]], 0.4)), [[7]], [[0.5]])


def test_minus_has_the_same_error():
    check(of("-A", A=off([[3.0]], 0.3)), [[-3]], [[0.3]])


def test_a_bias_is_a_term_of_the_sum_it_is_added_to():
    A, B = exact([[1.0, 0.0]], UNITS), exact([[0.0], [0.0]], ("n_x", "m"))
    b = exact([[5.0]], ("n_1", "1"))
    for text in ("A @ B + b", "b + A @ B"):
        # u sqrt(n/2) |b| with n = 2, and the rounding of the result
        check(of(text, A=A, B=B, b=b), [[5]], [[np.hypot(U * 5, U * 5)]])


def test_a_bias_is_no_term_of_a_contraction_that_was_stored_in_between():
    Z = off([[2.0]], 0.0, terms=9).at(SAMPLES, np.array([[0.0]]))
    check(of("Z + b", Z=Z, b=exact([[5.0]])), [[5]], [[5 * U]])


# ---- products, quotients, powers


def test_a_product_of_exact_numbers_has_one_rounding():
    check(of("A * B", A=exact([[3.0]]), B=exact([[-4.0]])), [[-12]], [[12 * U]])


def test_a_product_passes_on_the_error_of_each_factor():
    check(of("A * B", A=off([[3.0]], 0.3), B=exact([[-4.0]])), [[-12]], [[1.2]])
    check(of("A * B", A=exact([[3.0]]), B=off([[-4.0]], 0.1)), [[-12]], [[0.3]])


def test_a_product_counts_the_error_of_an_error():
    A, B = off([[3.0]], 0.3), off([[0.0]], 0.1)
    check(of("A * B", A=A, B=B), [[0]], [[np.hypot(0.3 * 0.1, 3 * 0.1)]])


def test_a_quotient_by_a_size_is_scaled_and_rounded():
    m = ALGEBRA.constant(8.0)
    check(of("A / m", A=off([[4.0]], 0.4), m=m), [[0.5]], [[np.hypot(0.05, 0.5 * U)]])


def test_a_quotient_is_taken_at_the_smallest_divisor():
    A, B = off([[6.0]], 0.3), off([[2.0]], 0.5)
    check(of("A / B", A=A, B=B), [[3]], [[np.hypot(0.3, 3 * 0.5) / 1.5]])


def test_nothing_is_known_of_a_quotient_whose_divisor_may_be_zero():
    A, B = off([[6.0, 0.0]], 0.3), off([[2.0, 0.0]], 2.0)
    with np.errstate(invalid="ignore"):
        assert np.isposinf(of("A / B", A=A, B=B).error).all()


def test_a_power_of_an_exact_number_has_one_rounding():
    check(of("A ** 2", A=exact([[3.0]])), [[9]], [[9 * U]])


def test_a_power_is_differentiated_at_the_steeper_end():
    check(of("A ** 2", A=off([[-3.0]], 0.5)), [[9]], [[2 * 3.5 * 0.5]])
    check(of("A ** B", A=off([[4.0]], 3.0), B=exact([[0.5]])), [[2]], [[0.5 * 1 * 3]])


def test_a_power_of_exponent_zero_does_not_depend_on_its_base():
    with np.errstate(divide="ignore"):
        check(of("A ** B", A=off([[0.3]], 0.1), B=exact([[0.0]])), [[1]], [[U]])


# ---- functions


def test_a_function_passes_errors_on_by_its_slope_and_adds_its_own():
    error = 1e-6
    slope = 1 - np.tanh(0.5) ** 2 + 0.77 * error
    own = 6 * U * np.tanh(0.5)
    check(of("tanh(A)", A=off([[0.5]], error)), [[np.tanh(0.5)]], [[slope * error + own]])


def test_relu_passes_errors_on_where_it_is_open_only():
    A = off([[2.0, -2.0, -0.05]], 0.1)
    check(of("relu(A)", A=A), [[2, 0, 0]], [[0.1, 0, 0.1]])


def test_a_derivative_is_never_farther_off_than_its_range():
    A = off([[0.0]], 100.0)
    check(of("sigmoid_prime(A)", A=A), [[0.25]], [[0.25 + U * (11 * 0.25 + 0.5)]])


def test_the_derivative_of_relu_is_exact_on_either_side_of_the_kink():
    check(of("relu_prime(A)", A=off([[1e-9, -1e-9]], 1e-3)), [[1, 0]], [[0, 0]])


@pytest.mark.parametrize("function", ["relu", "leaky_relu", "tanh"])
def test_a_crossed_kink_is_granted_the_whole_jump_there_only(function):
    A = off([[1e-17, 2.0]], 1e-16)
    plain = of(f"{function}_prime(A)", A=A).error
    A.crossed = np.array([[True, False]])
    np.testing.assert_allclose(of(f"{function}_prime(A)", A=A).error - plain, [[1, 0]])


# ---- reductions


def test_a_mean_over_samples_adds_errors_linearly():
    A = off([[1.0, -2.0, 3.0, -4.0]], [[0.1, 0.2, 0.3, 0.4]], ("1", "m"))
    summed = 1.0 + 2 * U * 10  # sqrt(4) u of every term
    check(of("np.mean(A)", A=A), -0.5, np.hypot(summed / 4, 0.5 * U))


def test_a_sum_along_samples_keeps_the_axis():
    A = off([[1.0, 2.0], [3.0, 4.0]], 0.1)
    total = of("np.sum(A, axis=1, keepdims=True)", A=A)
    assert total.axes == ("n_1", "1")
    check(total, [[3], [7]], [[0.2], [0.2]])


def test_a_sum_along_units_adds_errors_in_quadrature():
    A = off([[1.0], [2.0]], [[0.3], [0.4]])
    total = of("np.sum(A, axis=0, keepdims=True)", A=A)
    assert total.axes == ("1", "m")
    check(total, [[3]], [[0.5]])


def test_a_sum_of_exact_numbers_of_samples_has_the_rounding_of_its_partial_sums():
    A = exact([[1.0, -2.0, 3.0, -4.0]], ("1", "m"))
    check(of("np.sum(A)", A=A), -2, np.hypot(2 * U * 10, 2 * U))


# ---- comparisons


def test_a_comparison_is_certain_away_from_the_threshold():
    result = of("A > 0.5", A=off([[0.4, 0.6]], 1e-9))
    check(result, [[0, 1]], [[0, 0]])


def test_a_comparison_is_open_within_the_spread_of_the_threshold():
    inside, outside = 0.99 * SPREAD * 1e-3, 1.01 * SPREAD * 1e-3
    result = of("A > 0.5", A=off([[0.5 + inside, 0.5 - inside, 0.5 + outside]], 1e-3))
    check(result, [[1, 0, 1]], [[1, 1, 0]])


def test_an_equality_is_as_open_as_its_sides():
    result = of("A == B", A=off([[1.0, 1.0, 0.0]], [[0.0, 1.0, 0.5]]), B=exact([[1.0, 1.0, 0.0]]))
    check(result, [[1, 1, 1]], [[0, 1, 0.5]])


def test_the_spread_is_the_factor_for_two_runs():
    assert pytest.approx(FACTOR * 2**0.5) == SPREAD


def test_axes_of_length_one_take_the_name_of_the_other_side():
    assert broadcast_axes(("n_1", "1"), ("n_1", "m")) == ("n_1", "m")
    assert broadcast_axes(("n_1", "m"), ()) == ("n_1", "m")
    assert broadcast_axes((), ("1", "m")) == ("1", "m")


# ---- units that have something in common


def test_errors_of_units_of_equal_weights_add_up():
    W, V = exact([[0.5, 0.25]] * 4, ("n_1", "n_x")), exact([[1.0] * 4], ("n_2", "n_1"))
    X = off([[0.25], [0.5]], 1e-4, ("n_x", "m"))
    b = exact([[0.0], [0.25], [0.5], [0.75]], ("n_1", "1"))
    first = 1e-4 * np.hypot(0.5, 0.25)
    alike = of("V @ tanh(W @ X + b)", V=V, W=W, X=X, b=b)
    slopes = 1 - np.tanh(0.25 + np.arange(4) / 4) ** 2
    np.testing.assert_allclose(alike.error, np.sqrt(4 * np.sum(slopes**2)) * first, rtol=1e-2)
    W.value[3, 0] = 0.5 + 2.0**-50
    apart = of("V @ tanh(W @ X + b)", V=V, W=W, X=X, b=b)
    np.testing.assert_allclose(apart.error, np.sqrt(np.sum(slopes**2)) * first, rtol=1e-2)


def several(e, n=3):
    """Outputs whose errors are kept apart from here on."""
    return off(np.zeros((n, 1)), e).of_several_units()


def test_sums_of_the_same_errors_have_in_common_what_points_the_same_way():
    W = exact([[1.0, 1.0, 1.0], [1.0, 1.0, 1.0]], ("n_2", "n_1"))
    once = of("W @ A", W=W, A=several(0.1))
    np.testing.assert_allclose(once.error, [[0.1 * 3**0.5]] * 2, rtol=1e-12)
    np.testing.assert_allclose(once.common, [[0.1 * 3**0.5]] * 2, rtol=1e-12)
    V = exact([[1.0, 1.0], [1.0, -1.0]], ("n_3", "n_2"))
    once.alike = False
    twice = of("V @ A", V=V, A=once)
    np.testing.assert_allclose(twice.error[0], 0.1 * 2 * 3**0.5, rtol=1e-12)
    np.testing.assert_allclose(twice.common, [[0.1 * 2 * 3**0.5], [0]], atol=1e-15)


def test_sums_by_weights_of_either_sign_have_next_to_nothing_in_common():
    rng = np.random.default_rng(0)
    W = exact(rng.standard_normal((40, 50)), ("n_2", "n_1"))
    found = of("W @ A", W=W, A=several(0.1, 50))
    np.testing.assert_allclose(found.error[:, 0], 0.1 * np.sqrt((W.value**2).sum(axis=1)))
    assert np.mean(np.abs(found.common) / found.error) < 0.2


def test_what_is_in_common_goes_through_a_derivative_with_its_sign():
    W = exact([[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0]], ("n_2", "n_1"))
    once = of("W @ A", W=W, A=several(0.1))
    Z = exact([[0.5], [0.5]], ("n_2", "m"))
    through = of("A * tanh_prime(Z)", A=once, Z=Z)
    slope = 1 - np.tanh(0.5) ** 2
    expected = 0.1 * 3**0.5 * slope * np.array([[1], [-1]])
    np.testing.assert_allclose(through.common, expected, rtol=1e-12)


def test_what_is_in_common_goes_forward_through_a_bias_and_an_activation():
    W = exact([[1.0, 1.0, 1.0], [1.0, 1.0, 1.0 + 2.0**-30]], ("n_2", "n_1"))
    b, A = exact([[0.5], [1.0]], ("n_2", "1")), several(1e-6)
    found = of("tanh(W @ A + b)", W=W, A=A, b=b)
    slopes = 1 - np.tanh([[0.5], [1.0]]) ** 2
    np.testing.assert_allclose(found.common, 1e-6 * 3**0.5 * slopes, rtol=1e-5)


def test_the_errors_kept_apart_are_those_of_many_runs():
    """Three layers of positive weights behind outputs that add up to 0, as behind a softmax."""
    rng = np.random.default_rng(1)
    weights = [rng.random((30, 30)) / 30 for _ in range(3)]
    e = rng.random((30, 1)) * 1e-9
    runs = e * rng.standard_normal((30, 4000))
    estimate = several(e, 30)
    for W in weights:
        estimate = of("W @ A", W=exact(W, ("n_2", "n_1")), A=estimate)
        runs = W @ runs
    seen = runs.std(axis=1, keepdims=True)
    share = estimate.error / seen
    assert share.min() > 0.9
    assert share.max() < 1.5
