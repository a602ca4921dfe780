"""Which data a rung runs on."""

from typing import Any

import numpy as np

from compare import datasets
from compare.datasets import Array, Dataset
from compare.errors import UsageError
from compare.ladder.settings import Settings


def choose(settings: Settings, usual: str) -> Dataset:
    """Load the data asked for, else those the rung usually takes, if the layer sizes fit them.

    Without ``--data``, layer sizes that no shipped data set fits get seeded synthetic data.

    Raises
    ------
    UsageError
        If the data do not have the features that the layer sizes start with, or the classes that
        they end with.
    """
    dims, one_hot = settings.layer_dims, settings.several_classes
    n_x, n_y = (dims[0], dims[-1]) if dims else (None, None)
    if settings.data is not None:
        dataset = datasets.load(
            settings.data,
            dtype=settings.dtype,
            seed=settings.seed,
            layout=settings.layout,
            soft_labels=settings.soft_labels,
            one_hot=one_hot,
        )
        found = dataset.X_train.shape[0]
        if n_x is not None and found != n_x:
            raise UsageError(
                f"{dataset.name} has {found} features, and the layer sizes start with {n_x}: "
                f"start them with {found}, or leave out --data for synthetic examples"
            )
        found = len(dataset.Y_train)
        if n_y is not None and one_hot and found != n_y:
            raise UsageError(
                f"{dataset.name} has {found} classes, and the layer sizes end with {n_y}: "
                f"end them with {found}"
            )
        return dataset
    of_seed: dict[str, Any] = {"dtype": settings.dtype, "seed": settings.seed}
    for name in (usual, *datasets.SHIPPED):
        fits = n_x in (None, datasets.features_of(name))
        if fits and (not one_hot or n_y in (None, datasets.classes_of(name))):
            return datasets.load(name, one_hot=one_hot, **of_seed)
    return datasets.synthetic(int(n_x or 0), classes=n_y if one_hot else None, **of_seed)


def most_varied(X: Array, count: int) -> Array:
    """Take the rows with the most distinct values; where there are too few, some twice."""
    distinct = [len(np.unique(row)) for row in X]
    order = np.argsort(distinct, kind="stable")[::-1]
    return X[np.resize(order, count)].copy()
