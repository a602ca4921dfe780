"""Recordings as bytes and back: one ``.npz`` with a text and a block of numbers, no pickle.

What comes back may have been written by a program that lies, so nothing in it is believed: a
number, a name or a reference that is not what it must be is refused.
"""

import io
import json
import zipfile

from numpy import frombuffer, load, savez, uint8

from compare.recording.graph import Recording
from compare.recording.packing import Pack
from compare.recording.unpacking import Unpack

FORMAT = "backproof.recording/1"


def to_bytes(recordings: list[Recording]) -> bytes:
    """Write recordings."""
    pack = Pack()
    written = {"format": FORMAT, "recordings": [pack.recording(one) for one in recordings]}
    text = json.dumps(written, separators=(",", ":")).encode()
    target = io.BytesIO()
    numbers = frombuffer(b"".join(pack.blocks), dtype=uint8)
    savez(target, text=frombuffer(text, dtype=uint8), numbers=numbers)
    return target.getvalue()


def from_bytes(content: bytes) -> list[Recording]:
    """Read what ``to_bytes`` wrote.

    Raises
    ------
    ValueError
        If it is anything else.
    """
    try:
        text, numbers = _members(content)
        written = json.loads(text)
        if written["format"] != FORMAT:
            raise ValueError(f"its format is {written['format']!r}")
        unpack = Unpack(numbers)
        return [unpack.recording(one) for one in written["recordings"]]
    except (
        ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError, EOFError,
        MemoryError, RecursionError, OSError, zipfile.BadZipFile, NotImplementedError,
    ) as error:  # fmt: skip
        raise ValueError(f"not a recording: {type(error).__name__}: {error}") from error


def _members(content: bytes) -> tuple[bytes, bytes]:
    """The text and the numbers, unless they would be larger than what was handed over."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(member.file_size for member in archive.infolist()) > len(content):
            raise ValueError("it is packed")
    with load(io.BytesIO(content), allow_pickle=False) as members:
        return members["text"].tobytes(), members["numbers"].tobytes()
