"""What errors are computed in, and what they are counted in.

The rule is what float64 says, with errors as they are.  float32 takes a half to a third of the time
and gives three digits of a tolerance, which is plenty where a comparison passes with room to spare,
as nearly all do.  There errors are counted in units of the round-off, since the square of an error
of 1e-20 has no float32; what underflows all the same becomes 0, which only narrows a tolerance.
"""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Value: TypeAlias = Any
"""An array, or a number of Python's, which takes on the dtype of its partner."""


class Arithmetic(NamedTuple):
    """The dtype of sizes and errors; the unit of an error; what share of a doubt is believed.

    Where an error decides by itself how wide a tolerance is, at a kink say, a share below 1 makes
    sure that rounding does not widen it.
    """

    dtype: np.dtype[Any]
    unit: float
    belief: float

    def held(self, value: Array) -> Array:
        """A value as precise as it came, or more."""
        return np.asarray(value, np.promote_types(value.dtype, self.dtype), order="C")

    def rough(self, value: Value) -> Value:
        """A value as far as sizes and slopes need it."""
        if isinstance(value, float):
            return float(value)  # NumPy's own would make every partner float64
        return value.astype(self.dtype, copy=False)

    def size(self, value: Value) -> Value:
        """The absolute value, roughly."""
        return abs(self.rough(value))

    def doubt(self, error: Value) -> Value:
        """An error in the measure of the values, believed in part."""
        factor = self.belief * self.unit
        return error if factor == 1 else factor * error


EXACT = Arithmetic(np.dtype(np.float64), 1.0, 1.0)


def quick(u: float) -> Arithmetic:
    """The arithmetic of a first look, for a unit round-off u."""
    return Arithmetic(np.dtype(np.float32), u, 0.99)


def plain(error: Value) -> Value:
    """An error that is the same everywhere, as a number of Python's, which takes on any dtype."""
    return float(error) if np.ndim(error) == 0 else error
