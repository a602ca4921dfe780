"""The marks on a letter: ^{[2](i)T}, _1, [l-1], (i)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from compare.formulas.symbol import Symbol
from compare.formulas.tokens import Token

INDICES = ("i", "j", "k")
SIZES = ("m", "n")


@dataclass(frozen=True)
class Marks:
    """What a superscript says of a letter."""

    layer: str = ""
    sample: str = ""
    transposed: bool = False
    prime: bool = False
    power: tuple[Token, ...] = ()


def superscript(tokens: Sequence[Token], *, of_data: bool) -> Marks:
    """Read ``[2](i)T``; what is no mark is a power.

    ``of_data`` says that the letter can have a sample, so that ``x^i`` is the i-th.
    """
    marks, rest = Marks(), list(tokens)
    while rest:
        inside = bracketed(rest, "[", "]")
        if inside is not None and is_index(inside):
            marks, rest = replace(marks, layer=written(inside)), rest[len(inside) + 2 :]
            continue
        inside = bracketed(rest, "(", ")")
        if inside is not None and _is_layer(inside, of_data=of_data):
            marks, rest = replace(marks, layer=written(inside)), rest[len(inside) + 2 :]
            continue
        if inside is not None and _is_sample(inside):
            marks, rest = replace(marks, sample=written(inside)), rest[len(inside) + 2 :]
            continue
        if rest[0].text in ("T", "'"):
            transposed, prime = rest[0].text == "T", rest[0].text == "'"
            marks = replace(
                marks,
                transposed=marks.transposed or transposed,
                prime=marks.prime or prime,
            )
            rest = rest[1:]
            continue
        if of_data and len(tokens) == 1 and rest[0].text == "i":
            return replace(marks, sample="i")
        return replace(marks, power=tuple(rest))
    return marks


def subscript(symbol: Symbol, tokens: Sequence[Token]) -> tuple[Symbol, bool]:
    """Put an index below a letter; the second value says that it was a transpose, ``w_T``."""
    text = written(tokens).replace(",", "")
    if text == "T":
        return symbol, True
    if text in ("truth", "true"):
        return replace(symbol, letter="Y"), False
    if text == "pred":
        return replace(symbol, letter="yhat"), False
    if text in ("prev", "next"):
        return replace(symbol, layer="l-1" if text == "prev" else "l+1"), False
    if text in ("train", "total"):
        return symbol, False
    if text.isdigit() and not symbol.layer and len(text) == 1:
        return replace(symbol, number=text), False
    return replace(symbol, unit=text), False


def with_layer(symbol: Symbol, layer: str) -> Symbol:
    """Put a layer on a letter; a number below it is then a unit."""
    if symbol.number:
        return replace(symbol, layer=layer, unit=symbol.number, number="")
    return replace(symbol, layer=layer)


def bracketed(tokens: Sequence[Token], opening: str, closing: str) -> list[Token] | None:
    """Give what stands in the bracket at the beginning; None if there is none."""
    if not tokens or tokens[0].text != opening:
        return None
    depth = 0
    for position, token in enumerate(tokens):
        depth += (token.text == opening) - (token.text == closing)
        if depth == 0:
            return list(tokens[1:position])
    return None


def is_index(tokens: Sequence[Token]) -> bool:
    """Whether this can be a layer: ``2``, ``l``, ``l-1``, ``L``, or a sample of a loop."""
    text = written(tokens)
    head, sign, tail = text.replace("+", "-").partition("-")
    letters = (*INDICES, "l", "L")
    return (head.isdigit() or head in letters) and (not sign or tail.isdigit()) and len(text) < 6


def _is_layer(tokens: Sequence[Token], *, of_data: bool) -> bool:
    """Whether ``(l)``, ``(l+1)`` or, of parameters, ``(2)`` is a layer, as some write it."""
    text = written(tokens)
    return is_index(tokens) and (text[0] in "lL" or (text.isdigit() and not of_data))


def _is_sample(tokens: Sequence[Token]) -> bool:
    text = written(tokens)
    return len(tokens) == 1 and (text in (*INDICES, *SIZES) or text.isdigit())


def written(tokens: Sequence[Token]) -> str:
    """Write tokens without spaces."""
    return "".join(token.text for token in tokens)
