import pytest

from compare.formulas.expression import (
    OPERATIONS,
    Apply,
    Binary,
    Call,
    Columns,
    Name,
    Negate,
    Number,
    Reduce,
    Transpose,
    names,
    nodes,
)
from compare.formulas.read import FormulaError, read_equation

a, b, c = Name("a"), Name("b"), Name("c")


def expression(text):
    return read_equation(f"x = {text}").expression


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a >= b", Apply(">=", (a, b))),
        ("a < 0", Apply("<", (a, Number(0)))),
        ("a <= b", Apply("<=", (a, b))),
        ("a * (b < 0)", Binary("*", a, Apply("<", (b, Number(0))))),
        ("abs(a)", Apply("abs", (a,))),
        ("np.abs(-a)", Apply("abs", (Negate(a),))),
        ("np.maximum(a, b)", Apply("maximum", (a, b))),
        ("np.round(a, 6)", Apply("round", (a, Number(6)))),
        ("np.clip(a, b, c)", Apply("clip", (a, b, c))),
        ("np.where(a > 0, b, c)", Apply("where", (Binary(">", a, Number(0)), b, c))),
        ("np.float32(tanh(a))", Apply("float32", (Call("tanh", a),))),
        ("a[:, 1:]", Columns(a, 1, None)),
        ("a[:, :-1]", Columns(a, None, -1)),
        ("a[:, -1:]", Columns(a, -1, None)),
        ("a[:, 0:2]", Columns(a, 0, 2)),
        ("a[:, 1:].T", Transpose(Columns(a, 1, None))),
        ("(a @ b)[:, :3]", Columns(Binary("@", a, b), None, 3)),
        ("np.sum(a[:, 1:])", Reduce("sum", Columns(a, 1, None), None)),
    ],
)
def test_an_operation_is_read_as_this_tree(text, tree):
    assert expression(text) == tree


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a[:, :]", "has no meaning"),
        ("a[1:, :]", "has no meaning"),
        ("a[1:]", "has no meaning"),
        ("a[:, ::2]", "has no meaning"),
        ("a[:, 1:, :]", "has no meaning"),
        ("a[:, b:]", "'b' is not the number of a column"),
        ("a[:, 1.0:]", "'1.0' is not the number of a column"),
        ("a[:, True:]", "'True' is not the number of a column"),
        ("a[:, :-True]", "'-True' is not the number of a column"),
        ("a != b", "has no meaning"),
        ("a < b < c", "has no meaning"),
        ("np.maximum(a)", "'maximum' is not a known function"),
        ("np.maximum(a, b, c)", "has no meaning"),
        ("np.clip(a, 0)", "has no meaning"),
        ("np.round(a)", "'round' is not a known function"),
        ("np.abs(a, out=b)", "must be a plain number"),
        ("np.linalg.abs(a)", "'np.linalg.abs' is not a function"),
        ("abs_prime(a)", "'abs_prime' is not a known function"),
        ("np.where(*a)", "has no meaning"),
        ("abs(*a)", "has no meaning"),
        ("abs(a[0])", r"'a\[0\]' has no meaning"),
    ],
)
def test_what_is_no_operation_is_refused_by_name(text, message):
    with pytest.raises(FormulaError, match=message):
        read_equation(f"x = {text}")


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name.isidentifier()])
def test_every_operation_is_read_with_its_number_of_arguments(name):
    arguments = (a, b, c)[: OPERATIONS[name]]
    text = ", ".join(argument.id for argument in arguments)
    assert expression(f"np.{name}({text})") == Apply(name, arguments)


def test_a_refusal_names_the_operations_too():
    with pytest.raises(FormulaError, match=r"known are log, exp, .* maximum, .* where$"):
        read_equation("x = np.sin(a)")


def test_a_walk_goes_through_operations_and_columns():
    tree = expression("np.where(a > b, c, -a[:, 1:]) + abs(b)")
    assert list(names(tree)) == ["a", "b", "c", "a", "b"]
    assert Columns(a, 1, None) in list(nodes(tree))
    assert list(nodes(Columns(a, 1, None))) == [Columns(a, 1, None), a]


def test_an_operation_is_frozen_and_can_be_a_key():
    assert {expression("abs(a[:, 1:])"): 1}[expression("np.abs(a[:, 1:])")] == 1
