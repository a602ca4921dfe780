"""Which data a rung runs on."""

import numpy as np

from compare import datasets
from compare.datasets import Array, Dataset
from compare.errors import UsageError
from compare.ladder.settings import Settings


def choose(settings: Settings, usual: str) -> Dataset:
    """Load the data asked for, else those the rung usually takes, if they have as many features.

    Without ``--data``, layer sizes that no shipped data set fits get seeded synthetic data.

    Raises
    ------
    UsageError
        If the data do not have the features that the layer sizes start with.
    """
    n_x = settings.layer_dims[0] if settings.layer_dims else None
    if settings.data is not None:
        dataset = datasets.load(
            settings.data,
            dtype=settings.dtype,
            seed=settings.seed,
            layout=settings.layout,
            soft_labels=settings.soft_labels,
        )
        found = dataset.X_train.shape[0]
        if n_x is not None and found != n_x:
            raise UsageError(
                f"{dataset.name} has {found} features, and the layer sizes start with {n_x}: "
                f"start them with {found}, or leave out --data for synthetic examples"
            )
        return dataset
    fitting = [
        name for name in (usual, *datasets.SHIPPED) if n_x in (None, datasets.features_of(name))
    ]
    if fitting:
        return datasets.load(fitting[0], dtype=settings.dtype, seed=settings.seed)
    return datasets.synthetic(int(n_x or 0), dtype=settings.dtype, seed=settings.seed)


def most_varied(X: Array, count: int) -> Array:
    """Take the rows with the most distinct values; where there are too few, some twice."""
    distinct = [len(np.unique(row)) for row in X]
    order = np.argsort(distinct, kind="stable")[::-1]
    return X[np.resize(order, count)].copy()
