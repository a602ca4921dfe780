"""How wide each test is: worked out by hand, so that neither can be widened unseen."""

import numpy as np
import pytest

from compare.formulas.on_torch import TorchEvaluator
from compare.judging.bound import SLACK
from compare.judging.end_to_end import EndToEnd
from compare.judging.estimate import SPREAD
from compare.judging.local import Local
from compare.quantities import calculus
from tests.compare.judging.small_networks import (
    DTYPES,
    F64,
    Tolerances,
    by_hand,
    by_torch,
    make_case,
    model_of,
)

BOTH = pytest.mark.parametrize("dtype", DTYPES, ids=str)


def layer(dtype):
    """A case, what goes into Z1 as absolute values in float64, the unit and the floor."""
    case = make_case(dtype=dtype)
    W, X, b = (np.abs(case[name].astype(np.float64)) for name in ("W1", "X", "b1"))
    u, n = float(np.finfo(dtype).eps) / 2, X.shape[0]
    floor = float(np.finfo(dtype).tiny) * sum(model_of(case).sizes(case).values())
    return case, W, X, b, u, n, floor


def tolerances_of(name, case, candidate=None):
    """The local tolerance and that from end to end."""
    quantity = model_of(case)[name]
    made = Tolerances(candidate or by_hand(case), by_torch(case), case)
    local = made.local.tolerance(quantity, quantity.equation)
    return local, made.end_to_end.tolerance(quantity, quantity.equation)


@BOTH
def test_the_local_tolerance_of_a_layer_is_twice_its_bound_with_four_roundings_granted(dtype):
    case, W, X, b, u, n, floor = layer(dtype)
    k = n + 1 + SLACK
    expected = 2 * k * u / (1 - k * u) * (W @ X + b) + floor
    np.testing.assert_allclose(tolerances_of("Z1", case)[0], expected, rtol=1e-12)


@BOTH
def test_the_tolerance_of_a_layer_from_end_to_end_is_sixteen_estimates_of_two_runs(dtype):
    case, W, X, b, u, n, floor = layer(dtype)
    Z = by_torch(case)["Z1"].astype(np.float64)
    products = W**2 @ (u**2 * (n / 2 + 1) * X**2)
    estimate = np.sqrt(products + u**2 * (n / 2) * b**2 + u**2 * Z**2)
    expected = 16 * np.sqrt(2) * estimate + floor
    np.testing.assert_allclose(tolerances_of("Z1", case)[1], expected, rtol=1e-12)


@BOTH
def test_the_local_tolerance_of_an_update_is_that_of_its_two_operations(dtype):
    case, *_, u, _, floor = layer(dtype)
    trace = by_hand(case)
    W, dW = (np.abs(a.astype(np.float64)) for a in (case["W1"], trace["dW1"]))
    inexact = float(dtype.type(0.3)) != 0.3  # the learning rate, which float32 cannot hold
    k = 2 + inexact + SLACK
    expected = 2 * k * u / (1 - k * u) * (W + 0.3 * dW) + floor
    np.testing.assert_allclose(tolerances_of("new_W1", case)[0], expected, rtol=1e-6)


def test_the_local_tolerance_does_not_depend_on_what_was_returned_for_the_quantity_itself():
    case = make_case()
    right = by_hand(case)
    wrong = {**right, "dW1": 1e9 * right["dW1"]}
    for name in ("dW1", "dZ1", "Z1"):
        np.testing.assert_array_equal(
            tolerances_of(name, case)[0], tolerances_of(name, case, wrong)[0]
        )


def test_the_tolerances_grow_with_the_operands_and_not_beyond():
    case = make_case()
    larger = {**case, "W1": 1e3 * case["W1"], "b1": 1e3 * case["b1"]}
    for small, large in zip(tolerances_of("Z1", case), tolerances_of("Z1", larger), strict=True):
        np.testing.assert_allclose(large / small, 1e3, rtol=1e-9)


