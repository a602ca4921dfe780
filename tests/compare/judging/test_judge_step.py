"""The judge, both ways: it accepts what is right, and rejects what is off by more than rounding."""

from functools import cache

import numpy as np
import pytest

from compare.candidates.seam import load
from compare.judging.verdict import BLIND_ABOVE
from compare.quantities import calculus
from tests.compare.judging.small_networks import (
    DEEP,
    DTYPES,
    F32,
    F64,
    Tolerances,
    all_agree,
    by_hand,
    by_torch,
    judge,
    make_case,
    model_of,
    verdicts,
)

BOTH = pytest.mark.parametrize("dtype", DTYPES, ids=str)
NAMES = [quantity.name for quantity in model_of(make_case())]
EVERY = pytest.mark.parametrize("name", NAMES)
SIDES = pytest.mark.parametrize("side", [1, -1], ids=["above", "below"])


@cache
def complete(dtype, seed=0):
    """A case, and a candidate with every quantity of the table, the optional ones too."""
    case = make_case(dtype=dtype, seed=seed)
    right = by_hand(case)
    A, Y = right["A2"], case["Y"]
    return case, {**right, "dA2": -Y / A + (1 - Y) / (1 - A)}


def with_entry(trace, name, index, value):
    array = trace[name].copy()
    array[index] = value
    return {**trace, name: array}


# ---- what is right


@BOTH
@pytest.mark.parametrize("seed", range(3))
def test_the_chapter_agrees_in_every_quantity(dtype, seed):
    case = make_case(dtype=dtype, seed=seed)
    judgements = judge(by_hand(case), case)
    assert all_agree(judgements)
    assert list(judgements) == [name for name in NAMES if name != "dA2"]


@BOTH
@pytest.mark.parametrize("cost", ["cross-entropy", "squared-error"])
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "leaky-relu", "identity"])
def test_every_activation_and_cost_agrees(hidden, cost, dtype):
    case = make_case((7, 5, 3, 1), (hidden, hidden, "sigmoid"), cost, m=11, dtype=dtype)
    judgements = judge(by_hand(case, DEEP), case, by_torch(case, DEEP))
    assert all_agree(judgements)
    assert max(judgement.excess for judgement in judgements.values()) < 1


@BOTH
def test_the_reference_agrees_with_itself(dtype):
    case = make_case(dtype=dtype)
    assert all_agree(judge(by_torch(case), case))


@BOTH
@EVERY
def test_one_ulp_in_every_entry_of_a_quantity_is_accepted(name, dtype):
    case, right = complete(dtype)
    for towards in (np.inf, -np.inf):
        moved = {**right, name: np.nextafter(right[name], dtype.type(towards))}
        assert all_agree(judge(moved, case))


@BOTH
def test_one_ulp_in_every_entry_of_all_quantities_is_accepted(dtype):
    case, right = complete(dtype)
    rng = np.random.default_rng(1)
    moved = {
        name: np.nextafter(array, rng.choice([-9, 9], np.shape(array)).astype(dtype))
        for name, array in right.items()
    }
    assert all_agree(judge(moved, case))


# ---- the edge of the tolerance


def accepted(tests, index, value):
    """Whether a value passes both tests of one form, in float64 as the judge compares."""
    return any(
        all(
            abs(np.float64(value) - expected[index]) <= granted[index] for expected, granted in form
        )
        for form in tests
    )


def edge(tests, index, side, dtype):
    """The last value that passes on this side, and the first that does not."""
    reach = max(
        min(side * expected[index] + granted[index] for expected, granted in form) for form in tests
    )
    value = dtype.type(side * reach)
    outwards, inwards = dtype.type(side * np.inf), dtype.type(-side * np.inf)
    while accepted(tests, index, value):
        value = np.nextafter(value, outwards)
    while not accepted(tests, index, value):
        value = np.nextafter(value, inwards)
    return value, np.nextafter(value, outwards)


