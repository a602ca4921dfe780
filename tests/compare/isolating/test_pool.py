import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

import compare
from compare.isolating import pool
from compare.isolating.child import kill_descendants
from compare.isolating.command import MARK
from compare.isolating.job import Job
from compare.isolating.pool import Pool, run_apart
from compare.reading.read import read_text
from tests.compare.isolating.running import answer, children, job

HANG = "while True: pass"
WAIT = 8.0

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def until(condition):
    """Wait for something that comes soon."""
    end = time.monotonic() + WAIT
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_a_good_file_comes_back_whole(folder):
    got = answer("import numpy as np\nresult = float(np.ones(3).sum())")
    assert [recording.recipe for recording in got.recordings] == ["before", "after"]
    assert got.recordings[1].probe == {"result": 3.0}
    assert got.failure is None
    assert got.complete
    assert 0 < got.seconds < WAIT
    assert got.isolation.startswith(
        ("a child process (no sandbox); limits on time", "bubblewrap: ")
    )


def test_a_crash_is_told_with_its_line(folder):
    text = (
        "import numpy as np\nx = np.lib.stride_tricks.as_strided(np.ones(3), (3,), (1 << 40,))\n"
        "def total():\n    return x.sum()\ntotal()"
    )
    failure = answer(text).failure
    assert failure.text == "the interpreter crashed (segmentation fault)"
    assert failure.site.line == 4
    assert failure.function == "total"


def test_supplies_and_what_was_left_out_are_told(folder):
    got = answer("from dnn_utils import sigmoid\nopen('x', 'w')")
    texts = [remark.text for remark in got.remarks]
    assert "dnn_utils is supplied: it does not lie beside the file" in texts
    assert "writing 'x' was left out" in texts
    assert {remark.kind for remark in got.remarks} == {"supplied"}


def test_places_in_supplied_modules_are_told_from_theirs(folder):
    text = """
import numpy as np
from dnn_app_utils import linear_activation_backward
cache = (np.ones((2, 4)), np.ones((3, 2)), np.ones((3, 1))), np.ones((3, 4))
gradients = linear_activation_backward(np.ones((3, 4)), cache, "sigmoid")
"""
    got = answer(text, driver="executing:record")
    assert got.failure is None
    names = [module.name for module in got.modules]
    assert names[0] == "dnn_app_utils"
    assert all(module.ours for module in got.modules)
    seen = {}
    for node in got.recordings[-1].nodes:
        if node.site and node.site.unit > 0:
            lines = got.modules[node.site.unit - 1].text.splitlines()
            seen.setdefault(node.op, lines[node.site.line - 1])
    assert "np.exp(-cache)" in seen["exp"]
    assert "dZ.dot(A_prev.T)" in seen["dot"] or "W.T.dot(dZ)" in seen["dot"]


def test_the_result_does_not_depend_on_the_hash_seed(folder):
    text = "result = list({'W1', 'b1', 'W2', 'b2', 'W3'})"
    orders = {str(answer(text).recordings[-1].probe["result"]) for _ in range(3)}
    assert len(orders) == 1


def test_only_so_many_run_together(folder, monkeypatch):
    running, most, lock, run_one = 0, [], threading.Lock(), pool.run_one

    def counted(job, child):
        nonlocal running
        with lock:
            running += 1
            most.append(running)
        answer = run_one(job, child)
        with lock:
            running -= 1
        return answer

    monkeypatch.setattr(pool, "run_one", counted)
    assert len(list(run_apart([job("x = 1") for _ in range(8)], 3))) == 8
    assert max(most) == 3


def test_our_own_fault_with_one_file_leaves_the_others_alone(folder, monkeypatch):
    run_one = pool.run_one

    def fails(job, child):
        if "bad" in job.source.path:
            raise RecursionError("too deep")
        return run_one(job, child)

    monkeypatch.setattr(pool, "run_one", fails)
    bad = Job(read_text("result = 1", "python", "bad.py"))
    ends = {
        got.job.source.path: got.failure for got in run_apart([job("x = 1"), bad, job("x = 1")], 1)
    }
    assert ends["net.py"] is None
    assert ends["bad.py"].error == "Fault"
    assert ends["bad.py"].text == "RecursionError: too deep"
    assert list(folder.iterdir()) == []


