"""A hook on what the interpreter itself reports: files, sockets, processes, foreign functions.

Python reports these whichever way they are reached (``sys.addaudithook``), and a hook cannot be
taken away again.  It is a fence, not a wall: the limits and the parent's clock stand behind it.
"""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from compare.confining.errors import MissingModuleError, NotReadError, NotWrittenError, RefusedError

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

PROCESSES = "starting or signalling another process"
NETWORK = "the network"
CHANGES = "changing files or folders"
FOREIGN = "calling foreign functions"
PRYING = "looking into the interpreter"

EVENTS = {
    "os.exec": PROCESSES,
    "os.fork": PROCESSES,
    "os.forkpty": PROCESSES,
    "os.kill": PROCESSES,
    "os.killpg": PROCESSES,
    "os.posix_spawn": PROCESSES,
    "os.spawn": PROCESSES,
    "os.startfile": PROCESSES,
    "os.system": PROCESSES,
    "pty.spawn": PROCESSES,
    "signal.pthread_kill": PROCESSES,
    "_winapi.CreateProcess": PROCESSES,
    "_thread.start_new_thread": "starting a thread",
    "webbrowser.open": "opening a window",
    "os.chflags": CHANGES,
    "os.chmod": CHANGES,
    "os.chown": CHANGES,
    "os.link": CHANGES,
    "os.mkdir": CHANGES,
    "os.remove": CHANGES,
    "os.removexattr": CHANGES,
    "os.rename": CHANGES,
    "os.rmdir": CHANGES,
    "os.setxattr": CHANGES,
    "os.symlink": CHANGES,
    "os.truncate": CHANGES,
    "os.utime": CHANGES,
    "gc.get_objects": PRYING,
    "gc.get_referents": PRYING,
    "gc.get_referrers": PRYING,
}
"""What is refused, by the name Python reports it under."""

FAMILIES = {
    "ctypes": FOREIGN,
    "ftplib": NETWORK,
    "http": NETWORK,
    "imaplib": NETWORK,
    "nntplib": NETWORK,
    "poplib": NETWORK,
    "shutil": CHANGES,
    "smtplib": NETWORK,
    "socket": NETWORK,
    "sqlite3": "opening a database",
    "subprocess": PROCESSES,
    "telnetlib": NETWORK,
    "tempfile": CHANGES,
    "urllib": NETWORK,
    "winreg": CHANGES,
}
"""Likewise by what stands before the dot."""

FOLDERS = frozenset({"os.listdir", "os.scandir", "os.chdir", "glob.glob", "glob.glob/2", "os.walk"})

NEVER = frozenset({
    "_ctypes", "_multiprocessing", "_posixshmem", "_posixsubprocess", "_socket", "_ssl",
    "_testcapi", "_xxsubinterpreters", "autograd", "autograd_gamma", "compare", "cupy", "jax",
    "jaxlib", "keras", "mxnet", "numba", "paddle", "reference_torch", "scratch_numpy",
    "tensorflow", "theano", "tinygrad", "torch", "torchvision",
})  # fmt: skip
"""Modules that nobody in the child may load from now on, by any way."""


class Guard:
    """Refuses what is in the tables, and all files but those below some folders."""

    def __init__(self, readable: Iterable[str]) -> None:
        self._roots = tuple(os.path.join(os.path.realpath(folder), "") for folder in readable)
        self._special: dict[str, Callable[..., None]] = {"open": self._open, "import": self._import}
        self._special.update(dict.fromkeys(FOLDERS, self._look))

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Answer the interpreter's question whether this may happen: raise if not."""
        if event in self._special:
            self._special[event](*arguments)
        elif what := EVENTS.get(event) or FAMILIES.get(event.partition(".")[0]):
            raise RefusedError(f"{what} is refused in a checked file ({event})")

    def looks_at(self, event: str) -> bool:
        """Whether its arguments matter."""
        return event in self._special

    def _open(self, path: Any, mode: str | None, flags: int) -> None:
        if path == os.devnull:
            return
        if flags & WRITES:
            raise NotWrittenError(f"writing {path!r} is refused: a check leaves nothing behind")
        if not self._may_read(path):
            raise NotReadError(f"reading {path!r} is refused: a check runs without data files")

    def _look(self, path: Any = None, *_: object) -> None:
        if path is None or not self._may_read(path):
            raise RefusedError(f"looking into folders is refused in a checked file: {path!r}")

    def _import(self, module: str, *_: object) -> None:
        if module.partition(".")[0] in NEVER:
            raise MissingModuleError(f"the module {module} is not given to a checked file")

    def _may_read(self, path: Any) -> bool:
        if isinstance(path, int):
            return False
        real = os.path.realpath(os.fsdecode(path))
        return os.path.join(real, "").startswith(self._roots)


def guard(readable: Iterable[str]) -> None:
    """Refuse from now on what is in the tables; only files below ``readable`` can be read."""
    refuse = Guard(readable)
    harmless: set[str] = set()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in harmless:  # ``id()`` is reported too, a hundred thousand times a run
            refuse(event, arguments)
            if not refuse.looks_at(event):
                harmless.add(event)

    sys.addaudithook(hook)
