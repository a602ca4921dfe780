import numpy as np
import pytest

from compare.driving.assessing import assess
from compare.driving.dataflow import Dataflow
from compare.recording.graph import Failure
from tests.compare.recording.recorded import Run, X, Y

STEP = """
    W = np.ones((3, 1)) * 0.5
    b = np.zeros((1, 1))
    A = X @ W + b
    cost = np.mean((A - Y) ** 2)
    dW = X.T @ (A - Y)
    db = np.sum(A - Y, axis=0, keepdims=True)
"""


def flow(text, **given):
    run = Run(text, **(given or {"X": X, "Y": Y}))
    return run, Dataflow(run.recording)


@pytest.mark.parametrize(
    "update",
    [
        "W = W - 0.1 * dW",
        "W -= 0.1 * dW",
        "W = W + -0.1 * dW",
        "W = (1 - 0.1 * 0.01) * W - 0.1 * dW",
        "W[:] = W - 0.1 * dW",
    ],
)
def test_an_update_is_a_weight_and_a_step_from_data(update):
    run, found = flow(STEP + f"    old = W\n    {update}")
    ((parameter, new),) = found.updates().items()
    assert np.shape(run.nodes[parameter].value) == (3, 1)
    assert run.nodes[new].op in ("add", "subtract")


@pytest.mark.parametrize(
    "other",
    [
        "total = np.zeros((3, 1)); total = total + dW",  # an accumulator meets data only here
        "Z = X @ W + b",
        "E = A - Y",
        "s = 1 - A",
    ],
)
def test_other_sums_are_no_updates(other):
    assert not flow(STEP + f"    {other}")[1].updates()


def test_a_weight_that_nothing_updates_is_a_parameter_no_less():
    text = """
    V = np.ones((3, 4)) * 0.5
    W = np.ones((4, 1)) * 0.5
    H = X @ V
    A = H @ W
    W = W - H.T @ (A - Y)
    """
    run, found = flow(text)
    updates = found.updates()
    assert len(updates) == 1
    shapes = {np.shape(run.nodes[each].value) for each in found.parameters(updates)}
    assert shapes == {(3, 4), (4, 1)}


def test_a_step_of_another_shape_is_a_misfit():
    found = flow(STEP + "    b = b - 0.1 * dW")[1]
    updates = found.updates()
    assert len(updates) == 1
    assert found.misfits(updates, set()) >= 1


def test_labels_of_another_shape_are_a_misfit():
    flat = flow(STEP + "    W = W - dW[:, :1]", X=X, Y=Y[:, 0])[1]
    assert flat.misfits({}, set()) > 0
    assert flow(STEP)[1].misfits({}, set()) == 0


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("loss = np.mean((A - Y) ** 2)", "loss"),
        ("error = A - Y", None),
        ("cost_derivative = np.mean(A - Y)", None),
        ("cost = np.mean((A - Y) ** 2)\n    cost = cost + np.sum(W ** 2)", "cost"),
        ("cost = np.mean(X)", None),
    ],
)
def test_the_cost_is_a_number_of_outputs_and_labels(line, name):
    text = STEP.replace("    cost = np.mean((A - Y) ** 2)\n", "") + f"    {line}\n    W = W - dW"
    run, _ = flow(text)
    cost = assess(run.recording).cost
    assert (cost is not None) is (name is not None)
    if name:
        assert cost == run.recorder.node_of(run[name])


def test_a_complete_run_has_an_update_for_each_parameter():
    run, _ = flow(STEP + "    W = W - dW\n    b = b - db")
    found = assess(run.recording)
    assert found.complete
    assert len(found.parameters) == 2
    assert found.cost == run.recorder.node_of(run["cost"])


def test_an_exception_before_the_update_makes_a_run_incomplete():
    run, _ = flow(STEP)
    assert assess(run.recording).gradients
    run.recording.failure = Failure("ValueError", "shapes do not fit", None)
    found = assess(run.recording)
    assert not found.complete
    assert not found.ran
