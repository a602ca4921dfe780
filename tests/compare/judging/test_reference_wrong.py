"""A reference with a wrong gradient: said so there, and no candidate is blamed for it."""

import numpy as np
import pytest

from compare.candidates.seam import Implementation
from tests.compare.judging.in_numpy import network_step
from tests.compare.judging.small_networks import (
    DTYPES,
    FOLLOWERS,
    all_agree,
    by_hand,
    by_torch,
    judge,
    make_case,
    run,
)

BOTH = pytest.mark.parametrize("dtype", DTYPES, ids=str)
EVERY = pytest.mark.parametrize("name", FOLLOWERS)


def wrong_reference(case, name, factor=1.5):
    """The reference's step with one result changed, and what follows computed from it."""
    return network_step(case, slips={name: lambda value: value * value.dtype.type(factor)})


def statuses(judgements):
    return {name: j.status for name, j in judgements.items() if j.verdict == "differ"}


@BOTH
@EVERY
def test_the_error_of_the_reference_is_the_references_and_the_rest_follows(name, dtype):
    case = make_case(dtype=dtype)
    reference = wrong_reference(case, name)
    found = statuses(judge(by_hand(case), case, reference))
    assert found.pop(name) == "reference"
    assert found == dict.fromkeys(FOLLOWERS[name], "follows")


@EVERY
@pytest.mark.parametrize("factor", [-1, 7, 1 + 1e-9])
def test_no_candidate_is_certain_whatever_the_error_of_the_reference(name, factor):
    case = make_case()
    found = statuses(judge(by_hand(case), case, wrong_reference(case, name, factor)))
    assert "certain" not in found.values()
    assert found[name] == "reference"


def test_two_errors_of_the_reference_that_do_not_touch_are_both_said():
    case = make_case()
    double = {"dW2": lambda value: 2 * value, "db1": np.negative}
    found = statuses(judge(by_hand(case), case, network_step(case, slips=double)))
    assert {name for name, status in found.items() if status == "reference"} == {"dW2", "db1"}


@EVERY
def test_an_error_of_the_candidate_beside_one_of_the_reference_is_certain(name):
    case = make_case()
    trace = network_step(case, slips={"Z1": lambda value: 1.01 * value})
    found = statuses(judge(trace, case, wrong_reference(case, name)))
    assert found["Z1"] == "certain"


def test_where_both_make_the_same_error_the_equation_still_says_so():
    """Agreement with the reference is one of two tests, and not enough."""
    case = make_case()
    both = wrong_reference(case, "dZ1")
    found = statuses(judge(both, case, both))
    assert found == {"dZ1": "certain"}


@BOTH
def test_a_reference_that_is_right_is_never_to_blame(dtype):
    for name in FOLLOWERS:
        case = make_case(dtype=dtype)
        trace = wrong_reference(case, name)
        assert "reference" not in statuses(judge(trace, case, by_torch(case))).values()


def test_what_the_reference_does_not_return_is_not_its_error():
    case = make_case()
    reference = by_torch(case)
    del reference["dW1"]
    assert all_agree(judge(by_hand(case), case, reference))
    found = statuses(judge(wrong_reference(case, "dW1"), case, reference))
    assert found == {"dW1": "certain", "new_W1": "follows"}


def test_over_many_steps_the_report_shows_the_reference():
    reference = Implementation(
        "tests:reference", lambda case, state: (wrong_reference(case, "dZ1"), state)
    )
    right = Implementation("tests:right", lambda case, state: (network_step(case), state))
    report = run(right.function, make_case(), 5, reference=reference)
    found = {q.name: (q.verdict, q.status) for q in report.quantities}
    assert found["dZ1"] == ("differ", "reference")
    assert {status for _, status in found.values()} == {"reference", "follows", None}


def test_a_missing_operand_does_not_turn_the_references_error_into_the_candidates():
    case = make_case()
    partial_trace = {name: by_hand(case)[name] for name in ("A1", "A2", "cost", "dW1", "dW2")}
    found = statuses(judge(partial_trace, case, wrong_reference(case, "dZ1")))
    assert "certain" not in found.values()
    assert found.keys() == {"dW1"}
