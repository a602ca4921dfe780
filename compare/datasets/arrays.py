"""What may stand in an array: finite real numbers, of a type that both sides can compute in."""

import reprlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from compare.errors import UsageError

SUPPORTED = "supported: float32, float64"


def numeric_array(name: str, value: Any, *, where: str) -> npt.NDArray[Any]:
    """Read ``value`` as an array of booleans, integers, float32 or float64, or refuse it."""
    array = _as_array(name, value, where=where)
    kind, size = array.dtype.kind, array.dtype.itemsize
    if kind in "biu" or (kind == "f" and size in (4, 8)):
        return array
    if kind in "fc":
        raise UsageError(
            f"{where}: {name} has dtype {array.dtype}; {SUPPORTED}: "
            f"use {name}{'.real' if kind == 'c' else ''}.astype(np.float64)"
        )
    raise UsageError(f"{where}: {name} has dtype {array.dtype}: {_first_obstacle(name, array)}")


def refuse_non_finite(name: str, array: npt.NDArray[Any], *, where: str) -> None:
    """Refuse nan and inf, naming the first."""
    bad = ~np.isfinite(array)
    if not bad.any():
        return
    first = np.unravel_index(np.argmax(bad), array.shape)
    place = ", ".join(str(k) for k in first)
    raise UsageError(
        f"{where}: {name}[{place}] is {array[first]} ({np.count_nonzero(bad)} not finite in all); "
        "fill these values or leave those examples out"
    )


def beyond(array: npt.NDArray[Any], dtype: np.dtype[Any]) -> npt.NDArray[np.bool_]:
    """Mark the finite numbers that are infinite in ``dtype``."""
    with np.errstate(over="ignore"):
        outside: npt.NDArray[np.bool_] = np.isfinite(array) & ~np.isfinite(array.astype(dtype))
    return outside


def refuse_beyond(X: npt.NDArray[Any], dtype: np.dtype[Any], *, where: str) -> None:
    """Refuse features that are infinite in ``dtype``."""
    outside = beyond(X, dtype)
    if not outside.any():
        return
    feature, example = np.unravel_index(np.argmax(outside), X.shape)
    raise UsageError(
        f"{where}: feature {feature} of example {example} is {X[feature, example]:g}, "
        f"beyond {dtype} (at most {np.finfo(dtype).max:.3g}); scale X, or say --dtype float64"
    )


def supported(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """Return ``dtype`` if it is float32 or float64."""
    dtype = np.dtype(dtype)
    if dtype not in (np.float32, np.float64):
        raise UsageError(f"dtype {dtype} cannot be used; {SUPPORTED}")
    return dtype


def _as_array(name: str, value: Any, *, where: str) -> npt.NDArray[Any]:
    if np.ma.is_masked(value):
        raise UsageError(f"{where}: {name} has masked values; fill them, as in {name}.filled(0)")
    try:
        return np.asarray(value)
    except (ValueError, TypeError, RuntimeError) as error:
        uneven = _uneven_row(name, value) if isinstance(value, Sequence) else None
        raise UsageError(f"{where}: {name} is no array of numbers: {uneven or error}") from error


def _uneven_row(name: str, rows: Sequence[Any] | npt.NDArray[Any]) -> str | None:
    lengths = [len(row) if isinstance(row, list | tuple | np.ndarray) else 1 for row in rows]
    usual = Counter(lengths).most_common(1)[0][0]
    for k, length in enumerate(lengths):
        if length != usual:
            return f"{name}[{k}] has {length} values, the others {usual}"
    return None


def _first_obstacle(name: str, array: npt.NDArray[Any]) -> str:
    if array.dtype.kind == "O" and array.ndim == 1 and array.size:
        uneven = _uneven_row(name, array)
        if uneven:
            return uneven
    for index, item in np.ndenumerate(array):
        try:
            float(item)
        except (TypeError, ValueError):
            place = f"[{', '.join(str(k) for k in index)}]" if index else ""
            return f"{name}{place} is {_shown(item)}; a number is needed"
    return f"numbers are needed; use {name}.astype(np.float64)"


def _shown(item: Any) -> str:
    return reprlib.repr(item.item() if isinstance(item, np.generic) else item)
