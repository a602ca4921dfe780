"""A formula as it was written: what stands on its sides, and in which notation."""

from dataclasses import dataclass, replace
from typing import Literal

from compare.formulas.expression import Expression

Notation = Literal["python", "mathematics"]


@dataclass(frozen=True)
class Statement:
    """``left = right``, or a chain ``left = middle = right``.

    Attributes
    ----------
    sides
        From left to right; at least two.
    adds
        Whether the right side is added to the left one, ``+=``, as in a loop.
    remarks
        What was read as something else than it says, in words.
    other
        The same text with every sum going on to the end, where that makes a difference.
    """

    sides: tuple[Expression, ...]
    text: str
    notation: Notation
    adds: bool = False
    remarks: tuple[str, ...] = ()
    other: "Statement | None" = None

    @property
    def left(self) -> Expression:
        """What the formula is about."""
        return self.sides[0]

    def with_side(self, index: int, side: Expression) -> "Statement":
        """Exchange one side."""
        return replace(self, sides=(*self.sides[:index], side, *self.sides[index + 1 :]))
