"""Call the command: in this process, or in one of its own where the process is what is tested."""

import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import compare
from compare.cli import main

ROOT = Path(compare.__file__).resolve().parents[1]
SMALL = ("--layer-dims", "7,5,3,1", "--steps", "2")
"""Small synthetic data and few steps."""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str


class Streams:
    """Text streams of an encoding over bytes, for the two of a process."""

    def __init__(self, encoding: str) -> None:
        self.out = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        self.err = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="backslashreplace")
        self.encoding = encoding

    def read(self) -> tuple[str, str]:
        """Give what was printed on either."""
        for stream in (self.out, self.err):
            stream.flush()
        return self._text(self.out), self._text(self.err)

    def _text(self, stream: io.TextIOWrapper) -> str:
        assert isinstance(stream.buffer, io.BytesIO)
        return stream.buffer.getvalue().decode(self.encoding)


def backproof(*arguments: str, encoding: str = "utf-8", **environment: str) -> Ended:
    """Run ``backproof`` with these arguments, in this process."""
    code: Any = None
    streams = Streams(encoding)
    plain = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "NO_COLOR")}
    with (
        patch.object(sys, "argv", ["backproof", *arguments]),
        patch.dict(os.environ, {**plain, **environment}, clear=True),
        patch.object(sys, "path", list(sys.path)),
        patch("faulthandler.enable"),  # pytest has its own, and these streams have no number
        redirect_stdout(streams.out),
        redirect_stderr(streams.err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
    return Ended(code, *streams.read())


def ladder(*arguments: str, **options: str) -> Ended:
    """Run ``backproof ladder`` in this process."""
    return backproof("ladder", *arguments, **options)


def refused(*arguments: str) -> str:
    """Run ``backproof ladder`` on bad input; check how it ends, and give its message."""
    ended = ladder(*arguments)
    assert ended.code == 2, ended
    assert ended.out == ""
    message = ended.err.removesuffix("\n")
    if message.startswith("Usage: "):  # click found it, and shows how the command is called
        message = message[message.index("Error: ") :]
    else:
        assert message.startswith("backproof: ")
    assert 1 <= len(message.splitlines()) <= 2, message
    assert "Traceback" not in message
    return message


def environment(**given: str) -> dict[str, str]:
    """The environment of a process: this one's, without what would steer the output."""
    dropped = ("FORCE_COLOR", "NO_COLOR", "OMP_NUM_THREADS", "PYTHONIOENCODING", "COLUMNS")
    kept = {k: v for k, v in os.environ.items() if k not in dropped}
    path = os.pathsep.join(filter(None, (given.pop("PYTHONPATH", ""), str(ROOT))))
    return {**kept, "PYTHONPATH": path, **given}


def process(
    arguments: Sequence[str], *, cwd: Path, stdout: Any = subprocess.PIPE, **given: str
) -> "subprocess.Popen[bytes]":
    """Start ``python -m compare`` with these arguments."""
    return subprocess.Popen(
        [sys.executable, "-m", "compare", *arguments],
        cwd=cwd,
        env=environment(**given),
        stdout=stdout,
        stderr=subprocess.PIPE,
        preexec_fn=hear_the_keyboard if os.name == "posix" else None,  # noqa: PLW1509  # no threads
    )


def hear_the_keyboard() -> None:
    """Let an interrupt through: what a shell starts in the background does not hear it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def in_a_process(arguments: Sequence[str], *, cwd: Path, **given: str) -> Ended:
    """Run ``python -m compare`` to its end."""
    child = process(arguments, cwd=cwd, **given)
    out, err = child.communicate(timeout=120)
    return Ended(child.returncode, out.decode(), err.decode())


def writer_of_the_guide() -> str:
    """The program in docs/traces.md."""
    text = (ROOT / "docs" / "traces.md").read_text(encoding="utf-8")
    found: str
    (found,) = re.findall(r"```python\n(import hashlib.*?)```", text, re.DOTALL)
    return found
