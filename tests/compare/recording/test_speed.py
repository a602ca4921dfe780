"""What recording costs."""

import ast
import time
from collections.abc import Callable

from compare.recording.recorder import Recorder
from compare.recording.rewrite import Rewriter
from tests.compare.recording.recorded import X, Y
from tests.compare.recording.samples import PROGRAMS

STEP = """
import numpy as np
def step(W1, b1, W2, b2, X, Y):
    m = X.shape[1]
    Z1 = np.dot(W1, X) + b1
    A1 = np.tanh(Z1)
    Z2 = np.dot(W2, A1) + b2
    A2 = 1 / (1 + np.exp(-Z2))
    cost = -1 / m * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
    dZ2 = A2 - Y
    dW2 = 1 / m * np.dot(dZ2, A1.T)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
    dZ1 = np.dot(W2.T, dZ2) * (1 - np.power(A1, 2))
    dW1 = 1 / m * np.dot(dZ1, X.T)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
    W1 = W1 - 0.5 * dW1
    b1 = b1 - 0.5 * db1
    W2 = W2 - 0.5 * dW2
    b2 = b2 - 0.5 * db2
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, cost
W1, b1, W2, b2 = np.ones((4, 3)), np.zeros((4, 1)), np.ones((1, 4)), np.zeros((1, 1))
"""


def fastest(work: Callable[[], object], times: int = 7) -> float:
    """The shortest of a few measurements of this thread's own time, in milliseconds."""
    taken = []
    for _ in range(times):
        start = time.thread_time()
        work()
        taken.append(time.thread_time() - start)
    return 1000 * min(taken)


def test_a_step_of_two_layers_is_recorded_in_5_ms() -> None:
    body = ast.parse(STEP).body

    def work() -> None:
        recorder = Recorder()
        names = recorder.namespace()
        recorder.run([(0, body)], names)
        given = [names[name] for name in ("W1", "b1", "W2", "b2")]
        recorder.call(names["step"], *given, recorder.input("X", X.T), recorder.input("Y", Y.T))
        assert len(recorder.recording.nodes) > 50

    assert fastest(work) < 5


def test_300_lines_are_rewritten_in_60_ms() -> None:
    text = PROGRAMS["functions"] + PROGRAMS["objects"] + STEP
    body = ast.parse(text).body
    assert text.count("\n") > 280

    def work() -> None:
        rewritten = ast.Module(Rewriter(0).block(body), [])
        compile(ast.fix_missing_locations(rewritten), "<text>", "exec")

    assert fastest(work) < 60
