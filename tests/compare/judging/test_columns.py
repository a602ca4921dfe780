"""Softmax and its logarithm: their rules cover what right programs do, and not much more.

The truth is computed with 60 decimal digits, by the standard library.
"""

from decimal import Decimal, localcontext

import numpy as np
import pytest
import torch

from compare.formulas.evaluate import evaluate
from compare.formulas.expression import COLUMNWISE
from compare.formulas.on_torch import FUNCTIONS
from compare.formulas.read import read_equation
from compare.judging.arithmetic import EXACT, quick
from compare.judging.bound import BoundAlgebra
from compare.judging.columns import COLUMN_RULES
from compare.judging.estimate import EstimateAlgebra
from compare.judging.rounding import unit
from scratch_numpy import activations, losses

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
BOTH = pytest.mark.parametrize("dtype", [F64, F32], ids=str)
EVERY = pytest.mark.parametrize("function", COLUMNWISE)


def columns(dtype, n=5):
    """Columns of every kind: random, near to one another, far apart, shifted, saturated."""
    rng = np.random.default_rng(8)
    far = 300 if dtype == F64 else 40
    kinds = [
        rng.standard_normal((n, 60)),
        1e-9 * rng.standard_normal((n, 20)),
        rng.uniform(-20, 20, (n, 60)),
        rng.uniform(-far, far, (n, 40)),
        rng.standard_normal((n, 20)) + 64,
        np.zeros((n, 1)),
        far * np.eye(n),
        -far * np.eye(n),
    ]
    return np.hstack(kinds).astype(dtype)


def truth(function, Z):
    """The values, as decimals."""
    with localcontext() as context:
        context.prec = 60
        found = []
        for column in Z.T:
            z = [Decimal(float(x)) for x in column]
            powers = [(x - max(z)).exp() for x in z]
            a = [power / sum(powers) for power in powers]
            found.append(a if function == "softmax" else [x.ln() for x in a])
        return found


def worst_share(function, Z, actual):
    """The largest error as a share of what the rule grants."""
    dtype = Z.dtype
    granted = COLUMN_RULES[function].error(Z, None, unit(dtype), EXACT, power=1)
    granted = granted + float(np.finfo(dtype).tiny)
    assert actual.dtype == dtype
    expected = truth(function, Z)
    with localcontext() as context:
        context.prec = 60
        return max(
            float(
                abs(Decimal(float(actual[j, i])) - expected[i][j]) / Decimal(float(granted[j, i]))
            )
            for j, i in np.ndindex(Z.shape)
        )


def exponential_of_the_logarithm(Z):
    return np.exp(losses.log_softmax(Z))


def nothing_shifted(Z):
    powers = np.exp(Z)
    return powers / powers.sum(axis=0)


def one_by_one(Z):
    powers = np.exp(Z - Z.max(axis=0))
    return powers * (1 / np.cumsum(powers, axis=0)[-1:])


def logarithm_of_a_sum_from_the_end(Z):
    shifted = Z - Z.max(axis=0)
    return shifted - np.log(np.exp(shifted)[::-1].cumsum(axis=0)[-1:])


FORMS = {
    "softmax": [
        activations.softmax, exponential_of_the_logarithm, nothing_shifted, one_by_one,
        COLUMN_RULES["softmax"].value,
    ],
    "log_softmax": [
        losses.log_softmax, logarithm_of_a_sum_from_the_end, COLUMN_RULES["log_softmax"].value,
    ],
}  # fmt: skip  # a row a function
ALL_FORMS = [(function, form) for function, forms in FORMS.items() for form in forms]


def test_every_function_of_columns_has_a_rule_and_other_forms():
    assert COLUMN_RULES.keys() == FORMS.keys() == {*COLUMNWISE}


@BOTH
@pytest.mark.parametrize(("function", "form"), ALL_FORMS)
def test_a_rule_covers_the_error_of_every_usual_form(function, form, dtype):
    assert worst_share(function, columns(dtype), form(columns(dtype))) <= 1


@BOTH
@EVERY
def test_a_rule_covers_the_error_of_torch(function, dtype):
    Z = columns(dtype)
    assert worst_share(function, Z, FUNCTIONS[function](torch.tensor(Z)).numpy()) <= 1


@BOTH
@EVERY
def test_a_rule_is_not_so_wide_that_ten_times_the_grant_would_pass(function, dtype):
    Z = columns(dtype)
    exact = COLUMN_RULES[function].value(Z.astype(np.float64))
    granted = COLUMN_RULES[function].error(Z, None, unit(dtype), EXACT, power=1)
    assert worst_share(function, Z, (exact + 10 * granted).astype(dtype)) > 5


@EVERY
def test_between_three_classes_a_rule_grants_at_most_forty_roundings(function):
    Z = np.random.default_rng(9).standard_normal((3, 100))
    granted = COLUMN_RULES[function].error(Z, None, 1.0, EXACT, power=1)
    size = COLUMN_RULES["softmax"].value(Z) if function == "softmax" else 1
    assert (granted <= 40 * size).all()


