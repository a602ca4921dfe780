"""An agreement on data that hide a known mistake is none, unless probes were run beside them."""

import numpy as np
import pytest

import compare
from compare.reporting.comparison_text import plain_text
from compare.slips.catalogue import BASE, BY_ID
from tests.compare.comparing.student import judged, own_case, saved


def one_class(label):
    case = own_case()
    case["Y"][:] = label
    return case


def replayed(case):
    """Judge the arrays of a right step: no probe can be run on them."""
    return compare.judge(saved(case), case=case)


def unseen(report):
    return {hidden.slip.id for hidden in report.unseen}


def words(report):
    return " ".join(hidden.slip.words for hidden in report.unseen)


def test_a_right_step_on_good_data_agrees_without_probes():
    report = replayed(own_case())
    assert (report.verdict, report.probes, report.unseen) == ("agree", (), ())


def test_one_example_hides_what_is_wrong_with_a_mean_and_is_blind():
    report = replayed(own_case(m=1))
    assert report.verdict == "blind"
    means = {slip.id for slip in BASE if slip.cause in ("missing-mean", "extra-mean")}
    assert len(means) > 4
    assert unseen(report) >= means & set(report.power.by_data)
    assert "summed over the samples, not averaged" in words(report)
    text = plain_text(report)
    assert f"these data could not have shown {len(report.unseen)} known mistakes" in text
    assert "(C01)" in text


@pytest.mark.parametrize(
    ("label", "hidden"),
    [
        (1, "only the term of the positive class"),
        (0, "only the term of the negative class"),
    ],
)
def test_one_class_hides_half_of_the_cost_and_is_blind(label, hidden):
    report = replayed(one_class(label))
    assert report.verdict == "blind"
    assert hidden in words(report)


def test_equal_sizes_hide_a_wrong_number_and_are_blind():
    report = replayed(own_case((4, 4, 1), m=4))
    assert report.verdict == "blind"
    assert "divided by the number of features" in words(report)


@pytest.mark.parametrize("case", [own_case(m=1), one_class(1), own_case((4, 4, 1), m=4)])
def test_the_same_data_are_enough_where_the_probes_were_run(case):
    report = judged(case=case)
    assert (report.verdict, report.unseen) == ("agree", ())
    assert report.power.by_data
    assert "could not have shown here" in plain_text(report)


def test_zero_biases_alone_refuse_nothing():
    case = own_case()
    case["b1"][:] = case["b2"][:] = 0
    report = replayed(case)
    assert report.verdict == "agree"
    hidden = {each.slip.id for each in report.power.hidden}
    assert {"F01", "F19"} <= hidden - report.power.by_data
    assert BY_ID["F01"].words == "the bias is forgotten"


def test_the_first_step_has_no_step_before_it_and_that_refuses_nothing():
    report = replayed(own_case())
    stale = [each for each in report.power.hidden if each.slip.steps > 1]
    assert stale
    assert all(each.why.startswith("needs at least") for each in stale)
    assert report.power.by_data.isdisjoint(each.slip.id for each in stale)


def test_what_only_extreme_values_show_refuses_nothing():
    report = replayed(own_case())
    extreme = {each.slip.id for each in report.power.hidden if each.slip.extreme}
    assert extreme & report.power.by_data
    assert report.unseen == ()


def test_a_difference_outweighs_what_was_hidden():
    case = own_case(m=1)
    arrays = saved(case)
    report = compare.judge({**arrays, "dW1": -arrays["dW1"]}, case=case)
    assert report.unseen
    assert report.verdict == "differ"


def test_only_the_slips_that_have_a_place_in_the_table_are_counted():
    report = replayed(own_case())
    assert 50 < report.power.slips <= len(BASE)
    assert len(report.power.hidden) < report.power.slips
    assert report.power.by_data <= {each.slip.id for each in report.power.hidden}


@pytest.mark.parametrize("name", ["X", "W1"])
def test_zeros_throughout_are_blind_in_the_quantities_themselves(name):
    case = own_case()
    case[name][:] = 0
    if name == "W1":
        case["W2"][:] = 0
    report = replayed(case)
    assert report.verdict == "blind"
    blind = [q.name for q in report.trajectory.quantities if q.verdict == "blind"]
    assert "dW1" in blind
    assert np.count_nonzero([q.always_zero for q in report.trajectory.quantities]) == len(blind)
