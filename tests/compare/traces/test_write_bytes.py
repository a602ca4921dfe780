"""A file is written whole or not at all, whatever happens to the process or the disk."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from compare.errors import FaultError
from compare.traces.files import write_bytes
from compare.traces.storage import load_trace, save_trace
from tests.compare.traces.saved_traces import a_logistic_regression, a_network, contents

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "step.npz"
    path.write_bytes(b"old")
    return path


def only(path):
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    return path.read_bytes()


def dead_pid():
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def test_a_file_is_replaced_and_nothing_is_left_beside_it(old):
    write_bytes(old, b"new")
    assert only(old) == b"new"


def test_the_bytes_are_on_the_disk_before_they_take_the_place_of_the_old(old, monkeypatch):
    order, fsync, replace = [], os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("fsync"), fsync(fd)))
    monkeypatch.setattr(
        Path, "replace", lambda self, to: (order.append("replace"), replace(self, to))
    )
    write_bytes(old, b"new")
    assert order == ["fsync", "replace"]


def failing(error):
    def fail(*arguments):
        raise error

    return fail


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_where_writing_fails_the_old_file_stays_and_the_bytes_needed_are_named(
    old, monkeypatch, step
):
    monkeypatch.setattr(step, failing(OSError(errno.ENOSPC, "No space left on device")))
    with pytest.raises(FaultError) as caught:
        write_bytes(old, b"newer")
    assert str(caught.value) == f"{old} was not saved (5 bytes): No space left on device"
    assert only(old) == b"old"


def test_an_interrupt_leaves_the_old_file(old, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_bytes(old, b"new")
    assert only(old) == b"old"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere/step.npz", "No such file or directory"),
        ("step.npz/below.npz", "Not a directory"),
        ("n" * 252, "File name too long"),
        (".", "directory"),
    ],
)
def test_a_place_where_no_file_can_be_is_a_fault_of_one_line(old, name, why):
    with pytest.raises(FaultError) as caught:
        write_bytes(old.parent / name, b"new")
    assert why in str(caught.value)
    assert "\n" not in str(caught.value)
    assert only(old) == b"old"


def test_what_a_dead_process_left_is_removed_and_nothing_else(old):
    gone = old.with_name(f"step.npz.tmp-{dead_pid()}")
    living = old.with_name(f"step.npz.tmp-{os.getppid()}")
    others = [
        old.with_name(name)
        for name in (
            f"other.npz.tmp-{dead_pid()}", f"step.npz.tmp-{dead_pid()}.keep", "step.npz.tmp-",
            "step.npz.tmp-x", f"stepxnpz.tmp-{dead_pid()}", "step.npz.tmp-99999999999999",
        )
    ]  # fmt: skip  # names that only look alike
    for path in (gone, living, *others):
        path.write_bytes(b"")
    write_bytes(old, b"new")
    assert {path.name for path in old.parent.iterdir()} == {
        path.name for path in (old, living, *others)
    }


def test_what_cannot_be_removed_does_not_keep_the_file_from_being_written(old):
    old.with_name(f"step.npz.tmp-{dead_pid()}").mkdir()
    write_bytes(old, b"new")
    assert old.read_bytes() == b"new"


def python(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


FULL_DISK = """
import resource, sys
from pathlib import Path
from compare.errors import FaultError
from compare.traces.storage import save_trace
from tests.compare.traces.saved_traces import a_network
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
try:
    save_trace(Path(sys.argv[1]), a_network())
except FaultError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def test_a_full_disk_leaves_the_old_trace_and_says_how_much_was_needed(old):
    save_trace(old, a_network())
    needed = old.stat().st_size
    save_trace(old, a_logistic_regression())
    child = python(FULL_DISK, old)
    answer, errors = child.communicate(timeout=60)
    assert child.returncode == 5, errors
    assert answer.strip() == f"{old} was not saved ({needed} bytes): File too large"
    assert contents(load_trace(old)) == contents(a_logistic_regression())
    only(old)


SAVING = """
import sys
from dataclasses import replace
from pathlib import Path
import numpy as np
from compare.traces.storage import load_trace, save_trace
path = Path(sys.argv[1])
trace = load_trace(path)
print("ready", flush=True)
for step in range(2, 10**6):
    save_trace(path, replace(trace, step=step, arrays={"Z1": np.full((1000, 1000), float(step))}))
"""


def test_a_process_killed_while_saving_leaves_a_whole_trace(tmp_path):
    path, rng = tmp_path / "step.npz", np.random.default_rng(9)
    save_trace(path, a_network())
    saved = set()
    for _ in range(5):
        child = python(SAVING, path)
        assert child.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0.05, 0.35))
        child.kill()
        child.communicate()
        trace = load_trace(path)
        saved.add(trace.step)
        assert not trace.arrays or (trace.arrays["Z1"] == trace.step).all() or trace.step == 3
    assert len(saved) > 1  # it was saving when it was killed
    save_trace(path, a_network())
    assert contents(load_trace(path)) == contents(a_network())
    only(path)
