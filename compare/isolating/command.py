"""How the child is started: Python alone, or inside bubblewrap where that works."""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parents[1]

ROOMS = ("__init__.py", "confining", "driving", "isolating", "reading", "recording")
OURS = tuple(HERE / room for room in ROOMS)
"""What the child has of us."""

START = (
    "import sys; sys.path += sys.argv[1:]; from compare.isolating.child_main import main; main()"
)

ENVIRONMENT = {
    "LC_ALL": "C.UTF-8",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
}
KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")
"""What an interpreter may need to start at all."""

SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache")

MARK = "CHECKED_IN"
"""The variable by which all descendants of a child are known: it holds the child's folder."""


def environment(folder: str) -> dict[str, str]:
    """Give the child's whole environment."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, **ENVIRONMENT, MARK: folder}


def python() -> list[str]:
    """Start the child: isolated mode, spelled out because -I would ignore the hash seed."""
    executable = getattr(sys, "_base_executable", None) or sys.executable
    return [executable, "-P", "-s", "-S", "-c", START, *_paths()]


def bubblewrapped(folder: str) -> list[str] | None:
    """Start it where there is no network and no file but Python's; ``None`` where that fails."""
    wrap = _bubblewrap()
    if wrap is None:
        return None
    variables = [part for item in environment(folder).items() for part in ("--setenv", *item)]
    return [*wrap, *variables, "--", *python()]


@cache
def _bubblewrap() -> list[str] | None:
    found = shutil.which("bwrap")
    if found is None or sys.platform != "linux":
        return None
    prefix = [found, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    prefix += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    for path in _interpreter():
        prefix += ["--ro-bind-try", str(path), str(path)]
    for folder in _other_packages():
        prefix += ["--tmpfs", str(folder)]
    for path in _ours():
        prefix += ["--ro-bind-try", str(path), str(path)]
    prefix += ["--chdir", "/tmp"]
    probe = [*prefix, "--", python()[0], "-S", "-c", "pass"]
    try:
        works = subprocess.run(probe, capture_output=True, timeout=10, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        works = False
    return prefix if works else None


def _interpreter() -> Iterable[Path]:
    """What Python consists of."""
    yield from map(Path, SYSTEM)
    executable = Path(python()[0])
    yield executable
    yield executable.resolve()
    base = Path(sys.base_prefix)
    yield from base.glob("lib/libpython*")
    yield from _standard()


def _standard() -> set[Path]:
    return {Path(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")}


def _other_packages() -> Iterable[Path]:
    """Folders inside the standard library's that hold more than it."""
    for folder in _standard():
        yield from (path for path in folder.glob("*-packages") if path.is_dir())


def _ours() -> Iterable[Path]:
    """What NumPy and our rooms consist of."""
    numpy = Path(np.__file__).parent
    yield from (numpy, numpy.with_name("numpy.libs"))
    yield from OURS


def _paths() -> list[str]:
    """Where our rooms and NumPy are imported from."""
    return [str(HERE.parent), str(Path(np.__file__).parents[1])]
