"""The results file: JSON lines that a killed run continues.

The first line names the libraries that were there.  Each other line is one piece of the work: a
digest of the code that it is about, and its tally.  A half-written last line is dropped, and a
piece of other code does not count: it is measured again.
"""

import hashlib
import importlib.metadata
import json
import os
import platform
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.trusting.tallies import Tally

ROOT = Path(__file__).parents[2]
FILE = ROOT / "benchmarks" / "results" / "trust.jsonl"
JUDGED = (
    "scratch_numpy", "reference_torch", "compare/formulas", "compare/quantities", "compare/traces",
    "compare/candidates", "compare/judging",
)  # fmt: skip  # the implementations, the judge
SHARED = ("networks", "rules", "judged")
"""Modules of this package that every experiment rests on, beside its own."""


class Piece(NamedTuple):
    """A part of the work: an experiment, and the indices of its cases."""

    experiment: str
    start: int
    stop: int


class OtherResultsError(ValueError):
    """The file holds other results, or none."""


def header() -> dict[str, Any]:
    """Describe what the code runs on."""
    versions = {name: importlib.metadata.version(name) for name in ("numpy", "torch")}
    return {
        "schema": "backproof.trust/1",
        "versions": {"python": platform.python_version(), **versions},
        "machine": platform.machine(),
    }


@cache
def digest(own: Sequence[str]) -> str:
    """Digest the code that an experiment measures; ``own`` are paths besides what all rest on."""
    shared = (f"benchmarks/trusting/{name}.py" for name in SHARED)
    text = hashlib.sha256()
    for name in (*JUDGED, *shared, *own):
        path = ROOT / name
        for source in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            text.update(f"{source.relative_to(ROOT)}\n".encode() + source.read_bytes())
    return text.hexdigest()[:12]


class Results:
    """The measured pieces of this code, and the file they are kept in.

    Parameters
    ----------
    header
        The first line of a new file, which that of an older one must equal.
    digests
        The code of every experiment.
    """

    def __init__(self, path: Path, header: dict[str, Any], digests: dict[str, str]) -> None:
        self.path, self.header, self.digests = path, header, digests
        self.tallies: dict[Piece, Tally] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes() if path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if whole or not json.dumps(header).encode().startswith(content):
            self._read(whole)
        if len(whole) < len(content):
            os.truncate(path, len(whole))
        if not whole:
            self._append(header)

    def _read(self, whole: bytes) -> None:
        try:
            first, *rows = map(json.loads, whole.decode().splitlines())
            if not isinstance(first, dict):
                raise TypeError("its first line is no header")
            for row in rows:
                piece = Piece(*row["piece"])
                if row["code"] == self.digests.get(piece.experiment):
                    self.tallies[piece] = row["tally"]
        except (ValueError, KeyError, TypeError) as error:
            raise OtherResultsError(f"{self.path} is no file of results: {error!r}") from None
        if first != self.header:
            names = " and ".join(
                name for name in self.header if first.get(name) != self.header[name]
            )
            raise OtherResultsError(
                f"{self.path} was measured with other {names}; name another file or delete it"
            )

    def keep(self, piece: Piece, tally: Tally) -> None:
        """Write one piece down."""
        self.tallies[piece] = tally
        self._append({"piece": piece, "code": self.digests[piece.experiment], "tally": tally})

    def _append(self, line: dict[str, Any]) -> None:
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
