"""Judge one step: every quantity of a candidate, from end to end and locally."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.formulas.expression import Equation
from compare.judging.blame import blame
from compare.judging.comparison import Comparison, compare, smallest_visible, worst_entry
from compare.judging.end_to_end import EndToEnd
from compare.judging.local import Local, MakeEvaluator
from compare.judging.verdict import BLIND_ABOVE, Judgement, Verdict
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
    visible = smallest_visible(attempts, size)
    verdict, reason = _weigh(tests, visible, defect, dtype)
    return Judgement(
        name,
        verdict,
        actual.size,
        max(test.excess for test in tests),
        visible,
        zero=not size.any(),
        reason=reason,
        worst=worst_entry(actual, max(reversed(tests), key=lambda test: test.excess > 1)),
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
) -> list[Comparison]:
    """Compare locally, and from end to end where the reference has the quantity."""
    tests = [compare(actual, local.expected(quantity, form), local.tolerance(quantity, form))]
    if quantity.name in reference:
        tests.append(
            compare(
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


def _weigh(
    tests: list[Comparison], visible: float, defect: Defect | None, dtype: np.dtype[Any]
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
