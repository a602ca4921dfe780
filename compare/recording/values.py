"""Which objects have a place in the graph: arrays of numbers, floats, NumPy's numbers.

Integers and truth values of Python are constants: there is one object for every 0, so nobody can
tell where it came from.  Only an integer that is made from a node, as ``int(y)`` makes a label, is
an object of its own.
"""

from typing import Any

import numpy as np
from numpy import ndarray, number

NUMERIC = "biufc"


LARGE = 4096
WORDS = {1: np.dtype("u1"), 2: np.dtype("u2"), 4: np.dtype("u4"), 8: np.dtype("u8")}

_as_array = np.array
"""As it is before their program runs, which may put another in its place."""


class Whole(int):
    """An integer whose identity tells where it came from; it computes as any other."""

    __slots__ = ()


Whole.__name__ = Whole.__qualname__ = "int"


def text_of(value: object, attribute: str) -> str:
    """An attribute that is a text, or nothing: objects of theirs answer for names as they like."""
    try:
        text = getattr(value, attribute, None)
    except Exception:
        return ""
    return text if isinstance(text, str) else ""


def plain(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same arguments with Python's own integers, which NumPy treats in a way of their own."""
    if Whole not in map(type, args):
        return args
    return tuple(int(arg) if type(arg) is Whole else arg for arg in args)


def as_number(value: Any) -> Any:
    """The number in an array of one entry, which NumPy once took for that number."""
    return value.item() if is_array(value) and value.ndim and value.size == 1 else value


def is_array(value: object) -> bool:
    """Whether it is an array of numbers."""
    return isinstance(value, ndarray) and value.dtype.kind in NUMERIC


def is_value(value: object) -> bool:
    """Whether it can be the value of a node."""
    kind = type(value)
    return kind is float or kind is Whole or isinstance(value, number) or is_array(value)


def snapshot(value: Any) -> Any:
    """A copy that later changes do not reach."""
    if isinstance(value, ndarray):
        return _as_array(value, subok=False)
    return int(value) if type(value) is Whole else value


def fresh(value: Any) -> Any:
    """The same number as another object, where a function hands back its own argument."""
    if type(value) is float:
        return value * 1.0
    if type(value) is Whole:
        return Whole(value)
    return _as_array(value)[()] if isinstance(value, number) else value.copy()


def same_bits(array: Any, value: Any) -> bool:
    """Whether an array still is what was noted, not-a-numbers included."""
    if array.shape != value.shape or array.dtype != value.dtype:
        return False
    word = WORDS.get(array.dtype.itemsize)
    if array.nbytes > LARGE and word and array.strides == value.strides and _is_packed(array):
        return bool((array.ravel("K").view(word) == value.ravel("K").view(word)).all())
    return bool(array.tobytes() == value.tobytes())


def _is_packed(array: Any) -> bool:
    return bool(array.flags.c_contiguous or array.flags.f_contiguous)
