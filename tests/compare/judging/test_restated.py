"""A reference restated by another table is that table's own step, written out by hand."""

import numpy as np
import pytest

from compare.candidates.seam import Implementation
from compare.formulas.on_torch import TorchEvaluator
from compare.judging.restated import Restating, restated
from compare.quantities.conventions import (
    USUAL,
    conventions,
    declare_kinks,
    scales,
    with_kinks,
)
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION, logistic_regression
from compare.quantities.network import network
from tests.compare.judging.in_numpy import logistic_step, network_step
from tests.compare.judging.small_networks import DTYPES, F64, by_torch, make_case, model_of

BOTH = pytest.mark.parametrize("dtype", DTYPES, ids=str)
SCALES = [(cost, s) for cost in ("cross-entropy", "squared-error") for s in (USUAL, *scales(cost))]
EVERY_SCALE = pytest.mark.parametrize(
    ("cost", "scale"), SCALES, ids=[f"{cost}: {scale.name or 'usual'}" for cost, scale in SCALES]
)


def close(actual, expected, dtype):
    """Whether all quantities of one are those of the other, to rounding."""
    for name, array in actual.items():
        size = np.abs(expected[name]).max()
        tolerance = 200 * np.finfo(dtype).eps
        np.testing.assert_allclose(
            array, expected[name], rtol=tolerance, atol=tolerance * size, err_msg=name
        )
        assert array.dtype == dtype
    return True


def by_table(reference, other, case, usual=None):
    dtype = case["X"].dtype
    return restated(reference, usual or model_of(case), other, case, dtype, TorchEvaluator)


@BOTH
@EVERY_SCALE
def test_every_scale_restated_is_the_step_of_that_scale(cost, scale, dtype):
    case = make_case((5, 3, 1), ("tanh", "sigmoid"), cost, dtype=dtype)
    other = network(case["activations"], cost, scale=scale)
    right = network_step(case)
    assert close(by_table(right, other, case), network_step(case, scale), dtype)


@BOTH
@pytest.mark.parametrize("at_zero", [0.5, 1.0])
@pytest.mark.parametrize("hidden", ["relu", "leaky-relu"])
def test_every_value_at_a_kink_restated_is_the_step_of_that_value(hidden, at_zero, dtype):
    case = make_case(activations=(hidden, "sigmoid"), dtype=dtype)
    case["X"][:, 4] = case["b1"][1] = 0
    other = with_kinks(model_of(case), {hidden.replace("-", "_"): at_zero})
    expected = network_step(case, at_zero=at_zero)
    assert not np.array_equal(expected["db1"], network_step(case)["db1"])
    assert close(by_table(network_step(case), other, case), expected, dtype)


@EVERY_SCALE
def test_a_scale_and_a_kink_restated_are_the_step_of_both(cost, scale):
    case = make_case(activations=("relu", "sigmoid"), cost=cost)
    case["X"][:, 4] = case["b1"][1] = 0
    other = with_kinks(network(case["activations"], cost, scale=scale), {"relu": 1.0})
    expected = network_step(case, scale, 1.0)
    assert close(by_table(network_step(case), other, case), expected, F64)


@pytest.mark.parametrize("scale", [*scales("cross-entropy")], ids=lambda scale: scale.name)
def test_logistic_regression_restated_is_the_step_of_that_scale(scale):
    network_case = make_case((5, 1), ("sigmoid",))
    case = {
        "X": network_case["X"], "Y": network_case["Y"], "learning_rate": 0.3,
        "w": network_case["W1"].T.copy(), "b": network_case["b1"].reshape(()),
    }  # fmt: skip  # the case, then its parameters
    found = by_table(logistic_step(case), logistic_regression(scale), case, LOGISTIC_REGRESSION)
    assert close(found, logistic_step(case, scale), F64)


@EVERY_SCALE
def test_what_the_tables_have_in_common_is_the_references_own(cost, scale):
    case = make_case(cost=cost)
    right = network_step(case)
    found = by_table(right, network(case["activations"], cost, scale=scale), case)
    untouched = {"Z1", "A1", "Z2", "A2"} | ({"cost"} if scale.usual_cost else set())
    for name in untouched:
        assert found[name] is right[name]
    if scale == USUAL:
        assert all(found[name] is right[name] for name in right)


def test_what_the_reference_does_not_return_is_not_made_up():
    case = make_case()
    reference = by_torch(case)
    assert "dA2" not in reference
    for convention in conventions(model_of(case), kinks=False):
        assert by_table(reference, convention.model, case).keys() == reference.keys()


def test_the_reference_itself_stays_as_it_was():
    case = make_case()
    right = network_step(case)
    before = {name: array.copy() for name, array in right.items()}
    for convention in conventions(model_of(case), kinks=False):
        by_table(right, convention.model, case)
    for name, array in right.items():
        np.testing.assert_array_equal(array, before[name])


def test_a_restating_reference_trains_by_the_other_table():
    case = make_case(activations=("relu", "sigmoid"))
    case["X"][:, 4] = case["b1"][1] = 0
    usual = model_of(case)
    twin = Implementation("tests:twin", lambda case, state: (network_step(case), (state or 0) + 1))
    speaking = Restating(twin, usual, declare_kinks(usual, 1), F64, TorchEvaluator)
    given, expected, state = dict(case), dict(case), None
    for _ in range(3):
        trace, state = speaking.step(given, state)
        wanted = network_step(expected, at_zero=1.0)
        assert close(trace, wanted, F64)
        given |= {V: trace[f"new_{V}"] for V in usual.parameters}
        expected |= {V: wanted[f"new_{V}"] for V in usual.parameters}
    assert state == 3


def test_a_restating_reference_is_else_the_same_also_afresh():
    twin = Implementation("tests:twin", lambda case, state: (network_step(case), state))
    case = make_case()
    usual = model_of(case)
    speaking = Restating(twin, usual, declare_kinks(usual, 1), F64, TorchEvaluator)
    speaking.step(case, None)
    assert (speaking.name, len(speaking.seconds)) == ("tests:twin", 1)
    fresh = speaking.afresh()
    assert isinstance(fresh, Restating)
    assert (fresh.name, fresh.seconds, fresh.other) == ("tests:twin", [], speaking.other)
