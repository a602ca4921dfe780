import numpy as np
import pytest

from compare.formulas.on_torch import TorchEvaluator
from compare.quantities.model import Pullback
from compare.quantities.network import initialisation, network, training
from tests.compare.quantities.all_tables import TABLES, random_operands, sizes_of

EVERY = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)

FORWARD = ["Z1", "A1"], ["Z1", "A1", "Z2", "A2"], ["Z1", "A1", "Z2", "A2", "Z3", "A3"]
BACKWARD = {
    1: ["dZ1", "dW1", "db1"],
    2: ["dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"],
    3: ["dZ3", "dW3", "db3", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"],
}
UPDATE = {
    1: ["new_W1", "new_b1"],
    2: ["new_W1", "new_b1", "new_W2", "new_b2"],
    3: ["new_W1", "new_b1", "new_W2", "new_b2", "new_W3", "new_b3"],
}
PREDICTIONS = {
    1: ["Z1_test", "A1_test"],
    2: ["Z1_test", "A1_test", "Z2_test", "A2_test"],
    3: ["Z1_test", "A1_test", "Z2_test", "A2_test", "Z3_test", "A3_test"],
}


def wanted(table):
    return [quantity.name for quantity in table if not quantity.optional]


@pytest.mark.parametrize("cost", ["cross-entropy", "squared-error"])
@pytest.mark.parametrize("L", [1, 2, 3])
def test_a_networks_order_is_forward_cost_backward_update(L, cost):
    table = network(("tanh",) * (L - 1) + ("sigmoid",), cost)
    assert wanted(table) == [*FORWARD[L - 1], "cost", *BACKWARD[L], *UPDATE[L]]


@pytest.mark.parametrize("L", [1, 2, 3])
def test_a_training_step_predicts_after_the_update(L):
    table = training(("tanh",) * (L - 1) + ("sigmoid",), "cross-entropy")
    assert wanted(table) == [
        *FORWARD[L - 1], "cost", *BACKWARD[L], *UPDATE[L], "prediction", "accuracy",
        *PREDICTIONS[L], "prediction_test", "accuracy_test",
    ]  # fmt: skip  # the step, train, test


def test_logistic_regression_has_the_order_of_the_seam():
    table = TABLES["logistic-regression"]
    assert wanted(table) == ["Z", "A", "cost", "dZ", "dw", "db", "new_w", "new_b"]


def test_the_initialisation_has_all_four_starts_of_a_layer_then_its_bias():
    assert [quantity.name for quantity in initialisation(2)] == [
        "W1_zeros", "W1_small", "W1_he", "W1_xavier", "b1",
        "W2_zeros", "W2_small", "W2_he", "W2_xavier", "b2",
    ]  # fmt: skip  # a row a layer


def test_only_the_derivative_by_the_last_activation_is_optional():
    optional = {name: [q.name for q in table if q.optional] for name, table in TABLES.items()}
    for name, table in TABLES.items():
        expected = [f"d{table.output}"] if table.output else []
        assert optional[name] == expected, name


@EVERY
def test_every_name_is_given_once(table):
    names = [*table.inputs, *(quantity.name for quantity in table)]
    assert len(names) == len(set(names))


@EVERY
def test_every_equation_is_of_its_quantity(table):
    for quantity in table:
        assert {form.target for form in quantity.forms} == {quantity.name}
        assert quantity.equation.text == quantity.text


@EVERY
def test_every_operand_is_an_input_a_size_or_an_earlier_quantity(table):
    known = {*table.inputs, *sizes_of(table)}
    for quantity in table:
        for form in quantity.forms:
            assert set(form.operands) <= known, form.text
        known.add(quantity.name)


@EVERY
def test_every_size_in_an_equation_is_that_of_an_axis_of_an_input(table):
    axes = {axis for axes in table.inputs.values() for axis in axes}
    for quantity in table:
        known = {*table.inputs, *table.by_name, *axes}
        assert set(quantity.equation.operands) <= known, quantity.text
        assert set(quantity.axes) <= axes | {"1"}, quantity.name


@EVERY
def test_every_quantity_has_the_shape_of_its_axes(table):
    sizes, operands = sizes_of(table), random_operands(table)
    evaluator = TorchEvaluator(operands, np.dtype(np.float64))
    for quantity in table:
        shape = tuple(sizes[axis] for axis in quantity.axes)
        for form in quantity.forms:
            assert evaluator.value(form).shape == shape, form.text


@EVERY
def test_dZ_and_dA_are_of_the_loss_and_dW_and_db_of_the_cost(table):
    roots = {quantity.name: quantity.root for quantity in table}
    if table.name in ("derivatives", "activations", "initialisation"):
        assert set(roots.values()) == {None}
        return
    for name, root in roots.items():
        of_a_parameter = name.removeprefix("d") in table.parameters
        expected = ("cost" if of_a_parameter else "loss") if name[0] == "d" else None
        assert root == ("cost" if name == "cost" and table.output else expected), name


@EVERY
def test_every_parameter_has_a_derivative_and_an_update_of_its_own_shape(table):
    for name in table.parameters:
        update = table[f"new_{name}"]
        assert update.changes == name
        assert update.equation.operands == (name, "learning_rate", f"d{name}")
        assert table.axes_of(name) == table.axes_of(f"d{name}") == update.axes
    assert [q.changes for q in table if q.changes] == list(table.parameters)


@EVERY
def test_a_derivative_has_the_axes_of_what_it_is_the_derivative_by(table):
    for quantity in table:
        if quantity.pullback and quantity.name[0] == "d":
            assert quantity.axes == table.axes_of(quantity.pullback.by), quantity.name


@EVERY
def test_every_pullback_goes_through_an_equation_of_the_table(table):
    for quantity in table:
        if quantity.pullback:
            through, by = quantity.pullback.through, quantity.pullback.by
            assert any(by in form.operands for form in table[through].forms), quantity.name


@EVERY
def test_every_pullback_starts_from_the_derivative_by_what_it_goes_through(table):
    for quantity in table:
        cotangent = quantity.pullback and quantity.pullback.cotangent
        if cotangent:
            kind = "_squared_error" if table.name == "losses" else ""
            through = {"g_softmax": "A"}.get(quantity.pullback.through, quantity.pullback.through)
            assert cotangent == f"d{through}{kind}", quantity.name


def test_only_the_weights_of_a_regularised_table_go_into_the_cost_in_two_ways():
    for name, table in TABLES.items():
        twice = [q.name for q in table if q.pullback and q.pullback.plus]
        weights = [f"d{W}" for W in reversed(table.parameters) if W[0] == "W"]
        assert twice == (weights if "lambd" in table.inputs else []), name
        assert all(table[W].pullback.plus == Pullback("cost", W[1:]) for W in twice)


def replayed(table):
    """The derivatives that are redone as A - Y, which autograd would take through the logits."""
    if table.name == "losses":
        return ["dZ_cross_entropy", "dZ_categorical"]
    if table.output and table["cost"].also:
        return [f"d{table.output.replace('A', 'Z')}"]
    return []


@EVERY
def test_every_derivative_but_A_minus_Y_is_pulled_back(table):
    without = [q.name for q in table if q.name[0] == "d" and q.pullback is None]
    assert without == replayed(table)
    for name in without:
        several = "_classes" * name.endswith("categorical")
        assert table[name].text == f"{name} = {table.output or 'A'}{several} - Y{several}"


@pytest.mark.parametrize("L", [1, 2, 3, 4])
def test_the_inputs_of_a_network_are_its_examples_rate_and_parameters(L):
    table = network(("tanh",) * (L - 1) + ("sigmoid",), "cross-entropy")
    units = ["n_x", *(f"n_{layer}" for layer in range(1, L + 1))]
    expected = {"X": ("n_x", "m"), "Y": (f"n_{L}", "m"), "learning_rate": ()}
    for layer in range(1, L + 1):
        expected[f"W{layer}"] = (units[layer], units[layer - 1])
        expected[f"b{layer}"] = (units[layer], "1")
    assert table.inputs == expected
    regularised = network(("tanh",) * (L - 1) + ("sigmoid",), "cross-entropy", regularised=True)
    assert regularised.inputs == expected | {"lambd": ()}
    assert table.parameters == tuple(name for name in expected if name[0] in "Wb")
    assert table.output == f"A{L}"
