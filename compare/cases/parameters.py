"""Weights and biases that a person brings: names, shapes and dtypes are those of the network."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.datasets.archive import read_arrays
from compare.datasets.arrays import beyond
from compare.errors import UsageError
from compare.quantities.spelling import nearest

Array = NDArray[Any]
Shapes = Mapping[str, tuple[int, ...]]

DTYPES = (np.dtype(np.float32), np.dtype(np.float64))


def network_shapes(layer_dims: Sequence[int]) -> dict[str, tuple[int, ...]]:
    """Give the shape of every W and b."""
    shapes: dict[str, tuple[int, ...]] = {}
    for layer, (n_prev, n) in enumerate(pairwise(layer_dims), start=1):
        shapes |= {f"W{layer}": (n, n_prev), f"b{layer}": (n, 1)}
    return shapes


def logistic_shapes(n_x: int) -> dict[str, tuple[int, ...]]:
    """Give the shapes of w and b."""
    return {"w": (n_x, 1), "b": ()}


def read_parameters(path: str, shapes: Shapes, dtype: np.dtype[Any]) -> dict[str, Array]:
    """Read a start from an ``.npz`` file.

    Raises
    ------
    UsageError
        If the file cannot be read, or does not hold exactly these parameters.
    """
    file = Path(path)
    if not file.exists():
        raise UsageError(f"no file {path!r} to start from")
    given = read_arrays(file, example=", ".join(f"{name}={name}" for name in shapes))
    return check_parameters(given, shapes, dtype, where=file.name)


def check_parameters(
    given: Mapping[str, Any], shapes: Shapes, dtype: np.dtype[Any], where: str
) -> dict[str, Array]:
    """Return copies of the given parameters in ``dtype``, or refuse them by name."""
    _check_names(given, shapes, where)
    arrays = {name: np.asarray(given[name]) for name in shapes}
    _check_dtypes(arrays, where)
    for name, shape in shapes.items():
        _check_array(name, arrays[name], shape, dtype, where)
    return {name: array.astype(dtype).reshape(shapes[name]) for name, array in arrays.items()}


def _check_names(given: Mapping[str, Any], shapes: Shapes, where: str) -> None:
    missing = [name for name in shapes if name not in given]
    extra = [name for name in given if name not in shapes]
    if not missing and not extra:
        return
    written = {name: nearest(name, missing) for name in extra}
    parts = [
        f"missing {', '.join(missing)}" if missing else "",
        f"not known {', '.join(extra)}" if extra else "",
        *(f"{name} is written {right}" for name, right in written.items() if right),
    ]
    wanted = ", ".join(shapes)
    raise UsageError(f"{where}: {'; '.join(filter(None, parts))} (wanted exactly {wanted})")


def _check_dtypes(arrays: Mapping[str, Array], where: str) -> None:
    for name, array in arrays.items():
        if array.dtype not in DTYPES:
            raise UsageError(f"{where}: {name} has dtype {array.dtype}; float32 or float64 wanted")
    dtypes = {array.dtype for array in arrays.values()}
    if len(dtypes) > 1:
        narrow = next(name for name, array in arrays.items() if array.dtype == np.float32)
        raise UsageError(f"{where}: {narrow} is float32 among float64 arrays; give all one dtype")


def _check_array(
    name: str, array: Array, shape: tuple[int, ...], dtype: np.dtype[Any], where: str
) -> None:
    number = shape == () and array.shape == (1, 1)
    if array.shape != shape and not number:
        hint = ""
        if array.shape == shape[::-1] and len(shape) == 2:
            hint = f": pass {name}.T"
        elif array.ndim == 1 and array.size == math.prod(shape):
            hint = f": use {name}.reshape{shape} (rank-1 arrays broadcast)"
        raise UsageError(f"{where}: {name} has shape {array.shape}, wanted {shape}{hint}")
    for bad, why in ((~np.isfinite(array), ""), (beyond(array, dtype), f", beyond {dtype}")):
        if bad.any():
            index = [int(i) for i in np.argwhere(bad)[0]]
            count = np.count_nonzero(bad)
            value = array[tuple(index)]
            place = f"{name}{index}" if index else name
            raise UsageError(f"{where}: {place} is {value:g}{why} ({count} in all)")
