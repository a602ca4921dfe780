"""Many steps: what is forced, what is kept, what is shown, and how steps are summed up."""

import gc
import tracemalloc
from functools import partial
from typing import ClassVar

import numpy as np
import pytest

from compare.candidates.seam import load
from compare.errors import CandidateError
from compare.judging.free_run import FreeRun
from compare.judging.summary import History
from compare.judging.trajectory import CONSECUTIVE, INTERVAL, judged_steps
from compare.judging.verdict import RANK, SEEN, Judgement, Worst
from tests.compare.judging.small_networks import (
    DTYPES,
    F32,
    SHALLOW,
    chapter_step,
    make_case,
    model_of,
    run,
)

RIGHT = chapter_step()


def by_name(report):
    return {quantity.name: quantity for quantity in report.quantities}


def verdicts_of(report):
    return {quantity.name: quantity.verdict for quantity in report.quantities}


# ---- which steps


def test_every_step_of_a_short_run_is_judged():
    for steps in (1, 2, 19, 20):
        assert judged_steps(steps) == set(range(steps))


def test_of_a_long_run_the_first_twenty_then_every_tenth_and_the_last_are_judged():
    assert judged_steps(58) == {*range(20), 20, 30, 40, 50, 57}
    assert judged_steps(300) == {*range(20), *range(20, 300, 10), 299}
    assert (CONSECUTIVE, INTERVAL) == (20, 10)


def test_the_report_counts_the_steps_and_those_that_were_judged():
    report = run(RIGHT, make_case(), 33)
    assert (report.steps, report.judged) == (33, 23)
    assert by_name(report)["Z1"].elements == 23 * 21


@pytest.mark.parametrize(
    ("at", "found"), [(5, True), (19, True), (23, False), (30, True), (32, True)]
)
def test_a_fault_of_a_single_step_is_found_if_that_step_is_judged(at, found):
    def once(case, state):
        trace, _ = RIGHT(case, None)
        t = state or 0
        if t == at:
            trace["dW1"] = -trace["dW1"]
        return trace, t + 1

    quantity = by_name(run(once, make_case(), 33))["dW1"]
    assert quantity.verdict == ("differ" if found else "agree")
    assert quantity.step == (at + 1 if found else 1)


# ---- teacher forcing


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_the_chapter_agrees_over_forty_steps(dtype):
    report = run(RIGHT, make_case(dtype=dtype), 40)
    assert set(verdicts_of(report).values()) == {"agree"}
    assert max(quantity.worst_excess for quantity in report.quantities) < 1
    assert report.failure is None


def test_the_candidate_is_given_the_parameters_of_the_reference_at_every_step():
    case = make_case()
    given = {}

    def wrong_updates(case, state):
        t = state or 0
        given.setdefault(t, {name: case[name].copy() for name in ("W1", "b1", "W2", "b2")})
        trace, _ = RIGHT(case, None)
        return {**trace, "new_W1": trace["new_W1"] + 100}, t + 1

    run(wrong_updates, case, 4)
    reference, state, expected = load(f"reference_torch.{SHALLOW}:step"), None, dict(case)
    for taught in given.values():
        for name in ("W1", "b1", "W2", "b2"):
            np.testing.assert_array_equal(taught[name], expected[name])
        trace, state = reference.step(expected, state)
        expected |= {name: trace[f"new_{name}"] for name in ("W1", "b1", "W2", "b2")}


def test_a_wrong_update_does_not_make_the_next_step_differ():
    def wrong_updates(case, state):
        trace, state = RIGHT(case, state)
        return {**trace, "new_W1": trace["new_W1"] + 100}, state

    found = verdicts_of(run(wrong_updates, make_case(), 4))
    assert found.pop("new_W1") == "differ"
    assert set(found.values()) == {"agree"}


def test_the_state_is_handed_back_as_it_was_returned():
    handed = []

    def counting(case, state):
        handed.append(state)
        return RIGHT(case, None)[0], (state or 0) + 1

    run(counting, make_case(), 3)
    assert handed == [None, 1, 2, None, 1, 2]  # taught, then free


def stale_gradient(case, state):
    """Step along the gradient of the step before."""
    trace, _ = RIGHT(case, None)
    gradient = trace["dW1"] if state is None else state
    trace["new_W1"] = case["W1"] - case["learning_rate"] * gradient
    return trace, trace["dW1"].copy()


