"""The shapes of a formula before anything is computed; they tell which product is meant."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from compare.formulas.expression import (
    Apply,
    Binary,
    Columns,
    Expression,
    Name,
    Number,
    Reduce,
    Sign,
    Transpose,
)
from compare.formulas.printed import printed
from compare.formulas.read import FormulaError

Shape = tuple[int, ...]
LARGEST = 100_000
"""No array of a formula has more entries."""


class ShapeError(FormulaError):
    """Two parts of a formula do not fit together."""


@dataclass(frozen=True)
class Shaped:
    """A tree whose products are told, and its shape."""

    expression: Expression
    shape: Shape


def shaped(
    expression: Expression,
    shape_of: Callable[[str], Shape],
    words: Callable[[Shape], str] = str,
    *,
    inner: bool = False,
) -> Shaped:
    """Tell every product of mathematics, and the shape of the whole.

    Parameters
    ----------
    words
        How a shape reads: ``(n_1, m)``.
    inner
        Whether a dot between two columns is their inner product.

    Raises
    ------
    ShapeError
        Where two parts do not fit, or the whole would be too large.
    """
    return _Walk(shape_of, words, inner=inner).of(expression)


class _Walk:
    def __init__(
        self, shape_of: Callable[[str], Shape], words: Callable[[Shape], str], *, inner: bool
    ) -> None:
        self.shape_of, self.words, self.inner = shape_of, words, inner

    def of(self, node: Expression) -> Shaped:
        """Walk over one node."""
        match node:
            case Name(id):
                return Shaped(node, self.shape_of(id))
            case Number():
                return Shaped(node, ())
            case Binary(operator, left, right):
                return self.binary(operator, self.of(left), self.of(right))
            case Apply("dot", (left, right)):
                return self.dot(self.of(left), self.of(right))
            case Apply(operation, arguments):
                return self.applied(operation, [self.of(argument) for argument in arguments])
            case Columns():
                return self.columns(node, self.of(node.operand))
            case Reduce():
                return self.reduced(node, self.of(node.operand))
        inner = self.of(node.operand)
        turned = isinstance(node, Transpose)
        shape = inner.shape[::-1] if turned else inner.shape
        return Shaped(replace(node, operand=inner.expression), shape)

    def columns(self, node: Columns, inner: Shaped) -> Shaped:
        """Some columns."""
        if len(inner.shape) != 2:
            raise ShapeError(f"{printed(node.operand)} has no columns")
        width = len(range(inner.shape[1])[node.start : node.stop])
        return Shaped(replace(node, operand=inner.expression), (inner.shape[0], width))

    def binary(self, operator: Sign, left: Shaped, right: Shaped) -> Shaped:
        """Tell a product, then join two parts."""
        if operator == "⋅" and self.inner and left.shape == right.shape and left.shape[1:] == (1,):
            left = Shaped(Transpose(left.expression), left.shape[::-1])
        if operator in ("·", "⋅"):
            operator = self.product(left, right)
        whole = Binary(operator, left.expression, right.expression)
        if operator == "@":
            return Shaped(whole, self.matrix_product(left, right))
        return Shaped(whole, self.together(operator, left, right))

    def dot(self, left: Shaped, right: Shaped) -> Shaped:
        """``np.dot``: a product of matrices, of numbers where one is a number."""
        numbers = not left.shape or not right.shape
        return self.binary("*" if numbers else "@", left, right)

    def product(self, left: Shaped, right: Shaped) -> Sign:
        """Choose the product of mathematics: of numbers, of matrices, entry by entry."""
        a, b = left.shape, right.shape
        if len(a) != 2 or len(b) != 2:
            return "*"
        if a == b and a[1] != b[0]:
            return "*"
        if a[1] == b[0]:
            return "@"
        if 1 in (a[0] * a[1], b[0] * b[1]):
            return "*"
        if b[0] == a[0] and 1 in (a[1], b[1]):
            return "*"
        raise self.does_not_fit("times", left, right)

    def matrix_product(self, left: Shaped, right: Shaped) -> Shape:
        """The shape of ``left @ right``."""
        a, b = left.shape, right.shape
        if not a or not b or len(a) > 2 or len(b) > 2:
            raise self.does_not_fit("@", left, right)
        inner_b = b[0]
        if a[-1] != inner_b:
            raise self.does_not_fit("@", left, right)
        return (*a[:-1], *b[1:])

    def together(self, operator: str, left: Shaped, right: Shaped) -> Shape:
        """The shape of two parts joined entry by entry, as NumPy broadcasts."""
        a, b = left.shape, right.shape
        width = max(len(a), len(b))
        wide = ((1,) * (width - len(a)) + a, (1,) * (width - len(b)) + b)
        if any(x != y and 1 not in (x, y) for x, y in zip(*wide, strict=True)):
            raise self.does_not_fit(operator, left, right)
        shape = tuple(max(x, y) if 0 not in (x, y) else 0 for x, y in zip(*wide, strict=True))
        return self.bounded(shape)

    def reduced(self, node: Reduce, inner: Shaped) -> Shaped:
        """A sum over everything, or along an axis that is kept."""
        whole = Reduce(node.reduction, inner.expression, node.axis)
        if node.axis is None:
            return Shaped(whole, ())
        if node.axis >= len(inner.shape):
            raise ShapeError(
                f"{printed(node.operand)} is {self.words(inner.shape)}: it has no axis {node.axis}"
            )
        shape = list(inner.shape)
        shape[node.axis] = 1
        return Shaped(whole, tuple(shape))

    def applied(self, operation: str, parts: list[Shaped]) -> Shaped:
        """An operation: entry by entry, but for those that make another shape."""
        whole = Apply(operation, tuple(part.expression for part in parts))
        size = 1
        for length in parts[0].shape:
            size *= length
        if operation == "ravel":
            return Shaped(whole, (size,))
        if operation == "squeeze":
            return Shaped(whole, tuple(length for length in parts[0].shape if length != 1))
        if operation == "max":
            return Shaped(whole, ())
        shape = parts[0].shape
        for part in parts[1:]:
            shape = self.together(operation, Shaped(whole, shape), part)
        return Shaped(whole, shape)

    def bounded(self, shape: Shape) -> Shape:
        """Refuse what is larger than any formula needs."""
        size = 1
        for length in shape:
            size *= length
        if size > LARGEST:
            raise ShapeError(f"an array of {size} entries is larger than any formula needs")
        return shape

    def does_not_fit(self, operator: str, left: Shaped, right: Shaped) -> ShapeError:
        """Name both parts and their shapes."""
        return ShapeError(
            f"{printed(left.expression)} is {self.words(left.shape)} and "
            f"{printed(right.expression)} is {self.words(right.shape)}: "
            f"{operator} does not fit them"
        )
