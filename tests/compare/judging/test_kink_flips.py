"""Two right runs that see one entry on different sides of a kink, for rounding's sake."""

from functools import partial

import numpy as np
import pytest

from compare.candidates.seam import load
from tests.compare.judging.small_networks import (
    DEEP,
    F32,
    F64,
    all_agree,
    by_hand,
    by_torch,
    chapter_step,
    judge,
    make_case,
    run,
    verdicts,
)

BOTH = pytest.mark.parametrize("dtype", [F64, F32], ids=str)
KINKED = pytest.mark.parametrize("activation", ["relu", "leaky-relu"])
UNIT, SAMPLE = 1, 4


def flipped(activation, dtype, roundings=1.0):
    """A case with one Z1 at the kink, and the two cases on either side of it.

    The bias of one unit is moved by some roundings of the sum, as another order of summation would.
    """
    case = make_case((5, 3, 1), (activation, "sigmoid"), dtype=dtype, m=7)
    Z = (case["W1"] @ case["X"])[UNIT, SAMPLE]
    case["b1"][UNIT, 0] = -Z
    step = roundings * float(np.finfo(dtype).eps) * abs(Z)
    sides = []
    for sign in (1, -1):
        side = {**case, "b1": case["b1"].copy()}
        side["b1"][UNIT, 0] += dtype.type(sign * step)
        sides.append(side)
    return case, *sides


def seen(case, above, below):
    """The candidate above the kink, the reference below, each right for its own Z."""
    trace, reference = by_hand(above), by_torch(below)
    for V in ("b1",):  # the parameters of both are those of the case
        for t in (trace, reference):
            t[f"new_{V}"] = case[V] - case["X"].dtype.type(case["learning_rate"]) * t[f"d{V}"]
    return trace, reference


@BOTH
@KINKED
def test_the_two_runs_are_on_different_sides_and_far_apart_behind_the_kink(activation, dtype):
    trace, reference = seen(*flipped(activation, dtype))
    assert trace["Z1"][UNIT, SAMPLE] > 0 > reference["Z1"][UNIT, SAMPLE]
    apart = np.abs(trace["dZ1"] - reference["dZ1"])[UNIT, SAMPLE]
    assert apart > 0.9 * np.abs(trace["dA1"][UNIT, SAMPLE])


@BOTH
@KINKED
def test_a_flip_within_rounding_does_not_alarm(activation, dtype):
    case, above, below = flipped(activation, dtype)
    for pair in ((above, below), (below, above)):
        trace, reference = seen(case, *pair)
        judgements = judge(trace, case, reference)
        assert all_agree(judgements), verdicts(judgements)


@BOTH
@KINKED
def test_a_flip_beyond_rounding_differs(activation, dtype):
    case, above, below = flipped(activation, dtype, roundings=1e4)
    trace, reference = seen(case, above, below)
    found = verdicts(judge(trace, case, reference))
    assert found["Z1"] == "differ"
    assert found["dZ1"] == "differ"


@BOTH
@KINKED
def test_a_flip_excuses_its_own_entry_only(activation, dtype):
    case, above, below = flipped(activation, dtype)
    trace, reference = seen(case, above, below)
    for index in ((UNIT, SAMPLE - 1), (UNIT - 1, SAMPLE)):
        wrong = {name: np.array(array) for name, array in trace.items()}
        wrong["dZ1"][index] += 1e3 * np.finfo(dtype).eps
        judgement = judge(wrong, case, reference)["dZ1"]
        assert judgement.verdict == "differ"
        assert judgement.worst.index == index


@BOTH
@KINKED
def test_a_wrong_derivative_at_the_flipped_entry_differs_all_the_same(activation, dtype):
    """The local test knows on which side the candidate was."""
    case, above, below = flipped(activation, dtype)
    trace, reference = seen(case, above, below)
    trace["dZ1"][UNIT, SAMPLE] *= dtype.type(0.5)
    judgement = judge(trace, case, reference)["dZ1"]
    assert judgement.verdict == "differ"
    assert judgement.status == "certain"


def test_the_derivative_at_exactly_zero_is_that_of_the_left_side():
    case, _, _ = flipped("relu", F64)
    case["X"][:, SAMPLE] = 0
    case["b1"][UNIT, 0] = 0
    trace = by_hand(case)
    assert trace["Z1"][UNIT, SAMPLE] == 0
    assert all_agree(judge(trace, case))
    trace["dZ1"][UNIT, SAMPLE] = trace["dA1"][UNIT, SAMPLE]  # relu'(0) = 1, as the course has it
    for V, gradient in (("W1", trace["dZ1"] @ case["X"].T / 7), ("b1", trace["dZ1"].mean(1))):
        trace[f"d{V}"] = gradient.reshape(case[V].shape)
        trace[f"new_{V}"] = case[V] - case["learning_rate"] * trace[f"d{V}"]
    judgement = judge(trace, case)["dZ1"]
    assert (judgement.verdict, judgement.convention.kind) == ("convention", "kink")
    assert judgement.reason == "relu'(0) = 1"


