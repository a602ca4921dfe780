"""Many steps: teacher forcing decides, the free run is shown.

Before every step the candidate's parameters are replaced by the reference's, so each step is judged
for itself and rounding does not pile up.  Its private state stays its own: a stale gradient or a
wrong counter must show.  Nothing is kept of a step but its judgements and its cost.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from compare.candidates.witness import Teacher, learned_from
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
    reference: Teacher,
    model: Model,
    case_at: Callable[[int], Case],
    steps: int,
    dtype: np.dtype[Any],
    make_evaluator: MakeEvaluator,
    progress: Callable[[], object] = lambda: None,
    shadow: Teacher | None = None,
) -> TrajectoryReport:
    """Judge ``steps`` teacher-forced steps, then let the candidate run free.

    ``case_at`` gives the case of a step, with the parameters to start from; ``progress`` is called
    after each step.  ``shadow`` is what runs from perturbed starts: the reference, if nothing else
    takes the same step in less time; None leaves the free run without an envelope.
    """
    chosen = judged_steps(steps)
    taught = _Taught(candidate, reference, model, dtype, make_evaluator)
    learned: dict[str, Array] = {}
    for t in range(steps):
        case = {**case_at(t), **learned}
        if not taught.step(t, case, judged=t in chosen):
            break
        if t + 1 < steps:
            learned = learned_from(taught.expected, model)
        progress()
    free = FreeRun((), None)
    if model.parameters and taught.failure is None:
        followed = all(f"new_{name}" in taught.expected for name in model.parameters)
        free = run_free(
            candidate, shadow if followed else None, model, case_at, steps, dtype, progress
        )
    return taught.report(steps, free, accuracy(model, taught.expected, case))


class _Taught:
    """A candidate on the parameters of its teacher, the reference, and all that was found."""

    def __init__(
        self,
        candidate: Stepper,
        reference: Teacher,
        model: Model,
        dtype: np.dtype[Any],
        make_evaluator: MakeEvaluator,
    ) -> None:
        self.candidate, self.reference, self.model = candidate, reference, model
        self.dtype, self.make_evaluator = dtype, make_evaluator
        self.classifier = Classifier(
            candidate.afresh().step, reference.afresh().step, model, make_evaluator
        )
        self.state = self.reference_state = None
        self.expected: Mapping[str, Array] = {}
        self.last: Mapping[str, Array] = {}
        self.history: dict[str, History] = {}
        self.extra: dict[str, str | None] = {}
        self.curve = Curve(model)
        self.judged = 0
        self.failure: str | None = None

    def step(self, t: int, case: Case, *, judged: bool) -> bool:
        """Let both take step t, from 0; False if the candidate failed."""
        self.expected, self.reference_state = self.reference.step(case, self.reference_state)
        try:
            returned, self.state = self.candidate.step(case, self.state)
        except CandidateError as error:
            self.failure = f"step {t + 1}: {error}"
            return False
        if judged:
            self._judge(t, case, returned)
        self.curve.add(self.expected, case)
        return True

    def _judge(self, t: int, case: Case, returned: Mapping[str, Any]) -> None:
        model, candidate = self.model, self.candidate
        trace = record(returned, model, model.sizes(case), self.dtype, candidate.given)
        self.extra |= trace.extra
        self.last = trace.arrays
        self.judged += 1
        judgements = judge_step(
            trace, self.expected, model, case, self.dtype, self.make_evaluator, candidate.touched
        )
        for judgement in self.classifier.excuse(judgements, trace.arrays, case):
            name = judgement.name
            self.history.setdefault(name, History(model[name].text)).add(t, judgement)

    def report(self, steps: int, free: FreeRun, taught_accuracy: float | None) -> TrajectoryReport:
        """Say what the steps came to."""
        return TrajectoryReport(
            steps=steps,
            judged=self.judged,
            quantities=tuple(rows.report() for rows in self.history.values()),
            extra=self.extra,
            candidate=free,
            reference=FreeRun(tuple(self.curve.costs), taught_accuracy),
            curve=self.curve.reading(),
            last=self.last,
            failure=self.failure,
        )
