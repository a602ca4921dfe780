"""Second opinions confirm a right reference, and refute a wrong one by entry and by order."""

from functools import cache

import numpy as np
import pytest
import torch

from compare.candidates.seam import load
from compare.judging.complex_step import Forward, sample
from compare.judging.second_opinion import second_opinion
from compare.quantities import calculus
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.network import initialisation, training
from tests.compare.judging.small_networks import (
    DEEP,
    F32,
    F64,
    by_hand,
    by_torch,
    make_case,
    model_of,
)

BOTH = pytest.mark.parametrize("dtype", [F64, F32], ids=str)
LARGE = (41, 37, 13, 1)


def ask(case, reference, seed=0, model=None):
    """The opinions by name."""
    model = model or model_of(case)
    opinions = second_opinion(model, case, reference, case["X"].dtype, seed)
    return {opinion.name: opinion for opinion in opinions}


def verdicts(opinions):
    return {name: opinion.verdict for name, opinion in opinions.items()}


def all_confirmed(opinions):
    return set(verdicts(opinions).values()) == {"confirmed"}


def orders(opinions):
    return [o.order.value for o in opinions.values() if o.order and o.order.value is not None]


@cache
def smooth(dtype=F64, seed=0):
    """A network with square weights, to be transposed, and its reference."""
    case = make_case((5, 3, 3, 1), ("tanh", "sigmoid", "sigmoid"), dtype=dtype, seed=seed)
    return case, by_torch(case, DEEP)


def unit_at(Z, Y, dtype=F64):
    """A network of one unit whose Z are exactly these."""
    Z = np.array([Z], dtype)
    given = {"X": Z, "Y": np.array([Y], dtype), "W1": np.ones((1, 1), dtype)}
    given["b1"] = np.zeros((1, 1), dtype)
    return given | {"learning_rate": 0.1, "activations": ("sigmoid",), "cost": "cross-entropy"}


def on_relu(Z1, *, W2=1.0, dtype=F64):
    """A network of one relu and one output, whose Z1 are exactly these."""
    case = unit_at(Z1, np.arange(len(Z1)) % 2, dtype)
    case |= {"W2": np.full((1, 1), W2, dtype), "b2": np.zeros((1, 1), dtype)}
    return case | {"activations": ("relu", "sigmoid")}


# ---- what is right


@BOTH
@pytest.mark.parametrize("cost", ["cross-entropy", "squared-error"])
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "leaky-relu", "identity"])
def test_a_right_reference_is_confirmed_in_every_entry(hidden, cost, dtype):
    case = make_case((7, 5, 3, 1), (hidden, hidden, "sigmoid"), cost, m=11, dtype=dtype)
    opinions = ask(case, by_torch(case, DEEP))
    assert list(opinions) == ["cost", "dW1", "db1", "dW2", "db2", "dW3", "db3"]
    assert all_confirmed(opinions)
    assert all(o.checked == o.of and o.share < 0.2 for o in opinions.values())


@BOTH
@pytest.mark.parametrize("chapter", ["scratch_numpy", "reference_torch"])
def test_logistic_regression_is_confirmed_whoever_returns_it(chapter, dtype):
    rng = np.random.default_rng(3)
    case = {"X": rng.standard_normal((5, 7)), "Y": np.ones((1, 7)), "w": rng.random((5, 1))}
    case["Y"][:, ::3] = 0
    case = {name: array.astype(dtype) for name, array in case.items()}
    case |= {"b": dtype.type(0.3), "learning_rate": 0.1}
    step = load(f"{chapter}.logistic_regression.vectorised:step").step
    opinions = ask(case, step(case, None)[0], model=LOGISTIC_REGRESSION)
    assert list(opinions) == ["cost", "dw", "db"]
    assert all_confirmed(opinions)


@BOTH
def test_one_example_is_enough(dtype):
    case = make_case(m=1, dtype=dtype)
    assert all_confirmed(ask(case, by_torch(case)))


def test_the_table_of_training_is_asked_about_the_same_gradients():
    case = make_case()
    reference = by_torch(case)
    case |= {"X_test": case["X"][:, :2], "Y_test": case["Y"][:, :2]}
    opinions = ask(case, reference, model=training(case["activations"], case["cost"]))
    assert list(opinions) == ["cost", "dW1", "db1", "dW2", "db2"]
    assert all_confirmed(opinions)


