"""A first look in float32 says what the exact comparison says, or says nothing."""

import numpy as np
import pytest

from compare.formulas.on_torch import TorchEvaluator
from compare.judging import comparison, end_to_end, local
from compare.judging.comparison import CLEAR, SAMPLE, compare, first_look, smallest_visible
from compare.judging.end_to_end import EndToEnd
from compare.judging.local import Local
from compare.judging.verdict import BLIND_ABOVE
from tests.compare.judging.small_networks import (
    DEEP,
    DTYPES,
    F32,
    F64,
    by_hand,
    by_torch,
    judge,
    make_case,
    model_of,
)

BOTH = pytest.mark.parametrize("dtype", DTYPES, ids=str)

NETWORKS = {
    "shallow": {},
    "deep": {
        "dims": (11, 7, 5, 3, 1),
        "activations": ("relu", "leaky-relu", "tanh", "sigmoid"),
        "m": 53,
    },
    "of sigmoids, by squared error": {
        "dims": (7, 5, 1), "activations": ("sigmoid", "sigmoid"), "cost": "squared-error", "m": 19,
    },
    "with many examples": {"activations": ("relu", "sigmoid"), "m": 5003},
    "saturated": {"activations": ("sigmoid", "sigmoid"), "scale": 40.0, "m": 31},
    "far too large": {"dims": (5, 3, 3, 1), "activations": ("relu", "tanh", "sigmoid"),
                      "scale": 1e12},
    "with weights of 1e-30": {"activations": ("relu", "sigmoid"), "scale": 1e-30},
    "with weights of 1e-12": {"dims": (5, 3, 3, 1), "activations": ("relu", "relu", "sigmoid"),
                              "scale": 1e-12},
}  # fmt: skip  # a network an entry


def network_case(kind, dtype, seed=0):
    case = make_case(**{**NETWORKS[kind], "seed": seed, "dtype": dtype})
    if kind == "shallow":
        case["X"][1] = 0
        case["W1"][0] = 0
        case["b1"][0] = 0
    return case


EVERY = pytest.mark.parametrize("kind", NETWORKS)


def both(case, candidate=None):
    """The two tests of a step."""
    model, reference = model_of(case), by_torch(case, DEEP)
    candidate = candidate or by_hand(case, DEEP)
    sizes, dtype = model.sizes(case), case["X"].dtype
    return model, (
        Local(model, case, candidate, sizes, dtype, TorchEvaluator),
        EndToEnd(model, {**case, **reference}, candidate, sizes, dtype),
    )


def expected_of(test, quantity, form):
    return test.expected(quantity, form) if isinstance(test, Local) else test.values[quantity.name]


def without_looks(monkeypatch):
    for module in (local, end_to_end):
        monkeypatch.setattr(module, "first_look", lambda *_: None)


# ---- against the exact comparison


@BOTH
@EVERY
@pytest.mark.parametrize("seed", range(3))
@np.errstate(all="ignore")
def test_a_first_look_that_settles_a_quantity_agrees_with_the_exact_comparison(kind, seed, dtype):
    case = network_case(kind, dtype, seed)
    model, tests = both(case)
    for test in tests:
        for quantity in model:
            for form in quantity.forms:
                look = test.looks.get(form.text)
                if look is None:
                    continue
                actual = test.given[quantity.name] if test is tests[0] else None
                actual = test.candidate[quantity.name] if actual is None else actual
                exact = compare(
                    actual,
                    np.asarray(expected_of(test, quantity, form)),
                    test.tolerance(quantity, form),
                )
                assert exact.passed
                assert (look.tolerance <= 1.001 * exact.tolerance).all()
                assert look.excess == pytest.approx(exact.excess, rel=0.01, abs=0)


@BOTH
@EVERY
@pytest.mark.parametrize("seed", range(2))
def test_the_verdict_is_the_same_without_a_first_look(kind, seed, dtype, monkeypatch):
    case = network_case(kind, dtype, seed)
    returned, reference = by_hand(case, DEEP), by_torch(case, DEEP)
    quick = judge(returned, case, reference)
    without_looks(monkeypatch)
    exact = judge(returned, case, reference)
    assert list(quick) == list(exact)
    for name, judgement in quick.items():
        assert judgement.verdict == exact[name].verdict
        assert judgement.kinks == exact[name].kinks
        assert judgement.excess == pytest.approx(exact[name].excess, rel=0.01, abs=0)
        if np.shape(returned[name]) and returned[name].size <= SAMPLE:
            assert judgement.visible == pytest.approx(exact[name].visible, rel=0.01, abs=0)


@BOTH
@pytest.mark.parametrize("name", ["Z1", "A2", "dW1", "db2", "dA1", "new_W2"])
@pytest.mark.parametrize("factor", [1 + 1e-13, 1 + 1e-6, 1 + 1e-3, 2.0, np.nan, np.inf])
def test_a_wrong_quantity_is_judged_as_without_a_first_look(name, factor, dtype, monkeypatch):
    case = network_case("deep", dtype)
    returned, reference = by_hand(case, DEEP), by_torch(case, DEEP)
    returned[name][-1, -1] *= factor
    quick = judge(returned, case, reference)
    without_looks(monkeypatch)
    exact = judge(returned, case, reference)
    for found, judgement in exact.items():
        assert quick[found].verdict == judgement.verdict
        assert quick[found].reason == judgement.reason
        assert quick[found].status == judgement.status


@BOTH
@pytest.mark.parametrize("kind", ["shallow", "deep", "of sigmoids, by squared error"])
def test_a_first_look_settles_an_ordinary_network(kind, dtype):
    with np.errstate(all="ignore"):
        _, tests = both(network_case(kind, dtype))
        for test in tests:
            assert None not in test.looks.values()


