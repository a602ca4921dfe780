"""A training loop that is left after two updates, and where the second one begins."""

import pytest

from tests.compare.recording.recorded import Run, X, Y
from tests.compare.recording.test_loops import (
    ACCUMULATED,
    BACKWARD,
    CHECKING,
    DICTIONARIES,
    LAYERS,
    OWN_DATA,
    PER_SAMPLE,
    RECURRENT,
    REPLACED,
    UPDATING,
    WHILE,
)

BATCHES = """
W = np.ones((3, 1)); turns = epochs = 0
for epoch in range(50):
    epochs += 1
    for start in range(0, len(X), BATCH):
        turns += 1
        x, y = X[start:start + BATCH], Y[start:start + BATCH]
        error = x @ W - y
        W = W - 0.1 * x.T @ error / len(x)
    loss = np.mean((X @ W - Y) ** 2)
"""

GRADIENT_BEFORE_THE_LOOP = """
W = np.ones((3, 1)); turns = 0
error = X @ W - Y
dW = X.T @ error / len(X)
for i in range(50):
    turns += 1
    W = W - 0.1 * dW
"""

PREDICTION_BEFORE_THE_LOOP = """
class Model:
    def fit(self, X, Y):
        self.W = np.ones((3, 1)); self.turns = 0
        p = X @ self.W
        while self.turns < 50:
            self.turns += 1
            self.W -= 0.1 * X.T @ (p - Y)
model = Model(); model.fit(X, Y)
turns = model.turns
"""

GRADIENT_OF_THE_FIRST_TURN = """
W = np.ones((3, 1)); turns = 0
for i in range(50):
    turns += 1
    p = X @ W
    if i == 0:
        dW = X.T @ (p - Y)
    W = W - 0.1 * dW
"""

GRADIENT_BEFORE_THE_LOOP_OF_A_FUNCTION = """
turns = 0
def descend(W, dW):
    global turns
    for i in range(50):
        turns += 1
        W = W - 0.1 * dW
W = np.ones((3, 1))
descend(W, X.T @ (X @ W - Y))
"""

ENTRY_BY_ENTRY = """
W = np.ones((3, 1)); turns = 0
dW = X.T @ (X @ W - Y)
for i in range(3):
    turns += 1
    W[i] = W[i] - 0.1 * dW[i]
"""

RUNNING_SUMS = """
W = np.ones((3, 1)); turns = 0; total = np.zeros((3, 1)); J = 0.0
for x, y in zip(X, Y):
    turns += 1
    error = x @ W - y
    total = total + x[:, None] * error
    J += 0.5 * error ** 2
"""


def boundary(run: Run) -> int:
    (node,) = (remark.node for remark in run.recording.remarks if remark.kind == "turn")
    assert node is not None
    return node


def values_of(run: Run, name: str) -> list[int]:
    return [naming.node for naming in run.namings(name)]


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        (PER_SAMPLE, 2),
        (LAYERS, (6, 2)),
        (ACCUMULATED, (22, 2)),
        (WHILE, 2),
        (DICTIONARIES, 2),
        (OWN_DATA, 2),
        (BATCHES.replace("BATCH", "4"), 2),
        (BATCHES.replace("BATCH", "11"), 2),
        (GRADIENT_BEFORE_THE_LOOP, 2),
        (PREDICTION_BEFORE_THE_LOOP, 2),
        (GRADIENT_OF_THE_FIRST_TURN, 2),
        (GRADIENT_BEFORE_THE_LOOP_OF_A_FUNCTION, 2),
    ],
)
def test_a_loop_runs_for_two_updates(text: str, turns: object) -> None:
    run = Run(text, X=X, Y=Y, turns=2)
    assert run["turns"] == turns
    assert run.recorder.trained == 2
    assert boundary(run) < len(run.nodes)


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        (CHECKING, 3),
        (UPDATING, 2),
        (REPLACED, 3),
        (RECURRENT, 6),
        (ENTRY_BY_ENTRY, 3),
        (RUNNING_SUMS, 11),
    ],
)
def test_a_loop_that_trains_nothing_has_no_second_update(text: str, turns: object) -> None:
    run = Run(text, X=X, Y=Y, turns=2)
    assert run["turns"] == turns
    assert not run.recorder.trained
    assert not run.recording.remarks


@pytest.mark.parametrize(
    ("text", "weight"),
    [(WHILE, "theta"), (BATCHES.replace("BATCH", "4"), "W"), (BATCHES.replace("BATCH", "11"), "W"),
     (GRADIENT_BEFORE_THE_LOOP, "W"), (GRADIENT_OF_THE_FIRST_TURN, "W")],
)  # fmt: skip
def test_the_boundary_lies_between_the_two_updates(text: str, weight: str) -> None:
    run = Run(text, X=X, Y=Y, turns=2)
    start, first, second = values_of(run, weight)
    assert start < first < boundary(run) <= second


def test_what_is_done_after_the_batches_of_an_epoch_belongs_to_the_first_turn() -> None:
    run = Run(BATCHES.replace("BATCH", "11"), X=X, Y=Y, turns=2)
    assert run["epochs"] == 2
    assert values_of(run, "loss")[0] < boundary(run)


def test_the_second_of_two_batches_is_the_second_turn() -> None:
    run = Run(BATCHES.replace("BATCH", "6"), X=X, Y=Y, turns=2)
    assert (run["epochs"], run["turns"]) == (1, 2)


def test_a_loop_over_layers_around_the_second_update_is_not_cut() -> None:
    run = Run(BACKWARD, X=X, Y=Y, turns=2)
    assert run["turns"] == 2
    assert not [remark for remark in run.recording.remarks if remark.kind == "cut"]


def test_the_remark_says_after_how_many_updates_the_loop_was_left() -> None:
    kinds = {r.kind: r.text for r in Run(WHILE, X=X, Y=Y, turns=2).recording.remarks}
    assert kinds["cut"] == "the loop of line 4 was left after 2 updates"


def test_one_turn_has_no_boundary() -> None:
    assert {r.kind for r in Run(WHILE, X=X, Y=Y).recording.remarks} == {"cut"}
