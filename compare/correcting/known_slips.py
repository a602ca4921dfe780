"""The catalogue of slips, tried by value: which of them gives what a formula gives."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from compare.formulas.expression import Equation
from compare.formulas.symbol import symbol_of
from compare.meaning.judge import same, told
from compare.meaning.problem import OfNetwork, target_name
from compare.meaning.reading import UnknownQuantityError, layer_of
from compare.meaning.world import Array, World
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.model import Model
from compare.quantities.network import network
from compare.slips.catalogue import BASE
from compare.slips.places import REMEMBERED, places
from compare.slips.slip import Slip
from compare.slips.slipped import evaluated


@lru_cache(maxsize=64)
def _model(activations: tuple[str, ...], cost: str, logistic: bool) -> Model:
    if logistic:
        return LOGISTIC_REGRESSION
    return network([g.replace("_", "-") for g in activations], cost)


@lru_cache(maxsize=256)
def _slipped(
    model_key: tuple[tuple[str, ...], str, bool], name: str
) -> list[tuple[Slip, Equation]]:
    """Every slip of a quantity, as an equation."""
    found = []
    for place in places(_model(*model_key)):
        if place.quantity.name != name:
            continue
        for slip in BASE:
            equation = place.equation(slip)
            remembers = equation and any(
                operand.startswith(REMEMBERED) for operand in equation.operands
            )
            if equation is not None and not remembers:
                found.append((slip, equation))
    return found


def matching_slips(problem: OfNetwork) -> Iterator[Slip]:
    """Find the slips whose numbers are those of the side, on every network that shows them."""
    setting = problem.targets[0].setting
    reading = setting.reading
    if reading.one_example or reading.rows or len(problem.targets) > 1:
        return
    worlds = list(setting.worlds())[:2]
    given = [_value(problem, world) for world in worlds]
    if any(value is None or value.size == 0 for value in given):
        return
    name = _table_name(problem)
    if name is None:
        return
    key = (setting.activations, worlds[0].network.cost, reading.logistic)
    for slip, equation in _slipped(key, name):
        if slip.extreme:
            continue
        if all(
            _gives(equation, world, reading.logistic, value)
            for world, value in zip(worlds, given, strict=True)
        ):
            yield slip


def _value(problem: OfNetwork, world: World) -> Array | None:
    try:
        return told(problem.side, problem.targets[0].setting)[0].value(world)
    except ValueError:
        return None


def _gives(equation: Equation, world: World, logistic: bool, value: Array | None) -> bool:
    try:
        with np.errstate(all="ignore"):
            slipped = np.asarray(evaluated(equation, operands(world, logistic)))
    except (ValueError, KeyError):
        return False
    if value is None:
        return False
    if slipped.size != value.size:
        try:
            value = np.broadcast_to(value, slipped.shape)
        except ValueError:
            return False
    return same(slipped, value)


def operands(world: World, logistic: bool) -> dict[str, Array]:
    """The quantities under the names of the tables."""
    found = {name: np.asarray(value, dtype=float) for name, value in world.values.items()}
    found |= {name: np.asarray(float(size)) for name, size in world.sizes.items()}
    found["learning_rate"] = found["alpha"]
    if logistic:
        found |= {"w": found["W1"].T, "b": found["b1"].reshape(()), "dw": found["dW1"].T}
        found |= {"Z": found["Z1"], "A": found["A1"], "dZ": found["dZ1"], "dA": found["dA1"]}
        found |= {"db": found["db1"].reshape(())}
    return found


def _table_name(problem: OfNetwork) -> str | None:
    """The name of the left side in the tables."""
    symbol = symbol_of(target_name(problem.statement))
    setting = problem.targets[0].setting
    if symbol.letter in ("J", "L") and not symbol.sample:
        return "cost"
    if symbol.sample or symbol.unit or (symbol.number and not setting.reading.numbers_are_layers):
        return None
    depth = len(setting.activations)
    try:
        layer = layer_of(symbol, setting.reading, depth)
    except UnknownQuantityError:
        return None
    letter = {"yhat": "A"}.get(symbol.letter, symbol.letter)
    letter = letter if letter == "b" else letter.upper()
    root = symbol.derivative[:1] if symbol.derivative.startswith("d") else symbol.derivative
    if setting.reading.logistic:
        return f"{root}{'w' if letter == 'W' else letter}"
    return f"{root}{letter}{layer or depth}"