# ---- what is passed on


@EVERY
@pytest.mark.parametrize("e", [1e-14, 1e-6, 1e-2, 0.3, 2.0, 30.0])
def test_no_error_of_the_columns_is_passed_on_larger_than_the_rule_says(function, e):
    rng = np.random.default_rng(10)
    Z = np.hstack((rng.standard_normal((4, 50)), rng.uniform(-20, 20, (4, 50))))
    value = COLUMN_RULES[function].value
    own = COLUMN_RULES[function].error(Z, None, unit(F64), EXACT, power=1)
    for errors in (
        np.full(Z.shape, e),
        e * rng.uniform(0, 1, Z.shape),
        e * np.eye(4)[:, [1] * 100],
    ):
        allowed = COLUMN_RULES[function].error(Z, errors, unit(F64), EXACT, power=1) + own
        for _ in range(40):
            moved = value(Z + errors * rng.choice([-1, 1], Z.shape))
            assert (np.abs(moved - value(Z)) <= allowed).all()


@EVERY
def test_what_is_passed_on_to_first_order_is_the_derivative(function):
    z, e = np.array([[0.3], [-1.0], [2.0]]), np.array([[1e-9], [2e-9], [4e-9]])
    a = np.exp(z) / np.exp(z).sum()
    derivative = np.eye(3) - a.T if function == "log_softmax" else a * (np.eye(3) - a.T)
    rule = COLUMN_RULES[function]
    linear = rule.error(z, e, 0.0, EXACT, power=1)
    np.testing.assert_allclose(linear, np.abs(derivative) @ e, rtol=1e-7)
    in_quadrature = rule.error(z, e, 0.0, EXACT, power=2)
    np.testing.assert_allclose(in_quadrature, np.sqrt(derivative**2 @ e**2), rtol=1e-7)


def test_no_error_is_beyond_the_range():
    z, e = np.array([[0.3], [-1.0]]), np.array([[50.0], [7.0]])
    np.testing.assert_array_equal(
        COLUMN_RULES["softmax"].error(z, e, 0.0, EXACT, power=1), [[1], [1]]
    )
    np.testing.assert_array_equal(
        COLUMN_RULES["log_softmax"].error(z, e, 0.0, EXACT, power=1), [[100], [57]]
    )


def test_a_saturated_probability_passes_on_next_to_nothing():
    z, e = np.array([[40.0], [0.0]]), np.array([[1e-9], [1e-9]])
    assert (COLUMN_RULES["softmax"].error(z, e, 0.0, EXACT, power=1) < 1e-25).all()


# ---- in both walks


def of(text, algebra, **operands):
    return evaluate(read_equation(f"x = {text}").expression, operands.__getitem__, algebra)


@BOTH
@EVERY
def test_the_bound_is_that_of_the_rule(function, dtype):
    Z, inherited = columns(dtype)[:3, :20], 1e-5
    algebra = BoundAlgebra(dtype)
    rule = COLUMN_RULES[function]
    exact = of(f"{function}(Z)", algebra, Z=algebra.operand(Z, 0.0))
    np.testing.assert_array_equal(exact.error(), rule.error(Z, None, unit(dtype), EXACT, power=1))
    replayed = of(f"{function}(Z)", algebra, Z=algebra.operand(Z, np.full(Z.shape, inherited)))
    np.testing.assert_array_equal(
        replayed.error(), rule.error(Z, np.full(Z.shape, inherited), unit(dtype), EXACT, power=1)
    )


@BOTH
@EVERY
def test_the_estimate_is_that_of_the_rule_in_quadrature(function, dtype):
    Z, algebra = columns(dtype)[:3, :20], EstimateAlgebra(dtype)
    axes = ("n_1", "m")
    W, X = np.eye(3, dtype=dtype), Z
    summed = of(
        "W @ X", algebra, W=algebra.exact(("n_1", "n_x"), W), X=algebra.exact(("n_x", "m"), X)
    )
    known = summed.at(axes, np.asarray(Z))
    found = of(f"{function}(Z)", algebra, Z=known)
    expected = COLUMN_RULES[function].error(Z, known.error, unit(dtype), EXACT, power=2)
    np.testing.assert_array_equal(found.error, expected)
    assert found.axes == axes


@EVERY
def test_a_first_look_has_the_same_error_counted_in_roundings(function):
    Z, e = columns(F64)[:4], 1e-12
    exact = COLUMN_RULES[function].error(Z, np.full(Z.shape, e), unit(F64), EXACT, power=2)
    arithmetic = quick(unit(F64))
    looked = COLUMN_RULES[function].error(
        Z, np.full(Z.shape, e / unit(F64)), 1.0, arithmetic, power=2
    )
    assert looked.dtype == F32
    shown = exact > 1e-30  # smaller ones count as none in float32
    np.testing.assert_allclose(looked[shown] * unit(F64), exact[shown], rtol=1e-5)
