"""Recording a network that is given as a text, for the tests of the rooms behind the recorder.

The text defines ``forward(X, p)``, ``backward(p, cache, X, Y)`` and, if wanted,
``compute_cost(A, Y)`` (or ``compute_cost(A, Y, p)``) and ``update(p, g, lr)``.
"""

import ast
import inspect
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from compare.diagnosing.step import Step
from compare.diagnosing.subject import Diagnosis, diagnose
from compare.diagnosing.texts import SourceText
from compare.reading.read import read_text
from compare.recording.graph import Recording
from compare.recording.recorder import Recorder

RATE = 0.13
ONE_OUTPUT = (((5, 4, 1), 7), ((3, 6, 1), 11))
SEVERAL = (((5, 4, 3), 7), ((3, 6, 2), 11))
"""Two cases each: the layers' sizes, and how many examples."""

Sizes = tuple[tuple[tuple[int, ...], int], ...]

TWO_LAYERS = """\
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def forward(X, p):
    Z1 = np.dot(p["W1"], X) + p["b1"]
    A1 = np.tanh(Z1)
    Z2 = np.dot(p["W2"], A1) + p["b2"]
    A2 = sigmoid(Z2)
    return A2, (Z1, A1, Z2, A2)

def compute_cost(A2, Y):
    m = Y.shape[1]
    cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m
    return cost

def backward(p, cache, X, Y):
    m = X.shape[1]
    Z1, A1, Z2, A2 = cache
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1, keepdims=True) / m
    dA1 = np.dot(p["W2"].T, dZ2)
    dZ1 = dA1 * (1 - A1 ** 2)
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1, keepdims=True) / m
    return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}

def update(p, g, lr):
    W1 = p["W1"] - lr * g["dW1"]
    b1 = p["b1"] - lr * g["db1"]
    W2 = p["W2"] - lr * g["dW2"]
    b2 = p["b2"] - lr * g["db2"]
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}
"""
"""The two-layer network of the course, as people write it."""


def edited(*edits: tuple[str, str], text: str = TWO_LAYERS) -> str:
    """The text with some pieces, each of which stands there once, written otherwise."""
    for old, new in edits:
        assert text.count(old) == 1, f"{text.count(old)} times in the text: {old}"
        text = text.replace(old, new)
    return text


def line_of(part: str, text: str) -> int:
    """The number, from 1, of the one line that holds a part."""
    (number,) = (n for n, line in enumerate(text.splitlines(), 1) if part in line)
    return number


def labels(random: np.random.Generator, n_y: int, m: int) -> np.ndarray[Any, Any]:
    """Labels 0 and 1; of several units in one example, exactly one is 1."""
    if n_y == 1:
        return (np.arange(m)[np.newaxis, :] % 3 == 0) * 1.0
    return np.eye(n_y)[:, random.integers(0, n_y, m)]


def record(
    text: str, dims: tuple[int, ...], m: int, seed: int = 0, scale: float = 1.0
) -> Recording:
    """Record one step at random parameters, not 0, and random data."""
    random = np.random.default_rng(seed)
    recorder = Recorder()
    theirs = recorder.namespace()
    recorder.run([(0, ast.parse(text).body)], theirs)
    X = recorder.input("X", random.normal(size=(dims[0], m)))
    Y = recorder.input("Y", labels(random, dims[-1], m))
    parameters = {}
    for number, (before, units) in enumerate(pairwise(dims), 1):
        W = scale * random.normal(size=(units, before))
        parameters[f"W{number}"] = recorder.parameter(f"W{number}", W)
        parameters[f"b{number}"] = recorder.parameter(f"b{number}", random.normal(size=(units, 1)))
    _step(recorder, theirs, X, Y, parameters)
    found = recorder.recording
    found.probe = {"m": m, "n_x": dims[0], "n_y": dims[-1], "layout": "columns"}
    found.learning_rate = RATE if "update" in theirs else None
    return found


def _step(recorder: Recorder, theirs: dict[str, Any], X: Any, Y: Any, parameters: Any) -> None:
    A, cache = recorder.call(theirs["forward"], X, parameters)
    if "compute_cost" in theirs:
        cost: Callable[..., Any] = theirs["compute_cost"]
        given = (A, Y, parameters)[: len(inspect.signature(cost).parameters)]
        recorder.call(cost, *given)
    gradients = recorder.call(theirs["backward"], parameters, cache, X, Y)
    if "update" in theirs:
        recorder.call(theirs["update"], parameters, gradients, RATE)


def recorded(text: str = TWO_LAYERS, sizes: Sizes = SEVERAL, **options: Any) -> list[Recording]:
    """Record a step of each case."""
    return [record(text, dims, m, seed, **options) for seed, (dims, m) in enumerate(sizes)]


def steps(text: str = TWO_LAYERS, sizes: Sizes = SEVERAL, **options: Any) -> list[Step]:
    """The recorded steps, recognised."""
    return [Step(recording) for recording in recorded(text, sizes, **options)]


def diagnosed(text: str, sizes: Sizes = SEVERAL, **options: Any) -> Diagnosis:
    """What is said of a text."""
    return diagnose(recorded(text, sizes, **options), SourceText(read_text(text, "python")))
