import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from compare.datasets import load
from compare.datasets.npz_file import read_npz
from compare.errors import UsageError

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
RNG = np.random.default_rng(7)
X = RNG.standard_normal((3, 11)) * 4 + 100
Y = np.array([[0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1]], dtype=float)


def write(folder, **stored):
    path = folder / "mine.npz"
    np.savez(path, **stored)
    return str(path)


def refusal(path, dtype=F64, **options):
    with pytest.raises(UsageError) as caught:
        load(path, dtype=dtype, seed=1, **options)
    assert str(caught.value).startswith("mine.npz")
    return str(caught.value)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(data=st.data(), kind=st.sampled_from(["f4", "f8"]))
def test_arrays_come_back_bit_for_bit(tmp_path_factory, data, kind):
    n_x, m = data.draw(st.integers(1, 4)), data.draw(st.integers(5, 9))
    width = 32 if kind == "f4" else 64
    numbers = st.floats(allow_nan=False, allow_infinity=False, width=width)
    X = data.draw(arrays(kind, (n_x, m), elements=numbers))
    Y = data.draw(arrays(kind, (1, m), elements=st.sampled_from([0.0, 1.0])))
    path = tmp_path_factory.mktemp("npz") / "mine.npz"
    np.savez(path, X=X, Y=Y)
    train = read_npz(path, layout=None, soft_labels=False).train
    np.testing.assert_array_equal(train.X, X, strict=True)
    np.testing.assert_array_equal(train.Y, Y, strict=True)


def test_a_file_without_test_part_is_split_and_standardised(tmp_path):
    data = load(write(tmp_path, X=X, Y=Y), dtype=F64, seed=1)
    assert data.name == "mine.npz"
    assert data.X_train.shape == (3, 9)
    assert data.X_test.shape == (3, 2)
    np.testing.assert_allclose(data.X_train.mean(axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(data.X_train.std(axis=1), 1)
    both = np.hstack([data.X_train, data.X_test])
    ranks = np.sort(X, axis=1).argsort(axis=1)
    np.testing.assert_array_equal(np.sort(both, axis=1).argsort(axis=1), ranks)
    assert data.notes == ("features standardised with the mean and deviation of the training part",)


def test_a_test_part_of_its_own_is_kept(tmp_path):
    path = write(tmp_path, X=X[:, :9], Y=Y[:, :9], X_test=X[:, 9:], Y_test=Y[:, 9:])
    data = load(path, dtype=F64, seed=1)
    mean, deviation = X[:, :9].mean(axis=1)[:, None], X[:, :9].std(axis=1)[:, None]
    np.testing.assert_allclose(data.X_train, (X[:, :9] - mean) / deviation)
    np.testing.assert_allclose(data.X_test, (X[:, 9:] - mean) / deviation)
    np.testing.assert_array_equal(data.Y_train, Y[:, :9])
    np.testing.assert_array_equal(data.Y_test, Y[:, 9:])


def test_rows_are_turned_when_the_layout_says_so(tmp_path):
    by_columns = load(write(tmp_path, X=X, Y=Y), dtype=F64, seed=1)
    by_rows = load(write(tmp_path, X=X.T, Y=Y.T), dtype=F64, seed=1, layout="rows")
    np.testing.assert_array_equal(by_rows.X_train, by_columns.X_train)
    np.testing.assert_array_equal(by_rows.Y_test, by_columns.Y_test)


def test_the_layout_reaches_the_test_part(tmp_path):
    path = write(tmp_path, X=X.T, Y=Y.T, X_test=X.T[:3], Y_test=Y.T[:3])
    assert "columns" in refusal(path) or "Y.T" in refusal(path)
    assert load(path, dtype=F64, seed=1, layout="rows").X_test.shape == (3, 3)


def test_soft_labels_reach_the_check(tmp_path):
    path = write(tmp_path, X=X, Y=Y * 0.75)
    assert "--soft-labels" in refusal(path)
    data = load(path, dtype=F64, seed=1, soft_labels=True)
    assert set(data.Y_train[0]) == {0.0, 0.75}


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ({"X": X, "y": Y}, "no array named Y; found X, y; did you mean y?"),
        ({"features": X, "Y": Y}, "no array named X; found features, Y"),
        ({"X": X, "Y": Y, "X_test": X}, "no array named Y_test; found X, Y, X_test"),
        ({"X": X, "Y": Y, "Y_test": Y}, "no array named X_test"),
        ({}, "no array named X; found nothing"),
    ],
)
def test_a_missing_array_is_named_with_those_found(tmp_path, stored, words):
    assert words in refusal(write(tmp_path, **stored))


def test_another_number_of_test_features_is_refused(tmp_path):
    message = refusal(write(tmp_path, X=X, Y=Y, X_test=X[:2], Y_test=Y))
    assert message.startswith("mine.npz, test part: X has 2 features, the training part 3")


def test_a_bad_test_part_is_named_as_such(tmp_path):
    message = refusal(write(tmp_path, X=X, Y=Y, X_test=X, Y_test=Y + 1))
    assert message.startswith("mine.npz, test part: labels must be 0 or 1")


def test_nothing_is_unpickled(tmp_path):
    class Bomb:
        def __reduce__(self):
            return (pytest.fail, ("unpickled",))

    path = write(tmp_path, X=np.array([Bomb()], dtype=object), Y=Y)
    assert "pickled array of objects, which is never opened" in refusal(path)


