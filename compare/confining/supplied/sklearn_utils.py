"""The shuffling of sklearn.utils."""

from typing import Any

import numpy as np

# ruff: noqa: NPY002  (theirs is the legacy generator, and they seed it)


def shuffle(*arrays: Any, random_state: Any = None, n_samples: Any = None) -> Any:
    """Give all arrays in one new order."""
    order = np.random.permutation(len(arrays[0]))
    shuffled = [array[order] for array in arrays]
    return shuffled[0] if len(shuffled) == 1 else shuffled
