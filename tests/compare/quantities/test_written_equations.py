"""The written backward equations are the derivatives of the forward ones: proved by autograd.

The operands are random and independent of one another, so an equation cannot hide behind another.
"""

import numpy as np
import pytest

from compare.formulas.on_torch import TorchEvaluator
from compare.formulas.read import read_equation
from compare.judging.local import Local
from compare.quantities.model import Model, Pullback, Quantity
from tests.compare.quantities.all_tables import TABLES, random_operands, sizes_of

F64 = np.dtype(np.float64)
EVERY = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
WITH_COST = [name for name, table in TABLES.items() if table.output]
CROSS_ENTROPY = [name for name in WITH_COST if TABLES[name]["cost"].also]
SQUARED_ERROR = [name for name in WITH_COST if not TABLES[name]["cost"].also]


def local(table, operands):
    """The judge's own replay, of the operands as a candidate's arrays."""
    given = {name: operands[name] for name in (*table.inputs, *table.by_name)}
    case = {name: given.pop(name) for name in table.inputs}
    return Local(table, case, given, sizes_of(table), F64, TorchEvaluator)


def consistent_operands(table, seed=0):
    """Random inputs, and every quantity computed from them, in order."""
    operands = random_operands(table, seed)
    for quantity in table:
        operands[quantity.name] = TorchEvaluator(operands, F64).value(quantity.equation)
    return operands


def pulled_back(table):
    return [quantity for quantity in table if quantity.pullback]


def check_written(table, quantity, operands):
    written = TorchEvaluator(operands, F64).value(quantity.equation)
    expected = local(table, operands).expected(quantity, quantity.equation)
    scale = np.abs(expected).max()
    np.testing.assert_allclose(
        written,
        expected.reshape(written.shape),
        rtol=1e-12,
        atol=1e-13 * scale,
        err_msg=quantity.text,
    )


def test_there_are_backward_equations_to_prove():
    assert sum(len(pulled_back(table)) for table in TABLES.values()) > 300


@EVERY
@pytest.mark.parametrize("seed", [0, 1])
def test_every_written_derivative_is_the_pullback_at_random_operands(table, seed):
    operands = random_operands(table, seed)
    for quantity in pulled_back(table):
        check_written(table, quantity, operands)


@EVERY
def test_every_written_derivative_is_the_pullback_at_consistent_operands(table):
    operands = consistent_operands(table)
    for quantity in pulled_back(table):
        check_written(table, quantity, operands)


@pytest.mark.parametrize(
    "text",
    [
        "dW2 = dZ2 @ A1.T",
        "dW2 = -dZ2 @ A1.T / m",
        "dW2 = dZ2 @ Z1.T / m",
        "db2 = np.sum(dZ2, axis=1, keepdims=True)",
        "dA1 = W2.T @ dZ2 / m",
        "dZ1 = dA1",
        "dZ1 = dA1 * tanh_prime(A1)",
        "dA2 = A2 - Y",
    ],
)
def test_a_wrong_written_derivative_is_not_the_pullback(text):
    refuted(TABLES["network-tanh-sigmoid-cross-entropy"], text)


@pytest.mark.parametrize(
    "text",
    [
        "dW2 = dZ2 @ A1.T / m",
        "dW2 = dZ2 @ A1.T / m + lambd * W2",
        "dW2 = dZ2 @ A1.T / m + lambd / (2 * m) * W2",
        "dW2 = dZ2 @ A1.T / m - lambd / m * W2",
        "db2 = np.sum(dZ2, axis=1, keepdims=True) / m + lambd / m * b2",
        "dA2 = -Y / A2 + (1 - Y) / (1 - A2)",
    ],
)
def test_a_wrong_derivative_of_softmax_with_L2_is_not_the_pullback(text):
    refuted(TABLES["network-tanh-softmax-categorical-cross-entropy-L2"], text)


def test_a_wrong_derivative_of_softmax_is_not_the_pullback():
    diagonal = "dZ_softmax = dA * g_softmax * (1 - g_softmax)"
    refuted(TABLES["activations"], diagonal)


def refuted(table, text):
    right = table[text.partition(" ")[0]]
    wrong = Quantity(right.name, right.axes, text, right.root, right.pullback)
    with pytest.raises(AssertionError):
        check_written(table, wrong, random_operands(table))


@pytest.mark.parametrize("name", CROSS_ENTROPY)
def test_A_minus_Y_is_the_derivative_of_the_cross_entropy_by_the_last_Z(name):
    table = TABLES[name]
    operands, Z = consistent_operands(table), str(table.output).replace("A", "Z")
    evaluator = TorchEvaluator(operands, F64)
    by_autograd = evaluator.pullback(table["cost"].equation, None, Z) * operands["m"]
    written = evaluator.value(table[f"d{Z}"].equation)
    np.testing.assert_allclose(written, by_autograd, rtol=1e-13, atol=1e-16)


def test_A_minus_Y_is_the_derivative_of_the_loss_by_Z():
    table = TABLES["losses"]
    evaluator = TorchEvaluator(consistent_operands(table), F64)
    for loss, dZ, Z in (
        ("loss_from_logits", "dZ_cross_entropy", "Z"),
        ("loss_categorical_from_logits", "dZ_categorical", "Z_classes"),
    ):
        by_autograd = evaluator.pullback(table[loss].equation, None, Z)
        written = evaluator.value(table[dZ].equation)
        np.testing.assert_allclose(written, by_autograd, rtol=1e-12)


