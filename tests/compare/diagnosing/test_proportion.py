"""Whether one array is another times a number: at the edges too."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from compare.diagnosing.proportion import arranged, digits_of, proportion

WANTED = np.array([[1.0, -2.0], [0.0, 4.0]])
NUMBER = st.floats(-100, 100).filter(lambda x: abs(x) > 1e-3)


@given(
    wanted=arrays(np.float64, st.sampled_from([(1,), (3,), (2, 3), (4, 1)]), elements=NUMBER),
    k=NUMBER,
)
def test_a_multiple_is_found(wanted: np.ndarray, k: float) -> None:
    assert proportion(k * wanted, wanted) == pytest.approx(k)


@given(
    wanted=arrays(np.float64, (2, 3), elements=NUMBER),
    k=NUMBER,
    entry=st.integers(0, 5),
    by=st.floats(1e-6, 1.0),
)
def test_one_entry_off_is_seen(wanted: np.ndarray, k: float, entry: int, by: float) -> None:
    value = k * wanted
    value.flat[entry] += by * np.max(np.abs(value))
    assert proportion(value, wanted) is None


def test_zero_is_once_zero_and_no_multiple_of_anything_else() -> None:
    zeros = np.zeros((2, 2))
    assert proportion(zeros, zeros) == 1.0
    assert proportion(zeros, WANTED) is None
    assert proportion(WANTED, zeros) is None
    assert proportion(np.full((2, 2), 1e-300), zeros) is None


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_no_multiple(bad: float) -> None:
    value = WANTED.copy()
    value[0, 0] = bad
    assert proportion(value, WANTED) is None
    assert proportion(np.full((2, 2), bad), WANTED) is None
    assert proportion(bad, np.array(1.0)) is None


def test_of_single_numbers_any_ratio_is_a_constant() -> None:
    assert proportion(3.0, np.array(2.0)) == 1.5
    assert proportion(np.array([[3.0]]), np.array([[2.0]])) == 1.5
    assert proportion(3.0, np.array([[2.0]])) == 1.5
    assert proportion(0.0, np.array([[2.0]])) is None


def test_nothing_is_no_multiple_of_nothing() -> None:
    assert proportion(np.zeros((0, 3)), np.zeros((0, 3))) is None


def test_single_precision_is_looked_at_with_its_own_digits() -> None:
    random = np.random.default_rng(0)
    wanted = random.normal(size=(5, 4))
    value = (2 * wanted).astype(np.float32)
    assert proportion(value, wanted) == pytest.approx(2, rel=1e-6)
    assert proportion(value.astype(np.float64), wanted) is None
    value[0, 0] += 0.01
    assert proportion(value, wanted) is None


def test_how_exact_values_can_be() -> None:
    double, single, half = (np.ones(2, dtype) for dtype in (np.float64, np.float32, np.float16))
    assert digits_of(double) < digits_of(double, single) < digits_of(half, single)
    assert digits_of(np.ones(2, int)) == digits_of(double) == digits_of(1.0)


@pytest.mark.parametrize(
    ("shape", "wanted"),
    [((3,), (3, 1)), ((3,), (1, 3)), ((1, 3), (3, 1)), ((3, 1), (3,)), ((1, 1), ()), ((), (1, 1))],
)
def test_axes_of_length_one_are_arranged(shape: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    value = np.arange(float(np.prod(shape, dtype=int))).reshape(shape) + 1
    found = arranged(value, wanted)
    assert found is not None
    assert found.shape == wanted
    assert np.array_equal(found.ravel(), value.ravel())


@pytest.mark.parametrize(("shape", "wanted"), [((2, 3), (3, 2)), ((3, 3), (3, 1)), ((6,), (2, 3))])
def test_other_shapes_are_not(shape: tuple[int, ...], wanted: tuple[int, ...]) -> None:
    assert arranged(np.ones(shape), wanted) is None
    assert proportion(np.ones(shape), np.ones(wanted)) is None


@pytest.mark.parametrize("value", ["text", None, np.array(["a"]), np.array([1j])])
def test_what_is_no_number_is_not(value: object) -> None:
    assert arranged(value, ()) is None
    assert proportion(value, np.array(1.0)) is None


def test_integers_and_truth_values_are_numbers() -> None:
    assert proportion(np.array([2, 4]), np.array([1.0, 2.0])) == 2
    assert proportion(np.array([True, False]), np.array([1.0, 0.0])) == 1
