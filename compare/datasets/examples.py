"""The border check of a pair of arrays: refuse it in one sentence, or make it fit to use."""

from typing import Any

import numpy as np
import numpy.typing as npt

from compare.datasets.arrays import numeric_array, refuse_non_finite
from compare.datasets.dataset import Array, Layout, Pair
from compare.datasets.labels import check_classes, check_labels
from compare.datasets.remarks import on_labels, on_pixels
from compare.datasets.shapes import as_columns


def check_examples(
    X: Any,
    Y: Any,
    *,
    where: str,
    layout: Layout | None = None,
    soft_labels: bool = False,
    one_hot: bool = False,
) -> tuple[Array, Array, tuple[str, ...]]:
    """Check a pair that is used as it stands, without scaling.

    Parameters
    ----------
    X, Y
        Arrays, or anything NumPy reads as one.
    where
        Opens every message: a file, a case.
    layout
        Which axis of the arrays counts the examples; None stands for columns wherever the
        shapes leave no doubt.
    soft_labels
        Accept probabilities as labels.
    one_hot
        Whether there are several classes: the labels are ``(n_y, m)``, a 1 in each column.

    Returns
    -------
    tuple
        Fresh ``(n_x, m)`` and ``(1, m)`` or ``(n_y, m)`` arrays, both float32 if ``X`` is and else
        float64, and notes.

    Raises
    ------
    UsageError
        If the pair cannot be judged.
    """
    pair, notes = read_examples(
        X, Y, where=where, layout=layout, soft_labels=soft_labels, one_hot=one_hot
    )
    return pair.X, pair.Y, (*notes, *on_pixels(np.asarray(X)), *on_labels(pair.Y))


def read_examples(
    X: Any,
    Y: Any,
    *,
    where: str,
    layout: Layout | None,
    soft_labels: bool,
    one_hot: bool = False,
) -> tuple[Pair, tuple[str, ...]]:
    """Check a pair that is still to be split and scaled; the notes are on conversions only."""
    X = numeric_array("X", X, where=where)
    Y = numeric_array("Y", Y, where=where)
    refuse_non_finite("X", X, where=where)
    refuse_non_finite("Y", Y, where=where)
    X, Y = as_columns(X, Y, where=where, layout=layout, one_hot=one_hot)
    if one_hot:
        notes = check_classes(Y, where=where, soft_labels=soft_labels)
    else:
        notes = check_labels(Y, where=where, soft_labels=soft_labels)
    dtype = np.float32 if X.dtype == np.float32 else np.float64
    return Pair(_fresh(X, dtype), _fresh(Y, dtype)), notes


def _fresh(array: npt.NDArray[Any], dtype: type[np.floating[Any]]) -> Array:
    return np.array(array, dtype=dtype, order="C")
