import pytest

from compare.quantities.calculus import ACTIVATIONS, COMPUTATION_GRAPH, DERIVATIVES, LOSSES
from compare.quantities.conventions import with_kinks
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.network import initialisation, network, training
from compare.slips.catalogue import BY_ID
from compare.slips.places import edited, places
from compare.slips.regularisation import REGULARISATION
from compare.slips.slip import Rewrite

DEEP = network(("tanh", "relu", "leaky-relu", "sigmoid"), "cross-entropy")
SQUARED = network(("tanh", "sigmoid"), "squared-error")


def texts(model, row):
    return {name: equation.text for name, equation in edited(places(model), row).items()}


def at(kind, text, **where):
    return Rewrite("T01", "a test", {kind: text}, **where)


def test_an_equation_is_put_into_every_layer_from_the_last_to_the_first():
    assert texts(DEEP, BY_ID["W01"]) == {
        "dW4": "dW4 = dZ4 @ A3.T",
        "dW3": "dW3 = dZ3 @ A2.T",
        "dW2": "dW2 = dZ2 @ A1.T",
        "dW1": "dW1 = dZ1 @ X.T",
    }


def test_the_edits_stand_in_the_order_of_the_table():
    order = [quantity.name for quantity in DEEP]
    names = list(texts(DEEP, BY_ID["N15"]))
    assert names == sorted(names, key=order.index)


@pytest.mark.parametrize(
    ("model", "right"),
    [
        (DEEP, {"A3": "Z3"}),
        (SQUARED, {"A1": "Z1"}),
        (LOGISTIC_REGRESSION, {}),
    ],
)
def test_the_last_hidden_layer_is_the_one_before_the_last(model, right):
    assert texts(model, BY_ID["F09"]) == {name: f"{name} = {Z}" for name, Z in right.items()}


@pytest.mark.parametrize(
    ("layers", "concerned"),
    [
        ("every", "4321"),
        ("first", "1"),
        ("last", "4"),
        ("hidden", "321"),
        ("first hidden", "1"),
        ("last hidden", "3"),
    ],
)
def test_a_rewrite_says_which_layers_it_is_in(layers, concerned):
    found = texts(DEEP, at("dW", "0 * W", layers=layers))
    assert list(found) == [f"dW{layer}" for layer in concerned]


def test_in_one_layer_nothing_is_hidden():
    for layers, there in (("first", 1), ("last", 1), ("hidden", 0), ("first hidden", 0)):
        assert len(texts(LOGISTIC_REGRESSION, at("dW", "0 * W", layers=layers))) == there


def test_logistic_regression_is_one_layer_with_w_transposed():
    row = Rewrite("T01", "", {"Z": "2 * W @ A_prev + b", "dW": "dZ @ A_prev.T / n_prev",
                              "db": "dZ / n", "new_W": "W - dW", "new_b": "previous_db",
                              "cost": "A * n"})  # fmt: skip  # a row
    assert texts(LOGISTIC_REGRESSION, row) == {
        "Z": "Z = 2 * w.T @ X + b",
        "cost": "cost = A * 1",
        "dw": "dw = (dZ @ X.T / n_x).T",
        "db": "db = dZ / 1",
        "new_w": "new_w = (w.T - dw.T).T",
        "new_b": "new_b = previous_db",
    }


def test_what_has_no_meaning_in_a_layer_is_not_put_there():
    assert list(texts(DEEP, at("dW", "dZ @ Z_prev.T"))) == ["dW4", "dW3", "dW2"]
    assert list(texts(DEEP, at("Z", "W @ A_prev + b_next"))) == ["Z1", "Z2", "Z3"]
    assert texts(LOGISTIC_REGRESSION, at("dA", "W_next.T @ dZ_next")) == {}


def test_what_would_change_nothing_is_not_put_anywhere():
    assert texts(DEEP, at("Z", "(W @ A_prev) + b")) == {}
    assert list(texts(DEEP, at("Z", "W @ X + b"))) == ["Z2", "Z3", "Z4"]
    assert texts(network(("relu", "relu", "relu"), "squared-error"), BY_ID["D24"]) == {}


def test_an_activation_of_a_rewrite_is_that_of_the_layer():
    assert list(texts(DEEP, BY_ID["D03"])) == ["dZ1"]
    assert list(texts(DEEP, BY_ID["F07"])) == ["A2"]
    assert list(texts(DEEP, BY_ID["F06"])) == ["A3"]


def test_an_activation_is_known_wherever_its_derivative_at_0_is_taken():
    model = with_kinks(DEEP, {"relu": 1.0})
    assert model["dZ2"].text != DEEP["dZ2"].text
    assert list(texts(model, BY_ID["D12"])) == ["dZ2"]


