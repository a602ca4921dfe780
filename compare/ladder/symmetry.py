"""Symmetry: units of a layer that started equal and stayed equal."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray


def equal_units(trace: Mapping[str, NDArray[Any]]) -> str:
    """Say, from the parameters after a step, whether the units of each hidden layer are equal."""
    hidden = [W for name, W in trace.items() if name.startswith("new_W") and len(W) > 1]
    if not hidden:
        return "there is no hidden layer of several units to compare"
    equal = [len(W) for W in hidden if _rows_equal(W)]
    told_apart = len(hidden) - len(equal)
    if told_apart:
        return f"the units of {told_apart} of {len(hidden)} hidden layers differ"
    layers = " + ".join(map(str, equal))
    return f"the {layers} hidden units are still equal, each layer in itself"


def _rows_equal(W: NDArray[Any]) -> bool:
    """Compare rows up to the rounding of a sum, whose order may differ from row to row."""
    spread = np.abs(W - W[0]).max()
    return bool(spread <= 1e3 * np.finfo(W.dtype).eps * np.abs(W).max())
