"""Every rule covers the error that NumPy's, torch's and other people's forms really make.

The truth is computed with 60 decimal digits, by the standard library.  A function with a kink comes
under three names, one for each derivative at exactly 0; their values are the same.
"""

from collections.abc import Callable
from decimal import Decimal, localcontext
from functools import cache

import numpy as np
import pytest
import torch

from compare.formulas.expression import FUNCTIONS
from compare.formulas.on_torch import TorchAlgebra
from compare.judging.bound import SLACK
from compare.judging.rounding import LEAK, PRIME_RANGE, PRIME_RULES, RULES, unit
from scratch_numpy import activations as by_hand

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
DIGITS = 60
ONE = Decimal(1)
BOTH = pytest.mark.parametrize("dtype", [F64, F32], ids=str)


def sigmoid(x: Decimal) -> Decimal:
    return ONE / (ONE + (-x).exp()) if x > 0 else x.exp() / (ONE + x.exp())


def tanh(x: Decimal) -> Decimal:
    return 1 - 2 / ((2 * x).exp() + 1) if abs(x) > Decimal("1e-20") else x


def softplus(x: Decimal) -> Decimal:
    if x < -60:
        return x.exp()  # log(1 + e^x) = e^x (1 - e^x / 2 + ...)
    return (ONE + x.exp()).ln()


def heaviside(x: np.ndarray) -> np.ndarray:
    """A step from 0 to 1, halfway at exactly 0."""
    return np.heaviside(x, x.dtype.type(0.5))


TRUTH: dict[str, Callable[[Decimal], Decimal]] = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "relu": lambda x: max(x, Decimal(0)),
    "leaky_relu": lambda x: x if x > 0 else x * Decimal("0.01"),
    "identity": lambda x: x,
    "softplus": softplus,
    "log": lambda x: x.ln(),
    "exp": lambda x: x.exp(),
}
KINKED = [(g, spelt) for g in ("relu", "leaky_relu") for spelt in ("one_at_zero", "half_at_zero")]
TRUTH |= {f"{g}_{spelt}": TRUTH[g] for g, spelt in KINKED}
TRUTH_PRIME: dict[str, Callable[[Decimal], Decimal]] = {
    "sigmoid": lambda x: sigmoid(x) * sigmoid(-x),
    "tanh": lambda x: 4 * sigmoid(2 * x) * sigmoid(-2 * x),
    "relu": lambda x: Decimal(int(x > 0)),
    "leaky_relu": lambda x: ONE if x > 0 else Decimal("0.01"),
    "identity": lambda x: ONE,
    "relu_one_at_zero": lambda x: Decimal(int(x >= 0)),
    "relu_half_at_zero": lambda x: (ONE + (x > 0) - (x < 0)) / 2,
    "leaky_relu_one_at_zero": lambda x: ONE if x >= 0 else Decimal("0.01"),
    "leaky_relu_half_at_zero": lambda x: (
        Decimal("0.505") if x == 0 else ONE if x > 0 else Decimal("0.01")
    ),
}

