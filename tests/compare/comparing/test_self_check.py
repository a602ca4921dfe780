"""A judge that finds nothing is found out in every run, and gives no verdict."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import compare
from compare.comparing.self_check import with_fault
from compare.errors import FaultError
from compare.judging.step import StepJudge
from compare.judging.verdict import Judgement
from tests.compare.cli.command_line import SMALL, backproof
from tests.compare.comparing.student import judged, own_case, saved, student

PLANTED = "the judge did not find the fault that it had planted in "


@pytest.fixture
def passes_everything(monkeypatch):
    """A judge that calls everything an agreement."""

    def judge(self, quantity):
        return Judgement(quantity.name, "agree", elements=1, visible=1e-15)

    monkeypatch.setattr(StepJudge, "judge", judge)


@pytest.mark.usefixtures("passes_everything")
def test_the_api_raises_a_fault_if_the_judge_passes_everything():
    case = own_case()
    with pytest.raises(FaultError, match=PLANTED):
        compare.judge(student(), case=case)
    with pytest.raises(FaultError, match=PLANTED):
        compare.judge(saved(case), case=case)
    with pytest.raises(FaultError, match=PLANTED):
        compare.assert_agree(student(), case=case)


@pytest.mark.usefixtures("passes_everything")
@pytest.mark.parametrize(
    "arguments",
    [
        ("ladder", "--rung", "losses"),
        ("ladder", "--rung", "deep-network"),
        ("compare", "scratch_numpy.deep_network:step", "reference_torch.deep_network:step"),
    ],
    ids=["losses", "deep-network", "compare"],
)
def test_the_command_ends_with_5_and_no_verdict_if_the_judge_passes_everything(arguments):
    ended = backproof(*arguments, *SMALL)
    assert (ended.code, ended.out) == (5, "")
    assert ended.err.startswith(f"backproof: {PLANTED}")
    assert len(ended.err.splitlines()) == 1


def test_a_judge_that_differs_everywhere_has_no_agreement_to_doubt(monkeypatch):
    def judge(self, quantity):
        return Judgement(quantity.name, "differ", elements=1, locally_wrong=True)

    monkeypatch.setattr(StepJudge, "judge", judge)
    monkeypatch.setattr(
        "compare.judging.judge.by_convention", lambda judge, judged: (judge, judged)
    )
    assert compare.judge(saved(own_case()), case=own_case()).verdict == "differ"


def test_a_judge_that_blames_another_quantity_is_found_out(monkeypatch):
    original = StepJudge.judge

    def judge(self, quantity):
        judgement = original(self, quantity)
        if judgement.verdict == "differ":
            return Judgement(quantity.name, "differ", elements=1, locally_wrong=False)
        return judgement

    monkeypatch.setattr(StepJudge, "judge", judge)
    with pytest.raises(FaultError, match=PLANTED):
        judged()


@given(
    arrays.arrays(
        st.sampled_from([np.float64, np.float32]),
        arrays.array_shapes(min_dims=0, max_dims=2, min_side=1, max_side=7),
        elements=st.integers(-3, 3),
    )
)
def test_the_planted_fault_is_one_entry_that_is_not_zero_doubled(array):
    before = array.copy()
    wrong = with_fault(array)
    np.testing.assert_array_equal(array, before)
    assert wrong.dtype == array.dtype
    (changed,) = np.flatnonzero(wrong != array)
    old, new = array.flat[changed], wrong.flat[changed]
    if array.any():
        assert (old != 0, new) == (True, 2 * old)
        sizes = np.sort(np.abs(array[array != 0]))
        assert abs(old) == sizes[len(sizes) // 2]
    else:
        assert new == 1
