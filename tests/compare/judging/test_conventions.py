"""Other conventions agree under their own name; no slip passes for one, nor hides behind one."""

from itertools import product

import numpy as np
import pytest

from compare.candidates.seam import Implementation, load
from compare.formulas.on_torch import TorchEvaluator
from compare.judging.restated import Restating, restated
from compare.judging.trajectory import judge_trajectory
from compare.quantities.conventions import (
    USUAL,
    Scale,
    conventions,
    declare_kinks,
    scales,
)
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.network import training
from tests.compare.judging.in_numpy import logistic_step, network_step
from tests.compare.judging.small_networks import (
    DEEP,
    DTYPES,
    F64,
    SHALLOW,
    all_agree,
    by_torch,
    judge,
    make_case,
    model_of,
)

BOTH = pytest.mark.parametrize("dtype", DTYPES, ids=str)
SCALES = [(cost, s) for cost in ("cross-entropy", "squared-error") for s in scales(cost)]
EVERY_SCALE = pytest.mark.parametrize(
    ("cost", "scale"), SCALES, ids=[f"{cost}: {scale.name}" for cost, scale in SCALES]
)
HIDDEN = pytest.mark.parametrize("hidden", ["relu", "leaky-relu"])
AT_ZERO = pytest.mark.parametrize("at_zero", [1.0, 0.5])
SLOPE = {("relu", 1.0): 1, ("relu", 0.5): 0.5, ("leaky-relu", 1.0): 1, ("leaky-relu", 0.5): 0.505}
PLACE = Scale(in_dZ=True)
GRADIENTS = ("dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1", "new_W1", "new_b2")


def logistic_case(dtype=F64):
    """The case of one unit, as logistic regression has it."""
    case = make_case((5, 1), ("sigmoid",), dtype=dtype)
    return {
        "X": case["X"], "Y": case["Y"], "w": case["W1"].T.copy(), "b": case["b1"].reshape(()),
        "learning_rate": 0.3,
    }  # fmt: skip  # the examples, then the rest


def judge_logistic(trace, case):
    reference, _ = load("reference_torch.logistic_regression.vectorised:step").step(case, None)
    return judge(trace, case, dict(reference), LOGISTIC_REGRESSION)


def at_kink(hidden, cost="cross-entropy", dtype=F64):
    """A case with one Z1 of exactly 0."""
    case = make_case((5, 3, 1), (hidden, "sigmoid"), cost, dtype=dtype)
    case["X"][:, 4] = 0
    case["b1"][1] = 0
    assert np.count_nonzero(case["W1"] @ case["X"] + case["b1"] == 0) == 1
    return case


def agree_by(judgements, kind, name):
    """Whether all agree, and what needs the convention has its name and kind."""
    named = [j for j in judgements.values() if j.verdict == "convention"]
    others = {j.verdict for j in judgements.values()} - {"convention"}
    assert {(j.reason, j.convention.name, j.convention.kind) for j in named} == {(name, name, kind)}
    return others == {"agree"} and {j.status for j in judgements.values()} == {None}


def differ(judgements):
    """Whether something differs, and nothing agrees by convention."""
    found = {j.verdict for j in judgements.values()}
    return "differ" in found and "convention" not in found


# ---- every convention, alone


@BOTH
@EVERY_SCALE
def test_every_scale_agrees_under_its_own_name_and_kind(cost, scale, dtype):
    case = make_case(cost=cost, dtype=dtype)
    judgements = judge(network_step(case, scale), case)
    assert agree_by(judgements, scale.kind, scale.name)


@EVERY_SCALE
def test_every_scale_agrees_in_a_deep_network(cost, scale):
    case = make_case((7, 5, 3, 1), ("sigmoid", "leaky-relu", "sigmoid"), cost, m=11)
    trace = network_step(case, scale)
    assert agree_by(judge(trace, case, by_torch(case, DEEP)), scale.kind, scale.name)


def softmax_case(dtype=F64, lambd=0.7):
    return make_case((5, 3, 2), ("tanh", "softmax"), lambd=lambd, dtype=dtype)