def accumulating_gradient(case, state):
    """Never set the gradient back to zero."""
    trace, _ = RIGHT(case, None)
    trace["dW1"] = trace["dW1"] + (0 if state is None else state)
    trace["new_W1"] = case["W1"] - case["learning_rate"] * trace["dW1"]
    return trace, trace["dW1"].copy()


def own_copy_of_weights(case, state):
    """Keep the first weights, and never look at those of the case again."""
    kept = state or {name: case[name].copy() for name in ("W1", "b1", "W2", "b2")}
    return RIGHT({**case, **kept}, None)[0], kept


@pytest.mark.parametrize(
    ("step", "name"),
    [(stale_gradient, "new_W1"), (accumulating_gradient, "dW1"), (own_copy_of_weights, "Z1")],
    ids=["stale", "accumulating", "own weights"],
)
def test_a_fault_of_private_state_is_certain_at_the_second_step(step, name):
    report = run(step, make_case(), 5)
    wrong = by_name(report)[name]
    assert (wrong.verdict, wrong.step, wrong.status) == ("differ", 2, "certain")
    assert set(verdicts_of(run(step, make_case(), 1)).values()) == {"agree"}


def test_every_step_has_its_own_case():
    cases = [make_case(seed=seed) for seed in range(3)]
    report = run(RIGHT, cases[0], 3, case_at=cases.__getitem__)
    assert set(verdicts_of(report).values()) == {"agree"}
    costs = [RIGHT({**cases[k]}, None)[0]["cost"] for k in range(3)]
    assert report.reference.costs[0] == pytest.approx(costs[0])
    assert report.reference.costs[1] != pytest.approx(report.reference.costs[0])


def test_progress_is_told_after_every_call_of_the_candidate():
    calls = []
    run(RIGHT, make_case(), 7, progress=lambda: calls.append(1))
    assert len(calls) == 14


# ---- the free run


def test_the_free_run_goes_on_from_its_own_parameters():
    case = make_case()
    report = run(RIGHT, case, 6)
    state, costs, given = None, [], dict(case)
    for _ in range(6):
        trace, state = RIGHT(given, state)
        costs.append(float(trace["cost"]))
        given |= {name: trace[f"new_{name}"] for name in ("W1", "b1", "W2", "b2")}
    assert report.candidate.costs == pytest.approx(costs)
    assert report.reference.costs == pytest.approx(costs)
    assert report.candidate.accuracy == report.reference.accuracy


def test_the_free_run_shows_a_wrong_update_and_decides_nothing():
    def uphill(case, state):
        trace, state = RIGHT(case, state)
        return {**trace, "new_W1": 2 * case["W1"] - trace["new_W1"]}, state

    report = run(uphill, make_case(), 5)
    assert report.candidate.costs[0] == pytest.approx(report.reference.costs[0])
    assert report.candidate.costs[-1] != pytest.approx(report.reference.costs[-1])
    assert verdicts_of(report)["cost"] == "agree"


@pytest.mark.parametrize("missing", ["cost", "new_W1", "new_b2"])
def test_there_is_no_free_run_without_cost_and_parameters(missing):
    def leaving_out(case, state):
        trace, state = RIGHT(case, state)
        del trace[missing]
        return trace, state

    report = run(leaving_out, make_case(), 3)
    assert report.candidate == FreeRun((), None)
    assert len(report.reference.costs) == 3
    assert verdicts_of(report)[missing] == "not-captured"


def test_a_parameter_of_the_wrong_shape_ends_the_free_run():
    def transposed(case, state):
        trace, state = RIGHT(case, state)
        return {**trace, "new_W1": trace["new_W1"].T.copy()}, state

    report = run(transposed, make_case(), 3)
    assert report.candidate == FreeRun((), None)
    assert verdicts_of(report)["new_W1"] == "differ"


def test_a_candidate_that_goes_astray_on_its_own_is_still_judged():
    def fragile(case, state):
        if np.abs(case["W1"]).max() > 50:
            raise FloatingPointError("too far")
        trace, state = RIGHT(case, state)
        return {**trace, "new_W1": trace["new_W1"] + 60}, state

    report = run(fragile, make_case(), 3)
    assert report.failure is None
    assert report.candidate == FreeRun((), None)
    assert by_name(report)["new_W1"].verdict == "differ"


