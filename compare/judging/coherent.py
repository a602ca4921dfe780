"""What the errors of units have in common: that part does not add in quadrature.

Two units whose inputs have the same errors have the same errors themselves, as far as their weights
are alike.  Behind positive weights this is most of an error, and behind a softmax, whose dZ add up
to 0, it may be all that is passed on.  One such part of an example is kept, with its signs.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.judging.arithmetic import Value
from compare.judging.estimated import Estimate

Array = NDArray[Any]


def equal_rows(weights: Array) -> bool:
    """Whether several units have the same weights, so that their errors are the very same."""
    first_two = weights[:2]
    return len(first_two) == 2 and bool(
        (first_two[0] == first_two[1]).all() and (weights == weights[0]).all()
    )


def in_common(x: Estimate, y: Estimate, common: Value) -> tuple[Value, Value]:
    """Say what the sums x @ y over units have in common, and its square beyond the quadrature.

    What the units of y have in common goes through x as they do.  Of what each has for itself, e,
    the sums have in common what lies in the direction of e itself.  The larger of the two, of an
    example, gives its signs to both.
    """
    weights = x.arithmetic.rough(x.value)
    shape = y.size.shape
    squared = y.own_squared if x.exact else y.squared
    common = np.broadcast_to(common, shape)
    own = np.maximum(np.broadcast_to(squared, shape) - common * common, 0)
    length = np.sqrt(np.sum(own, axis=0, keepdims=True))
    fresh = weights @ (own / np.where(length > 0, length, 1))
    passed_on = weights @ common
    beyond = passed_on**2 - x.size_squared @ (common * common)
    older = np.sum(passed_on**2, axis=0) >= np.sum(fresh**2, axis=0)
    sign = np.where(np.where(older, passed_on, fresh) < 0, -1, 1).astype(weights.dtype)
    return sign * np.hypot(passed_on, fresh), np.maximum(beyond, 0)