@BOTH
@pytest.mark.parametrize("hidden", ["tanh", "relu"])
def test_a_start_from_zeros_is_confirmed(hidden, dtype):
    case = make_case(activations=(hidden, "sigmoid"), dtype=dtype)
    case |= {name: np.zeros_like(case[name]) for name in ("W1", "b1", "W2", "b2")}
    opinions = ask(case, by_torch(case))
    assert all_confirmed(opinions)
    assert opinions["dW1"].order.reason == "rounding"
    assert bool(opinions["db1"].reason) == (hidden == "relu")


@BOTH
def test_saturated_outputs_are_confirmed_where_they_are_wrong(dtype):
    case = unit_at([40.0, -40.0, 25.0], [0, 1, 0], dtype)
    assert all_confirmed(ask(case, by_torch(case, DEEP)))


@BOTH
def test_no_right_reference_is_ever_refuted(dtype):
    rng = np.random.default_rng(20)
    activations = ("sigmoid", "tanh", "relu", "leaky-relu", "identity")
    confirmed = total = 0
    for seed in range(12):
        layers = int(rng.integers(1, 5))
        dims = (*rng.integers(1, 9, layers), 1)
        hidden = [str(g) for g in rng.choice(activations, layers - 1)]
        scale = float(rng.choice([0.01, 0.3, 1, 3, 30]))
        cost = "cross-entropy" if seed % 2 else "squared-error"
        case = make_case(dims, (*hidden, "sigmoid"), cost, seed=seed, scale=scale, dtype=dtype)
        said = verdicts(ask(case, by_torch(case, DEEP)))
        assert "refuted" not in said.values(), (dims, hidden, scale)
        total += len(said)
        confirmed += list(said.values()).count("confirmed")
    assert confirmed > 0.8 * total


# ---- the order of the Taylor remainder


@pytest.mark.parametrize("seed", range(5))
def test_the_order_is_2_on_smooth_networks(seed):
    case, reference = smooth(seed=seed)
    found = orders(ask(case, reference, seed))
    assert len(found) == 6
    assert all(1.9 <= order <= 2.1 for order in found)


@pytest.mark.parametrize("seed", range(5))
def test_the_order_is_1_for_a_gradient_that_is_3_percent_off(seed):
    case, reference = smooth(seed=seed)
    wrong = {name: 1.03 * value if name[0] == "d" else value for name, value in reference.items()}
    opinions = ask(case, wrong, seed)
    found = orders(opinions)
    assert len(found) == 6
    assert all(order < 1.3 for order in found)
    assert opinions["dW1"].verdict == "refuted"


def test_in_float32_the_order_still_tells_right_from_3_percent_off():
    case = make_case((3, 2, 1), ("tanh", "sigmoid"), "squared-error", dtype=F32)
    right = by_torch(case)
    wrong = {**right, "dW2": np.float32(1.03) * right["dW2"]}
    assert 1.9 <= ask(case, right)["dW2"].order.value <= 2.1
    assert ask(case, wrong)["dW2"].order.value < 1.3


def test_a_cost_that_is_linear_has_no_order():
    case = unit_at([500.0, 600.0], [0, 0])
    opinion = ask(case, by_torch(case, DEEP))["db1"]
    assert opinion.order == (None, "rounding")
    assert opinion.sentence.endswith("no order: rounding")


def test_a_pre_activation_that_changes_its_sign_is_a_kink_in_the_way():
    case = on_relu([1e-11, -1e-11, 0.5])
    opinion = ask(case, by_torch(case))["db1"]
    assert opinion.verdict == "confirmed"
    assert opinion.order == (None, "kink in the way")
    assert opinion.sentence.endswith("no order: kink in the way")


@pytest.mark.parametrize("scale", [1e-9, 1e9])
def test_h_follows_the_scale_of_the_data(scale):
    case = make_case()
    case |= {"X": scale * case["X"], "W1": case["W1"] / scale}
    assert 1.9 <= ask(case, by_torch(case))["dW1"].order.value <= 2.1


@pytest.mark.parametrize("seed", [16, 920])
def test_two_halvings_that_disagree_give_no_order(seed):
    """Here the third-order term outweighs the second, and the order between h and h / 2 is 1."""
    sizes = {"dims": (2, 3, 1), "m": 3, "scale": 0.1}
    case = make_case(**sizes, cost="squared-error", seed=seed, dtype=F32)
    opinion = ask(case, by_torch(case))["db1"]
    assert opinion.verdict == "confirmed"
    assert opinion.order == (None, "h too large")


# ---- what is wrong


def entry_off(array):
    array[0, 0] *= 1 + 1e-6
    return array


def row_of_zeros(array):
    array[0] = 0
    return array


def rolled(array):
    return np.roll(array, 1)