NUMPY = {
    "sigmoid": [by_hand.sigmoid, lambda x: 1 / (1 + np.exp(-x))],
    "tanh": [np.tanh],
    "relu": [by_hand.relu, lambda x: x * (x > 0)],
    "leaky_relu": [by_hand.leaky_relu, lambda x: np.where(x > 0, x, x * x.dtype.type(LEAK))],
    "identity": [by_hand.identity],
    "softplus": [lambda x: np.logaddexp(x.dtype.type(0), x)],
    "log": [np.log],
    "exp": [np.exp],
}
NUMPY |= {f"{g}_{spelt}": NUMPY[g] for g, spelt in KINKED}
NUMPY_PRIME = {
    "sigmoid": [
        lambda x: by_hand.sigmoid_prime(x, by_hand.sigmoid(x)),
        lambda x: by_hand.sigmoid(x) * by_hand.sigmoid(-x),
        lambda x: by_hand.sigmoid(x) - by_hand.sigmoid(x) ** 2,
    ],
    "tanh": [
        lambda x: by_hand.tanh_prime(x, np.tanh(x)),
        lambda x: (1 - np.tanh(x)) * (1 + np.tanh(x)),
        lambda x: 1 - np.tanh(x) ** 2,
    ],
    "relu": [lambda x: by_hand.relu_prime(x, x)],
    "leaky_relu": [lambda x: by_hand.leaky_relu_prime(x, x)],
    "identity": [np.ones_like],
    "relu_one_at_zero": [lambda x: (x >= 0).astype(x.dtype)],
    "relu_half_at_zero": [heaviside],
    "leaky_relu_one_at_zero": [lambda x: np.where(x >= 0, x.dtype.type(1), x.dtype.type(LEAK))],
    "leaky_relu_half_at_zero": [lambda x: (1 - x.dtype.type(LEAK)) * heaviside(x) + LEAK],
}


@cache
def points(dtype: np.dtype, positive: bool = False) -> np.ndarray:
    """Random, tiny, huge, zero and saturated, in this dtype."""
    rng = np.random.default_rng(5)
    wide = 1e30 if dtype == F32 else 1e300
    x = np.concatenate(
        [
            rng.standard_normal(150),
            rng.uniform(-20, 20, 150),
            rng.uniform(-90, 90, 60),
            rng.uniform(-800, 800, 40) if dtype == F64 else rng.uniform(-110, 110, 40),
            rng.choice([-1, 1], 80) * 10.0 ** rng.uniform(-30, -1, 80),
            [0.0, -0.0, 1.0, -1.0, 17.0, -17.0, 37.0, -37.0, 1e-30, -1e-30, wide, -wide],
        ]
    ).astype(dtype)
    if positive:
        near_1 = (1 + rng.choice([-1, 1], 60) * 10.0 ** rng.uniform(-7, -1, 60)).astype(dtype)
        x = np.concatenate([np.abs(x[x != 0]), near_1])
    return x


@cache
def truth(function: str, prime: bool, dtype: np.dtype) -> tuple[np.ndarray, list[Decimal]]:
    """Give points where the value exists in the dtype, and the value there."""
    table = TRUTH_PRIME if prime else TRUTH
    kept, values = [], []
    limit = Decimal(float(np.finfo(dtype).max))
    with localcontext() as context:
        context.prec = DIGITS
        for x in points(dtype, positive=function == "log"):
            if function in ("sigmoid", "softplus", "exp", "tanh") and abs(x) > 1e5:
                near = {"sigmoid": float(x > 0), "tanh": float(np.sign(x)), "softplus": max(x, 0)}
                if function not in near:
                    continue
                value = Decimal(0) if prime else Decimal(float(near[function]))
            else:
                value = table[function](Decimal(float(x)))
            if abs(value) <= limit:
                kept.append(x)
                values.append(value)
    return np.array(kept, dtype), values


def worst_share(
    function: str,
    prime: bool,
    dtype: np.dtype,
    compute: Callable[[np.ndarray], np.ndarray],
    slack: int = 0,
) -> float:
    """The largest error as a share of what the rule grants; the smallest number is granted too."""
    x, expected = truth(function, prime, dtype)
    with np.errstate(all="ignore"):
        actual = compute(x)
    assert actual.dtype == dtype
    rule = (PRIME_RULES if prime else RULES)[function]
    with np.errstate(all="ignore"):
        granted = rule.rounding(x.astype(np.float64), unit(dtype)) + float(np.finfo(dtype).tiny)
        granted = granted + slack * unit(dtype) * np.abs(rule.value(x.astype(np.float64)))
    with localcontext() as context:
        context.prec = DIGITS
        shares = [
            float(abs(Decimal(float(a)) - e) / Decimal(float(g)))
            for a, e, g in zip(actual, expected, granted, strict=True)
        ]
    assert len(shares) > 300
    return max(shares)


