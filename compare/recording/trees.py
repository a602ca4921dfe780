"""Pieces of syntax trees: calls of hooks, and what is read from a tree."""

import ast
from typing import Any, TypeVar

HOOK = "__record__"
"""The name of the hooks in the namespace of their program."""

TEMPORARY = "__record_"
"""How every name starts that the rewriting adds to theirs."""

Node = TypeVar("Node", bound=ast.AST)


def standing(node: Node, at: Any) -> Node:
    """A new node, with the place of an old one if that has one."""
    if "lineno" in at.__dict__:
        new: Any = node
        new.lineno, new.col_offset = at.lineno, at.col_offset
        new.end_lineno, new.end_col_offset = at.end_lineno, at.end_col_offset
    return node


def hook_call(name: str, at: ast.expr | ast.stmt, *args: Any) -> ast.Call:
    """``__record__.name(args)``, standing where ``at`` stands; plain values become constants."""
    nodes = [arg if isinstance(arg, ast.expr) else ast.Constant(arg) for arg in args]
    return standing(ast.Call(hook_itself(name, at), nodes, []), at)


def hook_itself(name: str, at: ast.expr | ast.stmt) -> ast.Attribute:
    """``__record__.name``, on the first line: a call stands where its method's name ends."""
    first = {"lineno": at.lineno, "end_lineno": at.lineno, "col_offset": at.col_offset}
    place = {**first, "end_col_offset": at.col_offset}
    record = ast.Name(HOOK, ast.Load(), **place)
    return ast.Attribute(record, name, ast.Load(), **place)


def is_number(node: ast.expr) -> bool:
    """Whether it is a number as it is written: ``0``, ``-1.5``."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def kept_by(node: ast.Call) -> str:
    """Where a call puts its argument, as it is written, if it is one that does."""
    match node.func:
        case ast.Attribute(attr="append"):
            return ast.unparse(node.func.value)
        case ast.Name(id="setattr"):
            return ast.unparse(node)
    return ""


def nesting(target: ast.expr) -> ast.expr:
    """The nesting of a target, as a constant: ``(None, (None, None))``."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return ast.Tuple([nesting(part) for part in target.elts], ast.Load())
    return ast.Constant(None)


def parameters(node: ast.arguments) -> tuple[str, ...]:
    """The names of a function's parameters, in the order of ``arguments_tuple``."""
    extra = [arg for arg in (node.vararg, node.kwarg) if arg is not None]
    return tuple(arg.arg for arg in [*node.posonlyargs, *node.args, *node.kwonlyargs, *extra])


def arguments_tuple(node: ast.arguments) -> ast.expr:
    """The values of a function's parameters, as it starts."""
    return ast.Tuple([ast.Name(name, ast.Load()) for name in parameters(node)], ast.Load())
