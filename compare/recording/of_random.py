"""Random numbers are leaves; what is shuffled keeps where it came from."""

from typing import Any

from compare.recording.operations import Arguments, Keywords, Operations, Where
from compare.recording.values import is_array, is_value
from compare.recording.vocabulary import name_of

PICK_FROM_THEIR_FIRST = ("permutation", "permuted", "choice", "sample", "choices")


def drawn(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """A method of a random generator."""
    name = name_of(called)
    if name == "shuffle" and args and is_array(args[0]):
        return _shuffled(operations, place, called, args, kwargs)
    value = called(*args, **kwargs)
    if not operations.is_new(value):
        return value
    if name in PICK_FROM_THEIR_FIRST and args and is_array(args[0]):
        return _picked(operations, place, name, args, kwargs, value)
    return operations.leaf(place, "create", name, value)


def _shuffled(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> None:
    array = args[0]
    old, before = operations.provenance.ref(array), array.copy()
    called(*args, **kwargs)
    operations.tape.place = place
    rows = _rows(before, array)
    op, refs = ("shuffle", (old,)) if rows is None else ("getitem", (old, rows))
    operations.provenance.overwritten(array, op, refs, {})


def _picked(
    operations: Operations,
    place: Where,
    name: str,
    args: Arguments,
    kwargs: Keywords,
    value: Any,
) -> Any:
    """Rows of an array in random order, as a subscript."""
    rows = None if kwargs.get("axis") else _rows(args[0], value)
    if rows is None:
        return operations.made(place, "opaque", args, kwargs, value, name)
    return operations.made(place, "getitem", (args[0], rows), {}, value)


def _rows(array: Any, picked: Any) -> Any:
    """Which rows (or which row) of an array were picked, if its rows all differ."""
    where = {row.tobytes(): index for index, row in enumerate(array)}
    if len(where) < len(array) or not is_value(picked):
        return None
    if not is_array(picked) or picked.ndim < array.ndim:
        return where.get(picked.tobytes())
    rows = [where.get(row.tobytes()) for row in picked]
    return None if None in rows else rows