PLANTED = {
    "sign": ("dW1", lambda g, case: -g),
    "factor 2": ("dW2", lambda g, case: 2 * g),
    "3 % off": ("db1", lambda g, case: 1.03 * g),
    "one entry off by 1e-6": ("dW1", lambda g, case: entry_off(g)),
    "a square weight transposed": ("dW2", lambda g, case: g.T),
    "missing mean": ("dW3", lambda g, case: g * case["X"].shape[1]),
    "mean taken twice": ("db3", lambda g, case: g / case["X"].shape[1]),
    "zero": ("db2", lambda g, case: 0 * g),
    "a row of zeros": ("dW2", lambda g, case: row_of_zeros(g)),
    "entries exchanged": ("db1", lambda g, case: rolled(g)),
    "weight decay": ("dW1", lambda g, case: g + 1e-3 * case["W1"]),
    "computed in float32": ("dW2", lambda g, case: g.astype(np.float32).astype(float)),
    "not a number": ("dW1", lambda g, case: np.where(np.arange(g.size) == 7, np.nan, g.flat)),
}


@pytest.mark.parametrize("error", PLANTED)
def test_a_wrong_gradient_is_refuted_and_no_other(error):
    name, change = PLANTED[error]
    case, reference = smooth()
    planted = np.asarray(change(reference[name].copy(), case)).reshape(reference[name].shape)
    said = verdicts(ask(case, {**reference, name: planted}))
    assert said.pop(name) == "refuted"
    assert set(said.values()) == {"confirmed"}


@pytest.mark.parametrize("error", [error for error in PLANTED if error != "computed in float32"])
def test_a_wrong_gradient_is_refuted_in_float32_too(error):
    name, change = PLANTED[error]
    case, reference = smooth(F32)
    planted = np.asarray(change(reference[name].copy(), case), np.float32)
    said = verdicts(ask(case, {**reference, name: planted.reshape(reference[name].shape)}))
    if error == "one entry off by 1e-6":  # less than float32 can hold after a few operations
        assert said[name] == "confirmed"
    else:
        assert said[name] == "refuted"


def test_a_refutation_names_the_entry_and_both_values():
    case, reference = smooth()
    wrong = reference["dW2"].copy()
    wrong[1, 2] = 4.5
    opinion = ask(case, {**reference, "dW2": wrong})["dW2"]
    assert opinion.worst.index == (1, 2)
    assert opinion.worst.actual == 4.5
    assert opinion.worst.expected == pytest.approx(reference["dW2"][1, 2], rel=1e-12)
    assert opinion.reason.startswith("entry [1, 2] is 4.5, the forward equations say ")
    assert f"{reference['dW2'][1, 2]:.8g}" in opinion.sentence


def test_a_wrong_reference_cannot_widen_its_own_tolerance():
    case, reference = smooth()
    huge = {name: 1e12 * reference[name] for name in ("Z2", "A2", "dZ3", "dA2", "dZ2", "dA1")}
    wrong = {**reference, **huge, "dW2": reference["dW2"] * (1 + 1e-6)}
    assert ask(case, wrong)["dW2"].verdict == "refuted"


def test_what_could_not_be_taken_gets_no_opinion_and_the_reason():
    case, reference = smooth()
    few = {name: value for name, value in reference.items() if name not in ("dW1", "db1")}
    why = {"dW1": "shape (5, 3) where (3, 5) is wanted (transposed)"}
    said = second_opinion(model_of(case), case, few, F64, unusable=why)
    opinions = {opinion.name: (opinion.verdict, opinion.reason) for opinion in said}
    assert opinions["dW1"] == ("no-opinion", why["dW1"])
    assert opinions["db1"] == ("no-opinion", "not returned")


def naive(case, criterion, *, from_z):
    """Autograd through a criterion of torch's own, on one unit."""
    X, Y = torch.tensor(case["X"]), torch.tensor(case["Y"])
    W, b = (torch.tensor(case[name], requires_grad=True) for name in ("W1", "b1"))
    Z = W @ X + b
    cost = criterion(Z if from_z else torch.sigmoid(Z), Y)
    cost.backward()
    gradients = {"dW1": W.grad.numpy(), "db1": b.grad.numpy()}
    return {"Z1": Z.detach().numpy(), "cost": cost.detach().numpy(), **gradients}


@pytest.mark.parametrize(("dtype", "z"), [(F32, 17.0), (F64, 37.0)], ids=str)
def test_a_gradient_of_0_from_a_probability_that_rounded_to_1_is_refuted(dtype, z):
    case = unit_at([z], [0], dtype)
    opinions = ask(case, naive(case, torch.nn.BCELoss(), from_z=False))
    for name, truth in {"dW1": z, "db1": 1.0}.items():
        assert opinions[name].verdict == "refuted"
        assert opinions[name].worst.actual == 0
        assert opinions[name].worst.expected == pytest.approx(truth, rel=1e-6)
        assert opinions[name].order.value == pytest.approx(1, abs=0.1)
    assert opinions["cost"].verdict == "refuted"