def test_answers_come_as_they_are_ready_and_one_end_is_not_anothers(folder):
    texts = [HANG, "import os\nos._exit(0)", "result = 1", "raise SystemExit"]
    answers = list(run_apart([job(text, seconds=2) for text in texts], 2))
    ends = [got.failure and got.failure.error for got in answers]
    assert ends[-1] == "TimeLimit"
    assert sorted(map(str, ends[:-1])) == ["EndRefusedError", "None", "SystemExit"]


def test_children_start_before_anybody_asks(folder):
    begun = Pool([job("result = 1")], 1)
    assert until(lambda: begun._answers.qsize() == 1)
    assert len(list(begun.answers())) == 1


def test_jobs_are_taken_as_they_are_needed(folder):
    taken = []

    def jobs():
        for number in range(30):
            taken.append(number)
            yield job("result = 1")

    answers = run_apart(jobs(), 1)
    next(answers)
    assert len(taken) < 8
    answers.close()


def test_what_goes_wrong_with_the_jobs_is_raised_where_answers_are_taken():
    def jobs():
        yield job("result = 1")
        raise LookupError("no such file")

    with pytest.raises(LookupError, match="no such file"):
        list(run_apart(jobs(), 1))


def test_a_driver_that_is_not_there_is_our_own_fault(folder):
    got = answer("x = 1", driver="executing:nothing")
    assert got.failure.error == "Fault"
    assert "did not start" in got.failure.text
    assert "nothing" in got.failure.text
    assert got.isolation in (
        "a child process (no sandbox)",
        "bubblewrap: no network, no files but Python's",
    )


@linux
def test_leaving_early_ends_every_child(folder):
    answers = run_apart([job(text) for text in ("result = 1", HANG, HANG, HANG)], 2)
    next(answers)
    assert until(lambda: len(children(folder)) >= 2)
    answers.close()
    assert children(folder) == []
    assert list(folder.iterdir()) == []


@linux
def test_a_process_that_left_the_group_does_not_stay(folder):
    got = answer("x = 1", driver="straying:drive")
    assert got.failure is None
    assert until(lambda: children(folder) == [])


SCRIPT = """
import signal, tempfile
from compare.isolating import command
command._bubblewrap = lambda: None  # which does this by itself
signal.signal(signal.SIGINT, signal.default_int_handler)
tempfile.tempdir = {folder!r}
from tests.compare.isolating.running import job
from compare.isolating.pool import run_apart
answers = run_apart([job("while True: pass") for _ in range(4)], 2)
for got in answers:
    pass
"""


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_orphan_survives_its_parent(folder, number):
    code = SCRIPT.format(folder=str(folder))
    parent = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=Path(compare.__file__).parents[1],
        stderr=subprocess.DEVNULL,
    )
    assert until(lambda: len(children(folder)) == 2)
    time.sleep(0.5)  # both are past their start
    parent.send_signal(number)
    assert parent.wait(WAIT) != 0
    assert until(lambda: children(folder) == [])
    if number == signal.SIGINT:
        assert list(folder.iterdir()) == []


LEAVES = """
import os, time
while len(os.listdir(tempfile.tempdir)) < 2:
    time.sleep(0.01)
exit(3)
"""


@linux
def test_ending_the_program_with_answers_open_leaves_nothing(folder):
    code = SCRIPT.format(folder=str(folder)).replace("for got in answers:\n    pass", LEAVES)
    assert LEAVES in code
    checkout = Path(compare.__file__).parents[1]
    assert subprocess.run([sys.executable, "-c", code], cwd=checkout, check=False).returncode == 3
    assert until(lambda: children(folder) == [])
    assert list(folder.iterdir()) == []


@linux
def test_what_has_left_the_group_is_found_by_its_token():
    inherited = {**os.environ, MARK: "/this-very-one"}
    sleep = ["sleep", "60"]
    strayed = subprocess.Popen(sleep, env=inherited, start_new_session=True)
    other = subprocess.Popen(
        sleep, env={**os.environ, MARK: "/this-very-one-not"}, start_new_session=True
    )
    try:
        until(lambda: b"sleep" in Path(f"/proc/{strayed.pid}/cmdline").read_bytes())
        kill_descendants("/this-very-one")
        assert strayed.wait(WAIT) == -signal.SIGKILL
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()
