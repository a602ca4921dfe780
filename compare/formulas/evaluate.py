"""One walk over the tree for every arithmetic: torch's, and that of rounding errors."""

from collections.abc import Callable
from typing import Protocol, TypeVar, runtime_checkable

from compare.formulas.expression import (
    Apply,
    Binary,
    Call,
    Columns,
    Expression,
    Name,
    Negate,
    Number,
    Operator,
    Reduce,
    Reduction,
    Series,
    Transpose,
)
from compare.formulas.read import FormulaError

V = TypeVar("V")


class Algebra(Protocol[V]):
    """What a kind of value must know to be put into an equation."""

    def constant(self, number: float) -> V:
        """Make a value of a number."""

    def negate(self, x: V) -> V:
        """Minus x."""

    def transpose(self, x: V) -> V:
        """Exchange the two axes of x."""

    def binary(self, operator: Operator, x: V, y: V) -> V:
        """Apply the operator."""

    def call(self, function: str, x: V, prime: bool) -> V:
        """Apply a function, or its derivative, to each entry; one of ``COLUMNWISE`` to columns."""

    def reduce(self, reduction: Reduction, x: V, axis: int | None) -> V:
        """Sum or average, over all entries or along an axis that is kept."""


@runtime_checkable
class WideAlgebra(Algebra[V], Protocol[V]):
    """An algebra that also knows what only wrong and rewritten equations are made of."""

    def apply(self, operation: str, arguments: tuple[V, ...]) -> V:
        """Apply an operation of ``OPERATIONS``."""

    def columns(self, x: V, start: int | None, stop: int | None) -> V:
        """Take some columns of x."""


def evaluate(expression: Expression, value_of: Callable[[str], V], algebra: Algebra[V]) -> V:
    """Evaluate an expression; ``value_of`` gives the value of a name."""

    def walk(node: Expression) -> V:
        match node:
            case Name(id):
                return value_of(id)
            case Number(number):
                return algebra.constant(number)
            case Negate(operand):
                return algebra.negate(walk(operand))
            case Transpose(operand):
                return algebra.transpose(walk(operand))
            case Binary():
                return _joined(node, walk, algebra)
            case Call(function, operand, prime):
                return algebra.call(function, walk(operand), prime)
            case Reduce(reduction, operand, axis):
                return algebra.reduce(reduction, walk(operand), axis)
            case Apply() | Columns() | Series():
                return _apply(node, walk, algebra)

    return walk(expression)


def _joined(node: Binary, walk: Callable[[Expression], V], algebra: Algebra[V]) -> V:
    """Refuse a product of which the shapes have not told which one it is."""
    if node.operator == "·" or node.operator == "⋅":
        raise FormulaError("it is not told which product is meant")
    return algebra.binary(node.operator, walk(node.left), walk(node.right))


def _apply(
    node: Apply | Columns | Series, walk: Callable[[Expression], V], algebra: Algebra[V]
) -> V:
    """Refuse what the algebra does not know."""
    if isinstance(node, Series):
        raise FormulaError(f"the sum over {node.index} is not written out")
    if not isinstance(algebra, WideAlgebra):
        operation = node.operation if isinstance(node, Apply) else "[:, a:b]"
        raise FormulaError(f"{operation!r} is not known to {type(algebra).__name__}")
    value: V
    if isinstance(node, Columns):
        value = algebra.columns(walk(node.operand), node.start, node.stop)
    else:
        value = algebra.apply(node.operation, tuple(map(walk, node.arguments)))
    return value
