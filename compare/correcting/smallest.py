"""The smallest network on which a formula is wrong, in numbers that can be followed."""

import numpy as np

from compare.formulas.derivative import parts
from compare.formulas.expression import names as names_of
from compare.formulas.printed import printed, printed_name
from compare.formulas.read import FormulaError
from compare.formulas.symbol import symbol_of
from compare.meaning.judge import same, same_shape, target_of, told
from compare.meaning.of_functions import POINTS, candidates, value_under
from compare.meaning.of_numbers import number_of
from compare.meaning.problem import OfFunction, OfNetwork, OfNumbers, Problem
from compare.meaning.reading import NoEntryError, UnknownQuantityError, value_of
from compare.meaning.readings import Setting
from compare.meaning.world import Array, Network, World, small_world

SHOWN = 4
"""So many operands are shown."""
WIDTHS = ((1, 1), (1, 2), (2, 1), (2, 2), (2, 3))
"""Units a layer, and examples, from small to large."""


def smallest_case(problem: Problem) -> str:
    """Show both sides in numbers; empty if there is nothing to show."""
    if isinstance(problem, OfNumbers):
        return f"{printed(problem.side)} is {number_of(problem.side):.6g}"
    if isinstance(problem, OfFunction):
        return _of_function(problem)
    if not isinstance(problem, OfNetwork):
        return ""
    for setting in (target.setting for target in problem.targets):
        for width, m in WIDTHS:
            text = _on(problem, setting, width, m)
            if text:
                return text
    return ""


def _of_function(problem: OfFunction) -> str:
    """Show both values at one point."""
    function = candidates(problem.call)[0]
    place = int(np.argmin(np.abs(POINTS[0] - 0.57)))
    try:
        yours = value_under(problem.side, problem.call, function)[0, place]
        right = value_under(problem.statement.left, problem.call, function)[0, place]
    except (FormulaError, IndexError):
        return ""
    name = printed(problem.call.operand)
    return f"at {name} = {POINTS[0, place]:.2f}: yours {yours:.4g}, right {right:.4g}"


def _on(problem: OfNetwork, setting: Setting, width: int, m: int) -> str:
    """Try one size."""
    first = setting.networks[0]
    dims = (*(width,) * (len(first.dims) - 1), min(width, first.dims[-1]))
    if setting.reading.logistic or first.dims[0] == 2:
        dims = (max(width, min(first.dims[0], 2)), *dims[1:])
    if first.activations[-1] == "softmax":
        dims = (*dims[:-1], 2)
    if setting.reading.one_example and m > 1:
        return ""
    world = small_world(Network(dims, first.activations, first.cost, m, seed=3))
    if setting.reading.one_example:
        world = World(world.network, world.values, 2)
    try:
        wanted, _ = told(target_of(problem.statement), setting)
        given, _ = told(problem.side, setting)
        right, yours = wanted.value(world), given.value(world)
    except (FormulaError, UnknownQuantityError, NoEntryError, ValueError):
        return ""
    if same_shape(right.shape, yours.shape) and same(right, yours):
        return ""
    operands = _operands(problem, setting, world)
    sizes = "-".join(map(str, dims))
    count = "one example" if setting.reading.one_example else f"m = {m}"
    return f"n = {sizes}, {count}; {operands}: yours {shown(yours)}, right {shown(right)}"


def _operands(problem: OfNetwork, setting: Setting, world: World) -> str:
    """Show what the side is made of."""
    found = []
    for name in dict.fromkeys(names_of(problem.side)):
        if parts(name) or symbol_of(name).letter in ("m", "n") or ".shape" in name:
            continue
        try:
            value = value_of(name, setting.reading, world)
        except (UnknownQuantityError, NoEntryError):
            continue
        found.append(f"{printed_name(name)} = {shown(value)}")
    return ", ".join(found[:SHOWN])


def shown(value: Array) -> str:
    """Write an array on one line, to four digits."""
    rounded = np.array2string(
        np.asarray(value), precision=4, separator=", ", suppress_small=True, floatmode="maxprec"
    )
    return " ".join(rounded.split()).replace("[ ", "[")
