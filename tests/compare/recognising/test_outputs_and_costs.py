"""Predictions and their labels, and the standard costs of them."""

import ast

import numpy as np
import pytest

from compare.diagnosing.step import Step
from compare.recognising.costs import is_defined, standard
from compare.recognising.outputs import Output
from compare.recording.graph import Recording
from compare.recording.recorder import Recorder
from compare.replaying.program import Program
from tests.compare.diagnosing.recorded import ONE_OUTPUT, SEVERAL, edited, steps

RANDOM = np.random.default_rng(0)
INTEGER = """\
import numpy as np

def step(X, Y, W, b):
    m = X.shape[0]
    z = X @ W + b
    e = np.exp(z)
    probabilities = e / np.sum(e, axis=1, keepdims=True)
    loss = -np.sum(np.log(probabilities[range(m), Y])) / m
    dz = probabilities.copy()
    dz[range(m), Y] -= 1
    dz = dz / m
    dW = X.T @ dz
    db = np.sum(dz, axis=0, keepdims=True)
    return loss, W - 0.1 * dW, b - 0.1 * db
"""
ONE_BY_ONE = """\
import numpy as np

def step(X, Y, W, b):
    dW = np.zeros_like(W)
    db = np.zeros_like(b)
    for i in range(X.shape[0]):
        a = 1 / (1 + np.exp(-(X[i:i + 1] @ W + b)))
        delta = a - Y[i:i + 1]
        dW += X[i:i + 1].T @ delta
        db += delta
    return W - 0.1 * dW, b - 0.1 * db
"""


def run(text: str, X: object, Y: object, W: object, b: object, layout: str = "rows") -> Recording:
    """Record a step of one layer, a row an example."""
    recorder = Recorder()
    theirs = recorder.namespace()
    recorder.run([(0, ast.parse(text).body)], theirs)
    given = [recorder.input("X", X), recorder.input("Y", Y)]
    given += [recorder.parameter("W", W), recorder.parameter("b", b)]
    recorder.call(theirs["step"], *given)
    recorder.recording.probe = {"m": len(X), "layout": layout}  # type: ignore[arg-type]
    return recorder.recording


def test_labels_in_the_shape_of_the_prediction() -> None:
    for sizes in (SEVERAL, ONE_OUTPUT):
        for step, ((*_, n_y), m) in zip(steps(sizes=sizes), sizes, strict=True):
            (output,) = step.outputs
            assert step.names[output.node] == "A2"
            assert output.labels.shape == (n_y, m)
            assert (output.examples, output.axis) == (m, 1)
            assert step.sizes == {"m": m, "n_y": n_y}


@pytest.mark.parametrize(
    "residual",
    ["-(Y - A2)", "A2 - 1 * Y", "(1 - Y) - (1 - A2)", "np.subtract(A2, Y)", "A2 + (-Y)"],
)
def test_wherever_the_labels_are_met_first_it_is_the_prediction(residual: str) -> None:
    (step, _) = steps(edited(("dZ2 = A2 - Y", f"dZ2 = {residual}")))
    (output,) = step.outputs
    assert step.names[output.node] == "A2"


def test_whole_numbered_labels_become_one_hot() -> None:
    Y = np.array([2, 0, 1, 2, 2, 0, 1])
    recording = run(INTEGER, RANDOM.normal(size=(7, 4)), Y, RANDOM.normal(size=(4, 3)),
                    RANDOM.normal(size=(1, 3)))  # fmt: skip
    step = Step(recording)
    (output,) = step.outputs
    assert np.array_equal(output.labels, np.eye(3)[Y])
    assert (output.examples, output.axis) == (7, 0)
    assert step.own_multiple("categorical-cross-entropy") == pytest.approx(1)
    for parameter, claim in step.claims.items():
        value = step.flow.nodes[claim.levels[-1].node].value
        np.testing.assert_allclose(value, step.hypotheses["own"].gradients[parameter])


def test_samples_one_by_one_are_several_outputs_of_one_step() -> None:
    Y = (RANDOM.random((7, 1)) > 0.5) * 1.0
    recording = run(ONE_BY_ONE, RANDOM.normal(size=(7, 4)), Y, RANDOM.normal(size=(4, 1)),
                    RANDOM.normal(size=(1, 1)))  # fmt: skip
    step = Step(recording)
    assert len(step.outputs) == step.examples == 7
    assert [float(output.labels.item()) for output in step.outputs] == Y.ravel().tolist()
    right = step.hypotheses["binary-cross-entropy"].gradients
    for parameter, claim in step.claims.items():
        value = step.flow.nodes[claim.levels[-1].node].value
        np.testing.assert_allclose(value, 7 * right[parameter])


def by_hand(name: str, A: np.ndarray, Y: np.ndarray, m: int) -> float:
    """The standard costs, entry by entry."""
    total = 0.0
    for index in np.ndindex(A.shape):
        a, y = float(A[index]), float(Y[index])
        match name:
            case "binary-cross-entropy":
                total -= np.log(a) if y else np.log(1 - a)
            case "categorical-cross-entropy":
                total -= np.log(a) if y else 0.0
            case "squared-error":
                total += (a - y) ** 2 / 2
    return total / m


COSTS = ("binary-cross-entropy", "categorical-cross-entropy", "squared-error")


@pytest.mark.parametrize("name", COSTS)
def test_a_standard_cost_is_that_of_the_formula(name: str) -> None:
    for step in steps():
        (output,) = step.outputs
        A = step.flow.nodes[output.node].value
        program = Program(step.recording)
        cost = program.evaluate(standard(name, step.outputs, step.examples), program.values)
        assert cost == pytest.approx(by_hand(name, A, output.labels, step.examples))
        assert step.replay.compute(standard(name, step.outputs, step.examples)).item() == (
            pytest.approx(cost)
        )


def test_of_several_passes_the_costs_are_added() -> None:
    (step, _) = steps()
    (output,) = step.outputs
    program = Program(step.recording)
    once, twice = (
        program.evaluate(standard("squared-error", [output] * many, 7), program.values)
        for many in (1, 2)
    )
    assert twice == pytest.approx(2 * once)


@pytest.mark.parametrize(
    ("A", "Y", "defined"),
    [
        ([[0.2, 0.5], [0.8, 0.5]], [[1, 0], [0, 1]], set(COSTS)),
        ([[0.2, 0.5], [0.7, 0.5]], [[1, 0], [0, 1]], {COSTS[0], COSTS[2]}),
        ([[0.2, 0.5]], [[1, 0]], {COSTS[0], COSTS[2]}),
        ([[-0.2, 1.5]], [[1, 0]], {COSTS[2]}),
        ([[0.2, 0.5]], [[-1, 1]], {COSTS[2]}),
        ([[0.0, 1.0]], [[0, 1]], {COSTS[2]}),
    ],
)
def test_a_cost_is_asked_for_where_it_is_defined(
    A: list[list[float]], Y: list[list[float]], defined: set[str]
) -> None:
    output = Output(0, np.array(Y, float), 2, 1)
    assert {name for name in COSTS if is_defined(name, [output], [np.array(A)])} == defined