@BOTH
@SIDES
@EVERY
def test_the_last_value_inside_the_tolerance_agrees_and_the_first_outside_differs(
    name, side, dtype
):
    case, right = complete(dtype)
    quantity = model_of(case)[name]
    array = np.asarray(right[name])
    index = tuple(n // 2 for n in array.shape)
    tests = Tolerances(right, by_torch(case), case).tests(quantity)
    tests = [
        [(e.reshape(array.shape), np.broadcast_to(t, array.shape)) for e, t in form]
        for form in tests
    ]
    inside, outside = edge(tests, index, side, dtype)
    assert inside != array[index]
    assert judge(with_entry(right, name, index, inside), case)[name].verdict == "agree"

    wrong = judge(with_entry(right, name, index, outside), case)[name]
    assert wrong.verdict == "differ"
    assert wrong.reason == f"1 of {array.size} entries differ"
    assert wrong.worst.index == index
    assert wrong.worst.actual == outside
    assert 1 < wrong.excess < 2


@EVERY
def test_ten_tolerances_in_a_single_entry_are_rejected_and_found_in_that_entry(name):
    case, right = complete(F64)
    quantity = model_of(case)[name]
    array = np.asarray(right[name])
    form = Tolerances(right, by_torch(case), case).tests(quantity)[-1]
    widest = np.max([np.broadcast_to(t, array.shape) for _, t in form], axis=0)
    for index in {tuple(0 for _ in array.shape), tuple(n - 1 for n in array.shape)}:
        wrong = with_entry(right, name, index, array[index] + 10 * widest[index])
        judgement = judge(wrong, case)[name]
        assert judgement.verdict == "differ"
        assert judgement.worst.index == index


@EVERY
def test_a_wrong_candidate_does_not_widen_the_tolerance_it_is_held_against(name):
    case, right = complete(F64)
    reference = by_torch(case)
    if name not in reference:
        return  # an optional quantity is judged locally, from its operands alone
    wild = {other: 1e6 * (array + 1) for other, array in right.items()}
    quantity = model_of(case)[name]
    plain, wild = Tolerances(right, reference, case), Tolerances(wild, reference, case)
    np.testing.assert_array_equal(
        plain.end_to_end.tolerance(quantity, quantity.equation),
        wild.end_to_end.tolerance(quantity, quantity.equation),
    )


# ---- what is not a number


@BOTH
@EVERY
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_in_the_candidate_differs_and_is_certain(value, name, dtype):
    case, right = complete(dtype)
    index = tuple(n // 2 for n in np.shape(right[name]))
    wrong = judge(with_entry(right, name, index, value), case)[name]
    assert wrong.verdict == "differ"
    assert wrong.status == "certain"
    assert wrong.excess == np.inf
    assert str(value) in wrong.reason
    assert str(list(index)) in wrong.reason


@BOTH
@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("name", [name for name in NAMES if name != "dA2"])
def test_what_is_not_finite_in_the_reference_cannot_be_compared(name, value, dtype):
    case, right = complete(dtype)
    reference = by_torch(case)
    index = tuple(n // 2 for n in np.shape(right[name]))
    judgement = judge(right, case, with_entry(reference, name, index, value))[name]
    assert judgement.verdict == "not-comparable"
    assert judgement.reason.endswith("entries cannot be compared")


@EVERY
def test_a_number_that_neither_has_is_no_agreement(name):
    case, right = complete(F64)
    reference = {"dA2": right["dA2"], **by_torch(case)}
    index = tuple(n // 2 for n in np.shape(right[name]))
    both = [with_entry(trace, name, index, np.nan) for trace in (right, reference)]
    assert judge(both[0], case, both[1])[name].verdict == "differ"  # its equation gives a number


def test_nothing_agrees_where_everything_is_not_a_number():
    case, right = complete(F64)
    nothing = {name: np.full_like(array, np.nan) for name, array in right.items()}
    reference = {name: np.full_like(array, np.nan) for name, array in by_torch(case).items()}
    assert not {"agree", "blind"} & set(verdicts(judge(nothing, case, reference)).values())


def test_a_difference_beside_what_cannot_be_compared_still_differs():
    case, right = complete(F64)
    reference = with_entry(by_torch(case), "dW1", (0, 0), np.nan)
    wrong = with_entry(right, "dW1", (2, 3), right["dW1"][2, 3] * 1.001)
    assert judge(wrong, case, reference)["dW1"].verdict == "differ"


# ---- what says nothing


@BOTH
def test_tensors_that_are_zero_throughout_are_blind(dtype):
    case = make_case(dtype=dtype)
    zeros = {name: np.zeros_like(case[name]) for name in ("W1", "W2", "b1", "b2")}
    judgements = judge(by_hand({**case, **zeros}), {**case, **zeros}, by_torch({**case, **zeros}))
    blind = {name for name, judgement in judgements.items() if judgement.verdict == "blind"}
    assert blind == {
        "Z1", "A1", "Z2", "dW2", "dA1", "dZ1", "dW1", "db1", "new_W1", "new_b1", "new_W2",
    }  # fmt: skip  # forward, backward, update
    for name in blind:
        assert judgements[name].zero
        assert judgements[name].visible == np.inf
        assert judgements[name].reason == "all zero"


def test_an_entry_that_is_not_zero_where_all_should_be_differs():
    case = make_case()
    case |= {name: np.zeros_like(case[name]) for name in ("W1", "W2", "b1", "b2")}
    wrong = with_entry(by_hand(case), "dW1", (0, 0), 1e-300)
    assert judge(wrong, case)["dW1"].verdict == "differ"


def test_an_update_that_is_lost_in_rounding_is_blind_though_the_parameter_is_large():
    case = make_case() | {"learning_rate": 1e-13}
    judgement = judge(by_hand(case), case)["new_W1"]
    assert judgement.verdict == "blind"
    assert judgement.reason == f"an error of {judgement.visible:.0e} would pass"
    assert judgement.visible > BLIND_ABOVE["float64"]


def test_an_update_is_seen_relative_to_the_change_it_makes():
    case = make_case()
    large = {**case, "W1": case["W1"] + 1e6, "X": case["X"] * 1e-6}
    small = judge(by_hand(case), case)["new_W1"].visible
    assert judge(by_hand(large), large)["new_W1"].visible > 1e4 * small


def test_a_parameter_that_is_not_updated_differs_however_small_the_rate():
    case = make_case() | {"learning_rate": 1e-9}
    still = {**by_hand(case), "new_W1": case["W1"].copy()}
    judgement = judge(still, case)["new_W1"]
    assert judgement.verdict == "differ"
    assert judgement.status == "certain"


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_the_limit_of_blindness_is_that_of_the_dtype(dtype):
    """The rate at which the update fades below the limit, found by bisection, gives the limit."""
    case = make_case(dtype=dtype)
    low, high = (1e-16, 1e-3) if dtype == F64 else (1e-8, 1e-1)
    for _ in range(30):
        middle = np.sqrt(low * high)
        given = {**case, "learning_rate": float(middle)}
        judgement = judge(by_hand(given), given)["new_W1"]
        assert judgement.verdict == ("blind" if judgement.visible > limit(dtype) else "agree")
        low, high = (middle, high) if judgement.verdict == "blind" else (low, middle)
    assert judgement.visible == pytest.approx(limit(dtype), rel=0.05)


def limit(dtype):
    return {F64: 1e-3, F32: 1e-1}[dtype]


# ---- the smallest error that would have been seen


def median_entry(tests, size):
    """The entry whose share tolerance / size is the median."""
    tolerance = np.min([np.broadcast_to(t, size.shape) for _, t in tests], axis=0)
    share = np.where(size > 0, tolerance / np.where(size > 0, size, 1), np.inf)
    order = np.argsort(share, axis=None)[: np.count_nonzero(size)]
    index = np.unravel_index(order[len(order) // 2], size.shape)
    return tuple(int(i) for i in index)


@BOTH
@SIDES
@EVERY
def test_an_error_just_above_the_smallest_visible_in_the_median_entry_is_no_agreement(
    name, side, dtype
):
    case, reference, at, step = _median(name, dtype)
    error = dtype.type(side * 1.3 * step)
    wrong = with_entry(reference, name, at, reference[name][at] + error)
    assert judge(wrong, case)[name].verdict == "differ"


@BOTH
@SIDES
@EVERY
def test_an_error_just_below_the_smallest_visible_in_the_median_entry_passes(name, side, dtype):
    case, reference, at, step = _median(name, dtype)
    error = dtype.type(side * 0.7 * step)
    wrong = with_entry(reference, name, at, reference[name][at] + error)
    assert judge(wrong, case)[name].verdict == "agree"


def _median(name, dtype):
    """Take the reference as candidate; give its median entry, and the smallest visible error."""
    case, right = complete(dtype)
    reference = by_torch(case)
    candidate = {**reference, "dA2": right["dA2"]}
    quantity = model_of(case)[name]
    size = np.abs(np.asarray(candidate[name], np.float64))
    if quantity.changes:
        size = np.abs(candidate[name].astype(np.float64) - case[quantity.changes])
    assert np.count_nonzero(size) % 2 == 1
    at = median_entry(Tolerances(candidate, reference, case).tests(quantity)[0], size)
    return case, candidate, at, judge(candidate, case)[name].visible * size[at]


@pytest.mark.parametrize("scale", [1, 4, 8], ids="weights of {}".format)
def test_a_cost_that_is_off_by_twice_the_smallest_visible_is_no_agreement(scale):
    """The logarithm of a probability is no excuse for a candidate that does not take it."""
    case = make_case(scale=scale)
    right = by_hand(case)
    judgement = judge(right, case)["cost"]
    assert judgement.verdict == "agree"
    for share in (2, 10, 100, 1e4):
        wrong = {**right, "cost": right["cost"] * (1 + share * judgement.visible)}
        assert judge(wrong, case)["cost"].verdict != "agree", share


# ---- optional quantities


def test_an_optional_quantity_is_not_judged_where_it_is_not_returned():
    case, right = complete(F64)
    del (partial := dict(right))["dA2"]
    judgements = judge(partial, case)
    assert "dA2" not in judgements
    assert all_agree(judgements)


def test_an_optional_quantity_is_judged_locally_where_the_reference_has_none():
    case, right = complete(F64)
    assert "dA2" not in by_torch(case)
    assert judge(right, case)["dA2"].verdict == "agree"
    judgements = judge({**right, "dA2": -right["dA2"]}, case)
    assert judgements["dA2"].verdict == "differ"
    assert judgements["dA2"].status == "certain"
    assert {j.verdict for name, j in judgements.items() if name != "dA2"} == {"agree"}


# ---- wrong as arrays


WRONG_ARRAYS = {
    "rank 1": (lambda a: a.reshape(-1), "rank 1: sum with keepdims=True"),
    "transposed": (lambda a: a.T.copy(), "transposed"),
    "one column less": (lambda a: a[:, :-1].copy(), "is wanted"),
    "float32": (lambda a: a.astype(np.float32), "dtype float32 where float64 is wanted"),
    "integers": (lambda a: a.astype(np.int64), "dtype int64 where float64 is wanted"),
    "a list": (lambda a: a.tolist(), "a list where a NumPy array of shape (3, 5) is wanted"),
    "None": (lambda a: None, "a NoneType where"),
}


@pytest.mark.parametrize("flaw", WRONG_ARRAYS)
def test_what_is_wrong_as_an_array_differs_and_is_certain(flaw):
    case, right = complete(F64)
    spoil, reason = WRONG_ARRAYS[flaw]
    judgements = judge({**right, "dW1": spoil(right["dW1"])}, case)
    wrong = judgements.pop("dW1")
    assert wrong.verdict == "differ"
    assert wrong.status == "certain"
    assert wrong.worst is None
    assert reason in wrong.reason
    assert all_agree(judgements)


def test_an_activation_that_is_the_very_array_of_its_argument_differs_though_it_is_right():
    case = make_case(activations=("identity", "sigmoid"))
    right = by_hand(case)
    judgement = judge({**right, "A1": right["Z1"]}, case)["A1"]
    assert judgement.verdict == "differ"
    assert judgement.status == "certain"
    assert judgement.reason == "shares memory with Z1: return a copy"
    assert judgement.excess <= 1


def test_a_new_parameter_that_is_the_very_array_of_the_case_differs_though_it_is_right():
    case = make_case()
    case["X"] = np.zeros_like(case["X"])  # so that dW1 is 0
    judgement = judge({**by_hand(case), "new_W1": case["W1"]}, case)["new_W1"]
    assert judgement.verdict == "differ"
    assert judgement.status == "certain"
    assert judgement.reason == "shares memory with W1: return a copy"
    assert judgement.excess <= 1


def test_two_gradients_in_one_buffer_differ_in_the_second():
    case, right = complete(F64)
    buffer = np.concatenate([right["dW1"].ravel(), right["db1"].ravel()])
    views = {"dW1": buffer[:15].reshape(3, 5), "db1": buffer[14:17].reshape(3, 1)}
    judgements = judge({**right, **views}, case)
    assert judgements["dW1"].verdict == "agree"
    assert judgements["db1"].verdict == "differ"
    assert judgements["db1"].reason.startswith("shares memory with dW1: return a copy")


def test_views_of_one_buffer_that_do_not_overlap_agree():
    case, right = complete(F64)
    buffer = np.concatenate([right["dW1"].ravel(), right["db1"].ravel()])
    views = {"dW1": buffer[:15].reshape(3, 5), "db1": buffer[15:].reshape(3, 1)}
    assert all_agree(judge({**right, **views}, case))


# ---- conventions


def test_derivatives_of_the_cost_in_the_place_of_those_of_the_loss_are_a_convention():
    case, right = complete(F64)
    m = case["X"].shape[1]
    scaled = {name: right[name] / m for name in ("dA2", "dZ2", "dA1", "dZ1")}
    judgements = judge({**right, **scaled}, case)
    named = {name: j for name, j in judgements.items() if j.verdict == "convention"}
    products = {"dW2", "db2", "dW1", "db1"}  # of the usual value, without a 1/m of their own
    assert named.keys() == {*scaled, *products}
    assert {j.convention.kind for j in named.values()} == {"place"}
    assert {j.reason for j in named.values()} == {"the 1/m stands in dZ, not in dW and db"}
    assert {j.verdict for name, j in judgements.items() if name not in named} == {"agree"}


@pytest.mark.parametrize("factor", [7, 1 / 7, -1, 2], ids=["sum", "twice", "sign", "two"])
@pytest.mark.parametrize("name", ["dW1", "db1", "dW2", "db2", "dZ2", "cost"])
def test_a_factor_differs_there_and_is_certain(name, factor):
    case, right = complete(F64)
    judgements = judge({**right, name: right[name] * factor}, case)
    assert judgements[name].verdict == "differ"
    assert judgements[name].status == "certain"


# ---- saturation of the other table that divides


def test_losses_at_a_saturated_output_are_judged_without_a_warning():
    Z = np.array([[-800.0, -40.0, -1.0, 0.5, 3.0, 40.0, 800.0]])
    case = {"Z": Z, "Y": np.array([[0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0]])}
    case |= {"Z_classes": np.vstack((Z, 0 * Z)), "Y_classes": np.vstack((1 - case["Y"], case["Y"]))}
    traces = []
    for package in ("scratch_numpy", "reference_torch"):
        trace, _ = load(f"{package}.losses:step").step(case, None)
        traces.append({name: np.array(array) for name, array in trace.items()})
    found = verdicts(judge(traces[0], case, traces[1], calculus.LOSSES))
    assert found["A"] == "agree"
    assert found["loss_from_logits"] == "agree"
    assert found["cost_cross_entropy"] == "agree"
    assert found["dZ_cross_entropy"] == "agree"
    assert found["loss_cross_entropy"] == "not-comparable"
    assert found["dA_cross_entropy"] == "not-comparable"
    assert found["loss_categorical_from_logits"] == "agree"
    assert found["dZ_categorical"] == "agree"
    assert found["loss_categorical"] == "not-comparable"
    assert found["dA_categorical"] == "not-comparable"
