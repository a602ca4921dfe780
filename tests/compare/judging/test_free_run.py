"""The free run beside perturbed references: what strays, what may, and where chaos begins."""

import tracemalloc
from functools import partial
from itertools import pairwise

import numpy as np
import pytest

from compare.candidates.seam import Implementation
from compare.errors import CandidateError
from compare.judging.free_run import BUDGET, HORIZON, SHADOWS, Envelope, FreeRun, run_free
from compare.judging.rounding import unit
from tests.compare.judging.in_numpy import network_step
from tests.compare.judging.small_networks import (
    DTYPES,
    F32,
    F64,
    chapter_step,
    make_case,
    model_of,
    run,
)

BOTH = pytest.mark.parametrize("dtype", DTYPES, ids=str)


def right(case, state):
    return network_step(case), state


def wrong_by(factor, case, state, since=0):
    """From some step on, the gradient by W1 is off by a factor."""
    t = state or 0
    slips = {"dW1": lambda value: factor * value} if t >= since else {}
    return network_step(case, slips=slips), t + 1


def freely(step, case, steps, shadow=None):
    """Run free beside the chapter and its shadows, or beside another program and its."""
    return run_free(
        Implementation("tests:step", step),
        Implementation("tests:shadow", shadow or chapter_step()),
        model_of(case), lambda t: case, steps, case["X"].dtype, lambda: None,
    )  # fmt: skip  # one call


def chaotic(dtype=F64):
    """Sixteen tanh units on a flower, at a rate that is far too high."""
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 2 * np.pi, 101)
    radius = 4 * np.abs(np.sin(4 * angle)) + rng.normal(0, 0.2, 101)
    case = make_case((2, 16, 1), m=101, dtype=dtype)
    case["X"] = np.stack([radius * np.cos(angle), radius * np.sin(angle)]).astype(dtype)
    case["Y"] = (np.sin(4 * angle) * np.cos(angle) > 0).reshape(1, 101).astype(dtype)
    return case | {"learning_rate": 30.0}


# ---- inside and outside


@BOTH
@pytest.mark.parametrize("cost", ["cross-entropy", "squared-error"])
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "leaky-relu"])
def test_a_right_program_stays_well_inside_the_envelope(hidden, cost, dtype):
    case = make_case(activations=(hidden, "sigmoid"), cost=cost, dtype=dtype)
    envelope = freely(right, case, 30).envelope
    assert 0 < envelope.share < 0.1
    assert envelope.horizon is None
    assert envelope.strayed < envelope.allowed < HORIZON


@BOTH
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu"])
def test_a_gradient_that_is_off_by_one_per_cent_goes_outside(hidden, dtype):
    case = make_case(activations=(hidden, "sigmoid"), dtype=dtype)
    envelope = freely(partial(wrong_by, dtype.type(1.01)), case, 30).envelope
    assert envelope.share > 10
    assert envelope.strayed > envelope.allowed


def test_float64_sees_a_gradient_that_is_off_by_a_hair():
    envelope = freely(partial(wrong_by, 1 + 1e-9), make_case(), 30).envelope
    assert envelope.share > 1000


@BOTH
def test_one_step_alone_may_stray_at_least_four_units_times_the_budget(dtype):
    """And at most what the shadows stray beside it: each entry starts one unit in the last off."""
    envelope = freely(right, make_case(dtype=dtype), 1).envelope
    assert 4 * BUDGET <= envelope.allowed / unit(dtype) <= 8 * BUDGET


def test_the_shadows_start_one_unit_in_the_last_place_off_and_the_reference_does_not():
    case = make_case()
    starts = []

    def noting(case, state):
        if state is None:
            starts.append({name: case[name].copy() for name in ("W1", "b1", "W2", "b2")})
        return chapter_step()(case, None)[0], True

    freely(right, case, 3, shadow=noting)
    unmoved, *moved = starts
    assert all(np.array_equal(unmoved[name], case[name]) for name in unmoved)
    assert len(moved) == SHADOWS == 3
    for start in moved:
        for name, array in start.items():
            ulps = np.abs(array - case[name]) / np.spacing(np.abs(case[name]))
            assert set(ulps.ravel()) <= {0.5, 1.0}  # half, below a power of two
    for one, other in pairwise(moved):
        assert any(not np.array_equal(one[name], other[name]) for name in one)


