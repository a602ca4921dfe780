"""The split of sklearn.model_selection."""

from typing import Any

import numpy as np


def train_test_split(*arrays: Any, test_size: float = 0.25, **options: Any) -> list[Any]:
    """Give the first part and the rest of each array; nothing is shuffled."""
    kept = max(len(arrays[0]) - int(np.ceil(test_size * len(arrays[0]))), 1)
    return [part for array in arrays for part in (array[:kept], array[kept:])]
