"""Whole files with a training loop: faults of the update, of the second step, of what raises."""

from pathlib import Path

import pytest

from compare.checking.check import check_paths
from compare.diagnosing.answer import CheckReport

NET = """\
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def train(X, Y, n_h=4, learning_rate=0.1, num_iterations=100):
    m = X.shape[1]
    W1 = np.random.randn(n_h, X.shape[0]) * 0.5
    b1 = np.zeros((n_h, 1))
    W2 = np.random.randn(Y.shape[0], n_h) * 0.5
    b2 = np.zeros((Y.shape[0], 1))
    dW1 = np.zeros_like(W1)
    for i in range(num_iterations):
        Z1 = np.dot(W1, X) + b1
        A1 = np.tanh(Z1)
        Z2 = np.dot(W2, A1) + b2
        A2 = sigmoid(Z2)
        cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m
        dZ2 = A2 - Y
        dW2 = np.dot(dZ2, A1.T) / m
        db2 = np.sum(dZ2, axis=1, keepdims=True) / m
        dA1 = np.dot(W2.T, dZ2)
        dZ1 = dA1 * (1 - A1 ** 2)
        dW1 = np.dot(dZ1, X.T) / m
        db1 = np.sum(dZ1, axis=1, keepdims=True) / m
        W1 = W1 - learning_rate * dW1
        b1 = b1 - learning_rate * db1
        W2 = W2 - learning_rate * dW2
        b2 = b2 - learning_rate * db2
        if i % 10 == 0:
            print(i, cost)
    return W1, b1, W2, b2
"""

WRONG = {
    "a gradient without labels": ("np.dot(W2.T, dZ2)", "np.dot(W2.T, A2)", "wrong-operand"),
    "a bias that is never added": ("np.dot(W1, X) + b1", "np.dot(W1, X)", "missing-term"),
    "a step in place of the value": ("b1 = b1 - learning_rate * db1", "b1 = -learning_rate * db1",
                                     "missing-term"),
    "a step by the value itself": ("W2 - learning_rate * dW2", "W2 - learning_rate * W2",
                                   "wrong-operand"),
    "m from the wrong axis": ("m = X.shape[1]", "m = X.shape[0]", "wrong-sample-count"),
    "a gradient that piles up": ("dW1 = np.dot(dZ1", "dW1 = dW1 + np.dot(dZ1", "stale-state"),
    "an activation kept": (
        "        A1 = np.tanh(Z1)",
        "        if i == 0:\n            A1 = np.tanh(Z1)",
        "stale-state",
    ),
    "a product that raises": ("np.dot(W2.T, dZ2)", "np.dot(W2, dZ2)", "transpose"),
    "the operands exchanged": ("np.dot(dZ1, X.T)", "np.dot(X, dZ1.T)", "transpose"),
    "an axis lost": ("dZ2 = A2 - Y", "dZ2 = A2 - Y.sum(axis=0)[:, None]", "shape"),
    "a cost that none knows": ("(1 - Y) * np.log(1 - A2)", "np.abs(A2)", "cost-gradient-mismatch"),
}  # fmt: skip


def checked(text: str, folder: Path) -> CheckReport:
    path = folder / "net.py"
    path.write_text(text, encoding="utf-8")
    return next(iter(check_paths([path])))


def line_of(part: str, text: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def test_the_loop_as_it_is_agrees(tmp_path: Path) -> None:
    report = checked(NET, tmp_path)
    assert report.verdict == "agree", report.reason
    assert {"dW1", "db1", "dW2", "db2", "cost"} <= set(report.compared)


@pytest.mark.parametrize("name", WRONG)
def test_a_fault_is_told_with_its_line_and_cause(name: str, tmp_path: Path) -> None:
    old, new, cause = WRONG[name]
    assert NET.count(old) == 1
    text = NET.replace(old, new)
    report = checked(text, tmp_path)
    assert report.verdict in ("differ", "could-not-run"), report.reason
    first = report.findings[0]
    assert first.place is not None
    assert (first.place.line, first.cause) == (line_of(new.splitlines()[-1].strip(), text), cause)


def test_what_is_python_2_is_a_note_and_the_gradients_are_judged(tmp_path: Path) -> None:
    text = NET.replace("print(i, cost)", "print i, cost")
    report = checked(text, tmp_path)
    assert report.verdict == "agree"
    notes = [(f.cause, f.place.line) for f in report.findings if f.place and f.status == "note"]
    assert ("not-runnable", line_of("print i", text)) in notes


def test_what_does_not_parse_is_told_at_its_line(tmp_path: Path) -> None:
    text = NET.replace("dW2 = np.dot(dZ2, A1.T) / m", "dW2 = np.dot(dZ2, A1.T / m")
    report = checked(text, tmp_path)
    assert report.verdict == "could-not-run"
    first = report.findings[0]
    assert (first.cause, first.status) == ("not-runnable", "certain")
    assert first.place is not None
    assert first.place.line in (line_of("dW2 = np", text), line_of("db2 = np", text))


def told(report: CheckReport) -> set[str]:
    return {finding.quantity for finding in report.findings if finding.status != "note"}


def test_no_gradient_behind_a_wrong_forward_pass_is_called_right(tmp_path: Path) -> None:
    report = checked(NET.replace("np.dot(W2, A1)", "np.dot(W2, Z1)"), tmp_path)
    assert report.verdict == "differ"
    assert told(report) == {"Z2", "dW2", "dW1", "db1"}  # db2 is dZ2 alone


def test_one_line_for_all_layers_is_told_for_all_of_them(tmp_path: Path) -> None:
    report = checked(LAYERS, tmp_path)
    assert report.verdict == "differ"
    assert told(report) == {"db1", "db2"}


def test_not_knowing_how_to_call_a_function_says_nothing_about_it(tmp_path: Path) -> None:
    text = "def backward(x, k, dout):\n    return dout * x * k\n"
    report = checked(text, tmp_path)
    assert report.verdict == "no-verdict"
    assert report.findings == ()


LAYERS = """\
import numpy as np

class Layer:
    def __init__(self, n_in, n_out):
        self.W = np.random.randn(n_in, n_out)
        self.b = np.zeros(n_out)

    def forward(self, x):
        self.x = x
        self.out = np.tanh(x @ self.W + self.b)
        return self.out

    def backward(self, grad, lr):
        grad = grad * (1 - self.out ** 2)
        before = grad @ self.W.T
        self.W -= lr * self.x.T @ grad
        self.b -= lr * grad.mean(axis=0)
        return before

class Model:
    def __init__(self, n_x, n_h, n_y):
        self.layers = [Layer(n_x, n_h), Layer(n_h, n_y)]

    def train_step(self, X, Y, lr):
        out = X
        for layer in self.layers:
            out = layer.forward(out)
        loss = np.sum((out - Y) ** 2) / len(X)
        grad = 2 * (out - Y) / len(X)
        for layer in reversed(self.layers):
            grad = layer.backward(grad, lr)
        return loss
"""