@BOTH
@pytest.mark.parametrize("lambd", [None, 0.7])
@pytest.mark.parametrize(
    "scale", [*scales("categorical-cross-entropy")], ids=lambda scale: scale.name
)
def test_every_scale_of_several_classes_agrees_under_its_own_name_and_kind(scale, lambd, dtype):
    case = softmax_case(dtype, lambd)
    judgements = judge(network_step(case, scale), case, by_torch(case, DEEP))
    assert agree_by(judgements, scale.kind, scale.name)


@EVERY_SCALE
def test_every_scale_agrees_beside_an_L2_term_of_the_same_scale(cost, scale):
    case = make_case(cost=cost, lambd=0.7)
    judgements = judge(network_step(case, scale), case, by_torch(case, DEEP))
    assert agree_by(judgements, scale.kind, scale.name)


@pytest.mark.parametrize("total", [Scale(total=True), Scale(total=True, usual_cost=True)])
def test_an_L2_term_of_another_scale_than_the_loss_differs(total):
    case = softmax_case()
    summed, usual = network_step(case, total), network_step(case)
    for V in ("W1", "W2"):
        summed[f"d{V}"] = summed[f"d{V}"] - (0.7 - 0.1) * case[V]  # the 1/m of 1/7 is kept
        summed[f"new_{V}"] = case[V] - 0.3 * summed[f"d{V}"]
    if not total.usual_cost:
        squares = sum((case[V] ** 2).sum() for V in ("W1", "W2"))
        summed["cost"] = summed["cost"] - (0.35 - 0.05) * squares
    assert all_agree(judge(usual, case, by_torch(case, DEEP)))
    assert differ(judge(summed, case, by_torch(case, DEEP)))


@BOTH
@pytest.mark.parametrize("scale", [*scales("cross-entropy")], ids=lambda scale: scale.name)
def test_every_scale_of_logistic_regression_agrees_under_its_own_name_and_kind(scale, dtype):
    case = logistic_case(dtype)
    judgements = judge_logistic(logistic_step(case, scale), case)
    assert agree_by(judgements, scale.kind, scale.name)


@BOTH
def test_the_step_that_the_conventions_are_planted_in_agrees_without_one(dtype):
    for cost in ("cross-entropy", "squared-error"):
        case = make_case(cost=cost, dtype=dtype)
        assert all_agree(judge(network_step(case), case))
    case = logistic_case(dtype)
    assert all_agree(judge_logistic(logistic_step(case), case))


@BOTH
@AT_ZERO
@HIDDEN
def test_every_derivative_at_a_kink_agrees_under_its_own_name(hidden, at_zero, dtype):
    case = at_kink(hidden, dtype=dtype)
    judgements = judge(network_step(case, at_zero=at_zero), case)
    name = f"{hidden.replace('-', '_')}'(0) = {SLOPE[hidden, at_zero]}"
    assert agree_by(judgements, "kink", name)
    by_name = {j.name for j in judgements.values() if j.verdict == "convention"}
    assert by_name == {"dZ1", "db1", "new_b1"}  # X is 0 there, so dW1 is not touched


@pytest.mark.parametrize(("hidden", "at_zero"), [("relu", 1.0), ("leaky-relu", 0.5)])
@EVERY_SCALE
def test_a_scale_and_a_kink_agree_together(cost, scale, hidden, at_zero):
    case = at_kink(hidden, cost)
    judgements = judge(network_step(case, scale, at_zero), case)
    kink = f"{hidden.replace('-', '_')}'(0) = {SLOPE[hidden, at_zero]}"
    assert agree_by(judgements, scale.kind, f"{scale.name}; {kink}")


@pytest.mark.parametrize(("relu", "leaky"), list(product((0.0, 0.5, 1.0), repeat=2))[1:])
def test_each_kinked_function_of_a_network_has_a_value_of_its_own(relu, leaky):
    case = make_case((7, 5, 3, 1), ("relu", "leaky-relu", "sigmoid"))
    case["X"][:, 4] = case["b1"][...] = case["b2"][1] = 0
    trace = network_step(case, at_zero={"relu": relu, "leaky-relu": leaky})
    values = {"relu": relu, "leaky_relu": 0.01 + 0.99 * leaky}
    chosen = {"relu": relu, "leaky_relu": leaky}
    name = ", ".join(f"{g}'(0) = {values[g]:g}" for g in values if chosen[g])
    assert agree_by(judge(trace, case, by_torch(case, DEEP)), "kink", name)


