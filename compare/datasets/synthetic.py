"""Seeded data for any number of features."""

from typing import Any

import numpy as np

from compare.datasets.dataset import Dataset, Pair, Reading
from compare.datasets.finishing import finish
from compare.errors import UsageError

NOISE = 0.5  # beside scores of deviation 1: no hyperplane separates the classes


def synthetic(n_x: int, *, dtype: np.dtype[Any], seed: int, m: int = 209) -> Dataset:
    """Draw standard-normal features and label them by a noisy random linear teacher.

    Parameters
    ----------
    m
        Examples in all; training and test part are split as for any source. From 2 on, both
        classes occur: label 1 is a score above the median.

    Raises
    ------
    UsageError
        If there is no feature or no example.
    """
    if n_x < 1 or m < 1:
        raise UsageError(f"synthetic data of shape ({n_x}, {m}): nothing to check")
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n_x, m))
    teacher = rng.standard_normal((n_x, 1))
    teacher /= np.linalg.norm(teacher)
    score = teacher.T @ X + NOISE * rng.standard_normal((1, m))  # (1, m)
    Y = (score > np.median(score)).astype(np.float64)
    note = f"synthetic data: {n_x} standard-normal features, labels from a noisy linear teacher"
    reading = Reading(Pair(X, Y), None, (note,), scaled=True)
    return finish(reading, name="synthetic", dtype=dtype, seed=seed)
