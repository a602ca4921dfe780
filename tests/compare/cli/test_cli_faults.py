"""What goes wrong from outside: a killed run, a full disk, two runs at once, a crash in a library.

A file that was there stays whole, and no such end looks like an agreement.
"""

import json
import os
import resource
import signal
import sys
import time

import pytest

from tests.compare.cli.command_line import SMALL, in_a_process, process

SLOW = """
import pathlib, time
from scratch_numpy.shallow_network.vectorised import step as right
def step(case, state):
    pathlib.Path("started").touch()
    time.sleep(60)
    return right(case, state)
"""
RUNG = ("--rung", "shallow-network/vectorised", *SMALL)
TWIN = "reference_torch.shallow_network.vectorised:step"
COMMANDS = {
    "ladder": ("ladder", *RUNG, "--candidate", "slow:step"),
    "compare": ("compare", "slow:step", TWIN, *RUNG),
}
LOSSES = ("ladder", "--rung", "losses", *SMALL)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


def started(folder, arguments):
    """Start a command that will not end, and wait until its candidate runs."""
    (folder / "slow.py").write_text(SLOW)
    child = process(arguments, cwd=folder, OMP_NUM_THREADS="1")
    deadline = time.monotonic() + 60
    while not (folder / "started").exists():
        assert time.monotonic() < deadline
        assert child.poll() is None, child.communicate()
        time.sleep(0.02)
    return child


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_run_that_is_ended_leaves_the_old_file_as_it_was(tmp_path, command, ending):
    (tmp_path / "answer.json").write_text("of yesterday")
    child = started(tmp_path, (*COMMANDS[command], "--json", "answer.json"))
    child.send_signal(ending)
    out, err = child.communicate(timeout=60)
    assert out == b""
    assert child.returncode == (130 if ending == signal.SIGINT else -ending)
    if ending == signal.SIGINT:
        assert err.strip() == b"backproof: interrupted; nothing was judged to the end"
    assert (tmp_path / "answer.json").read_text() == "of yesterday"
    assert sorted(path.name for path in tmp_path.glob("answer*")) == ["answer.json"]


def small_files_only():
    """Let no file grow beyond 100 bytes, as on a full disk; a write fails, and ends nothing."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))


LIMITED = """
import os, sys
from tests.compare.cli.test_cli_faults import small_files_only
from compare.cli import main
small_files_only()
sys.argv = ["backproof", *sys.argv[1:]]
main()
"""


@pytest.mark.parametrize("arguments", [LOSSES, ("compare", TWIN, TWIN, *RUNG)], ids=lambda a: a[0])
def test_a_full_disk_ends_with_5_with_the_verdict_on_the_screen(tmp_path, arguments):
    import subprocess

    from tests.compare.cli.command_line import environment

    (tmp_path / "answer.json").write_text("of yesterday")
    done = subprocess.run(
        [sys.executable, "-B", "-c", LIMITED, *arguments, "--json", "answer.json"],
        cwd=tmp_path, env=environment(OMP_NUM_THREADS="1"), capture_output=True, text=True,
        check=False,
    )  # fmt: skip  # one call
    assert done.returncode == 5
    assert done.stdout.startswith("agree  ")
    assert done.stderr.startswith("backproof: answer.json was not saved (")
    assert "File too large" in done.stderr
    assert (tmp_path / "answer.json").read_text() == "of yesterday"
    assert sorted(path.name for path in tmp_path.glob("answer*")) == ["answer.json"]


def test_two_runs_that_write_one_file_leave_one_whole_answer(tmp_path):
    arguments = (*LOSSES, "--json", "answer.json")
    seeds = ("0", "1")
    children = [
        process((*arguments, "--seed", seed), cwd=tmp_path, OMP_NUM_THREADS="1") for seed in seeds
    ]
    for child in children:
        out, err = child.communicate(timeout=120)
        assert (child.returncode, err) == (0, b"")
        assert out.startswith(b"agree")
    document = json.loads((tmp_path / "answer.json").read_text())
    assert document["verdict"] == "agree"
    assert document["rungs"][0]["seed"] in (0, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answer.json"]


CRASHES = {
    "segfault": ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
    "abort": ("import os; os.abort()", -signal.SIGABRT),
}


@pytest.mark.parametrize("crash", CRASHES)
def test_a_crash_in_a_library_is_no_agreement_and_its_line_is_named(tmp_path, crash):
    body, code = CRASHES[crash]
    (tmp_path / "crashes.py").write_text(f"def step(case, state):\n    {body}\n")
    ended = in_a_process((*LOSSES, "--candidate", "crashes:step"), cwd=tmp_path)
    assert (ended.code, ended.out) == (code, "")
    assert 'crashes.py", line 2 in step' in ended.err


FORKS = """
import multiprocessing
from scratch_numpy.losses import step as right
def step(case, state):
    child = multiprocessing.get_context("fork").Process(target=print, args=("from a child",))
    child.start()
    child.join()
    assert child.exitcode == 0
    return right(case, state)
"""


def test_a_process_that_a_candidate_forks_does_not_become_a_second_judge(tmp_path):
    (tmp_path / "forks.py").write_text(FORKS)
    arguments = (*LOSSES, "--candidate", "forks:step", "--json", "-")
    ended = in_a_process(arguments, cwd=tmp_path, OMP_NUM_THREADS="1")
    assert ended.code == 0
    assert json.loads(ended.out)["verdict"] == "agree"
    assert "from a child" in ended.err


WRITES = """
import os
from scratch_numpy.losses import step as right
def step(case, state):
    os.system("echo by a program")
    os.write(1, b"by its number\\n")
    return right(case, state)
"""


def test_what_is_written_past_python_is_not_mixed_into_the_json(tmp_path):
    (tmp_path / "writes.py").write_text(WRITES)
    ended = in_a_process((*LOSSES, "--candidate", "writes:step", "--json", "-"), cwd=tmp_path)
    assert ended.code == 0
    assert json.loads(ended.out)["verdict"] == "agree"
    assert "by a program\nby its number\n" in ended.err


STUBBORN = """
import sys
import compare.candidates.guard as guard
guard.TIME_LIMIT = 0.2
from compare.cli import main
sys.argv = ["backproof", *sys.argv[1:]]
main()
"""


def test_a_loop_that_catches_every_interruption_is_ended_and_is_no_agreement(tmp_path):
    import subprocess

    from tests.compare.cli.command_line import environment

    (tmp_path / "stubborn.py").write_text(
        "import time\n"
        "def step(case, state):\n"
        "    while True:\n"
        "        try:\n"
        "            time.sleep(0.01)\n"
        "        except:\n"
        "            pass\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", STUBBORN, *LOSSES, "--candidate", "stubborn:step"],
        cwd=tmp_path, env=environment(OMP_NUM_THREADS="1"), capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip  # one call
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "")
    assert "does not end, and catches every interruption" in done.stderr


def test_a_numpy_py_in_the_folder_is_refused_before_it_is_imported(tmp_path):
    (tmp_path / "numpy.py").write_text("raise SystemExit(0)\n")
    ended = in_a_process(LOSSES, cwd=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"backproof: {tmp_path / 'numpy.py'} hides the library numpy: rename it\n"
