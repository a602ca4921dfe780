"""The rungs without parameters: slopes, a graph, activations, losses; one step each."""

from typing import Any

import numpy as np

from compare.datasets import Dataset
from compare.ladder.examples import most_varied
from compare.ladder.rung import Plan, part
from compare.ladder.settings import Settings
from compare.ladder.starts import draws, network_start
from compare.quantities import calculus
from compare.quantities.model import Model


def derivatives(settings: Settings, data: Dataset) -> Plan:
    """Slopes at points of the most varied feature, shifted to start at 2, where log is not 0."""
    (x,) = most_varied(data.X_train, 1)
    a = (x - x.min() + 2).reshape(1, -1)
    return _plan(settings, data, "derivatives", calculus.DERIVATIVES, {"a": a, "h": 1e-3})


def computation_graph(settings: Settings, data: Dataset) -> Plan:
    """The three most varied features as a, b and c."""
    features = most_varied(data.X_train, 3).reshape(3, 1, -1)
    case = dict(zip("abc", features, strict=True))
    return _plan(settings, data, "computation_graph", calculus.COMPUTATION_GRAPH, case)


def activations(settings: Settings, data: Dataset) -> Plan:
    """Functions and derivatives on features, an example on the kink added; two linear layers.

    What softmax is given from behind, dA, are the features of the example before.
    """
    features = most_varied(data.X_train, 16)
    Z = np.hstack((np.zeros_like(features[:, :1]), features))
    dims = (len(Z), 5, 3)
    normal = draws(dims, settings)
    weights = {"W1": normal["N1"], "W2": normal["N2"]}
    biases = {"b1": weights["W1"][:, :1].copy(), "b2": weights["W2"][:, :1].copy()}
    dA = np.roll(Z, 1, axis=1)
    case = {"Z": Z, "dA": dA, "X": Z[:, ::-1].copy(), **weights, **biases}
    return _plan(settings, data, "activations", calculus.ACTIVATIONS, case)


def losses(settings: Settings, data: Dataset) -> Plan:
    """The losses at the logits of a random neuron, and of two, one a class."""
    X, Y = data.X_train, data.Y_train
    w = network_start((len(X), 1), ("sigmoid",), settings, "xavier")["W1"]
    W = network_start((len(X), 2), ("sigmoid",), settings, "xavier")["W1"]
    case = {
        "Z": np.asarray(w @ X), "Y": Y,
        "Z_classes": np.asarray(W @ X), "Y_classes": np.vstack((1 - Y, Y)),
    }  # fmt: skip  # one output, two classes
    return _plan(settings, data, "losses", calculus.LOSSES, case)


def _plan(
    settings: Settings, data: Dataset, chapter: str, model: Model, case: dict[str, Any]
) -> Plan:
    only = part(chapter, model, lambda step: case, steps=1, candidate=settings.candidate)
    return Plan(model.name, data.name, (), (), None, (only,), data.notes)
