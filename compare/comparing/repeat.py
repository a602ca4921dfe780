"""The first step once more: whether a candidate answers twice alike, in the order it was asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.errors import CandidateError
from compare.judging.trajectory import Stepper

Array = NDArray[Any]

CLOSE = 1000
"""A program that is random, or keeps something, is more roundings off than this."""


@dataclass(frozen=True)
class Repeated:
    """What a second and a third call showed.

    Attributes
    ----------
    unequal
        The quantities that came out otherwise, from the same case and without a state.
    shuffled
        The quantities that hold the right columns in another order.
    """

    unequal: tuple[str, ...] = ()
    shuffled: tuple[str, ...] = ()


def repeat(candidate: Stepper, case: Mapping[str, Any], right: Mapping[str, Any]) -> Repeated:
    """Take the first step twice more, each time afresh; ``right`` is what a right one gives."""
    try:
        first, _ = candidate.afresh().step(case, None)
        again, _ = candidate.afresh().step(case, None)
    except CandidateError:  # it has been said already, or it cannot be called without its state
        return Repeated()
    names = [name for name in right if _comparable(first.get(name), again.get(name))]
    unequal = tuple(name for name in names if not _near(first[name], again[name]))
    m = np.shape(case["Y"])[-1] if "Y" in case else 0
    shuffled = tuple(
        name
        for name in names
        if np.shape(first[name])[-1:] == (m,)
        and np.shape(first[name]) == np.shape(right[name])
        and not _near(first[name], right[name])
        and _near(np.sort(first[name], axis=-1), np.sort(right[name], axis=-1))
    )
    return Repeated(unequal, () if unequal else shuffled)


def _comparable(a: Any, b: Any) -> bool:
    numbers = all(isinstance(x, np.ndarray | np.generic) and x.dtype.kind == "f" for x in (a, b))
    return numbers and np.shape(a) == np.shape(b) and np.size(a) > 0


def _near(a: Array, b: Array) -> bool:
    with np.errstate(invalid="ignore", over="ignore"):
        apart = np.abs(np.asarray(a, np.float64) - b)
        size = np.abs(np.asarray(b, np.float64)).max(initial=0.0)
        return not bool((apart > CLOSE * np.finfo(a.dtype).eps * size).any())
