"""Many steps: teacher forcing decides, the free run is shown.

*Teacher forcing.*  Before every step the candidate's parameters are replaced by the reference's, so
each step is judged for itself and rounding does not pile up.  Its private state stays its own:
a stale gradient or a wrong counter must show.

*Free run.*  The candidate goes its own way from the same start.  The two cost curves stand side by
side, and decide nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from compare.errors import CandidateError
from compare.judging.judge import judge_step
from compare.judging.local import MakeEvaluator
from compare.judging.verdict import RANK, Judgement, Status, Verdict, Worst
from compare.quantities.model import Model
from compare.traces.trace import record

Array = NDArray[Any]
Case = Mapping[str, Any]

CONSECUTIVE = 20
"""So many first steps are judged one by one, then every tenth, and the last."""
INTERVAL = 10


class Stepper(Protocol):
    """An implementation behind the seam."""

    def step(self, case: Case, state: Any) -> tuple[Mapping[str, Any], Any]:
        """Take one step."""


@dataclass(frozen=True)
class QuantityReport:
    """One quantity over all judged steps.

    Attributes
    ----------
    elements
        How many entries were compared, over all steps.
    worst_excess
        The largest share of the tolerance that was used.
    smallest_visible
        The smallest relative error of a median entry that would have been seen, were it made in
        every step.
    always_zero
        Whether the reference was all zero in every step.
    step
        The step, from 1, that the reason, the status and the worst entry are taken from.
    """

    name: str
    equation: str
    verdict: Verdict
    elements: int
    worst_excess: float
    smallest_visible: float
    always_zero: bool
    step: int
    reason: str
    status: Status | None
    worst: Worst | None


@dataclass(frozen=True)
class FreeRun:
    """Cost before each update, and accuracy before the last one; empty or None where unknown."""

    costs: tuple[float, ...]
    accuracy: float | None


@dataclass(frozen=True)
class TrajectoryReport:
    """A candidate and the reference over many steps.

    Attributes
    ----------
    extra
        Names the candidate returned that the table does not have, with the nearest missing name.
    last
        The candidate's arrays of the last judged step.
    failure
        What the candidate raised, if it did not come to the end.
    """

    steps: int
    judged: int
    quantities: tuple[QuantityReport, ...]
    extra: Mapping[str, str | None]
    candidate: FreeRun
    reference: FreeRun
    last: Mapping[str, Array]
    failure: str | None

    @property
    def informative(self) -> bool:
        """Whether the cost moved by more than rounding could move it."""
        costs = self.reference.costs
        eps = float(np.finfo(np.float32).eps)
        return len(costs) > 1 and abs(costs[-1] - costs[0]) > eps * max(map(abs, costs))


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
    judged = judged_steps(steps)
    history: dict[str, list[tuple[int, Judgement]]] = {}
    extra: dict[str, str | None] = {}
    learned: dict[str, Array] = {}
    candidate_state = reference_state = None
    costs: list[float] = []
    expected: Mapping[str, Any] = {}
    last: Mapping[str, Array] = {}
    failure = None
    for t in range(steps):
        case = {**case_at(t), **learned}
        expected, reference_state = reference.step(case, reference_state)
        try:
            returned, candidate_state = candidate.step(case, candidate_state)
        except CandidateError as error:
            failure = f"step {t + 1}: {error}"
            break
        if t in judged:
            trace = record(returned, model, model.sizes(case), dtype, case)
            extra |= trace.extra
            last = trace.arrays
            for judgement in judge_step(trace, expected, model, case, dtype, make_evaluator):
                history.setdefault(judgement.name, []).append((t, judgement))
        costs += [float(expected["cost"])] if "cost" in expected else []
        learned = {name: expected[f"new_{name}"] for name in model.parameters}
        progress()
    quantities = tuple(_summarise(model[name].text, rows) for name, rows in history.items())
    reference_run = FreeRun(tuple(costs), _accuracy(model, expected, case))
    free = FreeRun((), None)
    if model.parameters and failure is None:
        free = _run_free(candidate, model, case_at, steps, progress)
    return TrajectoryReport(
        steps, len(judged), quantities, extra, free, reference_run, last, failure
    )


def _summarise(equation: str, rows: list[tuple[int, Judgement]]) -> QuantityReport:
    """Join the judgements of one quantity: the worst verdict holds; blind only if always blind."""
    verdicts = [j.verdict for _, j in rows]
    worst_verdict = max(verdicts, key=RANK.__getitem__)
    if worst_verdict == "blind" and "agree" in verdicts:
        worst_verdict = "agree"
    t, shown = next((t, j) for t, j in rows if j.verdict == worst_verdict)
    return QuantityReport(
        shown.name,
        equation,
        worst_verdict,
        elements=sum(j.elements for _, j in rows),
        worst_excess=max(j.excess for _, j in rows),
        smallest_visible=min(j.visible for _, j in rows),
        always_zero=all(j.zero for _, j in rows),
        step=t + 1,
        reason=shown.reason,
        status=shown.status,
        worst=shown.worst,
    )


def _run_free(
    candidate: Stepper,
    model: Model,
    case_at: Callable[[int], Case],
    steps: int,
    progress: Callable[[], object],
) -> FreeRun:
    """Run on the candidate's own parameters; nothing where it does not return them."""
    learned: dict[str, Any] = {}
    costs: list[float] = []
    trace: Mapping[str, Any] = {}
    state = None
    for t in range(steps):
        case = {**case_at(t), **learned}
        try:
            trace, state = candidate.step(case, state)
        except CandidateError:  # it came through the same steps when taught; here it went astray
            return FreeRun((), None)
        usable = all(
            np.shape(trace.get(f"new_{name}", "")) == np.shape(case[name])
            for name in model.parameters
        )
        if not usable or np.size(trace.get("cost", ())) != 1:
            return FreeRun((), None)
        costs.append(float(np.asarray(trace["cost"]).reshape(())))
        learned = {name: np.array(trace[f"new_{name}"]) for name in model.parameters}
        progress()
    return FreeRun(tuple(costs), _accuracy(model, trace, case))


def _accuracy(model: Model, trace: Mapping[str, Any], case: Case) -> float | None:
    """Take the share of right decisions of the output."""
    if model.output is None or np.size(case["Y"]) < 2:
        return None  # one example has no share
    if np.shape(trace.get(model.output, ())) != np.shape(case["Y"]):
        return None
    return float(np.mean((np.asarray(trace[model.output]) > 0.5) == (case["Y"] > 0.5)))
