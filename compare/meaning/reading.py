"""One way to understand a formula: of which network, one example or all, which layer."""

from dataclasses import dataclass, field, replace

import numpy as np

from compare.formulas.derivative import parts
from compare.formulas.printed import printed_name
from compare.formulas.symbol import Symbol, symbol_of
from compare.meaning.world import Array, World

ROW, EXAMPLE = 1, 2
"""The unit and the example that an index stands for, counted from 0."""
SAID_M = 7
"""What m means in a formula on one example."""


class UnknownQuantityError(ValueError):
    """A name that is no quantity here."""


class NoEntryError(ValueError):
    """An index that runs beyond the entries of a quantity."""


@dataclass(frozen=True)
class Reading:
    """How the marks and letters are understood.

    Attributes
    ----------
    logistic
        Whether w is a column, (n_x, 1), and there is one output.
    one_example
        Whether the letters stand for one example, and derivatives are those of its loss.
    numbers_are_layers
        Whether ``z_1`` is of layer 1, not the first entry.
    layer
        What ``l`` stands for, and what has no layer.
    rows
        Whether the examples are rows.
    """

    logistic: bool = False
    one_example: bool = False
    numbers_are_layers: bool = False
    layer: int | None = None
    bound: tuple[tuple[str, int], ...] = ()
    layerless: bool = False
    rows: bool = False
    notes: tuple[str, ...] = field(default=(), compare=False)

    def bind(self, index: str, value: int) -> "Reading":
        """Give an index a value, counted from 0."""
        return replace(self, bound=(*self.bound, (index, value)))


def value_of(id: str, reading: Reading, world: World) -> Array:  # noqa: A002  # the tree's word
    """Look up a quantity; with examples in rows every matrix is the other way round.

    Raises
    ------
    UnknownQuantityError
        If it is none of this network.
    """
    value = _in_columns(id, reading, world)
    if not reading.rows or value.ndim != 2:
        return value
    is_column = reading.logistic and symbol_of(id).letter in ("w", "W")
    return value if is_column else value.T


def _in_columns(id: str, reading: Reading, world: World) -> Array:  # noqa: A002  # as above
    """Look up a quantity where examples are columns.

    Raises
    ------
    UnknownQuantityError
        If it is none of this network.
    """
    name, _, axis = id.partition(".shape.")
    if axis:
        shape = value_of(name, reading, world).shape
        return np.asarray(float(shape[int(axis)] if len(shape) == 2 else 1))
    fraction = parts(id)
    if fraction:
        return _local(*fraction, reading, world)
    symbol = symbol_of(id)
    if symbol.sample and symbol.sample != "all":
        return _of_sample(symbol, reading, world)
    return _marked(symbol, _plain(symbol, reading, world), reading)


def _of_sample(symbol: Symbol, reading: Reading, world: World) -> Array:
    plain = replace(symbol, sample="")
    if reading.one_example:
        return _in_columns(plain.id, reading, world)
    m = world.network.m
    index = dict(reading.bound).get(symbol.sample)
    if index is None:
        index = int(symbol.sample) - 1 if symbol.sample.isdigit() else min(EXAMPLE, m - 1)
    if symbol.sample == "m":
        index = m - 1
    if not 0 <= index < m:
        raise UnknownQuantityError(f"there is no example {symbol.sample}")
    value = _in_columns(plain.id, reading, world.of_sample(index))
    of_data = symbol.letter not in ("W", "w", "b")
    return value / m if symbol.derivative == "dJ/d" and of_data else value


def layer_of(symbol: Symbol, reading: Reading, depth: int) -> int | None:
    """Give the layer of a quantity; None if it has none."""
    text = symbol.layer
    if not text and symbol.number and reading.numbers_are_layers:
        text = symbol.number
    if not text:
        return None
    head, sign, tail = text.replace("+", "~").replace("-", "~-").partition("~")
    if head == "L":
        base: int | None = depth
    elif head == "l":
        base = reading.layer
    else:
        base = int(head) if head.isdigit() else dict(reading.bound).get(head)
        if base is not None and not head.isdigit():
            base += 1
    if base is None:
        raise UnknownQuantityError(f"layer {text} is not said")
    return base + (int(tail) if sign else 0)


