"""The rounding bound of one operation: counted by hand, and never exceeded by any order of it."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.formulas.evaluate import evaluate
from compare.formulas.read import read_equation
from compare.judging.bound import SLACK, BoundAlgebra
from compare.judging.rounding import RULES

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
U = 2.0**-24
ALGEBRA = BoundAlgebra(F32)


def gamma(k, u=U):
    return k * u / (1 - k * u)


def operand(value, inherited=0.0):
    return ALGEBRA.operand(np.asarray(value, np.float64), inherited)


def of(text, algebra=ALGEBRA, **operands):
    """Walk over the right side of ``text``; arrays are operands as they are given."""
    bounded = {
        name: algebra.operand(np.asarray(value, np.float64), 0.0)
        if isinstance(value, float | list | np.ndarray)
        else value
        for name, value in operands.items()
    }
    return evaluate(read_equation(f"x = {text}").expression, bounded.__getitem__, algebra)


def check(bounded, value, error, rtol=1e-12):
    np.testing.assert_allclose(bounded.value, value, rtol=1e-15)
    np.testing.assert_allclose(bounded.error(), error, rtol=rtol)


# ---- by hand


def test_an_operand_as_it_was_given_is_exact():
    assert operand([[1.0]]).exact
    assert operand([[1.0]]).error(slack=0) == 0


def test_roundings_granted_on_top_widen_even_an_exact_operand():
    assert operand(2.0).error(SLACK) == pytest.approx(gamma(SLACK) * 2)


def test_a_constant_that_the_dtype_cannot_hold_counts_as_a_rounding():
    assert ALGEBRA.constant(0.5).count == 0
    assert ALGEBRA.constant(0.1).count == 1
    assert BoundAlgebra(F64).constant(0.1).count == 0


def test_a_sum_counts_one_rounding_of_the_absolute_values():
    check(of("x - y", x=[3.0], y=[2.999]), [3 - 2.999], [gamma(1) * 5.999])


def test_a_long_sum_counts_every_term():
    check(of("np.sum(x)", x=[[1.0, -2.0, 3.0]]), 2, gamma(3) * 6)


def test_a_mean_counts_the_division_too():
    check(of("np.mean(x)", x=[[1.0, -2.0, 3.0]]), 2 / 3, gamma(4) * 2)


def test_a_sum_along_an_axis_counts_its_length():
    x = [[1.0, -2.0, 3.0], [4.0, 5.0, -6.0]]
    check(
        of("np.sum(x, axis=1, keepdims=True)", x=x), [[2], [3]], [[gamma(3) * 6], [gamma(3) * 15]]
    )


def test_a_matrix_product_counts_its_contraction_and_the_bias_one_more():
    check(of("A @ B", A=[[3.0, -4.0]], B=[[1.0], [2.0]]), [[-5]], [[gamma(2) * 11]])
    bias = of("A @ B + b", A=[[3.0, -4.0]], B=[[1.0], [2.0]], b=[[10.0]])
    check(bias, [[5]], [[gamma(3) * 21]])


def test_products_count_the_roundings_of_both_factors():
    check(of("(x + y) * z", x=[1.0], y=[2.0], z=[-4.0]), [-12], [gamma(2) * 12])
    check(of("(x + y) * (x - y)", x=[1.0], y=[2.0]), [-3], [gamma(3) * 9])


def test_a_quotient_by_an_exact_number_counts_one_more():
    check(of("(x + y) / z", x=[1.0], y=[2.0], z=[-4.0]), [-0.75], [gamma(2) * 0.75])


def test_a_quotient_by_an_inexact_number_is_taken_at_its_smallest():
    y = gamma(1) * 3  # the error of 1 + 2
    own = gamma(1) * 2
    check(of("x / (y + z)", x=[6.0], y=[1.0], z=[2.0]), [2], [2 * y / (3 - y) + own])


def test_nothing_is_known_of_a_quotient_whose_divisor_may_be_zero():
    quotient = of("x / y", x=[1.0], y=operand([1e-9], np.array([1e-9])))
    assert np.isposinf(quotient.error()).all()


def test_a_power_counts_two_roundings_and_the_steepest_slope():
    check(of("x ** 2", x=[3.0]), [9], [gamma(2) * 9])
    check(of("x ** 2", x=operand([3.0], np.array([0.5]))), [9], [2 * 3.5 * 0.5 + gamma(2) * 9])


def test_a_function_has_its_own_rounding_and_that_of_its_argument():
    check(of("tanh(x)", x=[0.5]), np.tanh([0.5]), [6 * U * np.tanh(0.5)])
    e = gamma(1) * (0.625 + 0.375)
    slope = 1 - np.tanh(0.25) ** 2 + 0.77 * e
    expected = [slope * e + 6 * U * np.tanh(0.25)]
    check(of("tanh(x - y)", x=[0.625], y=[0.375]), np.tanh([0.25]), expected)


def test_a_derivative_is_never_farther_off_than_its_range():
    own = 3 * U
    check(of("tanh_prime(x)", x=operand([0.0], np.array([9.0]))), [1], [1 + own])


def test_what_a_replayed_operand_inherits_is_passed_on_linearly():
    x = operand([[3.0, -4.0]], np.array([[0.1, 0.2]]))
    check(of("x @ y", x=x, y=[[1.0], [2.0]]), [[-5]], [[0.1 + 0.4 + gamma(2) * 11]])
    check(of("(y @ x).T", y=[[2.0], [1.0]], x=x), *_outer())
    check(of("x * y", x=x, y=[[2.0, 2.0]]), [[6, -8]], [[0.2 + gamma(1) * 6, 0.4 + gamma(1) * 8]])
    check(of("np.sum(x)", x=x), -1, 0.3 + gamma(2) * 7)
    check(of("x.T", x=x), [[3], [-4]], [[0.1], [0.2]])
    check(of("-x", x=x), [[-3, 4]], [[0.1, 0.2]])
    check(
        of("x / y", x=x, y=[[2.0, 2.0]]), [[1.5, -2]], [[0.05 + gamma(1) * 1.5, 0.1 + gamma(1) * 2]]
    )


def test_a_comparison_of_exact_sides_is_certain():
    check(of("x > 0.5", x=[0.5, 0.6]), [0, 1], [0, 0])


def test_a_comparison_is_open_within_the_error_of_its_sides():
    x = operand([0.6, 0.6], np.array([0.05, 0.2]))
    check(of("x > 0.5", x=x), [1, 1], [0, 1])


def test_an_equality_is_as_open_as_its_sides():
    check(of("x == y", x=operand([1.0, 1.0], np.array([0.3, 7.0])), y=[1.0, 1.0]), [1, 1], [0.3, 1])


# ---- what really happens in float32


def numbers(n, seed, kind):
    """Numbers whose sum is easy, cancels, or spans many magnitudes."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal(n)
    if kind == "positive":
        x = np.abs(x)
    if kind == "spread":
        x = x * 10.0 ** rng.uniform(-8, 8, n)
    if kind == "cancelling":
        x[n // 2 :] = -x[: n - n // 2] * (1 + 1e-6 * rng.standard_normal(n - n // 2))
    return x.astype(np.float32)


KINDS = ("any", "positive", "spread", "cancelling")


def one_by_one(x):
    total = np.float32(0)
    for term in x:
        total = total + term
    return total


def in_blocks(x, size=37):
    return one_by_one([one_by_one(x[k : k + size]) for k in range(0, len(x), size)])


def in_a_tree(x):
    while len(x) > 1:
        x = [x[k] + x[k + 1] if k + 1 < len(x) else x[k] for k in range(0, len(x), 2)]
    return x[0]


ORDERS = {
    "one by one": one_by_one,
    "from the end": lambda x: one_by_one(x[::-1]),
    "in blocks": in_blocks,
    "in a tree": in_a_tree,
    "by size": lambda x: one_by_one(x[np.argsort(np.abs(x))]),
    "largest first": lambda x: one_by_one(x[np.argsort(-np.abs(x))]),
    "numpy": np.sum,
    "numpy, along the first axis": lambda x: np.tile(x[:, None], 8).sum(axis=0)[3],
    "einsum": lambda x: np.einsum("i->", x),
    "torch": lambda x: torch.tensor(x).sum().numpy(),
    "in float64": lambda x: np.float32(np.sum(x, dtype=np.float64)),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("order", ORDERS)
def test_no_order_of_a_sum_exceeds_the_bound(order, kind):
    for n, seed in ((1, 0), (2, 0), (7, 1), (100, 2), (1000, 3)):
        x = numbers(n, seed, kind)
        bound = of("np.sum(x)", x=x.reshape(1, -1)).error()
        total = ORDERS[order](x)
        assert total.dtype == np.float32
        assert abs(float(total) - math.fsum(x.tolist())) <= bound


@pytest.mark.parametrize("seed", range(5))
def test_the_bound_of_a_sum_of_a_thousand_is_within_ten_thousand_of_the_worst_error(seed):
    x = numbers(1000, seed, "any")
    exact = math.fsum(x.tolist())
    worst = max(abs(float(order(x)) - exact) for order in ORDERS.values())
    assert of("np.sum(x)", x=x.reshape(1, -1)).error() <= 1e4 * worst


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=40),
    st.randoms(use_true_random=False),
)
def test_no_permutation_of_a_sum_exceeds_the_bound(terms, random):
    x = np.array(terms, np.float32)
    bound = of("np.sum(x)", x=x.reshape(1, -1)).error() + np.finfo(np.float32).tiny
    exact = math.fsum(x.tolist())
    random.shuffle(terms)
    shuffled = np.array(terms, np.float32)
    for total in (one_by_one(shuffled), in_blocks(shuffled, 3), in_a_tree(shuffled)):
        assert abs(float(total) - exact) <= bound


