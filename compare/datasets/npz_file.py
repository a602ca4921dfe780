"""NPZ files: ``X (n_x, m)`` and ``Y (1, m)``, with or without ``X_test`` and ``Y_test``."""

import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from compare.datasets.dataset import Layout, Reading
from compare.datasets.reading import checked
from compare.datasets.spelling import hint
from compare.errors import UsageError

UNREADABLE = (
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    SyntaxError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_npz(path: Path, *, layout: Layout | None, soft_labels: bool) -> Reading:
    """Read the arrays of ``path``; nothing in the file is unpickled."""
    arrays = _arrays(path)
    has_test = "X_test" in arrays or "Y_test" in arrays
    for name in ("X", "Y", "X_test", "Y_test") if has_test else ("X", "Y"):
        if name not in arrays:
            found = ", ".join(arrays) or "nothing"
            raise UsageError(
                f"{path.name}: no array named {name}; found {found}{hint(name, arrays)}"
            )
    return checked(
        (arrays["X"], arrays["Y"]),
        (arrays["X_test"], arrays["Y_test"]) if has_test else None,
        where=path.name,
        layout=layout,
        soft_labels=soft_labels,
    )


def _arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    try:
        with path.open("rb") as file:
            stored = np.load(file, allow_pickle=False)
            if not isinstance(stored, np.lib.npyio.NpzFile):
                raise UsageError(f"{path.name}: holds one unnamed array; use np.savez with X and Y")
            return {name: stored[name] for name in stored.files}
    except UNREADABLE as error:
        if "Object arrays" in str(error):
            raise UsageError(
                f"{path.name}: holds a pickled array of objects, which is never opened; "
                "save plain numbers, as in np.savez(path, X=X.astype(np.float64), Y=Y)"
            ) from error
        raise UsageError(
            f"{path.name}: not a complete .npz file ({error}); write it again with np.savez"
        ) from error
