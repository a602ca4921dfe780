"""A line that does not run is named, even where the rest of the file does without it."""

import pytest

PROGRAM = """
    import numpy as np
    from math import exp

    class Net:
        def __init__(self, n_x, n_y):
            self.W = np.random.randn(n_x, n_y)

        def forward(self, X):
            self.X = X
            self.A = 1 / (1 + np.exp(-X @ self.W))
            return self.A

        def total(self, A):
            return np.sum(A)

        def cost(self, A, Y):
            entropy = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))
            return entropy

        def backward(self, Y):
            self.dW = self.X.T @ ((self.A - Y) / len(Y))

        def update(self, learning_rate):
            self.W -= learning_rate * self.dW
"""
LINE = "return entropy"


def raised(recordings):
    found = {
        (remark.text, remark.site.line, remark.site.column)
        for recording in recordings
        for remark in recording.remarks
        if remark.kind == "raised"
    }
    assert all(recording.failure is None for recording in recordings)
    return found


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("return entropie", "NameError: name 'entropie' is not defined"),
        (
            "return entropy + self.penalty",
            "AttributeError: 'Net' object has no attribute 'penalty'",
        ),
        ("return np.summe(entropy)", "AttributeError: module 'numpy' has no attribute 'summe'"),
        ("return self.total(A, Y)", "TypeError: Net.total() takes 2 positional arguments but 3"),
        ("J += entropy; return J", "UnboundLocalError: cannot access local variable 'J'"),
    ],
)
def test_a_line_that_never_runs_is_named(driven, line, text):
    ((said, where, column),) = raised(driven(PROGRAM.replace(LINE, line)))
    assert said.startswith(text)
    wrong = PROGRAM.splitlines().index(f"            {LINE}")
    assert where in (wrong, wrong + 1)
    assert column >= 8


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("return entropy + penalty", "\n    penalty = 1 / 0"),
        ("return entropy + self.penalty", "\n    net = Net(2, 1); net.penalty = 0"),
        ("return A.toarray()", ""),
        ("return A + {}", ""),
        ("return np.asscalar(entropy)", ""),
        ("return later", "\n    from somewhere import *"),
        ("if A.size < 0: J = 0\n            return J", ""),
    ],
)
def test_what_may_come_of_our_call_is_not(driven, line, more):
    recordings = driven(PROGRAM.replace(LINE, line) + more)
    assert "left out" in {remark.kind for each in recordings for remark in each.remarks}
    assert not raised(recordings)


def test_a_line_that_fails_after_the_update_is_named(driven):
    program = """
        import numpy as np

        def fit(X, Y, learning_rate, epochs):
            W = np.random.randn(X.shape[1], Y.shape[1])
            for epoch in range(epochs):
                W = W - learning_rate * X.T @ (1 / (1 + np.exp(-X @ W)) - Y)
            print(cots)
            return W
    """
    ((said, line, _),) = raised(driven(program))
    assert said == "NameError: name 'cots' is not defined"
    assert line == 8


def test_a_function_that_is_not_imported_beside_others_is_named(driven):
    program = PROGRAM.replace("1 / (1 + np.exp(-X @ self.W))", "sqrt((X @ self.W) ** 2 + 1) - 0.9")
    ((said, line, _),) = raised(driven(program))
    assert said == "NameError: name 'sqrt' is not defined"
    assert "sqrt" in program.splitlines()[line - 1]
    assert not raised(driven(program.replace("import exp", "import exp, sqrt")))
    assert not raised(driven(program.replace("from math import exp", "")))
