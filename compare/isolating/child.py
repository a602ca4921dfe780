"""One child process: started, fed, listened to, and ended with all it may have started."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Self

from compare.isolating.command import MARK, bubblewrapped, environment, python

PIECE = 1 << 16
KEPT_ERRORS = 1 << 16
"""Bytes of the standard error that are kept, from its end."""
GRACE = 2.0
"""Seconds that the child has for ending itself and saying where it was."""


class Child:
    """A running child.

    Attributes
    ----------
    answer, errors
        What it has written so far.
    wrapped
        Whether it is inside bubblewrap.
    late, loud
        Whether it had to be ended: for its time, for the size of its answer.
    """

    def __init__(self) -> None:
        self.answer, self.errors = bytearray(), bytearray()
        self.late = self.loud = False
        self._listeners: dict[str, threading.Thread] = {}
        self._folder = tempfile.mkdtemp(prefix="checked-")
        wrapped = bubblewrapped(self._folder)
        self.wrapped = wrapped is not None
        self._process = subprocess.Popen(
            wrapped or python(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self._folder,
            env=environment(self._folder),
            **_own_group(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self.end()
        self._close()

    def run(self, errand: bytes, seconds: float, largest: int) -> int:
        """Hand over the errand, listen until the child ends or must, and give its exit status."""
        until = time.monotonic() + seconds + GRACE
        self._listeners = {
            "stdout": threading.Thread(target=self._listen, args=(largest,), daemon=True),
            "stderr": threading.Thread(target=self._listen_to_errors, daemon=True),
        }
        for listener in self._listeners.values():
            listener.start()
        self._hand_over(errand)
        for listener in self._listeners.values():
            listener.join(max(until - time.monotonic(), 0))
        self._wait(max(until - time.monotonic(), 0))
        return self._process.returncode or 0

    def end(self) -> None:
        """Kill it and everything that descends from it, and remove its folder."""
        self._kill_group()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(GRACE)
        kill_descendants(self._folder)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _close(self) -> None:
        with suppress(OSError):  # nobody reads it any more
            self._stream("stdin").close()
        for name in ("stdout", "stderr"):
            listener = self._listeners.get(name)
            if listener is not None:
                listener.join(1)
            if listener is None or not listener.is_alive():  # else somebody holds the other end
                self._stream(name).close()

    def _hand_over(self, errand: bytes) -> None:
        with suppress(OSError):  # it died early; that is seen elsewhere
            self._stream("stdin").write(errand)
        with suppress(OSError):
            self._stream("stdin").close()

    def _listen(self, largest: int) -> None:
        stream = self._stream("stdout")
        while piece := os.read(stream.fileno(), PIECE):
            self.answer += piece
            if len(self.answer) > largest:
                self.loud = True
                self._kill_group()
                return

    def _listen_to_errors(self) -> None:
        stream = self._stream("stderr")
        while piece := os.read(stream.fileno(), PIECE):
            self.errors += piece
            del self.errors[:-KEPT_ERRORS]

    def _wait(self, seconds: float) -> None:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.late = True

    def _kill_group(self) -> None:
        if sys.platform == "win32":
            self._process.kill()
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _stream(self, name: str) -> IO[bytes]:
        stream: IO[bytes] | None = getattr(self._process, name)
        assert stream is not None
        return stream


def _own_group() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def kill_descendants(folder: str) -> None:
    """Kill what has left the group: processes that inherited its mark, where /proc shows them."""
    mark = f"{MARK}={folder}\0".encode()
    with suppress(FileNotFoundError), os.scandir("/proc") as processes:
        for process in processes:
            if process.name.isdigit() and _has(process.name, mark):
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(int(process.name), signal.SIGKILL)


def _has(process: str, mark: bytes) -> bool:
    try:
        with open(f"/proc/{process}/environ", "rb") as variables:
            return mark in variables.read()
    except OSError:
        return False
