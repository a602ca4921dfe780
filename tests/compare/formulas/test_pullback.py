import numpy as np
import pytest

from compare.formulas.expression import Binary, Call, Negate, Reduce, Transpose
from compare.formulas.on_torch import TorchEvaluator
from compare.formulas.read import read_equation
from tests.compare.quantities.all_tables import TABLES, random_operands

F64 = np.dtype(np.float64)
H = 1e-5


def smooth(node):
    """Whether torch can differentiate through all of an expression."""
    match node:
        case Call(_, operand, prime):
            return not prime and smooth(operand)
        case Binary(operator, left, right):
            return operator not in (">", "==") and smooth(left) and smooth(right)
        case Negate(operand) | Transpose(operand) | Reduce(_, operand, _):
            return smooth(operand)
    return True


def equations():
    """Every equation of every table once, with operands for it."""
    found = {}
    for table in TABLES.values():
        for quantity in table:
            for form in quantity.forms:
                if smooth(form.expression):
                    found.setdefault(form.text, (form, table))
    return found


EQUATIONS = equations()


def finite_differences(equation, operands, cotangent, by):
    """Multiply the Jacobian, by central differences, from the left with the cotangent."""
    x = np.asarray(operands[by], float)
    result = np.empty(x.shape)
    for index in np.ndindex(x.shape):
        sides = []
        for h in (H, -H):
            moved = x.copy()
            moved[index] += h
            value = TorchEvaluator({**operands, by: moved}, F64).value(equation)
            sides.append(np.sum(cotangent * value))
        result[index] = (sides[0] - sides[1]) / (2 * H)
    return result


def test_there_are_equations_to_differentiate():
    assert len(EQUATIONS) > 80


@pytest.mark.parametrize("text", EQUATIONS)
def test_the_pullback_is_that_of_finite_differences(text):
    equation, table = EQUATIONS[text]
    given = random_operands(table)
    operands = {name: given[name] for name in equation.operands}
    evaluator = TorchEvaluator(operands, F64)
    cotangent = np.random.default_rng(7).standard_normal(evaluator.value(equation).shape)
    arrays = [name for name in operands if isinstance(operands[name], np.ndarray)]
    for by in arrays:
        actual = evaluator.pullback(equation, cotangent, by)
        expected = finite_differences(equation, operands, cotangent, by)
        scale = np.abs(cotangent).sum()  # rounding of a sum over all entries, over 2 h
        np.testing.assert_allclose(actual, expected, rtol=1e-6, atol=1e-9 * scale, err_msg=by)
    assert arrays or text.startswith(("W", "b"))


def pullback(text, given, cotangent, by):
    return TorchEvaluator(given, F64).pullback(read_equation(text), cotangent, by)


def test_without_a_cotangent_it_is_all_ones():
    A = np.array([[1.0, 2.0, 3.0]])
    np.testing.assert_array_equal(pullback("x = A ** 2", {"A": A}, None, "A"), [[2, 4, 6]])


def test_the_cotangent_weighs_the_rows_of_the_jacobian():
    A, cotangent = np.array([[1.0, 2.0, 3.0]]), np.array([[1.0, 0.0, -1.0]])
    np.testing.assert_array_equal(pullback("x = A ** 2", {"A": A}, cotangent, "A"), [[2, 0, -6]])


def test_an_operand_that_stands_there_twice_gets_both_parts():
    A = np.array([[1.0, 2.0], [3.0, 4.0]])
    G = np.array([[1.0, 0.0], [0.0, 0.0]])
    by_hand = [[2, 3], [2, 0]]  # of A00 A00 + A01 A10
    np.testing.assert_array_equal(pullback("x = A @ A", {"A": A}, G, "A"), by_hand)


def test_one_evaluator_pulls_back_as_often_as_asked():
    given = {"A": np.array([[1.0, 2.0]]), "B": np.array([[3.0, 4.0]])}
    evaluator, equation = TorchEvaluator(given, F64), read_equation("x = A * B")
    for _ in range(2):
        np.testing.assert_array_equal(evaluator.pullback(equation, None, "A"), [[3, 4]])
        np.testing.assert_array_equal(evaluator.pullback(equation, None, "B"), [[1, 2]])
    np.testing.assert_array_equal(evaluator.value(equation), [[3, 8]])


def test_a_number_gets_the_sum_of_what_it_was_added_to():
    given = {"Z": np.zeros((1, 3)), "b": np.array(1.0)}
    cotangent = np.array([[1.0, 2.0, 4.0]])
    gradient = pullback("x = Z + b", given, cotangent, "b")
    assert gradient.shape == ()
    assert gradient == 7


def test_a_cotangent_of_the_wrong_size_is_an_error():
    with pytest.raises(RuntimeError):
        pullback("x = A * 2", {"A": np.ones((1, 3))}, np.ones((1, 2)), "A")
