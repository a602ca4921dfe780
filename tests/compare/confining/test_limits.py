"""Each limit is set in a process of its own, and tried."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import compare

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")

START = f"""
import sys
sys.path.append({str(Path(compare.__file__).parents[1])!r})
from compare.confining.limits import Limits, more_memory, set_limits
binding, lacking = set_limits(Limits(seconds=1, memory=512 << 20, open_files=16))
"""


def run(code):
    return subprocess.run(
        [sys.executable, "-c", START + code], capture_output=True, text=True, check=False
    )


def test_what_binds_is_named():
    words = run("print(*binding, sep=','); print(*lacking, sep=',')").stdout
    binding, lacking = (set(line.split(",")) - {""} for line in words.splitlines())
    assert {"processor time", "file size", "open files", "core dumps"} <= binding
    assert {"memory", "processes"} <= binding | lacking
    assert ("processes" in binding) == (os.geteuid() != 0)
    assert not binding & lacking


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not enforce it")
def test_memory():
    code = "\ntry: bytearray(600 << 20)\nexcept MemoryError: print('refused')"
    assert run(code).stdout == "refused\n"
    assert run("\nwith more_memory(): bytearray(500 << 20)\nprint('room')").stdout == "room\n"
    code = "\nwith more_memory(): pass\nbytearray(600 << 20)"
    assert "MemoryError" in run(code).stderr


def test_files(tmp_path):
    code = f"with open({str(tmp_path / 'file')!r}, 'w') as file: file.write('x')"
    assert "File too large" in run(code).stderr
    assert (tmp_path / "file").read_text() == ""
    assert "Too many open files" in run("kept = [open('/dev/null') for _ in range(20)]").stderr


def test_processor_time():
    assert run("while True: pass").returncode < 0
