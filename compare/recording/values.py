"""Which objects have a place in the graph: arrays of numbers, floats, NumPy's numbers.

Integers and truth values of Python are constants: there is one object for every 0, so nobody can
tell where it came from.
"""

from typing import Any

import numpy as np

NUMERIC = "biufc"


def is_array(value: object) -> bool:
    """Whether it is an array of numbers."""
    return isinstance(value, np.ndarray) and value.dtype.kind in NUMERIC


def is_value(value: object) -> bool:
    """Whether it can be the value of a node."""
    return type(value) is float or isinstance(value, np.number) or is_array(value)


def snapshot(value: Any) -> Any:
    """A copy that later changes do not reach."""
    return np.array(value, subok=False) if isinstance(value, np.ndarray) else value


def fresh(value: Any) -> Any:
    """The same number as another object, where a function hands back its own argument."""
    if type(value) is float:
        return value * 1.0
    return np.array(value)[()] if isinstance(value, np.number) else value.copy()


def same_bits(array: Any, value: Any) -> bool:
    """Whether an array still is what was noted, not-a-numbers included."""
    return bool(
        array.shape == value.shape
        and array.dtype == value.dtype
        and array.tobytes() == value.tobytes()
    )
