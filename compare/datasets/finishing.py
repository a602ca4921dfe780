"""From the checked contents of a source to a dataset: split, scale, cast."""

from typing import Any

import numpy as np

from compare.datasets.arrays import refuse_beyond, supported
from compare.datasets.dataset import Array, Dataset, Reading
from compare.datasets.remarks import on_labels
from compare.datasets.scaling import standardise
from compare.datasets.splitting import split


def finish(reading: Reading, *, name: str, dtype: np.dtype[Any], seed: int) -> Dataset:
    """Split where the source has no test part, scale where it is not scaled, and cast."""
    dtype = supported(dtype)
    train, test, notes = reading.train, reading.test, reading.notes
    refuse_beyond(train.X, dtype, where=name)
    if test is None:
        train, test, remarks = split(train, seed=seed)
        notes += remarks
    else:
        refuse_beyond(test.X, dtype, where=f"{name}, test part")
    X_train, X_test = train.X, test.X
    if not reading.scaled and train.Y.shape[1] == 1:
        notes += ("one training example: features left as they are, unscaled",)
    elif not reading.scaled:
        X_train, X_test = standardise(X_train, X_test, where=name)
        refuse_beyond(X_test, dtype, where=f"{name}, standardised test part")
        notes += ("features standardised with the mean and deviation of the training part",)
    return Dataset(
        name=name,
        X_train=_cast(X_train, dtype),
        Y_train=_cast(train.Y, dtype),
        X_test=_cast(X_test, dtype),
        Y_test=_cast(test.Y, dtype),
        notes=notes + on_labels(train.Y),
    )


def _cast(array: Array, dtype: np.dtype[Any]) -> Array:
    return np.array(array, dtype=dtype, order="C")  # always a copy: the four share no memory
