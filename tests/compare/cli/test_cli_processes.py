"""What only a process of its own can show: imports, pipes, signals, a missing torch."""

import json
import signal
import subprocess
import sys
import time

import pytest

from tests.compare.cli.command_line import SMALL, environment, in_a_process, process

LOSSES = ("ladder", "--rung", "losses", *SMALL)

IMPORTED = """
import sys
from compare.cli import main
sys.argv = ["backproof", *sys.argv[1:]]
try:
    main()
except SystemExit as ended:
    assert ended.code == 0, ended.code
heavy = {"torch", "numpy", "pandas", "rich", "h5py"}
print("heavy:", *sorted(heavy & set(sys.modules)))
"""


@pytest.mark.parametrize(
    "arguments", [("--help",), ("ladder", "--help"), ("--version",)], ids=" ".join
)
def test_help_loads_nothing_heavy(arguments):
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *arguments],
        env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip  # one call
    assert done.stdout.endswith("heavy:\n")


def test_python_m_compare_is_the_command(tmp_path):
    ended = in_a_process(LOSSES, cwd=tmp_path)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("agree  1 rung, 18 quantities")


def test_a_candidate_in_the_current_folder_is_found(tmp_path):
    (tmp_path / "mynet.py").write_text("from scratch_numpy.losses import step\n")
    ended = in_a_process((*LOSSES, "--candidate", "mynet:step"), cwd=tmp_path)
    assert (ended.code, ended.err) == (0, "")


def test_a_reader_that_stops_after_a_line_gets_it_without_a_traceback(tmp_path):
    child = process((*LOSSES, "-v"), cwd=tmp_path)
    assert child.stdout is not None
    first = child.stdout.readline()
    child.stdout.close()
    _, err = child.communicate(timeout=120)
    assert first.startswith(b"agree")
    assert err == b""


def test_nobody_reading_leaves_the_exit_code_of_the_verdict(tmp_path):
    child = process(LOSSES, cwd=tmp_path)
    assert child.stdout is not None
    child.stdout.close()
    _, err = child.communicate(timeout=120)
    assert err == b""
    assert child.returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_stream_of_a_poor_encoding_carries_answer_and_errors(tmp_path, encoding):
    import numpy as np

    np.savez(tmp_path / "square.npz", X=np.ones((7, 7)), Y=np.eye(7)[:1])
    arguments = (*LOSSES[:3], "--data", "square.npz")
    child = process(arguments, cwd=tmp_path, PYTHONIOENCODING=encoding)
    out, err = child.communicate(timeout=120)
    assert (child.returncode, out) == (2, b"")
    assert "cannot tell rows from columns" in err.decode(encoding)


def test_an_interrupt_from_the_keyboard_ends_with_130_and_one_line(tmp_path):
    (tmp_path / "slow.py").write_text(
        "import pathlib, time\n"
        "def step(case, state):\n"
        "    pathlib.Path('started').touch()\n"
        "    time.sleep(60)\n"
    )
    child = process((*LOSSES, "--candidate", "slow:step"), cwd=tmp_path)
    deadline = time.monotonic() + 60
    while not (tmp_path / "started").exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert out == b""
    assert err.strip() == b"backproof: interrupted; nothing was judged to the end"


BLOCKED = """
import sys
class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name == "torch":
            raise {error}
sys.meta_path.insert(0, Blocker())
"""


@pytest.mark.parametrize(
    "error",
    [
        'ModuleNotFoundError("No module named \'torch\'", name="torch")',
        'OSError("libtorch_cpu.so: cannot open shared object file")',
    ],
    ids=["missing", "broken"],
)
def test_without_torch_the_command_ends_with_5_and_says_how_to_get_it(tmp_path, error):
    (tmp_path / "sitecustomize.py").write_text(BLOCKED.format(error=error))
    ended = in_a_process(LOSSES, cwd=tmp_path, PYTHONPATH=str(tmp_path))
    assert ended.code == 5
    assert ended.out == ""
    assert "pip install 'torch>=2.4'" in ended.err
    assert len(ended.err.splitlines()) <= 2


def test_json_on_standard_output_can_be_read_by_a_program(tmp_path):
    ended = in_a_process((*LOSSES, "--json", "-"), cwd=tmp_path)
    assert ended.code == 0
    assert json.loads(ended.out)["verdict"] == "agree"
