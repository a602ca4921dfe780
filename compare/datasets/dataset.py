"""What the room hands out, and what its readers hand to it."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating[Any]]
Layout = Literal["columns", "rows"]


@dataclass(frozen=True, eq=False)
class Dataset:
    """Training and test examples, ready for a model.

    Each ``X`` is ``(n_x, m)``, each ``Y`` ``(1, m)`` or, of several classes, ``(n_y, m)``; all
    four are C-contiguous, of one dtype, and share no memory. ``notes`` are sentences for the
    reader of a report.
    """

    name: str
    X_train: Array
    Y_train: Array
    X_test: Array
    Y_test: Array
    notes: tuple[str, ...]


class Pair(NamedTuple):
    """Checked examples and their labels, ``(n_x, m)`` and ``(1, m)`` or ``(n_y, m)``."""

    X: Array
    Y: Array


@dataclass(frozen=True, eq=False)
class Reading:
    """The checked contents of one source, not yet split, scaled or cast.

    ``test`` is None where the source has no test part of its own; ``scaled`` is True where the
    features must be left as they are.
    """

    train: Pair
    test: Pair | None
    notes: tuple[str, ...]
    scaled: bool
