"""What an implementation returned, copied and checked once, at the border."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from compare.quantities.model import Model
from compare.quantities.spelling import nearest

Array = NDArray[Any]
Flaw = Literal["type", "shape", "dtype", "not-finite", "shared-memory"]


@dataclass(frozen=True)
class Defect:
    """Why an array cannot be taken as the quantity it is named after."""

    flaw: Flaw
    message: str


@dataclass(frozen=True)
class Trace:
    """The quantities of one step.

    Attributes
    ----------
    arrays
        Copies, read-only, of the right shape and dtype, in the order of the table.
    defects
        By name: what was returned and is wrong as an array, whatever its values.
    missing
        Names of the table that were not returned.
    extra
        Names that were returned and are not in the table, with the nearest missing name.
    """

    arrays: Mapping[str, Array]
    defects: Mapping[str, Defect]
    missing: tuple[str, ...]
    extra: Mapping[str, str | None]


def record(
    returned: Mapping[str, Any],
    model: Model,
    sizes: Mapping[str, int],
    dtype: np.dtype[Any],
    case: Mapping[str, Any],
) -> Trace:
    """Copy what one step returned, and note everything that is wrong with it as arrays.

    ``sizes`` gives the axes their lengths; ``case`` is what the step was given, with which nothing
    returned may share memory.
    """
    arrays: dict[str, Array] = {}
    defects: dict[str, Defect] = {}
    for quantity in model:
        if quantity.name in returned:
            shape = tuple(sizes[axis] for axis in quantity.axes)
            value = _admit(returned[quantity.name], shape, dtype)
            if isinstance(value, Defect):
                defects[quantity.name] = value
            else:
                arrays[quantity.name] = value
                if not np.isfinite(value).all():
                    defects[quantity.name] = _not_finite(value)
    defects = {**_shared(returned, case, model), **defects}
    missing = tuple(q.name for q in model if q.name not in returned and not q.optional)
    return Trace(arrays, defects, missing, _extra(returned, model, missing))


def _admit(value: Any, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array | Defect:
    """Copy a value as a read-only array of this shape and dtype, or say why not."""
    plain = isinstance(value, float | int) and not isinstance(value, bool | np.generic)
    if plain and shape == ():
        value = _number(value, dtype)
    if not isinstance(value, np.ndarray | np.generic):
        kind = f"{type(value).__module__}.{type(value).__qualname__}".removeprefix("builtins.")
        return Defect("type", f"a {kind} where a NumPy array of shape {shape} is wanted")
    if shape == () and value.shape == (1, 1):
        value = value.reshape(())  # a number kept as a matrix
    if value.shape != shape:
        return Defect("shape", f"shape {value.shape} where {shape} is wanted{_rank(value, shape)}")
    if value.dtype != dtype:
        return Defect("dtype", f"dtype {value.dtype} where {dtype} is wanted")
    copy = np.array(value, order="C")
    copy.flags.writeable = False
    return copy


def _number(value: float, dtype: np.dtype[Any]) -> Array:
    """Take a Python number, which has no dtype of its own; one too large is infinite."""
    try:
        with np.errstate(over="ignore"):
            return np.array(float(value), dtype)
    except OverflowError:
        return np.array(np.inf, dtype)


def _rank(value: Array | np.generic, shape: tuple[int, ...]) -> str:
    if value.ndim == 1 and len(shape) == 2:
        return " (rank 1: sum with keepdims=True, or reshape)"
    if value.shape == shape[::-1]:
        return " (transposed)"
    return ""


def _not_finite(value: Array) -> Defect:
    bad = ~np.isfinite(value)
    where = [int(i) for i in np.argwhere(bad)[0]] if value.ndim else []
    count = f" ({np.count_nonzero(bad)} in all)"
    return Defect("not-finite", f"{value[tuple(where)]} at {where}{count}")


def _shared(
    returned: Mapping[str, Any], case: Mapping[str, Any], model: Model
) -> dict[str, Defect]:
    """Find quantities that overlap in memory with the case or with an earlier quantity."""
    owners = [(name, value) for name, value in case.items() if isinstance(value, np.ndarray)]
    defects = {}
    for quantity in model:
        value = returned.get(quantity.name)
        if not isinstance(value, np.ndarray):
            continue
        for owner, array in owners:
            if np.may_share_memory(value, array) and np.shares_memory(value, array):
                message = f"shares memory with {owner}: return a copy"
                defects[quantity.name] = Defect("shared-memory", message)
                break
        owners.append((quantity.name, value))
    return defects


def _extra(
    returned: Mapping[str, Any], model: Model, missing: tuple[str, ...]
) -> dict[str, str | None]:
    """Name what the table does not have, each with the missing name it may stand for."""
    return {
        str(name): nearest(str(name), missing) for name in returned if name not in model.by_name
    }
