"""Functions of the file that read data: they give ours instead."""

from collections.abc import Callable
from typing import Any

from compare.driving.catalogue import Catalogue
from compare.driving.definitions import Function
from compare.driving.hints import Hints
from compare.driving.materials import Materials
from compare.driving.readers import reads_data
from compare.driving.roles import Role, data_role, held_out
from compare.driving.words import words


def is_loader(function: Function, catalogue: Catalogue) -> bool:
    """Whether a function reads data and returns them."""
    if function.owner or not function.returned:
        return False
    reads = any(reads_data(below.node) for below in catalogue.reachable(function))
    named = set(words(function.name)) & {
        "load",
        "get",
        "read",
        "fetch",
        "prepare",
        "import",
        "data",
    }
    return reads and bool(named)


def substitute_for(
    function: Function, hints: Hints, materials: Materials
) -> Callable[..., Any] | None:
    """What takes the place of a function that reads data; ``None`` if nobody knows that."""
    names = list(function.returned)
    for hint in hints.of(function.title):
        if len(hint.targets) >= len(names) or len(names) == 1:
            names = list(hint.targets) or names
            break
    values = [named_data(name, materials) for name in names]
    if not names or any(value is None for value in values):
        return None
    result = values[0] if len(values) == 1 else tuple(values)
    return lambda *_, **__: result


def named_data(name: str, materials: Materials) -> Any:
    """X, Y or pairs for a name of the script; ``None`` for other names."""
    role = data_role(name)
    if role is Role.X:
        return materials.all_X(held_out(name))
    if role is Role.Y:
        if set(words(name)) & {"hot", "onehot", "ohe", "ind", "indicator", "enc", "encoded"}:
            return materials.Y(held_out(name), "matrix")
        return materials.all_Y(held_out(name))
    return materials.pairs(held_out(name)) if role is Role.PAIRS else None


def table(materials: Materials) -> Any:
    """What a file of data holds: one example a row, the label first."""
    return materials.table()
