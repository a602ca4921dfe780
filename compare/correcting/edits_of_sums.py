"""Slips of sums: over which axis, too many, too few, a mean too much."""

from collections.abc import Iterator
from dataclasses import replace

from compare.correcting.edit import Edit
from compare.correcting.spots import Spot
from compare.formulas.expression import (
    Apply,
    Binary,
    Call,
    Expression,
    Name,
    Number,
    Reduce,
    Series,
    names,
)
from compare.formulas.printed import printed
from compare.formulas.symbol import symbol_of
from compare.meaning.written_out import rebuilt

OVER = {
    None: "sums over everything, the units as well",
    0: "sums over the units",
    1: "sums over the examples",
}


def sum_edits(spot: Spot) -> Iterator[Edit]:
    """Give every other sum at a spot."""
    match spot.node:
        case Apply("ravel" | "squeeze", (inner,)):
            yield Edit(spot.put(inner), "shape", "loses an axis: it is a flat array")
            if isinstance(inner, Reduce):
                yield from _axes(spot, inner)
        case Reduce():
            yield from _axes(spot, spot.node)
            yield from _reductions(spot, spot.node)
        case Series():
            yield from _indices(spot, spot.node)
    yield from _missing(spot)


def _axes(spot: Spot, node: Reduce) -> Iterator[Edit]:
    for axis in (0, 1, None):
        if axis != node.axis:
            yield Edit(spot.put(replace(node, axis=axis)), "sum-axis", OVER[node.axis])


def _reductions(spot: Spot, node: Reduce) -> Iterator[Edit]:
    words = f"{printed(node.operand)} is summed once too often"
    yield Edit(spot.put(node.operand), "extra-sum", words)
    if node.reduction == "sum":
        mean = replace(node, reduction="mean")
        yield Edit(spot.put(mean), "missing-mean", "is summed, not averaged")
    else:
        total = replace(node, reduction="sum")
        yield Edit(spot.put(total), "extra-mean", "is averaged once too often")


def _indices(spot: Spot, node: Series) -> Iterator[Edit]:
    words = f"is summed over {node.index} once too often"
    yield Edit(spot.put(node.operand), "extra-sum", words)
    if node.last != "m":
        words = f"sums up to {node.last or 'nothing that is said'}, not to m"
        yield Edit(spot.put(replace(node, last="m")), "wrong-sample-count", words)
    for name in dict.fromkeys(names(node.operand)):
        yield from _unit_for_index(spot, node, name)


def _unit_for_index(spot: Spot, node: Series, name: str) -> Iterator[Edit]:
    """The index of the sum stands below a letter that has a number of its own."""
    symbol = symbol_of(name)
    if symbol.unit != node.index:
        return
    for number in ("1", "2"):
        other = Name(replace(symbol, unit="", number=number).id)
        operand = _exchanged(node.operand, Name(name), other)
        words = f"the index {node.index} of the sum stands below {symbol.letter}"
        yield Edit(spot.put(replace(node, operand=operand)), "wrong-operand", words)


def _exchanged(tree: Expression, old: Expression, new: Expression) -> Expression:
    return rebuilt(tree, lambda part: new if part == old else part)


def _missing(spot: Spot) -> Iterator[Edit]:
    """Put a sum, or a mean, where there is none."""
    node = spot.node
    if isinstance(node, Number | Reduce | Series) or isinstance(spot.parent, Reduce | Series):
        return
    if isinstance(node, Name) and symbol_of(node.id).letter in ("m", "alpha", "n", "n_x", "W"):
        return
    if not isinstance(node, Name | Binary | Call):
        return
    text = printed(node)
    for axis in (1, None):
        if axis is None and spot.around and not isinstance(spot.parent, Binary):
            continue
        yield Edit(spot.put(Reduce("sum", node, axis)), "missing-sum", f"{text} is not summed")
        mean: Expression = Reduce("mean", node, axis)
        yield Edit(spot.put(mean), "missing-sum", f"{text} is not averaged over the examples")
    if any(symbol_of(name).sample for name in names(node)):
        series = Series("i", "m", node)
        yield Edit(spot.put(series), "missing-sum", f"{text} is not summed over the examples")


def mean_edits(side: Expression) -> Iterator[Edit]:
    """Divide by m, or multiply, the whole side."""
    m = Name("m")
    yield Edit(Binary("/", side, m), "missing-mean", "lacks the 1/m of the mean")
    yield Edit(Binary("*", side, m), "extra-mean", "is divided by m once too often")
