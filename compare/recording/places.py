"""What is known of a piece of their code before it runs.

The rewritten tree hands a place's number to the hooks, since a syntax tree can hold no objects.
"""

import ast
from dataclasses import dataclass

from compare.recording.graph import Site

GLOBAL = ""
LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Place:
    """One expression, target, definition or loop.

    Attributes
    ----------
    text
        A target as it is written, or the name of a function.
    parts
        The names of a function's parameters, of the values of a ``return``, or the numbers of the
        places of the names in a tuple.
    scope
        Of a name: ``GLOBAL``, ``LOCAL``, or which class, generator or enclosing function has it.
    owner
        Of a ``nonlocal`` name: the place of the function that has it.
    """

    site: Site
    text: str = ""
    parts: tuple[str, ...] = ()
    scope: str = GLOBAL
    owner: int | None = None


PLACES: list[Place] = []
"""Every place of every tree that was rewritten in this process; it only grows."""


def register(place: Place) -> int:
    """Keep a place and give its number."""
    PLACES.append(place)
    return len(PLACES) - 1


def site_of(unit: int, node: ast.expr | ast.stmt) -> Site:
    """Where a node of the syntax tree stands."""
    end_line = node.lineno if node.end_lineno is None else node.end_lineno
    end_column = node.col_offset if node.end_col_offset is None else node.end_col_offset
    return Site(unit, node.lineno, node.col_offset, end_line, end_column)
