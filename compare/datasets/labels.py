"""Labels are 0 or 1, or one-hot; probabilities only where they were announced."""

from typing import Any

import numpy as np
import numpy.typing as npt

from compare.errors import UsageError

Raw = npt.NDArray[Any]

LISTED = 10


def check_labels(Y: Raw, *, where: str, soft_labels: bool) -> tuple[str, ...]:
    """Refuse labels that binary cross-entropy has no meaning for; say what was accepted."""
    values, counts = np.unique(Y, return_counts=True)
    wrong = (values != 0) & (values != 1)
    if not wrong.any():
        return _conversion(Y.dtype)
    if soft_labels and _probabilities(values):
        return (f"labels are probabilities: {counts[wrong].sum()} of {Y.size} lie between 0 and 1",)
    k = int(np.argmax(wrong))
    times = "once" if counts[k] == 1 else f"{counts[k]} times"
    raise UsageError(
        f"{where}: labels must be 0 or 1; found {values[k]:g} ({times} in Y); "
        f"{_remedy(values, soft_labels=soft_labels)}"
    )


def check_classes(Y: Raw, *, where: str, soft_labels: bool) -> tuple[str, ...]:
    """Refuse labels that are not one-hot: in each column a single 1, and 0 else."""
    if soft_labels:
        raise UsageError(
            f"{where}: probabilities as labels are for one output; the labels of several classes "
            "are one-hot: leave out --soft-labels (soft_labels in Python)"
        )
    wrong = (Y != 0) & (Y != 1)
    if wrong.any():
        k, i = (int(axis) for axis in np.unravel_index(np.argmax(wrong), Y.shape))
        raise UsageError(
            f"{where}: labels must be one-hot, 0 and a single 1 in each column; Y[{k}, {i}] is "
            f"{Y[k, i]:g} ({np.count_nonzero(wrong)} such in all)"
        )
    ones = Y.sum(axis=0)
    if (ones != 1).any():
        i = int(np.argmax(ones != 1))
        raise UsageError(
            f"{where}: labels must be one-hot, 0 and a single 1 in each column; column {i} of Y "
            f"has {ones[i]:g} ({np.count_nonzero(ones != 1)} such columns in all)"
        )
    return _conversion(Y.dtype)


def _probabilities(values: Raw) -> bool:
    return bool(values[0] >= 0 and values[-1] <= 1)


def _conversion(dtype: np.dtype[Any]) -> tuple[str, ...]:
    if dtype.kind == "f":
        return ()
    reason = ""
    if dtype.kind == "u":
        reason = f" (in {dtype}, -Y wraps around: -1 becomes {np.iinfo(dtype).max})"
    elif dtype.kind == "b":
        reason = " (NumPy refuses -Y on bool)"
    return (f"labels were {dtype}: converted to float{reason}",)


def _remedy(values: Raw, *, soft_labels: bool) -> str:
    if _probabilities(values):
        return "probabilities are accepted with --soft-labels (soft_labels=True in Python)"
    if values.tolist() == [-1, 1]:
        return "use (Y + 1) / 2"
    if values.size == 2:
        return f"use Y == {values[-1]:g}"
    if (values == np.round(values)).all() and values.size > 2:
        return f"{_listed(values)} look like class numbers; choose one, as in Y == {values[-1]:g}"
    if soft_labels:
        return "probabilities lie between 0 and 1"
    return "two classes are needed, written 0 and 1"


def _listed(values: Raw) -> str:
    shown = ", ".join(f"{value:g}" for value in values[:LISTED])
    return shown if values.size <= LISTED else f"{shown}, ... ({values.size} values)"
