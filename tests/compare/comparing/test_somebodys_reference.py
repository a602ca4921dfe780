"""A reference of somebody's: what it leaves out or spoils is not compared with, and is said."""

import numpy as np
import pytest

import compare
from compare.errors import CandidateError
from compare.reporting.comparison_text import plain_text
from compare.traces.saved import SavedTrace
from tests.compare.comparing.student import caught, differing, own_case, saved, student

CASE = own_case()
FEW = ("cost", "dW1", "db1", "dW2", "db2")
NEW = ("new_W1", "new_b1", "new_W2", "new_b2")


def returning(change):
    """A right step with its trace changed."""
    right = student()

    def step(case, state):
        trace, state = right(case, state)
        return change(trace), state

    return step


def every(change):
    return returning(lambda trace: {name: change(value) for name, value in trace.items()})


def one(name, change):
    return returning(lambda trace: {**trace, name: change(trace[name])})


KINDS = {
    "few": returning(lambda trace: {name: trace[name] for name in FEW}),
    "nothing": returning(lambda trace: {}),
    "lists": every(lambda value: np.asarray(value).tolist()),
    "mappings": every(lambda value: {}),
    "float32": every(np.float32),
    "NaN": every(lambda value: value * np.nan),
    "transposed": one("dW1", lambda value: value.T.copy()),
    "rank 1": one("db1", np.ravel),
    "wrong": one("dZ1", lambda value: 2 * value),
    "more": returning(lambda trace: {**trace, 3: None, "dw1": [trace["dW1"]]}),
}
UNUSABLE = ("lists", "mappings", "float32", "transposed", "rank 1")


def judged(kind, *, whole=False, **options):
    """Judge a right program against such a reference, which may be there as arrays only."""
    reference = saved(CASE, KINDS[kind]) if whole else KINDS[kind]
    return compare.judge(student(), reference, CASE, **options)


def verdicts(report):
    return {quantity.verdict for quantity in report.trajectory.quantities}


@pytest.mark.parametrize("whole", [False, True], ids=["function", "arrays"])
@pytest.mark.parametrize("second_opinion", [False, True], ids=["", "second opinion"])
@pytest.mark.parametrize("relu_at_zero", [None, 0, 1])
@pytest.mark.parametrize("kind", KINDS)
def test_no_reference_is_a_fault_of_ours_and_none_is_agreed_with_that_gave_nothing(
    kind, relu_at_zero, second_opinion, whole
):
    report = judged(kind, whole=whole, relu_at_zero=relu_at_zero, second_opinion=second_opinion)
    assert plain_text(report)
    if kind not in ("few", "more"):
        assert report.verdict in ("differ", "not-comparable")
    assert all(quantity.status != "certain" for quantity in report.trajectory.quantities)


def test_what_it_leaves_out_is_redone_by_torch_and_the_agreement_says_so():
    report = judged("few")
    assert report.verdict == "agree"
    assert len(report.by_torch_only) == 11
    assert {*FEW}.isdisjoint(report.by_torch_only)
    first, *rest = plain_text(report).splitlines()
    assert ", 16 quantities (11 of them by torch only), " in first
    assert any("the reference does not give Z1, A1, Z2, A2, dZ2, " in line for line in rest)


def test_a_fault_in_what_it_leaves_out_is_found_all_the_same():
    wrong = student(("dZ1 = dA1 * (Z1 > 0)", "dZ1 = dA1.copy()"))
    report = compare.judge(wrong, KINDS["few"], CASE)
    assert [q.name for q in report.trajectory.quantities if q.status == "certain"] == ["dZ1"]


def test_what_neither_gives_was_not_redone():
    few = saved(CASE, KINDS["few"])
    report = compare.judge(few, few, CASE)
    assert report.verdict == "not-captured"
    assert report.by_torch_only == ()
    assert "redone by torch" not in plain_text(report)


def test_a_reference_that_gives_nothing_is_no_reference():
    report = judged("nothing")
    assert (report.verdict, verdicts(report)) == ("not-comparable", {"agree"})
    assert plain_text(report).splitlines()[0].endswith("gives nothing to compare with")


@pytest.mark.parametrize("kind", UNUSABLE)
def test_arrays_of_another_kind_are_no_verdict_and_one_note_says_why(kind):
    report = judged(kind, whole=True)
    assert (report.verdict, verdicts(report)) == ("not-comparable", {"agree"})
    first, *rest = plain_text(report).splitlines()
    notes = [line for line in rest if line.startswith("note   the reference's ")]
    assert len(notes) == 1
    name, why = next(iter(report.unusable.items()))
    assert first.endswith(f"the reference's {name} could not be compared with: {why}")


