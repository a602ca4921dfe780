"""The transformers of sklearn.preprocessing that are used inside networks."""

from typing import Any, Self

import numpy as np


class Transformer:
    """Learns something from data, and applies it."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def fit(self, X: Any, y: Any = None) -> Self:
        """Learn."""
        return self

    def transform(self, X: Any) -> Any:
        """Apply."""
        return X

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        """Do both."""
        return self.fit(X, y).transform(X)


class StandardScaler(Transformer):
    """Mean 0 and standard deviation 1 for every column."""

    def fit(self, X: Any, y: Any = None) -> Self:
        """Take the mean and the deviation."""
        self.mean_ = np.mean(X, axis=0)
        deviation = np.std(X, axis=0)
        self.scale_ = np.where(deviation == 0, 1.0, deviation)
        return self

    def transform(self, X: Any) -> Any:
        """Subtract and divide."""
        return (X - self.mean_) / self.scale_


class MinMaxScaler(Transformer):
    """Every column between 0 and 1."""

    def fit(self, X: Any, y: Any = None) -> Self:
        """Take the smallest value and the range."""
        self.data_min_ = np.min(X, axis=0)
        extent = np.max(X, axis=0) - self.data_min_
        self.data_range_ = np.where(extent == 0, 1.0, extent)
        return self

    def transform(self, X: Any) -> Any:
        """Subtract and divide."""
        return (X - self.data_min_) / self.data_range_


class LabelEncoder(Transformer):
    """Labels as the numbers 0, 1, ..."""

    def fit(self, X: Any, y: Any = None) -> Self:
        """Take the labels there are."""
        self.classes_ = np.unique(X)
        return self

    def transform(self, X: Any) -> Any:
        """Give the place of each label."""
        return np.searchsorted(self.classes_, np.ravel(X))


class LabelBinarizer(LabelEncoder):
    """Labels as rows with one 1; a single column where there are two labels."""

    def transform(self, X: Any) -> Any:
        """Give one row for each label."""
        rows = np.eye(len(self.classes_))[np.searchsorted(self.classes_, np.ravel(X))]
        return rows[:, 1:] if len(self.classes_) == 2 else rows


class OneHotEncoder(LabelEncoder):
    """Labels as rows with one 1."""

    def transform(self, X: Any) -> Any:
        """Give one row for each label."""
        return np.eye(len(self.classes_))[np.searchsorted(self.classes_, np.ravel(X))]
