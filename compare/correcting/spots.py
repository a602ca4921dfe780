"""Every part of a tree, with what puts another part in its place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from compare.formulas.expression import (
    Apply,
    Binary,
    Call,
    Columns,
    Expression,
    Negate,
    Reduce,
    Series,
    Transpose,
)

Put = Callable[[Expression], Expression]


@dataclass(frozen=True)
class Spot:
    """A part, the parts it stands in (the nearest last), and how to exchange it."""

    node: Expression
    put: Put
    around: tuple[Expression, ...] = ()

    @property
    def parent(self) -> Expression | None:
        """What it stands in directly."""
        return self.around[-1] if self.around else None


def spots(root: Expression) -> Iterator[Spot]:
    """Walk over a tree, the whole first."""
    yield from _walk(Spot(root, lambda new: new))


def _walk(spot: Spot) -> Iterator[Spot]:
    yield spot
    for part, put in _parts(spot.node):
        outer = spot.put

        def inside(new: Expression, put: Put = put, outer: Put = outer) -> Expression:
            return outer(put(new))

        yield from _walk(Spot(part, inside, (*spot.around, spot.node)))


def _parts(node: Expression) -> Iterator[tuple[Expression, Put]]:
    match node:
        case Binary(operator, left, right):
            yield left, lambda new: Binary(operator, new, right)
            yield right, lambda new: Binary(operator, left, new)
        case Negate(operand) | Transpose(operand) | Call(_, operand) | Reduce(_, operand):
            yield operand, lambda new: replace(node, operand=new)
        case Columns(operand) | Series(_, _, operand):
            yield operand, lambda new: replace(node, operand=new)
        case Apply(operation, arguments):
            for index, argument in enumerate(arguments):
                yield (
                    argument,
                    lambda new, index=index: Apply(  # type: ignore[misc]  # a default binds it
                        operation, (*arguments[:index], new, *arguments[index + 1 :])
                    ),
                )