def test_without_an_exact_zero_every_value_at_the_kink_is_the_same():
    case = make_case(activations=("relu", "sigmoid"))
    for at_zero in (0.0, 0.5, 1.0):
        assert all_agree(judge(network_step(case, at_zero=at_zero), case))


def test_a_value_at_the_kink_that_is_no_derivative_differs():
    case = at_kink("relu")
    for at_zero in (-1.0, 0.25, 2.0):
        assert differ(judge(network_step(case, at_zero=at_zero), case))


def test_a_network_of_one_example_has_nothing_to_tell():
    for cost in ("cross-entropy", "squared-error"):
        case = make_case(cost=cost, m=1)
        for scale in (USUAL, PLACE, Scale(total=True), Scale(total=True, usual_cost=True)):
            assert all_agree(judge(network_step(case, scale), case))


def test_a_training_step_has_the_conventions_of_its_network():
    names = [
        [convention.name for convention in conventions(model, kinks=True)]
        for model in (model_of(at_kink("relu")), training(("relu", "sigmoid"), "cross-entropy"))
    ]
    assert names[0] == names[1]
    assert len(names[0]) == len(set(names[0])) == 3 + 2 * (1 + 3)


@pytest.mark.parametrize("cost", ["cross-entropy", "squared-error"])
def test_no_two_conventions_have_the_same_table(cost):
    case = make_case((5, 3, 1), ("relu", "leaky-relu"), cost)
    tables = [
        tuple((row.text, row.root) for row in convention.model)
        for convention in conventions(model_of(case), kinks=True)
    ]
    usual = tuple((row.text, row.root) for row in model_of(case))
    assert len({usual, *tables}) == 1 + len(tables)


# ---- a convention, and a slip beside it


@pytest.mark.parametrize("factor", [1.01, -1])
@pytest.mark.parametrize("name", ["Z1", "cost", *GRADIENTS])
def test_a_slip_beside_another_place_of_the_1_over_m_is_certain(name, factor):
    case = make_case()
    trace = network_step(case, PLACE, slips={name: lambda value: factor * value})
    judgements = judge(trace, case)
    assert [n for n, j in judgements.items() if j.status == "certain"] == [name]
    assert {j.status for n, j in judgements.items() if n != name} <= {"follows", None}
    assert judgements["dA2"].verdict == "convention"


@pytest.mark.parametrize("factor", [1.01, -1])
@pytest.mark.parametrize("name", ["cost", *GRADIENTS])
def test_a_slip_beside_another_value_at_the_kink_is_certain(name, factor):
    case = at_kink("relu")
    trace = network_step(case, at_zero=1.0, slips={name: lambda value: factor * value})
    judgements = judge(trace, case)
    assert [n for n, j in judgements.items() if j.status == "certain"] == [name]
    if name in ("cost", "dW2", "db2", "dW1", "db1", "new_W1", "new_b2"):
        assert judgements["dZ1"].reason == "relu'(0) = 1"


@EVERY_SCALE
@pytest.mark.parametrize("name", ["cost", "dZ2", "dW1", "new_b2"])
def test_a_slip_beside_another_scale_differs(name, cost, scale):
    case = make_case(cost=cost)
    judgements = judge(network_step(case, scale, slips={name: lambda value: 1.01 * value}), case)
    assert judgements[name].verdict == "differ"
    if scale.kind == "scale":
        assert differ(judgements)


# ---- what is no convention

NO_CONVENTION = {
    "the mean forgotten in layer 1": {"dW1": 7, "db1": 7},
    "the mean forgotten in the weights": {"dW1": 7, "dW2": 7},
    "the mean forgotten in one bias": {"db2": 7},
    "the mean twice": dict.fromkeys(("dW1", "db1", "dW2", "db2"), 1 / 7),
    "the mean in dZ and in dW": {"dZ2": 1 / 7},
    "the sign": {"dZ2": -1},
    "the sign of a sum": {"dZ2": -7},
    "twice": {"dZ2": 2},
    "half": {"dZ2": 0.5},
    "the mean over units too": {"dZ2": 1 / 3},
    "another rate": dict.fromkeys(("dW1", "db1", "dW2", "db2"), 1.25),
}


