import numpy as np
import pytest

from compare.datasets import synthetic
from compare.errors import UsageError

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)


def test_it_has_the_asked_shape_and_says_what_it_is():
    data = synthetic(11, dtype=F64, seed=3)
    assert data.name == "synthetic"
    assert data.X_train.shape == (11, 167)
    assert data.X_test.shape == (11, 42)
    assert data.Y_train.shape == (1, 167)
    assert data.notes[0].startswith("synthetic data: 11 ")
    assert len(data.notes) == 1


@pytest.mark.parametrize("m", [6, 7, 10, 209])
def test_the_training_part_has_both_classes(m):
    for seed in range(40):
        data = synthetic(2, dtype=F64, seed=seed, m=m)
        assert set(data.Y_train[0]) == {0.0, 1.0}


def test_the_features_are_standard_normal_and_not_scaled_again():
    data = synthetic(3, dtype=F64, seed=1, m=5000)
    means = data.X_train.mean(axis=1)
    assert np.abs(means).max() < 0.1
    assert np.abs(means).max() > 1e-6
    np.testing.assert_allclose(data.X_train.std(axis=1), 1, atol=0.05)


def test_the_labels_follow_a_linear_teacher_with_noise():
    data = synthetic(3, dtype=F64, seed=1, m=5000)
    signs = 2 * data.Y_train.T - 1
    w = np.linalg.lstsq(data.X_train.T, signs)[0]
    hits = np.mean((data.X_test.T @ w > 0) == (data.Y_test.T == 1))
    assert 0.75 < hits < 0.95


def test_the_seed_decides_everything():
    first, again, other = (synthetic(4, dtype=F32, seed=s) for s in (8, 8, 9))
    np.testing.assert_array_equal(first.X_train, again.X_train)
    np.testing.assert_array_equal(first.Y_test, again.Y_test)
    assert not np.array_equal(first.X_train, other.X_train)
    assert first.X_train.dtype == first.Y_train.dtype == F32


def test_one_example_is_noted():
    notes = " ".join(synthetic(4, dtype=F64, seed=1, m=1).notes)
    assert "m = 1" in notes
    assert "training and for testing" in notes


@pytest.mark.parametrize(("n_x", "m"), [(0, 5), (5, 0), (-1, 5)])
def test_nothing_to_draw_is_refused(n_x, m):
    with pytest.raises(UsageError, match="nothing to check"):
        synthetic(n_x, dtype=F64, seed=1, m=m)


# ---- several classes


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_labels_of_several_classes_are_one_hot_and_every_class_occurs(classes):
    for seed in range(10):
        data = synthetic(5, dtype=F64, seed=seed, classes=classes)
        assert data.Y_train.shape == (classes, 167)
        np.testing.assert_array_equal(data.Y_train.sum(axis=0), np.ones(167))
        assert data.Y_train.any(axis=1).all()


def test_several_classes_follow_linear_teachers_with_noise():
    data = synthetic(5, dtype=F64, seed=1, m=5000, classes=3)
    W = np.linalg.lstsq(data.X_train.T, data.Y_train.T)[0]
    hits = np.mean(np.argmax(W.T @ data.X_test, axis=0) == np.argmax(data.Y_test, axis=0))
    assert 0.6 < hits < 0.95
