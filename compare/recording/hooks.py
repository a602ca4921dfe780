"""What the rewritten tree calls: the object ``__record__`` in the namespace of their program."""

from collections.abc import Iterator
from types import BuiltinMethodType
from typing import Any

from numpy import c_, r_

from compare.recording import of_numpy
from compare.recording.calls import Calls
from compare.recording.formatting import filled_in, formatted
from compare.recording.functions import Functions
from compare.recording.loops import Loops
from compare.recording.names import Names
from compare.recording.operations import Operations
from compare.recording.places import PLACES
from compare.recording.trees import TEMPORARY
from compare.recording.values import is_array


class _Index:
    """Gives back what stands between the square brackets."""

    def __getitem__(self, index: Any) -> Any:
        return index


class Hooks:
    """Each method does what the piece of code that it stands for does, and notes it."""

    index = _Index()
    any_exception = Exception

    def __init__(
        self, operations: Operations, functions: Functions, names: Names, calls: Calls, loops: Loops
    ) -> None:
        self._tape = operations.tape
        self._operations = operations
        self._functions = functions
        self._names = names
        self._calls = calls
        self.turns = loops.turns
        self.begin = loops.begin
        self.turn = loops.turn
        self.unary = operations.operator
        self.formatted = formatted
        self.each = operations.each
        self.enter = calls.enter
        self.leave = calls.leave

    def call(self, place: int, function: Any, /, *args: Any, **kwargs: Any) -> Any:
        """``function(*args, **kwargs)``."""
        depth = self._calls.depth()
        try:
            value = self._functions.call(place, function, args, kwargs)
        finally:
            if self._calls.depth() != depth:
                self._calls.leave(depth)
        if PLACES[place].text:
            self._kept(place, function, args)
        return value

    def binary(self, place: int, name: str, left: Any, right: Any) -> Any:
        """An operator between two operands."""
        if name == "remainder" and type(left) is str:
            return filled_in(left, right)
        return self._operations.operator(place, name, left, right)

    def item(self, place: int, owner: Any, index: Any) -> Any:
        """``owner[index]``."""
        if owner is c_ or owner is r_:
            return of_numpy.joined(self._operations, place, owner, index, owner[index])
        return self._operations.item(place, owner, index)

    def attribute(self, place: int, owner: Any, name: str) -> Any:
        """``owner.T``."""
        self._tape.place = place
        value = getattr(owner, name)
        if not is_array(owner) or self._operations.provenance.knows(value):
            return value
        op = "transpose" if name == "T" else "matrix_transpose"
        return self._operations.made(place, op, (owner,), {}, value)

    def each_spread(self, place: int, items: Any, shape: Any) -> Iterator[Any]:
        """The items of something, each of which is taken apart at once."""
        for item in self._operations.each(place, items):
            yield self._spread(place, item, shape)

    def _spread(self, place: int, item: Any, shape: Any) -> Any:
        if shape is None:
            return item
        if is_array(item):
            item = list(self._operations.each(place, item))
        if type(item) in (list, tuple) and len(item) == len(shape):
            return [self._spread(place, *pair) for pair in zip(item, shape, strict=True)]
        return item

    def name(self, place: int, value: Any) -> Any:
        """``name = value``."""
        self._names.variable(PLACES[place], value)
        return value

    def unpack(self, place: int, values: Any, names: tuple[int, ...]) -> Any:
        """``a, b = values``."""
        parts = self._operations.each(place, values)
        if not isinstance(parts, (tuple, list)):
            try:
                parts = _first(iter(parts), len(names) + 1)
            except TypeError:
                return values
        if len(parts) == len(names):
            for number, part in zip(names, parts, strict=True):
                self._names.variable(PLACES[number], part)
        return parts

    def set_attribute(self, place: int, value: Any, owner: Any, name: str) -> None:
        """``owner.name = value``."""
        self._tape.place = place
        setattr(owner, name, value)
        self._operations.provenance.doubts += is_array(owner)
        self._attribute_was_set(place, owner, name, value)

    def _attribute_was_set(self, place: int, owner: Any, name: str, value: Any) -> None:
        if is_array(owner):
            self._operations.provenance.reshaped(owner, name)
        else:
            self._names.attribute(PLACES[place], owner, name, value)

    def set_item(
        self, place: int, value: Any, owner: Any, index: Any, number: int | None = None
    ) -> None:
        """``owner[index] = value``, where the value may be a number that is written there."""
        self._tape.place = place
        if is_array(owner):
            self._operations.set_item(place, owner, index, value)
        else:
            value = value if number is None else self.number(number, value)
            self._operations.provenance.doubts += type(owner) not in (dict, list)
            owner[index] = value
            self._names.item(PLACES[place].site, PLACES[place].text, owner, index, value)

    def augment(self, place: int, op: str, old: Any, operand: Any, named: int) -> Any:
        """``name += operand``."""
        value = self._operations.in_place(place, op, old, operand)
        self._names.variable(PLACES[named], value)
        return value

    def attribute_of(self, owner: Any, name: str) -> tuple[Any, str, Any]:
        """``owner.name`` where it is about to be changed."""
        return owner, name, getattr(owner, name)

    def augment_attribute(
        self, place: int, op: str, target: tuple[Any, str, Any], operand: Any, named: int
    ) -> None:
        """``owner.name += operand``."""
        owner, name, old = target
        value = self._operations.in_place(place, op, old, operand)
        self.set_attribute(named, value, owner, name)

    def item_of(self, place: int, owner: Any, index: Any) -> tuple[Any, Any, Any]:
        """``owner[index]`` where it is about to be changed."""
        return owner, index, self._operations.item(place, owner, index)

    def augment_item(
        self, place: int, op: str, target: tuple[Any, Any, Any], operand: Any, named: int
    ) -> None:
        """``owner[index] += operand``."""
        owner, index, old = target
        value = self._operations.in_place(place, op, old, operand)
        if is_array(owner) and self._operations.provenance.shows(value, owner):
            owner[index] = value  # it has been written already
        else:
            self.set_item(named, value, owner, index)

    def given(self, depth: int, place: int, value: Any) -> Any:
        """What a ``lambda`` gives."""
        self._calls.returned(value, ())
        self._calls.leave(depth)
        return value

    def returned(self, place: int, value: Any) -> Any:
        """``return value``."""
        self._calls.returned(value, PLACES[place].parts)
        return value

    def number(self, place: int, value: Any) -> Any:
        """A number that is written where a value is kept."""
        if type(value) is float:
            return self._operations.leaf(place, "constant", "float", value * 1.0)
        self._tape.place = place
        _, value = self._tape.add("constant", (), {}, value, function="int")
        if type(value) is float:
            self._operations.provenance.hold(value, len(self._tape.nodes) - 1)
        return value

    def asserted(self, place: int, holds: Any) -> None:
        """``assert holds``: noted, not obeyed."""
        if not holds:
            self.assertion_failed(place)

    def assertion_failed(self, place: int) -> None:
        """An assert whose condition cannot even be evaluated."""
        self._tape.place = place
        self._tape.remark("assertion", f"assert {PLACES[place].text} does not hold")

    def visible(self, variables: dict[str, Any]) -> dict[str, Any]:
        """``locals()``, without ours."""
        if not any(str(name).startswith(TEMPORARY) for name in variables):
            return variables
        return {k: v for k, v in variables.items() if not str(k).startswith(TEMPORARY)}

    def _kept(self, place: int, function: Any, args: tuple[Any, ...]) -> None:
        """After ``items.append(x)`` and ``setattr(owner, name, x)``, which are assignments."""
        items = function.__self__ if isinstance(function, BuiltinMethodType) else None
        where = PLACES[place]
        if type(items) is list and items:
            last = len(items) - 1
            self._names.item(where.site, f"{where.text}[{last}]", items, last, items[last])
        elif function is setattr and len(args) == 3:
            self._attribute_was_set(place, *args)


def _first(items: Iterator[Any], most: int) -> list[Any]:
    """The first items of an iterator."""
    return [item for _, item in zip(range(most), items, strict=False)]
