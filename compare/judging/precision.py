"""Rounding or a wrong formula: the test by two precisions.

Rounding shrinks by 2^-29 from float32 to float64; a wrong formula does not care.  A quantity that
exceeds its bound, and whose distance shrinks like rounding, was computed by a less accurate form of
the right formula, such as 2 sigmoid(2z) - 1 for tanh.  The test needs no bound, and accuses a right
program now and then, so it only excuses, and never accuses.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.errors import CandidateError
from compare.judging.local import Local, MakeEvaluator
from compare.judging.rounding import unit
from compare.judging.verdict import Judgement
from compare.quantities.model import Model
from compare.traces.trace import record

Array = NDArray[Any]
Case = Mapping[str, Any]
Step = Callable[[Case, Any], tuple[Mapping[str, Any], Any]]

FLOAT64, FLOAT32 = np.dtype(np.float64), np.dtype(np.float32)
SHRINKS = 2.0**-29
"""The unit round-off of float64 over that of float32."""
MARGIN = 64.0
LARGEST_SHARE = 0.1
"""In float32 a quantity must keep a digit, or nothing can be said."""

REASON = (
    "a less accurate form of the right formula: in float32 it is as much farther off as rounding"
)


class Twins:
    """A candidate and its reference, run afresh on one case in both precisions."""

    def __init__(
        self, candidate: Step, reference: Step, model: Model, case: Case, make: MakeEvaluator
    ) -> None:
        self.model = model
        self.candidate: dict[np.dtype[Any], Mapping[str, Array]] = {}
        self.reference: dict[np.dtype[Any], Mapping[str, Array]] = {}
        self.local: dict[np.dtype[Any], Local] = {}
        for dtype in (FLOAT64, FLOAT32):
            cast = {name: _cast(value, dtype) for name, value in case.items()}
            returned, _ = candidate(cast, None)
            sizes = model.sizes(cast)
            arrays = record(returned, model, sizes, dtype, {}).arrays
            self.candidate[dtype] = arrays
            self.reference[dtype], _ = reference(cast, None)
            self.local[dtype] = Local(model, cast, arrays, sizes, dtype, make)

    def only_rounding(self, name: str, actual: Array) -> bool:
        """Whether both distances of a quantity, local and from end to end, shrink like rounding.

        ``actual`` is what was judged; where the candidate run afresh does not return the same, the
        difference is of another making, such as a state.
        """
        if any(name not in self.candidate[dtype] for dtype in (FLOAT64, FLOAT32)):
            return False
        if not _same(self.candidate[actual.dtype][name], actual):
            return False
        fine, coarse = (self.candidate[dtype][name] for dtype in (FLOAT64, FLOAT32))
        quantity = self.model[name]
        redone = [
            [self.local[dtype].expected(quantity, form) for form in quantity.forms]
            for dtype in (FLOAT64, FLOAT32)
        ]
        locally = any(
            _shrinks(_distance(fine, at64), _distance(coarse, at32), fine)
            for at64, at32 in zip(*redone, strict=True)
        )
        given = [name in self.reference[dtype] for dtype in (FLOAT64, FLOAT32)]
        if not all(given):  # a reference of one precision is no measure of rounding
            return locally and not any(given)
        exact, rounded = (self.reference[dtype][name] for dtype in (FLOAT64, FLOAT32))
        noise = max(_distance(coarse, rounded), _distance(coarse, exact))
        return locally and _shrinks(_distance(fine, exact), noise, fine)


class Classifier:
    """Excuse, step by step, what differs by rounding only.

    The candidate is called without the state that it has gathered: what only a state explains is
    not excused.
    """

    def __init__(
        self, candidate: Step, reference: Step, model: Model, make_evaluator: MakeEvaluator
    ) -> None:
        self.candidate, self.reference = candidate, reference
        self.model, self.make_evaluator = model, make_evaluator
        self.wrong: set[str] = set()

    def excuse(
        self, judgements: Sequence[Judgement], arrays: Mapping[str, Array], case: Case
    ) -> tuple[Judgement, ...]:
        """Call less accurate what is; what was found wrong once stays wrong, and is not tried."""
        if any(j.convention for j in judgements):  # the twins know the usual table only
            return tuple(judgements)
        differing = {j.name for j in judgements if j.verdict == "differ" and j.flaw is None}
        tried = differing - self.wrong
        excused = self._only_rounding(tried, arrays, case) if tried else set()
        self.wrong |= tried - excused
        return tuple(
            replace(j, verdict="less-accurate", reason=REASON, status=None)
            if j.name in excused
            else j
            for j in judgements
        )

    def _only_rounding(self, names: set[str], arrays: Mapping[str, Array], case: Case) -> set[str]:
        try:
            twins = Twins(self.candidate, self.reference, self.model, case, self.make_evaluator)
        except CandidateError:  # it takes one precision only, so nothing is excused
            return set()
        with np.errstate(all="ignore"):
            return {name for name in names if twins.only_rounding(name, arrays[name])}


def _same(again: Array, before: Array) -> bool:
    """Whether two runs on the same operands returned the same, but for the last place."""
    largest = float(np.max(np.abs(before), initial=0.0))
    return _distance(again, before) <= 2 * unit(before.dtype) * largest


def _shrinks(fine: float, coarse: float, values: Array) -> bool:
    with np.errstate(over="ignore", invalid="ignore"):
        size = float(np.sqrt(np.mean(np.square(values, dtype=np.float64))))
        largest = float(np.max(np.abs(values), initial=0.0))
    kept_a_digit = coarse < LARGEST_SHARE * largest
    return kept_a_digit and fine <= MARGIN * (SHRINKS * coarse + unit(FLOAT64) * size)


def _distance(a: Array, b: Array) -> float:
    with np.errstate(invalid="ignore"):
        distance = np.abs(a.astype(np.float64) - np.asarray(b, np.float64).reshape(a.shape))
    largest = float(np.max(distance, initial=0.0))
    return np.inf if np.isnan(largest) else largest


def _cast(value: Any, dtype: np.dtype[Any]) -> Any:
    return value.astype(dtype) if isinstance(value, np.ndarray) else value
