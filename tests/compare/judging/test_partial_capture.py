"""Candidates that return only some of the quantities: what is missing is replayed."""

from functools import partial

import numpy as np
import pytest

from tests.compare.judging.small_networks import (
    DEEP,
    F32,
    F64,
    by_hand,
    by_torch,
    chapter_step,
    judge,
    make_case,
    run,
    verdicts,
)

DIMS, ACTIVATIONS = (7, 5, 3, 1), ("relu", "tanh", "sigmoid")
L = 3
COURSE = {"cost"} | {f"{kind}{layer}" for kind in ("A", "dW", "db") for layer in (1, 2, 3)}
"""What the course's notebooks keep: A_l, dW_l, db_l and the cost."""


def make(dtype=F64, seed=0, **options):
    return make_case(DIMS, ACTIVATIONS, dtype=dtype, seed=seed, m=11, **options)


def only(names, trace):
    return {name: array for name, array in trace.items() if name in names}


def partial_step(names, step, case, state):
    trace, state = step(case, state)
    return only(names, trace), state


def judged(trace, case):
    return judge(only(COURSE, trace), case, by_torch(case, DEEP))


# ---- right


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("dtype", [F64, F32], ids=str)
@pytest.mark.parametrize(
    "activations",
    [
        ("tanh", "tanh", "sigmoid"),
        ("relu", "relu", "sigmoid"),
        ("sigmoid", "leaky-relu", "sigmoid"),
    ],
    ids="-".join,
)
def test_a_right_partial_trace_stays_within_its_inherited_bounds_over_20_steps(
    activations, dtype, seed
):
    case = make_case(DIMS, activations, dtype=dtype, seed=seed, m=11) | {"learning_rate": 0.5}
    report = run(partial(partial_step, COURSE, chapter_step(DEEP)), case, 20, DEEP)
    assert report.failure is None
    for quantity in report.quantities:
        wanted = "agree" if quantity.name in COURSE else "not-captured"
        assert quantity.verdict == wanted, quantity
        assert quantity.worst_excess <= 1


@pytest.mark.parametrize("scale", [5, 20], ids="weights of {}".format)
@pytest.mark.parametrize("dtype", [F64, F32], ids=str)
def test_a_right_partial_trace_of_saturated_units_does_not_differ(dtype, scale):
    for seed in range(10):
        case = make(dtype, seed, scale=scale)
        found = verdicts(judged(by_hand(case, DEEP), case))
        assert "differ" not in found.values(), (seed, found)


@pytest.mark.parametrize("kept", ["dW1", "db1", "A3", "new_W1", "cost", "dZ1"])
def test_a_single_right_quantity_agrees_though_everything_before_it_is_replayed(kept):
    case = make()
    judgement = judge(only({kept}, by_hand(case, DEEP)), case, by_torch(case, DEEP))[kept]
    assert judgement.verdict == "agree"
    assert judgement.visible < 1e-9


def test_nothing_returned_is_nothing_agreed():
    case = make()
    assert set(verdicts(judge({}, case, by_torch(case, DEEP))).values()) == {"not-captured"}


def test_the_tolerance_of_a_replayed_operand_is_wider_than_of_a_captured_one():
    case = make()
    trace, reference = by_hand(case, DEEP), by_torch(case, DEEP)
    whole = judge(trace, case, {})["dW1"].visible
    assert judge(only({"dW1"}, trace), case, {})["dW1"].visible > 2 * whole
    assert reference


# ---- wrong


def wrong_in(layer, fault, case):
    """The chapter's trace with a fault in one layer's derivative, and all that follows from it."""
    trace = by_hand(case, DEEP)
    m = case["X"].shape[1]
    for k in range(L, 0, -1):
        A_prev = trace[f"A{k - 1}"] if k > 1 else case["X"]
        if k < L:
            trace[f"dA{k}"] = case[f"W{k + 1}"].T @ trace[f"dZ{k + 1}"]
            A = trace[f"A{k}"]
            g_prime = {"tanh": 1 - A**2, "relu": 1.0 * (A > 0)}[case["activations"][k - 1]]
            trace[f"dZ{k}"] = trace[f"dA{k}"] * g_prime
        if k == layer:
            fault(trace, k, A_prev)
        trace[f"dW{k}"] = trace.get(f"wrong{k}", trace[f"dZ{k}"] @ A_prev.T / m)
        trace[f"db{k}"] = np.sum(trace[f"dZ{k}"], axis=1, keepdims=True) / m
    return trace


def forget_g_prime(trace, layer, A_prev):
    trace[f"dZ{layer}"] = trace.get(f"dA{layer}", trace[f"dZ{layer}"] * trace[f"A{layer}"]) + 0


def reverse_sign(trace, layer, A_prev):
    trace[f"dZ{layer}"] = -trace[f"dZ{layer}"]


def forget_mean(trace, layer, A_prev):
    trace[f"wrong{layer}"] = trace[f"dZ{layer}"] @ A_prev.T


def test_the_chain_that_faults_are_planted_in_is_right_without_one():
    case = make()
    trace = wrong_in(0, reverse_sign, case)
    found = verdicts(judged(trace, case))
    assert {found[name] for name in COURSE} == {"agree"}


@pytest.mark.parametrize("fault", [forget_g_prime, reverse_sign], ids=lambda f: f.__name__)
@pytest.mark.parametrize("layer", [1, 2, 3])
def test_the_first_that_differs_behind_a_fault_in_a_missing_dZ_is_in_its_own_layer(layer, fault):
    """What else gets its operand from the same missing dZ may be wrong for its sake: suspect."""
    case = make()
    judgements = judged(wrong_in(layer, fault, case), case)
    assert [n for n, j in judgements.items() if j.status == "certain"] == [f"dW{layer}"]
    assert judgements[f"db{layer}"].status == "suspect"
    for k in range(layer + 1, L + 1):
        assert judgements[f"dW{k}"].verdict == judgements[f"db{k}"].verdict == "agree"
    assert all(judgements[f"A{k}"].verdict == "agree" for k in range(1, L + 1))


@pytest.mark.parametrize("layer", [1, 2, 3])
def test_a_fault_in_dW_alone_is_certain_there(layer):
    case = make()
    judgements = judged(wrong_in(layer, forget_mean, case), case)
    assert {name for name, j in judgements.items() if j.verdict == "differ"} == {f"dW{layer}"}
    assert judgements[f"dW{layer}"].status == "certain"


@pytest.mark.parametrize("name", ["A1", "A2", "A3"])
def test_a_wrong_activation_with_a_missing_Z_is_certain_there(name):
    case = make()
    trace = by_hand(case, DEEP)
    trace[name] = trace[name] * 1.01
    judgements = judged(trace, case)
    assert judgements[name].status == "certain"
    assert next(n for n, j in judgements.items() if j.verdict == "differ") == name


def test_what_is_missing_is_not_captured_and_says_so():
    case = make()
    judgement = judged(by_hand(case, DEEP), case)["Z1"]
    assert judgement.verdict == "not-captured"
    assert judgement.reason == "not returned"
    assert judgement.elements == 0
