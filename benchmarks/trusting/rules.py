"""The rules that people compare two arrays by, as formulas over entries computed once.

Each says whether it calls a pair of arrays wrong, and which relative error of the entry of median
size it would have called wrong, infinite if none.  ``tests/benchmarks/test_trust_rules.py`` holds
each to the function it stands for.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

ULPS = 4
NG = 2e-7
COSINE = 0.99
ASSERT_CLOSE = {"float64": (1e-7, 1e-7), "float32": (1.3e-6, 1e-5)}
"""The defaults of ``torch.testing.assert_close``: relative and absolute."""


class Pair:
    """A candidate's array and the reference's, and what the rules read of them.

    An entry that is not finite is compared as the rules do: it is within no tolerance.
    """

    def __init__(self, actual: Array, expected: Array) -> None:
        self.dtype = expected.dtype.name
        self.raw = actual, expected
        self.actual = actual.astype(np.float64).reshape(-1)
        self.expected = expected.astype(np.float64).reshape(-1)
        with np.errstate(invalid="ignore", over="ignore"):
            self.difference = np.abs(self.actual - self.expected)
        self.magnitude = np.abs(self.expected)
        self.largest = float(self.difference.max(initial=0.0))  # NaN if one entry is

    @cached_property
    def equal(self) -> bool:
        """Whether all entries are; then no rule has anything to say."""
        return self.largest == 0

    @cached_property
    def larger(self) -> Array:
        """The larger of the two sizes, entry by entry."""
        return np.maximum(np.abs(self.actual), self.magnitude)

    @cached_property
    def median(self) -> float:
        """The size of the reference's median entry that is not 0; 0 if all are."""
        sizes = self.magnitude[self.magnitude > 0]
        return float(np.partition(sizes, len(sizes) // 2)[len(sizes) // 2]) if len(sizes) else 0.0

    def within(self, relative: float, absolute: float) -> bool:
        """Whether every entry is within ``absolute + relative |expected|``."""
        return bool((self.difference <= absolute + relative * self.magnitude).all())


class Rule(NamedTuple):
    """What calls a pair wrong, and the smallest relative error of the median entry it sees."""

    wrong: Callable[[Pair], bool]
    visible: Callable[[Pair], float]


def fixed(relative: float, absolute: float) -> Rule:
    """A tolerance that is the same for every array."""
    return Rule(
        lambda pair: not pair.within(relative, absolute),
        lambda pair: relative + absolute / pair.median,
    )


def assert_close() -> Rule:
    """``torch.testing.assert_close``, whose tolerance goes by the dtype."""
    rules = {dtype: fixed(*tolerances) for dtype, tolerances in ASSERT_CLOSE.items()}
    return Rule(lambda p: rules[p.dtype].wrong(p), lambda p: rules[p.dtype].visible(p))


def ulps(allowed: int) -> Rule:
    """So many floating-point numbers between the two."""

    def wrong(pair: Pair) -> bool:
        return not bool((ulp_distance(*pair.raw) <= allowed).all())

    def visible(pair: Pair) -> float:
        spacing = float(np.spacing(pair.raw[1].dtype.type(pair.median)))
        return allowed * spacing / pair.median

    return Rule(wrong, visible)


def ulp_distance(actual: Array, expected: Array) -> Array:
    """Count the floating-point numbers from one to the other, as a float; NaN if one is NaN."""
    whole = np.int64 if actual.dtype == np.float64 else np.int32
    places = []  # in the order of the numbers
    for array in (actual, expected):
        bits: Array = np.ascontiguousarray(array).view(whole)
        places.append(np.where(bits < 0, np.iinfo(whole).min - bits, bits))
    one, other = places
    near = (one > 0) == (other > 0)  # on different sides of 0 a difference may overflow
    apart = np.abs(one.astype(np.float64) - other.astype(np.float64))
    distance = np.where(near, np.abs(one - other), apart).astype(np.float64)
    return np.where(np.isnan(actual) | np.isnan(expected), np.nan, distance)


def mean_difference(allowed: float) -> Rule:
    """The mean of the absolute differences."""
    return Rule(
        lambda pair: not pair.difference.mean() < allowed,
        lambda pair: allowed * pair.magnitude.size / pair.median,
    )


def relative_error(allowed: float) -> Rule:
    """The largest |a - b| / max(|a|, |b|), where 0 / 0 is no error."""
    return Rule(
        lambda pair: not bool((pair.difference <= allowed * pair.larger).all()),
        lambda pair: allowed / (1 - allowed),
    )


def cosine(least: float) -> Rule:
    """The cosine between the two arrays; that of two zero arrays is 1."""

    def wrong(pair: Pair) -> bool:
        if pair.equal:
            return False
        lengths = _length(pair.actual), _length(pair.expected)
        if not all(0 < length < np.inf for length in lengths):
            return True
        return not pair.actual / lengths[0] @ (pair.expected / lengths[1]) >= least

    def visible(pair: Pair) -> float:
        """Solve (1 + p d)^2 = c^2 (1 + 2 p d + p d^2), p the entry's share of the square."""
        share = (pair.median / _length(pair.expected)) ** 2
        rest = 1 - least**2
        slack = least**2 - share
        if slack <= 0:
            return np.inf
        root = np.sqrt((share * rest) ** 2 + share * slack * rest)
        return float((share * rest + root) / (share * slack)) if share > 0 else np.inf

    return Rule(wrong, visible)


def _length(array: Array) -> float:
    """The Euclidean length, without underflow of the squares."""
    largest = float(np.abs(array).max(initial=0.0))
    return largest * float(np.linalg.norm(array / largest)) if largest > 0 else 0.0


RULES: dict[str, Rule] = {
    "assert_close": assert_close(),
    "np.allclose": fixed(1e-5, 1e-8),
    "assert_allclose": fixed(1e-7, 0.0),
    f"{ULPS} ulp": ulps(ULPS),
    "cosine 0.99": cosine(COSINE),
    "mean |a-b| 1e-6": mean_difference(1e-6),
    "rel. error 1e-2": relative_error(1e-2),
    "rel. error 1e-7": relative_error(1e-7),
}
"""The rules that judge an array by itself."""

NORM_RATIO = "norm ratio 2e-7"
"""The course's gradient check, given both gradients: one number for all of them."""


def norm_ratio(pairs: Sequence[Pair]) -> float:
    """|a - b| / (|a| + |b|) over all gradients end to end; 0 if all are 0."""
    differences = _length(np.array([_length(pair.difference) for pair in pairs]))
    sizes = sum(_length(np.array([_length(v) for v in side])) for side in _sides(pairs))
    return differences / sizes if sizes > 0 else differences


def _sides(pairs: Sequence[Pair]) -> tuple[list[Array], list[Array]]:
    return [pair.actual for pair in pairs], [pair.expected for pair in pairs]


def norm_ratio_visible(pairs: Sequence[Pair]) -> list[float]:
    """For each gradient, the relative error of its median entry that makes the ratio 2e-7."""
    total = _length(np.array([_length(pair.expected) for pair in pairs]))
    return [2 * NG * total / pair.median for pair in pairs if pair.median > 0]
