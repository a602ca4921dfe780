"""``compare.judge`` on several classes and on L2: right code agrees, wrong code does not."""

import numpy as np
import pytest

import compare
from compare.errors import UsageError
from scratch_numpy import deep_network
from tests.compare.judging.small_networks import DTYPES, make_case

BOTH = pytest.mark.parametrize("dtype", DTYPES, ids=str)


def classes(**given):
    return make_case((5, 3, 4), ("tanh", "softmax"), m=13, **given)


def without_L2_in_dW(case, state):
    trace, state = deep_network.step(case, state)
    lambd, m = case.get("lambd", 0), case["X"].shape[1]
    for W in (name for name in case if name[0] == "W"):
        trace[f"d{W}"] = trace[f"d{W}"] - lambd / m * case[W]
        trace[f"new_{W}"] = case[W] - case["learning_rate"] * trace[f"d{W}"]
    return trace, state


def softmax_of_the_whole_matrix(case, state):
    trace, state = deep_network.step(case, state)
    powers = np.exp(trace["Z2"])
    return {**trace, "A2": powers / powers.sum()}, state


@BOTH
@pytest.mark.parametrize("lambd", [None, 0.0, 0.7])
def test_the_chapter_agrees_with_the_twin_on_the_case_and_on_every_probe(lambd, dtype):
    for case in (classes(lambd=lambd, dtype=dtype), make_case(lambd=lambd, dtype=dtype)):
        report = compare.judge(deep_network.step, case=case, steps=3)
        assert report.verdict == "agree"
        assert [probe.verdict for probe in report.probes] == ["agree"] * 5


def test_a_missing_L2_term_is_certain():
    report = compare.judge(without_L2_in_dW, case=classes(lambd=0.7))
    assert report.verdict == "differ"
    certain = [q.name for q in report.trajectory.quantities if q.status == "certain"]
    assert certain == ["dW2", "dW1"]


def test_an_L2_term_too_weak_to_be_seen_is_seen_on_the_probes():
    report = compare.judge(without_L2_in_dW, case=classes(lambd=1e-20))
    assert report.verdict == "differ"
    assert {q.verdict for q in report.trajectory.quantities} == {"agree"}


def test_a_wrong_softmax_is_seen_on_the_probes_where_there_is_one_example():
    case = make_case((5, 3, 4), ("tanh", "softmax"), m=1)
    report = compare.judge(softmax_of_the_whole_matrix, case=case)
    assert report.verdict == "differ"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"Y": np.ones((4, 13))}, "must be one-hot"),
        ({"Y": np.ones((1, 13))}, r"it must be \(n_y, m\)"),
        ({"lambd": -1.0}, "lambd -1: wanted a finite number, 0 or above"),
        ({"lambd": float("nan")}, "lambd nan"),
        ({"cost": "cross-entropy"}, "go together"),
    ],
)
def test_a_case_that_cannot_be_judged_is_refused(given, words):
    with pytest.raises(UsageError, match=words):
        compare.judge(deep_network.step, case={**classes(), **given})
