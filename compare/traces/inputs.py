"""The arrays of a saved trace as they enter: copies of one dtype, inputs of the right shape."""

import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.errors import UsageError
from compare.quantities.model import Axes
from compare.traces.wording import shown

Array = NDArray[Any]

DTYPES = (np.dtype(np.float32), np.dtype(np.float64))
CHOICES = ("activations", "cost")
"""What a network's case holds beside arrays and numbers."""


def admitted(name: str, value: Any, dtype: np.dtype[Any]) -> Array:
    """Copy an array of this dtype, read-only; a single number may be of any real dtype."""
    if not isinstance(value, np.ndarray | np.generic | int | float) or isinstance(value, bool):
        raise UsageError(f"{name} is a {type(value).__name__}; wanted an array of {dtype}")
    array = np.asarray(value)
    number = array.ndim == 0 and array.dtype.kind in "iuf"
    native = array.dtype.newbyteorder("=")
    if native != dtype and not number:
        if native in DTYPES:
            raise UsageError(f"{name} is {native} in a trace of {dtype}; give all one dtype")
        raise UsageError(f"{name} has dtype {native}; float32 or float64 wanted")
    with np.errstate(over="ignore"):  # a number too large for the dtype is infinite
        copy = np.array(array, dtype, order="C")
    copy.flags.writeable = False
    return copy


def check_inputs(
    given: Mapping[str, Any], inputs: Mapping[str, Axes], layer_dims: Sequence[int]
) -> dict[str, Any]:
    """Copy the inputs of a case, in the order of the table, or refuse them by name."""
    _check_names(given, inputs)
    X = given["X"]
    dtype = getattr(X, "dtype", np.dtype(object)).newbyteorder("=")
    if dtype not in DTYPES or np.ndim(X) != 2:
        raise UsageError(
            f"X is a {type(X).__name__} of dtype {dtype} and shape {shown(np.shape(X))}; "
            "wanted a matrix (n_x, m) of float32 or float64"
        )
    sizes = {"1": 1, "m": X.shape[1], "n_x": layer_dims[0]}
    sizes |= {f"n_{layer}": n for layer, n in enumerate(layer_dims) if layer}
    case: dict[str, Any] = {}
    for name, axes in inputs.items():
        if name == "learning_rate":
            case[name] = _learning_rate(given[name])
        else:
            shape = tuple(sizes[axis] for axis in axes)
            case[name] = _shaped(name, admitted(name, given[name], dtype), shape)
    return case


def _check_names(given: Mapping[str, Any], inputs: Mapping[str, Axes]) -> None:
    missing = [name for name in inputs if name not in given]
    extra = [name for name in given if name not in inputs and name not in CHOICES]
    if missing:
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise UsageError(f"the case has no {', '.join(missing[:3])}{more}")
    if extra:
        raise UsageError(f"{shown(extra[0])} is none of its inputs, {shown(list(inputs))}")


def _shaped(name: str, array: Array, shape: tuple[int, ...]) -> Array:
    """Check an input's shape and values; a number may be kept as a matrix."""
    if shape == () and array.shape == (1, 1):
        array = array.reshape(())
    if array.shape != shape:
        transposed = array.ndim == 2 and array.shape == shape[::-1]
        rank = array.ndim == 1 and array.size == math.prod(shape)
        hint = f": pass {name}.T" if transposed else f": use {name}.reshape{shape}" if rank else ""
        raise UsageError(f"{name} has shape {shown(array.shape)}, wanted {shape}{hint}")
    if array.size == 0:
        raise UsageError(f"{name} has shape {shape}: nothing to check")
    bad = ~np.isfinite(array)
    if bad.any():
        index = [int(i) for i in np.argwhere(bad)[0]]
        value = array[tuple(index)]
        place = f"{name}{index}" if index else name
        raise UsageError(f"{place} is {value} ({np.count_nonzero(bad)} in all)")
    return array


def _learning_rate(value: Any) -> float:
    """Give the learning rate as a number; a float32 one keeps its value."""
    if isinstance(value, np.ndarray | np.generic) and value.shape in ((), (1, 1)):
        value = value.item()
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise UsageError(f"the learning rate is {shown(value)}; wanted a number above 0")
    if not 0 < value <= sys.float_info.max:  # false for NaN
        raise UsageError(f"the learning rate is {shown(value)}; wanted a finite number above 0")
    return float(value)
