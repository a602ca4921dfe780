"""A step that was taken before gives its arrays on its own case, and on no other."""

import numpy as np
import pytest

from compare.candidates.replayed import Replayed, first_difference
from compare.errors import CandidateError

ARRAYS = {"Z1": np.ones((2, 3))}


def case(**given):
    X = np.arange(6.0).reshape(2, 3)
    return {"X": X, "learning_rate": 0.1, "activations": ("relu", "sigmoid"), **given}


def test_it_gives_its_arrays_and_the_state_on_its_own_case():
    replayed, state = Replayed("step.npz", case(), ARRAYS), object()
    assert replayed.step(case(), state) == (ARRAYS, state)
    assert replayed.afresh().step(case(), None)[0] is ARRAYS
    assert not replayed.runs_anywhere


def test_it_has_nothing_noted_as_a_function_would():
    replayed = Replayed("step.npz", case(), ARRAYS)
    assert (replayed.seconds, replayed.changed, dict(replayed.warnings)) == ([], {}, {})
    assert replayed.touched == frozenset()
    assert replayed.given.keys() == case().keys()


def test_on_another_case_it_is_refused_and_the_array_is_named():
    replayed = Replayed("step.npz", case(), ARRAYS)
    with pytest.raises(CandidateError, match="knows its own case only: X differs before the step"):
        replayed.step(case(X=case()["X"] + 1), None)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({}, ""),
        ({"X": case()["X"] + 0.25}, "X differs before the step by 0.2 (different seeds?)"),
        ({"X": np.ones((3, 2))}, "X has shape (2, 3) in one, (3, 2) in the other"),
        ({"X": case()["X"].astype(np.float32)}, "X is float64 in one, float32 in the other"),
        ({"learning_rate": 0.2}, "learning_rate is 0.1 in one, 0.2 in the other"),
        (
            {"activations": ("tanh", "sigmoid")},
            "activations is ('relu', 'sigmoid') in one, ('tanh', 'sigmoid') in the other",
        ),
        ({"W1": np.ones((2, 2))}, "W1 has shape () in one, (2, 2) in the other"),
    ],
    ids=lambda value: "-".join(value) or "equal" if isinstance(value, dict) else "",
)
def test_the_first_difference_of_two_cases_is_said(other, said):
    assert first_difference(case(), case(**other)) == said


def test_a_not_a_number_in_a_case_is_a_difference():
    X = np.full((2, 3), np.nan)
    assert "X differs" in first_difference(case(), case(X=X))
