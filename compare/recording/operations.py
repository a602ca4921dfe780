"""Putting an operation on the tape: its operands by their nodes, its result as a new one."""

from collections.abc import Callable, Iterator
from typing import Any

from numpy import matrix, ndarray

from compare.recording.calls import MANY, size
from compare.recording.failures import attempted, is_from_theirs
from compare.recording.graph import Operation
from compare.recording.operators import IN_PLACE, OPERATORS
from compare.recording.provenance import Provenance
from compare.recording.tape import Tape, holds_refs
from compare.recording.values import Whole, is_array, is_value, plain
from compare.recording.vocabulary import CREATORS, LIKE

Arguments = tuple[Any, ...]
Keywords = dict[str, Any]

Where = int | None
"""The number of a place; ``None`` is outside their code."""


class Operations:
    """Does what their operators do, and notes it.

    Attributes
    ----------
    call
        ``call(place, function, args, kwargs)`` calls a function and notes it.
    """

    def __init__(self, tape: Tape, provenance: Provenance) -> None:
        self.tape = tape
        self.provenance = provenance
        self.call: Callable[[Where, Any, Arguments, Keywords], Any]

    def is_new(self, value: Any) -> bool:
        """Whether it is a value that no node has."""
        return is_value(value) and not self.provenance.knows(value)

    def operator(self, place: Where, name: str, *operands: Any) -> Any:
        """An operator on values; on objects of theirs it does what they say."""
        self.tape.place = place
        try:
            value = OPERATORS[name](*plain(operands))
        except Exception as error:
            self.failed(error, place, _on_matrices(name, operands), operands, {})
            raise
        if not self.is_new(value):
            return value
        return self.made(place, _on_matrices(name, operands), operands, {}, value)

    def in_place(self, place: Where, name: str, old: Any, operand: Any) -> Any:
        """An operator with ``=``: an array is overwritten, anything else replaced."""
        self.tape.place = place
        if not is_array(old):
            value = self._in_place(place, name, old, operand)
            new = self.is_new(value)
            return self.made(place, name, (old, operand), {}, value) if new else value
        refs = (self.provenance.ref(old), self.provenance.ref(operand))
        value = self._in_place(place, name, old, operand)
        self.tape.place = place
        if value is old:
            self.provenance.overwritten(old, _on_matrices(name, (old, operand)), refs, {})
            return value
        return self.noted(name, (old, operand), refs, {}, value) if self.is_new(value) else value

    def _in_place(self, place: Where, name: str, old: Any, operand: Any) -> Any:
        try:
            return IN_PLACE[name](*plain((old, operand)))
        except Exception as error:
            self.failed(error, place, _on_matrices(name, (old, operand)), (old, operand), {})
            raise

    def item(self, place: Where, owner: Any, index: Any) -> Any:
        """A subscript: a part of an array, or what a container holds."""
        self.tape.place = place
        try:
            value = owner[index]
        except Exception as error:
            self.failed(error, place, "getitem", (owner, index), {})
            raise
        if not is_array(owner) or not self.is_new(value):
            return value
        return self.made(place, "getitem", (owner, index), {}, value)

    def set_item(self, place: Where, owner: Any, index: Any, value: Any) -> None:
        """A part of an array is overwritten."""
        refs = tuple(map(self.provenance.ref, (owner, index, value)))
        try:
            owner[index] = value
        except Exception as error:
            self.failed(error, place, "setitem", (owner, index, value), {})
            raise
        self.tape.place = place
        self.provenance.overwritten(owner, "setitem", refs, {})

    def made(
        self,
        place: Where,
        name: str,
        args: Arguments,
        kwargs: Keywords,
        value: Any,
        function: str = "",
    ) -> Any:
        """Note a new value; it, or what was put in place of it."""
        self.tape.place = place
        ref = self.provenance.ref
        refs = tuple([ref(arg) for arg in args])
        keywords = {key: ref(arg) for key, arg in kwargs.items()} if kwargs else {}
        return self.noted(name, args, refs, keywords, value, function)

    def noted(
        self,
        name: str,
        args: Arguments,
        refs: Arguments,
        kwargs: Keywords,
        value: Any,
        function: str = "",
    ) -> Any:
        """The same, where the operands had to be looked up before."""
        if name in LIKE or (name in CREATORS and not holds_refs((refs, kwargs))):
            refs = tuple(ref for ref in refs if not holds_refs(ref))
            kwargs = {}
            name, function = "create", function or name
        node, value = self.tape.add(name, refs, kwargs, value, function=function)
        self.provenance.hold_view(value, node, args)
        return value

    def leaf(self, place: Where, op: str, function: str, value: Any) -> Any:
        """Note a value that has no operands."""
        self.tape.place = place
        node, value = self.tape.add(op, (), {}, value, function=function)
        self.provenance.hold(value, node)
        return value

    def result(
        self,
        place: Where,
        name: str,
        args: Arguments,
        kwargs: Keywords,
        value: Any,
        function: str = "",
    ) -> Any:
        """Note what a function gave: a value, or several."""
        if is_value(value):
            if self.provenance.knows(value) or _is_given(value, args, kwargs):
                return value
            if name == "opaque" and not self.among(args, kwargs):
                return self.leaf(place, "create", function, value)
            return self.made(place, name, args, kwargs, value, function)
        if isinstance(value, (tuple, list)):
            self._parts(place, name, args, kwargs, value, function)
        return value

    def _parts(
        self,
        place: Where,
        name: str,
        args: Arguments,
        kwargs: Keywords,
        parts: Any,
        function: str,
    ) -> None:
        for index, part in enumerate(parts):
            if not self.is_new(part) or _is_given(part, args, kwargs):
                continue
            self.tape.place = place
            if not is_array(part) or self.provenance.view(part) is None:
                text = f"{function or name}[{index}]"
                self.made(place, "opaque", args, kwargs, part, text)

    def as_number(self, place: Where, value: Any) -> Any:
        """The number in an array of one entry, which NumPy once took for that number."""
        if not is_array(value) or not value.ndim or value.size != 1:
            return value
        entry = value.item()
        entry = Whole(entry) if type(entry) is int else entry
        return self.made(place, "item", (value,), {}, entry) if is_value(entry) else entry

    def failed(
        self, error: Exception, place: Where, name: str, args: Arguments, kwargs: Keywords
    ) -> None:
        """Keep with an exception the operation that raised it, if no code of theirs did."""
        large = size((args, kwargs), MANY) >= MANY
        if large or not any(map(_holds_values, args)) or is_from_theirs(error):
            return
        self.tape.place = place
        refs, keywords = self.provenance.ref(args), self.provenance.ref(kwargs)
        if holds_refs((refs, keywords)):
            attempted(error, Operation(name, refs, keywords), self.tape.site())

    def among(self, args: Arguments, kwargs: Keywords) -> bool:
        """Whether there is a node among arguments."""
        return holds_refs((self.provenance.ref(args), self.provenance.ref(kwargs)))

    def each(self, place: Where, items: Any) -> Any:
        """What iterating over something gives; the parts of an array as nodes."""
        if is_array(items) and items.ndim:
            return self._elements(place, items)
        return items

    def listed(self, place: Where, items: Any) -> list[Any]:
        """The same, all at once."""
        return list(self.each(place, items))

    def _elements(self, place: Where, array: Any) -> Iterator[Any]:
        for index in range(len(array)):
            yield self.item(place, array, index)


def _holds_values(argument: Any) -> bool:
    """Whether there is a number of NumPy among arguments, without asking objects of theirs."""
    several = type(argument) in (list, tuple)
    return any(map(is_value, argument)) if several else is_value(argument)


def _is_given(value: Any, args: Arguments, kwargs: Keywords) -> bool:
    """Whether a function handed back one of its arguments."""
    return any(value is arg for arg in (*args, *kwargs.values()))


def _on_matrices(name: str, operands: Arguments) -> str:
    """On ``np.matrix``, the operators ``*`` and ``**`` are those of linear algebra."""
    if name not in ("multiply", "power"):
        return name
    matrices = any(isinstance(operand, matrix) for operand in operands)
    if name == "power" and matrices:
        return "linalg.matrix_power"
    arrays = all(isinstance(operand, ndarray) for operand in operands)
    return "matmul" if matrices and arrays else name
