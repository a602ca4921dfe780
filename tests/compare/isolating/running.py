"""What the tests of this room share: run a text in a child and look for what it left behind."""

import os
from contextlib import suppress
from pathlib import Path

from compare.confining.limits import Limits
from compare.isolating.command import MARK
from compare.isolating.job import Job
from compare.isolating.pool import run_apart
from compare.reading.read import read_text

HERE = "tests.compare.isolating"


def job(text, seconds=20.0, driver="executing:drive"):
    source = read_text(text, "python", "net.py")
    return Job(source, limits=Limits(seconds=seconds), driver=f"{HERE}.{driver}")


def answer(text, seconds=20.0, driver="executing:drive"):
    (result,) = run_apart([job(text, seconds, driver)], 1)
    return result


def children(folder):
    """The processes whose own folder was made below this one, even if it is gone again."""
    mark, found = f"{MARK}={folder}{os.sep}".encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if mark in (process / "environ").read_bytes():
                found.append(int(process.name))
    return found
