import numpy as np
import pytest

from compare.formulas.evaluate import evaluate
from compare.formulas.expression import AT_ZERO, COLUMNWISE, FUNCTIONS, KINKED, OPERATIONS
from compare.formulas.on_numpy import FUNCTIONS as ON_NUMPY
from compare.formulas.on_numpy import OPERATIONS as NUMPY_OPERATIONS
from compare.formulas.on_numpy import OPERATORS, PRIMES, value_on_numpy
from compare.formulas.on_torch import OPERATORS as TORCH_OPERATORS
from compare.formulas.on_torch import TorchEvaluator
from compare.formulas.read import FormulaError, read_equation
from compare.judging.bound import BoundAlgebra
from compare.judging.estimate import EstimateAlgebra
from tests.compare.formulas.test_evaluate_on_torch import BY_HAND, GIVEN

F32, F64, COMPLEX = np.dtype(np.float32), np.dtype(np.float64), np.dtype(np.complex128)
A = np.array([[-2.25, -0.5, 0.0, 0.5, 3.0]])
B = np.array([[1.0, -0.5, 0.0, -1.0, 2.0]])
OPERATIONS_BY_HAND = {
    "abs(A)": [2.25, 0.5, 0, 0.5, 3],
    "np.sign(A)": [-1, -1, 0, 1, 1],
    "np.sqrt(A ** 2)": [2.25, 0.5, 0, 0.5, 3],
    "np.square(A)": [5.0625, 0.25, 0, 0.25, 9],
    "np.floor(A)": [-3, -1, 0, 0, 3],
    "np.cosh(A * 0)": [1, 1, 1, 1, 1],
    "np.log1p(abs(A) - A)": np.log([5.5, 2, 1, 1, 1]),
    "np.log2(2 ** A)": [-2.25, -0.5, 0, 0.5, 3],
    "np.log10(10 ** A)": [-2.25, -0.5, 0, 0.5, 3],
    "np.float32(A / 3)": np.float32([-0.75, -1 / 6, 0, 1 / 6, 1]),
    "np.ones_like(A)": [1, 1, 1, 1, 1],
    "np.max(A)": 3,
    "A >= B": [0, 1, 1, 1, 1],
    "A < B": [1, 0, 0, 0, 0],
    "A <= B": [1, 1, 1, 0, 0],
    "np.maximum(A, B)": [1, -0.5, 0, 0.5, 3],
    "np.minimum(A, 0)": [-2.25, -0.5, 0, 0, 0],
    "np.logaddexp(0, 0 * A)": [np.log(2)] * 5,
    "np.round(A / 3, 2)": [-0.75, -0.17, 0, 0.17, 1],
    "np.clip(A, -1, 1)": [-1, -0.5, 0, 0.5, 1],
    "np.where(A > 0, A, B)": [1, -0.5, 0, 0.5, 3],
    "A[:, 1:]": [-0.5, 0, 0.5, 3],
    "A[:, :-1]": [-2.25, -0.5, 0, 0.5],
    "A[:, -1:]": [3],
    "(A * B)[:, 1:3]": [0.25, 0],
}


def value(text, given, dtype=F64):
    return value_on_numpy(read_equation(f"x = {text}"), given, dtype)