def loops(A, B, b):
    Z = np.empty((len(A), B.shape[1]), A.dtype)
    for i, j in np.ndindex(Z.shape):
        total = b[i, 0]
        for k in range(A.shape[1]):
            total = total + A[i, k] * B[k, j]
        Z[i, j] = total
    return Z


def outer_products(A, B, b):
    Z = np.zeros((len(A), B.shape[1]), A.dtype)
    for k in range(A.shape[1]):
        Z = Z + A[:, k : k + 1] * B[k : k + 1]
    return Z + b


PRODUCTS = {
    "numpy": lambda A, B, b: A @ B + b,
    "einsum": lambda A, B, b: np.einsum("ik,kj->ij", A, B) + b,
    "loops": loops,
    "outer products": outer_products,
    "reversed": lambda A, B, b: A[:, ::-1] @ B[::-1] + b,
    "transposed": lambda A, B, b: (B.T @ A.T).T + b,
    "with a column of ones": lambda A, B, b: (
        np.hstack([A, b]) @ np.vstack([B, np.ones_like(B[:1])])
    ),
    "torch linear": lambda A, B, b: torch.nn.functional.linear(
        torch.tensor(B.T), torch.tensor(A), torch.tensor(b[:, 0])
    ).T.numpy(),
    "in float64": lambda A, B, b: (A.astype(float) @ B + b).astype(np.float32),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", PRODUCTS)
def test_no_form_of_a_layer_exceeds_the_bound(form, kind):
    n = 211
    A = numbers(3 * n, 1, kind).reshape(3, n)
    B = numbers(5 * n, 2, "any").reshape(n, 5)
    b = numbers(3, 3, "any").reshape(3, 1)
    bound = of("A @ B + b", A=A, B=B, b=b)
    with np.errstate(all="ignore"):
        Z = PRODUCTS[form](A, B, b)
    assert Z.dtype == np.float32
    assert (np.abs(Z - bound.value) <= bound.error()).all()


EXPRESSIONS = (
    "x - y",
    "x * y - z",
    "(x - y) * (x + z)",
    "x * y / z",
    "(x - y) / z",
    "x / (1 + y * y)",
    "(x - y) ** 2 / 2",
    "-x / (1 + z * z) + (1 - y) / 3",
    "tanh(x * y)",
    "sigmoid(x - y) * z",
    "x * tanh_prime(y)",
    "x * sigmoid_prime(y - z)",
    "softplus(x + y) - z",
    "log(1 + x * x)",
    "y * exp(x - z)",
    "relu(x - y) * z",
    "leaky_relu(x - y)",
    "np.mean(y * softplus(-x) + (1 - y) * softplus(x))",
    "0.1 * x - y",
)


def in_float32(text, operands):
    """Evaluate as NumPy does, every result in float32."""

    class Plain:
        def constant(self, number):
            return np.float32(number)

        def negate(self, x):
            return -x

        def binary(self, operator, x, y):
            functions = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide}
            return functions.get(operator, np.power)(x, y, dtype=np.float32)

        def call(self, function, x, prime):
            forms = {
                ("tanh", False): np.tanh,
                ("tanh", True): lambda x: 1 - np.tanh(x) ** 2,
                ("sigmoid", False): lambda x: 1 / (1 + np.exp(-x)),
                ("sigmoid", True): lambda x: (a := 1 / (1 + np.exp(-x))) * (1 - a),
                ("softplus", False): lambda x: np.logaddexp(np.float32(0), x),
                ("log", False): np.log,
                ("exp", False): np.exp,
                ("relu", False): lambda x: np.maximum(x, 0),
                ("leaky_relu", False): lambda x: np.where(x > 0, x, np.float32(0.01) * x),
            }
            return forms[function, prime](x)

        def reduce(self, reduction, x, axis):
            return np.mean(x)

    value = evaluate(read_equation(f"x = {text}").expression, operands.__getitem__, Plain())
    assert value.dtype == np.float32
    return value


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_no_expression_exceeds_its_bound_in_float32(text):
    rng = np.random.default_rng(8)
    for scale in (1e-3, 1.0, 8.0):
        operands = {
            name: (scale * rng.standard_normal((1, 4000))).astype(np.float32) for name in "xyz"
        }
        with np.errstate(all="ignore"):
            bounded = of(text, **operands)
            error = np.abs(in_float32(text, operands).astype(np.float64) - bounded.value)
            allowed = bounded.error() + float(np.finfo(np.float32).tiny)
        assert np.isfinite(allowed).mean() > 0.99
        assert (error <= allowed).all()
        assert np.max(error / allowed) > 1e-5  # the bound is no empty promise