def test_a_damaged_file_is_named(tmp_path):
    path = write(tmp_path, X=X, Y=Y)
    whole = (tmp_path / "mine.npz").read_bytes()
    flipped = whole.replace(X[1, :3].tobytes(), X[2, :3].tobytes())
    assert flipped != whole
    for content in (b"", b"PK\x03\x04", b"some text", whole[: len(whole) // 2], flipped):
        (tmp_path / "mine.npz").write_bytes(content)
        assert "not a complete .npz file" in refusal(path)


def test_every_truncation_is_refused(tmp_path):
    path = write(tmp_path, X=X, Y=Y)
    whole = (tmp_path / "mine.npz").read_bytes()
    for length in range(0, len(whole), 17):
        (tmp_path / "mine.npz").write_bytes(whole[:length])
        refusal(path)


def test_a_single_unnamed_array_is_refused(tmp_path):
    with open(tmp_path / "mine.npz", "wb") as file:
        np.save(file, X)
    assert "one unnamed array; use np.savez" in refusal(str(tmp_path / "mine.npz"))


def test_values_beyond_float32_are_refused_there_only(tmp_path):
    large = X.copy()
    large[1, 4] = -1e39
    path = write(tmp_path, X=large, Y=Y)
    message = refusal(path, dtype=F32)
    assert "feature 1 of example 4 is -1e+39, beyond float32" in message
    assert "--dtype float64" in message
    assert np.isfinite(load(path, dtype=F64, seed=1).X_train).all()


def test_a_test_part_beyond_float32_is_refused(tmp_path):
    path = write(tmp_path, X=X, Y=Y, X_test=X * 1e37, Y_test=Y)
    message = refusal(path, dtype=F32)
    assert message.startswith("mine.npz, test part: feature 0 of example 0 is 1")
    assert "beyond float32" in message
    tiny = X * 1e-30  # within float32 as it stands, beyond it once divided by the deviation
    path = write(tmp_path, X=tiny, Y=Y, X_test=X * 1e30, Y_test=Y)
    assert "standardised test part" in refusal(path, dtype=F32)


def test_standardising_happens_before_rounding_to_float32(tmp_path):
    stamps = 1.7e9 + np.arange(33.0).reshape(3, 11)  # float32 would make them equal
    data = load(write(tmp_path, X=stamps, Y=Y), dtype=F32, seed=1)
    assert data.X_train.dtype == F32
    assert np.unique(data.X_train).size >= 9


def test_whole_number_pixels_are_standardised_like_any_features(tmp_path):
    pixels = RNG.integers(0, 256, (3, 11), dtype=np.uint8)
    data = load(write(tmp_path, X=pixels, Y=Y.astype(bool)), dtype=F64, seed=1)
    np.testing.assert_allclose(data.X_train.std(axis=1), 1)
    assert data.notes[0] == "labels were bool: converted to float (NumPy refuses -Y on bool)"
    assert data.notes[1].startswith("features standardised")
    assert len(data.notes) == 2


def test_one_example_and_one_class_are_noted_once(tmp_path):
    notes = load(write(tmp_path, X=X[:, :1], Y=Y[:, :1]), dtype=F64, seed=1).notes
    assert len(notes) == len(set(notes)) == 4
    assert "half of the cost is untested" in notes[-1]


def test_one_class_in_the_training_part_is_noted(tmp_path):
    path = write(tmp_path, X=X[:, :6], Y=np.zeros((1, 6)), X_test=X, Y_test=Y)
    assert "half of the cost is untested" in load(path, dtype=F64, seed=1).notes[-1]
    path = write(tmp_path, X=X, Y=Y, X_test=X[:, :6], Y_test=np.zeros((1, 6)))
    assert "untested" not in " ".join(load(path, dtype=F64, seed=1).notes)


# ---- several classes


def test_one_hot_labels_are_read_with_their_test_part(tmp_path):
    X, Y = np.arange(35.0).reshape(5, 7), np.eye(3)[:, np.arange(7) % 3]
    np.savez(tmp_path / "data.npz", X=X, Y=Y, X_test=X[:, :4], Y_test=Y[:, :4])
    data = load(str(tmp_path / "data.npz"), dtype=np.dtype(np.float64), seed=1, one_hot=True)
    np.testing.assert_array_equal(data.Y_train, Y)
    np.testing.assert_array_equal(data.Y_test, Y[:, :4])


def test_a_test_part_of_other_classes_is_refused(tmp_path):
    X, Y = np.arange(35.0).reshape(5, 7), np.eye(3)[:, np.arange(7) % 3]
    np.savez(tmp_path / "data.npz", X=X, Y=Y, X_test=X, Y_test=np.eye(2)[:, np.arange(7) % 2])
    with pytest.raises(UsageError, match=r"Y has 2 classes, the training part 3"):
        load(str(tmp_path / "data.npz"), dtype=np.dtype(np.float64), seed=1, one_hot=True)


def test_a_file_of_one_label_an_example_is_refused_for_several_classes(tmp_path):
    (tmp_path / "data.csv").write_text("a,b,label\n1,2,0\n3,4,2\n")
    with pytest.raises(UsageError, match=r"save X and Y as \.npz"):
        load(str(tmp_path / "data.csv"), dtype=np.dtype(np.float64), seed=1, one_hot=True)
