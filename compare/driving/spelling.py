"""The name of a quantity in what holds it."""

import ast


def short(name: str) -> str:
    """``W1`` for ``parameters["W1"]``, ``self.W1`` and ``W1``; lists keep their index."""
    try:
        node = ast.parse(name, mode="eval").body
    except SyntaxError:
        return name
    match node:
        case ast.Subscript(slice=ast.Constant(value=str() as key)):
            return key
        case ast.Attribute(attr=attribute):
            return attribute
    return name
