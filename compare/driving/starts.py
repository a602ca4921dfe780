"""Starts of parameters: theirs are overwritten, so that nothing is zero or saturated."""

import ast
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.driving.file import File
from compare.driving.materials import start_of
from compare.driving.performing import Attempt, Substitutes
from compare.driving.roles import Role, role_of
from compare.driving.spelling import short
from compare.recording.graph import Node, Site


def starts_for(file: File, found: Attempt) -> Substitutes:
    """Say which nodes of a run are parameters, by place and count, and what to start them with."""
    nodes = found.recording.nodes
    names = _names(found)
    wanted = {key for key in found.assessment.parameters if nodes[key].op != "parameter"}
    if found.assessment.updates:
        wanted &= set(found.assessment.updates)
    whole = _whole_numbers(file)
    known = {names.get(key) for key in wanted}  # another ``b = 0`` is of a run that was not wanted
    left = {place: name for place, name in whole.items() if name not in known}
    wanted |= {node.id for node in nodes if _is_whole_start(node, left)}
    random = np.random.default_rng([found.setting.probe.seed, 11])
    count: Counter[Site | None] = Counter()
    result: Substitutes = {}
    for node in nodes:
        if node.id in wanted and node.site is not None:
            name = names.get(node.id) or whole.get(_start(node.site), "")
            result[node.site, count[node.site]] = (name, _filled(random))
        count[node.site] += 1
    return result


def _filled(random: np.random.Generator) -> Callable[[Any], NDArray[np.float64]]:
    return lambda value: start_of(np.shape(value), random)


def _names(found: Attempt) -> dict[int, str]:
    """What each parameter is called where it was last put before data met it."""
    wanted = set(found.assessment.parameters)
    names: dict[int, str] = {}
    for naming in found.recording.namings:
        if naming.node in wanted:
            names.setdefault(naming.node, naming.name)
    return {key: short(name) for key, name in names.items()}


def _is_whole_start(node: Node, whole: dict[tuple[int, int, int], str]) -> bool:
    return (
        node.op == "constant"
        and node.function == "int"
        and node.site is not None
        and _start(node.site) in whole
    )


def _start(site: Site) -> tuple[int, int, int]:
    return site.unit, site.line, site.column


def _whole_numbers(file: File) -> dict[tuple[int, int, int], str]:
    """Where weights and biases start as whole numbers (``b = 0``), and what they are called."""
    found: dict[tuple[int, int, int], str] = {}
    for unit, piece in enumerate(file.source.units):
        for tree in piece.statements:
            for each in ast.walk(tree):
                if isinstance(each, ast.Assign):
                    for target, value in _pairs(each.targets[0], each.value):
                        for number in _whole(value) if _is_bias(target) else ():
                            place = unit, number.lineno, number.col_offset
                            found[place] = short(ast.unparse(target))
    return found


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=False))
    return [(target, value)]


def _is_bias(target: ast.expr) -> bool:
    return role_of(short(ast.unparse(target))) in (Role.BIAS, Role.WEIGHT)


def _whole(value: ast.expr) -> list[ast.expr]:
    """``0``, or the numbers of ``[0]``."""
    parts = value.elts if isinstance(value, ast.List) else [value]
    return [each for each in parts if isinstance(each, ast.Constant) and type(each.value) is int]
