"""Lines of theirs that do not run, in what the rest of the file does without.

Only what is so whatever we call it with: a name or an attribute that the file gives nowhere, a call
of their own function that it does not take.  Anything else may come of how we called.
"""

import ast
import math
import re
from types import ModuleType

import numpy as np

from compare.driving.file import File
from compare.driving.visible import around, may_mean, nodes
from compare.recording.graph import Failure, Remark, Site
from compare.recording.places import site_of

WRONG_CALL = re.compile(r"(?:(\w+)\.)?(\w+)\(\) (takes|missing|got an unexpected|got multiple)")
LOCAL = re.compile(r"local variable '(\w+)'")
GONE = ("asscalar", "alen", "rank")
"""What NumPy had once."""
FUNCTIONS = {"math": math, "numpy": np}


def raised(error: BaseException | None, failure: Failure | None, file: File) -> Remark | None:
    """Say which line of theirs raised, if it would whatever it is called with."""
    if failure is None or failure.site is None or not _is_certain(error, failure.site, file):
        return None
    return Remark("raised", f"{failure.error}: {failure.text}", failure.site)


def not_imported(name: str, file: File) -> Remark | None:
    """Say where a function is called that the file lacks, while it imports others beside it."""
    modules = {each.module or "" for each in nodes(file) if isinstance(each, ast.ImportFrom)}
    beside = [FUNCTIONS[module] for module in sorted(modules & FUNCTIONS.keys())]
    if may_mean(name, None, file) or not any(hasattr(module, name) for module in beside):
        return None
    for function in file.catalogue.everything():
        for each in ast.walk(function.node):
            if isinstance(each, ast.Name) and each.id == name:
                text = f"NameError: name {name!r} is not defined"
                return Remark("raised", text, site_of(function.unit, each))
    return None


def _is_certain(error: BaseException | None, site: Site, file: File) -> bool:
    match error:
        case UnboundLocalError():
            return _is_given_later(str(error), site, file)
        case NameError(name=str(name)):
            return not may_mean(name, site, file)
        case AttributeError(name=str(name), obj=owner):
            return _is_given_nowhere(owner, name, str(error), file)
        case TypeError():
            return _is_wrong_call(str(error), site, file)
    return False


def _is_given_later(text: str, site: Site, file: File) -> bool:
    """Whether a function reads a variable of its own that gets its value only after that."""
    found, functions = LOCAL.search(text), list(around(site, file))
    if found is None or not functions:
        return False
    given = [
        each.lineno
        for each in ast.walk(functions[-1])
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and each.id == found[1]
    ]
    return bool(given) and min(given) >= site.line


def _is_given_nowhere(owner: object, name: str, text: str, file: File) -> bool:
    """Whether NumPy, or every object of their class, lacks an attribute."""
    if isinstance(owner, ModuleType):
        is_plain = text.startswith("module 'numpy' has no attribute")  # else NumPy had it once
        return is_plain and name not in GONE
    kind = file.catalogue.classes.get(type(owner).__name__)
    if kind is None or not isinstance(kind.node, ast.ClassDef) or kind.node.bases:
        return False
    return name not in kind.methods and not any(_may_give(each, name) for each in nodes(file))


def _may_give(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Attribute(attr=attribute, ctx=ast.Store()):
            return attribute == name
        case ast.Name(id=variable, ctx=ast.Store()):
            return variable == name
        case ast.Name(id="setattr") | ast.Attribute(attr="__dict__"):
            return True
    return False


def _is_wrong_call(text: str, site: Site, file: File) -> bool:
    """Whether a line calls a function of the file, by its name, with what it does not take."""
    found = WRONG_CALL.search(text)
    if found is None or site.unit >= len(file.source.units):
        return False
    owner, name = found[1], found[2]
    called = owner if name == "__init__" else name
    return any(name == function.name for function in file.catalogue.everything()) and any(
        isinstance(each, ast.Call)
        and called in (getattr(each.func, "id", ""), getattr(each.func, "attr", ""))
        and each.lineno <= site.line <= (each.end_lineno or 0)
        for tree in file.source.units[site.unit].statements
        for each in ast.walk(tree)
    )
