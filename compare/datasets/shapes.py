"""Which axis counts the examples: ``X`` is ``(n_x, m)``, ``Y`` is ``(1, m)`` or ``(n_y, m)``."""

from typing import Any

import numpy as np
import numpy.typing as npt

from compare.datasets.dataset import Layout
from compare.errors import UsageError

Raw = npt.NDArray[Any]


def as_columns(
    X: Raw, Y: Raw, *, where: str, layout: Layout | None, one_hot: bool = False
) -> tuple[Raw, Raw]:
    """Turn both arrays so that columns are examples; refuse what cannot be read that way."""
    if layout not in (None, "columns", "rows"):
        raise UsageError(f"{where}: layout is {layout!r}; it must be 'columns' or 'rows'")
    _not_empty(X, Y, where=where)
    _two_axes(X, where=where)
    if layout == "rows":
        X = X.T
        Y = Y.T if Y.ndim == 2 and (one_hot or Y.shape[1] == 1) else Y
    if one_hot:
        _several_rows(X, Y, where=where)
    else:
        _one_row(X, Y, where=where)
    _same_m(X, Y, where=where, layout=layout)
    n_x, m = X.shape
    if layout is None and n_x == m > 1:
        raise UsageError(
            f"{where}: X is {m} x {m}: cannot tell rows from columns; "
            'say --layout columns if columns are examples (layout="columns" in Python)'
        )
    return X, Y


def _not_empty(X: Raw, Y: Raw, *, where: str) -> None:
    for name, array in (("X", X), ("Y", Y)):
        if array.size == 0:
            raise UsageError(f"{where}: {name} has shape {array.shape}: nothing to check")


def _two_axes(X: Raw, *, where: str) -> None:
    if X.ndim == 2:
        return
    if X.ndim > 2:
        fix = f"unroll each example into a column: X.reshape({X.shape[0]}, -1).T"
    elif X.ndim == 1:
        fix = "use X.reshape(-1, 1) for one example, X.reshape(1, -1) for one feature"
    else:
        fix = "use X.reshape(1, 1) for one example of one feature"
    raise UsageError(f"{where}: X has shape {X.shape}; it must be (n_x, m): {fix}")


def _one_row(X: Raw, Y: Raw, *, where: str) -> None:
    if Y.ndim == 2 and Y.shape[0] == 1:
        return
    if Y.ndim < 2:
        fix = "use Y.reshape(1, -1) (rank-1 arrays broadcast to (m, m))"
    elif Y.ndim == 2 and Y.shape[1] == 1:
        fix = "use Y.T"
        if X.shape[0] == Y.shape[0] != X.shape[1]:
            fix += f"; X has shape {X.shape}: use X.T as well, or say --layout rows for both"
    else:
        fix = _one_class(Y)
    raise UsageError(f"{where}: Y has shape {Y.shape}; it must be (1, m): {fix}")


def _several_rows(X: Raw, Y: Raw, *, where: str) -> None:
    """Refuse labels that have not a row a class; another number of columns is for ``_same_m``."""
    if Y.ndim != 2 or Y.shape[0] == 1:
        fix = "a row a class, with a 1 in each column"
        if Y.dtype.kind in "biuf" and (Y >= 0).all() and (np.round(Y) == Y).all():
            fix += f", as in np.eye({int(Y.max()) + 1})[:, Y.ravel().astype(int)]"
    elif Y.shape[0] == X.shape[1] != Y.shape[1]:
        fix = "use Y.T"
    elif Y.shape[0] == X.shape[0] != X.shape[1] != Y.shape[1]:
        fix = "use Y.T and X.T, or say --layout rows for both"
    else:
        return
    raise UsageError(
        f"{where}: Y has shape {Y.shape}; for several classes it must be (n_y, m): {fix}"
    )


def _one_class(Y: Raw) -> str:
    zeros_and_ones = bool(np.isin(Y, (0, 1)).all())
    if Y.ndim == 2 and zeros_and_ones and (Y.sum(axis=0) == 1).all():
        return (
            "it looks one-hot; choose one class against the rest, as in Y[1:2], or end with softmax"
        )
    if Y.ndim == 2 and zeros_and_ones and (Y.sum(axis=1) == 1).all():
        return (
            "it looks one-hot; choose one class against the rest, as in Y[:, 1:2].T, or end with "
            "softmax, and use Y.T"
        )
    return "one label for each example"


def _same_m(X: Raw, Y: Raw, *, where: str, layout: Layout | None) -> None:
    m = Y.shape[1]
    if X.shape[1] == m:
        return
    if X.shape[0] != m:
        raise UsageError(
            f"{where}: X has {X.shape[1]} examples, Y has {m}; each example needs one label"
        )
    if layout == "rows":
        given, axis, fix = X.T.shape, "rows", "drop --layout rows"
    else:
        given, axis, fix = X.shape, "columns", "pass X.T, or say --layout rows"
    raise UsageError(
        f"{where}: X has shape {given}; {axis} must be examples. "
        f"Y has {m} entries, so X looks transposed: {fix}"
    )