def test_a_difference_quotient_may_be_off_by_what_it_leaves_out():
    table, a, h = calculus.DERIVATIVES, np.array([[2.0, 3.0, 5.0]]), 1e-3
    case = {"a": a, "h": h}
    made = EndToEnd(table, case, {}, table.sizes(case), F64)
    np.testing.assert_allclose(made.truncation(table["slope_square"]), np.full_like(a, h))
    np.testing.assert_allclose(made.truncation(table["slope_cube"]), h / 2 * 6 * (a + h))
    np.testing.assert_allclose(made.truncation(table["slope_log"]), h / 2 / a**2)
    np.testing.assert_array_equal(made.truncation(table["slope_line"]), np.zeros_like(a))
    assert made.truncation(table["df_square"]) == 0


# ---- the kink


def next_to_the_kink():
    """A case with one Z1 within rounding of 0, seen above it by the reference."""
    case = make_case(activations=("relu", "sigmoid"))
    Z = case["W1"] @ case["X"]
    case["b1"][1, 0] = -Z[1, 4] + 1e-16
    reference = by_torch(case)
    reference["Z1"][1, 4] = 1e-17
    return case, reference


def granted(case, reference, candidate):
    """The tolerance of dZ1 from end to end, next to the kink and at its neighbour."""
    model = model_of(case)
    values = {**case, **reference}
    made = EndToEnd(model, values, candidate, model.sizes(case), F64)
    tolerance = made.tolerance(model["dZ1"], model["dZ1"].equation)
    return tolerance[1, 4], tolerance[1, 3]


def test_a_jump_is_granted_where_the_candidate_is_seen_on_the_other_side():
    case, reference = next_to_the_kink()
    Z = reference["Z1"].copy()
    Z[1, 4] = -1e-17
    at_kink, beside = granted(case, reference, {"Z1": Z})
    assert at_kink > abs(reference["dA1"][1, 4])
    assert beside < 1e-12


def test_no_jump_is_granted_where_both_are_seen_on_the_same_side():
    case, reference = next_to_the_kink()
    at_kink, beside = granted(case, reference, {"Z1": reference["Z1"].copy()})
    assert at_kink < 1e-12
    assert beside < 1e-12


def test_a_jump_is_granted_next_to_the_kink_where_the_side_is_not_known():
    case, reference = next_to_the_kink()
    at_kink, beside = granted(case, reference, {})
    assert at_kink > abs(reference["dA1"][1, 4])
    assert beside < 1e-12


def test_no_jump_is_granted_to_a_candidate_that_is_far_on_the_other_side():
    case, reference = next_to_the_kink()
    Z = reference["Z1"].copy()
    Z[1, 3] = -Z[1, 3]
    _, beside = granted(case, reference, {"Z1": Z})
    assert beside < 1e-12


# ---- what is replayed


def test_a_missing_operand_is_replayed_and_hands_on_half_its_tolerance():
    case = make_case()
    model, trace = model_of(case), by_hand(case)
    whole = {name: np.asarray(array) for name, array in trace.items()}
    without = {name: array for name, array in whole.items() if name != "dZ1"}
    made = Local(model, case, without, model.sizes(case), F64, TorchEvaluator)
    np.testing.assert_allclose(made["dZ1"], trace["dZ1"], rtol=1e-12)
    inherited = made.tolerance(model["dZ1"], model["dZ1"].equation) / 2
    k = case["X"].shape[1] + 1 + SLACK
    u = 2.0**-53
    magnitude = np.abs(made["dZ1"]) @ np.abs(case["X"]).T / 7
    own = k * u / (1 - k * u) * magnitude
    expected = 2 * (own + inherited @ np.abs(case["X"]).T / 7) + made.floor
    found = made.tolerance(model["dW1"], model["dW1"].equation)
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_the_spread_is_the_one_that_was_calibrated():
    assert pytest.approx(16 * 2**0.5) == SPREAD
    assert SLACK == 4
