"""A formula before it is checked: chains of derivatives joined, the learning rate known."""

from dataclasses import replace

from compare.formulas.derivative import parts
from compare.formulas.expression import Binary, Expression, Name, Number, Series
from compare.formulas.expression import names as names_of
from compare.formulas.statement import Statement
from compare.formulas.symbol import Symbol, symbol_of
from compare.meaning.written_out import rebuilt

RATES = ("a", "lr", "r")


def prepared(statement: Statement) -> Statement:
    """Join chains of derivatives, and read the ``a`` of an update as the learning rate."""
    left = statement.left
    if statement.adds and isinstance(left, Name) and _parameter(symbol_of(left.id)):
        whole = Binary("+", left, statement.sides[1])
        statement = replace(statement, sides=(left, whole), adds=False)
    sides = (statement.left, *(rebuilt(side, _joined) for side in statement.sides[1:]))
    statement = replace(statement, sides=sides)
    right = {name for side in statement.sides[1:] for name in names_of(side)}
    if _is_update(left, right) and "alpha" not in right:
        sides = tuple(rebuilt(side, _rate) for side in statement.sides[1:])
        if sides != statement.sides[1:]:
            remark = "the number before the derivative is read as the learning rate"
            remarks = (*statement.remarks, remark)
            return replace(statement, sides=(left, *sides), remarks=remarks)
    rate = next((name for name in RATES if name in right), None)
    if not _is_update(left, right) or rate is None or "alpha" in right:
        return statement

    def change(node: Expression) -> Expression:
        return Name("alpha") if node == Name(rate) else node

    remark = f"{rate} is read as the learning rate"
    return replace(
        statement,
        sides=(left, *(rebuilt(side, change) for side in statement.sides[1:])),
        remarks=(*statement.remarks, remark),
    )


def _is_update(left: Expression, right: set[str]) -> bool:
    return isinstance(left, Name) and left.id in right and _parameter(symbol_of(left.id))


def _rate(node: Expression) -> Expression:
    """Read a number below 1 before a derivative as a learning rate."""
    match node:
        case Binary("·" | "*" as sign, Number(value), Name(id)) if 0 < value < 1 and symbol_of(
            id
        ).derivative.startswith("d"):
            return Binary(sign, Name("alpha"), Name(id))
    return node


def _parameter(symbol: Symbol) -> bool:
    return symbol.letter in ("W", "w", "b") and not symbol.derivative


def _joined(node: Expression) -> Expression:
    """Join dL/dZ2 dZ2/dA1 to dL/dA1."""
    match node:
        case Binary("·" | "*", Name(outer), Name(inner)):
            fraction, by = parts(inner), symbol_of(outer)
            if fraction is None or not by.derivative.startswith("d"):
                return node
            if replace(by, derivative="") == fraction[0] and _whole(by, fraction):
                return Name(replace(fraction[1], derivative=by.derivative).id)
    return node


def _whole(by: Symbol, fraction: tuple[Symbol, Symbol]) -> bool:
    """Whether the fraction is one of matrices, which is known by its chain alone."""
    return by.letter.isupper() or bool(fraction[0].layer)


def averages_itself(statement: Statement) -> bool:
    """Whether it divides a quantity by m, as behind a loop: ``dw = dw / m``."""
    match statement.sides:
        case (Name(left), Binary("/", Name(right), Name("m"))):
            return left == right
    return False


def bound_twice(statement: Statement) -> str:
    """The index that stands on the left and is summed over on the right; empty if there is none."""
    if not isinstance(statement.left, Name) or parts(statement.left.id):
        return ""
    symbol = symbol_of(statement.left.id)
    free = {*symbol.unit, symbol.sample} - {""}
    summed: set[str] = set()

    def look(node: Expression) -> Expression:
        if isinstance(node, Series):
            summed.add(node.index)
        return node

    for side in statement.sides[1:]:
        rebuilt(side, look)
    return next(iter(sorted(free & summed)), "")
