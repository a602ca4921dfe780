"""Rounding or a wrong formula: less accurate forms are excused, and nothing else is."""

from functools import partial

import numpy as np
import pytest

from tests.compare.judging.in_numpy import network_step, sigmoid
from tests.compare.judging.small_networks import DTYPES, F32, F64, make_case, run

BOTH = pytest.mark.parametrize("dtype", DTYPES, ids=str)


def rewritten(name, form, case, state):
    """A step with one result computed by another form, from what comes before it."""
    plain = network_step(case)
    return network_step(case, slips={name: lambda value: np.asarray(form(plain, case))}), state


def verdicts_of(report):
    assert report.failure is None
    return {quantity.name: quantity.verdict for quantity in report.quantities}


def cost_of_probabilities(A, Y):
    return -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))


FORMS = {
    "tanh by sigmoid": ("A1", lambda t, c: 2 * sigmoid(2 * t["Z1"]) - 1),
    "tanh by exponentials": (
        "A1",
        lambda t, c: (
            (np.exp(t["Z1"]) - np.exp(-t["Z1"])) / (np.exp(t["Z1"]) + np.exp(-t["Z1"]))
        ),
    ),
    "tanh from 1": ("A1", lambda t, c: 1 - 2 / (np.exp(2 * t["Z1"]) + 1)),
    "sigmoid by exp": ("A2", lambda t, c: np.exp(t["Z2"]) / (1 + np.exp(t["Z2"]))),
    "sigmoid by tanh": ("A2", lambda t, c: (1 + np.tanh(t["Z2"] / 2)) / 2),
    "product of conjugates": ("dZ1", lambda t, c: t["dA1"] * (1 - t["A1"]) * (1 + t["A1"])),
    "cosh": ("dZ1", lambda t, c: t["dA1"] / np.cosh(t["Z1"]) ** 2),
    "cost of probabilities": ("cost", lambda t, c: cost_of_probabilities(t["A2"], c["Y"])),
    "cost by log(1 + e^z)": (
        "cost", lambda t, c: np.mean(np.log(1 + np.exp(t["Z2"])) - c["Y"] * t["Z2"]),
    ),
    "cost of the right one": (
        "cost", lambda t, c: -np.mean(np.log(np.where(c["Y"] == 1, t["A2"], 1 - t["A2"]))),
    ),
    "through dA": ("dZ2", lambda t, c: t["dA2"] * t["A2"] * (1 - t["A2"])),
    "a sum of the mean": ("db1", lambda t, c: t["dZ1"].mean(axis=1, keepdims=True)),
}  # fmt: skip  # a form a row


@BOTH
@pytest.mark.parametrize("scale", [1, 3], ids="weights of {}".format)
@pytest.mark.parametrize(("name", "form"), FORMS.values(), ids=FORMS)
def test_no_right_form_differs(name, form, scale, dtype):
    for seed in range(3):
        case = make_case(scale=scale, dtype=dtype, seed=seed)
        found = verdicts_of(run(partial(rewritten, name, form), case, 3))
        assert set(found.values()) <= {"agree", "less-accurate"}, (seed, found)


def test_tanh_by_sigmoid_is_the_less_accurate_form_that_it_is():
    report = run(partial(rewritten, *FORMS["tanh by sigmoid"]), make_case(), 3)
    quantity = next(q for q in report.quantities if q.name == "A1")
    assert (quantity.verdict, quantity.status) == ("less-accurate", None)
    assert quantity.reason.startswith("a less accurate form of the right formula")
    assert quantity.worst_excess > 1


def saturated(dtype):
    """A case with probabilities nearer to 0 or 1 than 1e-7, which float64 still holds."""
    case = make_case(dtype=dtype)
    case["W2"] *= 40
    A = network_step(case)["A2"]
    assert np.any((A < 1e-7) & (A > 0)) or np.any((A > 1 - 1e-7) & (A < 1))
    return case


def with_clipped(A, by):
    return np.clip(A, by, 1 - by)


WRONG = {
    "float32 inside": ("dW1", lambda t, c: (t["dZ1"].astype("f4") @ c["X"].T / 7).astype("f8")),
    "Z1 in float32": ("Z1", lambda t, c: t["Z1"].astype(np.float32).astype(np.float64)),
    "1e-8 in the logarithm": (
        "cost",
        lambda t, c: (
            -np.mean(c["Y"] * np.log(t["A2"] + 1e-8) + (1 - c["Y"]) * np.log(1 - t["A2"] + 1e-8))
        ),
    ),
    "six digits": ("dW1", lambda t, c: np.round(t["dW1"], 6)),
    "six digits of the cost": ("cost", lambda t, c: np.round(t["cost"], 6)),
    "scaled by a hair": ("dW1", lambda t, c: t["dW1"] * (1 + 1e-9)),
    "Z1 scaled by a hair": ("Z1", lambda t, c: t["Z1"] * (1 + 1e-9)),
    "the rate by a hair": ("new_W1", lambda t, c: c["W1"] - (0.3 + 1e-9) * t["dW1"]),
    "a constant": ("dZ2", lambda t, c: t["dZ2"] + 1e-10),
}
BOTH_DTYPES = {
    "one per cent": ("dW1", lambda t, c: t["dW1"] * t["dW1"].dtype.type(1.01)),
    "no derivative": ("dZ1", lambda t, c: t["dA1"].copy()),
    "no mean": ("db2", lambda t, c: t["dZ2"].sum(axis=1, keepdims=True)),
    "the sign": ("dZ2", lambda t, c: c["Y"] - t["A2"]),
}


