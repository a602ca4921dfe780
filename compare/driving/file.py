"""Everything that can be known of a file before any of it runs."""

import ast
from dataclasses import dataclass, field, replace

from compare.driving.catalogue import Catalogue, catalogue
from compare.driving.given import with_given
from compare.driving.hints import Hints, hints
from compare.driving.literals import Shapes, shapes_of
from compare.driving.splitting import Split, Statement, split, targets
from compare.reading.source import Source


@dataclass
class File:
    """A file, read and sorted.

    Attributes
    ----------
    written
        For each name, the statements of the script that assign it.
    """

    source: Source
    split: Split
    catalogue: Catalogue
    hints: Hints
    shapes: Shapes | None
    written: dict[str, list[Statement]] = field(default_factory=dict)

    def calls(self, name: str) -> bool:
        """Whether a function of the file calls something by that plain name."""
        return any(name in function.called_names for function in self.catalogue.everything())

    @property
    def trees(self) -> list[ast.stmt]:
        """All statements of the top level."""
        return [each for unit in self.source.units for each in unit.statements]


def file_of(source: Source) -> File:
    """Sort a file."""
    inner = [each for unit in source.units for top in unit.statements for each in _inside(top)]
    units = [
        replace(unit, statements=[with_given(each) for each in unit.statements])
        for unit in source.units
    ]
    source = replace(source, units=units)
    parts = split(source)
    listed = catalogue(source)
    shapes = shapes_of([*(each.node for each in parts.script), *inner])
    result = File(source, parts, listed, hints(source, parts, listed), shapes)
    for statement in parts.script:
        for name in targets(statement.node):
            result.written.setdefault(name, []).append(statement)
    return result


def _inside(statement: ast.stmt) -> list[ast.stmt]:
    """The statements of functions."""
    functions = [each for each in ast.walk(statement) if isinstance(each, ast.FunctionDef)]
    return [
        each for function in functions for each in ast.walk(function) if isinstance(each, ast.stmt)
    ]
