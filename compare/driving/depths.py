"""Whether the code is written for any number of layers, or for those that it names."""

import ast
import re

from compare.driving.acts import Recipe
from compare.driving.catalogue import Catalogue
from compare.driving.definitions import Function
from compare.driving.file import File
from compare.driving.following import usage_of
from compare.driving.hints import Hints
from compare.driving.roles import Role, role_of
from compare.driving.weights import depth_of

MORE = 3
"""Layers with parameters: as many as show what is handed from one hidden layer to the next."""

NUMBERED = re.compile(
    r"(d|delta_?|grad_?|nabla_?)?(w|b|z|a|h|weights?|bias|theta|layer_?)_?[2-9]", re.I
)
"""``W2``, ``dZ3``, ``weights2``: a layer that the code knows by its number."""


def deeper_than(depth: int, recipe: Recipe, file: File) -> int | None:
    """How many layers to try beyond those that run; ``None`` where the code fixes their number."""
    wanted = max(MORE, depth_of(recipe, file.hints))
    return wanted if depth < wanted and _takes_any_depth(recipe, file) else None


def _takes_any_depth(recipe: Recipe, file: File) -> bool:
    reached = [each for first in recipe.functions for each in file.catalogue.reachable(first)]
    if any(_names_a_layer(each) for each in reached) or _lists_more(recipe, file.hints):
        return False
    return any(
        _goes_through(function, parameter.name, file.catalogue)
        for function in reached
        for parameter in function.parameters
        if role_of(parameter.name) in (Role.SIZES, Role.HIDDEN)
    )


def _names_a_layer(function: Function) -> bool:
    for each in ast.walk(function.node):
        match each:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.Constant(value=str() as name):
                if NUMBERED.fullmatch(name):
                    return True
    return False


def _lists_more(recipe: Recipe, hints: Hints) -> bool:
    """Whether the script hands over something else layer by layer, such as activations."""
    for act in recipe.acts:
        for hint in hints.of(act.owner if act.starts else act.title)[:1]:
            for name, value in hint.arguments.items():
                is_list = isinstance(value, ast.List | ast.Tuple)
                if is_list and role_of(name) not in (Role.SIZES, Role.HIDDEN):
                    return True
    return False


def _goes_through(function: Function, name: str, catalogue: Catalogue) -> bool:
    """Whether a list of sizes is gone through, not taken apart: ``dims[l]``, ``zip(dims, ...)``."""
    usage = usage_of(function, name, catalogue)
    if usage.unpacked or usage.item_attributes:
        return False
    kept = [function, *_methods(function, catalogue)]
    return usage.is_iterated or any(_indexed_by_name(each, name) for each in kept)


def _methods(function: Function, catalogue: Catalogue) -> list[Function]:
    owner = catalogue.classes.get(function.owner)
    return list(owner.methods.values()) if owner else []


def _indexed_by_name(function: Function, name: str) -> bool:
    for each in ast.walk(function.node):
        match each:
            case ast.Subscript(value=ast.Name(id=holder) | ast.Attribute(attr=holder), slice=at):
                named = any(isinstance(part, ast.Name) for part in ast.walk(at))
                if holder == name and named:
                    return True
    return False
