import pytest

from compare.formulas.expression import (
    COLUMNWISE,
    FUNCTIONS,
    Binary,
    Call,
    Name,
    Negate,
    Number,
    Reduce,
    Transpose,
)
from compare.formulas.read import FormulaError, read_equation

a, b, c = Name("a"), Name("b"), Name("c")


def expression(text):
    return read_equation(f"x = {text}").expression


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", a),
        ("3", Number(3)),
        ("0.5", Number(0.5)),
        ("1e-3", Number(0.001)),
        ("-a", Negate(a)),
        ("--a", Negate(Negate(a))),
        ("a + b", Binary("+", a, b)),
        ("a - b", Binary("-", a, b)),
        ("a * b", Binary("*", a, b)),
        ("a / b", Binary("/", a, b)),
        ("a @ b", Binary("@", a, b)),
        ("a ** 2", Binary("**", a, Number(2))),
        ("a > b", Binary(">", a, b)),
        ("a == b", Binary("==", a, b)),
        ("a.T", Transpose(a)),
        ("a.T.T", Transpose(Transpose(a))),
        ("(a @ b).T", Transpose(Binary("@", a, b))),
        ("np.sum(a)", Reduce("sum", a, None)),
        ("np.mean(a)", Reduce("mean", a, None)),
        ("sum(a)", Reduce("sum", a, None)),
        ("np.sum(a, axis=0, keepdims=True)", Reduce("sum", a, 0)),
        ("np.sum(a, axis=1, keepdims=True)", Reduce("sum", a, 1)),
        ("np.mean(a, keepdims=True, axis=1)", Reduce("mean", a, 1)),
        ("np.log(a)", Call("log", a)),
        ("log(a)", Call("log", a)),
        ("sigmoid(a + b)", Call("sigmoid", Binary("+", a, b))),
        ("tanh_prime(a)", Call("tanh", a, prime=True)),
    ],
)
def test_a_text_is_read_as_this_tree(text, tree):
    assert expression(text) == tree


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("prime", [False, True])
def test_every_function_can_be_called_and_so_can_its_derivative(name, prime):
    text = f"{name}_prime(a)" if prime else f"{name}(a)"
    assert expression(text) == Call(name, a, prime)


@pytest.mark.parametrize("name", COLUMNWISE)
def test_a_function_of_columns_can_be_called_and_has_no_derivative_entry_by_entry(name):
    assert expression(f"{name}(a)") == Call(name, a)
    with pytest.raises(FormulaError, match=f"'{name}_prime' is not a known function"):
        expression(f"{name}_prime(a)")
    with pytest.raises(FormulaError, match=f"'{name}' is not a known function"):
        expression(f"{name}(a, axis=1)")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a - b - c", Binary("-", Binary("-", a, b), c)),
        ("a ** b ** c", Binary("**", a, Binary("**", b, c))),
        ("a + b * c", Binary("+", a, Binary("*", b, c))),
        ("-a ** b", Negate(Binary("**", a, b))),
        ("a / b * c", Binary("*", Binary("/", a, b), c)),
        ("a @ b.T / c", Binary("/", Binary("@", a, Transpose(b)), c)),
        ("a + b > c", Binary(">", Binary("+", a, b), c)),
    ],
)
def test_operators_bind_as_they_do_in_python(text, tree):
    assert expression(text) == tree


def test_the_target_and_the_text_are_kept():
    equation = read_equation("dW2 = dZ2 @ A1.T / m")
    assert (equation.target, equation.text) == ("dW2", "dW2 = dZ2 @ A1.T / m")


def test_the_operands_are_named_once_each_from_left_to_right():
    equation = read_equation("x = b * np.sum(-c + a.T) / sigmoid(b) + a")
    assert equation.operands == ("b", "c", "a")


