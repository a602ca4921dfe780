"""The tables of the other conventions are as right as the usual one: proved by autograd."""

import numpy as np
import pytest

from compare.formulas.on_torch import TorchEvaluator
from compare.quantities.conventions import (
    USUAL,
    Convention,
    Scale,
    conventions,
    declare_kinks,
    scales,
    with_kinks,
)
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.network import initialisation, network, training
from tests.compare.quantities.all_tables import TABLES, random_operands
from tests.compare.quantities.test_written_equations import (
    check_written,
    consistent_operands,
    pulled_back,
)

F64 = np.dtype(np.float64)
LAYERS = ("leaky-relu", "relu", "sigmoid")
USUAL_TABLES = {
    "logistic regression": LOGISTIC_REGRESSION,
    "cross-entropy": network(LAYERS, "cross-entropy"),
    "squared error": network(LAYERS, "squared-error"),
    "training": training(LAYERS, "squared-error"),
    "several classes": network((*LAYERS[:2], "softmax"), "categorical-cross-entropy"),
    "cross-entropy, L2": network(LAYERS, "cross-entropy", regularised=True),
    "squared error, L2": network(LAYERS, "squared-error", regularised=True),
    "several classes, L2": network(
        (*LAYERS[:2], "softmax"), "categorical-cross-entropy", regularised=True
    ),
}
SCALED: dict[str, tuple[str, Convention]] = {
    f"{name}: {convention.name}": (name, convention)
    for name, table in USUAL_TABLES.items()
    for convention in conventions(table, kinks=False)
}
EVERY = pytest.mark.parametrize(("usual", "convention"), SCALED.values(), ids=SCALED)


def at_kinks(table):
    """Random operands, every third pre-activation exactly 0."""
    operands = random_operands(table)
    for name, values in operands.items():
        if name[0] == "Z":
            values.reshape(-1)[::3] = 0
    return operands


@EVERY
def test_every_written_derivative_of_a_scaled_table_is_the_pullback(usual, convention):
    table = convention.model
    of_its_own = 1 + usual.endswith("L2") * len(LAYERS)  # dA, and dW where the cost is another
    assert len(pulled_back(table)) >= len(pulled_back(USUAL_TABLES[usual])) - of_its_own
    for operands in (random_operands(table), consistent_operands(table)):
        for quantity in pulled_back(table):
            check_written(table, quantity, operands)


@pytest.mark.parametrize("usual", ["cross-entropy", "squared error"])
def test_every_written_derivative_of_a_table_with_another_kink_is_the_pullback(usual):
    tables = [c.model for c in conventions(USUAL_TABLES[usual], kinks=True)]
    assert len(tables) > 9 * 3
    for table in (USUAL_TABLES[usual], *tables):
        for quantity in pulled_back(table):
            check_written(table, quantity, at_kinks(table))


@EVERY
def test_a_scaled_table_has_the_same_names_shapes_updates_and_inputs(usual, convention):
    table, other = USUAL_TABLES[usual], convention.model
    assert [(q.name, q.axes, q.changes, q.optional) for q in other] == [
        (q.name, q.axes, q.changes, q.optional) for q in table
    ]
    assert other.inputs == table.inputs
    assert (other.name, other.parameters, other.output) == (
        table.name, table.parameters, table.output,
    )  # fmt: skip  # one row


@EVERY
def test_a_scaled_gradient_is_the_usual_one_times_the_scale(usual, convention):
    table, other = USUAL_TABLES[usual], convention.model
    inputs = {name: random_operands(table)[name] for name in random_operands(table)}
    expected, found = dict(inputs), dict(inputs)
    for values, equations in ((expected, table), (found, other)):
        for quantity in equations:
            values[quantity.name] = TorchEvaluator(values, F64).value(quantity.equation)
    words, m = convention.name, inputs["m"]
    whole = 2 if "without its half" in words else 1
    total = m if "summed" in words else 1
    in_dZ = 1 / m if "stands in dZ" in words else 1
    usual_cost = "the cost is the usual one" in words
    for V in table.parameters:
        np.testing.assert_allclose(found[f"d{V}"], total * whole * expected[f"d{V}"], rtol=1e-12)
    for name in expected:
        if name[:2] in ("dZ", "dA"):
            np.testing.assert_allclose(found[name], in_dZ * whole * expected[name], rtol=1e-12)
    factor = 1 if usual_cost else total * whole
    np.testing.assert_allclose(found["cost"], factor * expected["cost"], rtol=1e-12)


@pytest.mark.parametrize(
    ("cost", "count"),
    [("cross-entropy", 3), ("categorical-cross-entropy", 3), ("squared-error", 3 + 4 + 2)],
)  # fmt: skip  # a count is a sum
def test_every_scale_is_there_once_and_has_a_name_of_its_own(cost, count):
    found = [*scales(cost)]
    assert len(found) == len({scale.name for scale in found}) == count
    assert USUAL not in found
    assert USUAL.name == ""


def test_only_the_place_of_the_1_over_m_changes_no_gradient():
    for cost in ("cross-entropy", "squared-error"):
        assert [s for s in scales(cost) if s.kind == "place"] == [Scale(in_dZ=True)]


@pytest.mark.parametrize("name", ["derivatives", "activations", "losses", "initialisation-2"])
def test_a_table_without_a_cost_to_go_down_has_no_other_scale(name):
    assert [*conventions(TABLES[name], kinks=False)] == []
    assert [*conventions(initialisation(2), kinks=True)] == []


def test_a_kink_changes_its_own_function_and_no_other():
    table = network(("relu", "leaky-relu", "sigmoid"), "cross-entropy")
    texts = [row.text for row in with_kinks(table, {"relu": 1.0})]
    assert "dZ1 = dA1 * relu_one_at_zero_prime(Z1)" in texts
    assert "A1 = relu_one_at_zero(Z1)" in texts
    assert "dZ2 = dA2 * leaky_relu_prime(Z2)" in texts
    texts = [row.text for row in with_kinks(table, {"leaky_relu": 0.5})]
    assert "dZ1 = dA1 * relu_prime(Z1)" in texts
    assert "dZ2 = dA2 * leaky_relu_half_at_zero_prime(Z2)" in texts


@pytest.mark.parametrize("at_zero", [0, 1])
def test_declaring_the_kinks_lays_down_every_one_in_every_scale(at_zero):
    table = declare_kinks(network(("relu", "leaky-relu", "sigmoid"), "squared-error"), at_zero)
    assert table.kinks_declared
    spelt = "_one_at_zero" * at_zero
    for model in (table, *(other for _, other in table.scaled())):
        assert model["dZ1"].text == f"dZ1 = dA1 * relu{spelt}_prime(Z1)"
        assert model["A2"].text == f"A2 = leaky_relu{spelt}(Z2)"


def test_a_network_without_a_kink_has_no_convention_of_one():
    table = network(("tanh", "sigmoid"), "cross-entropy")
    assert {convention.kind for convention in conventions(table, kinks=True)} == {"scale", "place"}
