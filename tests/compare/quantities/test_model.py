import numpy as np
import pytest

from compare.quantities.logistic_regression import LOGISTIC_REGRESSION as TABLE
from compare.quantities.model import Model, Pullback, Quantity
from compare.quantities.network import network, training


def case(n_x=5, m=7):
    return {
        "X": np.zeros((n_x, m)), "Y": np.zeros((1, m)), "w": np.zeros((n_x, 1)),
        "b": np.array(0.0), "learning_rate": 0.1,
    }  # fmt: skip  # inputs, parameters


def test_the_sizes_are_read_off_the_arrays_of_a_case():
    assert TABLE.sizes(case()) == {"1": 1, "m": 7, "n_x": 5}


def test_an_array_of_another_rank_is_refused():
    with pytest.raises(ValueError, match="zip"):
        TABLE.sizes({**case(), "Y": np.zeros(7)})


def test_the_axes_of_inputs_quantities_and_numbers_are_known():
    assert TABLE.axes_of("X") == ("n_x", "m")
    assert TABLE.axes_of("dw") == ("n_x", "1")
    assert TABLE.axes_of("cost") == ()
    assert TABLE.axes_of("learning_rate") == ()
    assert TABLE.axes_of("m") == ()


def test_a_table_is_a_sequence_of_its_quantities_and_knows_them_by_name():
    assert [quantity.name for quantity in TABLE] == list(TABLE.by_name)
    assert TABLE["dZ"].text == "dZ = A - Y"
    with pytest.raises(KeyError):
        TABLE["dz"]


def test_a_quantity_reads_its_equation_once():
    quantity = Quantity("dZ", ("1", "m"), "dZ = A - Y")
    assert quantity.equation is quantity.equation
    assert quantity.equation.operands == ("A", "Y")


def test_a_quantity_with_one_form_has_one():
    quantity = Quantity("dZ", ("1", "m"), "dZ = A - Y")
    assert quantity.forms == (quantity.equation,)


def test_a_second_form_comes_second():
    quantity = Quantity("a", (), "a = b * c", also="a = c * b")
    assert [form.text for form in quantity.forms] == ["a = b * c", "a = c * b"]


def test_nothing_of_a_table_can_be_set():
    for thing, name in ((TABLE, "name"), (TABLE["dZ"], "text"), (Pullback("Z", "w"), "by")):
        with pytest.raises(AttributeError):
            setattr(thing, name, "other")


def test_a_table_without_parameters_has_none():
    assert Model("empty", {}, ()).parameters == ()


def test_a_quantity_is_made_of_the_names_in_its_equation():
    assert TABLE.operands_of("dw") == ("X", "dZ", "m")


def test_a_derivative_of_a_function_may_also_be_made_of_its_value():
    table = network(("tanh", "relu", "sigmoid"), "squared-error")
    assert table.operands_of("dZ3") == ("dA3", "Z3", "A3")
    assert table.operands_of("dZ2") == ("dA2", "Z2", "A2")
    assert table.operands_of("dZ1") == ("dA1", "Z1", "A1")
    assert table.operands_of("dA1") == ("W2", "dZ2")


def test_only_predictions_are_decisions():
    table = training(("tanh", "sigmoid"), "cross-entropy")
    deciding = [quantity.name for quantity in table if quantity.decides]
    assert deciding == ["prediction", "prediction_test"]
