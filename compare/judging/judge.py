"""Judge one step: every quantity of a candidate, from end to end and locally."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.formulas.expression import Equation
from compare.judging.blame import blame
from compare.judging.end_to_end import EndToEnd
from compare.judging.local import Local, MakeEvaluator
from compare.judging.verdict import BLIND_ABOVE, Judgement, Verdict, Worst
from compare.quantities.model import Model, Quantity
from compare.traces.trace import Defect, Trace

Array = NDArray[Any]


@np.errstate(all="ignore")  # what is not finite has an infinite bound, and is said so
def judge_step(
    candidate: Trace,
    reference: Mapping[str, Array],
    model: Model,
    case: Mapping[str, Any],
    dtype: np.dtype[Any],
    make_evaluator: MakeEvaluator,
    touched: frozenset[str] = frozenset(),
) -> tuple[Judgement, ...]:
    """Judge every quantity of a step, in the order of the table, and say who is to blame.

    ``touched`` names the inputs that the candidate changed in place during the step.
    """
    sizes = model.sizes(case)
    values = {**case, **reference}
    end_to_end = EndToEnd(model, values, candidate.arrays, sizes, dtype)
    local = Local(model, case, candidate.arrays, sizes, dtype, make_evaluator)
    judgements = [
        _judge(quantity, candidate, reference, case, end_to_end, local, dtype)
        for quantity in model
        if quantity.name in candidate.arrays or not quantity.optional
    ]
    return blame(judgements, model, touched)


@dataclass(frozen=True)
class _Test:
    """One comparison: what was expected, how far it may be off, and what share of that it is."""

    expected: Array
    tolerance: Array
    share: Array

    @property
    def excess(self) -> float:
        """The largest share of the tolerance."""
        return float(np.max(self.share, initial=0.0))

    @property
    def passed(self) -> bool:
        """Whether every entry could be compared, and is within its tolerance."""
        return self.settled and self.excess <= 1

    @property
    def settled(self) -> bool:
        """Whether every entry could be compared."""
        return bool(np.isfinite(self.tolerance).all())


def _compare(
    actual: Array, expected: Array, tolerance: Array, truncation: Array | float = 0.0
) -> _Test:
    """Take the difference as a share of the tolerance; what is not a number is infinitely off.

    ``truncation`` is granted before rounding has its share.
    """
    expected = np.asarray(expected, np.float64).reshape(actual.shape)
    tolerance = np.where(np.isfinite(expected), tolerance, np.inf)
    with np.errstate(invalid="ignore", over="ignore"):
        beyond = np.abs(actual.astype(np.float64) - expected) - truncation
        share = np.where(np.isfinite(tolerance), np.maximum(beyond, 0) / tolerance, 0.0)
    return _Test(expected, tolerance + truncation, np.where(np.isnan(share), np.inf, share))


def _judge(
    quantity: Quantity,
    candidate: Trace,
    reference: Mapping[str, Array],
    case: Mapping[str, Any],
    end_to_end: EndToEnd,
    local: Local,
    dtype: np.dtype[Any],
) -> Judgement:
    name = quantity.name
    if name in candidate.missing:
        return Judgement(name, "not-captured", reason="not returned")
    defect = candidate.defects.get(name)
    if name not in candidate.arrays:
        return Judgement(
            name, "differ", excess=np.inf, reason=candidate.defects[name].message,
            locally_wrong=True, flaw=candidate.defects[name].flaw,
        )  # fmt: skip  # one value
    actual = candidate.arrays[name]
    attempts = [
        _tests(quantity, form, actual, reference, end_to_end, local) for form in quantity.forms
    ]
    passed = (tests for tests in attempts if all(test.passed for test in tests))
    tests = next(passed, attempts[-1])
    size = _size(quantity, tests[-1].expected, case)
    visible = _smallest_visible(attempts, size)
    verdict, reason = _weigh(tests, visible, defect, dtype)
    return Judgement(
        name,
        verdict,
        actual.size,
        max(test.excess for test in tests),
        visible,
        zero=not size.any(),
        reason=reason,
        worst=_worst(actual, max(reversed(tests), key=lambda test: test.excess > 1)),
        locally_wrong=tests[0].excess > 1,
        flaw=defect.flaw if defect else None,
    )


def _tests(
    quantity: Quantity,
    form: Equation,
    actual: Array,
    reference: Mapping[str, Array],
    end_to_end: EndToEnd,
    local: Local,
) -> list[_Test]:
    """Compare locally, and from end to end where the reference has the quantity."""
    tests = [_compare(actual, local.expected(quantity, form), local.tolerance(quantity, form))]
    if quantity.name in reference:
        tests.append(
            _compare(
                actual,
                reference[quantity.name],
                end_to_end.tolerance(quantity, form),
                end_to_end.truncation(quantity),
            )
        )
    return tests


def _size(quantity: Quantity, expected: Array, case: Mapping[str, Any]) -> Array:
    """What an error is relative to: the value, for an update the change, for a decision 1."""
    if quantity.decides:
        return np.ones_like(expected)
    if quantity.changes:
        expected = expected - np.asarray(case[quantity.changes], np.float64).reshape(expected.shape)
    return np.abs(expected)


def _smallest_visible(attempts: list[list[_Test]], size: Array) -> float:
    """The relative error of the median non-zero entry that no form of the equation lets pass."""
    passing = np.zeros(size.shape)
    for tests in attempts:
        tolerance = np.minimum.reduce([test.tolerance for test in tests])
        passing = np.maximum(passing, np.where(np.isfinite(tolerance), tolerance, 0))
    counted = (size > 0) & np.isfinite(size) & (passing > 0)
    if not counted.any():
        return np.inf
    return float(np.median(passing[counted] / size[counted]))


def _weigh(
    tests: list[_Test], visible: float, defect: Defect | None, dtype: np.dtype[Any]
) -> tuple[Verdict, str]:
    wrong = [test for test in tests if test.excess > 1]
    if wrong:
        entries = max(int(np.count_nonzero(test.share > 1)) for test in wrong)
        total = tests[0].share.size
        values = f"{entries} of {total} entries differ"
        if defect is None:
            return "differ", values
        return "differ", defect.message + (f"; {values}" if defect.flaw == "shared-memory" else "")
    if defect and defect.flaw == "shared-memory":
        return "differ", defect.message
    if not all(test.settled for test in tests):
        open_entries = max(int(np.isinf(test.tolerance).sum()) for test in tests)
        return (
            "not-comparable",
            f"{open_entries} of {tests[0].share.size} entries cannot be compared",
        )
    if visible > BLIND_ABOVE[dtype.name]:
        return "blind", "all zero" if visible == np.inf else f"an error of {visible:.0e} would pass"
    return "agree", ""


def _worst(actual: Array, test: _Test) -> Worst:
    index = np.unravel_index(int(np.argmax(test.share)), test.share.shape)
    return Worst(
        tuple(int(i) for i in index),
        float(actual[index]),
        float(test.expected[index]),
        float(test.tolerance[index]),
    )
