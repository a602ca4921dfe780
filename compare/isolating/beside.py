"""The modules that lie beside a file: read by the parent, since the child opens no folder."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from compare.confining.module import Module
from compare.reading.decoding import UnreadableError
from compare.reading.read import read_source
from compare.reading.source import Source

MOST = 40
"""Modules; a file that imports more is part of something large."""
HEIGHT = 2
"""Folders above the file's own in which a package may begin."""
NEVER = frozenset({"numpy"})
"""What means the library, whatever lies there."""


def modules_beside(source: Source) -> dict[str, Module]:
    """Find what a file imports from its folder, and what that imports, by dotted name."""
    folder = Path(source.path).resolve().parent
    found: dict[str, Module] = {}
    waiting = list(_imported(unit.statements for unit in source.units))
    while waiting and len(found) < MOST:
        name = waiting.pop(0)
        if name in found or name.partition(".")[0] in NEVER:
            continue
        if (path := _path(folder, name)) and (module := _read(path, name)):
            found[name] = module
            waiting += _imported([module.statements])
    return found


def _imported(pieces: Iterable[list[ast.stmt]]) -> Iterator[str]:
    """Walk over the dotted names that may be modules, relative ones by their last names."""
    for statement in (each for statements in pieces for each in statements):
        for node in ast.walk(statement):
            if isinstance(node, ast.Import):
                yield from (name for alias in node.names for name in _prefixes(alias.name))
            elif isinstance(node, ast.ImportFrom):
                yield from _prefixes(node.module or "")
                for alias in node.names:
                    yield f"{node.module}.{alias.name}" if node.module else alias.name


def _prefixes(name: str) -> Iterator[str]:
    """Walk over ``a``, ``a.b``, ``a.b.c``."""
    parts = name.split(".") if name else []
    yield from (".".join(parts[: end + 1]) for end in range(len(parts)))


def _path(folder: Path, name: str) -> Path | None:
    """Find the file of a module: from the file's folder on, or from one of those above it."""
    inside = Path(*name.split("."))
    for root in (folder, *folder.parents[:HEIGHT]):
        for path in (root / inside.with_suffix(".py"), root / inside / "__init__.py"):
            if path.is_file():
                return path
        if "." not in name:
            return None  # a name without dots is looked for beside the file only
    return None


def _read(path: Path, name: str) -> Module | None:
    try:
        read = read_source(path)
    except UnreadableError:
        return None
    statements = [statement for unit in read.units for statement in unit.statements]
    return Module(name, "\n".join(read.lines[None]), statements)
