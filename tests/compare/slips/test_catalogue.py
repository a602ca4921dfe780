import re
from typing import get_args

from compare.formulas.expression import COLUMNWISE, FUNCTIONS, OPERATIONS
from compare.quantities.network import network
from compare.slips.catalogue import BASE, BY_ID, CONSISTENT, EQUIVALENTS, SLIPS
from compare.slips.places import PLACEHOLDERS, WORD, edited, places
from compare.slips.slip import Cause, Kind, Layers

FAMILIES = {"F": 13, "C": 11, "B": 8, "W": 16, "D": 25, "U": 8, "S": 5, "R": 8}
EXECUTED = [f"{family}{i:02}" for family, last in FAMILIES.items() for i in range(1, last + 1)]
ROWS = [*SLIPS, *EQUIVALENTS]
KNOWN = {
    *PLACEHOLDERS, *FUNCTIONS, *COLUMNWISE, *OPERATIONS,
    *("X", "Y", "m", "n_x", "learning_rate", "loss"),
    *("np", "sum", "mean", "axis", "keepdims", "True"),
    *(f"{g}_prime" for g in FUNCTIONS),
}  # fmt: skip  # every word a text may have
HIDDEN = ("tanh", "relu", "leaky-relu", "identity", "sigmoid")
PLACES = [
    tuple(places(network((*HIDDEN, *HIDDEN, "sigmoid"), cost)))
    for cost in ("cross-entropy", "squared-error")
] + [
    tuple(places(network((*HIDDEN, *HIDDEN, end), cost, regularised=True)))
    for end, cost in (("sigmoid", "cross-entropy"), ("softmax", "categorical-cross-entropy"))
]
"""Of tables with every activation in more than one layer, without and with an L2 term."""


def test_every_id_is_given_once():
    assert len(BY_ID) == len(ROWS)


def test_every_row_of_the_first_catalogue_is_there():
    assert len(EXECUTED) == 94
    assert set(EXECUTED) <= {slip.id for slip in BASE}


def test_there_are_many_more():
    assert len(BASE) >= 94 + 40
    assert len(EQUIVALENTS) >= 40


def test_the_consistent_ones_change_several_equations_at_once():
    assert [slip.id for slip in CONSISTENT] == [
        f"N{i:02}" for i in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15)
    ]
    assert all(len(slip.edits) > 1 for slip in CONSISTENT)


def test_every_row_is_written_with_known_words():
    for row in ROWS:
        for text in row.edits.values():
            assert set(WORD.findall(text)) <= KNOWN, row.id


def test_every_row_names_known_kinds_and_layers():
    for row in ROWS:
        assert row.edits.keys() <= set(get_args(Kind)), row.id
        assert row.layers in get_args(Layers), row.id
        assert row.activation in {None, *HIDDEN, "softmax"}
        assert row.cost in {None, "cross-entropy", "squared-error", "categorical-cross-entropy"}


def test_every_row_has_a_place_in_some_table():
    for row in ROWS:
        assert any(edited(where, row) for where in PLACES), row.id


def test_every_row_is_described_in_few_words():
    for row in ROWS:
        assert row.words == row.words.strip()
        assert 1 <= len(row.words) <= 60
        assert not row.words.endswith(".")


def test_every_slip_has_a_cause_and_what_it_needs():
    for slip in SLIPS:
        assert slip.cause in get_args(Cause)
        assert slip.needs


def test_a_slip_that_remembers_shows_from_the_second_step_on():
    for slip in SLIPS:
        remembers = any(re.search("previous_|accumulated_", text) for text in slip.edits.values())
        assert slip.steps == (2 if remembers else 1), slip.id


def test_no_two_rows_put_the_same_equations_into_a_table():
    for where in PLACES:
        seen = {}
        for row in ROWS:
            equations = tuple((name, e.expression) for name, e in edited(where, row).items())
            if equations:
                assert seen.setdefault(equations, row) is row, row.id
