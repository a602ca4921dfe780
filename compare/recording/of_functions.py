"""Functions that call functions: what they call is noted as if their program called it."""

from typing import Any

from numpy import arange, asarray, broadcast_arrays, ndim, stack, unravel_index, vectorize

from compare.recording.operations import Arguments, Keywords, Operations, Where
from compare.recording.values import is_array, is_value, text_of


def partial(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """A ``functools.partial``."""
    whole = {**called.keywords, **kwargs}
    return operations.call(place, called.func, (*called.args, *args), whole)


def applied(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``map``, ``filter``, ``functools.reduce``."""
    if not args or not callable(args[0]):
        return called(*args, **kwargs)
    items = [operations.each(place, arg) for arg in args[1:]]
    return called(_noted(operations, place, args[0]), *items, **kwargs)


def _noted(operations: Operations, place: Where, function: Any) -> Any:
    """A function that is noted when somebody else calls it."""
    return lambda *args, **kwargs: operations.call(place, function, args, kwargs)


def vectorized(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """A function that ``np.vectorize`` calls with every entry of its arguments."""
    if kwargs or called.signature is not None or called.excluded or not args:
        return operations.result(
            place, "opaque", args, kwargs, called(*args, **kwargs), _name(called)
        )
    arrays = broadcast_arrays(*[asarray(arg) for arg in args])
    results: dict[int, Any] = {}

    def entry(number: int) -> Any:
        where = unravel_index(number, arrays[0].shape)
        entries = [_entry(operations, place, arg, where) for arg in args]
        results[number] = operations.call(place, called.pyfunc, tuple(entries), {})
        return results[number]

    numbers = arange(arrays[0].size).reshape(arrays[0].shape)
    same_kind = vectorize(entry, otypes=called.otypes, cache=called.cache)
    value = same_kind(numbers)
    if not is_value(value):
        return value
    parts = [results[number] for number in range(len(results))]
    return _assembled(operations, place, parts, value)


def _entry(operations: Operations, place: Where, argument: Any, where: tuple[Any, ...]) -> Any:
    """One entry of an argument that is broadcast, as the number of Python that it becomes."""
    array = asarray(argument)
    own = where[len(where) - array.ndim :]
    index = tuple(int(i) if n > 1 else 0 for i, n in zip(own, array.shape, strict=True))
    entry = array.astype(object)[index]
    if not is_array(argument) or type(entry) is not float:
        return argument if type(argument) is float else entry
    return operations.made(place, "getitem", (argument, index), {}, entry)


def along_axis(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``np.apply_along_axis(f, axis, X)``."""
    function, axis, array, *rest = args
    results: list[Any] = []

    def kept(row: Any, *more: Any, **named: Any) -> Any:
        results.append(operations.call(place, function, (row, *more), named))
        return results[-1]

    value = called(kept, axis, array, *rest, **kwargs)
    if not is_array(value) or not results:
        return value
    return _assembled(operations, place, results, value, axis % ndim(array))


def _assembled(
    operations: Operations, place: Where, parts: list[Any], value: Any, axis: int | None = None
) -> Any:
    """An array from the results of a function, in the order in which it was called."""
    if not is_array(value) or not parts:
        return operations.result(place, "float", tuple(parts), {}, value)
    rows = stack([asarray(part) for part in parts]).astype(value.dtype)
    rows = operations.made(place, "array", (parts,), {"dtype": value.dtype}, rows)
    if rows.ndim > 1 and axis is not None:
        shape = value.shape[:axis] + value.shape[axis + 1 :] + rows.shape[1:]
        whole = operations.made(place, "reshape", (rows, shape), {}, rows.reshape(shape))
        return operations.made(place, "moveaxis", (whole, -1, axis), {}, value)
    return operations.made(place, "reshape", (rows, value.shape), {}, value)


def _name(called: Any) -> str:
    return text_of(called.pyfunc, "__name__") or "vectorize"
