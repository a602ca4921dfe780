import pytest

from compare.isolating.ending import described, died, stated, timed_out
from compare.recording.graph import Site

DUMP = b"""Fatal Python error: Segmentation fault

Current thread 0x00007f (most recent call first):
  File "/lib/numpy/core/fromnumeric.py", line 86 in _wrapreduction
  File "<unit 2>", line 7 in Net.backward
  File "/compare/recording/recorder.py", line 5 in call
  File "<unit 0>", line 3 in train
"""


def error_of(code, unit=0):
    try:
        exec(compile(code, f"<unit {unit}>", "exec"), {})
    except BaseException as error:
        return error
    raise AssertionError("it did not fail")


def test_an_exception_is_described_with_its_places_innermost_first():
    failure = stated(described(error_of("def f():\n    return 1 / 0\n\nf()", unit=4)))
    assert failure.error == "ZeroDivisionError"
    assert failure.text == "division by zero"
    assert failure.site == Site(4, 2, 11, 2, 16)
    assert failure.via == (Site(4, 4, 0, 4, 3),)
    assert failure.function == "f"


def test_an_exception_that_cannot_be_printed_is_still_described():
    code = "class E(Exception):\n  def __str__(self): raise SystemExit\nraise E"
    failure = stated(described(error_of(code)))
    assert "SystemExit" not in failure.text
    assert failure.error in ("E", "Fault")


def test_our_own_fault_is_told_as_ours():
    try:
        raise KeyError("x")
    except KeyError as error:
        failure = stated(described(error))
    assert failure.error == "Fault"
    assert failure.text.startswith("KeyError: 'x' (test_ending:")
    assert failure.site is None


@pytest.mark.parametrize(
    "code", ["raise SystemExit", "import sys\nsys.exit(3)", "raise SystemExit('x')"]
)
def test_ending_the_program_is_said_so(code):
    assert stated(described(error_of(code))).text == "it ended the program (exit, quit, SystemExit)"


def test_long_texts_and_deep_stacks_are_cut():
    deep = described(error_of("def f(): f()\nf()"))
    assert len(deep["via"]) == 50
    assert len(described(ValueError("x" * 10**6))["text"]) < 2000


def test_a_crash_names_function_and_line():
    for code in (-11, 139):
        failure = died(code, DUMP)
        assert failure.error == "Crash"
        assert failure.text == "the interpreter crashed (segmentation fault)"
        assert failure.site == Site(2, 7, 0, 7, 0)
        assert failure.via == (Site(0, 3, 0, 3, 0),)
        assert failure.function == "Net.backward"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (-9, "killed from outside, for memory perhaps"),
        (-24, "used up its processor time"),
        (0, "ended (status 0) without an answer"),
        (3, "ended (status 3) without an answer"),
        (-15, "ended (SIGTERM) without an answer"),
    ],
)
def test_other_ends_are_told_from_the_status(code, text):
    failure = died(code, b"")
    assert text in failure.text
    assert failure.site is None


def test_time_names_where_it_was():
    failure = timed_out(20.0, DUMP)
    assert failure.error == "TimeLimit"
    assert failure.text == "it was still running after 20 seconds"
    assert failure.site == Site(2, 7, 0, 7, 0)
