"""Which names a place of a file can mean, if everything around it was run."""

import ast
import builtins
from collections.abc import Iterator

from compare.driving.definitions import Definition
from compare.driving.file import File
from compare.recording.graph import Site


def nodes(file: File) -> Iterator[ast.AST]:
    """Walk over the whole file."""
    return (each for tree in file.trees for each in ast.walk(tree))


def may_mean(name: str, site: Site | None, file: File) -> bool:
    """Whether a name may be bound where it is read; with ``import *`` any may."""
    if name in vars(builtins) or name in file.written:
        return True
    for each in nodes(file):
        match each:
            case ast.ImportFrom(names=[ast.alias(name="*")]):
                return True
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                if name in {alias.asname or alias.name.partition(".")[0] for alias in aliases}:
                    return True
            case ast.Global(names=names) if name in names:
                return True
    at_the_top = any(name in _bound(tree) for tree in file.trees)
    return at_the_top or any(name in _bound(each, inside=True) for each in around(site, file))


def around(site: Site | None, file: File) -> Iterator[Definition]:
    """The functions that a place is in, the innermost last."""
    if site is None or site.unit >= len(file.source.units):
        return
    for tree in file.source.units[site.unit].statements:
        for each in ast.walk(tree):
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and (
                each.lineno <= site.line <= (each.end_lineno or 0)
            ):
                yield each


def _bound(node: ast.AST, inside: bool = False) -> set[str]:
    """The names that a statement binds, without those that functions inside it keep."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            own = {name}
            if not inside:
                return own
        case ast.Name(id=name, ctx=ast.Store()):
            own = {name}
        case ast.arg(arg=name):
            own = {name}
        case ast.ExceptHandler(name=str(name)):
            own = {name}
        case _:
            own = set()
    return own.union(*map(_bound, ast.iter_child_nodes(node)))