def test_where_nothing_else_takes_the_step_the_free_run_has_no_envelope():
    report = run(right, make_case(), 3)
    assert report.candidate.envelope is None
    assert len(report.candidate.costs) == 3


def test_a_shadow_given_to_the_trajectory_draws_its_envelope():
    report = run(right, make_case(), 3, shadow=Implementation("tests:shadow", chapter_step()))
    assert isinstance(report.candidate.envelope, Envelope)
    assert report.candidate.envelope == freely(right, make_case(), 3).envelope


def test_what_the_free_run_finds_decides_nothing():
    def only_free(case, state):
        """Right while it is taught: five steps; then wrong."""
        t = only_free.calls = only_free.calls + 1
        slips = {"dW1": lambda value: 2 * value} if t > 5 else {}
        return network_step(case, slips=slips), None

    only_free.calls = 0
    shadow = Implementation("tests:shadow", chapter_step())
    report = run(only_free, make_case(), 5, shadow=shadow)
    assert {quantity.verdict for quantity in report.quantities} == {"agree"}
    assert report.candidate.envelope.share > 1000


def test_a_candidate_that_goes_astray_on_its_own_has_no_free_run():
    def raising(case, state):
        if state == 2:
            raise FloatingPointError("too far")
        return network_step(case), (state or 0) + 1

    assert freely(raising, make_case(), 5) == FreeRun((), None)


def test_an_error_of_the_shadow_is_not_taken_for_one_of_the_candidate():
    def broken(case, state):
        raise ValueError("the shadow is broken")

    with pytest.raises(CandidateError, match="the shadow is broken"):
        freely(right, make_case(), 3, shadow=broken)


def test_parameters_that_are_not_numbers_are_infinitely_astray():
    def no_number(case, state):
        trace = network_step(case)
        return {**trace, "new_W1": trace["new_W1"] * np.nan}, state

    envelope = freely(no_number, make_case(), 2).envelope
    assert (envelope.strayed, envelope.share) == (np.inf, np.inf)


# ---- chaos


@pytest.mark.parametrize(("dtype", "steps"), [(F64, 60), (F32, 25)], ids=["float64", "float32"])
def test_a_chaotic_run_has_a_horizon_and_a_right_program_is_inside_before_it(dtype, steps):
    envelope = freely(right, chaotic(dtype), steps).envelope
    assert 2 < envelope.horizon < steps
    assert envelope.strayed > HORIZON  # two right programs, and far apart
    assert envelope.share < 1


def test_the_horizon_does_not_depend_on_how_long_the_run_is():
    horizon = freely(right, chaotic(), 60).envelope.horizon
    assert freely(right, chaotic(), horizon).envelope.horizon == horizon
    assert freely(right, chaotic(), horizon - 1).envelope.horizon is None


def test_only_what_strays_before_the_horizon_counts():
    case = chaotic()
    expected = freely(right, case, 60).envelope
    behind = partial(wrong_by, 100.0, since=expected.horizon)
    envelope = freely(behind, case, 60).envelope
    assert (envelope.share, envelope.horizon) == (expected.share, expected.horizon)
    assert envelope.strayed != expected.strayed
    before = partial(wrong_by, 1.01, since=expected.horizon - 5)
    assert freely(before, case, 60).envelope.share > 1


def test_an_envelope_never_narrows():
    """The shadows come together again; what was decided before does not."""
    case = chaotic() | {"learning_rate": 10.0}
    allowed = [freely(right, case, steps).envelope.allowed for steps in (10, 20, 30, 40, 60)]
    assert allowed == sorted(allowed)


def test_a_calm_run_has_no_horizon():
    assert freely(right, chaotic() | {"learning_rate": 1.0}, 60).envelope.horizon is None


# ---- memory


def peak(call, *given):
    tracemalloc.start()
    call(*given)
    _, top = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return top


def test_a_long_run_takes_no_more_memory_than_a_short_one():
    case = make_case((2, 16, 1), m=101)
    beside = partial(freely, right, case, shadow=right)
    beside(3)  # what is made once
    short, long = (peak(beside, steps) for steps in (100, 400))
    assert long - short < 100_000
    trace = sum(array.nbytes for array in network_step(case).values())
    assert 300 * trace > 1_000_000  # a run that kept them would show
