"""The three forms of logistic regression: one table, one case for the loop and the matrices."""

from collections.abc import Callable, Mapping
from typing import Any

from compare.cases.probes import logistic_probes, one_sample_probes
from compare.datasets import Dataset
from compare.ladder.examples import most_varied
from compare.ladder.rung import Plan, part
from compare.ladder.settings import Settings
from compare.ladder.starts import logistic_start
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION

CaseAt = Callable[[int], Mapping[str, Any]]


def one_sample(settings: Settings, data: Dataset) -> Plan:
    """The two most varied features, another example at every step."""
    X, Y = most_varied(data.X_train, 2), data.Y_train
    start = {**logistic_start(2, settings), "learning_rate": settings.rate}

    def case_at(step: int) -> Mapping[str, Any]:
        i = step % X.shape[1]
        return {**start, "X": X[:, i : i + 1].copy(), "Y": Y[:, i : i + 1].copy()}

    note = "every step takes the next example, so the cost is that example's"
    return _plan(settings, data, "one_sample", case_at, (2, 1), (note,))


def loop(settings: Settings, data: Dataset) -> Plan:
    """All features and examples, by loops."""
    return _plan(settings, data, "loop", _all_examples(settings, data))


def vectorised(settings: Settings, data: Dataset) -> Plan:
    """The same case as the loop's, in matrices."""
    return _plan(settings, data, "vectorised", _all_examples(settings, data))


def _all_examples(settings: Settings, data: Dataset) -> CaseAt:
    start = logistic_start(len(data.X_train), settings)
    case = {**start, "learning_rate": settings.rate, "X": data.X_train, "Y": data.Y_train}
    return lambda step: case


def _plan(
    settings: Settings,
    data: Dataset,
    form: str,
    case_at: CaseAt,
    dims: tuple[int, ...] | None = None,
    notes: tuple[str, ...] = (),
) -> Plan:
    only = part(
        f"logistic_regression.{form}",
        LOGISTIC_REGRESSION,
        case_at,
        settings.short_run,
        candidate=settings.candidate,
        loop="logistic_regression.loop" if form == "vectorised" else None,
        quick_twin="logistic_regression.vectorised" if form == "loop" else None,
        probes=(one_sample_probes if form == "one_sample" else logistic_probes)(settings.dtype),
    )
    return Plan(
        f"logistic-regression/{form.replace('_', '-')}",
        data.name,
        dims or (len(data.X_train), 1),
        ("sigmoid",),
        settings.rate,
        (only,),
        (*data.notes, *notes),
    )
