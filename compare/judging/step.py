"""One step under one table: every quantity of a candidate, from end to end and locally."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.formulas.expression import KINKED, Equation, calls, names
from compare.judging.comparison import Comparison, smallest_visible, worst_entry
from compare.judging.end_to_end import EndToEnd
from compare.judging.local import Local, MakeEvaluator
from compare.judging.verdict import BLIND_ABOVE, Judgement, Verdict
from compare.quantities.model import Model, Quantity
from compare.traces.trace import Defect, Trace

Array = NDArray[Any]


@dataclass(frozen=True)
class StepJudge:
    """One step of a candidate and of the reference, under one table."""

    candidate: Trace
    reference: Mapping[str, Array]
    model: Model
    case: Mapping[str, Any]
    dtype: np.dtype[Any]
    make_evaluator: MakeEvaluator

    @cached_property
    def sizes(self) -> dict[str, int]:
        """The length of every axis."""
        return self.model.sizes(self.case)

    @cached_property
    def end_to_end(self) -> EndToEnd:
        """The tolerances along the reference."""
        values = {**self.case, **self.reference}
        return EndToEnd(self.model, values, self.candidate.arrays, self.sizes, self.dtype)

    @cached_property
    def local(self) -> Local:
        """Every equation redone from the candidate's own operands."""
        return self._redone(self.candidate.arrays)

    @cached_property
    def local_to_reference(self) -> Local:
        """Every equation redone from the reference's own operands."""
        arrays = {q.name: self.reference[q.name] for q in self.model if q.name in self.reference}
        return self._redone(arrays)

    def _redone(self, arrays: Mapping[str, Array]) -> Local:
        return Local(self.model, self.case, arrays, self.sizes, self.dtype, self.make_evaluator)

    @staticmethod
    def kinks_of(quantity: Quantity) -> set[str]:
        """The names that an equation takes a derivative with a kink of."""
        return {
            name
            for call in calls(quantity.equation.expression)
            if call.prime and call.function.startswith(tuple(KINKED))
            for name in names(call.operand)
        }

    @cached_property
    def at_kinks(self) -> frozenset[str]:
        """All of these."""
        return frozenset(name for quantity in self.model for name in self.kinks_of(quantity))

    @property
    def quantities(self) -> list[Quantity]:
        """What there is to judge."""
        arrays = self.candidate.arrays
        return [q for q in self.model if q.name in arrays or not q.optional]

    def judge(self, quantity: Quantity) -> Judgement:
        """Judge one quantity by both tests; nobody is blamed yet."""
        name = quantity.name
        if name in self.candidate.missing:
            return Judgement(name, "not-captured", reason="not returned")
        defect = self.candidate.defects.get(name)
        if defect and name not in self.candidate.arrays:
            return Judgement(
                name, "differ", excess=np.inf, reason=defect.message,
                locally_wrong=True, flaw=defect.flaw,
            )  # fmt: skip  # one value
        actual = self.candidate.arrays[name]
        attempts = [self._tests(quantity, form, actual) for form in quantity.forms]
        tests = _the_best(attempts)
        size = _size(quantity, tests[-1].expected, self.case)
        visible = smallest_visible(attempts, size)
        verdict, reason = _weigh(tests, visible, defect, self.dtype)
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
            kinks=self.end_to_end.kinks(name) if name in self.at_kinks else 0,
        )

    def _tests(self, quantity: Quantity, form: Equation, actual: Array) -> list[Comparison]:
        """Compare locally, and from end to end where the reference has the quantity."""
        tests = [self.local.compare(quantity, form)]
        if quantity.name in self.reference:
            tests.append(self.end_to_end.compare(quantity, form))
        return tests

    def reference_fails(self, name: str) -> bool:
        """Whether the reference's own value does not follow from the reference's own operands."""
        if name not in self.reference:
            return False
        quantity, local = self.model[name], self.local_to_reference
        return all(local.compare(quantity, form).excess > 1 for form in quantity.forms)


def _the_best(attempts: list[list[Comparison]]) -> list[Comparison]:
    """Take the form that passed; else one that nothing speaks against; else the last."""
    passed = (tests for tests in attempts if all(test.passed for test in tests))
    within = (tests for tests in attempts if all(test.excess <= 1 for test in tests))
    return next(passed, next(within, attempts[-1]))


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