@pytest.mark.parametrize("name", SQUARED_ERROR)
def test_the_derivatives_by_the_last_Z_and_A_of_the_squared_error_are_the_chain_rule(name):
    table = TABLES[name]
    operands, A = consistent_operands(table), str(table.output)
    Z = A.replace("A", "Z")
    g = table[A].text.partition(" = ")[2]
    whole = read_equation(f"cost = np.mean(({g} - Y) ** 2 / 2)")
    evaluator = TorchEvaluator(operands, F64)
    by_autograd = evaluator.pullback(whole, None, Z) * operands["m"]
    np.testing.assert_allclose(evaluator.value(table[f"d{Z}"].equation), by_autograd, rtol=1e-13)


@EVERY
def test_another_form_of_an_equation_is_equal_to_it(table):
    evaluator = TorchEvaluator(consistent_operands(table), F64)
    for quantity in table:
        first, *others = (evaluator.value(form) for form in quantity.forms)
        for other in others:
            np.testing.assert_allclose(other, first, rtol=1e-12, err_msg=quantity.name)


@pytest.mark.parametrize("name", CROSS_ENTROPY)
def test_the_cross_entropy_has_two_forms(name):
    assert len(TABLES[name]["cost"].forms) == 2


@pytest.mark.parametrize("name", ["line", "square", "cube", "log"])
def test_the_truncation_bounds_what_the_quotient_leaves_out(name):
    table = TABLES["derivatives"]
    operands = {**consistent_operands(table), "h": np.array(1e-3)}
    evaluator = TorchEvaluator(operands, F64)
    quantity = table[f"slope_{name}"]
    bound = evaluator.value(read_equation(quantity.truncation))
    missed = np.abs(
        evaluator.value(quantity.equation) - evaluator.value(table[f"df_{name}"].equation)
    )
    rounding = 1e-12
    np.testing.assert_array_less(missed, bound + rounding)
    np.testing.assert_array_less(bound / 2 - rounding, missed)  # and no more than it needs


def test_only_the_quotients_leave_something_out():
    left_out = {q.name for table in TABLES.values() for q in table if q.truncation}
    assert left_out == {"slope_line", "slope_square", "slope_cube", "slope_log"}


@pytest.mark.parametrize("name", WITH_COST)
def test_every_update_steps_downhill(name):
    table = TABLES[name]
    operands = random_operands(table)
    evaluator = TorchEvaluator(operands, F64)
    for V in table.parameters:
        expected = operands[V] - operands["learning_rate"] * operands[f"d{V}"]
        np.testing.assert_array_equal(evaluator.value(table[f"new_{V}"].equation), expected)


@pytest.mark.parametrize("scheme", ["zeros", "small", "he", "xavier"])
def test_the_starts_are_scaled_as_the_book_says(scheme):
    table = TABLES["initialisation-2"]
    operands = random_operands(table)
    scale = {"zeros": 0, "small": 0.01, "he": (2 / 3) ** 0.5, "xavier": (1 / 3) ** 0.5}[scheme]
    W = TorchEvaluator(operands, F64).value(table[f"W2_{scheme}"].equation)
    np.testing.assert_allclose(W, scale * operands["N2"], rtol=4e-16)


def test_prediction_and_accuracy_by_hand():
    table = TABLES["training-1-cross-entropy"]
    operands = {
        "A1": np.array([[0.5, 0.6, 0.4, 0.9]]),
        "Y": np.array([[0.0, 1.0, 1.0, 0.0]]),
        "prediction": np.array([[0.0, 1.0, 0.0, 1.0]]),
    }
    evaluator = TorchEvaluator(operands, F64)
    prediction = evaluator.value(table["prediction"].equation)
    np.testing.assert_array_equal(prediction, operands["prediction"])
    assert evaluator.value(table["accuracy"].equation) == 0.5


def test_the_scale_follows_the_roots_and_not_the_names():
    def model(upstream, own):
        return Model(
            "one", {"X": ("n_x", "m"), "w": ("1", "n_x")},
            (
                Quantity("Z", ("1", "m"), "Z = w @ X"),
                Quantity("dZ", ("1", "m"), "dZ = 0 * Z", upstream),
                Quantity("dw", ("1", "n_x"), "dw = w", own, Pullback("Z", "w", "dZ")),
            ),
        )  # fmt: skip  # a row a quantity

    X, w, dZ = (
        np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
        np.ones((1, 2)),
        np.array([[1.0, -2, 3]]),
    )
    for upstream, own, factor in (
        ("loss", "loss", 1), ("loss", "cost", 1 / 3), ("cost", "cost", 1), ("cost", "loss", 3),
    ):  # fmt: skip  # m = 3
        table = model(upstream, own)
        replay = Local(
            table, {"X": X, "w": w}, {"dZ": dZ}, {"1": 1, "m": 3, "n_x": 2}, F64, TorchEvaluator
        )
        expected = replay.expected(table["dw"], table["dw"].equation)
        np.testing.assert_allclose(expected, factor * dZ @ X.T, rtol=1e-15)
