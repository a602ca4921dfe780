"""Binding: which value each parameter of a function gets."""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from compare.driving.callables import CallableChoice
from compare.driving.catalogue import Catalogue
from compare.driving.definitions import Function
from compare.driving.following import usage_of
from compare.driving.frames import Frame
from compare.driving.hints import Hint
from compare.driving.layers import described, descriptions
from compare.driving.materials import Materials
from compare.driving.objects import Objects
from compare.driving.places import role_in
from compare.driving.pool import MissingError, Pool
from compare.driving.roles import Role, held_out
from compare.driving.setting import Setting
from compare.driving.sizing import NOTHING, USUAL, Sizing
from compare.driving.unrolled import is_unrolled, unrolled_length
from compare.driving.usage import Usage
from compare.driving.wanted import ENCODED, HYPER, LEAVE, WEIGHTS, UnboundError, Wanted
from compare.driving.weights import Weights
from compare.driving.words import index, words


@dataclass
class Binder:
    """Finds arguments in one run.

    Attributes
    ----------
    evaluate
        Evaluates an expression of the script in the namespace of their code.
    """

    catalogue: Catalogue
    setting: Setting
    materials: Materials
    pool: Pool
    weights: Weights
    callables: CallableChoice
    objects: Objects
    evaluate: Callable[[ast.expr, int], Any]

    def bind(self, function: Function, hint: Hint | None = None) -> dict[str, Any]:
        """Choose a value for each parameter; those with a good default are left out.

        Raises
        ------
        UnboundError
            Nothing fits a required parameter.
        """
        arguments: dict[str, Any] = {}
        for parameter in sorted(function.parameters, key=lambda each: is_unrolled(function, each)):
            usage = usage_of(function, parameter.name, self.catalogue)
            role = role_in(function, parameter.name, usage)
            wanted = Wanted(function, parameter, role, usage, hint)
            value = self._unrolled(wanted, arguments)
            if value is NOTHING:
                value = self._value(wanted)
            if value is not LEAVE:
                arguments[parameter.name] = value
        return arguments

    def _unrolled(self, wanted: Wanted, others: dict[str, Any]) -> Any:
        """All weights in one vector, as long as its parts are together."""
        if wanted.role not in WEIGHTS or not is_unrolled(wanted.function, wanted.parameter):
            return NOTHING
        owner = wanted.function.owner
        known = others | ({"self": self.objects.construct(owner)} if owner else {})
        length = unrolled_length(wanted.function, wanted.name, known)
        return NOTHING if length is None else self.weights.shaped(wanted.name, (length,))

    def _value(self, wanted: Wanted) -> Any:
        sources = (
            self._set, self._written, self._data, self._pooled, self._number, self._weighed,
            self._chosen, self._made, self._usual,
        )  # fmt: skip
        for source in sources:
            value = source(wanted)
            if value is not NOTHING:
                return value
        raise UnboundError(wanted.function.title, wanted.name)

    def _set(self, wanted: Wanted) -> Any:
        """What the setting says."""
        try:
            return self.setting.value(wanted.function.title, wanted.name)
        except KeyError:
            return NOTHING

    def _written(self, wanted: Wanted) -> Any:
        """The script's own argument, where objects are to be made as it makes them."""
        if self.setting.as_written and wanted.function.is_starter:
            return self._hinted(wanted)
        return NOTHING

    def _hinted(self, wanted: Wanted) -> Any:
        if wanted.hint is None or wanted.name not in wanted.hint.arguments:
            return NOTHING
        try:
            return self.evaluate(wanted.hint.arguments[wanted.name], wanted.hint.unit)
        except Exception:
            return NOTHING

    def _data(self, wanted: Wanted) -> Any:
        is_held_out = held_out(wanted.name)
        if is_held_out and wanted.default is not None:
            return LEAVE
        match wanted.role:
            case Role.X if self._takes_all(wanted):
                return self.materials.all_X(is_held_out)
            case Role.X:
                return self._framed(self.materials.X(is_held_out))
            case Role.PAIRS if len(wanted.usage.unpacked) == 2:
                return (self.materials.X(is_held_out), self.materials.Y(is_held_out))
            case Role.PAIRS if len(wanted.usage.parts) > 2:
                return self.materials.tuples(wanted.usage.parts)
            case Role.PAIRS:
                return self.materials.pairs(is_held_out)
            case Role.Y if wanted.is_none_by_default or wanted.default is None:
                return self._framed(self._labels(wanted, is_held_out))
        return NOTHING

    def _framed(self, values: Any) -> Any:
        return Frame(values) if self.setting.frames else values

    def _takes_all(self, wanted: Wanted) -> bool:
        """Whether a function goes through the examples itself: ``for x, y in zip(X, Y)``."""
        return wanted.usage.is_iterated and self.setting.probe.format.single

    def _labels(self, wanted: Wanted, is_held_out: bool) -> Any:
        """One-hot vectors beside class numbers, where a function takes both."""
        several = [
            each.name
            for each in wanted.function.parameters
            if role_in(wanted.function, each.name, Usage()) is Role.Y
            and held_out(each.name) == is_held_out
        ]
        if len(several) > 1:
            encoded = set(words(wanted.name)) & ENCODED
            return self.materials.Y(is_held_out, "matrix" if encoded else "classes")
        if self._takes_all(wanted):
            return self.materials.all_Y(is_held_out)
        return self.materials.Y(is_held_out)

    def _pooled(self, wanted: Wanted) -> Any:
        """What an earlier call returned."""
        if wanted.role in HYPER or wanted.function.is_starter:
            return NOTHING
        try:
            return self.pool.find(wanted.name)
        except MissingError:
            is_output = wanted.role is Role.OUTPUT
            return next(self.pool.outputs(), NOTHING) if is_output else NOTHING

    def _number(self, wanted: Wanted) -> Any:
        """Sizes, rates, lists of layers."""
        if wanted.is_none_by_default and wanted.role not in (Role.RATE, Role.TURNS):
            return NOTHING
        if wanted.role is Role.SIZES and described(wanted.usage):
            return descriptions(self.weights.sizes(), wanted.usage)
        if wanted.role is Role.SIZES and wanted.usage.item_attributes:
            return self._hinted(wanted)
        is_count = wanted.role is Role.SIZES and not wanted.usage.is_a_list
        if is_count and isinstance(self._hinted(wanted), int):
            return self.weights.depth + 1
        sizing = Sizing(self.setting, self.weights)
        return sizing.number(wanted.role, wanted.function, wanted.parameter, wanted.usage)

    def _chosen(self, wanted: Wanted) -> Any:
        """Options and functions: by default, as in the script, by what is called."""
        is_called = wanted.usage.is_called or wanted.usage.items_called
        if wanted.default is not None and not (wanted.is_none_by_default and is_called):
            return self._default(wanted)
        if wanted.role in (Role.KEEP, Role.DROP):
            return self._as_in_the_others(wanted)
        written = self._hinted(wanted)
        if written is not NOTHING:
            return self._without_intercept(wanted, written)
        if wanted.usage.looked_up:
            return self.callables.method_named(wanted.function.owner) or NOTHING
        chosen = self.callables.choose(wanted.name, wanted.usage)
        if chosen is not None:
            return chosen
        if wanted.role is Role.CHOICE and wanted.usage.strings:
            return wanted.usage.strings[0]
        return NOTHING

    def _as_in_the_others(self, wanted: Wanted) -> Any:
        """Forward and backward drop the same units, whatever the script tries each of them with."""
        for function in self.catalogue.everything():
            for each in function.parameters:
                value = getattr(each.default, "value", None)
                if each.name == wanted.name and isinstance(value, float) and 0 < value < 1:
                    return value
        return NOTHING

    def _without_intercept(self, wanted: Wanted, written: Any) -> Any:
        if not self.setting.intercept or wanted.role not in WEIGHTS:
            return written
        n_x = self.setting.probe.sizes.n_x
        shape = tuple(n_x if each == n_x + 1 else each for each in getattr(written, "shape", ()))
        return self.weights.shaped(wanted.name, shape) if n_x in shape else written

    def _default(self, wanted: Wanted) -> Any:
        """A default is kept; for an enumeration's member its class is made to look like one."""
        if "value" in wanted.usage.attributes and isinstance(wanted.default, ast.Name):
            return self.callables.member(wanted.default.id)
        return LEAVE

    def _weighed(self, wanted: Wanted) -> Any:
        """Weights that nothing made, where it can be told how they are kept."""
        if wanted.role not in WEIGHTS or wanted.default is not None or wanted.function.is_starter:
            return NOTHING
        kept = wanted.usage.keys or wanted.usage.unpacked or index(wanted.name) is not None
        if not kept and wanted.hint is not None and wanted.name in wanted.hint.arguments:
            return NOTHING
        return self.weights.make(wanted.name, wanted.role, wanted.usage)

    def _made(self, wanted: Wanted) -> Any:
        """Weights in whatever form, objects."""
        if wanted.role in WEIGHTS and not wanted.is_none_by_default:
            return self.weights.make(wanted.name, wanted.role, wanted.usage)
        if wanted.role in USUAL or wanted.usage.strings:
            return NOTHING
        made = self.objects.make(wanted.name, wanted.function, wanted.usage)
        return NOTHING if made is None else made

    def _usual(self, wanted: Wanted) -> Any:
        """The usual values of numbers, the first of the options."""
        if wanted.role in USUAL:
            return USUAL[wanted.role]
        if wanted.usage.strings:
            return wanted.usage.strings[0]
        if wanted.default is not None:
            return LEAVE
        if wanted.name == "n" or "size" in words(wanted.name):
            return self.setting.probe.sizes.hidden[0]
        return NOTHING
