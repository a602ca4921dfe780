"""A program that does not answer twice alike is told so, and is never in agreement."""

import itertools

import numpy as np
import pytest

import compare
from compare.candidates.seam import Implementation
from compare.comparing.repeat import Repeated, repeat
from compare.comparing.run import Judging
from compare.reporting.comparison_text import plain_text
from tests.compare.comparing.student import judged, own_case, saved, student

NOISE = ("m = X.shape[1]", "m = X.shape[1]\nX = X + np.random.default_rng().normal(size=X.shape)")
SHUFFLED = (
    "m = X.shape[1]",
    "m = X.shape[1]\np = np.random.default_rng(0).permutation(m)\nX, Y = X[:, p], Y[:, p]",
)
RANDOM = "asked twice for the same step, it gives another"


def repeated(step, case=None):
    case = case or own_case()
    return repeat(Implementation("mynet:step", step), case, saved(case))


def test_a_program_that_answers_alike_has_nothing_said_of_it():
    assert repeated(student()) == Repeated()
    assert RANDOM not in plain_text(judged())


def test_a_random_program_is_told_to_seed_and_gets_no_verdict():
    report = judged(NOISE)
    assert report.verdict == "not-comparable"
    assert report.repeated.unequal[:2] == ("Z1", "A1")
    assert f"{RANDOM} Z1, A1, Z2: it is random, or keeps something between calls" in plain_text(
        report
    )


def test_randomness_in_one_gradient_is_named_there():
    line = "db2 = np.sum(dZ2, axis=1, keepdims=True) / m"
    step = student((line, f"{line} * np.random.default_rng().random()"))
    assert repeated(step).unequal == ("db2", "new_b2")


def test_what_is_wrong_at_every_call_alike_differs_whatever_else_is_random():
    line = "db2 = np.sum(dZ2, axis=1, keepdims=True) / m"
    random = (line, f"{line} * np.random.default_rng().random()")
    assert judged(random).verdict == "not-comparable"
    report = judged(random, ("dW1 = dZ1 @ X.T / m", "dW1 = dZ1 @ X.T"))
    assert report.verdict == "differ"
    assert "db2" in report.repeated.unequal


def test_right_when_it_is_judged_and_otherwise_when_asked_again_is_no_verdict():
    """Which numbers it gives is anybody's guess."""
    right = student()
    calls: list[int] = []

    def step(case, state):
        calls.append(1)
        trace, state = right(case, state)
        return {**trace, "dW1": trace["dW1"] * (2 if len(calls) == last else 1)}, state

    last = 0
    assert compare.judge(step, case=own_case()).verdict == "agree"
    last = len(calls)
    calls.clear()
    report = compare.judge(step, case=own_case())
    assert report.verdict == "not-comparable"
    assert report.repeated.unequal == ("dW1",)
    assert plain_text(report).splitlines()[0].endswith(f"{RANDOM} answer")
    calls.clear()
    with pytest.raises(AssertionError, match="seed it, or keep it in the state"):
        compare.assert_agree(step, case=own_case())


def test_a_counter_between_calls_is_named():
    right, calls = student(), itertools.count(1)

    def step(case, state):
        trace, state = right(case, state)
        return {**trace, "dW2": trace["dW2"] * next(calls)}, state

    assert repeated(step).unequal == ("dW2",)


def test_a_counter_in_the_state_is_its_own():
    right = student()

    def step(case, state):
        trace, _ = right(case, None)
        return trace, (state or 0) + 1

    assert repeated(step) == Repeated()


def test_the_last_digits_may_be_others():
    """A sum over threads is."""
    right, calls = student(), itertools.count()

    def step(case, state):
        trace, state = right(case, state)
        return {**trace, "dW1": trace["dW1"] * (1 + 1e-13 * next(calls))}, state

    assert repeated(step) == Repeated()


def test_examples_in_another_order_are_named_as_such():
    report = judged(SHUFFLED)
    assert report.verdict == "differ"
    assert report.repeated == Repeated((), ("Z1", "A1", "Z2", "A2", "dZ2", "dA1", "dZ1"))
    text = plain_text(report)
    assert "Z1, A1, Z2: the right columns in another order; does it shuffle" in text


def test_another_order_at_every_call_is_random_and_not_called_an_order():
    calls = itertools.count()

    def step(case, state):
        order = np.random.default_rng(next(calls)).permutation(7)
        shuffled = {"X": case["X"][:, order], "Y": case["Y"][:, order]}
        return student()({**case, **shuffled}, state)

    found = repeated(step)
    assert found.shuffled == ()
    assert "Z1" in found.unequal


def test_wrong_values_are_no_other_order():
    right = student()

    def step(case, state):
        trace, state = right(case, state)
        return {**trace, "Z1": trace["Z1"][:, ::-1] + 0.5}, state

    assert repeated(step) == Repeated()


@pytest.mark.parametrize(
    "wrong",
    [None, "text", np.zeros((0, 3)), np.array([1, 2]), np.full((3, 7), np.nan)],
    ids=["none", "text", "empty", "integers", "nan"],
)
def test_what_cannot_be_compared_is_not_compared(wrong):
    def step(case, state):
        return {"Z1": wrong}, state

    assert repeated(step) == Repeated()


def test_a_program_that_raises_the_second_time_is_not_judged_by_it():
    right, calls = student(), itertools.count()

    def step(case, state):
        if next(calls):
            raise ValueError("once only")
        return right(case, state)

    assert repeated(step) == Repeated()


def test_a_judging_has_no_demands_unless_asked():
    judging = Judging(np.dtype(np.float64), object)
    assert (judging.strict, judging.second_opinion, judging.relu_at_zero) == (False, False, None)