@pytest.mark.parametrize(("name", "form"), WRONG.values(), ids=WRONG)
def test_an_error_that_float32_would_hide_differs_in_float64(name, form):
    found = {q.name: q for q in run(partial(rewritten, name, form), make_case(), 3).quantities}
    assert (found[name].verdict, found[name].status) == ("differ", "certain")


@pytest.mark.parametrize("name", ["cost", "A2"])
def test_clipping_the_probabilities_differs_where_it_clips(name):
    clip = {
        "A2": lambda t, c: with_clipped(t["A2"], 1e-7),
        "cost": lambda t, c: cost_of_probabilities(with_clipped(t["A2"], 1e-7), c["Y"]),
    }
    found = verdicts_of(run(partial(rewritten, name, clip[name]), saturated(F64), 1))
    assert found[name] == "differ"


@BOTH
@pytest.mark.parametrize(("name", "form"), BOTH_DTYPES.values(), ids=BOTH_DTYPES)
def test_a_wrong_formula_differs_in_either_precision(name, form, dtype):
    report = run(partial(rewritten, name, form), make_case(dtype=dtype), 3)
    found = {q.name: q for q in report.quantities}
    assert (found[name].verdict, found[name].status) == ("differ", "certain")


# ---- what the candidate does on its own


NAME, LESS_ACCURATE = FORMS["tanh by sigmoid"]


def test_what_only_a_state_explains_is_not_excused():
    """Run afresh, it would be right."""

    def worse_each_step(case, state):
        trace, t = network_step(case), state or 0
        return {**trace, "dW1": trace["dW1"] * (1 + 1e-4 * t)}, t + 1

    quantity = next(q for q in run(worse_each_step, make_case(), 3).quantities if q.name == "dW1")
    assert (quantity.verdict, quantity.step, quantity.status) == ("differ", 2, "certain")


def test_a_form_that_was_excused_once_does_not_excuse_another_error_later():
    def then_wrong(case, state):
        trace, _ = rewritten(NAME, LESS_ACCURATE, case, None)
        t = state or 0
        return {**trace, NAME: trace[NAME] * (1 + 1e-4 * (t == 2))}, t + 1

    assert verdicts_of(run(then_wrong, make_case(), 2))[NAME] == "less-accurate"
    quantity = next(q for q in run(then_wrong, make_case(), 4).quantities if q.name == NAME)
    assert (quantity.verdict, quantity.step) == ("differ", 3)


def test_a_candidate_that_returns_float64_only_is_judged_and_not_excused():
    def float64_only(case, state):
        cast = {n: np.asarray(v, F64) if isinstance(v, np.ndarray) else v for n, v in case.items()}
        return rewritten(NAME, LESS_ACCURATE, cast, state)

    assert verdicts_of(run(float64_only, make_case(), 2))[NAME] == "differ"


def test_a_candidate_that_takes_float64_only_is_judged_and_not_excused():
    def float64_or_nothing(case, state):
        if case["X"].dtype != F64:
            raise TypeError("float64, please")
        return rewritten(NAME, LESS_ACCURATE, case, state)

    assert verdicts_of(run(float64_or_nothing, make_case(), 2))[NAME] == "differ"


def test_a_candidate_that_agrees_is_never_run_again_in_another_precision():
    seen = []

    def counting(case, state):
        seen.append(case["X"].dtype)
        return network_step(case), state

    run(counting, make_case(), 3)
    assert seen == [F64] * 6  # taught, then free


def test_a_wrong_array_is_not_excused():
    """A wrong dtype is rounding, in a way; it differs all the same."""

    def narrow(case, state):
        trace = network_step(case)
        return {**trace, "dW1": trace["dW1"].astype(np.float32)}, state

    assert verdicts_of(run(narrow, make_case(), 2))["dW1"] == "differ"


def test_where_float32_keeps_no_digit_nothing_is_excused():
    """The error in float64 is small beside that, as rounding would be."""

    def hopeless(case, state):
        trace = network_step(case)
        factor = 1 + 1e-9 if case["X"].dtype == F64 else 2
        return {**trace, "dW1": trace["dW1"] * factor}, state

    assert verdicts_of(run(hopeless, make_case(), 2))["dW1"] == "differ"


def test_what_is_wrong_for_its_own_operands_is_not_excused_by_the_right_value():
    found = {q.name: q for q in run(only_dZ1_wrong, make_case(), 2).quantities}
    assert (found["dZ1"].status, found["dW1"].status) == ("certain", "suspect")


def only_dZ1_wrong(case, state):
    trace = network_step(case)
    return {**trace, "dZ1": trace["dZ1"] * 1.5}, state


def test_what_follows_a_wrong_operand_is_not_excused_for_being_right_for_it():
    def wrong(case, state):
        return network_step(case, slips={"dZ1": lambda value: 1.5 * value}), state

    found = {q.name: q for q in run(wrong, make_case(), 2).quantities}
    assert (found["dZ1"].status, found["dW1"].status) == ("certain", "follows")


def test_what_was_found_wrong_is_not_tried_again():
    calls = []

    def wrong(case, state):
        calls.append(case["X"].dtype)
        return network_step(case, slips={"new_W1": np.negative}), state

    run(wrong, make_case(), 5)
    assert calls.count(F32) == 1
