"""NumPy's functions, methods and universal functions."""

from typing import Any

from numpy import add, c_, maximum, minimum, multiply, ndim, r_, ufunc

from compare.recording.operations import Arguments, Keywords, Operations, Where
from compare.recording.values import Whole, is_array, plain
from compare.recording.vocabulary import CHANGE_THEIR_FIRST, name_of

REDUCTIONS = {add: "sum", multiply: "prod", maximum: "max", minimum: "min"}


def function(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``np.sum(Z, axis=1)``."""
    name = name_of(called)
    if name in CHANGE_THEIR_FIRST and args and is_array(args[0]):
        op, operands = _as_assignment(name, args)
        call = called, args, kwargs
        return _overwrites(operations, place, op, args[0], call, operands, kwargs)
    out, operands, keywords = _without_out(called, args, kwargs)
    if is_array(out):
        return _overwrites(operations, place, name, out, (called, args, kwargs), operands, keywords)
    value = called(*plain(args), **kwargs)
    if not operations.is_new(value):
        operations.provenance.doubts += 1
    return operations.result(place, name, args, kwargs, value)


def method(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``Z.sum(axis=1)``."""
    array, name = called.__self__, name_of(called)
    if name in CHANGE_THEIR_FIRST and is_array(array):
        op, whole = _as_assignment(name, (array, *args))
        return _overwrites(operations, place, op, array, (called, args, kwargs), whole, kwargs)
    out, operands, keywords = _without_out(called, args, kwargs)
    if is_array(out):
        whole, call = (array, *operands), (called, args, kwargs)
        return _overwrites(operations, place, name, out, call, whole, keywords)
    if name == "tolist" and is_array(array):
        return as_lists(operations, array)
    value = called(*plain(args), **kwargs)
    if type(value) is int and is_array(array):
        value = Whole(value)
    if name == "view" and not args and not kwargs:
        name = "asarray"
    elif name == "item":
        name, args = ("getitem", (args[0] if len(args) == 1 else args,)) if args else ("item", ())
    elif name == "clip" and len(args) == 1 and not kwargs:
        args = (*args, None)
    return operations.result(place, name, (array, *args), kwargs, value)


def ufunc_method(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``np.add.at``, ``np.add.reduce``, ``np.multiply.outer``."""
    name = f"{called.__self__.__name__}.{called.__name__}"
    if called.__name__ == "at" and is_array(args[0]):
        return _overwrites(operations, place, name, args[0], (called, args, kwargs), args, kwargs)
    value = called(*args, **kwargs)
    if called.__name__ == "reduce" and called.__self__ in REDUCTIONS:
        name, kwargs = REDUCTIONS[called.__self__], {"axis": 0, **kwargs}
        if len(args) > 1:
            kwargs, args = {**kwargs, "axis": args[1]}, args[:1]
    return operations.result(place, name, args, kwargs, value)


def _as_assignment(name: str, operands: Arguments) -> tuple[str, Arguments]:
    """``Z.fill(0)`` and ``np.copyto(Z, A)`` as ``Z[...] = ``; anything else as it is."""
    if name in ("fill", "copyto") and len(operands) == 2:
        return "setitem", (operands[0], Ellipsis, operands[1])
    return name, operands


def joined(operations: Operations, place: Where, joiner: Any, index: Any, value: Any) -> Any:
    """``np.c_[A, B]`` and ``np.r_[a, b]``."""
    parts = index if isinstance(index, tuple) else (index,)
    name = "column_stack" if joiner is c_ else "hstack"
    dimensions = {ndim(part) for part in parts if not isinstance(part, (slice, str))}
    if any(isinstance(part, (slice, str)) for part in parts) or not dimensions <= {0, 1, 2}:
        return operations.result(place, "opaque", (index,), {}, value, "c_ or r_")
    if joiner is r_ and dimensions == {2}:
        name = "vstack"
    return operations.made(place, name, (list(parts),), {}, value)


def _overwrites(
    operations: Operations,
    place: Where,
    name: str,
    array: Any,
    call: tuple[Any, Arguments, Keywords],
    operands: Arguments,
    keywords: Keywords,
) -> Any:
    """Make a call that overwrites an array with the outcome of an operation."""
    provenance = operations.provenance
    provenance.array(array)
    refs, named = provenance.ref(operands), provenance.ref(keywords)
    called, args, kwargs = call
    value = called(*args, **kwargs)
    operations.tape.place = place
    provenance.overwritten(array, name, refs, named)
    return value


def _without_out(called: Any, args: Arguments, kwargs: Keywords) -> tuple[Any, Arguments, Keywords]:
    """The array that takes the outcome, and the other arguments."""
    if isinstance(called, ufunc) and len(args) > called.nin:
        return args[called.nin], args[: called.nin], kwargs
    out = kwargs.get("out")
    if out is None:
        return None, args, kwargs
    keywords = {key: arg for key, arg in kwargs.items() if key != "out"}
    return out[0] if isinstance(out, tuple) else out, args, keywords


def as_lists(operations: Operations, array: Any) -> Any:
    """An array as nested lists, every number of which is a part of it."""
    return _as_lists(operations, operations.tape.place, array, array.tolist(), ())


def _as_lists(
    operations: Operations, place: Where, array: Any, value: Any, index: tuple[int, ...]
) -> Any:
    if isinstance(value, list):
        return [
            _as_lists(operations, place, array, part, (*index, number))
            for number, part in enumerate(value)
        ]
    if type(value) not in (int, float):
        return value
    value = Whole(value) if type(value) is int else value
    return operations.made(place, "getitem", (array, index), {}, value)
