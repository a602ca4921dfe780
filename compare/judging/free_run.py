"""The free run: a candidate on its own way, inside the envelope of perturbed reference runs.

Beside the candidate go the reference and its shadows, the reference started again from parameters
that are each one unit in the last place off.  How far the shadows stray, E, is what rounding alone
can do to this very training; a candidate may stray BUDGET (E + 4u).  Past the horizon, where E
exceeds 1e-3, two right programs have little in common, and only judged steps count.  Nothing here
decides: it is evidence, drawn beside the verdict.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from compare.candidates.witness import Teacher, learned_from
from compare.errors import CandidateError
from compare.judging.rounding import unit
from compare.quantities.model import Model
from compare.traces.trace import record

Array = NDArray[Any]
Case = Mapping[str, Any]

SHADOWS = 3
BUDGET = 50.0
HORIZON = 1e-3


class Runner(Protocol):
    """What can be run: see the seam."""

    given: dict[str, Any]

    def step(self, case: Case, state: Any) -> tuple[Mapping[str, Any], Any]:
        """Take one step."""


@dataclass(frozen=True)
class Envelope:
    """How far a free run strayed, and how far rounding alone would have carried it.

    Attributes
    ----------
    strayed, allowed
        Relative distance of the parameters from the reference's at the last step, and the budget.
    share
        The largest share of the budget used in any step before the horizon.
    horizon
        The step, from 1, after which the shadows are too far apart to compare with; None if never.
    """

    strayed: float
    allowed: float
    share: float
    horizon: int | None


@dataclass(frozen=True)
class FreeRun:
    """Cost before each update, and accuracy before the last one; empty or None where unknown."""

    costs: tuple[float, ...]
    accuracy: float | None
    envelope: Envelope | None = None


def run_free(
    candidate: Runner,
    shadow: Teacher | None,
    model: Model,
    case_at: Callable[[int], Case],
    steps: int,
    dtype: np.dtype[Any],
    progress: Callable[[], object],
) -> FreeRun:
    """Run on the candidate's own parameters; nothing where it does not return them.

    ``shadow`` is the reference, or what takes the same step in less time.
    """
    wanted = {"cost", *(f"new_{name}" for name in model.parameters)}
    pack = None if shadow is None else _Pack(shadow, model, case_at(0), dtype)
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
        if pack is not None:
            pack.follow(t, case_at(t), learned)
        progress()
    envelope = None if pack is None else pack.envelope()
    return FreeRun(tuple(costs), accuracy(model, arrays, case), envelope)


class _Pack:
    """The reference and its shadows, a step at a time beside the candidate."""

    def __init__(self, shadow: Teacher, model: Model, start: Case, dtype: np.dtype[Any]) -> None:
        self.model, self.u = model, unit(dtype)
        rng = np.random.default_rng(0)
        self.runners = [shadow.afresh() for _ in range(1 + SHADOWS)]
        self.states: list[Any] = [None] * len(self.runners)
        self.learned: list[dict[str, Array]] = [{}]
        for _ in range(SHADOWS):
            self.learned.append({name: _one_ulp_off(start[name], rng) for name in model.parameters})
        self.strayed = self.spread = self.share = 0.0
        self.horizon: int | None = None

    def follow(self, t: int, case: Case, candidate: Mapping[str, Array]) -> None:
        """Take one step with all of them, and measure."""
        for i, runner in enumerate(self.runners):
            trace, self.states[i] = runner.step({**case, **self.learned[i]}, self.states[i])
            self.learned[i] = learned_from(trace, self.model)
        reference, *shadows = self.learned
        self.spread = max(self.spread, *(_distance(shadow, reference) for shadow in shadows))
        self.strayed = _distance(candidate, reference)
        if self.spread > HORIZON and self.horizon is None:
            self.horizon = t + 1
        if self.horizon is None:
            self.share = max(self.share, self.strayed / self._allowed)

    @property
    def _allowed(self) -> float:
        return BUDGET * (self.spread + 4 * self.u)

    def envelope(self) -> Envelope:
        """Say what was measured."""
        return Envelope(self.strayed, self._allowed, self.share, self.horizon)


def _one_ulp_off(start: Array, rng: np.random.Generator) -> Array:
    """Move every entry to a neighbour of it."""
    start = np.asarray(start)
    away = np.where(rng.integers(2, size=start.shape), np.inf, -np.inf).astype(start.dtype)
    return np.asarray(np.nextafter(start, away))


def _distance(a: Mapping[str, Array], b: Mapping[str, Array]) -> float:
    """The distance of all parameters, relative to their size, in the norm of all entries."""
    with np.errstate(all="ignore"):
        apart = sum(float(np.sum(np.square(a[name].astype(np.float64) - b[name]))) for name in b)
        size = sum(float(np.sum(np.square(b[name], dtype=np.float64))) for name in b)
        distance = float(np.sqrt(apart) / np.sqrt(max(size, np.finfo(float).tiny)))
    return np.inf if np.isnan(distance) else distance


def accuracy(model: Model, trace: Mapping[str, Array], case: Case) -> float | None:
    """Take the share of right decisions of the output; one example has none."""
    if model.output is None or model.output not in trace or np.shape(case["Y"])[1] < 2:
        return None
    A, Y = trace[model.output], case["Y"]
    if len(Y) == 1:
        return float(np.mean((A > 0.5) == (Y > 0.5)))
    return float(np.mean(np.argmax(A, axis=0) == np.argmax(Y, axis=0)))  # of several classes
