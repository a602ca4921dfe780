"""Right or wrong: both sides of a formula at values of the reference, on several networks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from compare.formulas.derivative import parts
from compare.formulas.evaluate import evaluate
from compare.formulas.expression import Expression, Name, Transpose
from compare.formulas.expression import names as names_of
from compare.formulas.on_numpy import NumpyAlgebra
from compare.formulas.shapes import Shape, shaped
from compare.formulas.statement import Statement
from compare.formulas.symbol import symbol_of
from compare.meaning.reading import UnknownQuantityError, value_of
from compare.meaning.readings import Setting
from compare.meaning.world import Array, World
from compare.meaning.written_out import named, written_out

TOLERANCE = 1e-10
"""Of the largest entry: what rounding may leave."""


@dataclass(frozen=True)
class Told:
    """One side with its products told: what is evaluated."""

    expression: Expression
    setting: Setting

    def value(self, world: World) -> Array:
        """Evaluate it."""
        reading = self.setting.reading
        tree = written_out(self.expression, reading, world)
        algebra = NumpyAlgebra(np.dtype(np.float64))
        with np.errstate(all="ignore"):
            return np.asarray(evaluate(tree, lambda name: value_of(name, reading, world), algebra))


@dataclass
class Target:
    """What the left side is in a setting, on every network of it; each is computed once."""

    setting: Setting
    told: Told
    shape: Shape
    worlds: list[World]
    values: dict[int, Array] = field(default_factory=dict)

    def value(self, index: int) -> Array:
        """Give the value on one of the networks."""
        if index not in self.values:
            self.values[index] = self.told.value(self.worlds[index])
        return self.values[index]


@dataclass(frozen=True)
class Outcome:
    """What one setting says of one side.

    Attributes
    ----------
    verdict
        ``right``, ``wrong``, ``shape``: the numbers or the shape differ; ``misfit``: it does not
        fit together; ``unknown``: a quantity is not known.
    why
        For the last three, in words.
    """

    verdict: str
    why: str = ""
    side: int = 1


def target_of(statement: Statement) -> Expression:
    """What the left side stands for: of an update the new value."""
    left = statement.left
    if isinstance(left, Transpose):
        return left
    if isinstance(left, Name) and not parts(left.id):
        symbol = symbol_of(left.id)
        right = {name for side in statement.sides[1:] for name in names_of(side)}
        if symbol.letter in ("W", "w", "b") and not symbol.derivative and left.id in right:
            return Name(replace(symbol, derivative="new_").id)
        if symbol.letter in ("W", "w", "b") and not symbol.derivative and not statement.adds:
            rates = any(symbol_of(name).letter == "alpha" for name in right)
            return Name(replace(symbol, derivative="new_").id) if rates else left
    return left


def told(expression: Expression, setting: Setting, *, inner: bool = False) -> tuple[Told, Shape]:
    """Name functions and tell products, by the shapes of the first network.

    Raises
    ------
    FormulaError, UnknownQuantityError
        If that is not possible.
    """
    world = setting.first
    tree = named(expression, setting.reading, world)
    shape_of: Callable[[str], Shape] = lambda name: value_of(name, setting.reading, world).shape  # noqa: E731
    result = shaped(tree, shape_of, shape_words(world), inner=inner)
    return Told(result.expression, setting), result.shape


def shape_words(world: World) -> Callable[[Shape], str]:
    """Say shapes by the names of their sizes."""
    dims = world.network.dims
    names = {world.network.m: "m", **{n: f"n_{layer}" for layer, n in enumerate(dims)}}
    names[dims[0]] = "n_x"
    if len(set(dims) - {1}) < len([n for n in dims if n != 1]):
        names = {}
    names[1] = "1"

    def words(shape: Shape) -> str:
        if not shape:
            return "a number"
        inside = ", ".join(names.get(size, str(size)) for size in shape)
        return f"({inside},)" if len(shape) == 1 else f"({inside})"

    return words


def compared(target: Target, given: Told, given_shape: Shape) -> Outcome:
    """Compare shapes, then numbers on one network after the other."""
    if not same_shape(target.shape, given_shape):
        words = shape_words(target.worlds[0])
        return Outcome("shape", f"it is {words(given_shape)}, and must be {words(target.shape)}")
    for index, world in enumerate(target.worlds):
        try:
            if not same(target.value(index), given.value(world)):
                return Outcome("wrong")
        except UnknownQuantityError as error:
            return Outcome("unknown", str(error))
        except ValueError as error:  # NumPy's word for shapes that do not fit, on another network
            return Outcome("misfit", str(error))
    return Outcome("right")


def same_shape(a: Shape, b: Shape) -> bool:
    """Whether shapes are equal; a number may be written as a matrix."""
    return a == b or (set(a) <= {1} and set(b) <= {1})


def same(wanted: Array, given: Array) -> bool:
    """Whether two arrays are equal up to rounding."""
    if wanted.size != given.size:
        return False
    difference = np.abs(wanted.reshape(-1) - given.reshape(-1))
    return bool(np.all(difference <= TOLERANCE * (1e-3 + np.abs(wanted).max(initial=0.0))))
