"""Seeded data for any number of features."""

from typing import Any

import numpy as np

from compare.datasets.dataset import Dataset, Pair, Reading
from compare.datasets.finishing import finish
from compare.errors import UsageError

NOISE = 0.5  # beside scores of deviation 1: no hyperplane separates the classes


def synthetic(
    n_x: int, *, dtype: np.dtype[Any], seed: int, m: int = 209, classes: int | None = None
) -> Dataset:
    """Draw standard-normal features and label them by a noisy random linear teacher.

    Parameters
    ----------
    classes
        How many there are: one-hot labels, by the highest of as many scores.
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
    k = classes or 1
    teacher = rng.standard_normal((n_x, k))
    teacher /= np.linalg.norm(teacher) / np.sqrt(k)
    score = teacher.T @ X + NOISE * rng.standard_normal((k, m))
    right = score == np.max(score, axis=0) if classes else score > np.median(score)
    Y = right.astype(np.float64)
    note = f"synthetic data: {n_x} standard-normal features, labels from a noisy linear teacher"
    reading = Reading(Pair(X, Y), None, (note,), scaled=True)
    return finish(reading, name="synthetic", dtype=dtype, seed=seed)
