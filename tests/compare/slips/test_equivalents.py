import numpy as np
import pytest

from compare.slips.equivalents import EQUIVALENTS, INSIDE, NO_OVERFLOW, ONE_OUTPUT
from compare.slips.places import edited, places
from compare.slips.slipped import slipped_step, table_step
from tests.compare.slips.battery import CASES, MODELS, judged

WITH_L2 = ("softmax and L2", "L2")
MILD = (
    *WITH_L2,
    "logistic",
    "tanh",
    "relu",
    "leaky-relu",
    "squared error",
    "identity",
    "exact zeros",
)
EXACT = [row for row in EQUIVALENTS if not row.less_accurate]
LESS_ACCURATE = [row for row in EQUIVALENTS if row.less_accurate]
PLACES = {name: tuple(places(model)) for name, model in MODELS.items()}


def cases_of(row, names=CASES):
    return [name for name in names if edited(PLACES[name], row)]


@pytest.mark.parametrize("row", EXACT, ids=lambda row: row.id)
def test_another_form_agrees(row):
    name = cases_of(row, MILD)[-1]
    found = {j.name: j.verdict for j in judged(slipped_step(MODELS[name], row), name)}
    assert set(found.values()) == {"agree"}, found


@pytest.mark.parametrize("name", WITH_L2)
def test_every_other_form_agrees_beside_softmax_and_an_L2_term(name):
    rows = [row for row in EXACT if name in cases_of(row) and ONE_OUTPUT not in row.note]
    assert len(rows) > 25
    for row in rows:
        found = {j.name: j.verdict for j in judged(slipped_step(MODELS[name], row), name)}
        assert set(found.values()) == {"agree"}, (row.id, found)


@pytest.mark.parametrize(
    "row", [row for row in EXACT if not row.note], ids=lambda row: row.id
)  # fmt: skip  # one line a decorator
def test_a_form_without_a_note_agrees_on_saturated_units_too(row):
    for name in cases_of(row, ("confident", "saturated")):
        found = {j.name: j.verdict for j in judged(slipped_step(MODELS[name], row), name)}
        assert set(found.values()) <= {"agree", "blind"}, found


@pytest.mark.parametrize("row", LESS_ACCURATE, ids=lambda row: row.id)
def test_a_less_accurate_form_is_off_by_rounding_from_end_to_end(row):
    for name in cases_of(row, MILD):
        expected, _ = table_step(MODELS[name])(CASES[name], None)
        actual, _ = slipped_step(MODELS[name], row)(CASES[name], None)
        for quantity, value in expected.items():
            size = np.abs(value).max()
            np.testing.assert_allclose(actual[quantity], value, rtol=0, atol=1e-13 * size)


def test_a_form_that_may_overflow_says_so():
    model, case = MODELS["saturated"], dict(CASES["saturated"])
    case["W1"], case["W3"] = 500 * case["W1"], 500 * case["W3"]
    for row in EQUIVALENTS:
        if not edited(PLACES["saturated"], row):
            continue
        trace, _ = slipped_step(model, row)(case, None)
        forward = [value for name, value in trace.items() if name[0] in "ZA"]
        overflows = not all(np.isfinite(value).all() for value in forward)
        assert overflows == (NO_OVERFLOW in row.note and "A" in row.edits), row.id


def test_what_is_inside_and_what_overflows_are_the_notes_that_matter():
    assert any(INSIDE in row.note for row in EQUIVALENTS)
    assert any(row.note == NO_OVERFLOW for row in EQUIVALENTS)