@BOTH
def test_nothing_of_a_first_look_is_made_in_float64(dtype):
    model, (along_candidate, along_reference) = both(network_case("deep", dtype))
    for quantity in model:
        for error in (
            along_candidate.quick.error(quantity.equation),
            along_reference.quick.error(quantity, quantity.equation),
        ):
            assert isinstance(error, float) or error.dtype == F32


@BOTH
def test_kinks_are_counted_the_same(dtype, monkeypatch):
    case = make_case(activations=("relu", "sigmoid"), dtype=dtype)
    Z = case["W1"] @ case["X"]
    case["b1"][1, 0] = -Z[1, 4]
    reference, candidate = by_torch(case), by_hand(case)
    tiny = dtype.type(1e-3 * np.finfo(dtype).eps)
    reference["Z1"][1, 4], candidate["Z1"][1, 4] = tiny, -tiny
    sizes = model_of(case).sizes(case)
    made = EndToEnd(model_of(case), {**case, **reference}, candidate, sizes, dtype)
    assert made.kinks("Z1") == 1
    assert made.kinks("Z2") == 0


# ---- what it does not settle


def look(actual, expected, bound, unit=1e-16):
    bound = np.asarray(bound, np.float32)
    return first_look(np.array(actual, F64), np.array(expected, F64), bound, unit)


def test_what_uses_less_than_the_clear_share_is_settled():
    settled = look([1.0 + 2e-16, 2.0], [1.0, 2.0], [3.0, 3.0])
    assert settled.excess == pytest.approx(2.220446e-16 / 3e-16)
    assert settled.passed
    np.testing.assert_allclose(settled.tolerance, 3e-16)


def test_what_comes_near_its_tolerance_is_not_settled():
    step = 2.0**-52
    assert look([1 + step], [1.0], [1.001 * step / CLEAR / 1e-16]) is not None
    assert look([1 + step], [1.0], [0.999 * step / CLEAR / 1e-16]) is None
    assert look([1 + step], [1.0], [1.05 * step / 1e-16]) is None


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@np.errstate(invalid="ignore")
def test_what_is_not_finite_is_not_settled(value):
    assert look([value, 1.0], [1.0, 1.0], [3.0, 3.0]) is None
    assert look([1.0, 1.0], [value, 1.0], [3.0, 3.0]) is None
    assert look([value], [value], [3.0]) is None
    assert look([1.0, 1.0], [1.0, 1.0], [abs(value), 3.0]) is None


@pytest.mark.parametrize("difference", [1e-300, 1e-60, 1e-45, 1e-38, 1e-30, 1e-17])
def test_no_difference_is_small_enough_to_be_lost_where_none_is_granted(difference):
    assert look([difference, 1.0], [0.0, 1.0], [0.0, 3.0]) is None
    assert look([0.0, 1.0], [0.0, 1.0], [0.0, 3.0]).excess == 0


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_the_smallest_difference_of_the_dtype_is_not_lost(dtype):
    smallest = np.array([np.finfo(dtype).smallest_subnormal])
    unit = 32 * float(np.finfo(dtype).eps)
    found = first_look(smallest, np.zeros(1, dtype), np.zeros(1, F32), unit)
    assert found is None or dtype == F32  # there it is below the smallest that is granted anyway


def test_a_bound_that_float32_cannot_be_trusted_with_settles_nothing():
    assert look([1e-37, 1.0], [0.0, 1.0], [1e-20, 1.0], unit=1.0) is None
    assert look([1.0, 1.0], [1.0, 1.0], [1e-20, 1.0], unit=1.0) is None
    assert look([0.0, 1.0], [0.0, 1.0], [1e-20, 1.0], unit=1.0).excess == 0
    assert look([0.0, 1.0], [0.0, 1.0], [0.0, 1.0], unit=1.0).excess == 0
    assert look([1e-18, 1.0], [0.0, 1.0], [1e-17, 1.0], unit=1.0) is None
    assert look([1e-19, 1.5], [0.0, 1.0], [3e-19, 1.0], unit=1.0) is None


# ---- the median


def comparisons(size, tolerance):
    return [[compare(size, size, np.broadcast_to(tolerance, size.shape))]]


@pytest.mark.parametrize("shape", [(97, 1024), (1024, 97), (1024, 128), (1, 65537)])
def test_the_median_of_a_sample_is_that_of_all(shape):
    size = np.exp(np.random.default_rng(0).standard_normal(shape)) * np.linspace(1, 9, shape[1])
    exact = float(np.median(1e-12 / size))
    assert smallest_visible(comparisons(size, 1e-12), size) == pytest.approx(exact, rel=0.1, abs=0)


def test_the_sample_does_not_fall_into_step_with_the_rows():
    size = np.tile(np.exp(np.linspace(0, 8, 128)), (1024, 1))
    exact = float(np.median(1e-12 / size))
    assert smallest_visible(comparisons(size, 1e-12), size) == pytest.approx(exact, rel=0.1, abs=0)


def test_every_entry_counts_where_the_median_decides():
    size = np.exp(np.random.default_rng(0).standard_normal((97, 1024)))
    tolerance = BLIND_ABOVE["float64"]
    exact = float(np.median(tolerance / size))
    assert smallest_visible(comparisons(size, tolerance), size) == pytest.approx(
        exact, rel=1e-12, abs=0
    )


def test_every_entry_counts_where_no_sampled_one_does():
    size = np.zeros((100, 1024))
    size[0, 1] = 3.0
    assert smallest_visible(comparisons(size, 3e-12), size) == pytest.approx(1e-12, abs=0)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 7, 100, 101])
def test_the_median_is_that_of_numpy(n):
    values = np.random.default_rng(n).standard_normal(n)
    assert comparison._median(values) == pytest.approx(np.median(values))
