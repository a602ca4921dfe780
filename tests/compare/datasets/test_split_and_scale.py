from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.datasets import load
from compare.datasets.dataset import Pair
from compare.datasets.scaling import standardise
from compare.datasets.splitting import split
from compare.errors import UsageError

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)


def numbered(m):
    """Examples that carry their own number."""
    return Pair(np.arange(m, dtype=float).reshape(1, m), np.zeros((1, m)))


@settings(derandomize=True, deadline=None)
@given(m=st.integers(2, 400), seed=st.integers(0, 2**32))
def test_the_parts_are_disjoint_exhaustive_and_not_empty(m, seed):
    train, test, notes = split(numbered(m), seed=seed)
    first, second = set(train.X[0]), set(test.X[0])
    assert first
    assert second
    assert not first & second
    assert first | second == set(range(m))
    assert abs(len(second) - m / 5) <= 0.6
    assert notes == ()


def test_features_and_labels_move_together():
    X = np.arange(20.0).reshape(1, 20)
    train, test, _ = split(Pair(X, X % 2), seed=5)
    np.testing.assert_array_equal(train.Y, train.X % 2)
    np.testing.assert_array_equal(test.Y, test.X % 2)


def test_the_seed_decides_the_split():
    first, again, other = (split(numbered(50), seed=seed)[0].X for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_a_single_example_is_both_parts():
    train, test, notes = split(numbered(1), seed=1)
    assert train.X.shape == test.X.shape == (1, 1)
    assert "training and for testing" in notes[0]


@pytest.mark.parametrize("name", ["breast-cancer", "digits"])
def test_training_features_have_mean_0_and_deviation_1(name):
    data = load(name, dtype=F64, seed=4)
    deviation = data.X_train.std(axis=1)
    assert np.abs(data.X_train.mean(axis=1)).max() < 1e-12
    varying = np.ptp(data.X_train, axis=1) > 0
    assert varying.sum() > 25
    np.testing.assert_allclose(deviation[varying], 1, rtol=1e-12)
    np.testing.assert_array_equal(data.X_train[~varying], 0)


def test_the_test_part_is_scaled_by_the_training_part():
    X_train = np.array([[1.0, 3.0], [10.0, 30.0]])
    X_test = np.array([[5.0], [20.0]])
    first, second = standardise(X_train, X_test, where="file")
    np.testing.assert_array_equal(first, [[-1, 1], [-1, 1]])
    np.testing.assert_array_equal(second, [[3], [0]])


def test_a_constant_feature_becomes_exactly_zero():
    X_train = np.full((1, 3), 0.1)  # its computed mean is 0.10000000000000002
    assert X_train.mean() != 0.1
    first, second = standardise(X_train, np.array([[0.1, 1.1]]), where="file")
    np.testing.assert_array_equal(first, [[0, 0, 0]])
    np.testing.assert_array_equal(second, [[0, 1]])


@pytest.mark.parametrize("exponent", [1000, -1000])
def test_features_whose_squares_leave_float64_are_scaled_all_the_same(exponent):
    X = np.array([[1.0, 2.0, 4.0], [5.0, -3.0, 7.0]])
    for part, expected in zip(
        standardise(np.ldexp(X, exponent), np.ldexp(X, exponent), where="file"),
        standardise(X, X, where="file"),
        strict=True,
    ):
        np.testing.assert_array_equal(part, expected)


@pytest.mark.parametrize("X_train", [[[1e-300, 2e-300]], [[-1e308, -1e308]]])
def test_a_test_part_out_of_reach_is_refused(X_train):
    with pytest.raises(UsageError, match="file: feature 0 of test example 1 lies too far"):
        standardise(np.array(X_train), np.array([[0.0, 1e308]]), where="file")


@pytest.mark.parametrize("dtype", [F32, F64])
def test_all_four_arrays_are_contiguous_of_one_type_and_apart(dtype, tmp_path):
    np.savez(tmp_path / "one.npz", X=np.ones((3, 1)), Y=np.ones((1, 1)))
    for source in ("breast-cancer", str(tmp_path / "one.npz")):
        data = load(source, dtype=dtype, seed=2)
        arrays = (data.X_train, data.Y_train, data.X_test, data.Y_test)
        assert all(array.dtype == dtype and array.flags.c_contiguous for array in arrays)
        assert all(array.flags.owndata for array in arrays)
        assert not any(np.shares_memory(a, b) for a, b in combinations(arrays, 2))


def test_float32_is_the_rounded_float64():
    narrow, wide = (load("breast-cancer", dtype=d, seed=2) for d in (F32, F64))
    np.testing.assert_array_equal(narrow.X_train, wide.X_train.astype(np.float32))


def test_other_types_are_refused():
    with pytest.raises(UsageError, match="dtype float16 cannot be used; supported: float32"):
        load("digits", dtype=np.dtype(np.float16), seed=1)
