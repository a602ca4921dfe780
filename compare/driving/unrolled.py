"""All weights in one vector: ``nn_params[:k].reshape((n_hidden, n_input + 1))``."""

import ast
from collections.abc import Iterator
from typing import Any

from compare.driving.definitions import Function, Parameter
from compare.driving.roles import Role, role_of

LARGEST = 1_000_000


def is_unrolled(function: Function, parameter: Parameter) -> bool:
    """Whether parts of a parameter, or the whole, are given shapes that the code writes down."""
    if role_of(parameter.name) not in (Role.PARAMETERS, Role.WEIGHT) or parameter.default:
        return False
    return any(_shapes(function.node, parameter.name))


def unrolled_length(function: Function, name: str, known: dict[str, Any]) -> int | None:
    """How long the vector is; ``None`` where that cannot be told from the other arguments."""
    length = 0
    for shape in _shapes(function.node, name):
        size = 1
        for each in shape:
            value = _number(each, known)
            if value is None or value < 1:
                return None
            size *= value
        length += size
    return length if 0 < length <= LARGEST else None


def _shapes(node: ast.AST, name: str) -> Iterator[list[ast.expr]]:
    for each in ast.walk(node):
        match each:
            case ast.Call(func=ast.Attribute(value=ast.Name(), attr="reshape"), args=[part, shape]):
                if _is_part(part, name):
                    yield _parts([shape])
                    continue
        match each:
            case ast.Call(func=ast.Attribute(value=part, attr="reshape"), args=sizes):
                if _is_part(part, name) and sizes:
                    yield _parts(sizes)


def _parts(shape: list[ast.expr]) -> list[ast.expr]:
    if len(shape) == 1 and isinstance(shape[0], ast.Tuple | ast.List):
        return shape[0].elts
    return shape


def _is_part(node: ast.expr, name: str) -> bool:
    """``nn_params`` and ``nn_params[:k]``."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        node = node.value
    return isinstance(node, ast.Name) and node.id == name


def _number(node: ast.expr, known: dict[str, Any]) -> int | None:
    """The value of a size: names, attributes of ``self``, and what is computed from them."""
    value: Any = None
    match node:
        case ast.Constant():
            value = node.value
        case ast.Name():
            value = known.get(node.id)
        case ast.Attribute(value=ast.Name(id=owner), attr=attribute):
            value = getattr(known.get(owner), attribute, None)
        case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Sub() | ast.Mult() as op):
            one, other = _number(left, known), _number(right, known)
            if one is None or other is None:
                return None
            value = one + other if isinstance(op, ast.Add) else one * other
            if isinstance(op, ast.Sub):
                value = one - other
    return int(value) if isinstance(value, int) else None
