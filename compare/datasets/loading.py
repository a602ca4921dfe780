"""One door for every source: a shipped name, or the path of a file."""

import os
from pathlib import Path
from typing import Any

import numpy as np

from compare.datasets.csv_file import read_csv
from compare.datasets.dataset import Dataset, Layout, Reading
from compare.datasets.finishing import finish
from compare.datasets.hdf5_file import read_hdf5
from compare.datasets.npz_file import read_npz
from compare.datasets.shipped import SHIPPED, read_shipped
from compare.datasets.spelling import hint
from compare.errors import UsageError

ACCEPTED = f"accepted: {', '.join(SHIPPED)}, or a file ending in .npz, .csv, .h5 or .hdf5"


def load(
    source: str,
    *,
    dtype: np.dtype[Any],
    seed: int,
    layout: Layout | None = None,
    soft_labels: bool = False,
    one_hot: bool = False,
) -> Dataset:
    """Read, check, split and scale the examples of ``source``.

    Parameters
    ----------
    source
        One of ``SHIPPED``, or a path.
    seed
        Of the permutation that chooses the test part, where the source has none.
    layout
        Which axis of the arrays of an NPZ file counts the examples. Every other source says so
        itself, and is refused with a layout.
    soft_labels
        Accept probabilities as labels.
    one_hot
        Whether several classes are wanted, a row of the labels each.

    Raises
    ------
    UsageError
        If there is no such source, or its contents cannot be judged.
    FaultError
        If a shipped file is damaged, or h5py is missing.
    """
    if source in SHIPPED:
        _refuse_layout(source, layout)
        return finish(read_shipped(source, one_hot=one_hot), name=source, dtype=dtype, seed=seed)
    path = _existing(source)
    reading = _read(path, layout=layout, soft_labels=soft_labels, one_hot=one_hot)
    return finish(reading, name=path.name, dtype=dtype, seed=seed)


def _existing(source: str) -> Path:
    if os.path.isdir(source):
        raise UsageError(f"{source} is a folder; {ACCEPTED}")
    if not os.path.isfile(source):
        raise UsageError(f"{source or 'nothing'}: no such data; {ACCEPTED}{hint(source, SHIPPED)}")
    path = Path(source)
    if not os.access(path, os.R_OK):
        raise UsageError(f"{source} cannot be read: permission denied")
    return path


def _read(path: Path, *, layout: Layout | None, soft_labels: bool, one_hot: bool) -> Reading:
    ending = path.suffix.lower()
    if ending == ".npz":
        return read_npz(path, layout=layout, soft_labels=soft_labels, one_hot=one_hot)
    if ending not in (".csv", ".h5", ".hdf5"):
        raise UsageError(f"{path.name} ends in {ending or 'nothing known'!r}; {ACCEPTED}")
    if one_hot:
        raise UsageError(
            f"{path.name} has one label an example; several classes need one-hot labels (n_y, m): "
            "save X and Y as .npz"
        )
    _refuse_layout(path.name, layout)
    read = read_csv if ending == ".csv" else read_hdf5
    return read(path, soft_labels=soft_labels)


def _refuse_layout(source: str, layout: Layout | None) -> None:
    if layout is not None:
        raise UsageError(
            f"{source} says itself where its examples are; --layout is for .npz files: drop it"
        )
