"""Candidates in the place of a chapter: what makes a rung differ, and what else it may end as."""

import itertools

import numpy as np
import pytest

from compare.comparing.verdicts import EXIT_CODES, SEVERITY, worst_verdict
from compare.judging.verdict import RANK
from compare.ladder.symmetry import equal_units
from tests.compare.ladder.ladder_runs import run, verdicts

RUNG = "shallow-network/vectorised"
NUMBERS = itertools.count()

HEAD = """
import numpy as np
from scratch_numpy.shallow_network.vectorised import step as right
"""


@pytest.fixture
def candidate(tmp_path, monkeypatch):
    """Write a module with a step function, and name it."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(body):
        name = f"candidate_on_the_ladder_{next(NUMBERS)}"
        (tmp_path / f"{name}.py").write_text(HEAD + body)
        return f"{name}:step"

    return write


def test_the_chapter_itself_as_a_candidate_agrees(candidate):
    assert run(RUNG, candidate=candidate("step = right")).verdict == "agree"


def test_a_wrong_gradient_differs_and_is_certain(candidate):
    name = candidate(
        "def step(case, state):\n"
        "    trace, state = right(case, state)\n"
        "    return {**trace, 'dW1': trace['dW1'] * case['X'].shape[1]}, state\n"
    )
    report = run(RUNG, candidate=name)
    assert report.verdict == "differ"
    statuses = {q.name: q.status for _, q in report.quantities if q.verdict == "differ"}
    assert statuses["dW1"] == "certain"


@pytest.mark.parametrize(
    "change",
    ["case['X'][0, 0] += 0.25", "case['W1'] *= 0.5", "case['Y'][...] = 1 - case['Y']"],
    ids=["X", "W1", "Y"],
)
def test_an_argument_changed_after_use_makes_the_rung_differ(candidate, change):
    name = candidate(
        "def step(case, state):\n"
        "    trace, state = right(case, state)\n"
        f"    {change}\n"
        "    return trace, state\n"
    )
    report = run(RUNG, candidate=name)
    assert report.verdict == "differ"
    assert set(report.main.changed) == {change[6:].split("'")[0]}


def test_the_largest_change_of_an_argument_is_reported(candidate):
    name = candidate(
        "def step(case, state):\n"
        "    trace, _ = right(case, None)\n"
        "    case['X'][0, 0] += [0.25, 0.5, 0.125][(state or 0) % 3]\n"
        "    return trace, (state or 0) + 1\n"
    )
    assert run(RUNG, candidate=name).main.changed == {"X": 0.5}


def test_a_changed_argument_does_not_reach_the_reference(candidate):
    """Every quantity computed before the change is judged against the untouched case."""
    name = candidate(
        "def step(case, state):\n"
        "    trace, state = right(case, state)\n"
        "    case['X'][...] = 0\n"
        "    return trace, state\n"
    )
    report = run(RUNG, candidate=name)
    assert set(verdicts(report).values()) == {"agree"}


def test_a_candidate_that_returns_the_case_s_own_array_differs_and_is_certain(candidate):
    name = candidate(
        "def step(case, state):\n"
        "    trace, state = right(case, state)\n"
        "    case['W1'] -= case['learning_rate'] * trace['dW1']\n"
        "    return {**trace, 'new_W1': case['W1']}, state\n"
    )
    report = run(RUNG, candidate=name)
    found = {q.name: q for _, q in report.quantities}["new_W1"]
    assert (found.verdict, found.status) == ("differ", "certain")
    assert "shares memory with W1" in found.reason


def test_a_candidate_that_raises_could_not_run(candidate):
    report = run(RUNG, candidate=candidate("def step(case, state):\n    return 1 / 0\n"))
    assert report.verdict == "could-not-run"
    assert report.quantities == ()
    assert report.main.trajectory.failure.startswith("step 1: ")


def test_a_candidate_that_raises_later_could_not_run_though_its_first_steps_agree(candidate):
    name = candidate(
        "def step(case, state):\n"
        "    if state == 2:\n"
        "        raise ValueError('third time')\n"
        "    return right(case, None)[0], (state or 0) + 1\n"
    )
    report = run(RUNG, candidate=name)
    assert report.verdict == "could-not-run"
    assert set(verdicts(report).values()) == {"agree"}


def test_a_difference_before_the_failure_is_a_difference(candidate):
    name = candidate(
        "def step(case, state):\n"
        "    if state == 2:\n"
        "        raise ValueError('third time')\n"
        "    trace, _ = right(case, None)\n"
        "    return {**trace, 'dW1': -trace['dW1']}, (state or 0) + 1\n"
    )
    assert run(RUNG, candidate=name).verdict == "differ"


def test_a_candidate_that_leaves_out_a_quantity_is_not_captured(candidate):
    name = candidate(
        "def step(case, state):\n"
        "    trace, state = right(case, state)\n"
        "    del trace['dZ1']\n"
        "    return trace, state\n"
    )
    assert run(RUNG, candidate=name).verdict == "not-captured"


def test_a_candidate_that_returns_nothing_is_not_captured(candidate):
    report = run(RUNG, candidate=candidate("def step(case, state):\n    return {}, None\n"))
    assert report.verdict == "not-captured"
    assert set(verdicts(report).values()) == {"not-captured"}


def test_names_that_are_misspelt_are_noted_with_the_right_ones(candidate):
    name = candidate(
        "def step(case, state):\n"
        "    trace, state = right(case, state)\n"
        "    trace['dw1'] = trace.pop('dW1')\n"
        "    return trace, state\n"
    )
    report = run(RUNG, candidate=name)
    assert "dw1 was returned and is not in the table, so not compared; is it dW1?" in report.notes


def test_warnings_of_a_candidate_are_counted_and_noted(candidate):
    name = candidate(
        "import warnings\n"
        "def step(case, state):\n"
        "    warnings.warn('overflow in exp')\n"
        "    return right(case, state)\n"
    )
    report = run(RUNG, candidate=name)
    assert f"{name} gave a warning 6 times: overflow in exp" in report.notes


def test_the_reference_as_the_candidate_agrees(candidate):
    twin = "reference_torch.shallow_network.vectorised:step"
    assert run(RUNG, candidate=twin).verdict == "agree"


def test_a_nan_throughout_is_never_an_agreement(candidate):
    name = candidate(
        "def step(case, state):\n"
        "    trace, state = right(case, state)\n"
        "    return {name: array * np.nan for name, array in trace.items()}, state\n"
    )
    assert run(RUNG, candidate=name).verdict == "differ"


def test_the_initialisation_rung_judges_a_candidate_of_its_chapter(candidate):
    name = candidate(
        "from scratch_numpy.initialisation import step as draw\n"
        "def step(case, state):\n"
        "    trace, state = draw(case, state)\n"
        "    return {**trace, 'W1_he': trace['W1_he'] / np.sqrt(2)}, state\n"
    )
    report = run("initialisation", candidate=name)
    assert report.verdict == "differ"
    assert verdicts(report)["W1_he"] == "differ"


# ---- severity


def test_severity_has_the_order_of_the_judge_with_could_not_run_before_differ():
    judged = [verdict for verdict in sorted(SEVERITY, key=SEVERITY.get) if verdict in RANK]
    assert judged == sorted(RANK, key=RANK.get)
    assert sorted(SEVERITY, key=SEVERITY.get)[-2:] == ["could-not-run", "differ"]


def test_the_exit_codes_are_those_of_the_guide():
    assert EXIT_CODES == {
        "agree": 0, "less-accurate": 0, "convention": 0,
        "blind": 3, "not-comparable": 3, "not-captured": 3, "could-not-run": 4, "differ": 1,
    }  # fmt: skip  # one table


def test_the_most_severe_verdict_holds():
    order = sorted(SEVERITY, key=SEVERITY.get)
    for first, second in itertools.product(order, order):
        worst = order[max(order.index(first), order.index(second))]
        assert worst_verdict(iter([first, second])) == worst


def test_nothing_at_all_is_no_agreement():
    assert worst_verdict(iter([])) != "agree"
    assert EXIT_CODES[worst_verdict(iter([]))] == 3


# ---- units that stay equal


def units(W, output=None):
    return equal_units({"new_W1": W, "new_W2": np.ones((1, len(W))) if output is None else output})


def test_equal_rows_are_units_that_are_still_equal():
    assert units(np.ones((4, 3))).startswith("the 4 hidden units are still equal")
    assert units(np.zeros((4, 3))).startswith("the 4 hidden units are still equal")


def test_rows_that_differ_by_the_rounding_of_a_sum_are_still_equal():
    W = np.ones((4, 3)) * [[1.0], [1 + 2e-16], [1 - 3e-16], [1.0]]
    assert units(W).startswith("the 4 hidden units are still equal")


@pytest.mark.parametrize("apart", [1e-9, 1e-3, 1.0])
def test_rows_that_differ_by_more_are_units_that_differ(apart):
    W = np.ones((4, 3))
    W[2, 1] += apart
    assert units(W) == "the units of 1 of 1 hidden layers differ"


def test_only_hidden_layers_of_several_units_are_compared():
    assert units(np.ones((1, 3))).startswith("there is no hidden layer of several units")