def test_a_cost_that_cancelled_is_refuted_beside_right_gradients():
    case = unit_at([-15.0], [0], F32)
    reference = naive(case, torch.nn.BCEWithLogitsLoss(), from_z=True)
    opinions = ask(case, reference)
    assert reference["cost"] == 0
    assert verdicts(opinions) == {"cost": "refuted", "dW1": "confirmed", "db1": "confirmed"}
    assert opinions["cost"].worst.expected == pytest.approx(np.log1p(np.exp(-15.0)), rel=1e-12)
    assert opinions["cost"].reason.startswith("it is 0, the forward equations say 3.059")


@BOTH
def test_the_same_criteria_are_confirmed_in_the_safe_range(dtype):
    case = unit_at([0.5, -1.0, 2.0], [1, 0, 0], dtype)
    for criterion, from_z in ((torch.nn.BCELoss(), False), (torch.nn.BCEWithLogitsLoss(), True)):
        assert all_confirmed(ask(case, naive(case, criterion, from_z=from_z)))


# ---- a sample


def test_of_many_parameters_a_sample_is_confirmed():
    case = make_case(LARGE, ("tanh", "tanh", "sigmoid"), m=11)
    opinions = ask(case, by_torch(case, DEEP))
    assert all_confirmed(opinions)
    assert (opinions["dW1"].checked, opinions["dW1"].of) == (33, 37 * 41)
    assert (opinions["db2"].checked, opinions["db2"].of) == (13, 13)
    assert "33 of 1517 entries checked (2.18 %)" in opinions["dW1"].sentence


def test_an_entry_outside_the_sample_is_seen_by_the_order():
    case = make_case(LARGE, ("tanh", "tanh", "sigmoid"), m=11)
    reference = by_torch(case, DEEP)
    wrong = reference["dW1"].copy()
    wrong[20, 20] *= 1.03
    opinion = ask(case, {**reference, "dW1": wrong})["dW1"]
    assert opinion.share < 0.2
    assert opinion.order.value < 1.3
    assert opinion.verdict == "refuted"
    assert opinion.reason == "the Taylor remainder of a right gradient has order 2"


def test_an_entry_that_is_not_a_number_is_always_in_the_sample():
    case = make_case(LARGE, ("tanh", "tanh", "sigmoid"), m=11)
    reference = by_torch(case, DEEP)
    for bad in (np.nan, np.inf):
        wrong = reference["dW1"].copy()
        wrong[20, 20] = bad
        opinion = ask(case, {**reference, "dW1": wrong})["dW1"]
        assert (opinion.verdict, opinion.worst.index) == ("refuted", (20, 20))
        assert opinion.order is None


def test_a_sample_takes_one_entry_out_of_each_of_equal_parts():
    entries = sample(1000, [1000, 100, 100], np.random.default_rng(0))
    assert len(entries) == 66
    parts = np.linspace(0, 1000, 67).astype(int)
    assert ((parts[:-1] <= entries) & (entries < parts[1:])).all()


def test_a_sample_takes_20_entries_of_each_of_very_many_parameters():
    rng = np.random.default_rng(0)
    sizes = [100, 7] * 24
    assert len(sample(100, sizes, rng)) == 20
    assert sample(7, sizes, rng).tolist() == list(range(7))


def test_the_seed_decides_the_sample_and_the_direction():
    case = make_case(LARGE, ("tanh", "tanh", "sigmoid"), m=11)
    reference = by_torch(case, DEEP)
    assert ask(case, reference, seed=1) == ask(case, reference, seed=1)
    assert ask(case, reference, seed=1)["dW1"] != ask(case, reference, seed=2)["dW1"]


# ---- no opinion


@pytest.mark.parametrize(
    "model",
    [calculus.DERIVATIVES, calculus.COMPUTATION_GRAPH, calculus.LOSSES, initialisation(2)],
    ids=lambda model: model.name,
)
def test_a_table_without_a_cost_of_parameters_gives_no_opinion(model):
    (opinion,) = second_opinion(model, {}, {}, F64)
    assert opinion.verdict == "no-opinion"
    assert opinion.sentence == (
        f"{model.name}: no opinion; the table of {model.name} has no cost of parameters"
    )


