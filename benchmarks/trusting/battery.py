"""Small cases on which slips can be seen, and what is first wrong with one there."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.trusting.judged import Judged, judged, table
from benchmarks.trusting.networks import Case, random_network
from compare.errors import CandidateError
from compare.slips.slipped import table_step
from reference_torch import deep_network as reference

STEPS = 3
"""So many teacher-forced steps a slip is tried for."""
ROUNDING = 1e-14
"""A quantity that is off by a smaller share of its largest entry is not wrong, in float64."""
FLOAT64 = np.dtype(np.float64)

PRIMES, SQUARE = (7, 5, 3, 11, 2, 1), (4, 4, 4, 4, 4, 1)
MIXED = ("tanh", "relu", "leaky-relu", "sigmoid", "sigmoid")

AnyStep = Callable[[Mapping[str, Any], Any], tuple[Mapping[str, Any], Any]]


def case_of(
    dims: tuple[int, ...],
    activations: tuple[str, ...],
    cost: str = "cross-entropy",
    *,
    m: int = 13,
    scale: float = 1.0,
) -> Case:
    """Draw a case; the first and every third example are of class 1."""
    rng = np.random.default_rng(7)
    case: Case = {"X": rng.standard_normal((dims[0], m))}
    case["Y"] = (np.arange(m).reshape(1, m) % 3 == 0).astype(float)
    for layer, (n_prev, n) in enumerate(pairwise(dims), start=1):
        case[f"W{layer}"] = scale * rng.standard_normal((n, n_prev)) / np.sqrt(n_prev)
        case[f"b{layer}"] = rng.standard_normal((n, 1)) / 3
    return case | {"learning_rate": 0.3, "activations": activations, "cost": cost}


def with_exact_zeros() -> Case:
    """Two samples of zeros and no biases, so that every Z of theirs is exactly 0."""
    case = case_of(PRIMES, ("relu", "leaky-relu", "relu", "leaky-relu", "sigmoid"))
    case["X"][:, :2] = 0
    return case | {f"b{layer}": 0 * case[f"b{layer}"] for layer in range(1, len(PRIMES))}


BATTERY: dict[str, Case] = {
    "primes": case_of(PRIMES, MIXED),
    "square": case_of(SQUARE, MIXED, m=4),
    "exact zeros": with_exact_zeros(),
    "saturated": case_of(PRIMES, MIXED, scale=15),
    "squared error": case_of(PRIMES, MIXED, "squared-error"),
    "squared error, square": case_of(SQUARE, MIXED, "squared-error", m=4),
    "identity": case_of((5, 3, 1), ("identity", "identity"), "squared-error"),
    "logistic regression": case_of((3, 1), ("sigmoid",)),
    "confident": case_of((3, 1), ("sigmoid",), scale=20),
}


def random_case(index: int) -> Case:
    """Give the case of a small random network."""
    return random_network(index, small=True).case(FLOAT64)


def wrong_steps(
    make: Callable[[], AnyStep], case: Case, ask: Callable[[], bool] = lambda: True
) -> Iterator[tuple[Judged, str]]:
    """Judge the teacher-forced steps in which a candidate is wrong.

    ``make`` makes the candidate; ``ask`` says whether our judgement is wanted too.  Each step comes
    with its first wrong quantity, in the order of the table: found by the candidate's and the
    table's own numbers, without the judge.  A candidate that cannot run is wrong nowhere.
    """
    right, candidate, state = table_step(table(case["activations"], case["cost"])), make(), None
    with np.errstate(all="ignore"):  # a wrong candidate may overflow
        for _ in range(STEPS):
            expected, _ = reference.step(case, None)
            try:
                returned, state = candidate(case, state)
            except CandidateError:
                return
            first = first_wrong(returned, right(case, None)[0])
            if first:
                steps = (make(), reference.step) if ask() else None
                yield judged(returned, expected, case, steps), first
            learned = {V: expected[f"new_{V}"] for V in case if V[0] in "Wb"}
            case = {**case, **learned}


def first_wrong(actual: Mapping[str, Any], expected: Mapping[str, Any]) -> str | None:
    """Name the first quantity that is off by more than rounding; None if none is."""
    for name, right in expected.items():
        if name not in actual:
            continue
        wrong = np.asarray(actual[name])
        if wrong.shape != right.shape or wrong.dtype != right.dtype:
            return name
        off = np.abs(wrong - right).max()
        if not off <= ROUNDING * np.abs(right).max():
            return name
    return None
