"""The entry of a gradient that is furthest off."""

from typing import Any

import numpy as np

from compare.diagnosing.answer import Worst
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.proportion import arranged


def worst_entry(narrator: Narrator, name: str) -> Worst | None:
    """Where the gradient of a parameter is furthest from the right one, and both values there."""
    for parameter, claim in narrator.step.claims.items():
        if narrator.step.names[parameter] != name:
            continue
        level = claim.levels[-1]
        wanted = narrator.step.hypotheses[narrator.cost].gradients[parameter]
        wanted = wanted * narrator.scale.value(narrator.step.sizes)
        value = arranged(narrator.step.flow.nodes[level.node].value, wanted.shape)
        if value is None:
            value = _spread(narrator.step.flow.nodes[level.node].value, wanted.shape)
        if value is None:
            return None
        error = np.where(np.isfinite(value), np.abs(value - wanted), np.inf)
        index = np.unravel_index(int(np.argmax(error)), error.shape) if error.shape else ()
        tolerance = 1e-9 * float(np.max(np.abs(wanted), initial=0.0))
        return Worst(
            tuple(int(i) for i in index), float(value[index]), float(wanted[index]), tolerance
        )
    return None


def _spread(value: Any, shape: tuple[int, ...]) -> np.ndarray[Any, Any] | None:
    """A value as broadcasting would use it."""
    try:
        return np.broadcast_to(np.asarray(value, np.float64), shape)
    except (TypeError, ValueError):
        return None
