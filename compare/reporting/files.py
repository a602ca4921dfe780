"""Write a result so that nothing half-written is ever left under its name."""

import os
from pathlib import Path

from compare.errors import FaultError


def write_text(path: Path, text: str) -> None:
    """Write beside the file, then put it in its place; the old file stays until then.

    Raises
    ------
    FaultError
        If the disk is full or the folder cannot be written.
    """
    beside = path.with_name(f"{path.name}.tmp-{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        size = len(text.encode())
        raise FaultError(f"{path} was not saved ({size} bytes): {error.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)
