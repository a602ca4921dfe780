"""What is allowed but hides something from the check, as notes."""

from typing import Any

import numpy as np
import numpy.typing as npt

PIXEL_MAX = 255
SMALL = 16  # whole numbers up to here (counts, grades) need no scaling


def on_labels(Y: npt.NDArray[Any]) -> tuple[str, ...]:
    """Note a single example, and a single class."""
    notes = []
    if Y.shape[1] == 1:
        notes.append(
            "one example only (m = 1): a wrong 1/m, a sum or mean over the examples "
            "and a broadcast b cannot be seen"
        )
    if len(Y) == 1 and ((Y == 0).all() or (Y == 1).all()):
        notes.append(f"all training labels are {Y.flat[0]:g}: half of the cost is untested")
    if len(Y) > 1 and Y.all(axis=1).any():
        k = int(np.argmax(Y.all(axis=1)))
        notes.append(f"all training labels are class {k}: the cost of the others is untested")
    return tuple(notes)


def on_pixels(X: npt.NDArray[Any]) -> tuple[str, ...]:
    """Note whole numbers that look like the pixels of an image."""
    if X.dtype.kind not in "iu" or X.min() < 0 or not SMALL < X.max() <= PIXEL_MAX:
        return ()
    return (
        f"X is not scaled (whole numbers from {X.min()} to {X.max()}): units of the first layer "
        f"saturate; if these are pixels, use X / {PIXEL_MAX}",
    )
