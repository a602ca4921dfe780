"""A result is written whole or not at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from compare.errors import FaultError
from compare.reporting.files import write_text

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "result.json"
    path.write_text("old\n")
    return path


def only(path):
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    return path.read_text(encoding="utf-8")


def test_a_new_file_holds_the_text_and_nothing_is_left_beside_it(tmp_path):
    write_text(tmp_path / "result.json", "{}\n")
    assert only(tmp_path / "result.json") == "{}\n"


def test_an_old_file_is_replaced(old):
    write_text(old, "new ä\n")
    assert only(old) == "new ä\n"


def failing(error):
    def fail(*arguments):
        raise error

    return fail


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_the_old_file_stays_and_no_temporary_is_left_where_writing_fails(old, monkeypatch, step):
    error = OSError(errno.ENOSPC, "No space left on device")
    if step == "fsync":
        monkeypatch.setattr(os, "fsync", failing(error))
    else:
        monkeypatch.setattr(Path, "replace", failing(error))
    with pytest.raises(FaultError) as caught:
        write_text(old, "new\n")
    assert str(caught.value) == f"{old} was not saved (4 bytes): No space left on device"
    assert only(old) == "old\n"


def test_the_number_of_bytes_is_that_of_the_file(old, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing(OSError(errno.EDQUOT, "Disk quota exceeded")))
    with pytest.raises(FaultError, match="5 bytes"):
        write_text(old, "äö\n")


def test_a_missing_folder_is_a_fault_of_one_line(tmp_path):
    with pytest.raises(FaultError) as caught:
        write_text(tmp_path / "nowhere" / "result.json", "{}\n")
    assert "\n" not in str(caught.value)
    assert "No such file or directory" in str(caught.value)


def test_no_temporary_is_left_where_a_person_interrupts(old, monkeypatch):
    monkeypatch.setattr(os, "fsync", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_text(old, "new\n")
    assert only(old) == "old\n"


def test_the_text_is_on_the_disk_before_it_takes_the_place_of_the_old(old, monkeypatch):
    order = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("fsync"), fsync(fd)))
    monkeypatch.setattr(
        Path, "replace", lambda self, to: (order.append("replace"), replace(self, to))
    )
    write_text(old, "new\n")
    assert order == ["fsync", "replace"]


FULL_DISK = """
import resource, sys
from pathlib import Path
from compare.errors import FaultError
from compare.reporting.files import write_text
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    write_text(Path(sys.argv[1]), "x" * 5000)
except FaultError as error:
    print(error)
    sys.exit(error.exit_code)
"""


def test_a_file_that_outgrows_its_limit_leaves_the_old_one_whole(old):
    ended = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(old)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 5, ended.stderr
    assert "was not saved (5000 bytes): File too large" in ended.stdout
    assert only(old) == "old\n"