@pytest.mark.parametrize("text", BY_HAND)
def test_the_language_of_the_tables_has_the_same_values_as_by_hand(text):
    expected = BY_HAND[text](**GIVEN)
    actual = value(text, GIVEN)
    assert actual.shape == np.shape(expected)
    np.testing.assert_allclose(actual, expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("text", OPERATIONS_BY_HAND)
def test_an_operation_of_wrong_equations_has_its_value_by_hand(text):
    actual = value(text, {"A": A, "B": B})
    expected = np.array(OPERATIONS_BY_HAND[text], float)
    assert actual.shape == (expected.reshape(1, -1).shape if expected.ndim else ())
    np.testing.assert_allclose(actual, expected.reshape(actual.shape), rtol=1e-15)


def test_every_name_of_the_language_is_known_and_was_evaluated():
    assert set(PRIMES) == set(FUNCTIONS)
    assert set(ON_NUMPY) == {*FUNCTIONS, *COLUMNWISE}
    assert set(OPERATORS) == set(TORCH_OPERATORS)
    assert set(NUMPY_OPERATIONS) == set(OPERATIONS)
    for name in OPERATIONS:
        written = f"{name}(" if name.isidentifier() else f" {name} "
        assert any(written in text for text in OPERATIONS_BY_HAND), name


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
@pytest.mark.parametrize("text", [*OPERATIONS_BY_HAND, "sigmoid_prime(A)", "A > B", "np.mean(A)"])
def test_the_value_has_the_dtype_that_was_asked_for(text, dtype):
    assert value(text, {"A": A, "B": B}, dtype).dtype == dtype


def test_what_is_cast_to_float32_has_lost_its_digits_and_kept_its_dtype():
    cast = value("np.float32(a)", {"a": np.array([1 / 3])})
    assert cast.dtype == F64
    assert float(cast[0]) == float(np.float32(1 / 3)) != 1 / 3


@pytest.mark.parametrize("g", KINKED)
@pytest.mark.parametrize("share", AT_ZERO)
def test_the_derivative_at_a_kink_is_the_one_that_is_named(g, share):
    name = f"{g}_{AT_ZERO[share]}"
    left = KINKED[g]
    np.testing.assert_array_equal(
        value(f"{name}_prime(A)", {"A": A}), [[left, left, left + share * (1 - left), 1, 1]]
    )
    np.testing.assert_array_equal(value(f"{name}(A)", {"A": A}), value(f"{g}(A)", {"A": A}))


def test_the_mean_of_nothing_is_no_number():
    with np.errstate(invalid="ignore"):
        assert np.isnan(value("np.mean(A[:, 5:])", {"A": A}))


SMOOTH = [g for g in FUNCTIONS if g not in ("log", *KINKED)]


@pytest.mark.parametrize("g", SMOOTH)
def test_a_complex_step_gives_the_derivative(g):
    Z, h = np.array([[-1.5, -0.25, 0.75, 2.0]]), 1e-30
    stepped = value(f"{g}(Z)", {"Z": Z + 1j * h}, COMPLEX)
    np.testing.assert_allclose(stepped.imag / h, value(f"{g}_prime(Z)", {"Z": Z}), rtol=1e-14)


@pytest.mark.parametrize("g", COLUMNWISE)
def test_a_complex_step_gives_the_derivatives_of_a_function_of_columns(g):
    Z, h = np.array([[-1.5, 800.0], [0.75, 3.0], [2.0, 799.5]]), 1e-30
    A = value("softmax(Z)", {"Z": Z})
    for j in range(3):
        direction = np.zeros((3, 1))
        direction[j] = 1
        stepped = value(f"{g}(Z)", {"Z": Z + 1j * h * direction}, COMPLEX)
        expected = direction - A[j]
        factor = A if g == "softmax" else 1
        np.testing.assert_allclose(stepped.imag / h, factor * expected, rtol=1e-13, atol=1e-300)


UNKNOWN = ["abs(a)", "a < b", "np.clip(a, 0, 1)", "a[:, 1:]", "np.sum(a[:, 1:])", "-abs(a)"]


@pytest.mark.parametrize("text", UNKNOWN)
def test_the_arithmetics_of_rounding_and_torch_refuse_what_they_do_not_know(text):
    equation = read_equation(f"x = {text}")
    given = {"a": np.ones((1, 2)), "b": np.ones((1, 2))}
    with pytest.raises(FormulaError, match="is not known to TorchAlgebra"):
        TorchEvaluator(given, F64).value(equation)
    for algebra, operand in (
        (BoundAlgebra(F64), lambda name: BoundAlgebra(F64).operand(given[name], 0.0)),
        (EstimateAlgebra(F64), lambda name: EstimateAlgebra(F64).exact(("1", "m"), given[name])),
    ):
        with pytest.raises(FormulaError, match=r"(abs|<|clip|\[:, a:b\])' is not known to"):
            evaluate(equation.expression, operand, algebra)