def by_torch(function: str, prime: bool, dtype: np.dtype) -> Callable[[np.ndarray], np.ndarray]:
    algebra = TorchAlgebra(torch.float64 if dtype == F64 else torch.float32)
    return lambda x: algebra.call(function, torch.tensor(x), prime).numpy()


def test_every_function_of_the_language_has_a_rule_and_a_truth():
    assert RULES.keys() == {*FUNCTIONS} == TRUTH.keys() == NUMPY.keys()
    assert PRIME_RULES.keys() == PRIME_RANGE.keys() == TRUTH_PRIME.keys() == NUMPY_PRIME.keys()


@BOTH
@pytest.mark.parametrize("function", NUMPY)
def test_a_rule_covers_the_error_of_numpy(function, dtype):
    for compute in NUMPY[function]:
        assert worst_share(function, False, dtype, compute) <= 1


@BOTH
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_rule_covers_the_error_of_torch(function, dtype):
    assert worst_share(function, False, dtype, by_torch(function, False, dtype)) <= 1


@BOTH
@pytest.mark.parametrize("function", NUMPY_PRIME)
def test_the_rule_of_a_derivative_covers_the_error_of_every_usual_form(function, dtype):
    for compute in NUMPY_PRIME[function]:
        assert worst_share(function, True, dtype, compute) <= 1


@BOTH
def test_one_over_cosh_squared_is_covered_with_the_roundings_granted_for_other_forms(dtype):
    share = worst_share("tanh", True, dtype, lambda x: 1 / np.cosh(x) ** 2, slack=SLACK)
    assert share <= 1


@BOTH
@pytest.mark.parametrize("function", PRIME_RULES)
def test_the_rule_of_a_derivative_covers_the_error_of_autograd(function, dtype):
    assert worst_share(function, True, dtype, by_torch(function, True, dtype)) <= 1


@BOTH
@pytest.mark.parametrize("function", ["sigmoid", "tanh", "softplus", "log", "exp", "leaky_relu"])
def test_a_rule_is_not_so_wide_that_ten_times_the_grant_would_pass(function, dtype):
    rule = RULES[function]

    def off(x: np.ndarray) -> np.ndarray:
        exact = rule.value(x.astype(np.float64))
        return (exact + 10 * rule.rounding(x.astype(np.float64), unit(dtype))).astype(dtype)

    assert worst_share(function, False, dtype, off) > 5


@BOTH
@pytest.mark.parametrize("function", RULES)
def test_a_rule_grants_at_most_eight_roundings_of_the_value(function, dtype):
    x, _ = truth(function, False, dtype)
    x, u = x.astype(np.float64), unit(dtype)
    with np.errstate(all="ignore"):
        assert (
            RULES[function].rounding(x, u) <= 8.001 * u * np.abs(RULES[function].value(x))
        ).all()


@pytest.mark.parametrize("function", PRIME_RULES)
def test_the_rule_of_a_derivative_grants_at_most_fifteen_roundings_of_one(function):
    x = points(F64).astype(np.float64)
    with np.errstate(all="ignore"):
        assert (PRIME_RULES[function].rounding(x, 1.0) <= 15).all()


@pytest.mark.parametrize("function", RULES)
def test_the_value_of_a_rule_is_the_function(function):
    value = RULES[function].value
    assert worst_share(function, False, F64, lambda x: np.asarray(value(x), F64)) <= 1


@pytest.mark.parametrize("function", PRIME_RULES)
def test_the_value_of_the_rule_of_a_derivative_is_the_derivative(function):
    value = PRIME_RULES[function].value
    share = worst_share(function, True, F64, lambda x: np.asarray(value(x), F64), slack=SLACK)
    assert share <= 1


