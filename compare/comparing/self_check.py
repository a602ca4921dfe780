"""The judge on trial: one planted fault in every run must be found, or nothing it said counts."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.comparing.pairing import Pairing
from compare.errors import FaultError
from compare.judging.judge import judge_step
from compare.judging.local import MakeEvaluator
from compare.judging.summary import TrajectoryReport
from compare.quantities.model import Model
from compare.traces.trace import record

Array = NDArray[Any]


def self_check(
    pairing: Pairing,
    trajectory: TrajectoryReport,
    trace: Mapping[str, Array],
    dtype: np.dtype[Any],
    make_evaluator: MakeEvaluator,
) -> None:
    """Plant a fault in a right first step, and judge it.

    ``trace`` is the step as the table computes it, so that no mistake of a reference stands beside
    the fault.  One entry of median size is doubled, in a quantity that agreed; where none did,
    there is no agreement to doubt.

    Raises
    ------
    FaultError
        If the fault is not found, in its place.
    """
    model = pairing.model
    agreeing = [q.name for q in trajectory.quantities if q.verdict == "agree" and q.name in trace]
    derivatives = [name for name in agreeing if model[name].root and name != "cost"]
    names = derivatives or agreeing
    if not names:
        return
    name = names[len(names) // 2]
    status = _status_of_planted(name, trace, pairing.case_at(0), model, dtype, make_evaluator)
    if status != "certain":
        raise FaultError(
            f"the judge did not find the fault that it had planted in {name} to check itself; "
            "do not trust its other answers, and report this"
        )


def _status_of_planted(
    name: str,
    trace: Mapping[str, Array],
    case: Mapping[str, Any],
    model: Model,
    dtype: np.dtype[Any],
    make_evaluator: MakeEvaluator,
) -> str | None:
    planted = {**trace, name: with_fault(np.asarray(trace[name]))}
    candidate = record(planted, model, model.sizes(case), dtype, case)
    judgements = judge_step(candidate, trace, model, case, dtype, make_evaluator)
    return next(j.status for j in judgements if j.name == name)


def with_fault(array: Array) -> Array:
    """Double the entry of median size among those that are not 0."""
    wrong = np.array(array)
    order = np.argsort(np.abs(wrong), axis=None)
    order = order[np.count_nonzero(wrong == 0) :]
    index = order[len(order) // 2] if len(order) else 0
    wrong.reshape(-1)[index] = 2 * wrong.reshape(-1)[index] if len(order) else 1
    return wrong
