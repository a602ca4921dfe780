"""Exceptions with their place, asserts and warnings that only become remarks, and the budget."""

import ast

import numpy as np
import pytest

from compare.recording import tape
from compare.recording.graph import Site
from compare.recording.recorder import Enough, Recorder
from tests.compare.recording.recorded import Run

TEXT = """
import numpy as np
class Net:
    def backward(self, dZ):
        dW = dZ @ self.A.T
        return dW / 0
    A = np.ones((3, 2))
def outer(x):
    return 1 + Net().backward(x)
"""


def started(text: str) -> tuple[Recorder, dict[str, object]]:
    recorder = Recorder(max_nodes=200)
    namespace = recorder.namespace()
    recorder.run([(2, ast.parse(text).body)], namespace)
    return recorder, namespace


def test_an_exception_has_its_place_and_the_lines_that_called() -> None:
    recorder, namespace = started(TEXT)
    with pytest.raises(ValueError, match="matmul"):
        recorder.call(namespace["outer"], np.ones((4, 5)))
    failure = recorder.recording.failure
    assert failure is not None
    assert (failure.error, failure.function) == ("ValueError", "Net.backward")
    assert failure.site == Site(2, 5, 13, 5, 26)
    assert failure.via == (Site(2, 9, 15, 9, 32),)


@pytest.mark.parametrize(
    "text",
    ["x = {}['k']", "x = undefined", "import nothing_of_that_name", "raise SystemExit(3)",
     "x, y = 1, 2, 3", "x, y = 5", "x = (1).foo", "def f(): return f()\nf()", "[1][2] = 3"],
)  # fmt: skip
def test_the_same_exception_as_without_recording(text: str) -> None:
    recorder = Recorder()
    with pytest.raises(BaseException) as recorded:  # noqa: PT011
        recorder.run([(0, ast.parse(text).body)], recorder.namespace())
    with pytest.raises(BaseException) as plain:  # noqa: PT011
        exec(text, {})
    assert type(recorded.value) is type(plain.value)
    assert str(recorded.value).split(" while ")[0] == str(plain.value).split(" while ")[0]
    failure = recorder.recording.failure
    assert failure is not None
    assert failure.site is not None
    assert failure.error == type(plain.value).__name__


def test_what_does_not_compile_has_its_line() -> None:
    recorder = Recorder()
    with pytest.raises(SyntaxError):
        recorder.run([(1, ast.parse("x = 1\nreturn 3").body)], recorder.namespace())
    assert recorder.recording.failure is not None
    assert recorder.recording.failure.site == Site(1, 2, 0, 2, 0)


def test_asserts_are_noted_and_not_obeyed() -> None:
    run = Run(
        """
        a = np.ones(3)
        for i in range(3):
            assert a.shape == (3, 1), "shape"
        assert undefined > 3
        assert a == 1
        assert True
        np.testing.assert_allclose(a, 2)
        np.testing.assert_allclose(a, 1)
        import unittest
        unittest.TestCase().assertEqual(1, 2)
        """
    )
    assert [(remark.kind, remark.text) for remark in run.recording.remarks] == [
        ("assertion", "assert a.shape == (3, 1) does not hold"),
        ("assertion", "assert undefined > 3 does not hold"),
        ("assertion", "assert a == 1 does not hold"),
        ("assertion", "assert_allclose does not hold"),
        ("assertion", "assertEqual does not hold"),
    ]


def test_a_warning_is_a_remark_once_for_its_place() -> None:
    run = Run("a = np.zeros(2)\nfor i in range(3):\n    b = 1 / a\nc = np.log(a - 1)")
    found = [(r.kind, r.site.line, r.text) for r in run.recording.remarks if r.site]
    assert found == [
        ("warning", 4, "divide by zero encountered in divide"),
        ("warning", 5, "invalid value encountered in log"),
    ]


def test_their_error_state_is_theirs() -> None:
    run = Run(
        """
        with np.errstate(all="ignore"):
            b = np.ones(2) / 0
        try:
            with np.errstate(all="raise"):
                c = np.ones(2) / 0
        except FloatingPointError:
            c = "raised"
        """
    )
    assert run["c"] == "raised"
    assert run.recording.remarks == []


def test_a_run_ends_with_its_budget_and_keeps_what_it_has() -> None:
    text = """
def f(x):
    while True:
        try:
            x = x + 1
        except Exception:
            pass
"""
    recorder, namespace = started(text)
    with pytest.raises(Enough):
        recorder.call(namespace["f"], 1.0)
    assert len(recorder.recording.nodes) == 200
    assert recorder.recording.failure is None


def test_numbers_are_within_the_budget_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tape, "MOST_BYTES", 100_000)
    recorder, namespace = started("def f(x):\n    while True: x = x + 1")
    with pytest.raises(Enough):
        recorder.call(namespace["f"], np.zeros(1000))
    assert 10 < len(recorder.recording.nodes) < 15


def test_endless_calls_are_within_the_budget() -> None:
    recorder, namespace = started(
        "def g(): pass\ndef h():\n    return 1\ndef f():\n    while True: h()"
    )
    with pytest.raises(Enough):
        recorder.call(namespace["f"])


def test_print_says_nothing_and_input_raises(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run("print('x' * 10)\ntry:\n    input()\nexcept EOFError:\n    said = 'nobody'")
    assert run["said"] == "nobody"
    assert capsys.readouterr().out == ""


def test_an_exception_that_cannot_say_what_it_is() -> None:
    text = "class E(Exception):\n    def __str__(self): raise ValueError\nraise E"
    recorder = Recorder()
    with pytest.raises(Exception) as raised:  # noqa: PT011
        recorder.run([(0, ast.parse(text).body)], recorder.namespace())
    assert type(raised.value).__name__ == "E"
    assert recorder.recording.failure is not None
    assert recorder.recording.failure.text == ""


def test_what_they_do_to_numpy_does_not_reach_us() -> None:
    text = """
    import types
    module = types.ModuleType
    kept = {name: value for name, value in vars(np).items() if not isinstance(value, module)}
    a = np.ones((2, 2))
    for name in list(kept):
        if not name.startswith("_"):
            setattr(np, name, None)
    try:
        b = a @ a.T + a[0] * 2
        a[0] += 1
        c = [float(x) for x in b[0]]
    finally:
        for name, value in kept.items():
            setattr(np, name, value)
    """
    assert Run(text).ops() == [
        *("transpose", "matmul", "getitem", "multiply", "add", "getitem", "add", "setitem"),
        *("getitem", "getitem", "float", "getitem", "float"),
    ]
