from dataclasses import replace

import numpy as np
import pytest

from compare.errors import CandidateError
from compare.formulas.on_numpy import NumpyAlgebra
from compare.quantities.calculus import LOSSES
from compare.slips.catalogue import BASE, BY_ID, SLIPS
from compare.slips.places import edited, places
from compare.slips.power import first_wrong, hidden
from compare.slips.slip import Slip
from compare.slips.slipped import slipped_step, table_step
from tests.compare.judging.small_networks import F32, F64, judge, make_case
from tests.compare.slips.battery import logistic, model_of

MEANS = {"C01", "C18", "W01", "W02", "W03", "W21", "U06", "F26", "N03"}
LAST_SAMPLE = {"C10", "W27", "W28"}


def ids(case, steps=1, dtype=F64, slips=SLIPS):
    """The ids of the slips that a case cannot show."""
    model = model_of(case)
    values, _ = table_step(model)(case, None)
    return {found.slip.id for found in hidden(slips, model, case, values, dtype, steps)}


def names(text):
    return set(text.split())


GENERIC = make_case((5, 2, 3, 1), ("tanh", "leaky-relu", "sigmoid"), m=7)
NOT_SEEN_AT_RANDOM = {"F10", "C24", "D19", "W35"}
LATER = {slip.id for slip in SLIPS if slip.steps == 2}


def test_random_data_of_several_steps_show_all_but_the_extreme_ones():
    assert ids(GENERIC, steps=2) == NOT_SEEN_AT_RANDOM
    assert all(BY_ID[slip_id].extreme for slip_id in NOT_SEEN_AT_RANDOM)


def test_one_step_does_not_show_what_is_kept_between_steps():
    assert ids(GENERIC) == NOT_SEEN_AT_RANDOM | LATER
    assert "needs at least 2 steps" in {
        found.why for found in hidden(SLIPS, *_on(GENERIC), dtype=F64, steps=1)
    }


def _on(case):
    model = model_of(case)
    return model, case, table_step(model)(case, None)[0]


def test_one_sample_does_not_show_a_missing_mean():
    one, seven = ids(logistic(m=1)), ids(logistic(m=7))
    assert one >= MEANS | LAST_SAMPLE
    assert not seven & (MEANS | LAST_SAMPLE)


def test_a_transpose_crashes_on_shapes_that_are_not_square_and_shows_on_those_that_are():
    transposed = names("F02 W05 W07 W14 D01 D26")
    square = make_case((4, 4, 4, 1), ("tanh", "tanh", "sigmoid"), m=4)
    assert not ids(GENERIC) & transposed
    assert not ids(square) & transposed


def test_a_symmetric_weight_does_not_show_its_transpose():
    case = make_case((4, 4, 1), ("tanh", "sigmoid"), m=7)
    case["W1"] = case["W1"] + case["W1"].T
    model = model_of(case)
    assert not any(f.slip.id == "F02" for f in hidden(SLIPS, *_on(case), dtype=F64))
    assert first_wrong(model, BY_ID["F02"], case) is None  # layer 2 crashes, layer 1 is right


def test_relu_that_is_never_negative_does_not_show_its_slips():
    case = make_case((5, 3, 1), ("relu", "sigmoid"))
    for name in ("X", "W1", "b1"):
        case[name] = np.abs(case[name])
    assert ids(case) >= names("F07 D02 D12 D37")
    assert not ids(make_case((5, 3, 1), ("relu", "sigmoid"))) & names("F07 D02 D12")


@pytest.mark.parametrize(("label", "other"), [(1.0, "C22"), (0.0, "C03")])
def test_one_class_does_not_show_half_of_the_cost(label, other):
    case = logistic()
    case["Y"] = np.full_like(case["Y"], label)
    found = ids(case) & {"C03", "C22"}
    assert found == {"C03", "C22"} - {other}


def test_the_number_of_features_equal_to_m_does_not_show_a_wrong_count():
    wrong_counts = names("C09 W33 N10")
    assert ids(logistic(m=3)) >= wrong_counts
    assert not ids(logistic(m=7)) & wrong_counts


def test_an_even_m_does_not_show_floor_division():
    assert "W13" in ids(logistic(m=6))
    assert "W13" not in ids(logistic(m=7))


def test_float32_does_not_show_what_is_lost_in_float32():
    case = make_case((5, 3, 1), dtype=F32)
    assert ids(case, dtype=F32) >= names("F11 C08 B08 W16 U21 N15")


def test_zero_biases_do_not_show_that_they_are_forgotten():
    case = make_case()
    for layer in (1, 2):
        case[f"b{layer}"][...] = 0
    assert ids(case) >= names("F01 F19")
    assert "F20" not in ids(case)


def test_an_exact_zero_shows_the_slope_at_the_kink():
    case = make_case((5, 3, 1), ("relu", "sigmoid"))
    assert "D14" in ids(case)
    case["X"][:, 0], case["b1"][...] = 0, 0
    assert "D14" not in ids(case)


def test_zero_weights_show_nothing_behind_the_last_layer():
    case = make_case()
    for name in ("W1", "b1", "W2", "b2"):
        case[name][...] = 0
    assert ids(case) >= names("D02 D03 D04 D05 D43 W17 F03 F05 C06")
    assert not ids(case) & names("B01 C01 W02 F04 U22")


