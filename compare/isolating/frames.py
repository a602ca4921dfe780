"""What the child hands back: pieces, each sealed with a key that their code is not told.

    length (8 bytes) | seal (32 bytes) | kind (1 byte) | content

The seal covers the number of the piece as well, so none can be left out, repeated or exchanged.
"""

from collections.abc import Iterator
from hashlib import blake2b

STARTED, RECORDING, ENDED = b"S", b"R", b"E"

LENGTH, SEAL = 8, 32


class ForgedError(Exception):
    """A piece whose seal is not right: it does not come from us."""


class Sealing:
    """Seals pieces in order, or opens them in the same order."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._number = 0

    def frame(self, kind: bytes, content: bytes) -> bytes:
        """Give the next piece as it is sent."""
        return len(content).to_bytes(LENGTH) + self._seal(kind, content) + kind + content

    def _seal(self, kind: bytes, content: bytes) -> bytes:
        seal = blake2b(key=self._key, digest_size=SEAL)
        seal.update(self._number.to_bytes(LENGTH) + kind + content)
        self._number += 1
        return seal.digest()

    def opened(self, stream: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Walk over the kinds and contents of all whole pieces.

        Raises
        ------
        ForgedError
            At the first piece that we did not seal.
        """
        view, head = memoryview(stream), LENGTH + SEAL + 1
        while len(view) >= head:
            length = int.from_bytes(view[:LENGTH])
            seal, kind = view[LENGTH : LENGTH + SEAL], bytes(view[head - 1 : head])
            content = bytes(view[head : head + length])
            whole = len(content) == length
            if kind not in (STARTED, RECORDING, ENDED) or (
                whole and self._seal(kind, content) != seal
            ):
                raise ForgedError(
                    f"piece {self._number} of the answer was not written by the child"
                )
            if not whole:
                return
            yield kind, content
            view = view[head + length :]
