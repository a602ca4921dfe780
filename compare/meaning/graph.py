"""The computation graph J = 3 (a + b c), with u = b c and v = a + u."""

import numpy as np

from compare.formulas.derivative import parts
from compare.formulas.expression import names as names_of
from compare.formulas.read import read_equation
from compare.formulas.statement import Statement
from compare.formulas.symbol import symbol_of
from compare.meaning.reading import UnknownQuantityError
from compare.meaning.world import Array

GRAPH = tuple(map(read_equation, ("u = b * c", "v = a + u", "J = 3 * v")))
LETTERS = ("J", "a", "b", "c", "u", "v")
POINTS = ({"a": 1.7, "b": -2.3, "c": 0.9}, {"a": -0.4, "b": 3.1, "c": 2.2})


def about_the_graph(statement: Statement) -> bool:
    """Whether only letters of the graph stand in it, one that nothing else has among them."""
    found = set()
    for side in statement.sides:
        for name in names_of(side):
            fraction = parts(name)
            symbols = fraction or (symbol_of(name),)
            if any(s.layer or s.sample or s.unit or s.number for s in symbols):
                return False
            found |= {symbol.letter for symbol in symbols}
    return bool(found) and found <= set(LETTERS) and bool(found & {"c", "u", "v"})


def values_at(point: dict[str, float]) -> dict[str, Array]:
    """Every quantity and every derivative of the graph, ``dJ/da``, ``dv/du``, by autograd."""
    from compare.formulas.on_torch import derivatives

    inputs = {name: np.asarray(value) for name, value in point.items()}
    found: dict[str, Array] = {}
    for length in range(1, len(GRAPH) + 1):
        values, gradients = derivatives(GRAPH[:length], inputs)
        last = GRAPH[length - 1].target
        found |= values
        found |= {f"d{last}/d{name}": gradient for name, gradient in gradients.items()}
    found |= {f"d{name}": found[f"dJ/d{name}"] for name in LETTERS}
    return found


def look_up(name: str, values: dict[str, Array]) -> Array:
    """Give a quantity of the graph.

    Raises
    ------
    UnknownQuantityError
        If it is none.
    """
    symbol = symbol_of(name)
    spelt = f"dJ/d{symbol.letter}" if symbol.derivative == "dJ/d" else name
    if spelt not in values:
        raise UnknownQuantityError(f"'{name}' is no quantity of J = 3 (a + b c)")
    return values[spelt]
