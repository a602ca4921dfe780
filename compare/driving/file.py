"""Everything that can be known of a file before any of it runs."""

import ast
from dataclasses import dataclass, field

from compare.driving.catalogue import Catalogue, catalogue
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

    @property
    def trees(self) -> list[ast.stmt]:
        """All statements of the top level."""
        return [each for unit in self.source.units for each in unit.statements]


def file_of(source: Source) -> File:
    """Sort a file."""
    parts = split(source)
    listed = catalogue(source)
    result = File(source, parts, listed, hints(source, parts, listed), shapes_of(parts))
    for statement in parts.script:
        for name in targets(statement.node):
            result.written.setdefault(name, []).append(statement)
    return result
