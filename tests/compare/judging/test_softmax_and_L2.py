"""Networks that end in softmax, or have an L2 term: right ones agree, whoever wrote them."""

import numpy as np
import pytest
import torch

from compare.candidates.seam import load
from compare.judging.free_run import accuracy
from compare.judging.second_opinion import second_opinion
from tests.compare.judging.in_numpy import network_step
from tests.compare.judging.small_networks import (
    DEEP,
    DTYPES,
    F64,
    all_agree,
    by_hand,
    by_torch,
    changed,
    judge,
    make_case,
    model_of,
    run,
    verdicts,
)

BOTH = pytest.mark.parametrize("dtype", DTYPES, ids=str)
STRENGTHS = pytest.mark.parametrize("lambd", [None, 0.0, 1e-3, 0.7, 300.0])


def softmax_case(dims=(5, 3, 2), hidden=("tanh",), **given):
    return make_case(dims, (*hidden, "softmax"), **given)


def by_class_numbers(case):
    """A step in torch, examples in columns; its cost takes class numbers, not one-hot labels."""
    t = {name: torch.tensor(case[name], requires_grad=True) for name in case if name[0] in "Wb"}
    A, forward = torch.tensor(case["X"]), {}
    for layer, g in enumerate(case["activations"], start=1):
        Z = forward[f"Z{layer}"] = t[f"W{layer}"] @ A + t[f"b{layer}"]
        A = forward[f"A{layer}"] = (
            torch.softmax(Z, dim=0) if g == "softmax" else getattr(torch, g)(Z)
        )
    m = case["Y"].shape[1]
    classes = torch.tensor(case["Y"]).argmax(dim=0)
    cost = torch.nn.functional.cross_entropy(Z.T, classes)
    if "lambd" in case:
        cost = cost + case["lambd"] / (2 * m) * sum((t[W] ** 2).sum() for W in t if W[0] == "W")
    wanted = {**t, **dict(list(forward.items())[:-1])}
    gradients = torch.autograd.grad(cost, list(wanted.values()))
    trace = {name: tensor.detach().numpy().copy() for name, tensor in forward.items()}
    trace["cost"] = cost.detach().numpy().copy()
    for name, gradient in zip(wanted, gradients, strict=True):
        trace[f"d{name}"] = (gradient * (m if name[0] in "ZA" else 1)).numpy().copy()
    return trace | {f"new_{V}": case[V] - case["learning_rate"] * trace[f"d{V}"] for V in t}


@BOTH
@STRENGTHS
@pytest.mark.parametrize(
    "write", [lambda case: by_hand(case, DEEP), network_step, by_class_numbers]
)
def test_right_code_agrees_whoever_wrote_it(write, lambd, dtype):
    for dims, hidden in (
        ((5, 2), ()),
        ((5, 3, 2), ("tanh",)),
        ((7, 5, 3, 11), ("relu", "sigmoid")),
    ):
        case = softmax_case(dims, hidden, lambd=lambd, dtype=dtype)
        judgements = judge(write(case), case, by_torch(case, DEEP))
        assert all_agree(judgements), verdicts(judgements)


@BOTH
@STRENGTHS
@pytest.mark.parametrize("cost", ["cross-entropy", "squared-error"])
def test_an_L2_term_beside_the_other_costs_agrees(cost, lambd, dtype):
    case = make_case((7, 5, 3, 1), ("relu", "tanh", "sigmoid"), cost, lambd=lambd, dtype=dtype)
    for returned in (by_hand(case, DEEP), network_step(case)):
        assert all_agree(judge(returned, case, by_torch(case, DEEP)))


@BOTH
def test_a_saturated_softmax_agrees_where_it_says_something(dtype):
    case = softmax_case((5, 3, 4), scale=60 if dtype == F64 else 15, dtype=dtype)
    for returned in (by_hand(case, DEEP), by_class_numbers(case)):
        found = set(verdicts(judge(returned, case, by_torch(case, DEEP))).values())
        assert found <= {"agree", "blind"}


POSITIVE = {
    "equal": lambda shape, rng: np.full(shape, 0.9),
    "nearly equal": lambda shape, rng: 1 + 1e-6 * rng.random(shape),
    "between 0 and 1": lambda shape, rng: rng.random(shape),
}


@BOTH
@pytest.mark.parametrize("weights", POSITIVE)
def test_positive_weights_throughout_agree(weights, dtype):
    """The dZ of a softmax add up to 0, and their errors do not: those are all that is passed on."""
    dims = (5, 60, 60, 60, 60, 60, 60, 11)
    case = softmax_case(dims, ("leaky-relu", "sigmoid") * 3, m=13, dtype=dtype)
    rng = np.random.default_rng(0)
    for layer in range(1, 8):
        W = POSITIVE[weights](case[f"W{layer}"].shape, rng)
        case[f"W{layer}"] = (W / W.shape[1]).astype(dtype)
        case[f"b{layer}"][...] = 0
    judgements = judge(by_hand(case, DEEP), case, by_torch(case, DEEP))
    assert set(verdicts(judgements).values()) <= {"agree", "blind"}
    assert max(judgement.excess for judgement in judgements.values()) < 0.5


