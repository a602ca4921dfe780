"""Every formula one slip away from a formula."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from compare.correcting.edit import Edit
from compare.correcting.edits_of_products import product_edits
from compare.correcting.edits_of_sums import sum_edits
from compare.correcting.operands import COUNTS, alternatives, operand_words
from compare.correcting.spots import Spot, spots
from compare.formulas.expression import (
    Apply,
    Binary,
    Call,
    Expression,
    Name,
    Negate,
    Number,
    Transpose,
    names,
)
from compare.formulas.printed import printed
from compare.formulas.symbol import symbol_of

FUNCTIONS = ("sigmoid", "tanh", "relu", "leaky_relu")
LOGARITHMS = ("log2", "log10", "log1p")
TURNED = "the comparison is turned round"
TINY = 1e-3
"""A number that is added for safety, not meant."""


class Context(Protocol):
    """What the edits of a formula may be made of."""

    @property
    def slopes(self) -> tuple[Expression, ...]:
        """g'(Z) of the layers that are mentioned."""

    @property
    def terms(self) -> tuple[Expression, ...]:
        """What may be a missing term: b, and the like."""

    @property
    def activation(self) -> tuple[str, ...]:
        """The function that may be missing around the whole."""

    @property
    def factors(self) -> tuple[Expression, ...]:
        """Factors of the chain rule that may be missing."""

    @property
    def update(self) -> bool:
        """Whether it is an update of parameters."""

    @property
    def backward(self) -> bool:
        """Whether it is about a derivative of the cost."""


def edits(side: Expression, context: Context) -> Iterator[Edit]:
    """Give every formula that is one slip away; the likelier slips first."""
    known = tuple(dict.fromkeys(names(side)))
    places = list(spots(side))
    for spot in places:
        yield from _signs(spot, context)
        yield from _transposes(spot)
    for spot in places:
        yield from sum_edits(spot)
        yield from product_edits(spot, context)
    for spot in places:
        yield from _operands(spot, known, context)
        yield from _functions(spot, context)
        if known:
            yield from _numbers(spot)


def _signs(spot: Spot, context: Context) -> Iterator[Edit]:
    cause = "wrong-update-sign" if context.update and not spot.around else "sign"
    words = "steps uphill" if cause == "wrong-update-sign" else "has another sign"
    match spot.node:
        case Negate(operand):
            yield Edit(spot.put(operand), "sign", f"the minus before {printed(operand)} is wrong")
        case Binary("+", left, right):
            yield Edit(spot.put(Binary("-", left, right)), cause, _sign_words(right, words))
        case Binary("-", left, right):
            yield Edit(spot.put(Binary("+", left, right)), cause, _sign_words(right, words))
            yield Edit(spot.put(Binary("-", right, left)), "sign", "the difference is turned round")
    if not isinstance(spot.node, Negate) and _may_be_negated(spot):
        yield Edit(spot.put(Negate(spot.node)), "sign", _sign_words(spot.node, "has lost a minus"))


def _sign_words(node: Expression, words: str) -> str:
    return f"{printed(node)} {words}"


def _may_be_negated(spot: Spot) -> bool:
    match spot.parent:
        case None | Call():
            return True
        case Binary("+" | "-", left, _):
            return spot.node is left
    return False


def _transposes(spot: Spot) -> Iterator[Edit]:
    match spot.node:
        case Transpose(operand):
            yield Edit(spot.put(operand), "transpose", f"{printed(operand)} is transposed")
        case Name() | Binary() if not isinstance(spot.parent, Transpose):
            text = printed(spot.node)
            yield Edit(spot.put(Transpose(spot.node)), "transpose", f"{text} is not transposed")


def _operands(spot: Spot, known: tuple[str, ...], context: Context) -> Iterator[Edit]:
    if not isinstance(spot.node, Name):
        return
    of_derivative = any(isinstance(node, Call) and node.prime for node in spot.around)
    id_ = spot.node.id
    symbol = symbol_of(id_)
    for other in alternatives(id_, known):
        cause = "wrong-operand"
        if of_derivative:
            cause = "wrong-derivative-argument"
        elif symbol.letter in COUNTS or ".shape." in id_:
            cause = "wrong-sample-count"
        elif symbol.derivative == "new_" and other == id_.removeprefix("new_"):
            cause = "updated-parameters"
        yield Edit(spot.put(Name(other)), cause, operand_words(id_, other))
    if symbol.letter in ("A", "a", "Y", "y", "yhat"):
        rest = Binary("-", Number(1), spot.node)
        text = printed(spot.node)
        yield Edit(spot.put(rest), "missing-term", f"{text} stands in the place of 1 - {text}")
        square = Binary("**", spot.node, Number(2))
        cause = "wrong-activation-derivative" if context.backward else "wrong-operator"
        yield Edit(spot.put(square), cause, f"{text} is not squared")


def _functions(spot: Spot, context: Context) -> Iterator[Edit]:
    match spot.node:
        case Call(function) if function in FUNCTIONS or function[0] == "g":
            yield from _other_functions(spot, spot.node, context)
        case Call("exp" | "log", operand):
            yield Edit(spot.put(operand), "wrong-operator", f"{printed(spot.node)} is too much")
        case Apply(operation, (operand,)) if operation in LOGARITHMS:
            words = f"{operation} stands in the place of the natural logarithm"
            yield Edit(spot.put(Call("log", operand)), "factor", words)
        case Apply("maximum" | "minimum" as operation, arguments):
            other = "minimum" if operation == "maximum" else "maximum"
            words = f"{operation} stands in the place of {other}"
            yield Edit(spot.put(Apply(other, arguments)), "wrong-operator", words)
        case Apply(">=" | "<" | "<=" as operation, (left, right)):
            node: Expression = Binary(">", left, right)
            if operation == ">=":
                node = Apply("<", (left, right))
            yield Edit(spot.put(node), "wrong-activation-derivative", TURNED)
        case Binary(">", left, right):
            node = Apply("<", (left, right))
            yield Edit(spot.put(node), "wrong-activation-derivative", TURNED)


def _other_functions(spot: Spot, call: Call, context: Context) -> Iterator[Edit]:
    """Another function, its derivative, or the function for its derivative."""
    cause = "wrong-activation-derivative" if call.prime else "wrong-activation"
    twice = replace(call, operand=Binary("*", Number(2), call.operand))
    yield Edit(spot.put(twice), "factor", f"{printed(call.operand)} is not taken twice")
    if context.backward and not call.prime:
        square = Binary("**", call, Number(2))
        words = f"{printed(call)} is not squared"
        yield Edit(spot.put(square), "wrong-activation-derivative", words)
    for other in FUNCTIONS:
        if other != call.function:
            words = f"{call.function} stands in the place of {other}"
            yield Edit(spot.put(replace(call, function=other)), cause, words)
    if call.prime:
        words = "the derivative stands in the place of the function"
        yield Edit(spot.put(replace(call, prime=False)), cause, words)
    elif context.backward:
        words = f"{call.function} stands in the place of its derivative"
        node = replace(call, prime=True)
        yield Edit(spot.put(node), "missing-activation-derivative", words)


def _numbers(spot: Spot) -> Iterator[Edit]:
    if not isinstance(spot.node, Number):
        return
    value = spot.node.value
    if 0 < abs(value) < TINY:
        yield Edit(spot.put(Number(0)), "approximate", f"{value:g} is added")
    for other in (0.0, 1.0, 2.0, 0.5, 0.01, 3.0, 4.0):
        if other != value:
            words = f"{value:g} stands in the place of {other:g}"
            yield Edit(spot.put(Number(other)), "factor", words)