def test_what_has_no_place_in_the_table_is_not_counted():
    model, case, values = _on(logistic())
    found = {h.slip.id for h in hidden(SLIPS, model, case, values, F64)}
    assert not found & {slip.id for slip in SLIPS if not edited(places(model), slip)}
    assert "D03" not in found
    losses = {"Z": np.ones((1, 2)), "Y": np.ones((1, 2))}
    losses |= {"Z_classes": np.ones((3, 2)), "Y_classes": np.ones((3, 2))}
    assert hidden(SLIPS, LOSSES, losses, {}, F64) == ()


def test_the_reason_is_what_the_slip_needs():
    (found,) = hidden([BY_ID["W01"]], *_on(logistic(m=1)), dtype=F64)
    assert found.why == "needs m of at least 2"


def test_what_was_kept_of_the_step_before_can_be_given():
    model, case, values = _on(logistic())
    same = values | {"previous_dw": values["dw"], "previous_db": values["db"]}
    other = values | {"previous_dw": 2 * values["dw"], "previous_db": values["db"]}
    stale = [BY_ID["U07"]]
    assert len(hidden(stale, model, case, same, F64, steps=2)) == 1
    assert hidden(stale, model, case, other, F64, steps=2) == ()


@pytest.mark.parametrize("factor", [1 + 1e-16, 1 + 1e-15])
def test_a_difference_of_the_size_of_rounding_is_hidden(factor):
    slip = Slip("T01", "", {"dW": f"dZ @ A_prev.T / m * {factor!r}"}, "factor")
    assert ids(logistic(), slips=[slip]) == {"T01"}


def test_a_difference_a_little_larger_than_rounding_is_seen():
    slip = Slip("T01", "", {"dW": "dZ @ A_prev.T / m * (1 + 1e-13)"}, "factor")
    assert ids(logistic(), slips=[slip]) == set()


@pytest.mark.parametrize(("m", "scale"), [(1, 1), (3, 100)])
def test_what_is_called_hidden_the_judge_does_not_see_and_the_rest_it_does(m, scale):
    case = logistic(m=m, scale=scale)  # a large scale: outputs of exactly 1
    model, _, values = _on(case)
    model, unseen = replace(model, scaled=tuple), ids(case)  # a convention was seen too
    for slip in SLIPS:
        if slip.steps == 1 and edited(places(model), slip):
            try:
                returned, _ = slipped_step(model, slip)(case, None)
            except CandidateError:
                seen = True
            else:
                found = {j.verdict for j in judge(returned, case, values, model).values()}
                seen = "differ" in found
            assert seen == (slip.id not in unseen), slip.id


def test_the_first_wrong_quantity_is_the_first_of_the_table_that_changes():
    case = make_case((5, 3, 1), ("relu", "sigmoid"))
    model = model_of(case)
    assert first_wrong(model, BY_ID["F01"], case) == "Z1"
    assert first_wrong(model, BY_ID["N03"], case) == "cost"
    assert first_wrong(model, BY_ID["W01"], case) == "dW2"
    assert first_wrong(model, BY_ID["D03"], case) is None
    assert first_wrong(model, BY_ID["F02"], case) is None
    assert first_wrong(model, BY_ID["U07"], case, steps=1) is None
    assert first_wrong(model, BY_ID["U07"], case, steps=2) == "new_W1"
    case["b1"][...] = 0
    assert first_wrong(model, BY_ID["F01"], case) == "Z2"


def test_every_slip_is_evaluated_at_right_operands_only(monkeypatch):
    calls = []
    binary = NumpyAlgebra.binary
    monkeypatch.setattr(
        NumpyAlgebra, "binary", lambda *given: calls.append(given[1]) or binary(*given)
    )
    model, case, values = _on(logistic())
    calls.clear()
    hidden([BY_ID["W01"]], model, case, values, F64)
    assert calls.count("@") <= 2 + len(model.quantities)
    assert len(BASE) > len(calls)


# ---- softmax and L2


def test_softmax_and_an_L2_term_show_their_slips_at_random_data():
    case = make_case((5, 3, 4), ("tanh", "softmax"), lambd=0.7)
    where = tuple(places(model_of(case)))
    own = {slip.id for slip in SLIPS if slip.id[0] in "SR" or slip.id in ("N02", "N07")}
    assert {slip.id for slip in SLIPS if edited(where, slip)} >= own
    assert not ids(case) & own


def test_one_sample_does_not_show_a_softmax_over_the_whole_matrix():
    one = ids(make_case((5, 3, 4), ("tanh", "softmax"), lambd=0.7, m=1))
    assert one >= names("S02 R04 R11 R12")
    assert not one & names("S01 S03 S04 S05 R01 R02 R03 R05 R06 R07 R08")


def test_a_tiny_strength_shows_no_slip_of_the_L2_term():
    case = make_case((5, 3, 4), ("tanh", "softmax"), lambd=1e-20)
    assert ids(case) >= {f"R{i:02}" for i in range(1, 13)}


def test_zero_biases_do_not_show_that_they_are_regularised():
    case = make_case((5, 3, 4), ("tanh", "softmax"), lambd=0.7)
    case["b1"][...], case["b2"][...] = 0, 0
    assert "R05" in ids(case)


def test_a_network_without_an_L2_term_has_no_slip_of_one():
    assert not {s.id for s in SLIPS if edited(places(model_of(GENERIC)), s) and s.id[0] in "RS"}