def test_space_around_an_equation_does_not_matter():
    assert read_equation("  \n x = a \n").expression == a


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x =", "does not parse: invalid syntax"),
        ("x = (a", "does not parse"),
        ("x = \0", "does not parse"),
        ("", "not of the form name = expression"),
        ("a + b", "not of the form name = expression"),
        ("x = y = a", "not of the form name = expression"),
        ("x, y = a", "not of the form name = expression"),
        ("x.y = a", "not of the form name = expression"),
        ("x[0] = a", "not of the form name = expression"),
        ("x += a", "not of the form name = expression"),
        ("x: int = a", "not of the form name = expression"),
        ("x == a", "not of the form name = expression"),
        ("x = a; y = b", "not of the form name = expression"),
        ("import os", "not of the form name = expression"),
        ("x = a.shape", "'a.shape' has no meaning"),
        ("x = a.T.real", r"'a\.T\.real' has no meaning"),
        ("x = a.__class__", "'a.__class__' has no meaning"),
        ("x = a[0]", r"'a\[0\]' has no meaning"),
        ("x = a[:, 1]", "has no meaning"),
        ("x = True", "'True' has no meaning"),
        ("x = False * a", "'False' has no meaning"),
        ("x = None", "'None' has no meaning"),
        ("x = 'a'", "\"'a'\" has no meaning"),
        ("x = f'{a}'", "has no meaning"),
        ("x = b'a'", "has no meaning"),
        ("x = 1j", "'1j' has no meaning"),
        ("x = ...", "has no meaning"),
        ("x = lambda: a", "'lambda: a' has no meaning"),
        ("x = [i for i in a]", "has no meaning"),
        ("x = {i for i in a}", "has no meaning"),
        ("x = {i: i for i in a}", "has no meaning"),
        ("x = (i for i in a)", "has no meaning"),
        ("x = [a, b]", r"'\[a, b\]' has no meaning"),
        ("x = a, b", "has no meaning"),
        ("x = a if b else c", "has no meaning"),
        ("x = a and b", "'a and b' has no meaning"),
        ("x = not a", "'not a' has no meaning"),
        ("x = ~a", "'~a' has no meaning"),
        ("x = +a", "'\\+a' has no meaning"),
        ("x = a // b", "'a // b' has no meaning"),
        ("x = a % b", "'a % b' has no meaning"),
        ("x = a | b", r"'a \| b' has no meaning"),
        ("x = a > b > c", "'a > b > c' has no meaning"),
        ("x = a in b", "'a in b' has no meaning"),
        ("x = (y := a)", "has no meaning"),
        ("x = await a", "has no meaning"),
        ("x = a.sum()", r"'a.sum\(\)' has no meaning"),
        ("x = log()", r"'log\(\)' has no meaning"),
        ("x = np.dot(a, b)", r"'np.dot\(a, b\)' has no meaning"),
        ("x = sum(*a)", r"'\*a' has no meaning"),
        ("x = a.log(b)", "'a.log' is not a function"),
        ("x = np.linalg.norm(a)", "'np.linalg.norm' is not a function"),
        ("x = log(a)(b)", r"'log\(a\)' is not a function"),
        ("x = (lambda y: y)(a)", "is not a function"),
        ("x = sin(a)", "'sin' is not a known function; known are log, exp, sigmoid"),
        ("x = relu_prime_prime(a)", "'relu_prime_prime' is not a known function"),
        ("x = sum_prime(a)", "'sum_prime' is not a known function"),
        ("x = exec(a)", "'exec' is not a known function"),
        ("x = __import__('os')", "\"'os'\" has no meaning"),
        ("x = __import__(a)", "'__import__' is not a known function"),
        ("x = np.load(a)", "'load' is not a known function"),
        ("x = log(a, axis=0)", "'log' is not a known function"),
        ("x = log(a, out=b)", "out must be a plain number"),
        ("x = np.sum(a, axis=1)", "sum takes one axis, 0 or 1, with keepdims=True, or none"),
        ("x = np.sum(a, keepdims=True)", "sum takes one axis"),
        ("x = np.mean(a, axis=1, keepdims=False)", "mean takes one axis"),
        ("x = np.sum(a, axis=2, keepdims=True)", "sum takes one axis"),
        ("x = np.sum(a, axis=-1, keepdims=True)", "axis must be a plain number"),
        ("x = np.sum(a, axis=(0, 1), keepdims=True)", "axis must be a plain number"),
        ("x = np.sum(a, axis=1.0, keepdims=True)", "axis must be a plain number"),
        ("x = np.sum(a, axis=None)", "axis must be a plain number"),
        ("x = np.sum(a, **b)", "must be a plain number"),
    ],
)
def test_what_is_no_equation_is_refused_by_name(text, message):
    with pytest.raises(FormulaError, match=message):
        read_equation(text)


@pytest.mark.parametrize("place", ["-({})", "({}).T", "a + ({})", "({}) @ a", "log({})", "sum({})"])
def test_what_is_no_expression_is_refused_at_any_depth(place):
    with pytest.raises(FormulaError, match=r"'a\[0\]' has no meaning"):
        read_equation("x = " + place.format("a[0]"))


def test_a_refusal_says_nothing_of_how_the_parser_failed():
    with pytest.raises(FormulaError) as refused:
        read_equation("x = (")
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_an_axis_given_twice_is_refused():
    with pytest.raises(FormulaError):
        read_equation("x = np.sum(a, axis=1, axis=0, keepdims=True)")


@pytest.mark.parametrize("text", ["x = " + "-" * 5000 + "a", "x = " + " + ".join("a" * 5000)])
def test_a_text_nested_too_deep_is_refused(text):
    with pytest.raises(FormulaError):
        read_equation(text)


def test_nothing_in_a_text_is_run(tmp_path):
    written = tmp_path / "written"
    with pytest.raises(FormulaError):
        read_equation(f"x = open({str(written)!r}, 'w')")
    assert not written.exists()
