"""The files that are meant by the paths on the command line."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from compare.errors import UsageError
from compare.reading.decoding import UnreadableError
from compare.reading.read import MARKDOWN, read_source

SUFFIXES = (".py", ".ipynb", *MARKDOWN)
NOT_THEIRS = ("__pycache__", "node_modules", "site-packages", "venv")
"""Folders that hold no code of the person's own; nor do hidden ones and virtual environments."""
SIGNS = re.compile(rb"\b(?:numpy|math|exp|tanh|sigmoid|softmax|relu)\b")
"""A file without any of these words computes no network."""


def files_of(paths: Sequence[str]) -> tuple[list[Path], str]:
    """Find the files: those named, and in folders those that may compute a network.

    Returns
    -------
    files, left_out
        Each file once, in order; and a line on what was left out, or nothing.

    Raises
    ------
    UsageError
        If a file that was named cannot be read, or a folder holds none.
    """
    found: dict[Path, None] = {}
    passed: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            here = list(_walk(path))
            theirs = [file for file in here if _may_compute(file)]
            if not theirs:
                raise UsageError(
                    f"{name}: no .py, .ipynb or Markdown file that could hold a network"
                )
            passed += [file for file in here if file not in theirs]
            found |= dict.fromkeys(theirs)
        else:
            _check_readable(path)
            found[path] = None
    return list(found), _left_out([file for file in passed if file not in found])


def _walk(folder: Path) -> Iterator[Path]:
    """Walk over the files of a folder, in the order of their names."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if _is_theirs(Path(root, name)))
        for name in sorted(files):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield Path(root, name)


def _is_theirs(folder: Path) -> bool:
    hidden = folder.name.startswith(".")
    return not hidden and folder.name not in NOT_THEIRS and not (folder / "pyvenv.cfg").exists()


def _may_compute(file: Path) -> bool:
    """Whether a file can be read and has a word that a network needs."""
    try:
        read_source(file)
    except UnreadableError:
        return False
    return SIGNS.search(file.read_bytes()) is not None


def _check_readable(path: Path) -> None:
    try:
        read_source(path)
    except UnreadableError as error:
        raise UsageError(f"{path}: {error}") from None


def _left_out(files: Sequence[Path]) -> str:
    if not files:
        return ""
    first = ", ".join(map(str, files[:3])) + (", ..." if len(files) > 3 else "")
    return f"left out, nothing of a network in them: {len(files)} of the folder's files ({first})"
