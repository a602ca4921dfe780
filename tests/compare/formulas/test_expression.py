import dataclasses

import pytest

from compare.formulas.expression import (
    Binary,
    Call,
    Equation,
    Name,
    Negate,
    Number,
    Reduce,
    Transpose,
    calls,
    names,
    nodes,
)

a, b = Name("a"), Name("b")
NODES = [
    a,
    Number(1),
    Negate(a),
    Binary("+", a, b),
    Transpose(a),
    Call("log", a),
    Reduce("sum", a, 0),
]


@pytest.mark.parametrize(
    ("node", "expected"),
    list(zip(NODES, [["a"], [], ["a"], ["a", "b"], ["a"], ["a"], ["a"]], strict=True)),
    ids=lambda value: type(value).__name__,
)
def test_the_names_of_every_kind_of_node_are_found(node, expected):
    assert list(names(node)) == expected


def test_a_name_is_walked_over_as_often_as_it_stands_there():
    assert list(names(Binary("*", Binary("-", b, a), Negate(b)))) == ["b", "a", "b"]


@pytest.mark.parametrize("node", NODES, ids=lambda node: type(node).__name__)
def test_a_node_is_frozen_and_can_be_a_key(node):
    field = dataclasses.fields(node)[0].name
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(node, field, None)
    assert {node: 1}[dataclasses.replace(node)] == 1


def test_an_equation_names_its_operands_once():
    equation = Equation("x", Binary("+", Binary("*", a, b), a), "x = a * b + a")
    assert equation.operands == ("a", "b")


@pytest.mark.parametrize("node", NODES, ids=lambda node: type(node).__name__)
def test_a_walk_starts_at_the_expression_and_goes_down(node):
    below = {"Name": [], "Number": [], "Binary": [a, b]}.get(type(node).__name__, [a])
    assert list(nodes(node)) == [node, *below]


def test_the_calls_of_an_expression_are_found_at_any_depth():
    inner = Call("log", a)
    outer = Call("tanh", Negate(inner), prime=True)
    assert list(calls(Binary("*", Reduce("sum", outer, None), b))) == [outer, inner]