def test_what_was_not_returned_gets_no_opinion():
    case, reference = smooth()
    partial = {name: reference[name] for name in ("dW1", "db1")}
    opinions = ask(case, partial)
    assert opinions["dW1"].verdict == opinions["db1"].verdict == "confirmed"
    assert {opinions[name].reason for name in ("cost", "dW2", "db3")} == {"not returned"}
    assert opinions["cost"].verdict == opinions["dW2"].verdict == "no-opinion"


@BOTH
def test_where_a_pre_activation_is_exactly_0_the_opinion_is_about_a_convention(dtype):
    case = on_relu([0.0, 0.5, -0.5], dtype=dtype)
    right = by_torch(case)
    opinion = ask(case, right)["db1"]
    assert opinion.verdict == "confirmed"
    assert opinion.reason.startswith("a pre-activation is exactly 0")
    assert opinion.order == (None, "kink in the way")

    dZ1 = case["W2"] * (by_hand(case)["A2"] - case["Y"]) * (case["X"] >= 0)  # relu'(0) = 1
    opinion = ask(case, {**right, "db1": np.mean(dZ1, axis=1, keepdims=True)})["db1"]
    assert opinion.verdict == "no-opinion"
    assert opinion.reason.startswith("a pre-activation is exactly 0")


@pytest.mark.parametrize("side", [1, -1], ids=["right", "left"])
def test_a_kink_is_judged_by_the_side_that_rounding_put_the_reference_on(side):
    tiny = np.float32(2.0**-24)
    case = on_relu([1.0], dtype=F32) | {"b1": np.array([[tiny - 1]], np.float32)}
    right = by_torch(case)
    assert right["Z1"] == tiny
    assert right["db1"] != 0
    there = {**right, "Z1": side * right["Z1"]}
    said = {g: ask(case, {**there, "db1": g * right["db1"]})["db1"].verdict for g in (0, 1)}
    assert said[1] != "refuted"
    assert (said[0] == "refuted") == (side == 1)


def test_not_a_number_is_no_convention():
    case = on_relu([0.0, 0.5, -0.5])
    wrong = {**by_torch(case), "db1": np.full((1, 1), np.nan)}
    assert ask(case, wrong)["db1"].verdict == "refuted"


def test_what_overflows_gets_no_opinion():
    case = unit_at([1e200, 1.0], [0, 1]) | {"activations": ("identity",), "cost": "squared-error"}
    infinite = {"cost": np.array(np.inf), "dW1": np.full((1, 1), np.inf)}
    opinions = ask(case, infinite)
    assert opinions["cost"].verdict == opinions["dW1"].verdict == "no-opinion"
    assert (opinions["dW1"].checked, opinions["dW1"].of) == (0, 1)
    assert opinions["dW1"].reason == "in 1 entries the complex step or its tolerance is not finite"


def test_what_is_not_a_number_before_a_relu_gets_no_opinion():
    case = unit_at([1.0], [1]) | {"X": np.full((2, 1), 1e308), "W1": np.array([[10.0, -10.0]])}
    case |= {"W2": np.ones((1, 1)), "b2": np.zeros((1, 1)), "activations": ("relu", "sigmoid")}
    zeros = {name: np.zeros_like(case[name[1:]]) for name in ("dW1", "db1", "dW2", "db2")}
    opinions = ask(case, {**zeros, "cost": np.log(2)})
    assert set(verdicts(opinions).values()) == {"no-opinion"}


def test_a_unit_in_extreme_saturation_refutes_no_other():
    """What overflows in complex numbers must not look like a 0 behind a relu."""
    case = unit_at([1.0], [1]) | {"W2": np.array([[-800.0], [1.0]]), "W3": np.ones((1, 2))}
    case |= {"W4": np.ones((1, 1)), "b2": np.zeros((2, 1))}
    case |= {name: np.zeros((1, 1)) for name in ("b3", "b4")}
    case |= {"activations": ("identity", "sigmoid", "relu", "sigmoid")}
    assert "refuted" not in verdicts(ask(case, by_torch(case, DEEP))).values()


def test_a_tolerance_that_lets_everything_pass_confirms_nothing():
    case = unit_at([40.0], [1])
    opinion = ask(case, by_torch(case, DEEP))["db1"]
    assert opinion.verdict == "no-opinion"
    assert opinion.reason.endswith("would pass")


# ---- the complex step itself


def test_the_complex_step_is_the_derivative_to_the_last_digits_in_deep_saturation():
    forward = Forward(model_of(unit_at([1.0], [0])), unit_at([-300.0], [0]))
    derivative, on_kink = forward.derivative("b1", 0)
    assert derivative == pytest.approx(np.exp(-300.0), rel=1e-15)
    assert not on_kink
