"""Run rungs at small sizes, without a command line."""

from functools import cache
from typing import Any

import numpy as np

from compare.comparing.run import Judging
from compare.formulas.on_torch import TorchEvaluator
from compare.ladder.report import RungReport
from compare.ladder.run import plan_ladder, run_plan
from compare.ladder.rungs import RUNGS
from compare.ladder.settings import Settings

DIMS = (7, 5, 3, 1)
STEPS = 3
WITH_PARAMETERS = tuple(name for name, rung in RUNGS.items() if rung.has_parameters)


def settings(**given: Any) -> Settings:
    """Few steps on synthetic data of seven features, unless another is given."""
    dtype = np.dtype(given.pop("dtype", "float64"))
    return Settings(**{"layer_dims": DIMS, "steps": STEPS, "dtype": dtype, **given})


def judging(chosen: Settings, **given: Any) -> Judging:
    """Judge with torch, in the dtype of the settings."""
    return Judging(chosen.dtype, TorchEvaluator, **given)


def run(rung: str, **given: Any) -> RungReport:
    """Plan and run one rung."""
    chosen = settings(**given)
    (plan,) = plan_ladder((rung,), chosen)
    return run_plan(plan, judging(chosen), lambda name, calls: lambda: None)


@cache
def cached(rung: str, dtype: str = "float64", seed: int = 0) -> RungReport:
    """The same, once for all tests that only look."""
    return run(rung, dtype=dtype, seed=seed)


def verdicts(report: RungReport) -> dict[str, str]:
    """The verdict of every quantity; a start is named with it."""
    return {
        " ".join(filter(None, (quantity.name, part.pairing.start))): quantity.verdict
        for part, quantity in report.quantities
    }
