import numpy as np
import pytest

from compare.formulas.evaluate import evaluate
from compare.formulas.expression import COLUMNWISE, FUNCTIONS
from compare.formulas.on_torch import FUNCTIONS as ON_TORCH
from compare.formulas.on_torch import OPERATORS as TORCH_OPERATORS
from compare.formulas.on_torch import TorchEvaluator
from compare.formulas.read import OPERATORS, read_equation

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
RNG = np.random.default_rng(6)
GIVEN = {
    "A": RNG.standard_normal((3, 5)), "B": RNG.standard_normal((5, 2)),
    "C": RNG.standard_normal((3, 5)), "P": RNG.uniform(0.1, 3, (3, 5)),
    "row": RNG.standard_normal((1, 5)), "column": RNG.standard_normal((3, 1)),
    "n": np.array(1.7), "m": 5, "rate": 0.3,
}  # fmt: skip  # matrices, vectors, numbers


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


BY_HAND = {
    "A + C": lambda A, C, **_: A + C,
    "A - C": lambda A, C, **_: A - C,
    "A * C": lambda A, C, **_: A * C,
    "A / P": lambda A, P, **_: A / P,
    "A @ B": lambda A, B, **_: np.einsum("ij,jk->ik", A, B),
    "P ** 2": lambda P, **_: P * P,
    "P ** C": lambda P, C, **_: np.exp(C * np.log(P)),
    "A > C": lambda A, C, **_: np.where(A > C, 1.0, 0.0),
    "(A > 0) == (C > 0)": lambda A, C, **_: np.where((A > 0) == (C > 0), 1.0, 0.0),
    "-A": lambda A, **_: 0 - A,
    "A.T": lambda A, **_: np.swapaxes(A, 0, 1),
    "(A @ B).T @ C": lambda A, B, C, **_: np.einsum("ij,jk,il->kl", A, B, C),
    "A + row": lambda A, row, **_: A + np.tile(row, (3, 1)),
    "A + column": lambda A, column, **_: A + np.tile(column, (1, 5)),
    "A + n": lambda A, n, **_: A + 1.7 * np.ones((3, 5)) + 0 * n,
    "A / m": lambda A, **_: A / 5,
    "A - rate * C": lambda A, C, **_: A - 0.3 * C,
    "1 / 3 * A": lambda A, **_: A / 3,
    "2 * 3": lambda **_: np.float64(6),
    "np.sum(A)": lambda A, **_: np.einsum("ij->", A),
    "np.mean(A)": lambda A, **_: np.einsum("ij->", A) / 15,
    "np.sum(A, axis=0, keepdims=True)": lambda A, **_: np.einsum("ij->j", A)[None],
    "np.sum(A, axis=1, keepdims=True)": lambda A, **_: np.einsum("ij->i", A)[:, None],
    "np.mean(A, axis=0, keepdims=True)": lambda A, **_: np.einsum("ij->j", A)[None] / 3,
    "np.mean(A, axis=1, keepdims=True)": lambda A, **_: np.einsum("ij->i", A)[:, None] / 5,
    "log(P)": lambda P, **_: np.log(P),
    "exp(A)": lambda A, **_: np.exp(A),
    "sigmoid(A)": lambda A, **_: sigmoid(A),
    "tanh(A)": lambda A, **_: np.tanh(A),
    "relu(A)": lambda A, **_: np.where(A > 0, A, 0),
    "relu_one_at_zero(A)": lambda A, **_: np.where(A > 0, A, 0 * A),
    "relu_one_at_zero_prime(A)": lambda A, **_: np.select([A > 0, A == 0], [1.0, 1], 0),
    "relu_half_at_zero(A)": lambda A, **_: np.where(A > 0, A, 0 * A),
    "relu_half_at_zero_prime(A)": lambda A, **_: np.select([A > 0, A == 0], [1.0, 0.5], 0),
    "leaky_relu_one_at_zero(A)": lambda A, **_: np.where(A > 0, A, 0.01 * A),
    "leaky_relu_one_at_zero_prime(A)": lambda A, **_: np.select([A > 0, A == 0], [1.0, 1], 0.01),
    "leaky_relu_half_at_zero(A)": lambda A, **_: np.where(A > 0, A, 0.01 * A),
    "leaky_relu_half_at_zero_prime(A)": lambda A, **_: np.select(
        [A > 0, A == 0], [1.0, 0.505], 0.01
    ),
    "leaky_relu(A)": lambda A, **_: np.where(A > 0, A, 0.01 * A),
    "identity(A)": lambda A, **_: A,
    "softplus(A)": lambda A, **_: np.log1p(np.exp(A)),
    "log_prime(P)": lambda P, **_: 1 / P,
    "exp_prime(A)": lambda A, **_: np.exp(A),
    "sigmoid_prime(A)": lambda A, **_: sigmoid(A) * sigmoid(-A),
    "tanh_prime(A)": lambda A, **_: 1 / np.cosh(A) ** 2,
    "relu_prime(A)": lambda A, **_: np.where(A > 0, 1.0, 0.0),
    "leaky_relu_prime(A)": lambda A, **_: np.where(A > 0, 1.0, 0.01),
    "identity_prime(A)": lambda A, **_: np.ones_like(A),
    "softplus_prime(A)": lambda A, **_: sigmoid(A),
    "softmax(A)": lambda A, **_: np.exp(A) / np.exp(A).sum(axis=0),
    "log_softmax(A)": lambda A, **_: A - np.log(np.exp(A).sum(axis=0)),
}


