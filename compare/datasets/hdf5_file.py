"""HDF5 files of the course's layout: images ``train_set_x (m, height, width, 3)``, 0 to 255.

The course keeps the test images in a second file, ``train_catvnoncat.h5`` beside
``test_catvnoncat.h5``; both parts in one file are read as well.
"""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from compare.datasets.dataset import Pair, Reading
from compare.datasets.reading import checked
from compare.datasets.spelling import hint
from compare.errors import FaultError, UsageError

Raw = npt.NDArray[Any]

WHITE = 255


def read_hdf5(path: Path, *, soft_labels: bool) -> Reading:
    """Read and unroll the images of ``path``, and of its sibling where that has the test part."""
    stored = _stored(path)
    notes: tuple[str, ...] = (f"pixels divided by {WHITE}",)
    train = _part(stored, "train", where=path.name)
    sibling = path.with_name(path.name.replace("train", "test"))
    test = None
    if "test_set_x" in stored or "test_set_y" in stored:
        test = _part(stored, "test", where=path.name)
    elif sibling != path and sibling.is_file():
        test = _part(_stored(sibling), "test", where=sibling.name)
        notes += (f"test part read from {sibling.name}",)
    reading = checked(train, test, where=path.name, layout="columns", soft_labels=soft_labels)
    return replace(
        reading,
        train=_scaled(reading.train),
        test=reading.test and _scaled(reading.test),
        notes=notes + reading.notes,
        scaled=True,
    )


def _stored(path: Path) -> dict[str, Raw]:
    try:
        import h5py  # type: ignore[import-untyped]
    except ImportError as error:
        raise FaultError("reading HDF5 needs h5py: pip install 'backproof[hdf5]'") from error
    try:
        with h5py.File(path, "r") as file:
            return {k: v[()] for k, v in file.items() if isinstance(v, h5py.Dataset)}
    except (OSError, RuntimeError, ValueError, TypeError, KeyError) as error:
        raise UsageError(f"{path.name}: not a complete HDF5 file ({error})") from error


def _part(stored: dict[str, Raw], part: str, *, where: str) -> tuple[Raw, Raw]:
    for name in (f"{part}_set_x", f"{part}_set_y"):
        if name not in stored:
            found = ", ".join(stored) or "nothing"
            raise UsageError(f"{where}: no dataset named {name}; found {found}{hint(name, stored)}")
    images, labels = stored[f"{part}_set_x"], stored[f"{part}_set_y"]
    _refuse_non_pixels(f"{part}_set_x", images, where=where)
    m = images.shape[0]
    X = images.reshape(m, math.prod(images.shape[1:])).T  # (n_x, m), as the course unrolls
    return X, np.asarray(labels).reshape(1, -1)


def _refuse_non_pixels(name: str, images: Raw, *, where: str) -> None:
    if images.ndim < 2:
        raise UsageError(
            f"{where}: {name} has shape {images.shape}; images (m, height, width, 3) are needed"
        )
    if images.dtype.kind not in "iu":
        raise UsageError(
            f"{where}: {name} has dtype {images.dtype}; "
            f"whole numbers from 0 to {WHITE} are needed, as in uint8"
        )
    if images.size and not 0 <= images.min() <= images.max() <= WHITE:
        raise UsageError(
            f"{where}: {name} has values from {images.min()} to {images.max()}; "
            f"pixels lie between 0 and {WHITE}"
        )


def _scaled(examples: Pair) -> Pair:
    return Pair(examples.X / WHITE, examples.Y)
