"""Equations of numbers alone: 0.003 / 0.001 = 3, (6.003 - 6) / (2.001 - 2) = 3."""

import numpy as np

from compare.formulas.evaluate import evaluate
from compare.formulas.expression import Call, Expression, Name, Number, Series, nodes
from compare.formulas.on_numpy import NumpyAlgebra
from compare.formulas.shapes import shaped
from compare.formulas.statement import Statement

ROUNDING = 1e-9


def numeric(side: Expression) -> bool:
    """Whether a side holds numbers alone."""
    return not any(
        isinstance(node, Name | Series) or (isinstance(node, Call) and node.function[0] == "g")
        for node in nodes(side)
    )


def numeric_sides(statement: Statement) -> list[int]:
    """The sides that are numbers."""
    return [index for index, side in enumerate(statement.sides) if numeric(side)]


def number_of(side: Expression) -> float:
    """Compute a side of numbers."""
    tree = shaped(side, lambda name: ()).expression
    with np.errstate(all="ignore"):
        algebra = NumpyAlgebra(np.dtype(np.float64))
        return float(evaluate(tree, lambda name: np.asarray(np.nan), algebra))


def equal(a: Expression, b: Expression) -> bool:
    """Whether two numbers are equal, up to the digits that a single one is written with."""
    x, y = number_of(a), number_of(b)
    slack = max(_half_a_digit(a), _half_a_digit(b), ROUNDING * max(abs(x), abs(y)))
    return abs(x - y) <= slack


def _half_a_digit(side: Expression) -> float:
    """Half of the last digit of a number that was rounded; a whole number was not."""
    if not isinstance(side, Number) or side.value == int(side.value):
        return 0.0
    digits = f"{side.value:.12g}".partition(".")[2]
    return 0.5 * 10.0 ** -len(digits) if digits.isdigit() else 0.0
