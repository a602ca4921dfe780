"""Objects as arguments: of a class of the file, or with no more than what is used of them."""

import ast
import types
from collections.abc import Callable
from typing import Any

from compare.driving.catalogue import Catalogue, Class
from compare.driving.definitions import Function
from compare.driving.loading import named_data
from compare.driving.materials import Materials
from compare.driving.roles import Role, role_of
from compare.driving.setting import Setting
from compare.driving.sizing import NOTHING
from compare.driving.usage import Usage
from compare.driving.words import words

ARRAY = {"shape", "T", "size", "ndim", "dot", "reshape", "copy", "astype", "sum", "mean", "max"}


class Objects:
    """Makes objects.

    Parameters
    ----------
    construct
        Makes an object of one of their classes, by name; the same one when asked again.
    numbers
        Gives the number that a name stands for, or ``NOTHING``.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        setting: Setting,
        materials: Materials,
        construct: Callable[[str], Any],
        numbers: Callable[[str], Any],
    ) -> None:
        self._catalogue = catalogue
        self._setting = setting
        self._materials = materials
        self.construct = construct
        self._numbers = numbers

    def make(self, name: str, function: Function, usage: Usage) -> Any:
        """Make an object that has what is used of it; ``None`` where nothing fits."""
        if usage.keys and function.is_starter:
            return self._configuration(usage.keys)
        wanted = usage.attributes - ARRAY
        classes = [each for each in self._catalogue.classes.values() if each.name != function.owner]
        for each in classes:
            if wanted and wanted <= each.methods.keys() | _attributes(each):
                return self.construct(each.name)
        for each in classes:
            if words(each.name) == words(name):
                return self.construct(each.name)
        return self._holder(wanted) or self._schedule(function, wanted) or self._options(wanted)

    def _options(self, wanted: set[str]) -> Any:
        """Something that holds numbers by name: ``args.learning_rate``."""
        values = {name: self._numbers("n_x" if name == "p" else name) for name in wanted}
        if all(value is NOTHING for value in values.values()):
            return None
        return types.SimpleNamespace(**{k: v for k, v in values.items() if v is not NOTHING})

    def _configuration(self, keys: set[str]) -> dict[str, Any] | None:
        """A dictionary of numbers by name: ``config["learning_rate"]``."""
        values = {key: self._numbers(key) for key in keys}
        values |= {key: "sigmoid" for key in keys if role_of(key) is Role.CHOICE}
        known = [value for value in values.values() if value is not NOTHING]
        if len(known) * 2 < len(values):
            return None
        return {key: None if value is NOTHING else value for key, value in values.items()}

    def _holder(self, wanted: set[str]) -> Any:
        """Something that holds X and Y as attributes: ``data.train_x``."""
        values = {each: named_data(each, self._materials) for each in wanted}
        if not values or all(value is None for value in values.values()):
            return None
        return types.SimpleNamespace(**{k: v for k, v in values.items() if v is not None})

    def _rate(self, *_: Any) -> float:
        return self._setting.rate

    def _schedule(self, function: Function, wanted: set[str]) -> Any:
        """Something whose only method gives the learning rate: ``lr = schedule.calc()``."""
        owner = self._catalogue.classes.get(function.owner)
        if owner is None or len(wanted) != 1:
            return None
        (name,) = wanted
        for each in ast.walk(owner.node):
            match each:
                case ast.Assign(
                    targets=[ast.Name(id=target)],
                    value=ast.Call(func=ast.Attribute(attr=attribute)),
                ) if attribute == name and role_of(target) is Role.RATE:
                    return types.SimpleNamespace(**{name: self._rate})
        return None


def _attributes(owner: Class) -> set[str]:
    """What is assigned in a class: its own names, and attributes of its objects."""
    own = {each.id for each in ast.walk(owner.node) if isinstance(each, ast.Name)}
    return own | {
        each.attr
        for each in ast.walk(owner.node)
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)
    }
