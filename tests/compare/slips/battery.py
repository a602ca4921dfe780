"""A few small cases that together show every slip, and the judge's answer on them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from compare.candidates.seam import load
from compare.formulas.on_torch import TorchEvaluator
from compare.judging.judge import judge_step
from compare.judging.verdict import Judgement
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.model import Model
from compare.quantities.network import network
from compare.slips.slipped import Step
from compare.traces.trace import record
from tests.compare.judging.small_networks import F64, make_case

Case = dict[str, Any]


def logistic(m: int = 7, scale: float = 1.0, dtype: np.dtype[Any] = F64) -> Case:
    """Logistic regression on three features."""
    rng = np.random.default_rng(1)
    X, w = rng.standard_normal((3, m)), scale * rng.standard_normal((3, 1))
    Y = (np.arange(m).reshape(1, m) % 3 == 0).astype(dtype)
    case = {"X": X.astype(dtype), "Y": Y, "w": w.astype(dtype), "b": np.array(0.3, dtype)}
    return case | {"learning_rate": 0.3}


def with_exact_zeros() -> Case:
    """Two samples of zeros and no biases, so that every Z of theirs is exactly 0."""
    case = make_case((5, 3, 2, 1), ("relu", "leaky-relu", "sigmoid"))
    case["X"][:, :2] = 0
    for layer in (1, 2, 3):
        case[f"b{layer}"][...] = 0
    return case


CASES = {
    "logistic": logistic(),
    "confident": logistic(scale=20),
    "tanh": make_case(),
    "relu": make_case((5, 3, 1), ("relu", "sigmoid")),
    "leaky-relu": make_case((5, 3, 1), ("leaky-relu", "sigmoid")),
    "squared error": make_case((5, 2, 3, 1), ("sigmoid", "identity", "sigmoid"), "squared-error"),
    "identity": make_case((5, 3, 1), ("identity", "identity"), "squared-error"),
    "square": make_case((4, 4, 4, 1), ("tanh", "relu", "sigmoid"), m=4),
    "as many units": make_case((4, 4, 4, 4, 1), ("tanh", "leaky-relu", "sigmoid", "sigmoid"), m=4),
    "exact zeros": with_exact_zeros(),
    "saturated": make_case((5, 2, 3, 1), ("tanh", "relu", "sigmoid"), scale=15),
    "softmax and L2": make_case((5, 3, 4), ("tanh", "softmax"), lambd=0.7),
    "L2": make_case((5, 3, 1), ("relu", "sigmoid"), lambd=0.7),
}
"""The cheapest first."""


def model_of(case: Mapping[str, Any]) -> Model:
    """The table of a case."""
    if "w" in case:
        return LOGISTIC_REGRESSION
    regularised = case.get("lambd", 0) > 0
    return network(case["activations"], case["cost"], regularised=regularised)


MODELS = {name: model_of(case) for name, case in CASES.items()}


@cache
def forced(name: str, steps: int) -> list[tuple[Case, dict[str, Any]]]:
    """The case of every step, with the reference's parameters, and what the reference returns."""
    case, made = CASES[name], []
    chapter = "logistic_regression.vectorised" if "w" in case else "deep_network"
    for _ in range(steps):
        expected, _ = load(f"reference_torch.{chapter}:step").step(case, None)
        made.append((case, dict(expected)))
        learned = {V: expected[f"new_{V}"] for V in MODELS[name].parameters}
        case = {**case, **learned}
    return made


def judged(step: Step, name: str, steps: int = 1) -> list[Judgement]:
    """Every judgement of some teacher-forced steps of a step function, in order."""
    judgements: list[Judgement] = []
    state, model = None, MODELS[name]
    for case, expected in forced(name, steps):
        returned, state = step(case, state)
        dtype = case["X"].dtype
        trace = record(returned, model, model.sizes(case), dtype, case)
        judgements += judge_step(trace, expected, model, case, dtype, TorchEvaluator)
    return judgements
