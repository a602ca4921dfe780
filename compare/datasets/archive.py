"""The named arrays of an ``.npz`` file, or one sentence on why they cannot be read."""

import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from compare.errors import UsageError

UNREADABLE = (
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


def read_arrays(path: Path, *, example: str) -> dict[str, npt.NDArray[Any]]:
    """Read every array; nothing is unpickled.  ``example`` is how ``np.savez`` would name them."""
    try:
        with path.open("rb") as file:
            stored = np.load(file, allow_pickle=False)
            if not isinstance(stored, np.lib.npyio.NpzFile):
                raise UsageError(
                    f"{path.name}: holds one unnamed array; use np.savez(path, {example})"
                )
            return {name: stored[name] for name in stored.files}
    except UNREADABLE as error:
        if "Object arrays" in str(error):
            raise UsageError(
                f"{path.name}: holds a pickled array of objects, which is never opened; "
                f"save plain numbers, by astype(np.float64), with np.savez(path, {example})"
            ) from error
        raise UsageError(
            f"{path.name}: not a complete .npz file{_detail(error)}; write it again with np.savez"
        ) from error


def _detail(error: BaseException) -> str:
    """Pass on why, but not the advice to open a pickle."""
    return "" if "pickle" in str(error) else f" ({error})"
