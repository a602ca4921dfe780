"""A tree as text again: how a formula was understood, and how it should read."""

from compare.formulas.derivative import parts
from compare.formulas.expression import (
    Apply,
    Binary,
    Call,
    Columns,
    Expression,
    Name,
    Negate,
    Number,
    Reduce,
    Series,
    Transpose,
)
from compare.formulas.statement import Statement
from compare.formulas.symbol import symbol_of

STRENGTH = {">": 1, "==": 1, "+": 2, "-": 2, "*": 3, "/": 3, "@": 3, "·": 3, "⋅": 3, "**": 5}
NEGATION, ATOM = 4, 6
NUMPY = (
    *("log", "exp", "tanh", "dot", "maximum", "minimum", "abs", "sqrt", "where", "square", "log2"),
    *("log10", "log1p", "sign", "clip", "logaddexp", "ravel", "squeeze", "round", "max"),
)


def printed_statement(statement: Statement) -> str:
    """Write all sides."""
    sign = " += " if statement.adds else " = "
    return sign.join(printed(side) for side in statement.sides)


def printed(expression: Expression) -> str:
    """Write a tree in Python's syntax, with no more brackets than it needs."""
    return _written(expression)[0]


def _written(node: Expression) -> tuple[str, int]:
    """Write a node, and say how strongly its outermost sign binds."""
    match node:
        case Name(id):
            return printed_name(id), ATOM
        case Number(value):
            return (f"{value:.12g}", ATOM) if value >= 0 else (f"{value:.12g}", NEGATION)
        case Negate(operand):
            return f"-{_inside(operand, NEGATION)}", NEGATION
        case Transpose(operand):
            return f"{_inside(operand, ATOM)}.T", ATOM
        case Binary("**", left, right):
            return f"{_inside(left, ATOM)} ** {_inside(right, STRENGTH['**'])}", STRENGTH["**"]
        case Binary(operator, left, right):
            strength = STRENGTH[operator]
            sign = "·" if operator == "⋅" else operator
            text = f"{_inside(left, strength)} {sign} {_inside(right, strength + 1)}"
            return text, strength
        case Columns(operand, start, stop):
            ends = ("" if end is None else str(end) for end in (start, stop))
            return f"{_inside(operand, ATOM)}[:, {':'.join(ends)}]", ATOM
        case Series(index, last, operand, product):
            upto = f" to {last}" if last else ""
            return f"{'product' if product else 'sum'}_{index}{upto}({printed(operand)})", ATOM
    return _called(node), ATOM


def _called(node: Expression) -> str:
    match node:
        case Call(function, operand, prime):
            return f"{_function(function)}{chr(39) * prime}({printed(operand)})"
        case Reduce(reduction, operand, axis):
            options = "" if axis is None else f", axis={axis}, keepdims=True"
            return f"np.{reduction}({printed(operand)}{options})"
        case Apply("ravel", (Reduce(reduction, operand, axis),)):
            return f"np.{reduction}({printed(operand)}, axis={axis})"
        case Apply(">=" | "<" | "<=" as operation, (left, right)):
            return f"({printed(left)} {operation} {printed(right)})"
        case Apply(operation, arguments):
            name = f"np.{operation}" if operation in NUMPY else operation
            return f"{name}({', '.join(map(printed, arguments))})"
    raise TypeError(type(node).__name__)


def _inside(node: Expression, least: int) -> str:
    text, strength = _written(node)
    return text if strength >= least else f"({text})"


def _function(name: str) -> str:
    if name in ("log", "exp", "tanh"):
        return f"np.{name}"
    return name.replace("[", "").replace("]", "") if name[2:3].isdigit() else name


def printed_name(id: str) -> str:  # noqa: A002  # the tree's word for it
    """Write a quantity: layers that are numbers stand directly behind the letter."""
    if ".shape." in id:
        name, _, axis = id.partition(".shape.")
        return f"{printed_name(name)}.shape[{axis}]"
    fraction = parts(id)
    if fraction:
        return "/".join(f"d{printed_name(symbol.id)}" for symbol in fraction)
    symbol = symbol_of(id)
    layer = symbol.layer if symbol.layer.isdigit() else f"[{symbol.layer}]" * bool(symbol.layer)
    sample = f"({symbol.sample})" * bool(symbol.sample)
    unit = f"_{symbol.unit}" * bool(symbol.unit)
    return f"{symbol.derivative}{symbol.letter}{symbol.number}{layer}{sample}{unit}"
