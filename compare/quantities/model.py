"""What a table is made of: quantities, each with its axes, its equation and its root."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from compare.formulas.expression import Binary, Call, Equation, calls
from compare.formulas.read import read_equation

Axes = tuple[str, ...]
Root = Literal["loss", "cost"]

NUMBER: Axes = ()
"""The axes of a plain number."""


@dataclass(frozen=True)
class Pullback:
    """How autograd gets a derivative: through which equation, from which upstream derivative.

    ``cotangent`` None means that the derivative is that of the equation itself.  ``plus`` is the
    other way into the cost, of what goes there in two ways: the derivatives add up.
    """

    through: str
    by: str
    cotangent: str | None = None
    plus: "Pullback | None" = None


@dataclass(frozen=True)
class Quantity:
    """One named array of a step.

    Attributes
    ----------
    name, axes
        ``dW2`` and ``("n_2", "n_1")``; the sizes of the axes come with the case.
    text
        The equation, as one would write it by hand.
    root
        For a derivative: of the summed ``loss``, or of the ``cost``, its mean; for a cost itself:
        which of the two it is.
    pullback
        For a derivative: how torch gets it without the written equation.
    also
        Another form of the same equation that is as right and less exact.
    truncation
        For an approximation: an expression that bounds what it leaves out.
    changes
        For an update: the parameter it changes.
    optional
        Whether a trace is complete without it.
    """

    name: str
    axes: Axes
    text: str
    root: Root | None = None
    pullback: Pullback | None = None
    also: str | None = None
    truncation: str | None = None
    changes: str | None = None
    optional: bool = False

    @cached_property
    def equation(self) -> Equation:
        """The equation as a tree."""
        return read_equation(self.text)

    @property
    def decides(self) -> bool:
        """Whether every entry is a yes or a no, 1 or 0."""
        expression = self.equation.expression
        return isinstance(expression, Binary) and expression.operator in (">", "==")

    @cached_property
    def forms(self) -> tuple[Equation, ...]:
        """The equation, and its other form where there is one."""
        return (self.equation, *(read_equation(text) for text in (self.also,) if text))


@dataclass(frozen=True)
class Model:
    """A table: the inputs of a case, and the quantities of a step in their order.

    Attributes
    ----------
    inputs
        The axes of every array a case must hold; ``()`` for a number.
    parameters
        The inputs that an update changes.
    output
        The activation that decides about an example.
    kinks_declared
        Whether the derivative of relu at exactly 0 is laid down, and no other is right.
    scaled
        Gives the same table for every other scale of the cost, each with the scale.
    """

    name: str
    inputs: Mapping[str, Axes]
    quantities: tuple[Quantity, ...]
    parameters: tuple[str, ...] = ()
    output: str | None = None
    kinks_declared: bool = False
    scaled: Callable[[], "Iterable[tuple[Any, Model]]"] = field(default=tuple, compare=False)
    by_name: Mapping[str, Quantity] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {q.name: q for q in self.quantities})

    def __getitem__(self, name: str) -> Quantity:
        return self.by_name[name]

    def __iter__(self) -> Iterator[Quantity]:
        return iter(self.quantities)

    def axes_of(self, name: str) -> Axes:
        """Give the axes of an input or a quantity; a number has none."""
        if name in self.by_name:
            return self.by_name[name].axes
        return self.inputs.get(name, NUMBER)

    def root_of(self, name: str) -> Root | None:
        """Give the root of a quantity; an input has none."""
        return self.by_name[name].root if name in self.by_name else None

    def operands_of(self, name: str) -> tuple[str, ...]:
        """Give what an equation is made of.

        Besides the names it holds, that is g(V) where it holds g'(V): a derivative may be computed
        from the value of its function.
        """
        equation = self[name].equation
        values = {
            Call(call.function, call.operand) for call in calls(equation.expression) if call.prime
        }
        computed = (q.name for q in self.quantities if q.equation.expression in values)
        return (*equation.operands, *(q for q in computed if q != name))

    def sizes(self, case: Mapping[str, Any]) -> dict[str, int]:
        """Read the size of every axis off the arrays of a case."""
        sizes = {"1": 1}
        for name, axes in self.inputs.items():
            sizes |= zip(axes, np.shape(case[name]), strict=True)
        return sizes
