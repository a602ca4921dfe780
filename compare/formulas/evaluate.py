"""One walk over the tree for every arithmetic: torch's, and that of rounding errors."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from compare.formulas.expression import (
    Binary,
    Call,
    Expression,
    Name,
    Negate,
    Number,
    Operator,
    Reduce,
    Reduction,
    Transpose,
)

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
        """Apply a function, or its derivative, to each entry."""

    def reduce(self, reduction: Reduction, x: V, axis: int | None) -> V:
        """Sum or average, over all entries or along an axis that is kept."""


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
            case Binary(operator, left, right):
                return algebra.binary(operator, walk(left), walk(right))
            case Call(function, operand, prime):
                return algebra.call(function, walk(operand), prime)
            case Reduce(reduction, operand, axis):
                return algebra.reduce(reduction, walk(operand), axis)

    return walk(expression)
