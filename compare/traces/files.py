"""A file is written whole or not at all: beside its place first, then put into it."""

import os
import re
from contextlib import suppress
from pathlib import Path

from compare.errors import FaultError


def write_bytes(path: Path, data: bytes) -> None:
    """Write beside the file, then put it in its place; the old file stays until then.

    What a killed process left beside the same file is removed.

    Raises
    ------
    FaultError
        If the disk is full or the folder cannot be written.
    """
    beside = path.with_name(f"{path.name}.tmp-{os.getpid()}")
    try:
        _remove_left_behind(path)
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise FaultError(f"{path} was not saved ({len(data)} bytes): {error.strerror}") from None
    finally:
        with suppress(OSError):  # the first error is the one to tell
            beside.unlink(missing_ok=True)


def _remove_left_behind(path: Path) -> None:
    """Remove ``name.tmp-PID`` of every process that is no more."""
    written = re.compile(re.escape(path.name) + r"\.tmp-(\d{1,9})")
    for entry in path.parent.iterdir():
        if (found := written.fullmatch(entry.name)) and not _alive(int(found[1])):
            with suppress(OSError):  # another process may be cleaning too, or own the file
                entry.unlink()


def _alive(pid: int) -> bool:
    """Whether there is such a process; where one cannot ask without harm, yes."""
    if os.name != "posix":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
