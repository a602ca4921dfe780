"""A file as pieces of Python: what is defined, what would have run, what could not be read."""

import ast
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["python", "notebook", "markdown"]

Trouble = Literal["lost", "repaired", "unfinished"]


@dataclass(frozen=True)
class Problem:
    """A piece that is not Python 3, or not finished, with its line.

    Attributes
    ----------
    kind
        ``lost``: it was left out; ``repaired``: it was read as what is evidently meant, as
        ``print(x)`` for ``print x``; ``unfinished``: a placeholder stands in its place.
    name
        The function, class or method it is in: ``backward``, ``Network.backward``; empty at the
        top level.
    """

    line: int
    text: str
    cell: int | None = None
    kind: Trouble = "lost"
    name: str = ""


@dataclass
class Unit:
    """A file, a cell, or a fenced block: what is compiled at once.

    Attributes
    ----------
    cell
        The notebook's cell, counting all cells from 0; ``None`` for other files.
    statements
        The parsed statements of the top level.  Their line numbers are those of the file (Markdown,
        Python) or of the cell; their columns count characters of the line as published.
    """

    cell: int | None
    statements: list[ast.stmt] = field(default_factory=list)


@dataclass
class Source:
    """A file as it was read.

    Attributes
    ----------
    lines
        The text as published, by cell (``None`` for a file that has no cells), for excerpts.
    units
        The pieces in order.
    problems
        What could not be read; everything else still is.
    """

    path: str
    kind: Kind
    lines: dict[int | None, tuple[str, ...]]
    units: list[Unit]
    problems: list[Problem] = field(default_factory=list)