def test_accuracy_is_the_share_of_right_decisions():
    report = run(RIGHT, make_case(m=7), 2)
    assert report.reference.accuracy * 7 == pytest.approx(round(report.reference.accuracy * 7))


def test_one_example_has_no_accuracy():
    report = run(RIGHT, make_case(m=1), 2)
    assert report.reference.accuracy is None
    assert report.candidate.accuracy is None


def test_a_run_whose_cost_did_not_move_is_uninformative():
    assert run(RIGHT, make_case(), 20).curve.informative
    assert not run(RIGHT, make_case(), 1).curve.informative
    assert not run(RIGHT, make_case() | {"learning_rate": 1e-12}, 3).curve.informative


# ---- a candidate that fails


@pytest.mark.parametrize("fails_at", [1, 3, 5])
def test_a_candidate_that_raises_names_the_step_and_is_judged_up_to_there(fails_at):
    def failing(case, state):
        t = (state or 0) + 1
        if t == fails_at:
            raise ZeroDivisionError("division by m - 7")
        return RIGHT(case, None)[0], t

    report = run(failing, make_case(), 5)
    assert report.failure.startswith(f"step {fails_at}: tests:step raised ZeroDivisionError")
    assert "division by m - 7" in report.failure
    assert report.candidate == FreeRun((), None)
    if fails_at == 1:
        assert report.quantities == ()
    else:
        assert set(verdicts_of(report).values()) == {"agree"}
        assert by_name(report)["Z1"].elements == 21 * (fails_at - 1)


def test_a_fault_before_the_failure_is_still_found():
    def failing(case, state):
        if state:
            sys_exit()
        trace, _ = RIGHT(case, None)
        return {**trace, "dW1": -trace["dW1"]}, True

    def sys_exit():
        raise SystemExit(0)

    report = run(failing, make_case(), 5)
    assert "SystemExit" in report.failure
    assert by_name(report)["dW1"].verdict == "differ"


def test_a_candidate_that_returns_no_pair_fails_at_its_step():
    report = run(lambda case, state: RIGHT(case, state)[0], make_case(), 5)
    assert report.failure.startswith("step 1: tests:step returned a dict; wanted a pair")


def test_an_error_of_the_reference_is_not_taken_for_one_of_the_candidate():
    class Broken:
        def step(self, case, state):
            raise CandidateError("the twin is broken")

        def afresh(self):
            return self

    with pytest.raises(CandidateError, match="the twin is broken"):
        run(RIGHT, make_case(), 2, reference=Broken())


# ---- summing up


def judgement(verdict, **given):
    return Judgement("dW1", verdict, **given)


def summed(*rows):
    history = History("dW1 = 0")
    for t, judgement in enumerate(rows):
        history.add(t, judgement)
    return history.report()


@pytest.mark.parametrize("worst", RANK)
@pytest.mark.parametrize("other", RANK)
def test_the_worst_verdict_holds_except_that_blind_gives_way_to_what_was_seen(worst, other):
    if RANK[other] > RANK[worst]:
        worst, other = other, worst
    wanted = other if worst == "blind" and other in SEEN else worst
    for rows in ((worst, other), (other, worst), (other, worst, other)):
        assert summed(*map(judgement, rows)).verdict == wanted


def test_of_the_verdicts_on_what_was_seen_the_worst_holds_before_blind():
    rows = map(judgement, ("blind", "agree", "convention", "blind", "less-accurate"))
    assert summed(*rows).verdict == "convention"


def test_the_verdicts_rank_from_agreement_to_difference():
    assert sorted(RANK, key=RANK.__getitem__) == [
        "agree", "less-accurate", "convention", "blind", "not-comparable", "not-captured", "differ",
    ]  # fmt: skip  # one row


def test_of_the_steps_that_differ_the_one_with_the_most_certain_status_is_shown():
    statuses = ("follows", "suspect", "reference", "certain", "certain")
    report = summed(*(judgement("differ", status=status) for status in statuses))
    assert (report.step, report.status) == (4, "certain")
    report = summed(*(judgement("differ", status=status) for status in statuses[:3]))
    assert (report.step, report.status) == (3, "reference")


def test_the_first_step_with_the_verdict_is_shown():
    worst = Worst((1,), 2.0, 1.0, 0.1)
    rows = [
        judgement("agree", excess=0.1),
        judgement("differ", excess=10.0, reason="first", worst=worst, status="certain"),
        judgement("differ", excess=99.0, reason="second"),
    ]
    report = summed(*rows)
    assert (report.step, report.reason, report.status) == (2, "first", "certain")
    assert report.worst is worst
    assert report.worst_excess == 99.0


