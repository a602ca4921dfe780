"""Somebody's code cannot end, stop or fool the judge."""

import builtins
import os
import signal
import sys
import threading
import time

import numpy as np
import pytest

from compare.candidates import guard
from compare.candidates.guard import ExitRefusedError, TimeLimitError, guarded
from compare.candidates.seam import Implementation, load
from compare.errors import CandidateError, UsageError
from tests.compare.cli.command_line import SMALL, ladder

LOSSES = ("--rung", "losses", *SMALL)


def failure(function):
    with pytest.raises(CandidateError) as error:
        Implementation("mynet:step", function).step({}, None)
    return str(error.value)


@pytest.fixture
def limit(monkeypatch):
    """Leave so many seconds."""
    return lambda seconds: monkeypatch.setattr(guard, "TIME_LIMIT", seconds)


# ---- ending


@pytest.mark.parametrize("status", [0, 3])
def test_os_exit_is_refused_and_named(status):
    message = failure(lambda case, state: os._exit(status))
    assert message.startswith("mynet:step raised ExitRefusedError")
    assert f"os._exit({status}) was called" in message


def test_os_exit_cannot_be_caught_by_accident():
    def step(case, state):
        try:
            os._exit(0)
        except Exception:
            return {}, state

    assert "ExitRefusedError" in failure(step)


def test_os_exit_is_the_systems_own_again_afterwards():
    before = os._exit
    with pytest.raises(ExitRefusedError), guarded():
        os._exit(0)
    assert os._exit is before


@pytest.mark.parametrize("leave", ["sys.exit(0)", "raise SystemExit", "os._exit(0)", "exit()"])
def test_no_way_out_ends_the_command_with_0(tmp_path, monkeypatch, leave):
    monkeypatch.chdir(tmp_path)
    name = f"leaves_{abs(hash(leave))}"
    (tmp_path / f"{name}.py").write_text(f"import os, sys\ndef step(case, state):\n    {leave}\n")
    ended = ladder(*LOSSES, "--candidate", f"{name}:step")
    assert ended.code == 4
    assert ended.out.startswith("could-not-run  losses: step 1: ")
    assert f"{name}.py:3" in ended.out


@pytest.mark.parametrize(
    "leave",
    [
        "sys.exit(0)",
        "os._exit(0)",
        "from os import _exit; _exit(0)",
        "import posix; posix._exit(0)",
    ],
)
def test_no_way_out_at_import_ends_the_command_with_0(tmp_path, monkeypatch, leave):
    monkeypatch.chdir(tmp_path)
    name = f"leaves_at_import_{abs(hash(leave))}"
    (tmp_path / f"{name}.py").write_text(f"import os, sys\n{leave}\n")
    ended = ladder(*LOSSES, "--candidate", f"{name}:step")
    assert (ended.code, ended.out) == (4, "")
    assert f"{name} could not be imported" in ended.err
    assert f"{name}.py:2" in ended.err


# ---- waiting


def test_input_has_nothing_to_read_and_does_not_wait():
    message = failure(lambda case, state: input("go on? "))
    assert "EOFError" in message
    assert sys.stdin is not None


def test_an_endless_loop_is_interrupted_and_its_line_is_named(limit):
    limit(0.2)

    def step(case, state):
        while True:
            pass

    began = time.monotonic()
    message = failure(step)
    assert time.monotonic() - began < 5
    assert "TimeLimitError at test_guard.py" in message
    assert "it ran for more than 0.2 seconds" in message


def test_an_interruption_that_is_caught_comes_again(limit):
    limit(0.2)
    caught = []

    def step(case, state):
        for _ in range(2):
            try:
                time.sleep(3)
            except BaseException as error:
                caught.append(error)
        return {}, state

    Implementation("mynet:step", step).step({}, None)
    assert [type(error) for error in caught] == [TimeLimitError, TimeLimitError]


def test_a_time_limit_cannot_be_caught_by_accident(limit):
    limit(0.2)

    def step(case, state):
        try:
            time.sleep(30)
        except Exception:
            return {}, state

    assert "TimeLimitError" in failure(step)