@pytest.mark.parametrize("function", ["tanh", "sigmoid", "softplus", "exp", "log"])
def test_an_argument_anywhere_within_its_inherited_error_stays_within_the_bound(function):
    rng = np.random.default_rng(9)
    x = rng.uniform(0.5, 5, 300)
    for e in (1e-9, 1e-3, 0.4):
        bounded = of(f"{function}(x)", x=operand(x, np.full_like(x, e)))
        for t in np.linspace(-1, 1, 9):
            moved = RULES[function].value(x + t * e)
            assert (np.abs(moved - bounded.value) <= bounded.error() * (1 + 1e-12)).all()


@pytest.mark.parametrize(
    "text", ["x * y", "x / y", "x - y", "x ** 2", "x * y + x", "(x - y) / (x + y)", "x @ y.T"]
)
def test_operands_anywhere_within_their_inherited_errors_stay_within_the_bound(text):
    rng = np.random.default_rng(10)
    x, y = rng.uniform(1, 3, (4, 6)), rng.uniform(1, 3, (4, 6))
    for e in (1e-9, 1e-2, 0.3):
        errors = np.full_like(x, e)
        bounded = of(text, x=operand(x, errors), y=operand(y, errors))
        for _ in range(20):
            dx, dy = rng.choice([-e, 0, e], (2, *x.shape))
            moved = of(text, x=x + dx, y=y + dy).value
            assert (np.abs(moved - bounded.value) <= bounded.error() * (1 + 1e-12)).all()


def _outer():
    """The outer product of (2, 1) and (3, -4), transposed."""
    value = [[6, 3], [-8, -4]]
    g = gamma(1)
    return value, [[0.2 + g * 6, 0.1 + g * 3], [0.4 + g * 8, 0.2 + g * 4]]
