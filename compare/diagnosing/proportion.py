"""Whether one array is another times a number."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

EXACT = {8: 1e-9, 4: 2e-4, 2: 5e-2}
"""By the bytes of a number: how far two right values may be apart, relative to the largest entry.

The probes are of magnitude 1 and a few layers deep, so that rounding stays below a hundred times
the unit; these leave a factor of 10,000.
"""


def digits_of(*values: Any) -> float:
    """How exact these values can be, by their types."""
    least = min(
        (np.asarray(v).dtype.itemsize for v in values if np.asarray(v).dtype.kind == "f"), default=8
    )
    return EXACT.get(least, 1e-9)


def arranged(value: Any, shape: tuple[int, ...]) -> Array | None:
    """Bring a value into a shape, if only axes of length 1 are missing or it lies on its side."""
    array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        return None
    array = array.astype(np.float64)
    if array.shape == shape:
        return array
    if np.squeeze(array).shape == tuple(n for n in shape if n != 1):
        return array.reshape(shape)
    return None


def proportion(value: Any, wanted: Array, digits: float | None = None) -> float | None:
    """Find k with ``value = k * wanted``; ``None`` if there is none.

    Where ``wanted`` is 0 everywhere, a value of 0 is 1 times it.
    """
    array = arranged(value, wanted.shape)
    if array is None or not np.all(np.isfinite(array)) or not wanted.size:
        return None
    digits = digits_of(value) if digits is None else digits
    square = float(np.vdot(wanted, wanted))
    if square == 0:
        return 1.0 if not np.any(array) else None
    k = float(np.vdot(wanted, array)) / square
    if k == 0 or not np.isfinite(k):
        return None
    largest = float(np.max(np.abs(array)))
    return k if float(np.max(np.abs(array - k * wanted))) <= digits * largest else None
