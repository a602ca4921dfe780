"""Small networks to be judged: a case, what the chapters return on it, and the judge's answer."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from compare.candidates.seam import Implementation, load
from compare.formulas.on_torch import TorchEvaluator
from compare.judging.end_to_end import EndToEnd
from compare.judging.judge import judge_step
from compare.judging.local import Local
from compare.judging.summary import TrajectoryReport
from compare.judging.trajectory import judge_trajectory
from compare.judging.verdict import Judgement
from compare.quantities.model import Model, Quantity
from compare.quantities.network import network
from compare.traces.trace import record

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
DTYPES = (F64, F32)
Case = dict[str, Any]
Trace = dict[str, Any]

SHALLOW, DEEP = "shallow_network.vectorised", "deep_network"
FOLLOWERS = {
    "dZ2": {"dW2", "db2", "dA1", "dZ1", "dW1", "db1", "new_W1", "new_b1", "new_W2", "new_b2"},
    "dW2": {"new_W2"},
    "db2": {"new_b2"},
    "dA1": {"dZ1", "dW1", "db1", "new_W1", "new_b1"},
    "dZ1": {"dW1", "db1", "new_W1", "new_b1"},
    "dW1": {"new_W1"},
    "db1": {"new_b1"},
    "new_W1": set(),
    "new_W2": set(),
}
"""Of a network of two layers: what is computed from each of these."""


def make_case(
    dims: Sequence[int] = (5, 3, 1),
    activations: Sequence[str] = ("tanh", "sigmoid"),
    cost: str = "cross-entropy",
    *,
    m: int = 7,
    seed: int = 0,
    scale: float = 1.0,
    lambd: float | None = None,
    dtype: np.dtype[Any] = F64,
) -> Case:
    """Random examples and weights; sizes are distinct primes, so every median is an entry."""
    rng = np.random.default_rng(seed)
    case: Case = {"X": rng.standard_normal((dims[0], m))}
    case["Y"] = (np.arange(m).reshape(1, m) % 3 == 0).astype(float)
    if activations[-1] == "softmax":
        cost, n_y = "categorical-cross-entropy", dims[-1]
        case["Y"] = np.eye(n_y)[:, (np.arange(m) + 1) % n_y]
    for layer, (n_prev, n) in enumerate(pairwise(dims), start=1):
        case[f"W{layer}"] = scale * rng.standard_normal((n, n_prev)) / np.sqrt(n_prev)
        case[f"b{layer}"] = rng.standard_normal((n, 1)) / 3
    case = {name: array.astype(dtype) for name, array in case.items()}
    case |= {"learning_rate": 0.3, "activations": tuple(activations), "cost": cost}
    return case if lambd is None else case | {"lambd": lambd}


def model_of(case: Mapping[str, Any]) -> Model:
    """The table of the case's network."""
    return network(case["activations"], case["cost"], regularised=case.get("lambd", 0) > 0)


def by_torch(case: Mapping[str, Any], chapter: str = SHALLOW) -> Trace:
    """What the twin returns."""
    return dict(load(f"reference_torch.{chapter}:step").step(case, None)[0])


def by_hand(case: Mapping[str, Any], chapter: str = SHALLOW) -> Trace:
    """What the chapter returns; arrays of its own, that may be changed."""
    returned, _ = load(f"scratch_numpy.{chapter}:step").step(case, None)
    return {name: np.array(array) for name, array in returned.items()}


def judge(
    returned: Mapping[str, Any],
    case: Mapping[str, Any],
    reference: Mapping[str, Any] | None = None,
    model: Model | None = None,
) -> dict[str, Judgement]:
    """Judge what a candidate returned, by name."""
    model = model or model_of(case)
    reference = by_torch(case) if reference is None else reference
    dtype = next(value.dtype for value in case.values() if isinstance(value, np.ndarray))
    trace = record(returned, model, model.sizes(case), dtype, case)
    judgements = judge_step(trace, reference, model, case, dtype, TorchEvaluator)
    return {judgement.name: judgement for judgement in judgements}


def verdicts(judgements: Mapping[str, Judgement]) -> dict[str, str]:
    """The verdicts alone."""
    return {name: judgement.verdict for name, judgement in judgements.items()}


def all_agree(judgements: Mapping[str, Judgement]) -> bool:
    """Whether something was judged, and every quantity agrees."""
    return set(verdicts(judgements).values()) == {"agree"}


class Tolerances:
    """What either test expects of a quantity and how far off it lets it be, form by form."""

    def __init__(
        self, candidate: Mapping[str, Any], reference: Mapping[str, Any], case: Mapping[str, Any]
    ) -> None:
        self.model, self.reference = model_of(case), reference
        sizes, dtype = self.model.sizes(case), case["X"].dtype
        arrays = {name: np.asarray(array) for name, array in candidate.items()}
        values = {**case, **reference}
        self.end_to_end = EndToEnd(self.model, values, arrays, sizes, dtype)
        self.local = Local(self.model, case, arrays, sizes, dtype, TorchEvaluator)

    def tests(self, quantity: Quantity) -> list[list[tuple[np.ndarray, np.ndarray]]]:
        """Give, for every form, each test's expected values and tolerances in float64."""
        forms = []
        for form in quantity.forms:
            tests = [(self.local.expected(quantity, form), self.local.tolerance(quantity, form))]
            if quantity.name in self.reference:
                tolerance = self.end_to_end.tolerance(quantity, form)
                tests.append((self.reference[quantity.name], tolerance))
            forms.append([(np.asarray(e, np.float64), np.asarray(t)) for e, t in tests])
        return forms


def run(
    step: Any,
    case: Mapping[str, Any],
    steps: int,
    chapter: str = SHALLOW,
    reference: Any = None,
    **options: Any,
) -> TrajectoryReport:
    """Judge some steps of a step function against the twin."""
    case_at = options.pop("case_at", lambda t: case)
    return judge_trajectory(
        Implementation("tests:step", step),
        reference or load(f"reference_torch.{chapter}:step"),
        model_of(case),
        case_at,
        steps,
        case["X"].dtype,
        TorchEvaluator,
        **options,
    )


def chapter_step(chapter: str = SHALLOW) -> Any:
    """The chapter's own step function."""
    return load(f"scratch_numpy.{chapter}:step").function


def changed(name: str, change: Any, chapter: str = SHALLOW) -> Any:
    """The chapter's step with one quantity changed after it was computed."""
    return partial(_changed_step, name, change, chapter)


def _changed_step(name: str, change: Any, chapter: str, case: Any, state: Any) -> Any:
    trace, state = chapter_step(chapter)(case, state)
    return {**trace, name: change(np.array(trace[name]))}, state
