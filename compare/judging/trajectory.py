"""Many steps: teacher forcing decides, the free run is shown.

Before every step the candidate's parameters are replaced by the reference's, so each step is judged
for itself and rounding does not pile up.  Its private state stays its own: a stale gradient or a
wrong counter must show.  Nothing is kept of a step but its judgements and its cost.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from compare.errors import CandidateError
from compare.judging.curve import Curve
from compare.judging.free_run import FreeRun, accuracy, run_free
from compare.judging.judge import judge_step
from compare.judging.local import MakeEvaluator
from compare.judging.precision import Classifier
from compare.judging.summary import History, TrajectoryReport
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

    def afresh(self) -> "Stepper":
        """Give the same implementation, with nothing noted of earlier calls."""


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
    shadow: Stepper | None = None,
) -> TrajectoryReport:
    """Judge ``steps`` teacher-forced steps, then let the candidate run free.

    ``case_at`` gives the case of a step, with the parameters to start from; ``progress`` is called
    after each step.  ``shadow`` is what runs from perturbed starts: the reference, if nothing else
    takes the same step in less time; None leaves the free run without an envelope.
    """
    chosen = judged_steps(steps)
    classifier = Classifier(candidate.afresh().step, reference.afresh().step, model, make_evaluator)
    history: dict[str, History] = {}
    extra: dict[str, str | None] = {}
    last: Mapping[str, Array] = {}
    learned: dict[str, Array] = {}
    curve = Curve(model)
    candidate_state = reference_state = failure = None
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
            judgements = judge_step(
                trace, expected, model, case, dtype, make_evaluator, candidate.touched
            )
            for judgement in classifier.excuse(judgements, trace.arrays, case):
                name = judgement.name
                history.setdefault(name, History(model[name].text)).add(t, judgement)
        curve.add(expected, case)
        learned = {name: expected[f"new_{name}"] for name in model.parameters}
        progress()
    free = FreeRun((), None)
    if model.parameters and failure is None:
        free = run_free(candidate, shadow, model, case_at, steps, dtype, progress)
    return TrajectoryReport(
        steps=steps,
        judged=judged,
        quantities=tuple(rows.report() for rows in history.values()),
        extra=extra,
        candidate=free,
        reference=FreeRun(tuple(curve.costs), accuracy(model, expected, case)),
        curve=curve.reading(),
        last=last,
        failure=failure,
    )
