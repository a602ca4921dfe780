"""The tree of an equation: ten kinds of node, frozen, without a value in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Operator: TypeAlias = Literal["+", "-", "*", "/", "@", "**", ">", "=="]
Sign: TypeAlias = Operator | Literal["·", "⋅"]
"""``·`` is the product of mathematics: of matrices, of numbers or entry by entry, by the shapes;
``⋅`` a product that was written with a dot, which may also be the inner one of two vectors."""
Reduction: TypeAlias = Literal["sum", "mean"]

KINKED = {"relu": 0.0, "leaky_relu": 0.01}
"""The functions with a kink at 0, and their slope left of it; right of it, it is 1."""

AT_ZERO = {1.0: "one_at_zero", 0.5: "half_at_zero"}
"""How the name of a kinked function says where between its slopes the derivative at 0 is taken."""

FUNCTIONS = (
    *("log", "exp", "sigmoid", "tanh", "relu", "leaky_relu", "identity", "softplus"),
    *(f"{g}_{spelt}" for g in KINKED for spelt in AT_ZERO.values()),
)
"""The functions of one argument that an equation may call, each also as ``name_prime``."""

COLUMNWISE = ("softmax", "log_softmax")
"""The functions of a whole column, which have no derivative entry by entry."""

OPERATIONS = {
    **dict.fromkeys(
        ("abs", "sign", "sqrt", "square", "floor", "cosh", "log1p", "log2", "log10"), 1
    ),
    **dict.fromkeys(("float32", "ones_like", "max"), 1),
    **dict.fromkeys((">=", "<", "<=", "maximum", "minimum", "logaddexp", "round"), 2),
    **dict.fromkeys(("clip", "where"), 3),
}
"""What only a wrong or a rewritten equation needs: the number of arguments.

No rounding rule and no derivative is known of these, so the tables do without them.
"""

WRITTEN = ("ravel", "squeeze", "dot")
"""Operations that only formulas of people have: a sum without ``keepdims``, ``np.dot``."""


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

    operator: Sign
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True)
class Transpose:
    """``operand.T``."""

    operand: "Expression"


@dataclass(frozen=True)
class Call:
    """A function of ``FUNCTIONS`` or ``COLUMNWISE``, or its derivative where ``prime`` is set."""

    function: str
    operand: "Expression"
    prime: bool = False


@dataclass(frozen=True)
class Reduce:
    """``np.sum`` or ``np.mean``, over all entries or along one axis that is kept."""

    reduction: Reduction
    operand: "Expression"
    axis: int | None


@dataclass(frozen=True)
class Apply:
    """An operation of ``OPERATIONS``."""

    operation: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True)
class Columns:
    """``operand[:, start:stop]``."""

    operand: "Expression"
    start: int | None
    stop: int | None


@dataclass(frozen=True)
class Series:
    """A sum or a product over an index, from 1 to a quantity: written out before it is evaluated.

    ``last`` is ``m`` or another number of things, or empty where it is not said.
    """

    index: str
    last: str
    operand: "Expression"
    product: bool = False


Expression: TypeAlias = (
    Name | Number | Negate | Binary | Transpose | Call | Reduce | Apply | Columns | Series
)


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
        case Columns(operand) | Series(_, _, operand):
            yield from nodes(operand)
        case Apply(_, arguments):
            for argument in arguments:
                yield from nodes(argument)


def names(expression: Expression) -> Iterator[str]:
    """Walk over the names of an expression."""
    return (node.id for node in nodes(expression) if isinstance(node, Name))


def calls(expression: Expression) -> Iterator[Call]:
    """Walk over the functions that an expression calls."""
    return (node for node in nodes(expression) if isinstance(node, Call))
