"""All rows of the corpus, collected from ``rows/``: one module a family, named like its file."""

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from tests.corpus import rows
from tests.corpus.edits import Approximation, Convention, Edit, Equivalent, Variant

Row = TypeVar("Row", bound=Edit)


def _collected(table: str, kind: type[Row]) -> Iterator[Row]:
    for name in sorted(info.name for info in pkgutil.iter_modules(rows.__path__)):
        module = importlib.import_module(f"{rows.__name__}.{name}")
        for row in getattr(module, table, ()):
            assert isinstance(row, kind), f"{name}.{table}: {row!r}"
            yield replace(row, family=name)


VARIANTS = tuple(_collected("VARIANTS", Variant))
CONVENTIONS = tuple(_collected("CONVENTIONS", Convention))
EQUIVALENTS = tuple(_collected("EQUIVALENTS", Equivalent))
APPROXIMATIONS = tuple(_collected("APPROXIMATIONS", Approximation))
