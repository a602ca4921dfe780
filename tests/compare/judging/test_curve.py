"""What a cost curve can show, against the curve of a run that really leaves a gradient out."""

import numpy as np
import pytest

from compare.judging.curve import VISIBLE, Curve, Reading
from tests.compare.judging.in_numpy import network_step
from tests.compare.judging.small_networks import make_case, model_of

SMOOTH = pytest.mark.parametrize("hidden", ["tanh", "sigmoid", "identity"])
COSTS = pytest.mark.parametrize("cost", ["cross-entropy", "squared-error"])
SEEDS = pytest.mark.parametrize("seed", range(3))


def calm(hidden="tanh", cost="cross-entropy", seed=0, rate=0.03):
    """A smooth network at a rate at which a step does what its gradient says."""
    case = make_case(activations=(hidden, "sigmoid"), cost=cost, m=31, seed=seed)
    return case | {"learning_rate": rate}


def curve_of(case, steps, frozen=None):
    """The curve of a run; the gradient by ``frozen`` is left out."""
    curve, case = Curve(model_of(case)), dict(case)
    for _ in range(steps):
        trace = network_step(case)
        curve.add(trace, case)
        case |= {V: trace[f"new_{V}"] for V in {*curve.moved} - {frozen}}
    return curve


def measured(case, steps, frozen):
    """How far the last cost moves if a gradient is left out, as a share of the first."""
    whole, without = curve_of(case, steps).costs, curve_of(case, steps, frozen).costs
    return (without[-1] - whole[-1]) / whole[0]


@SEEDS
@COSTS
@SMOOTH
@pytest.mark.parametrize("steps", [2, 5, 20])
def test_the_reading_is_what_leaving_the_gradient_out_does_within_a_factor_three(
    steps, hidden, cost, seed
):
    case = calm(hidden, cost, seed)
    reading = curve_of(case, steps).reading()
    assert 1 / 3 < reading.share / measured(case, steps, reading.least) < 3


@COSTS
@SMOOTH
@pytest.mark.parametrize("steps", [2, 3, 5])
def test_at_a_low_rate_the_reading_is_that_within_five_per_cent(steps, hidden, cost):
    """The last step moves no cost of the curve, and does not count."""
    case = calm(hidden, cost, rate=1e-3)
    reading = curve_of(case, steps).reading()
    assert reading.share == pytest.approx(measured(case, steps, reading.least), rel=0.05)


@COSTS
@SMOOTH
def test_no_parameter_matters_less_than_the_one_that_is_named(hidden, cost):
    case = calm(hidden, cost)
    least = curve_of(case, 5).reading().least
    shares = {V: measured(case, 5, V) for V in model_of(case).parameters}
    assert min(shares, key=shares.get) == least


def test_a_curve_that_falls_is_no_witness_for_a_gradient_that_hardly_moves_it():
    case = make_case(activations=("tanh", "sigmoid"), m=31) | {"learning_rate": 0.3}
    case["W2"] /= 1000
    case["b2"] += 2
    curve = curve_of(case, 10)
    assert curve.costs[-1] < 0.95 * curve.costs[0]
    reading = curve.reading()
    assert reading.least in ("W1", "b1")
    assert not reading.informative


def test_a_long_run_in_which_every_gradient_matters_is_informative():
    reading = curve_of(make_case() | {"learning_rate": 0.3}, 100).reading()
    assert reading.share > VISIBLE
    assert reading.informative


@pytest.mark.parametrize("steps", [0, 1])
def test_less_than_two_costs_are_no_curve(steps):
    assert curve_of(calm(), steps).reading() == Reading("", 0.0)


def test_a_step_without_a_cost_is_no_point_of_the_curve():
    curve = Curve(model_of(calm()))
    curve.add({"A2": np.zeros((1, 31))}, calm())
    assert curve.costs == []
    assert not curve.reading().informative


def test_a_step_without_new_parameters_is_no_point_of_the_curve():
    case = calm()
    trace = network_step(case)
    del trace["new_W1"]
    curve = Curve(model_of(case))
    curve.add(trace, case)
    assert curve.costs == []


def test_a_curve_that_begins_at_zero_has_a_reading():
    case = calm()
    curve = curve_of(case, 3)
    curve.costs[0] = 0.0
    assert curve.reading().share > 1e100
