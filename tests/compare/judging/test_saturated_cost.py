"""The cost from probabilities: right in the safe range, and no verdict where A rounds to 0 or 1."""

import numpy as np
import pytest

from compare.quantities.network import network
from tests.compare.judging.small_networks import F32, F64, by_hand, by_torch, judge, make_case

ONE_LAYER = network(("sigmoid",), "cross-entropy")
ROUNDS_TO_1 = {F64: 37.5, F32: 18.0}
BOTH = pytest.mark.parametrize("dtype", [F64, F32], ids=str)


def case_at(Z, Y, dtype=F64):
    """A network of one unit whose Z are exactly these."""
    Z = np.array([Z], dtype)
    one, none = np.ones((1, 1), dtype), np.zeros((1, 1), dtype)
    given = {"X": Z, "Y": np.array([Y], dtype), "W1": one, "b1": none}
    return given | {"learning_rate": 0.1, "activations": ("sigmoid",), "cost": "cross-entropy"}


def naive(case):
    """The chapter, with the cost as the course writes it."""
    trace = by_hand(case, "deep_network")
    A, Y = trace["A1"], case["Y"]
    with np.errstate(all="ignore"):
        trace["cost"] = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
    return trace


def judge_cost(case, trace):
    return judge(trace, case, by_torch(case, "deep_network"), ONE_LAYER)["cost"]


@BOTH
def test_an_infinite_cost_where_a_probability_rounds_to_1_cannot_be_compared(dtype):
    case = case_at([ROUNDS_TO_1[dtype], 0.5, -1.0], [0, 1, 0], dtype)
    trace = naive(case)
    assert trace["A1"][0, 0] == 1
    assert np.isposinf(trace["cost"])
    assert judge_cost(case, trace).verdict == "not-comparable"


@BOTH
def test_a_cost_of_zero_times_infinity_cannot_be_compared(dtype):
    case = case_at([ROUNDS_TO_1[dtype], 0.5, -1.0], [1, 1, 0], dtype)
    trace = naive(case)
    assert np.isnan(trace["cost"])
    assert judge_cost(case, trace).verdict == "not-comparable"


@BOTH
def test_the_cost_from_z_agrees_where_a_probability_rounds_to_1(dtype):
    case = case_at([ROUNDS_TO_1[dtype], 0.5, -1.0], [0, 1, 0], dtype)
    assert judge_cost(case, by_hand(case, "deep_network")).verdict == "agree"


@BOTH
def test_a_clipped_cost_is_no_agreement_where_a_probability_rounds_to_1(dtype):
    case = case_at([ROUNDS_TO_1[dtype], 0.5, -1.0], [0, 1, 0], dtype)
    trace = naive(case)
    A = np.clip(trace["A1"], dtype.type(1e-5), dtype.type(1 - 1e-5))
    trace["cost"] = -np.mean(case["Y"] * np.log(A) + (1 - case["Y"]) * np.log(1 - A))
    assert judge_cost(case, trace).verdict not in ("agree", "blind")


@BOTH
def test_everything_but_the_cost_agrees_where_it_is_infinite(dtype):
    case = case_at([ROUNDS_TO_1[dtype], 0.5, -1.0], [0, 1, 0], dtype)
    judgements = judge(naive(case), case, by_torch(case, "deep_network"), ONE_LAYER)
    del judgements["cost"]
    assert {judgement.verdict for judgement in judgements.values()} == {"agree"}


@BOTH
@pytest.mark.parametrize("seed", range(10))
def test_the_cost_from_probabilities_agrees_in_the_safe_range(seed, dtype):
    rng = np.random.default_rng(seed)
    Z, Y = 2 * rng.standard_normal(13), rng.integers(0, 2, 13)
    case = case_at(Z, Y, dtype)
    assert judge_cost(case, naive(case)).verdict == "agree"


@BOTH
@pytest.mark.parametrize("y", [0, 1])
def test_the_cost_from_probabilities_never_differs_on_the_way_to_saturation(y, dtype):
    for z in np.linspace(-ROUNDS_TO_1[dtype], ROUNDS_TO_1[dtype], 41):
        case = case_at([z, 0.3], [y, 1], dtype)
        assert judge_cost(case, naive(case)).verdict != "differ", z


@BOTH
@pytest.mark.parametrize("y", [0, 1])
def test_the_cost_from_z_agrees_all_the_way_to_saturation(y, dtype):
    """Where the other form says nothing, it does not make this one say nothing."""
    for z in np.linspace(-ROUNDS_TO_1[dtype], ROUNDS_TO_1[dtype], 41):
        case = case_at([z, 0.3], [y, 1], dtype)
        judgement = judge_cost(case, by_hand(case, "deep_network"))
        assert judgement.verdict == "agree", (z, judgement)


@BOTH
def test_a_wrong_cost_from_probabilities_differs_in_the_safe_range(dtype):
    case = case_at([0.3, -1.2, 2.0], [1, 0, 1], dtype)
    wrong = naive(case)
    wrong["cost"] = dtype.type(wrong["cost"] * (1 + 1e3 * np.finfo(dtype).eps))
    assert judge_cost(case, wrong).verdict == "differ"


def test_an_epsilon_in_the_logarithm_differs():
    case = case_at([0.3, -1.2, 2.0], [1, 0, 1])
    wrong = naive(case)
    A, Y = wrong["A1"], case["Y"]
    wrong["cost"] = -np.mean(Y * np.log(A + 1e-8) + (1 - Y) * np.log(1 - A + 1e-8))
    assert judge_cost(case, wrong).verdict == "differ"


@pytest.mark.parametrize("scale", [1, 3])
def test_the_other_form_counts_in_a_network_of_two_layers_too(scale):
    case = make_case(scale=scale)
    trace = by_hand(case)
    A, Y = trace["A2"], case["Y"]
    trace["cost"] = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / Y.shape[1]
    assert judge(trace, case)["cost"].verdict == "agree"
