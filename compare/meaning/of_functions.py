"""Formulas of plain functions: sigma(z) = ..., g'(z) = ..., a = tanh(z) = ..."""

from collections.abc import Iterator

import numpy as np

from compare.formulas.derivative import parts
from compare.formulas.evaluate import evaluate
from compare.formulas.expression import Call, Expression, Name, nodes
from compare.formulas.expression import names as names_of
from compare.formulas.functions import ACTIVATIONS
from compare.formulas.on_numpy import NumpyAlgebra
from compare.formulas.on_torch import slopes
from compare.formulas.shapes import shaped
from compare.formulas.statement import Statement
from compare.formulas.symbol import symbol_of
from compare.meaning.world import Array
from compare.meaning.written_out import rebuilt

ARGUMENTS = ("z", "x", "Z", "X", "t", "u", "s")
VALUES = ("a", "A", "yhat", "g", "s")
POINTS = np.array([[-2.9, -1.7, -0.83, -0.31, 0.23, 0.57, 1.1, 1.9, 3.1]])
MAY_BE = tuple(g for g in ACTIVATIONS if g != "identity")
"""What ``g`` may stand for."""


def subject(statement: Statement) -> Call | None:
    """Find the function that a formula is about; None if it is about a quantity."""
    left = statement.left
    if isinstance(left, Call) and isinstance(left.operand, Name):
        argument = symbol_of(left.operand.id)
        fits = argument.letter in ARGUMENTS and not argument.derivative
        return left if fits and _only(statement, left.operand.id) else None
    if isinstance(left, Name) and symbol_of(left.id).letter in VALUES and len(statement.sides) > 2:
        call = statement.sides[1]
        if isinstance(call, Call) and isinstance(call.operand, Name):
            return call if _only(statement, call.operand.id) else None
    return None


def _only(statement: Statement, argument: str) -> bool:
    """Whether nothing stands in it but the argument and the function's value."""
    for side in statement.sides:
        for name in names_of(side):
            symbol = symbol_of(name)
            value = symbol.letter in VALUES and not symbol.derivative and not parts(name)
            if name != argument and not value:
                return False
    return True


def candidates(call: Call) -> tuple[str, ...]:
    """The functions that are meant: one by its name, any for ``g``."""
    return MAY_BE if call.function.startswith("g") and len(call.function) < 6 else (call.function,)


def value_under(side: Expression, call: Call, function: str) -> Array:
    """Evaluate a side with a function in the place of ``g``; ``a`` is its value."""
    argument = call.operand.id if isinstance(call.operand, Name) else "z"

    def change(node: Expression) -> Expression:
        if isinstance(node, Call) and node.function == call.function:
            return Call(function, node.operand, node.prime)
        return node

    algebra = NumpyAlgebra(np.dtype(np.float64))
    point = Name(argument)
    known: dict[str, Array] = {argument: POINTS}

    def look_up(name: str) -> Array:
        if name not in known:
            tree = Call(function, point)
            known[name] = np.asarray(evaluate(tree, known.__getitem__, algebra))
        return known[name]

    tree = rebuilt(side, change)
    if tree == Call(function, point, prime=True):
        return slopes(function, POINTS)
    told = shaped(tree, lambda name: POINTS.shape).expression
    with np.errstate(all="ignore"):
        value = np.asarray(evaluate(told, look_up, algebra))
    return np.broadcast_to(value, POINTS.shape) if value.size == 1 else value


def under_which(statement: Statement, call: Call) -> Iterator[tuple[str, int]]:
    """For every function that may be meant, how many sides agree with the first."""
    for function in candidates(call):
        values = [value_under(side, call, function) for side in statement.sides]
        agreeing = 0
        for value in values[1:]:
            if not close(values[0], value):
                break
            agreeing += 1
        yield function, agreeing


def close(a: Array, b: Array) -> bool:
    """Whether two functions have the same values at all points."""
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-9, atol=1e-12))


def mentions_function(side: Expression, call: Call) -> bool:
    """Whether a side holds the function itself."""
    return any(isinstance(node, Call) and node.function == call.function for node in nodes(side))
