"""Data that a file writes down: ``X = np.array([[0, 0, 1], ...])``; only their shapes are used."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from compare.driving.roles import Role, held_out, role_of


@dataclass(frozen=True)
class Shapes:
    """The shapes of X and Y, and how many different labels there are."""

    X: tuple[int, ...]
    Y: tuple[int, ...]
    classes: int


def shapes_of(statements: Iterable[ast.stmt]) -> Shapes | None:
    """Find X and Y among the literal arrays of statements; ``None`` without both."""
    arrays: dict[Role, Any] = {}
    for statement in statements:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if not held_out(name):
                role = role_of(name)
                if role in (Role.X, Role.Y, Role.OUTPUT) and (array := literal(value)) is not None:
                    arrays.setdefault(Role.Y if role is Role.OUTPUT else role, array)
                elif role is Role.PAIRS and (pairs := _pairs(value)) is not None:
                    arrays.setdefault(Role.X, pairs[0])
                    arrays.setdefault(Role.Y, pairs[1])
    if Role.X not in arrays or Role.Y not in arrays:
        return None
    X, Y = arrays[Role.X], arrays[Role.Y]
    integral = Y.dtype.kind in "iub"
    return Shapes(X.shape, Y.shape, len(np.unique(Y)) if integral else 1)


def _pairs(node: ast.expr) -> tuple[Any, Any] | None:
    """X and Y of ``[([0, 1], 1), ...]``."""
    if not isinstance(node, ast.List) or not node.elts:
        return None
    rows = [each.elts for each in node.elts if isinstance(each, ast.Tuple | ast.List)]
    if len(rows) != len(node.elts) or any(len(row) != 2 for row in rows):
        return None
    X = literal(ast.List([row[0] for row in rows]))
    Y = literal(ast.List([row[1] for row in rows]))
    return None if X is None or Y is None else (X, Y)


def literal(node: ast.expr) -> Any:
    """The array that an expression of literals is; ``None`` for anything else."""
    match node:
        case ast.Attribute(value=inner, attr="T"):
            array = literal(inner)
            return None if array is None else array.T
        case ast.Call(
            func=ast.Attribute(value=ast.Name(), attr="reshape"), args=[inner, shape]
        ) if literal(inner) is not None:
            return _reshaped(literal(inner), [shape])
        case ast.Call(func=ast.Attribute(value=inner, attr="reshape"), args=args):
            return _reshaped(literal(inner), args)
        case ast.Call(func=function, args=[inner, *_]) if _is_array(function):
            return literal(inner)
        case ast.List() | ast.Tuple():
            try:
                array = np.array(ast.literal_eval(node))
            except (ValueError, TypeError, SyntaxError):
                return None
            return array if array.dtype.kind in "biuf" else None
    return None


def _is_array(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in ("array", "asarray", "matrix")


def _reshaped(array: Any, args: list[ast.expr]) -> Any:
    if array is None:
        return None
    try:
        return array.reshape(*(ast.literal_eval(each) for each in args))
    except (ValueError, TypeError):
        return None
