"""Many steps: teacher forcing decides, the free run is shown.

*Teacher forcing.*  Before every step the candidate's parameters are replaced by the reference's, so
each step is judged for itself and rounding does not pile up.  Its private state stays its own:
a stale gradient or a wrong counter must show.

*Free run.*  The candidate goes its own way from the same start.  The two cost curves stand side by
side, and decide nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from compare.errors import CandidateError
from compare.judging.judge import judge_step
from compare.judging.local import MakeEvaluator
from compare.judging.summary import FreeRun, TrajectoryReport, summarise
from compare.judging.verdict import Judgement
from compare.quantities.model import Model
from compare.traces.trace import record

Array = NDArray[Any]
Case = Mapping[str, Any]

CONSECUTIVE = 20
"""So many first steps are judged one by one, then every tenth, and the last."""
INTERVAL = 10


class Stepper(Protocol):
    """An implementation behind the seam; ``given`` and ``touched`` are about its last call."""

    given: dict[str, Any]
    touched: frozenset[str]

    def step(self, case: Case, state: Any) -> tuple[Mapping[str, Any], Any]:
        """Take one step."""


def judged_steps(steps: int) -> set[int]:
    """Choose the steps to judge, counted from 0."""
    return {*range(min(steps, CONSECUTIVE)), *range(0, steps, INTERVAL), steps - 1}


def judge_trajectory(
    candidate: Stepper,
    reference: Stepper,
    model: Model,
    case_at: Callable[[int], Case],
    steps: int,
    dtype: np.dtype[Any],
    make_evaluator: MakeEvaluator,
    progress: Callable[[], object] = lambda: None,
) -> TrajectoryReport:
    """Judge ``steps`` teacher-forced steps, then let the candidate run free.

    ``case_at`` gives the case of a step, with the parameters to start from; ``progress`` is called
    after each step.
    """
    chosen = judged_steps(steps)
    history: dict[str, list[tuple[int, Judgement]]] = {}
    extra: dict[str, str | None] = {}
    last: Mapping[str, Array] = {}
    learned: dict[str, Array] = {}
    candidate_state = reference_state = failure = None
    costs: list[float] = []
    judged = 0
    for t in range(steps):
        case = {**case_at(t), **learned}
        expected, reference_state = reference.step(case, reference_state)
        try:
            returned, candidate_state = candidate.step(case, candidate_state)
        except CandidateError as error:
            failure = f"step {t + 1}: {error}"
            break
        if t in chosen:
            trace = record(returned, model, model.sizes(case), dtype, candidate.given)
            extra |= trace.extra
            last = trace.arrays
            judged += 1
            for judgement in judge_step(
                trace, expected, model, case, dtype, make_evaluator, candidate.touched
            ):
                history.setdefault(judgement.name, []).append((t, judgement))
        costs += [float(expected["cost"])] if "cost" in expected else []
        learned = {name: expected[f"new_{name}"] for name in model.parameters}
        progress()
    free = FreeRun((), None)
    if model.parameters and failure is None:
        free = _run_free(candidate, model, case_at, steps, dtype, progress)
    return TrajectoryReport(
        steps=steps,
        judged=judged,
        quantities=tuple(summarise(model[name].text, rows) for name, rows in history.items()),
        extra=extra,
        candidate=free,
        reference=FreeRun(tuple(costs), _accuracy(model, expected, case)),
        last=last,
        failure=failure,
    )


def _run_free(
    candidate: Stepper,
    model: Model,
    case_at: Callable[[int], Case],
    steps: int,
    dtype: np.dtype[Any],
    progress: Callable[[], object],
) -> FreeRun:
    """Run on the candidate's own parameters; nothing where it does not return them."""
    wanted = {"cost", *(f"new_{name}" for name in model.parameters)}
    learned: dict[str, Array] = {}
    costs: list[float] = []
    state = None
    for t in range(steps):
        case = {**case_at(t), **learned}
        try:
            returned, state = candidate.step(case, state)
        except CandidateError:  # it came through the same steps when taught; here it went astray
            return FreeRun((), None)
        arrays = record(returned, model, model.sizes(case), dtype, candidate.given).arrays
        if not wanted <= arrays.keys():
            return FreeRun((), None)
        costs.append(float(arrays["cost"]))
        learned = {name: arrays[f"new_{name}"] for name in model.parameters}
        progress()
    return FreeRun(tuple(costs), _accuracy(model, arrays, case))


def _accuracy(model: Model, trace: Mapping[str, Array], case: Case) -> float | None:
    """Take the share of right decisions of the output; one example has none."""
    if model.output is None or model.output not in trace or np.size(case["Y"]) < 2:
        return None
    return float(np.mean((trace[model.output] > 0.5) == (case["Y"] > 0.5)))
