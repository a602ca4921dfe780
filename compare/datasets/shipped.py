"""The data that comes with the project; PROVENANCE.md says where it is from."""

import io
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from compare.datasets.archive import UNREADABLE
from compare.datasets.dataset import Reading
from compare.datasets.reading import checked
from compare.datasets.spelling import hint
from compare.errors import FaultError, UsageError


@dataclass(frozen=True)
class _Shipped:
    n_x: int
    n_y: int
    positive: int  # the target that label 1 stands for
    note: str
    rows: str  # what the rows of one-hot labels stand for


_TABLE = {
    "breast-cancer": _Shipped(
        30, 2, 1, "label 1 is benign, 0 malignant (as in scikit-learn)",
        "class 0 is malignant, 1 benign (as in scikit-learn)",
    ),
    "digits": _Shipped(
        64, 10, 3, "label 1 is the digit 3, 0 any other digit", "class k is the digit k"
    ),
}  # fmt: skip  # a row a data set

SHIPPED = tuple(_TABLE)


def features_of(name: str) -> int:
    """Return n_x of shipped data, without opening it."""
    return _entry(name).n_x


def classes_of(name: str) -> int:
    """Return n_y of shipped data, without opening it."""
    return _entry(name).n_y


def _entry(name: str) -> _Shipped:
    if name not in _TABLE:
        raise UsageError(
            f"no shipped data named {name!r}: {', '.join(SHIPPED)}{hint(name, _TABLE)}"
        )
    return _TABLE[name]


def read_shipped(name: str, *, one_hot: bool = False) -> Reading:
    """Read one of ``SHIPPED``: one class against the rest, or all of them one-hot."""
    entry = _TABLE[name]
    X, target = _arrays(f"{name}.npz", entry.n_x)
    ones = np.arange(entry.n_y)[:, None] if one_hot else np.array([[entry.positive]])
    Y = (target == ones).astype(np.float64)
    reading = checked(
        (X, Y), None, where=name, layout="columns", soft_labels=False, one_hot=one_hot
    )
    return Reading(reading.train, None, (entry.rows if one_hot else entry.note,), scaled=False)


def _arrays(file: str, n_x: int) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    try:
        content = files("compare.datasets").joinpath(file).read_bytes()
        with np.load(io.BytesIO(content), allow_pickle=False) as stored:
            X, target = stored["X"], stored["target"]
            if X.shape != (n_x, target.size):
                raise ValueError(f"X has shape {X.shape}")
    except UNREADABLE as error:
        raise FaultError(
            f"{file}, a file of backproof's own, is missing or damaged ({error}); "
            "install backproof again"
        ) from error
    return X, target
