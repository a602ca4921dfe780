"""Every assignment of an array is noted, where tracing the variables of frames misses many."""

import ast
import sys
from types import FrameType
from typing import Any

import numpy as np
import pytest

from compare.recording.recorder import Recorder
from tests.compare.recording.samples import PROGRAMS

TEXT = """
import numpy as np

class Layer:
    def __init__(self, n_in, n_out):
        self.W = np.ones((n_out, n_in)) * 0.5
        self.b = np.zeros((n_out, 1))
        self.cache = {}
        self.grads = [None, None]

    def forward(self, X):
        self.cache["X"] = X
        self.cache["Z"] = Z = self.W @ X + self.b
        self.A = np.tanh(Z)
        return self.A

    def backward(self, dA):
        dZ = dA * (1 - self.A ** 2)
        self.grads[0] = dZ @ self.cache["X"].T
        self.grads[1] = dZ.sum(axis=1, keepdims=True)
        self.W -= 0.1 * self.grads[0]
        self.b[:] = self.b - 0.1 * self.grads[1]
        dX = self.W.T @ dZ
        return dX

layers = [Layer(3, 4), Layer(4, 2)]
X = np.ones((3, 5))
A = X
for layer in layers:
    A = layer.forward(A)
d = A - 1
for layer in reversed(layers):
    d = layer.backward(d)
table = {}
table["norms"], table["first"] = [np.linalg.norm(l.W) for l in layers], layers[0].W[0]
(u, v), w = (X[0], X[1]), X[2]
if (s := u @ v) > 0:
    w = w * s
"""


def assigned_lines(text: str) -> set[int]:
    """The lines with an assignment of a value that holds an array or a float when it runs."""
    kinds = (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr)
    return {node.lineno for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)}


def lines_seen_by_tracing(text: str) -> set[int]:
    """The lines after which a variable of the frame is another array."""
    seen: set[int] = set()
    before: dict[int, tuple[int, dict[str, int]]] = {}

    def arrays(frame: FrameType) -> dict[str, int]:
        return {k: id(v) for k, v in frame.f_locals.items() if isinstance(v, (np.ndarray, float))}

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename != "<traced>":
            return None
        now, (line, then) = arrays(frame), before.get(id(frame), (0, {}))
        if now != then and line:
            seen.add(line)
        before[id(frame)] = frame.f_lineno, now
        return trace

    variables: dict[str, Any] = {"__name__": "__main__"}
    code = compile(text, "<traced>", "exec")
    sys.settrace(trace)
    try:
        exec(code, variables)
    finally:
        sys.settrace(None)
    return seen


def lines_recorded(text: str) -> set[int]:
    recorder = Recorder(cut_loops=False)
    recorder.run([(0, ast.parse(text).body)], recorder.namespace())
    return {naming.site.line for naming in recorder.recording.namings if naming.site}


HOLD_NO_NUMBERS = {
    "self.cache = {}",
    "self.grads = [None, None]",
    "layers = [Layer(3, 4), Layer(4, 2)]",
    "table = {}",
}


def test_every_assignment_of_numbers_is_noted() -> None:
    lines = TEXT.splitlines()
    expected = {n for n in assigned_lines(TEXT) if lines[n - 1].strip() not in HOLD_NO_NUMBERS}
    assert len(expected) == 20
    assert expected <= lines_recorded(TEXT)


def test_tracing_the_frames_would_miss_items_and_attributes() -> None:
    missed = lines_recorded(TEXT) - lines_seen_by_tracing(TEXT)
    lines = TEXT.splitlines()
    assert 'self.cache["X"] = X' in {lines[n - 1].strip() for n in missed}
    assert "self.W -= 0.1 * self.grads[0]" in {lines[n - 1].strip() for n in missed}


@pytest.mark.parametrize("name", ["statements", "objects"])
def test_the_other_programs_have_names_for_most_of_their_nodes(name: str) -> None:
    recorder = Recorder(cut_loops=False)
    recorder.run([(0, ast.parse(PROGRAMS[name]).body)], recorder.namespace())
    assert len({naming.node for naming in recorder.recording.namings}) > 30
