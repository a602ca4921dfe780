"""Another quantity in the place of one: of another layer, another letter, a derivative."""

from collections.abc import Iterator
from dataclasses import replace

from compare.formulas.derivative import parts
from compare.formulas.printed import printed_name
from compare.formulas.symbol import Symbol, symbol_of

UPPER, LOWER = ("A", "Z", "X", "Y"), ("a", "z", "x", "y", "yhat")
DATA = ("X", "x", "Y", "y")
PARAMETERS = {"W": ("W", "b"), "w": ("w", "b"), "b": ("b",)}
COUNTS = ("m", "n", "n_x", "n_h", "n_y")


def alternatives(id: str, known: tuple[str, ...]) -> Iterator[str]:  # noqa: A002  # as in the tree
    """Give the quantities that may have been meant, the nearest first.

    ``known`` are the names of the whole formula: their letters and layers come first.
    """
    if parts(id):
        return
    name, _, axis = id.partition(".shape.")
    if axis:
        yield f"{name}.shape.{1 - int(axis)}"
        yield "m"
        return
    symbol = symbol_of(id)
    if symbol.letter in COUNTS and not symbol.derivative:
        yield from (count for count in ("m", "n_x") if count != id)
        return
    seen = {id}
    for found in _others(symbol, known):
        if found.id not in seen:
            seen.add(found.id)
            yield found.id


def _others(symbol: Symbol, known: tuple[str, ...]) -> Iterator[Symbol]:
    if symbol.derivative == "new_":
        yield replace(symbol, derivative="")
    for layer in _layers(symbol, known):
        yield replace(symbol, layer=layer, number="")
    for number in _numbers(symbol, known):
        yield replace(symbol, number=number)
    if symbol.unit:
        yield from (replace(symbol, unit=unit) for unit in _units(known) if unit != symbol.unit)
    if symbol.letter not in DATA:
        yield replace(symbol, derivative="" if symbol.derivative else "d")
    for letter in _letters(symbol):
        yield from _with_letter(symbol, letter, known)
    if symbol.letter in DATA:
        for letter in ("A", "Z") if symbol.letter.isupper() else ("a", "z"):
            for layer in _layers(symbol, known):
                yield Symbol(letter, layer=layer, sample=symbol.sample)


def _with_letter(symbol: Symbol, letter: str, known: tuple[str, ...]) -> Iterator[Symbol]:
    """Another letter, of this layer or another one, and its derivative."""
    if letter in (*DATA, "yhat"):
        number = symbol.number if letter == "x" else ""
        yield replace(symbol, letter=letter, derivative="", layer="", number=number)
        return
    for derivative in (symbol.derivative, "" if symbol.derivative else "d"):
        plain = replace(symbol, letter=letter, derivative=derivative)
        yield plain
        if symbol.layer or symbol.number:
            for layer in _layers(symbol, known):
                yield replace(plain, layer=layer, number="")


def _letters(symbol: Symbol) -> tuple[str, ...]:
    if symbol.letter in PARAMETERS:
        return PARAMETERS[symbol.letter]
    if symbol.letter in UPPER:
        return tuple(letter for letter in UPPER if letter != symbol.letter)
    if symbol.letter in LOWER:
        return tuple(letter for letter in LOWER if letter != symbol.letter)
    return ()


def _layers(symbol: Symbol, known: tuple[str, ...]) -> list[str]:
    """The layers next to this one, and those of the formula."""
    found = [symbol_of(name).layer for name in known if not parts(name)]
    found = [each for each in dict.fromkeys([symbol.layer, *found]) if each]
    near = [each for layer in found for each in _beside(layer)]
    return [each for each in dict.fromkeys((*found, *near)) if each not in (symbol.layer, "0")]


def _beside(layer: str) -> tuple[str, ...]:
    if layer.isdigit():
        return str(int(layer) - 1), str(int(layer) + 1)
    return "l-1", "l", "l+1", "L"


def _numbers(symbol: Symbol, known: tuple[str, ...]) -> list[str]:
    if not symbol.number:
        return []
    found = [symbol_of(name).number for name in known if not parts(name)]
    return [each for each in dict.fromkeys([*found, "1", "2"]) if each and each != symbol.number]


def _units(known: tuple[str, ...]) -> list[str]:
    found = [symbol_of(name) for name in known if not parts(name)]
    units = [symbol.unit for symbol in found] + [symbol.number for symbol in found]
    return [each for each in dict.fromkeys(units) if each]


def operand_words(id: str, other: str) -> str:  # noqa: A002  # as in the tree
    """Name both."""
    return f"{printed_name(id)} stands in the place of {printed_name(other)}"