def test_an_import_has_a_time_limit_too(limit, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    limit(0.2)
    (tmp_path / "slow_to_import.py").write_text("import time\ntime.sleep(30)\n")
    with pytest.raises(CandidateError, match=r"TimeLimitError at slow_to_import.py:2"):
        load("slow_to_import:step")


def test_a_call_in_time_leaves_no_alarm_behind(limit):
    limit(0.2)
    Implementation("mynet:step", lambda case, state: ({}, state)).step({}, None)
    time.sleep(0.3)


def test_somebody_elses_timer_goes_on():
    before = signal.setitimer(signal.ITIMER_REAL, 100)
    try:
        with guarded():
            time.sleep(0.05)
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        assert 90 < left < 99.96
    finally:
        signal.setitimer(signal.ITIMER_REAL, *before)


def test_another_thread_is_guarded_without_a_timer():
    ended = []

    def run():
        with guarded():
            ended.append(signal.getitimer(signal.ITIMER_REAL))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert len(ended) == 1


def test_a_time_limit_is_no_exception_of_a_candidate():
    assert not issubclass(TimeLimitError, Exception)
    assert not issubclass(ExitRefusedError, Exception)


# ---- printing


def test_what_is_printed_goes_to_standard_error(capsys):
    Implementation("mynet:step", lambda case, state: (print("hello") or {}, state)).step({}, None)
    assert capsys.readouterr() == ("", "hello\n")


def test_what_is_printed_is_not_mixed_into_the_json(tmp_path, monkeypatch):
    import json

    monkeypatch.chdir(tmp_path)
    (tmp_path / "talks.py").write_text(
        "print('imported')\n"
        "from scratch_numpy.losses import step as right\n"
        "def step(case, state):\n"
        "    print('called')\n"
        "    return right(case, state)\n"
    )
    ended = ladder(*LOSSES, "--candidate", "talks:step", "--json", "-")
    assert ended.code == 0
    assert json.loads(ended.out)["verdict"] == "agree"
    assert ended.err.startswith("imported\ncalled\n")


# ---- what is left behind


@pytest.mark.parametrize("fails", [False, True])
def test_numpys_error_state_is_as_before(fails):
    def step(case, state):
        np.seterr(all="raise")
        if fails:
            raise ValueError
        return {}, state

    before = np.geterr()
    if fails:
        failure(step)
    else:
        Implementation("mynet:step", step).step({}, None)
    assert np.geterr() == before


def test_the_current_folder_is_as_before(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deeper").mkdir()
    step = Implementation("mynet:step", lambda case, state: (os.chdir("deeper") or {}, state)).step
    step({}, None)
    assert os.getcwd() == str(tmp_path)
    failure(lambda case, state: os.chdir("deeper") or 1 / 0)
    assert os.getcwd() == str(tmp_path)


def test_the_streams_are_as_before():
    before = sys.stdin, sys.stdout
    with pytest.raises(ValueError, match="no"), guarded():
        raise ValueError("no")
    assert (sys.stdin, sys.stdout) == before


# ---- the folder and the function


@pytest.mark.parametrize("library", ["numpy", "torch", "pandas", "click", "rich"])
@pytest.mark.parametrize("kind", ["file", "package"])
def test_a_folder_that_hides_a_library_of_the_judge_is_refused(
    tmp_path, monkeypatch, library, kind
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mynet.py").write_text("def step(case, state):\n    return {}, state\n")
    if kind == "file":
        (tmp_path / f"{library}.py").write_text("raise RuntimeError('imported')\n")
    else:
        (tmp_path / library).mkdir()
        (tmp_path / library / "__init__.py").write_text("raise RuntimeError('imported')\n")
    with pytest.raises(UsageError, match=f"hides the library {library}: rename it"):
        load("mynet:step")


@pytest.mark.parametrize(
    ("signature", "shown"),
    [
        ("()", "()"),
        ("(case)", "(case)"),
        ("(X, Y, parameters)", "(X, Y, parameters)"),
        ("(case, *, state)", "(case, *, state)"),
    ],
)
def test_a_function_of_other_arguments_is_refused_with_both_signatures(
    tmp_path, monkeypatch, signature, shown
):
    monkeypatch.chdir(tmp_path)
    name = f"other_arguments_{abs(hash(signature))}"
    (tmp_path / f"{name}.py").write_text(f"def train{signature}:\n    return {{}}, None\n")
    with pytest.raises(UsageError) as error:
        load(f"{name}:train")
    assert str(error.value) == f"{name}:train takes {shown}; wanted train(case, state)"


@pytest.mark.parametrize("signature", ["(case, state)", "(a, b, c=1)", "(*given)", "(case, /, s)"])
def test_a_function_that_takes_a_case_and_a_state_under_any_names_is_taken(
    tmp_path, monkeypatch, signature
):
    monkeypatch.chdir(tmp_path)
    name = f"these_arguments_{abs(hash(signature))}"
    (tmp_path / f"{name}.py").write_text(f"def step{signature}:\n    return {{}}, None\n")
    assert load(f"{name}:step").step({}, None) == ({}, None)


def test_a_builtin_that_keeps_its_signature_to_itself_is_taken():
    assert load("builtins:max").function is builtins.max