def _plain(symbol: Symbol, reading: Reading, world: World) -> Array:
    """Look up a quantity without its indices."""
    letter, depth = symbol.letter, world.network.depth
    layer = layer_of(symbol, reading, depth)
    if letter in ("m", "alpha", "lambd", "n_x", "n", "n_h", "n_y") and not symbol.derivative:
        return np.asarray(float(_number(letter, layer, world)))
    if letter in ("J", "L") and symbol.derivative in ("", "d"):
        return _cost(letter, reading, world)
    if letter in ("p", "P"):
        A, Y = world.values[f"A{depth}"], world.values["Y"]
        likelihood: Array = A**Y * (1 - A) ** (1 - Y)
        return likelihood if letter == "p" else np.asarray(np.prod(likelihood))
    if letter in ("X", "x"):
        key = "A0"
    elif letter in ("Y", "y"):
        key = "Y"
    elif letter == "yhat":
        key = f"A{depth}"
    elif letter in ("Z", "z", "A", "a", "W", "w", "b"):
        if layer is None:
            layer = _default_layer(symbol, reading, depth)
        key = f"{letter if letter == 'b' else letter.upper()}{layer}"
    else:
        raise UnknownQuantityError(f"'{printed_name(symbol.id)}' is no quantity of the network")
    return _derived(symbol, key, reading, world)


def _default_layer(symbol: Symbol, reading: Reading, depth: int) -> int:
    if reading.layerless and reading.layer is not None:
        return reading.layer
    if depth == 1:
        return 1
    raise UnknownQuantityError(f"'{printed_name(symbol.id)}' has no layer")


def _number(letter: str, layer: int | None, world: World) -> float:
    dims = world.network.dims
    if letter == "n" and layer is not None and 0 <= layer < len(dims):
        return dims[layer]
    by_name = {"n_x": dims[0], "n": dims[0], "n_h": dims[1], "n_y": dims[-1], "m": world.said_m}
    return by_name[letter] if letter in by_name else float(world.values[letter])


def _cost(letter: str, reading: Reading, world: World) -> Array:
    if letter == "J":
        return world.values["J"]
    loss = world.values["loss"]
    return loss.reshape(()) if loss.size == 1 else loss


def _derived(symbol: Symbol, key: str, reading: Reading, world: World) -> Array:
    """Take the derivative that is meant, and the column in logistic regression."""
    root = symbol.derivative
    name = f"{root[0] if root.startswith('d') else root}{key}"
    if name not in world.values:
        raise UnknownQuantityError(f"'{printed_name(symbol.id)}' is no quantity of the network")
    value = world.values[name]
    m = world.network.m
    if root == "dJ/d" and key[0] in "ZAXY":
        value = value / m
    if root == "dL/d" and key[0] in "Wb":
        value = value * m
    if reading.logistic and key == "W1":
        value = value.T
    if reading.logistic and key[0] == "b":
        value = value.reshape(())
    return value


def _marked(symbol: Symbol, value: Array, reading: Reading) -> Array:
    """Take the entry, the row, or the weights of one unit."""
    unit = symbol.unit or ("" if reading.numbers_are_layers else symbol.number)
    if not unit:
        return value
    if value.ndim != 2:
        if value.ndim == 0 and symbol.letter == "b":
            return value
        raise UnknownQuantityError(f"'{printed_name(symbol.id)}' has no entries")
    rows = [_row(index, reading) for index in ((unit[0], unit[1]) if len(unit) == 2 else (unit,))]
    if not all(0 <= row < size for row, size in zip(rows, value.shape, strict=False)):
        raise NoEntryError(f"'{printed_name(symbol.id)}' has no such entry")
    if len(rows) == 2:
        return np.asarray(value[rows[0], rows[1]])
    row: Array = value[rows[0] : rows[0] + 1]
    if symbol.letter in ("w", "W") and not reading.logistic:
        return row.T
    return row.reshape(()) if row.size == 1 and not reading.one_example else row


def _row(index: str, reading: Reading) -> int:
    bound = dict(reading.bound)
    if index in bound:
        return bound[index]
    return int(index) - 1 if index.isdigit() else ROW


def _local(of: Symbol, by: Symbol, reading: Reading, world: World) -> Array:
    """The derivative of one quantity by the one before it."""
    depth = world.network.depth
    layer = layer_of(of, reading, depth)
    if layer is None:
        layer = depth if of.letter == "yhat" else _default_layer(of, reading, depth)
    if of.letter in ("a", "A", "yhat") and by.letter in ("z", "Z"):
        return world.values[f"slope{layer}"]
    if of.letter == "z" and by.letter in ("w", "b"):
        if by.letter == "b":
            return np.asarray(1.0)
        return _marked(replace(by, letter="x"), world.values[f"A{layer - 1}"], reading)
    raise UnknownQuantityError(f"d{of.id}/d{by.id} is not known here")
