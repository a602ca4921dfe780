"""Calls: NumPy's and Python's functions are operations, theirs are entered."""

import builtins
import copy
import functools
import operator
import random
from collections.abc import Callable, Iterable
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

import numpy as np

from compare.recording import of_functions, of_numpy, of_python, of_random
from compare.recording.formatting import formatting
from compare.recording.frames import is_unit
from compare.recording.operations import Arguments, Keywords, Operations, Where
from compare.recording.operators import NAMES_OF_OPERATORS, OPERATORS
from compare.recording.values import text_of
from compare.recording.vocabulary import MATH, name_of

Handler = Callable[[Operations, Where, Any, Arguments, Keywords], Any]


class Functions:
    """Calls a function as their program does, and notes what it gave."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations
        operations.call = self.call

    def call(self, place: Where, function: Any, args: Arguments, kwargs: Keywords) -> Any:
        """Call anything."""
        self._operations.tape.place = place
        if is_theirs(function):
            return function(*args, **kwargs)
        handler = HANDLERS.get(id(function)) or handler_of(function)
        try:
            return handler(self._operations, place, function, args, kwargs)
        except Exception as error:
            if handler in COMPUTING:
                name, operands = COMPUTING[handler](function, args)
                self._operations.failed(error, place, name, operands, kwargs)
            raise


def is_theirs(function: Any) -> bool:
    """Whether a function, or the function of a method, was written in their file."""
    kind = type(function)
    if kind is MethodType:
        function = function.__func__
        kind = type(function)
    return kind is FunctionType and is_unit(function.__code__)


def handler_of(function: Any) -> Handler:
    """What to do with a function, by what it belongs to."""
    for kind, handler in BY_KIND:
        if isinstance(function, kind):
            return handler
    if isinstance(function, (BuiltinMethodType, MethodType)):
        for kind, handler in BY_OWNER:
            if isinstance(function.__self__, kind):
                return handler
    module = text_of(function, "__module__")
    if module.startswith(("numpy.testing", "unittest")):
        return of_python.assertion
    return of_numpy.function if module.startswith("numpy") else of_python.unknown


BY_KIND: list[tuple[Any, Handler]] = [
    (np.ufunc, of_numpy.function),
    (functools.partial, of_functions.partial),
    (np.vectorize, of_functions.vectorized),
    (type, of_python.constructor),
]

BY_OWNER: list[tuple[Any, Handler]] = [
    ((np.ndarray, np.number), of_numpy.method),
    (np.ufunc, of_numpy.ufunc_method),
    (str, formatting),
    ((np.random.RandomState, np.random.Generator, random.Random), of_random.drawn),
]

NUMBER_TYPES = (
    *(np.float16, np.float32, np.float64, np.longdouble),
    *(np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64),
)


def _handlers() -> dict[int, Handler]:
    """The functions that are known by themselves, by their identity."""
    groups: list[tuple[Handler, Iterable[Any]]] = [
        (of_python.iterating, (zip, enumerate, list, tuple, set, frozenset, iter, sorted)),
        (of_python.reversing, (reversed,)),
        (of_python.summed, (sum,)),
        (of_python.extreme, (max, min)),
        (of_python.number, (float, abs, round, pow, *NUMBER_TYPES)),
        (of_python.whole, (int,)),
        (of_python.mathematical, MATH),
        (of_python.operator, OPERATORS.values()),
        (of_python.copied, (copy.copy, copy.deepcopy)),
        (of_python.plain, (len, range, bool, str, isinstance, type, any, all, getattr)),
        (of_python.plain, (hasattr, repr, next, id, callable, builtins.print, operator.itemgetter)),
        (formatting, (format,)),
        (of_functions.applied, (map, filter, functools.reduce)),
        (of_functions.along_axis, (np.apply_along_axis,)),
    ]
    return {id(function): handler for handler, group in groups for function in group}


HANDLERS = _handlers()


def _of_method(called: Any, args: Arguments) -> tuple[str, Arguments]:
    return name_of(called), (called.__self__, *args)


COMPUTING: dict[Handler, Callable[[Any, Arguments], tuple[str, Arguments]]] = {
    of_numpy.function: lambda called, args: (name_of(called), args),
    of_numpy.method: _of_method,
    of_python.mathematical: lambda called, args: (MATH[called], args),
    of_python.operator: lambda called, args: (NAMES_OF_OPERATORS[called], args),
    of_python.number: lambda called, args: (name_of(called), args),
    of_python.whole: lambda called, args: (name_of(called), args),
}
"""The operation that a call is, for what computes numbers."""