def test_a_saved_trace_may_hold_a_gradient_transposed():
    arrays = saved(CASE, KINDS["transposed"])
    report = compare.judge(student(), SavedTrace("network", (5, 3, 1), CASE, arrays))
    assert report.unusable == {"dW1": "shape (5, 3) where (3, 5) is wanted (transposed)"}
    assert report.verdict == "not-comparable"


def test_the_second_opinion_says_why_it_has_none():
    report = judged("transposed", whole=True, second_opinion=True)
    opinions = {opinion.name: opinion for opinion in report.opinions}
    assert opinions["dW1"].verdict == "no-opinion"
    assert opinions["dW1"].reason.endswith("is wanted (transposed)")
    assert opinions["db1"].verdict == "confirmed"


def test_an_error_of_its_own_is_the_references_and_no_fault_of_the_judge():
    report = judged("wrong")
    assert differing(report) == ["dZ1"]
    (found,) = [q for q in report.trajectory.quantities if q.verdict == "differ"]
    assert found.status == "reference"


def test_what_is_not_a_number_accuses_nobody():
    report = judged("NaN")
    assert verdicts(report) == {"not-comparable"}
    assert caught(report) == {}


def test_a_reference_of_one_precision_excuses_nothing():
    """Whether a difference shrinks as rounding does cannot be told."""
    double = every(np.float64)
    form = student(("A2 = sigmoid(Z2)", "A2 = 1 - 1 / (1 + np.exp(Z2))"))
    assert "saturated" not in caught(compare.judge(form, student(), CASE))
    assert "saturated" in caught(compare.judge(form, double, CASE))


# ---- where relu'(0) is laid down


def test_a_convention_that_is_laid_down_hides_no_error_of_the_reference():
    report = judged("wrong", whole=True, relu_at_zero=1)
    assert report.redone == ()
    assert differing(report) == ["dZ1"]


def test_what_the_convention_may_have_changed_is_not_compared_with_and_said():
    case = own_case()
    case["X"][:, 2] = case["b1"][:] = 0
    right = student(("dZ1 = dA1 * (Z1 > 0)", "dZ1 = dA1 * (Z1 >= 0)"))
    report = compare.judge(right, saved(case), case, relu_at_zero=1, second_opinion=True)
    assert report.verdict == "agree"
    opinions = {opinion.name: opinion.verdict for opinion in report.opinions}
    assert opinions["dW1"] == opinions["db1"] == "no-opinion"
    assert opinions["dW2"] == "confirmed"
    assert report.redone == ("dZ1", "dW1", "db1", "new_W1", "new_b1")
    text = plain_text(report)
    assert "(5 of them by torch only)" in text.splitlines()[0]
    assert "the reference's dZ1, dW1, db1, new_W1, new_b1 are redone by torch" in text


# ---- where it does not go on


def test_a_reference_without_new_parameters_takes_one_step():
    without = returning(lambda trace: {n: v for n, v in trace.items() if n not in NEW})
    report = compare.judge(student(), without, CASE)
    assert report.verdict == "agree"
    assert {probe.trajectory.steps for probe in report.probes} == {1}
    assert "no parameters to go on from: each probe was one step" in plain_text(report)
    with pytest.raises(CandidateError, match=r"no usable new_W1 to go on from: judge one step"):
        compare.judge(student(), without, CASE, steps=2)


def test_new_parameters_that_fail_on_the_way_are_an_error_of_its_own():
    calls = []

    def step(case, state):
        calls.append(1)
        trace, state = student()(case, state)
        return (trace if len(calls) < 4 else {**trace, "new_W1": None}), state

    with pytest.raises(CandidateError, match="no usable new_W1"):
        compare.judge(student(), step, CASE, steps=3)


def test_what_it_spoils_on_a_probe_only_is_said_of_that_probe():
    def squeezed(case, state):
        trace, state = student()(case, state)
        flat = trace["db1"].ravel() if case["X"].shape[1] == 1 else trace["db1"]
        return {**trace, "db1": flat}, state

    report = compare.judge(student(), squeezed, CASE)
    assert report.unusable == {}
    assert [probe.probe.name for probe in report.probes if probe.unusable] == ["one"]
    assert "on the probe one, the reference's db1 could not be compared with: shape (3,)" in (
        plain_text(report)
    )
