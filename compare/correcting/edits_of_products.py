"""Slips of products and brackets: operators, order, factors too much or missing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compare.correcting.edit import Edit
from compare.correcting.spots import Spot
from compare.formulas.expression import Binary, Call, Expression, Name, Number, Sign, names
from compare.formulas.printed import printed
from compare.formulas.symbol import symbol_of

if TYPE_CHECKING:
    from compare.correcting.edits import Context

PRODUCTS: tuple[Sign, ...] = ("*", "@", "·", "⋅")
OTHERS: dict[Sign, tuple[Sign, ...]] = {
    "*": ("@", "-", "+", "/"),
    "@": ("*", "-"),
    "·": ("-", "+", "/", "*"),
    "⋅": ("-", "+", "/", "*"),
    "/": ("*",),
    "+": ("*", "/"),
    "-": ("*", "/"),
    "**": ("*",),
}
SAID = {"·": "a product", "⋅": "a product", "*": "*"}
TINY = 1e-3


def product_edits(spot: Spot, context: "Context") -> Iterator[Edit]:
    """Give every other product and bracket at a spot."""
    if isinstance(spot.node, Binary):
        yield from _brackets(spot, spot.node)
        yield from _operators(spot, spot.node)
        yield from _dropped(spot, spot.node)
    yield from _put_in(spot, context)


def _operators(spot: Spot, node: Binary) -> Iterator[Edit]:
    for operator in () if isinstance(node.left, Number) else OTHERS.get(node.operator, ()):
        words = f"{SAID.get(node.operator, node.operator)} stands in the place of {operator}"
        other = Binary(operator, node.left, node.right)
        yield Edit(spot.put(other), "wrong-operator", words)
    if node.operator in ("@", "·", "⋅"):
        other = Binary(node.operator, node.right, node.left)
        yield Edit(spot.put(other), "transpose", "the factors stand in the other order")
    if node.operator == "/":
        other = Binary("/", node.right, node.left)
        yield Edit(spot.put(other), "wrong-operator", "the fraction is turned round")


def _brackets(spot: Spot, node: Binary) -> Iterator[Edit]:
    """Put the brackets elsewhere: (a o b) p c for a o (b p c), and back."""
    words = "a pair of brackets is missing, or stands elsewhere"
    outer, left, right = node.operator, node.left, node.right
    if isinstance(left, Binary) and left.operator != "**":
        turned = Binary(left.operator, left.left, Binary(outer, left.right, right))
        if _changes(outer, left.operator):
            yield Edit(spot.put(turned), "operator-precedence", words)
    if isinstance(right, Binary) and right.operator != "**":
        turned = Binary(right.operator, Binary(outer, left, right.left), right.right)
        if _changes(outer, right.operator):
            yield Edit(spot.put(turned), "operator-precedence", words)
    yield from _pulled_in(spot, node)
    if outer == "**" and isinstance(left, Binary) and left.operator in ("+", "-"):
        turned = Binary(left.operator, left.left, Binary("**", left.right, right))
        yield Edit(spot.put(turned), "operator-precedence", words)
    if outer in ("+", "-") and isinstance(right, Binary) and right.operator == "**":
        turned = Binary("**", Binary(outer, left, right.left), right.right)
        yield Edit(spot.put(turned), "operator-precedence", words)
    if outer in ("+", "-") and isinstance(right, Call):
        inside = Call(right.function, Binary(outer, left, right.operand), right.prime)
        yield Edit(spot.put(inside), "operator-precedence", words)


def _pulled_in(spot: Spot, node: Binary) -> Iterator[Edit]:
    """Brackets around a difference before a factor: p + 1 - y q for p + (1 - y) q."""
    match node:
        case Binary("+" | "-" as outer, Binary("+" | "-" as inner, p, q), Binary(times, r, s)) if (
            times in (*PRODUCTS, "/")
        ):
            whole = Binary(inner, p, Binary(times, Binary(outer, q, r), s))
            words = "a pair of brackets is missing, or stands elsewhere"
            yield Edit(spot.put(whole), "operator-precedence", words)
        case Binary("+" | "-" as outer, Binary("+" | "-" as inner, p, Binary("/", q, r)), s):
            whole = Binary(inner, p, Binary("/", q, Binary(outer, r, s)))
            words = "a pair of brackets is missing, or stands elsewhere"
            yield Edit(spot.put(whole), "operator-precedence", words)


def _changes(a: Sign, b: Sign) -> bool:
    """Whether it matters where the brackets are."""
    return not (a == b and a in ("+", "*", "@", "·"))


def _dropped(spot: Spot, node: Binary) -> Iterator[Edit]:
    """Leave out a factor, or a term."""
    pairs = ((node.left, node.right), (node.right, node.left))
    for dropped, kept in pairs:
        if node.operator in ("/", "-", "**") and dropped is node.left:
            continue
        cause, words = _too_much(dropped, node.operator)
        if node.operator == "**" and kept == Name("m"):
            cause, words = "extra-mean", "is divided by m once too often"
        yield Edit(spot.put(kept), cause, words)
    match node:
        case Binary("*" | "·" | "⋅", Binary("*" | "·" | "⋅", kept, first), second):
            cause, words = _too_much(Binary("*", first, second), "*")
            yield Edit(spot.put(kept), cause, words)


def _too_much(dropped: Expression, operator: Sign) -> tuple[str, str]:
    text = printed(dropped)
    words = f"{text} is too much"
    held = [symbol_of(name) for name in names(dropped)]
    if isinstance(dropped, Number):
        if operator in ("+", "-") and abs(dropped.value) < TINY:
            return "approximate", f"{text} is added"
        return ("factor" if operator in ("*", "·", "⋅", "/") else "wrong-operand"), words
    if {"alpha"} < {symbol.letter for symbol in held}:
        return "updated-parameters", f"{text} is taken off before the weights are used"
    if held and all(symbol.letter == "m" for symbol in held):
        return "extra-mean", "is divided by m once too often"
    if any(isinstance(dropped, Call) and dropped.prime for _ in (0,)):
        return "extra-activation-derivative", f"{text} is too much: it has cancelled"
    letters = {symbol.letter for symbol in held}
    if (
        isinstance(dropped, Binary)
        and letters <= {"A", "a", "yhat"}
        and operator in ("*", "·", "⋅")
    ):
        return "extra-activation-derivative", f"{text} is too much: it has cancelled"
    return "wrong-operand", words


def _put_in(spot: Spot, context: "Context") -> Iterator[Edit]:
    """Put in a factor or a term that is missing."""
    node = spot.node
    whole = not spot.around
    text = printed(node)
    if whole or (isinstance(spot.parent, Binary) and spot.parent.operator in (*PRODUCTS, "+", "-")):
        for slope in context.slopes:
            words = f"{text} is not multiplied by {printed(slope)}"
            yield Edit(spot.put(Binary("*", node, slope)), "missing-activation-derivative", words)
            if not whole and not _same_function(node, slope):
                words = f"{text} stands in the place of {printed(slope)}"
                yield Edit(spot.put(slope), "wrong-activation-derivative", words)
    if whole:
        yield from _around(node, context)
    if whole or isinstance(spot.parent, Call) or _below(spot):
        for term in context.terms:
            words = f"{printed(term)} is missing"
            yield Edit(spot.put(Binary("+", node, term)), "missing-term", words)
            if whole:
                yield Edit(Binary("-", node, term), "missing-term", words)
    if context.update and isinstance(node, Name) and symbol_of(node.id).derivative:
        words = f"{text} is not multiplied by the learning rate"
        yield Edit(spot.put(Binary("*", Name("alpha"), node)), "factor", words)


def _around(node: Expression, context: "Context") -> Iterator[Edit]:
    """Put a function around the whole, or a factor of the chain rule before it."""
    for g in context.activation:
        yield Edit(Call(g, node), "wrong-activation", f"{g} is not applied")
    for factor in context.factors:
        words = f"the factor {printed(factor)} of the chain rule is missing"
        yield Edit(Binary("*", factor, node), "missing-term", words)


def _same_function(node: Expression, slope: Expression) -> bool:
    """Whether only the argument is another one."""
    if not isinstance(node, Call) or not isinstance(slope, Call):
        return False
    return (node.function, node.prime) == (slope.function, slope.prime)


def _below(spot: Spot) -> bool:
    """Whether it stands below a fraction, where a 1 + may be missing."""
    return (
        isinstance(spot.parent, Binary)
        and spot.parent.operator == "/"
        and (spot.node is spot.parent.right)
    )
