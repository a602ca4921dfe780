"""Lines of theirs that do not run, in what the rest of the file does without.

Only what is so whatever we call it with: a name or an attribute that the file gives nowhere, a call
of their own function that it does not take.  Anything else may come of how we called.
"""

import ast
import builtins
import re
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

from compare.driving.definitions import Definition
from compare.driving.file import File
from compare.recording.graph import Failure, Remark, Site
from compare.recording.places import site_of

WRONG_CALL = re.compile(r"(?:(\w+)\.)?(\w+)\(\) (takes|missing|got an unexpected|got multiple)")
LOCAL = re.compile(r"local variable '(\w+)'")
GONE = {"asscalar", "alen", "rank"}
"""What NumPy had once."""
IMPORTED_BY_NAME = ("math", "numpy")


def raised(error: Exception, failure: Failure | None, file: File) -> Remark | None:
    """Say which line of theirs raised, if it would whatever it is called with."""
    if failure is None or failure.site is None or not _is_certain(error, failure.site, file):
        return None
    return Remark("raised", f"{failure.error}: {failure.text}", failure.site)


def not_imported(name: str, file: File) -> Remark | None:
    """A name that the file takes for imported, while it imports others from the same module."""
    beside = [
        each.module
        for each in _nodes(file)
        if isinstance(each, ast.ImportFrom) and each.module in IMPORTED_BY_NAME
    ]
    known = any(hasattr(import_module(module), name) for module in beside if module)
    if not known or name in _visible(file, None) or _imports_everything(file):
        return None
    for function in file.catalogue.everything():
        for each in ast.walk(function.node):
            if isinstance(each, ast.Name) and each.id == name:
                text = f"NameError: name {name!r} is not defined"
                return Remark("raised", text, site_of(function.unit, each))
    return None


def _is_certain(error: Exception, site: Site, file: File) -> bool:
    match error:
        case UnboundLocalError():
            return _is_unbound_before(error, site, file)
        case NameError(name=str(name)):
            return name not in _visible(file, site) and not _imports_everything(file)
        case AttributeError(name=str(name)):
            return _lacks(error.obj, name, str(error), file)
        case TypeError():
            return _is_wrong_call(str(error), site, file)
    return False


def _visible(file: File, site: Site | None) -> set[str]:
    """The names that a place can mean, if everything around it was run."""
    names = set(vars(builtins)) | file.written.keys() | file.catalogue.classes.keys()
    for function in file.catalogue.everything():
        names.add(function.name)
    for tree in file.trees:
        names |= _bound(tree)
    for each in _nodes(file):
        if isinstance(each, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name.partition(".")[0] for alias in each.names}
        elif isinstance(each, ast.Global):
            names |= set(each.names)
    for around in _around(site, file):
        names |= _bound(around, inside=True)
    return names


def _bound(node: ast.AST, inside: bool = False) -> set[str]:
    """The names that a statement binds, without those that functions inside it keep."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef) and not inside:
        return {node.name}
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Store) else set()
    own = {node.arg} if isinstance(node, ast.arg) else set()
    if isinstance(node, ast.ExceptHandler) and node.name:
        own = {node.name}
    return own.union(*map(_bound, ast.iter_child_nodes(node)))


def _around(site: Site | None, file: File) -> Iterator[Definition | ast.Lambda]:
    """The functions that a place is in."""
    if site is not None and site.unit < len(file.source.units):
        for tree in file.source.units[site.unit].statements:
            for each in ast.walk(tree):
                if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
                    if each.lineno <= site.line <= (each.end_lineno or 0):
                        yield each


def _is_unbound_before(error: Exception, site: Site, file: File) -> bool:
    """Whether a function reads a variable of its own that it gives a value only later."""
    found, around = LOCAL.search(str(error)), list(_around(site, file))
    if found is None or not around:
        return False
    stores = [
        each.lineno
        for each in ast.walk(around[-1])
        if isinstance(each, ast.Name)
        and isinstance(each.ctx, ast.Store)
        and each.id == found[1]
    ]
    return bool(stores) and min(stores) >= site.line


def _lacks(owner: object, name: str, text: str, file: File) -> bool:
    """Whether nothing in the file gives a module or an object of theirs an attribute."""
    if isinstance(owner, ModuleType):
        plain = text.startswith(f"module {owner.__name__!r} has no attribute")
        return plain and owner.__name__ == "numpy" and name not in GONE
    kind = file.catalogue.classes.get(type(owner).__name__)
    if kind is None or not isinstance(kind.node, ast.ClassDef) or name in kind.methods:
        return False
    bases = {base.id for base in kind.node.bases if isinstance(base, ast.Name)}
    if len(bases) < len(kind.node.bases) or not bases <= {*file.catalogue.classes, "object"}:
        return False
    return not any(
        name in (getattr(each, "attr", ""), getattr(each, "id", ""), getattr(each, "value", ""))
        and not isinstance(getattr(each, "ctx", None), ast.Load)
        for each in _nodes(file)
    )


def _is_wrong_call(text: str, site: Site, file: File) -> bool:
    """Whether a line calls their own function, by its name, with what it does not take."""
    found = WRONG_CALL.search(text)
    if found is None or site.unit >= len(file.source.units):
        return False
    owner, name, _ = found.groups()
    known = {function.name for function in file.catalogue.everything()} | set(vars(_numpy()))
    called = owner if name == "__init__" else name
    return name in known and any(
        isinstance(each, ast.Call)
        and called in (getattr(each.func, "id", ""), getattr(each.func, "attr", ""))
        and each.lineno <= site.line <= (each.end_lineno or 0)
        for tree in file.source.units[site.unit].statements
        for each in ast.walk(tree)
    )


def _numpy() -> ModuleType:
    return import_module("numpy")


def _imports_everything(file: File) -> bool:
    """``from helpers import *``: what it brings is not known."""
    return any(
        isinstance(each, ast.ImportFrom) and each.names[0].name == "*" for each in _nodes(file)
    )


def _nodes(file: File) -> Iterator[ast.AST]:
    return (each for tree in file.trees for each in ast.walk(tree))