def test_the_unit_is_half_the_distance_from_one_to_the_next_number():
    assert unit(F64) == 2.0**-53
    assert unit(F32) == 2.0**-24


# ---- slopes

DERIVATIVE = {
    **{name: PRIME_RULES[name].value for name in PRIME_RULES},
    **{f"{g}_{spelt}": PRIME_RULES[g].value for g, spelt in KINKED},  # 0 itself is no interval
    "softplus": RULES["sigmoid"].value,
    "log": lambda x: 1 / x,
    "exp": np.exp,
}
SECOND = {
    "sigmoid": lambda x: PRIME_RULES["sigmoid"].value(x) * (1 - 2 * RULES["sigmoid"].value(x)),
    "tanh": lambda x: -2 * np.tanh(x) * PRIME_RULES["tanh"].value(x),
    "relu": np.zeros_like,
    "leaky_relu": np.zeros_like,
    "identity": np.zeros_like,
    **{f"{g}_{spelt}": np.zeros_like for g, spelt in KINKED},
}
ERRORS = (0.0, 1e-16, 1e-9, 1e-3, 0.1, 1.0, 10.0)


def steepest(derivative: Callable[[np.ndarray], np.ndarray], x: np.ndarray, e: float) -> np.ndarray:
    """The steepest slope at 41 places of [x - e, x + e]."""
    with np.errstate(all="ignore"):
        slopes = [np.abs(derivative(x + t * e)) for t in np.linspace(-1, 1, 41)]
    return np.max(slopes, axis=0)


@pytest.mark.parametrize("e", ERRORS)
@pytest.mark.parametrize("function", RULES)
def test_no_slope_within_the_error_is_steeper_than_the_rule_says(function, e):
    rng = np.random.default_rng(6)
    x = np.concatenate([rng.standard_normal(200), rng.uniform(-30, 30, 200), [0.0, 50, -50]])
    if function == "log":
        x = 3 * e + np.abs(x[x != 0])
    with np.errstate(all="ignore"):
        allowed = RULES[function].slope(x, np.full_like(x, e))
    assert (steepest(DERIVATIVE[function], x, e) <= allowed * (1 + 1e-12)).all()


@pytest.mark.parametrize("e", ERRORS)
@pytest.mark.parametrize("function", PRIME_RULES)
def test_no_slope_of_a_derivative_is_steeper_than_the_rule_says(function, e):
    x = np.linspace(-12, 12, 1001)
    allowed = PRIME_RULES[function].slope(x, np.full_like(x, e))
    assert (steepest(SECOND[function], x, e) <= allowed).all()


@pytest.mark.parametrize("function", ["sigmoid", "tanh", "softplus", "exp", "log"])
def test_the_slope_at_a_point_without_error_is_the_derivative(function):
    x = np.linspace(0.1, 3, 50)
    slope = RULES[function].slope(x, np.zeros_like(x))
    np.testing.assert_allclose(slope, DERIVATIVE[function](x), rtol=1e-12)


def test_a_logarithm_whose_argument_may_be_zero_has_no_finite_slope():
    with np.errstate(divide="ignore"):
        slope = RULES["log"].slope(np.array([1e-3, 1.0]), np.array([1e-3, 0.5]))
    np.testing.assert_array_equal(slope, [np.inf, 2.0])


def test_relu_is_flat_only_where_no_error_can_lift_it_over_the_kink():
    slope = RULES["relu"].slope(np.array([-1.0, -1.0, 1.0]), np.array([0.5, 1.5, 0.5]))
    np.testing.assert_array_equal(slope, [0, 1, 1])


@pytest.mark.parametrize("function", PRIME_RANGE)
def test_two_values_of_a_derivative_are_never_farther_apart_than_its_range(function):
    values = PRIME_RULES[function].value(np.linspace(-40, 40, 2001))
    spread = values.max() - values.min()
    assert spread <= PRIME_RANGE[function] <= max(spread * 1.02, 0)