def test_elements_add_up_and_the_sharpest_step_counts():
    rows = [
        judgement("agree", elements=15, visible=1e-9, excess=0.3),
        judgement("agree", elements=15, visible=1e-12, excess=0.2),
    ]
    report = summed(*rows)
    assert (report.elements, report.smallest_visible, report.worst_excess) == (30, 1e-12, 0.3)


def test_always_zero_means_in_every_step():
    assert summed(judgement("blind", zero=True), judgement("blind", zero=True)).always_zero
    assert not summed(judgement("blind", zero=True), judgement("agree")).always_zero


def from_zero_weights():
    """W2 is 0, so that dA1, dZ1 and dW1 are 0 at the first step, and no longer at the second."""
    case = make_case()
    case["W2"] = np.zeros_like(case["W2"])
    return case


def test_what_is_blind_at_the_first_step_and_seen_at_the_second_agrees():
    case = from_zero_weights()
    assert verdicts_of(run(RIGHT, case, 1))["dW1"] == "blind"
    quantity = by_name(run(RIGHT, case, 2))["dW1"]
    assert quantity.verdict == "agree"
    assert not quantity.always_zero
    assert quantity.smallest_visible < 1e-9


def test_a_fault_that_zeros_hide_at_the_first_step_is_found_at_the_second():
    def missing_g_prime(case, state):
        trace, state = RIGHT(case, state)
        return {**trace, "dZ1": trace["dA1"].copy()}, state

    quantity = by_name(run(missing_g_prime, from_zero_weights(), 2))["dZ1"]
    assert (quantity.verdict, quantity.step, quantity.status) == ("differ", 2, "certain")


def test_what_is_zero_in_every_step_stays_blind():
    case = from_zero_weights()
    case["W1"] = np.zeros_like(case["W1"])
    case["b1"] = np.zeros_like(case["b1"])
    quantity = by_name(run(RIGHT, case, 5))["dW1"]
    assert quantity.verdict == "blind"
    assert quantity.always_zero
    assert quantity.reason == "all zero"


def test_the_arrays_of_the_last_judged_step_are_kept():
    case = make_case()
    report = run(RIGHT, case, 3)
    given = dict(case)
    for _ in range(3):
        trace, _ = load(f"reference_torch.{SHALLOW}:step").step(given, None)
        given |= {name: trace[f"new_{name}"] for name in model_of(case).parameters}
    np.testing.assert_allclose(report.last["new_W1"], given["W1"])


def test_names_the_table_does_not_have_are_reported_with_the_nearest_missing_one():
    def misspelt(case, state):
        trace, state = RIGHT(case, state)
        trace["dw1"] = trace.pop("dW1")
        return {**trace, "momentum": np.zeros(3)}, state

    report = run(misspelt, make_case(), 2)
    assert report.extra == {"dw1": "dW1", "momentum": None}
    assert verdicts_of(report)["dW1"] == "not-captured"


class Unsteady:
    """A right step that is wrong by a hair more at every call."""

    GROWTH: ClassVar[float] = 1e-14

    def __call__(self, case, state):
        t = (state or 0) + 1
        trace, _ = RIGHT(case, None)
        return {**trace, "dW1": trace["dW1"] * (1 + t * self.GROWTH)}, t


def test_an_error_that_grows_is_found_at_the_step_where_it_leaves_the_tolerance():
    quantity = by_name(run(Unsteady(), make_case(), 15))["dW1"]
    assert quantity.verdict == "differ"
    assert 1 <= quantity.step <= 3
    assert quantity.worst_excess > 5


def test_a_float32_run_is_judged_in_float32():
    report = run(partial(RIGHT), make_case(dtype=F32), 3)
    assert set(verdicts_of(report).values()) == {"agree"}
    assert 1e-8 < by_name(report)["Z1"].smallest_visible < 1e-4


def test_the_memory_of_a_run_does_not_grow_with_its_steps():
    case = make_case()

    def peak(steps):
        gc.collect()  # or it is the order of the tests that is measured
        tracemalloc.start()
        run(chapter_step(), case, steps)
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(20)
    a_step = 1000  # bytes: the costs, the times and what is not collected yet; a trace takes 5,000
    assert peak(400) - peak(100) < 300 * a_step
