"""Refuse a case that does not fit into this machine, before anything of it is made."""

import os
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from compare.errors import UsageError

COPIES = 25
"""About so many arrays of the size of each quantity are held while a step is judged."""
PER_UNIT = 4
"""Z, A, dZ and dA."""


def check_memory(layer_dims: Sequence[int], m: int) -> None:
    """Estimate what judging a step of this network on m examples takes; bounds are in float64.

    Raises
    ------
    UsageError
        If the machine does not have that much memory.
    """
    weights = sum(n * n_prev for n_prev, n in pairwise(layer_dims))
    units = PER_UNIT * sum(layer_dims[1:]) + layer_dims[0]
    needed = COPIES * np.dtype(np.float64).itemsize * (weights + m * units)
    here = _memory()
    if here and needed > here:
        dims = ",".join(map(str, layer_dims))
        raise UsageError(
            f"layer sizes {dims} with {m} examples need about {needed / 1e9:.0f} GB, and this "
            f"machine has {here / 1e9:.0f} GB: take smaller layers or fewer examples"
        )


def _memory() -> int:
    """Give the bytes of the machine; 0 where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0