# ---- where Z is not returned


COURSE = ("A1", "A2", "cost", "dW1", "db1", "dW2", "db2")


@BOTH
@KINKED
def test_a_flip_of_a_Z_that_was_not_returned_does_not_alarm(activation, dtype):
    case, above, below = flipped(activation, dtype)
    for pair in ((above, below), (below, above)):
        trace, reference = seen(case, *pair)
        partial_trace = {name: trace[name] for name in COURSE}
        found = verdicts(judge(partial_trace, case, reference))
        assert {found[name] for name in COURSE} == {"agree"}, found


# ---- over many steps


def with_flips(step, case, state):
    """Sum from the other end, and nudge what is next to the kink to its other side."""
    given = {**case, "W1": case["W1"][:, ::-1], "X": case["X"][::-1]}
    trace, state = step(given, state)
    trace["dW1"] = np.ascontiguousarray(trace["dW1"][:, ::-1])
    trace["new_W1"] = case["W1"] - case["X"].dtype.type(case["learning_rate"]) * trace["dW1"]
    return trace, state


@BOTH
@KINKED
def test_sums_from_the_other_end_do_not_alarm_over_thirty_steps(activation, dtype):
    case = make_case((5, 3, 1), (activation, "sigmoid"), dtype=dtype, m=101)
    report = run(partial(with_flips, chapter_step()), case, 30)
    assert {quantity.verdict for quantity in report.quantities} == {"agree"}


def cancelling(dtype, seed):
    """Examples in pairs whose Z1 cancel to nothing but rounding, in every unit and many layers."""
    case = make_case((4, 5, 3, 1), ("relu", "relu", "sigmoid"), dtype=dtype, seed=seed, m=40)
    W = case["W1"]
    W[:, 2:] = -W[:, :2]
    case["X"][2:] = case["X"][:2]
    for layer in (1, 2, 3):
        case[f"b{layer}"][...] = 0
    return case


def summed_in_another_order(dtype, case, state):
    """The same step; W1 @ X in the order of the columns 0, 2, 1, 3."""
    order = [0, 2, 1, 3]
    t = dict(chapter_step(DEEP)(case, state)[0])
    t["Z1"] = np.zeros_like(t["Z1"]) + case["b1"]
    for k in order:
        t["Z1"] = t["Z1"] + case["W1"][:, k : k + 1] * case["X"][k : k + 1]
    t["A1"] = np.maximum(t["Z1"], 0)
    t["Z2"] = case["W2"] @ t["A1"] + case["b2"]
    t["A2"] = np.maximum(t["Z2"], 0)
    t["Z3"] = case["W3"] @ t["A2"] + case["b3"]
    t["A3"] = 1 / (1 + np.exp(-t["Z3"]))
    m, rate = case["X"].shape[1], dtype.type(case["learning_rate"])
    zero = dtype.type(0)
    t["cost"] = np.mean(np.logaddexp(zero, t["Z3"]) - case["Y"] * t["Z3"])
    t["dZ3"] = t["A3"] - case["Y"]
    for layer in (3, 2, 1):
        A_prev = t[f"A{layer - 1}"] if layer > 1 else case["X"]
        t[f"dW{layer}"] = t[f"dZ{layer}"] @ A_prev.T / m
        t[f"db{layer}"] = t[f"dZ{layer}"].sum(axis=1, keepdims=True) / m
        if layer > 1:
            t[f"dA{layer - 1}"] = case[f"W{layer}"].T @ t[f"dZ{layer}"]
            t[f"dZ{layer - 1}"] = t[f"dA{layer - 1}"] * (t[f"Z{layer - 1}"] > 0)
    for V in ("W1", "b1", "W2", "b2", "W3", "b3"):
        t[f"new_{V}"] = case[V] - rate * t[f"d{V}"]
    return t, state


@BOTH
def test_many_flips_at_once_do_not_alarm(dtype):
    flips = 0
    for seed in range(8):
        case = cancelling(dtype, seed)
        trace, _ = summed_in_another_order(dtype, case, None)
        reference = load(f"reference_torch.{DEEP}:step").step(case, None)[0]
        flips += np.count_nonzero((trace["Z1"] > 0) != (reference["Z1"] > 0))
        found = verdicts(judge(trace, case, reference))
        assert "differ" not in found.values(), (seed, found)
    assert flips > 20
