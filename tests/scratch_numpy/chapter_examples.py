"""A case for every chapter: sizes are distinct primes, every chapter in every variant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np

from compare.quantities import calculus
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.model import Model
from compare.quantities.network import initialisation, network, training

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
Case = dict[str, Any]

ENDS = (
    ("sigmoid", "cross-entropy"),
    ("sigmoid", "squared-error"),
    ("tanh", "squared-error"),
    ("relu", "squared-error"),
    ("leaky-relu", "squared-error"),
    ("identity", "squared-error"),
)
"""Every output activation of one unit with every cost it may end in."""

CLASSES = ("softmax", "categorical-cross-entropy")
"""The output of several units, and its cost."""

HIDDEN = ("sigmoid", "tanh", "relu", "leaky-relu", "identity")


@dataclass(frozen=True)
class Example:
    """One chapter with one kind of case."""

    chapter: str
    model: Model
    make: Callable[[np.dtype[Any]], Case]
    variant: str = ""

    def __str__(self) -> str:
        return f"{self.chapter}-{self.variant}" if self.variant else self.chapter

    def step(self, package: str, case: Case) -> dict[str, Any]:
        """Run the chapter of this package on the case; give the trace."""
        trace, _ = import_module(f"{package}.{self.chapter}").step(case, None)
        return trace


def labels(m: int) -> np.ndarray:
    """Both classes, the first one 1, unevenly."""
    return (np.arange(m).reshape(1, m) % 3 == 0).astype(np.float64)


def one_hot(n_y: int, m: int) -> np.ndarray:
    """Every class in turn, from the second on, so that no square of them is symmetric."""
    return np.eye(n_y)[:, (np.arange(m) + 1) % n_y]


def in_dtype(case: Case, dtype: np.dtype[Any]) -> Case:
    """Give every array this dtype, in memory of its own."""
    return {
        name: np.array(value, dtype) if isinstance(value, np.ndarray) else value
        for name, value in case.items()
    }


def network_case(
    dims: Sequence[int],
    activations: Sequence[str],
    cost: str = "cross-entropy",
    *,
    m: int = 7,
    m_test: int | None = None,
    lambd: float | None = None,
    seed: int = 0,
    dtype: np.dtype[Any] = F64,
) -> Case:
    """Random examples and weights, away from zero and from saturation."""
    rng = np.random.default_rng(seed)
    Y = one_hot(dims[-1], m) if activations[-1] == "softmax" else labels(m)
    case: Case = {"X": rng.standard_normal((dims[0], m)), "Y": Y}
    for layer, (n_prev, n) in enumerate(pairwise(dims), start=1):
        case[f"W{layer}"] = rng.standard_normal((n, n_prev)) / np.sqrt(n_prev)
        case[f"b{layer}"] = rng.standard_normal((n, 1)) / 3
    case |= {"learning_rate": 0.3, "activations": tuple(activations), "cost": cost}
    if lambd is not None:
        case["lambd"] = lambd
    if m_test is not None:
        case |= {"X_test": rng.standard_normal((dims[0], m_test)), "Y_test": labels(m_test)}
    return in_dtype(case, dtype)


def logistic_case(n_x: int, *, m: int = 7, seed: int = 0, dtype: np.dtype[Any] = F64) -> Case:
    """Random examples, w and b."""
    rng = np.random.default_rng(seed)
    case = {
        "X": rng.standard_normal((n_x, m)), "Y": labels(m), "w": rng.standard_normal((n_x, 1)),
        "b": np.array(rng.standard_normal()), "learning_rate": 0.3,
    }  # fmt: skip  # inputs, parameters
    return in_dtype(case, dtype)


def as_network(case: Case) -> Case:
    """Write a case of logistic regression as a network of one sigmoid unit."""
    return {
        **case, "W1": case["w"].T.copy(), "b1": case["b"].reshape(1, 1).copy(),
        "activations": ("sigmoid",), "cost": "cross-entropy",
    }  # fmt: skip  # the same numbers, other names


def derivatives_case(dtype: np.dtype[Any], m: int = 7) -> Case:
    a = np.random.default_rng(1).uniform(0.5, 3, (1, m))
    return in_dtype({"a": a, "h": 1e-3}, dtype)


def graph_case(dtype: np.dtype[Any], m: int = 7) -> Case:
    rng = np.random.default_rng(2)
    return in_dtype({name: rng.standard_normal((1, m)) for name in "abc"}, dtype)


def activations_case(dtype: np.dtype[Any], m: int = 7) -> Case:
    rng = np.random.default_rng(3)
    shapes = {"Z": (11, m), "X": (5, 13), "W1": (3, 5), "b1": (3, 1), "W2": (2, 3), "b2": (2, 1)}
    shapes["dA"] = shapes["Z"]
    case = {name: rng.standard_normal(shape) for name, shape in shapes.items()}
    case["Z"][:2, 0] = 0  # the kink
    return in_dtype(case, dtype)


def losses_case(dtype: np.dtype[Any], m: int = 7) -> Case:
    rng = np.random.default_rng(4)
    case = {"Z": rng.standard_normal((1, m)), "Y": labels(m)}
    case |= {"Z_classes": rng.standard_normal((5, m)), "Y_classes": one_hot(5, m)}
    return in_dtype(case, dtype)


def initialisation_case(dtype: np.dtype[Any], dims: Sequence[int] = (11, 5, 3, 1)) -> Case:
    rng = np.random.default_rng(5)
    shapes = enumerate(zip(dims[1:], dims, strict=False), start=1)
    case: Case = {f"N{layer}": rng.standard_normal(shape) for layer, shape in shapes}
    return in_dtype({**case, "layers": len(dims) - 1}, dtype)


def _logistic(form: str, n_x: int, m: int) -> Example:
    return Example(
        f"logistic_regression.{form}", LOGISTIC_REGRESSION,
        lambda dtype: logistic_case(n_x, m=m, dtype=dtype), f"n_x={n_x},m={m}",
    )  # fmt: skip  # what, how, name


def _network(
    chapter: str,
    dims: Sequence[int],
    activations: Sequence[str],
    cost: str,
    m: int,
    lambd: float | None = None,
) -> Example:
    m_test = 13 if chapter == "training" else None
    table = training if chapter == "training" else network
    given: dict[str, Any] = {"m": m, "m_test": m_test, "lambd": lambd}
    variant = f"{'-'.join(map(str, dims))},m={m},{'-'.join(activations)},{cost}"
    return Example(
        chapter, table(activations, cost, regularised=bool(lambd)),
        lambda dtype: network_case(dims, activations, cost, dtype=dtype, **given),
        variant + f",lambd={lambd}" * (lambd is not None),
    )  # fmt: skip  # what, how, name


LOGISTIC = (
    _logistic("one_sample", 2, 1),
    *(_logistic(form, n_x, m) for form in ("loop", "vectorised") for n_x, m in ((5, 7), (1, 1))),
)
SHALLOW = tuple(
    _network(f"shallow_network.{form}", dims, (hidden, end), cost, m)
    for form in ("one_sample", "vectorised")
    for hidden, (end, cost), dims, m in (
        *((hidden, ENDS[0], (5, 3, 1), 7) for hidden in HIDDEN),
        *(("tanh", end, (5, 3, 1), 7) for end in ENDS[1:]),
        ("tanh", ENDS[0], (5, 3, 1), 1),
        ("tanh", ENDS[0], (1, 1, 1), 7),
    )
)
DEEP = tuple(
    _network("deep_network", *variant)
    for variant in (
        ((5, 1), ("sigmoid",), "cross-entropy", 7),
        ((5, 3, 1), ("leaky-relu", "identity"), "squared-error", 7),
        ((11, 5, 3, 1), ("relu", "tanh", "sigmoid"), "cross-entropy", 7),
        ((11, 5, 3, 2, 1), ("identity", "sigmoid", "relu", "tanh"), "squared-error", 7),
        ((11, 5, 3, 1), ("relu", "tanh", "sigmoid"), "cross-entropy", 1),
        ((1, 1, 1, 1), ("leaky-relu", "tanh", "sigmoid"), "cross-entropy", 7),
        ((5, 3), ("softmax",), "categorical-cross-entropy", 7),
        ((11, 5, 2, 3), ("relu", "tanh", "softmax"), "categorical-cross-entropy", 7, 0.7),
        ((5, 3, 2), ("leaky-relu", "softmax"), "categorical-cross-entropy", 1, 0.7),
        ((11, 5, 3, 1), ("relu", "tanh", "sigmoid"), "cross-entropy", 7, 0.7),
        ((5, 3, 1), ("sigmoid", "identity"), "squared-error", 7, 0.7),
        ((5, 3, 1), ("tanh", "sigmoid"), "cross-entropy", 7, 0.0),
    )
)
TRAINING = (
    _network("training", (11, 5, 3, 1), ("relu", "tanh", "sigmoid"), "cross-entropy", 7),
    _network("training", (5, 3, 1), ("tanh", "identity"), "squared-error", 7),
    _network("training", (5, 3, 1), ("tanh", "sigmoid"), "cross-entropy", 7, 0.7),
)
NETWORKS = (*SHALLOW, *DEEP, *TRAINING)
INITIALISATION = Example("initialisation", initialisation(3), initialisation_case)
CALCULUS = (
    Example("derivatives", calculus.DERIVATIVES, derivatives_case),
    Example("computation_graph", calculus.COMPUTATION_GRAPH, graph_case),
    Example("activations", calculus.ACTIVATIONS, activations_case),
    Example("losses", calculus.LOSSES, losses_case),
)
EXAMPLES = (*CALCULUS, *LOGISTIC, *NETWORKS, INITIALISATION)
