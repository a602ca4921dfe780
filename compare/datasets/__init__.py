"""Data in the course's notation: columns are examples, labels a row of 0 and 1, or one-hot.

load("digits", ...)       data that comes with the project
load("cats.npz", ...)     somebody's own file: .npz, .csv, .h5, .hdf5
synthetic(5, ...)         seeded data of any number of features
check_examples(X, Y, ...) the border: a pair of arrays is made fit to use, or refused
"""

from compare.datasets.dataset import Array, Dataset, Layout
from compare.datasets.examples import check_examples
from compare.datasets.loading import load
from compare.datasets.shipped import SHIPPED, classes_of, features_of
from compare.datasets.synthetic import synthetic

__all__ = [
    "SHIPPED",
    "Array",
    "Dataset",
    "Layout",
    "check_examples",
    "classes_of",
    "features_of",
    "load",
    "synthetic",
]
