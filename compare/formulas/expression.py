"""The tree of an equation: eight kinds of node, frozen, without a value in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Operator: TypeAlias = Literal["+", "-", "*", "/", "@", "**", ">", "=="]
Reduction: TypeAlias = Literal["sum", "mean"]

FUNCTIONS = ("log", "exp", "sigmoid", "tanh", "relu", "leaky_relu", "identity", "softplus")
"""The functions of one argument that an equation may call, each also as ``name_prime``."""


@dataclass(frozen=True)
class Name:
    """A quantity, by its name in the course."""

    id: str


@dataclass(frozen=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True)
class Negate:
    """Minus an expression."""

    operand: "Expression"


@dataclass(frozen=True)
class Binary:
    """Two expressions and an operator."""

    operator: Operator
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class Transpose:
    """``operand.T``."""

    operand: "Expression"


@dataclass(frozen=True)
class Call:
    """A function of ``FUNCTIONS``, or its derivative where ``prime`` is set."""

    function: str
    operand: "Expression"
    prime: bool = False


@dataclass(frozen=True)
class Reduce:
    """``np.sum`` or ``np.mean``, over all entries or along one axis that is kept."""

    reduction: Reduction
    operand: "Expression"
    axis: int | None


Expression: TypeAlias = Name | Number | Negate | Binary | Transpose | Call | Reduce


@dataclass(frozen=True)
class Equation:
    """What stands left and right of ``=``, and the text it was read from."""

    target: str
    expression: Expression
    text: str

    @property
    def operands(self) -> tuple[str, ...]:
        """The names on the right side, each once, in order."""
        return tuple(dict.fromkeys(names(self.expression)))


def nodes(expression: Expression) -> Iterator[Expression]:
    """Walk over an expression and everything in it, left to right."""
    yield expression
    match expression:
        case Binary(_, left, right):
            yield from nodes(left)
            yield from nodes(right)
        case Negate(operand) | Transpose(operand) | Call(_, operand) | Reduce(_, operand):
            yield from nodes(operand)


def names(expression: Expression) -> Iterator[str]:
    """Walk over the names of an expression."""
    return (node.id for node in nodes(expression) if isinstance(node, Name))


def calls(expression: Expression) -> Iterator[Call]:
    """Walk over the functions that an expression calls."""
    return (node for node in nodes(expression) if isinstance(node, Call))
