"""One-hot labels as Keras gives them."""

from typing import Any

import numpy as np


def to_categorical(y: Any, num_classes: int | None = None, dtype: str = "float64") -> Any:
    """Give one row for each label."""
    labels = np.asarray(y).astype(int).ravel()
    return np.eye(num_classes or int(labels.max()) + 1)[labels]
