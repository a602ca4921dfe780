"""The members of an ``.npz`` archive as bytes; nothing in it is believed before it is checked."""

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from compare.errors import UsageError
from compare.traces.wording import shown

LARGEST = 2**30
"""The most bytes of an archive, and of its members together: 1 GiB."""
LARGEST_DIRECTORY = 2**20
"""The most bytes of the list of members at the end of an archive."""

START, END, ZIP64_END = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
END_RECORD, ZIP64_LOCATOR = 22, 20
MEMBER = re.compile(r"([A-Za-z][A-Za-z0-9_]*|__meta__)\.npy")
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

UNREADABLE = (
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What ``zipfile`` raises on bytes that are no archive."""


def pack(members: Mapping[str, bytes]) -> bytes:
    """Write an archive: stored, in the order given, without times; equal input, equal bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            _check_name(f"{name}.npy")
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # as on Unix, everywhere
            archive.writestr(entry, data)
    size = file.tell()
    if size > LARGEST:
        raise UsageError(f"{size} bytes; a saved trace has at most {LARGEST}: take fewer examples")
    return file.getvalue()


def unpack(path: Path) -> dict[str, bytes]:
    """Read every member, by its name without ``.npy``, in the order of the archive.

    Raises
    ------
    UsageError
        If this is no whole archive of ``.npy`` files, or larger than ``LARGEST``.
    """
    _check_is_file(path)
    try:
        with path.open("rb") as file:
            _check_ends(file)
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
                _check_entries(entries)
                return {entry.filename[:-4]: _read(archive, entry) for entry in entries}
    except UNREADABLE as error:
        raise UsageError(f"not a whole .npz archive ({_line(error)}); save it again") from None


def _check_is_file(path: Path) -> None:
    try:
        there, plain = path.exists(), path.is_file()
        size = path.stat().st_size if plain else 0
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot be opened ({_line(error)})") from None
    if not there:
        raise UsageError("no such file")
    if not plain:
        raise UsageError("a folder" if path.is_dir() else "not a plain file")
    if size == 0:
        raise UsageError("the file is empty")
    if size > LARGEST:
        raise UsageError(f"{size} bytes; a saved trace has at most {LARGEST}")


def _check_ends(file: BinaryIO) -> None:
    """Check that an archive starts and ends as one, and that its directory is not a bomb."""
    start = file.read(len(START))
    if start != START:
        hint = ": one unnamed array" if start == b"\x93NUM" else ""
        raise UsageError(f"not an .npz archive{hint}; a saved trace is a zip of .npy files")
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - END_RECORD - ZIP64_LOCATOR))
    tail = file.read()
    end = tail[-END_RECORD:]
    if len(end) < END_RECORD or not end.startswith(END):
        raise UsageError(
            f"the end of the archive is missing: the file is truncated at {size} bytes, "
            "or something was appended"
        )
    directory = int.from_bytes(end[12:16], "little")
    if directory > LARGEST_DIRECTORY or tail[:-END_RECORD].startswith(ZIP64_END):
        raise UsageError(f"its list of members is longer than {LARGEST_DIRECTORY} bytes, or zip64")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = Counter(entry.orig_filename for entry in entries)
    for name, count in names.items():
        _check_name(name)
        if count > 1:
            raise UsageError(f"the member {name} is there {count} times")
    for entry in entries:
        if entry.compress_type not in METHODS:
            raise UsageError(f"{entry.filename} is compressed in a way other than deflate")
    if min((entry.header_offset for entry in entries), default=0):
        raise UsageError("something stands before its first member")
    total = sum(entry.file_size for entry in entries)
    if total > LARGEST:
        raise UsageError(f"its members claim {total} bytes; a saved trace holds at most {LARGEST}")


def _check_name(name: str) -> None:
    if not MEMBER.fullmatch(name):
        raise UsageError(f"a member is called {shown(name)}; wanted a plain name, as in W1.npy")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read no more than the directory says; ``zipfile`` checks the CRC at that point."""
    try:
        with archive.open(entry) as member:
            data = member.read(entry.file_size)
    except UNREADABLE as error:
        raise UsageError(
            f"the member {entry.filename} is damaged ({_line(error)}); save the trace again"
        ) from None
    if len(data) != entry.file_size:
        raise UsageError(
            f"the member {entry.filename} ends after {len(data)} of {entry.file_size} bytes"
        )
    return data


def _line(error: BaseException) -> str:
    """Say an error of the library in one line."""
    return (getattr(error, "strerror", None) or str(error) or type(error).__name__).splitlines()[0]
