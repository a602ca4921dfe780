"""Every slip, put into a program and judged: it differs, and the first wrong quantity is named."""

from functools import cache

import pytest

from compare.errors import CandidateError
from compare.slips.catalogue import BASE, BY_ID, CONSISTENT, SLIPS
from compare.slips.places import edited, places
from compare.slips.power import first_wrong
from compare.slips.slipped import slipped_step
from tests.compare.slips.battery import CASES, MODELS, judged

CONVENTIONS = {"B18", "D14", "D19", "N03"}
"""Consistent with another cost, or another derivative at exactly 0: right, by another table."""

PLACES = {name: tuple(places(model)) for name, model in MODELS.items()}
KIND_OF = {
    name: {place.quantity.name: place.kind for place in where} for name, where in PLACES.items()
}


@cache
def shown_by(slip_id):
    """The first case that shows a slip, and the quantity that is wrong first."""
    slip = BY_ID[slip_id]
    for name, case in CASES.items():
        if edited(PLACES[name], slip):
            quantity = first_wrong(MODELS[name], slip, case, slip.steps)
            if quantity:
                return name, quantity
    return None


def test_the_battery_shows_every_slip():
    assert [slip.id for slip in SLIPS if shown_by(slip.id) is None] == []


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.id)
def test_a_slip_differs_and_the_first_wrong_quantity_is_certain(slip):
    name, quantity = shown_by(slip.id)
    judgements = judged(slipped_step(MODELS[name], slip), name, slip.steps)
    found = [judgement for judgement in judgements if judgement.verdict in ("differ", "convention")]
    assert found[0].name == quantity
    assert KIND_OF[name][quantity] in slip.edits
    if slip.id in CONVENTIONS:
        assert found[0].verdict == "convention"
    else:
        assert (found[0].verdict, found[0].status) == ("differ", "certain")


def test_nothing_but_a_convention_is_called_one():
    assert set(BY_ID) >= CONVENTIONS
    assert len(CONVENTIONS & {slip.id for slip in CONSISTENT}) == 1


FIRST_WRONG = {
    "Z": "F01 F02 F12 F13", "A": "F03 F04 F05 F06 F07 F08 F09 F10 F11 S01 S02",
    "cost": "C01 C02 C03 C04 C05 C06 C07 C08 C09 C10 C11 S03 S05 R02 R06 R07",
    "dZ_last": "B01 B02 B03 B04 B05 B06 B07 B08 S04",
    "dW": "W01 W03 W04 W05 W06 W07 W11 W12 W14 W15 W16 D25 R01 R03 R04 R08",
    "db": "W02 W08 W09 W10 W13 R05", "dA": "D01 D20 D21 D22",
    "dZ": "D02 D03 D04 D05 D06 D07 D08 D09 D10 D11 D12 D13 D14 D15 D16 D17 D18 D19 D23 D24",
    "new_W": "U01 U04 U05 U06 U07 U08", "new_b": "U02 U03",
}  # fmt: skip  # as they were found when the first catalogue was run


@pytest.mark.parametrize("kind", FIRST_WRONG)
def test_the_first_catalogue_is_wrong_first_where_it_was(kind):
    for slip_id in FIRST_WRONG[kind].split():
        name, quantity = shown_by(slip_id)
        assert KIND_OF[name][quantity] == kind, slip_id


def test_every_row_of_the_first_catalogue_was_looked_at():
    looked_at = " ".join(FIRST_WRONG.values()).split()
    assert len(looked_at) == len(set(looked_at)) == 94
    assert set(looked_at) <= {slip.id for slip in BASE}


TRANSPOSED = ("F02", "W05", "W07", "W14", "D01")


@pytest.mark.parametrize("slip_id", TRANSPOSED)
def test_a_wrong_transpose_runs_on_square_shapes_only(slip_id):
    """Beside an L2 term a dW of one entry is broadcast to the shape of W, and runs as well."""
    broadcast = ["L2"] if slip_id == "W05" else []
    for name, case in CASES.items():
        slip, model = BY_ID[slip_id], MODELS[name]
        if edited(PLACES[name], slip) and name not in ("square", "as many units", *broadcast):
            with pytest.raises(CandidateError, match="shapes fit in no layer"):
                slipped_step(model, slip)(case, None)
