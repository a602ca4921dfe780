"""Gradient descent, and what the trained network is worth.

    repeat T times:  forward, backward, update               the deep network's step
    prediction = 1 where A[L] > 0.5, else 0           (1)
    accuracy   = share of examples with prediction = Y (2)

The parameters W and b are learned.  The hyper-parameters are chosen: the learning rate alpha, the
number of steps T, the layer sizes and activations, the initialisation.
Both (1) and (2) are taken on the training and on the test examples, before the update.
Shapes: A[L], prediction, Y (1, m); accuracy a number.
Source: course 1, week 2, "Gradient descent"; week 4, "Parameters vs hyperparameters".
"""

from typing import Any

import numpy as np

from scratch_numpy import deep_network
from scratch_numpy.notation import Array, Case, State, Trace


def predict(AL: Array) -> Array:
    """Decide for the likelier class, equation (1)."""
    return (AL > 0.5).astype(AL.dtype)


def accuracy(prediction: Array, Y: Array) -> np.floating[Any]:
    """Count the right decisions, equation (2)."""
    right: Array = (prediction == Y).astype(Y.dtype)
    return np.mean(right)


def train(case: Case, steps: int) -> tuple[Trace, list[float]]:
    """Repeat the step; the last trace and the cost before each update."""
    costs = []
    for _ in range(steps):
        trace, _ = deep_network.step(case, None)
        costs.append(float(trace["cost"]))
        learned = {V: trace[f"new_{V}"] for V in case if f"new_{V}" in trace}
        case = {**case, **learned}
    return trace, costs


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent, and measure the accuracy it starts from."""
    trace, state = deep_network.step(case, state)

    L = len(case["activations"])
    prediction = predict(trace[f"A{L}"])  # (1)
    trace["prediction"] = prediction
    trace["accuracy"] = accuracy(prediction, case["Y"])  # (2)

    for layer, cache in enumerate(deep_network.model_forward(case["X_test"], case), start=1):
        trace[f"Z{layer}_test"], trace[f"A{layer}_test"] = cache.Z, cache.A
    prediction_test = predict(cache.A)  # (1)
    trace["prediction_test"] = prediction_test
    trace["accuracy_test"] = accuracy(prediction_test, case["Y_test"])  # (2)
    return trace, state