@pytest.mark.parametrize("factors", NO_CONVENTION.values(), ids=NO_CONVENTION)
def test_no_other_factor_is_a_convention_of_cross_entropy(factors):
    slips = {name: lambda value, by=factor: by * value for name, factor in factors.items()}
    case = make_case()
    judgements = judge(network_step(case, slips=slips), case)
    assert differ(judgements)
    certain = {name for name, j in judgements.items() if j.status == "certain"}
    assert certain == factors.keys()


def test_twice_the_gradient_of_the_squared_error_is_one():
    """The same factor that cross-entropy has no convention for."""
    case = make_case(cost="squared-error")
    twice = {"dA2": lambda value: 2 * value}
    judgements = judge(network_step(case, slips=twice), case)
    scale = Scale(whole_square=True, usual_cost=True)
    assert agree_by(judgements, "scale", scale.name)


@pytest.mark.parametrize("factor", [-1, 7, 1 / 7, 2])
@pytest.mark.parametrize("name", ["dw", "db", "new_w"])
def test_a_factor_on_one_gradient_of_logistic_regression_differs(name, factor):
    case = logistic_case()
    slips = {name: lambda value: factor * value}
    judgements = judge_logistic(logistic_step(case, slips=slips), case)
    assert differ(judgements)
    assert judgements[name].status == "certain"


def test_a_convention_that_explains_no_more_than_the_usual_table_is_not_taken():
    """1/m twice, where only dZ and dw are there: either may be the one that is wrong."""
    case = logistic_case()
    trace = logistic_step(case, slips={"dZ": lambda value: value / 7})
    judgements = judge_logistic({n: trace[n] for n in ("Z", "A", "cost", "dZ", "dw")}, case)
    assert differ(judgements)
    assert (judgements["dZ"].status, judgements["dw"].status) == ("certain", "follows")


# ---- the value at the kink laid down


@AT_ZERO
@HIDDEN
def test_a_derivative_at_the_kink_that_was_not_declared_differs(hidden, at_zero):
    case = at_kink(hidden)
    declared = declare_kinks(model_of(case), 0)
    assert all_agree(judge(network_step(case), case, model=declared))
    judgements = judge(network_step(case, at_zero=at_zero), case, model=declared)
    assert differ(judgements)
    assert judgements["dZ1"].status == "certain"


@HIDDEN
def test_a_declared_right_slope_at_the_kink_is_the_only_one_that_is_right(hidden):
    case = at_kink(hidden) | {"learning_rate": 1e-9}  # so that Z1 stays 0 to the last place
    usual = model_of(case)
    declared = declare_kinks(usual, 1)
    twin = load(f"reference_torch.{SHALLOW}:step")
    found = {}
    for at_zero in (0.0, 0.5, 1.0):
        step = Implementation(
            "tests:step", lambda case, state, s=at_zero: (network_step(case, at_zero=s), state)
        )
        report = judge_trajectory(
            step, Restating(twin, usual, declared, F64, TorchEvaluator), declared,
            lambda t: case, 1, F64, TorchEvaluator,
        )  # fmt: skip  # one call
        found[at_zero] = {q.name: (q.verdict, q.status) for q in report.quantities}
    assert {verdict for verdict, _ in found[1.0].values()} == {"agree"}
    for at_zero in (0.0, 0.5):
        assert found[at_zero]["dZ1"] == ("differ", "certain")
        assert "convention" not in {verdict for verdict, _ in found[at_zero].values()}


@pytest.mark.parametrize("declared", [0, 1])
@pytest.mark.parametrize("scale", [PLACE, Scale(total=True)], ids=lambda scale: scale.name)
def test_a_scale_is_a_convention_beside_a_declared_kink_and_only_beside_that(scale, declared):
    case = at_kink("relu")
    usual = model_of(case)
    model = declare_kinks(usual, declared)
    reference = restated(by_torch(case), usual, model, case, F64, TorchEvaluator)
    right = network_step(case, scale, float(declared))
    assert agree_by(judge(right, case, reference, model), scale.kind, scale.name)
    other = judge(network_step(case, scale, 1.0 - declared), case, reference, model)
    assert other["dZ1"].verdict == "differ"