def test_a_function_stands_for_the_activation_of_its_layer():
    found = texts(DEEP, at("dZ", "dA * g_next_prime(g(Z))"))
    assert found["dZ2"] == "dZ2 = dA2 * leaky_relu_prime(relu(Z2))"


@pytest.mark.parametrize("cost", ["cross-entropy", "squared-error"])
def test_the_losses_are_those_of_the_cost(cost):
    model = network(("tanh", "sigmoid"), cost)
    text = texts(model, at("cost", "np.sum(loss)"))["cost"]
    assert ("np.log(A2)" in text) == (cost == "cross-entropy")
    assert ("(A2 - Y) ** 2 / 2" in text) == (cost == "squared-error")


def test_the_last_dZ_of_cross_entropy_is_a_kind_of_its_own():
    assert list(texts(DEEP, at("dZ_last", "Y - A"))) == ["dZ4"]
    assert list(texts(DEEP, at("dZ", "2 * dA"))) == ["dZ3", "dZ2", "dZ1"]


def test_with_the_squared_error_the_last_dZ_is_like_any_other():
    assert texts(SQUARED, at("dZ_last", "Y - A")) == {}
    assert list(texts(SQUARED, at("dZ", "2 * dA"))) == ["dZ2", "dZ1"]
    assert list(texts(SQUARED, at("dA_last", "Y - A"))) == ["dA2"]


SOFTMAX = network(("tanh", "softmax"), "categorical-cross-entropy", regularised=True)


def test_an_L2_term_stays_beside_a_cost_and_a_dW_that_are_written_otherwise():
    assert texts(SOFTMAX, BY_ID["W01"]) == {
        "dW2": "dW2 = (dZ2 @ A1.T) + lambd / m * W2",
        "dW1": "dW1 = (dZ1 @ X.T) + lambd / m * W1",
    }
    squares = "(np.sum(W1 ** 2) + np.sum(W2 ** 2))"
    assert texts(SOFTMAX, at("cost", "np.sum(loss)")) == {
        "cost": "cost = (np.sum((-np.sum(Y * np.log(A2), axis=0, keepdims=True))))"
        f" + lambd / (2 * m) * {squares}"
    }
    assert texts(SOFTMAX, BY_ID["U02"]) == {"new_b1": "new_b1 = b1", "new_b2": "new_b2 = b2"}


def test_a_slip_of_the_L2_term_writes_it_itself_and_has_no_place_without_one():
    assert texts(SOFTMAX, BY_ID["R01"]) == {
        "dW2": "dW2 = dZ2 @ A1.T / m", "dW1": "dW1 = dZ1 @ X.T / m",
    }  # fmt: skip  # a row a layer
    assert list(texts(SOFTMAX, BY_ID["R05"])) == ["db2", "db1"]
    assert "np.sqrt(np.sum(W1 ** 2))" in texts(SOFTMAX, BY_ID["R06"])["cost"]
    assert texts(SOFTMAX, BY_ID["R07"])["cost"].endswith("* (np.sum(W1 ** 2))")
    one = network(("softmax",), "categorical-cross-entropy", regularised=True)
    assert texts(one, BY_ID["R07"]) == {}
    for slip in REGULARISATION:
        assert texts(DEEP, slip) == {}


def test_softmax_has_no_derivative_entry_by_entry():
    assert texts(SOFTMAX, at("A", "g(Z) * 2"))["A2"] == "A2 = softmax(Z2) * 2"
    assert list(texts(SOFTMAX, at("A", "g_prime(Z)"))) == ["A1"]
    assert texts(SOFTMAX, BY_ID["D24"]) == {}


def test_the_last_dZ_of_softmax_is_that_of_the_cross_entropies():
    assert texts(SOFTMAX, BY_ID["S04"]) == {"dZ2": "dZ2 = (A2 - Y) * A2 * (1 - A2)"}
    assert texts(SOFTMAX, BY_ID["B01"]) == {"dZ2": "dZ2 = Y - A2"}
    assert texts(SOFTMAX, BY_ID["B02"]) == {}
    assert texts(DEEP, BY_ID["S04"]) == {}


def test_the_table_of_training_has_the_slips_of_its_network():
    model = training(("tanh", "sigmoid"), "cross-entropy")
    assert texts(model, BY_ID["F01"]) == {"Z1": "Z1 = W1 @ X", "Z2": "Z2 = W2 @ A1"}


@pytest.mark.parametrize(
    "model", [ACTIVATIONS, COMPUTATION_GRAPH, DERIVATIVES, LOSSES, initialisation(2)],
    ids=lambda model: model.name,
)  # fmt: skip  # the tables without a step
def test_a_table_without_a_step_has_no_place_for_a_slip(model):
    assert list(places(model)) == []
