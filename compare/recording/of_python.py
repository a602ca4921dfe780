"""Python's own functions: those that compute are operations, the others only do their work."""

import copy
import math
from typing import Any

from numpy import array as as_array

from compare.recording.operations import Arguments, Keywords, Operations, Where
from compare.recording.operators import NAMES_OF_OPERATORS
from compare.recording.values import Whole, fresh, is_array, is_value
from compare.recording.vocabulary import MATH, name_of

OF_ONE_NUMBER = {id(float): "float", id(abs): "absolute", id(round): "round", id(pow): "power"}


def plain(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """A function that makes no new numbers."""
    return called(*args, **kwargs)


def constructor(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """A class; one of arrays makes values."""
    value = called(*args, **kwargs)
    operations.provenance.doubts += 1
    return operations.result(place, name_of(called), args, kwargs, value)


def unknown(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """A function of which nothing is known but what it was given and what it gave."""
    value = called(*args, **kwargs)
    operations.provenance.doubts += 1
    return operations.result(place, "opaque", args, kwargs, value, name_of(called))


def operator(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``operator.mul(a, b)``."""
    value = called(*args, **kwargs)
    name = NAMES_OF_OPERATORS[called]
    return operations.made(place, name, args, {}, value) if operations.is_new(value) else value


def iterating(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``zip``, ``enumerate``, ``list``, ...: they meet the parts of arrays as nodes."""
    return called(*[operations.each(place, arg) for arg in args], **kwargs)


def reversing(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``reversed``, which needs a sequence."""
    return called(*[operations.listed(place, arg) if is_array(arg) else arg for arg in args])


def summed(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``sum``: a chain of additions, or the sum of an array over its first axis."""
    if not args or is_array(args[0]):
        first_axis = {"axis": 0}
        value = called(*args, **kwargs)
        return operations.result(place, "sum", args[:1], first_axis, value)
    items = list(args[0])
    value = called(items, *args[1:], **kwargs)
    if not operations.is_new(value) or not operations.among(tuple(items), {}):
        return value
    total = (*args[1:], *kwargs.values(), 0)[0]
    for item in items[:-1]:
        partial = total + item
        new = operations.is_new(partial)
        total = operations.made(place, "add", (total, item), {}, partial) if new else partial
    return operations.made(place, "add", (total, items[-1]), {}, value)


def extreme(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``max`` and ``min``, which hand back one of their arguments."""
    if len(args) == 1 and not isinstance(args[0], (list, tuple)):
        args = (operations.listed(place, args[0]),)
    value = called(*args, **kwargs)
    if "key" in kwargs or is_array(value) or not is_value(value):
        return value
    if not operations.among(args, {}):
        return value
    if len(args) == 2:
        name = "maximum" if called is max else "minimum"
    else:
        name, numbers = called.__name__, args[0] if len(args) == 1 else list(args)
        args = (operations.made(place, "array", (numbers,), {}, as_array(numbers)),)
    return operations.made(place, name, args, {}, fresh(value))


def whole(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``int(y)``: of a node, an integer that is a node as well."""
    args = tuple([operations.as_number(place, arg) for arg in args])
    value = called(*args, **kwargs)
    if type(value) is not int or not operations.among(args[:1], {}):
        return value
    return operations.made(place, "int", args[:1], {}, Whole(value))


def number(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``float(x)``, ``np.float32(x)``, ``abs(x)``, ``round(x)``, ``pow(x, y)``."""
    if called is float:
        args = tuple([operations.as_number(place, arg) for arg in args])
    value = called(*args, **kwargs)
    if not operations.is_new(value):
        return value
    if not operations.among(args, kwargs):
        return operations.leaf(place, "constant", called.__name__, value)
    name = OF_ONE_NUMBER.get(id(called))
    if name is None:
        return operations.made(place, "astype", (args[0], called), {}, value)
    return operations.made(place, name, args, kwargs, value)


def mathematical(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``math.exp(z)``."""
    if called is math.fsum:
        return _fsum(operations, place, operations.listed(place, *args))
    args = tuple([operations.as_number(place, arg) for arg in args])
    return operations.result(place, MATH[called], args, kwargs, called(*args, **kwargs))


def _fsum(operations: Operations, place: Where, numbers: list[Any]) -> Any:
    value = math.fsum(numbers)
    if not operations.among((numbers,), {}):
        return operations.result(place, "sum", (numbers,), {}, value)
    array = operations.made(place, "array", (numbers,), {}, as_array(numbers))
    return operations.made(place, "sum", (array,), {}, value)


def copied(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """``copy.copy``, ``copy.deepcopy``: every array in the copy is the copy of a node."""
    if called is copy.copy or not args:
        value = called(*args, **kwargs)
        return operations.result(place, "copy", args, {}, value) if is_array(value) else value
    memo: dict[int, Any] = (*args[1:2], *kwargs.values(), {})[0]
    value = called(args[0], memo)
    for original in list(memo.get(id(memo), ())):
        new = memo.get(id(original))
        if is_array(new) and operations.is_new(new):
            operations.made(place, "copy", (original,), {}, new)
    return value


def assertion(
    operations: Operations, place: Where, called: Any, args: Arguments, kwargs: Keywords
) -> Any:
    """An assertion of a testing library is noted and not obeyed."""
    try:
        return called(*args, **kwargs)
    except AssertionError:
        operations.tape.place = place
        operations.tape.remark("assertion", f"{called.__name__} does not hold")
        return None
