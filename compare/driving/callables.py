"""Functions and classes as arguments: which is meant by ``activation`` or ``loss``."""

import types
from collections.abc import Callable
from types import FunctionType
from typing import Any

from compare.driving.catalogue import Catalogue
from compare.driving.definitions import Function
from compare.driving.purposes import Purpose, is_elementary, purpose_of
from compare.driving.usage import Usage
from compare.driving.words import words

_SLOPE = {"prime", "derivative", "deriv", "der", "grad", "gradient", "backward", "d", "dx", "diff"}
_ACTIVATIONS = ("sigmoid", "tanh", "relu", "logistic", "softmax", "linear", "identity")


class CallableChoice:
    """Chooses among what the file defines.

    Parameters
    ----------
    read
        Gives the value of a global name, or of a static method by ``Class.name``.
    namespace
        Of their code, for what is imported.
    """

    def __init__(
        self, catalogue: Catalogue, read: Callable[[str], Any], namespace: dict[str, Any]
    ) -> None:
        self._catalogue = catalogue
        self._read = read
        self._namespace = namespace

    def choose(self, name: str, usage: Usage) -> Any:
        """Find what is called under a parameter's name; a list where its items are called."""
        if not (usage.is_called or usage.items_called):
            return self._class(usage) if usage.attributes - {"shape", "T"} else None
        chosen = self._function(name, usage)
        value = self._imported(name) if chosen is None else self._read(chosen.title)
        if value is None:
            return None
        return [value] * 8 if usage.items_called and not usage.is_called else value

    def _function(self, name: str, usage: Usage) -> Function | None:
        here = set(words(name))
        is_slope = bool(here & _SLOPE)
        found = [each for each in self._catalogue.everything() if self._fits(each, usage)]
        if here & {"loss", "cost", "error"}:
            found = [each for each in found if len(each.required) == usage.arguments]
            found = [
                each
                for each in found
                if purpose_of(each) in (Purpose.COST, Purpose.BACKWARD)
                or set(words(each.name)) & {"mse", "entropy", "cross", "bce"}
            ]
        else:
            found = [each for each in found if self._rank(each) < len(_ACTIVATIONS)]
        found = [each for each in found if bool(set(words(each.name)) & _SLOPE) == is_slope]
        return min(found, key=self._rank, default=None)

    def _imported(self, name: str) -> Any:
        """A function of another module: ``from activations import *``."""
        here = set(words(name))
        if here & {"loss", "cost", "error"}:
            return None
        is_slope = bool(here & _SLOPE)
        known = [each for each, value in self._namespace.items() if isinstance(value, FunctionType)]
        for wanted in _ACTIVATIONS:
            for each in known:
                if wanted in each.lower() and bool(set(words(each)) & _SLOPE) == is_slope:
                    return self._namespace[each]
        return None

    @staticmethod
    def _fits(function: Function, usage: Usage) -> bool:
        is_static = any(
            getattr(each, "id", "") == "staticmethod" for each in function.node.decorator_list
        )
        if function.owner and not is_static:
            return False
        return len(function.required) <= usage.arguments <= len(function.parameters) and (
            is_elementary(function) or usage.arguments > 1
        )

    @staticmethod
    def _rank(function: Function) -> int:
        name = function.name.lower()
        return next(
            (order for order, each in enumerate(_ACTIVATIONS) if each in name), len(_ACTIVATIONS)
        )

    def method_named(self, owner: str) -> str | None:
        """The name of an activation among a class's methods, for ``getattr(self, name)``."""
        entry = self._catalogue.classes.get(owner)
        names = entry.methods if entry else {}
        known = [name for name in names if not set(words(name)) & _SLOPE]
        found = [name for wanted in _ACTIVATIONS for name in known if wanted in name.lower()]
        return found[0] if found else None

    def _class(self, usage: Usage) -> Any:
        """A class whose static methods are what is used: ``cost.fn``, ``cost.delta``."""
        for each in self._catalogue.classes.values():
            wanted = usage.attributes - {"__name__"}
            if wanted and wanted <= each.methods.keys():
                methods = [each.methods[name] for name in wanted]
                if all(
                    any(
                        getattr(mark, "id", "") == "staticmethod"
                        for mark in method.node.decorator_list
                    )
                    for method in methods
                ):
                    return self._read(each.name)
        return None

    def member(self, name: str) -> Any:
        """Stand in for the member of an enumeration whose ``value`` is the named class."""
        return types.SimpleNamespace(value=self._read(name), name=name)