def value(text, given=GIVEN, dtype=F64):
    return TorchEvaluator(given, dtype).value(read_equation(f"x = {text}"))


@pytest.mark.parametrize("text", BY_HAND)
def test_an_expression_has_the_value_of_numpy_by_hand(text):
    expected = BY_HAND[text](**GIVEN)
    actual = value(text)
    assert actual.shape == np.shape(expected)
    np.testing.assert_allclose(actual, expected, rtol=1e-13, atol=1e-15)


def test_every_function_and_every_operator_of_the_language_has_been_evaluated():
    texts = " ".join(BY_HAND)
    assert set(ON_TORCH) == {*FUNCTIONS, *COLUMNWISE}
    assert all(f"{name}(" in texts for name in COLUMNWISE)
    assert set(TORCH_OPERATORS) == set(OPERATORS.values())
    for name in FUNCTIONS:
        assert f"{name}(" in texts
        assert f"{name}_prime(" in texts
    for operator in TORCH_OPERATORS:
        assert f" {operator} " in texts


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
@pytest.mark.parametrize("text", ["1 / 3 * A", "A > C", "np.mean(A)", "sigmoid_prime(A)", "A / m"])
def test_the_value_has_the_dtype_that_was_asked_for(text, dtype):
    given = {name: np.asarray(array).astype(dtype) for name, array in GIVEN.items()}
    assert value(text, given, dtype).dtype == dtype


@pytest.mark.parametrize(
    ("text", "at_zero"),
    [("relu_prime(A)", 0), ("leaky_relu_prime(A)", 0.01), ("relu(A)", 0), ("leaky_relu(A)", 0)],
)
def test_at_the_kink_the_left_side_counts(text, at_zero):
    np.testing.assert_array_equal(value(text, {"A": np.zeros((1, 2))}), np.full((1, 2), at_zero))


@pytest.mark.parametrize("z", [17.0, 19.0, 20.5, 25.0, 36.0])
def test_softplus_keeps_its_digits_above_20(z):
    given = {"Z": np.array([[-z]])}
    np.testing.assert_allclose(value("softplus(Z)", given), [[np.log1p(np.exp(-z))]], rtol=1e-14)
    above = value("softplus(Z)", {"Z": np.array([[z]])})
    np.testing.assert_array_equal(above, [[z + np.log1p(np.exp(-z))]])


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_the_cross_entropy_from_logits_is_exact_at_800(dtype):
    given = {"Z": np.array([[800, -800]], dtype), "Y": np.array([[0, 1]], dtype)}
    text = "Y * softplus(-Z) + (1 - Y) * softplus(Z)"
    np.testing.assert_array_equal(value(text, given, dtype), [[800, 800]])


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_softmax_and_its_logarithm_neither_overflow_nor_lose_a_shift(dtype):
    given = {"Z": np.array([[800, 3], [-800, 3]], dtype)}
    np.testing.assert_array_equal(value("softmax(Z)", given, dtype), [[1, 0.5], [0, 0.5]])
    logarithm = value("log_softmax(Z)", given, dtype)
    np.testing.assert_allclose(logarithm, [[0, -np.log(2)], [-1600, -np.log(2)]], rtol=1e-6)


def test_the_operands_are_copied_and_not_changed():
    A = np.ones((2, 3))
    A.flags.writeable = False
    evaluator = TorchEvaluator({"A": A}, F64)
    result = evaluator.value(read_equation("x = identity(A)"))
    result[...] = 7
    np.testing.assert_array_equal(A, np.ones((2, 3)))


def test_an_operand_that_is_not_given_is_an_error():
    with pytest.raises(KeyError, match="D"):
        value("A + D")


class Writing:
    """An arithmetic of texts."""

    def constant(self, number):
        return f"{number:g}"

    def negate(self, x):
        return f"(-{x})"

    def transpose(self, x):
        return f"{x}'"

    def binary(self, operator, x, y):
        return f"({x} {operator} {y})"

    def call(self, function, x, prime):
        return f"{function}{'`' * prime}[{x}]"

    def reduce(self, reduction, x, axis):
        return f"{reduction}_{axis}[{x}]"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a - b @ c.T / 2", "(A - ((B @ C') / 2))"),
        ("-relu_prime(a) ** 2", "(-(relu`[A] ** 2))"),
        ("np.sum(exp(a), axis=1, keepdims=True)", "sum_1[exp[A]]"),
        ("np.mean(a > b)", "mean_None[(A > B)]"),
    ],
)
def test_any_arithmetic_can_walk_over_the_tree(text, written):
    expression = read_equation(f"x = {text}").expression
    assert evaluate(expression, str.upper, Writing()) == written
