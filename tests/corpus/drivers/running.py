"""Run people's code without its training, plotting and file reading: the truth's own, simple way.

It shares nothing with the product, whose answers it is the witness of.
"""

import ast
import json
import re
import sys
import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

Namespace = dict[str, Any]
PEOPLE = "<people>"


class Anything:
    """Stands for every module that is not here: plotting, files, data."""

    def __getattr__(self, name: str) -> "Anything":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> "Anything":
        return self


def python_of(name: str, text: str) -> str:
    """Return the Python of a file: itself, the code cells of a notebook, the fences of a post."""
    if name.endswith(".ipynb"):
        cells = json.loads(text)["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        return "\n\n".join(re.sub(r"(?m)^\s*[%!].*$", "", source) for source in code)
    if name.endswith(".md"):
        fences = re.findall(r"(?ms)^```(\w*)\n(.*?)^```", text)
        return "\n\n".join(
            body for tag, body in fences if tag in ("python", "py") or (not tag and "def " in body)
        )
    return text


def defined(source: str, given: Mapping[str, Any]) -> Namespace:
    """Return the imports, functions, classes and constants of a file, and nothing it runs."""
    namespace: Namespace = {"__name__": "people", **given}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            _execute(statement, namespace)
            _join_its_class(statement, namespace)
        elif isinstance(statement, ast.Import | ast.ImportFrom):
            _import(statement, namespace)
        elif isinstance(statement, ast.Assign) and _is_constant(statement):
            _execute(statement, namespace)
            namespace.update({name: given[name] for name in _stored(statement) if name in given})
    return namespace


def scripted(source: str, given: Mapping[str, Any], rounds: int) -> list[Namespace]:
    """Run a script with other values, its loops at module level ``rounds`` times in all.

    Returns
    -------
    A copy of all arrays and numbers after each round.
    """
    namespace: Namespace = {"__name__": "people"}
    snapshots: list[Namespace] = []
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            _import(statement, namespace)
        elif isinstance(statement, ast.For) and not snapshots:
            for number in range(rounds):
                _bind(statement.target, number, namespace)
                for inner in statement.body:
                    _execute(inner, namespace)
                snapshots.append(_copied(namespace))
        elif not snapshots and not isinstance(statement, ast.If | ast.Expr):
            _assign(statement, namespace, given)
    return snapshots


def locals_of(functions: set[str], call: Callable[[], Any]) -> tuple[Any, list[Namespace]]:
    """Return what ``call`` returns, and the arrays of every return from one of ``functions``."""
    seen: list[Namespace] = []

    def watch(frame: types.FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "return" and code.co_filename == PEOPLE and code.co_name in functions:
            seen.append(_copied(frame.f_locals))

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        result = call()
    finally:
        sys.setprofile(before)
    return result, seen


def _execute(statement: ast.stmt, namespace: Namespace) -> None:
    module = ast.Module([statement], type_ignores=[])
    exec(compile(module, PEOPLE, "exec"), namespace)


def _import(statement: ast.Import | ast.ImportFrom, namespace: Namespace) -> None:
    first = statement.module if isinstance(statement, ast.ImportFrom) else statement.names[0].name
    root = (first or "").split(".")[0]
    if root == "numpy" or root in sys.stdlib_module_names:
        _execute(statement, namespace)
        return
    for alias in statement.names:
        namespace.setdefault(alias.asname or alias.name.split(".")[0], Anything())


def _join_its_class(statement: ast.stmt, namespace: Namespace) -> None:
    """Give a method that a post shows on its own to the class that was shown before."""
    if not isinstance(statement, ast.FunctionDef):
        return
    arguments = [argument.arg for argument in statement.args.args]
    classes = [value for value in namespace.values() if isinstance(value, type)]
    if arguments[:1] == ["self"] and classes:
        setattr(classes[-1], statement.name, namespace[statement.name])


def _is_constant(statement: ast.Assign) -> bool:
    named = all(isinstance(target, ast.Name) for target in statement.targets)
    if isinstance(statement.value, ast.Lambda):
        return named
    kinds = ast.Call | ast.Subscript | ast.Attribute
    return named and not any(isinstance(node, kinds) for node in ast.walk(statement.value))


def _stored(statement: ast.stmt) -> list[str]:
    return [
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]


def _assign(statement: ast.stmt, namespace: Namespace, given: Mapping[str, Any]) -> None:
    """Execute a statement of a script; what it stores under a given name is replaced."""
    replaced = set(_stored(statement)) & set(given)
    try:
        _execute(statement, namespace)
    except Exception:
        if not replaced:
            raise
    for name in replaced:
        namespace[name] = _like(namespace.get(name, given[name]), given[name])


def _like(own: Any, given: Any) -> Any:
    """Return a copy of a given value with as many axes as the file's own value has."""
    return np.ravel(given).copy() if np.ndim(own) == 1 else np.array(given)


def _bind(target: ast.expr, number: int, namespace: Namespace) -> None:
    assert isinstance(target, ast.Name)
    namespace[target.id] = number


def _copied(names: Mapping[str, Any]) -> Namespace:
    return {name: _copy(value) for name, value in names.items() if _is_data(value)}


def _is_data(value: Any) -> bool:
    return isinstance(value, np.ndarray | np.generic | float | int | list | tuple | dict)


def _copy(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, list | tuple):
        return type(value)(_copy(item) for item in value)
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    return value
