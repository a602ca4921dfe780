"""1,000 teacher-forced steps of right code: the course's networks, and some that are chaotic.

No alarm is wanted in any step, however far two free runs of the same network would part.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.trusting.false_alarms import DTYPES
from benchmarks.trusting.judged import ACCUSING, table
from benchmarks.trusting.networks import Case
from benchmarks.trusting.tallies import Tally, add
from compare.candidates.seam import load
from compare.formulas.on_torch import TorchEvaluator
from compare.judging.trajectory import judge_trajectory

STEPS = 1_000
CANDIDATE, REFERENCE = "scratch_numpy.deep_network:step", "reference_torch.deep_network:step"


@dataclass(frozen=True)
class Run:
    """A network with one activation in all hidden layers, its data and its learning rate."""

    name: str
    dims: tuple[int, ...]
    hidden: str
    learning_rate: float
    m: int = 200
    data: str = "blobs"
    cost: str = "cross-entropy"

    def case(self, dtype: np.dtype[Any]) -> Case:
        """Draw the examples and a start: He for relu, else Xavier; biases 0, as in the course."""
        rng = np.random.default_rng(sum(self.name.encode()))
        X, Y = EXAMPLES[self.data](rng, self.dims[0], self.m)
        arrays = {"X": X, "Y": Y}
        gain = 2 if "relu" in self.hidden else 1
        for layer, n_prev in enumerate(self.dims[:-1], start=1):
            n = self.dims[layer]
            arrays[f"W{layer}"] = np.sqrt(gain / n_prev) * rng.standard_normal((n, n_prev))
            arrays[f"b{layer}"] = np.zeros((n, 1))
        activations = (*(self.hidden,) * (len(self.dims) - 2), "sigmoid")
        settings = {
            "learning_rate": self.learning_rate, "activations": activations, "cost": self.cost,
        }  # fmt: skip  # one mapping
        return {name: array.astype(dtype) for name, array in arrays.items()} | settings


def petals(rng: np.random.Generator, n_x: int, m: int) -> tuple[Any, Any]:
    """Two classes in the plane that no line parts, like the course's flower."""
    angle, label = rng.uniform(0, 2 * np.pi, m), np.arange(m) % 2
    radius = 4 * np.sin(4 * angle + np.pi * label) + 0.2 * rng.standard_normal(m)
    return np.array([radius * np.sin(angle), radius * np.cos(angle)]), label[None, :]


def blobs(rng: np.random.Generator, n_x: int, m: int) -> tuple[Any, Any]:
    """Two overlapping clouds."""
    label = np.arange(m) % 2
    return rng.standard_normal((n_x, m)) + 0.5 * label, label[None, :]


def pixels(rng: np.random.Generator, n_x: int, m: int) -> tuple[Any, Any]:
    """Images in [0, 1], mostly black, the labels by one projection of them."""
    X = rng.random((n_x, m)) * (rng.random((n_x, m)) < 0.3)
    along = rng.standard_normal((1, n_x)) @ X
    return X, along > np.median(along)


EXAMPLES = {"petals": petals, "blobs": blobs, "pixels": pixels}
RUNS = (
    Run("logistic regression", (30, 1), "tanh", 0.1),
    Run("planar tanh-4", (2, 4, 1), "tanh", 1.2, 400, "petals"),
    Run("planar relu-16", (2, 16, 1), "relu", 1.2, 400, "petals"),
    Run("planar tanh-16, chaotic", (2, 16, 1), "tanh", 10.0, 400, "petals"),
    Run("L4 relu", (64, 20, 7, 5, 1), "relu", 0.0075, 209, "pixels"),
    Run("L4 tanh, fast", (10, 8, 8, 8, 1), "tanh", 5.0),
    Run("L10 tanh", (10, *(6,) * 9, 1), "tanh", 0.5),
    Run("L2 relu", (64, 7, 1), "relu", 0.0075, 209, "pixels"),
    Run("logistic regression, unstable", (30, 1), "tanh", 20.0),
    Run("planar sigmoid-8", (2, 8, 1), "sigmoid", 3.0, 400, "petals"),
    Run("L3 leaky relu, fast", (10, 9, 7, 1), "leaky-relu", 1.0),
    Run("L5 relu, fast", (12, 8, 8, 8, 8, 1), "relu", 0.8),
    Run("L4 sigmoid, squared error", (10, 8, 6, 4, 1), "sigmoid", 2.0, cost="squared-error"),
    Run("L3 tanh, one example", (5, 4, 3, 1), "tanh", 0.5, 1),
    Run("L20 relu", (8, *(5,) * 19, 1), "relu", 0.05),
)
CASES = tuple((run, dtype) for run in RUNS for dtype in DTYPES)


def measure(start: int, stop: int) -> Tally:
    """Judge these runs, counted with both precisions of each."""
    total: Tally = {}
    for run, dtype in CASES[start:stop]:
        add(total, {dtype: _judge(run, np.dtype(dtype))})
    return total


def _judge(run: Run, dtype: np.dtype[Any]) -> Tally:
    case = run.case(dtype)
    report = judge_trajectory(
        load(CANDIDATE), load(REFERENCE), table(case["activations"], case["cost"]),
        lambda t: case, STEPS, dtype, TorchEvaluator,
    )  # fmt: skip  # the two, what they are given
    accused = [
        [run.name, quantity.name, quantity.step, quantity.reason]
        for quantity in report.quantities
        if quantity.verdict in ACCUSING
    ]
    if report.failure:
        accused.append([run.name, "", 0, report.failure])
    return {
        "runs": 1,
        "steps": report.steps,
        "judged": report.judged,
        "alarms": int(bool(accused)),
        "accused": accused,
        "kinks": sum(quantity.kinks for quantity in report.quantities),
        "largest": {"share": max(quantity.worst_excess for quantity in report.quantities)},
    }
