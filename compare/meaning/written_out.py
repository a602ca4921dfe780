"""Sums over an index written out, and ``g`` given the activation of its layer."""

from collections.abc import Callable
from dataclasses import replace

from compare.formulas.derivative import parts
from compare.formulas.expression import (
    Apply,
    Binary,
    Call,
    Columns,
    Expression,
    Name,
    Negate,
    Operator,
    Reduce,
    Series,
    Transpose,
    names,
)
from compare.formulas.read import FormulaError
from compare.formulas.symbol import Symbol, symbol_of
from compare.meaning.reading import Reading, UnknownQuantityError, layer_of, value_of
from compare.meaning.world import World

DATA = ("x", "y", "z", "a", "yhat", "X", "Y", "Z", "A", "L", "p")
MOST_TERMS = 64


def rebuilt(node: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Rebuild a tree from its leaves, each node changed once its parts are."""
    match node:
        case Negate(operand):
            node = Negate(rebuilt(operand, change))
        case Transpose(operand):
            node = Transpose(rebuilt(operand, change))
        case Call(function, operand, prime):
            node = Call(function, rebuilt(operand, change), prime)
        case Reduce(reduction, operand, axis):
            node = Reduce(reduction, rebuilt(operand, change), axis)
        case Columns(operand, start, stop):
            node = Columns(rebuilt(operand, change), start, stop)
        case Series(index, last, operand, product):
            node = Series(index, last, rebuilt(operand, change), product)
        case Binary(operator, left, right):
            node = Binary(operator, rebuilt(left, change), rebuilt(right, change))
        case Apply(operation, arguments):
            node = Apply(operation, tuple(rebuilt(each, change) for each in arguments))
    return change(node)


def named(expression: Expression, reading: Reading, world: World) -> Expression:
    """Name the function of every layer, and the example that a sum without an index is about.

    Raises
    ------
    FormulaError
        If it is not said what is summed.
    """

    def change(node: Expression) -> Expression:
        if isinstance(node, Series):
            return _indexed(node, reading)
        if isinstance(node, Call) and node.function[0] == "g" and node.function[1:2] in ("", "["):
            return _function(node, reading, world)
        return node

    return rebuilt(expression, change)


def written_out(expression: Expression, reading: Reading, world: World) -> Expression:
    """Write out every sum over an index.

    Raises
    ------
    FormulaError
        If there is too much of it.
    """

    def change(node: Expression) -> Expression:
        return _series(node, reading, world) if isinstance(node, Series) else node

    return rebuilt(expression, change)


def _function(call: Call, reading: Reading, world: World) -> Expression:
    """Give ``g[1]`` the activation of layer 1; ``g`` that of its argument."""
    depth = world.network.depth
    text = call.function.removeprefix("g").strip("[]")
    if text:
        layer = layer_of(Symbol("g", layer=text), reading, depth)
    else:
        found = (
            layer_of(symbol_of(name), reading, depth)
            for name in names(call.operand)
            if not parts(name)
        )
        layer = next((number for number in found if number), reading.layer or depth)
    if layer is None or not 1 <= layer <= depth:
        raise UnknownQuantityError(f"there is no layer {layer}")
    return replace(call, function=world.network.activations[layer - 1])


def _indexed(series: Series, reading: Reading) -> Series:
    """Give what is summed the index of the sum, where it is not written."""
    index = series.index
    symbols = [symbol_of(name) for name in names(series.operand) if not parts(name)]
    if any(index in (symbol.sample, symbol.layer.split("-")[0]) for symbol in symbols):
        return series
    if any(index in symbol.unit for symbol in symbols):
        return series
    if series.last not in ("m", "", "n") or reading.one_example:
        raise FormulaError(f"it is not said what the sum over {index} sums")
    return replace(series, operand=_of_examples(series.operand, index))


def _series(series: Series, reading: Reading, world: World) -> Expression:
    """Write out one sum."""
    index = series.index
    symbols = [symbol_of(name) for name in names(series.operand) if not parts(name)]
    if any(symbol.sample == index for symbol in symbols):
        if reading.one_example:
            raise UnknownQuantityError("a sum over the examples, where there is one")
        count, mark = _count(series.last, world, world.network.m), "sample"
    elif any(index == symbol.layer.split("-")[0] for symbol in symbols):
        count, mark = world.network.depth, "layer"
    else:
        count, mark = _length(series, symbols, reading, world), "unit"
    if not 1 <= count <= MOST_TERMS:
        raise FormulaError(f"the sum over {index} has {count} terms")
    operator: Operator = "*" if series.product else "+"
    whole = marked(series.operand, index, 0, mark)
    for k in range(1, count):
        whole = Binary(operator, whole, marked(series.operand, index, k, mark))
    return whole


def _count(last: str, world: World, m: int) -> int:
    """How many terms: m, or another size that was written."""
    if last in ("", "m"):
        return m
    if last in ("n", "n_x"):
        return min(world.network.dims[0], m)
    if last == "m-1":
        return m - 1
    if last.isdigit() and int(last) <= m:
        return int(last)
    raise FormulaError(f"a sum up to '{last}' is not understood")


def _length(series: Series, symbols: list[Symbol], reading: Reading, world: World) -> int:
    """How many entries the first quantity with this index has."""
    for symbol in symbols:
        if series.index in symbol.unit:
            place = symbol.unit.index(series.index)
            value = value_of(replace(symbol, unit="").id, reading, world)
            if value.ndim == 2 and place < 2:
                return int(value.shape[place])
    raise FormulaError(f"it is not said what the sum over {series.index} sums")


def marked(node: Expression, index: str, number: int, mark: str) -> Expression:
    """Put a number in the place of an index."""
    said = str(number + 1)

    def change(node: Expression) -> Expression:
        if isinstance(node, Call) and mark == "layer":
            return replace(node, function=node.function.replace(f"[{index}]", f"[{said}]"))
        if not isinstance(node, Name):
            return node
        fraction = parts(node.id)
        if fraction:
            halves = (_put(symbol, index, said, mark) for symbol in fraction)
            return Name("/".join(f"d{symbol.id}" for symbol in halves))
        return Name(_put(symbol_of(node.id), index, said, mark).id)

    return rebuilt(node, change)


def _put(symbol: Symbol, index: str, said: str, mark: str) -> Symbol:
    if symbol.sample == index and mark == "sample":
        symbol = replace(symbol, sample=said)
    if index in symbol.unit:
        symbol = replace(symbol, unit=symbol.unit.replace(index, said))
    if mark == "layer" and symbol.layer:
        head, sign, tail = symbol.layer.partition("-")
        if head == index:
            symbol = replace(symbol, layer=str(int(said) - int(tail or 0)) if sign else said)
    return symbol


def _of_examples(node: Expression, index: str) -> Expression:
    """Mark every quantity that differs from example to example with the index."""

    def change(node: Expression) -> Expression:
        if not isinstance(node, Name) or parts(node.id):
            return node
        symbol = symbol_of(node.id)
        if symbol.letter in DATA and not symbol.sample:
            return Name(replace(symbol, sample=index).id)
        return node

    return rebuilt(node, change)
