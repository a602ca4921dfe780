"""Read an equation written as Python, with NumPy's names.

    dW2 = dZ2 @ A1.T / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dZ1 = dA1 * tanh_prime(Z1)

The text is parsed, never run: what is not one of the tree's nodes is refused by name.
"""

import ast
from functools import lru_cache

from compare.formulas.expression import (
    COLUMNWISE,
    FUNCTIONS,
    OPERATIONS,
    Apply,
    Binary,
    Call,
    Columns,
    Equation,
    Expression,
    Name,
    Negate,
    Number,
    Operator,
    Reduce,
    Reduction,
    Transpose,
)

OPERATORS: dict[type[ast.AST], Operator] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.MatMult: "@",
    ast.Pow: "**",
    ast.Gt: ">",
    ast.Eq: "==",
}
COMPARISONS: dict[type[ast.AST], str] = {ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<="}
REDUCTIONS: dict[str, Reduction] = {"sum": "sum", "mean": "mean"}


class FormulaError(ValueError):
    """A text that is no equation of this language; the message says which part."""


@lru_cache(maxsize=4096)
def read_equation(text: str) -> Equation:
    """Read ``target = expression``.

    Raises
    ------
    FormulaError
        If the text does not parse, or holds anything the language does not have.
    """
    try:
        match ast.parse(text.strip()).body:
            case [ast.Assign(targets=[ast.Name(id=target)], value=value)]:
                return Equation(target, _expression(value), text)
    except SyntaxError as error:
        raise FormulaError(f"{text!r} does not parse: {error.msg}") from None
    except RecursionError:
        raise FormulaError(f"{text[:40]!r}... is nested too deep") from None
    raise FormulaError(f"{text!r} is not of the form name = expression")


def _expression(node: ast.expr) -> Expression:
    operation = _operation(node)
    if operation:
        return operation
    match node:
        case ast.Name(id=id):
            return Name(id)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Number(value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Negate(_expression(operand))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return Binary(OPERATORS[type(op)], _expression(left), _expression(right))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in OPERATORS:
            return Binary(OPERATORS[type(op)], _expression(left), _expression(right))
        case ast.Attribute(value=value, attr="T"):
            return Transpose(_expression(value))
        case ast.Call(func=function, args=[argument], keywords=keywords):
            return _call(_function_name(function), _expression(argument), keywords)
    raise FormulaError(f"{ast.unparse(node)!r} has no meaning in an equation")


def _operation(node: ast.expr) -> Apply | Columns | None:
    """Read what only wrong and rewritten equations are made of."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
            return Apply(COMPARISONS[type(op)], (_expression(left), _expression(right)))
        case ast.Subscript(
            value=value,
            slice=ast.Tuple(elts=[ast.Slice(None, None, None), ast.Slice(start, stop, None)]),
        ) if start or stop:
            return Columns(_expression(value), _position(start), _position(stop))
        case ast.Call(
            func=ast.Name(id=name) | ast.Attribute(value=ast.Name(id="np"), attr=name),
            args=arguments,
            keywords=[],
        ) if OPERATIONS.get(name) == len(arguments):
            return Apply(name, tuple(_expression(argument) for argument in arguments))
    return None


def _function_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="np"), attr=name):
            return name
    raise FormulaError(f"{ast.unparse(node)!r} is not a function of an equation")


def _position(node: ast.expr | None) -> int | None:
    """Read the number of a column, from the end if it is negative."""
    match node:
        case None:
            return None
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)) if type(value) is int:
            return -value
        case ast.Constant(value=value) if type(value) is int:
            return value
    raise FormulaError(f"{ast.unparse(node)!r} is not the number of a column")


def _call(name: str, operand: Expression, keywords: list[ast.keyword]) -> Expression:
    options = {word.arg: _option(word) for word in keywords}
    if name in REDUCTIONS:
        twice = len(options) < len(keywords)
        if twice or options not in ({}, *({"axis": i, "keepdims": True} for i in (0, 1))):
            raise FormulaError(f"{name} takes one axis, 0 or 1, with keepdims=True, or none")
        axis = options.get("axis")
        return Reduce(REDUCTIONS[name], operand, None if axis is None else int(axis))
    if name in COLUMNWISE and not options:
        return Call(name, operand)
    function = name.removesuffix("_prime")
    if function not in FUNCTIONS or options:
        operations = (operation for operation in OPERATIONS if operation.isidentifier())
        known = ", ".join((*FUNCTIONS, *COLUMNWISE, *REDUCTIONS, *operations))
        raise FormulaError(f"{name!r} is not a known function; known are {known}")
    return Call(function, operand, prime=name.endswith("_prime"))


def _option(word: ast.keyword) -> int | bool:
    match word.value:
        case ast.Constant(value=int() as value):
            return value
    raise FormulaError(f"{word.arg} must be a plain number")
