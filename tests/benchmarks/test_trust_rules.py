"""The peers' rules are what they are named after, and say rightly what they would see."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.trusting.rules import NG, RULES, Pair, norm_ratio, norm_ratio_visible, ulp_distance

DTYPES = ("float64", "float32")
SMALL_ERRORS = st.sampled_from([0, 1e-16, 1e-9, 1e-7, 3e-6, 1e-5, 1e-2, 0.3])
ENTRIES = st.lists(
    st.tuples(st.sampled_from([0.0, 1.0, -2.5, 3e-8, 7e4, -1e-12]), SMALL_ERRORS, SMALL_ERRORS),
    min_size=1,
    max_size=5,
)


def arrays(entries: Any, dtype: str) -> tuple[Any, Any]:
    expected = np.array([value for value, _, _ in entries], dtype)
    actual = [value * (1 + relative) + absolute for value, relative, absolute in entries]
    return np.array(actual, dtype), expected


def raises(check: Any, *given: Any, **options: Any) -> bool:
    try:
        check(*given, **options)
    except AssertionError:
        return True
    return False


def cosine(actual: Any, expected: Any) -> float:
    a, b = actual.astype(np.float64), expected.astype(np.float64)
    if not (a - b).any():
        return 1.0
    lengths = np.linalg.norm(a) * np.linalg.norm(b)
    return float(a @ b / lengths) if lengths > 0 else 0.0


def relative_error(actual: Any, expected: Any) -> float:
    larger = np.maximum(np.abs(actual), np.abs(expected)).astype(np.float64)
    difference = np.abs(actual.astype(np.float64) - expected.astype(np.float64))
    return float(np.max(np.divide(difference, larger, where=larger > 0, out=0 * larger)))


THEMSELVES = {
    "assert_close": lambda a, b: raises(torch.testing.assert_close, *map(torch.tensor, (a, b))),
    "np.allclose": lambda a, b: not np.allclose(*wide(a, b)),
    "assert_allclose": lambda a, b: raises(np.testing.assert_allclose, *wide(a, b)),
    "4 ulp": lambda a, b: raises(np.testing.assert_array_max_ulp, a, b, maxulp=4),
    "cosine 0.99": lambda a, b: cosine(a, b) < 0.99,
    "mean |a-b| 1e-6": lambda a, b: np.mean(np.abs(np.subtract(*wide(a, b)))) >= 1e-6,
    "rel. error 1e-2": lambda a, b: relative_error(a, b) > 1e-2,
    "rel. error 1e-7": lambda a, b: relative_error(a, b) > 1e-7,
}


def wide(a: Any, b: Any) -> tuple[Any, Any]:
    return a.astype(np.float64), b.astype(np.float64)


def test_every_rule_is_held_to_what_it_stands_for() -> None:
    assert THEMSELVES.keys() == RULES.keys()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("rule", RULES)
@given(entries=ENTRIES)
@settings(deadline=None)  # the first call imports
def test_a_rule_says_what_its_function_says(rule: str, dtype: str, entries: Any) -> None:
    actual, expected = arrays(entries, dtype)
    assert RULES[rule].wrong(Pair(actual, expected)) == THEMSELVES[rule](actual, expected)


@pytest.mark.parametrize("rule", sorted(RULES.keys() - {"4 ulp"}))
def test_a_rule_begins_to_see_the_median_entry_where_it_says(rule: str) -> None:
    expected = np.array([3.0, -0.01, 0.02, 5e-5, 0.0, 0.4, -7.0])
    pair = Pair(expected, expected)
    error = RULES[rule].visible(pair)
    median = int(np.argmin(np.abs(pair.magnitude - pair.median)))
    assert pair.median == 0.4
    for factor, seen in ((0.9, False), (1.1, True)):
        actual = expected.copy()
        actual[median] *= 1 + factor * error
        assert RULES[rule].wrong(Pair(actual, expected)) == seen or error == np.inf


def test_a_cosine_never_sees_the_entry_that_is_nearly_all_of_an_array() -> None:
    expected = np.array([1.0])
    assert RULES["cosine 0.99"].visible(Pair(expected, expected)) == np.inf
    assert not RULES["cosine 0.99"].wrong(Pair(100 * expected, expected))


@pytest.mark.parametrize("rule", RULES)
def test_what_is_not_a_number_is_wrong_under_every_rule(rule: str) -> None:
    expected = np.array([1.0, 2.0])
    with np.errstate(invalid="ignore"):
        assert RULES[rule].wrong(Pair(np.array([1.0, np.nan]), expected))


@pytest.mark.parametrize("dtype", DTYPES)
def test_ulps_are_counted_across_zero(dtype: str) -> None:
    tiny = np.nextafter(np.zeros(1, dtype), np.ones(1, dtype))
    assert ulp_distance(tiny, -tiny).tolist() == [2]
    assert ulp_distance(np.zeros(1, dtype), -np.zeros(1, dtype)).tolist() == [0]


def test_the_norm_ratio_is_that_of_all_gradients_end_to_end() -> None:
    rng = np.random.default_rng(0)
    expected = [rng.standard_normal((3, 2)), rng.standard_normal((3, 1))]
    actual = [expected[0] * 1.001, expected[1]]
    a, b = (np.concatenate([v.ravel() for v in vs]) for vs in (actual, expected))
    ratio = np.linalg.norm(a - b) / (np.linalg.norm(a) + np.linalg.norm(b))
    pairs = [Pair(*pair) for pair in zip(actual, expected, strict=True)]
    assert norm_ratio(pairs) == pytest.approx(ratio)


def test_the_norm_ratio_says_which_error_it_begins_to_see() -> None:
    expected = np.array([3.0, 0.4, 0.001])
    (error,) = norm_ratio_visible([Pair(expected, expected)])
    for factor, seen in ((0.99, False), (1.01, True)):
        actual = expected * np.array([1, 1 + factor * error, 1])
        assert (norm_ratio([Pair(actual, expected)]) > NG) == seen
