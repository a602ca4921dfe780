"""The vocabulary of recorded operations on NumPy: an operation by its name, at given arguments."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np


def _setitem(array: Any, index: Any, value: Any) -> Any:
    result = np.array(array)
    result[index] = value
    return result


def _transpose(array: Any, *axes: Any) -> Any:
    return np.transpose(array, *((axes,) if len(axes) > 1 else axes))


def _reshape(array: Any, *shape: Any, **kwargs: Any) -> Any:
    return np.reshape(array, shape[0] if len(shape) == 1 else shape, **kwargs)


def _copy(array: Any, *_: Any, **__: Any) -> Any:
    return np.array(array)


def _astype(array: Any, dtype: Any, **_: Any) -> Any:
    return np.asarray(array).astype(dtype)


SPECIAL: dict[str, Callable[..., Any]] = {
    "getitem": operator.getitem,
    "setitem": _setitem,
    "transpose": _transpose,
    "reshape": _reshape,
    "copy": _copy,
    "deepcopy": _copy,
    "flatten": lambda array, *_, **__: np.ravel(array),
    "astype": _astype,
    "float": float,
    "item": lambda array, *index: np.asarray(array).item(*index),
    "neg": np.negative,
}


def function_named(name: str) -> Callable[..., Any]:
    """Find the function of an operation.

    Raises
    ------
    AttributeError
        If NumPy has no function of that name.
    """
    if name in SPECIAL:
        return SPECIAL[name]
    found: Any = np
    for part in name.split("."):
        found = getattr(found, part)
    function: Callable[..., Any] = found
    return function


def apply(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
    """Compute an operation at arrays and numbers."""
    with np.errstate(all="ignore"):
        return function_named(name)(*args, **{k: v for k, v in kwargs.items() if k != "out"})