@BOTH
def test_probabilities_rounded_to_0_and_1_leave_the_cost_of_the_logarithm_open(dtype):
    case = softmax_case((5, 3, 4), scale=1e4, dtype=dtype)
    trace = by_hand(case, DEEP)
    with np.errstate(all="ignore"):
        trace["cost"] = np.asarray(-np.mean(np.sum(case["Y"] * np.log(trace["A2"]), axis=0)))
    assert not np.isfinite(trace["cost"])
    assert judge(trace, case, by_torch(case, DEEP))["cost"].verdict == "not-comparable"


# ---- wrong code


@pytest.mark.parametrize("lambd", [None, 0.7])
@pytest.mark.parametrize(
    "name", ["Z1", "A1", "A2", "cost", "dZ2", "dW2", "db2", "dA1", "dW1", "new_W2", "new_b1"]
)
def test_one_part_in_a_billion_of_one_entry_is_seen_and_named(name, lambd):
    case = softmax_case(lambd=lambd)
    trace = by_hand(case, DEEP)
    trace[name].reshape(-1)[:1] *= 1 + 1e-9
    judgements = judge(trace, case, by_torch(case, DEEP))
    certain = [j.name for j in judgements.values() if j.status == "certain"]
    assert certain == [name]


def test_an_optional_dA_of_the_output_is_judged_where_it_is_returned():
    case = softmax_case(lambd=0.7)
    trace = by_hand(case, DEEP) | {"dA2": -case["Y"] / by_hand(case, DEEP)["A2"]}
    assert judge(trace, case, by_torch(case, DEEP))["dA2"].verdict == "agree"
    trace["dA2"] = trace["dA2"] + (1 - case["Y"]) / (1 - trace["A2"])
    assert judge(trace, case, by_torch(case, DEEP))["dA2"].status == "certain"


def test_a_gradient_without_its_L2_term_is_certain_and_nothing_before_it_differs():
    case = softmax_case(lambd=0.7)
    trace = by_hand(case, DEEP)
    trace["dW2"] = trace["dW2"] - 0.1 * case["W2"]
    judgements = judge(trace, case, by_torch(case, DEEP))
    assert [j.name for j in judgements.values() if j.verdict == "differ"] == ["dW2", "new_W2"]
    assert judgements["dW2"].status == "certain"


# ---- many steps, and second opinions


@BOTH
def test_many_steps_agree_and_the_accuracy_is_that_of_the_likeliest_class(dtype):
    case = softmax_case((7, 5, 3), ("relu",), m=40, lambd=0.7, dtype=dtype)
    report = run(load(f"scratch_numpy.{DEEP}:step").function, case, 30, DEEP)
    assert {q.verdict for q in report.quantities} == {"agree"}
    A = report.last["A2"]
    expected = np.mean(np.argmax(A, axis=0) == np.argmax(case["Y"], axis=0))
    assert report.candidate.accuracy == pytest.approx(expected, abs=0.03)
    assert accuracy(model_of(case), {"A2": A}, case) == expected


def test_one_example_of_several_classes_has_no_accuracy():
    case = softmax_case(m=1)
    assert accuracy(model_of(case), by_hand(case, DEEP), case) is None


def test_a_wrong_L2_term_differs_at_every_step():
    case = softmax_case(lambd=0.7)
    report = run(changed("dW1", lambda dW: dW * 1.01, DEEP), case, 3, DEEP)
    assert {q.name: q.verdict for q in report.quantities}["dW1"] == "differ"


@BOTH
@STRENGTHS
def test_the_witnesses_confirm_softmax_and_L2(lambd, dtype):
    case = softmax_case((7, 5, 3), ("relu",), m=11, lambd=lambd, dtype=dtype)
    opinions = second_opinion(model_of(case), case, by_torch(case, DEEP), dtype)
    assert {opinion.verdict for opinion in opinions} == {"confirmed"}
    assert all(opinion.checked == opinion.of for opinion in opinions)


def test_the_witnesses_refute_a_reference_without_the_L2_term():
    case = softmax_case(lambd=0.7)
    without = by_torch({name: case[name] for name in case if name != "lambd"}, DEEP)
    opinions = {o.name: o.verdict for o in second_opinion(model_of(case), case, without, F64)}
    assert {name for name, verdict in opinions.items() if verdict == "refuted"} == {
        "cost", "dW1", "dW2",
    }  # fmt: skip  # one set
