import hashlib
from importlib.resources import files

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_digits

from compare.datasets import SHIPPED, classes_of, features_of, load, shipped
from compare.errors import FaultError, UsageError

F64 = np.dtype(np.float64)


def stored(name):
    with np.load(files("compare.datasets").joinpath(f"{name}.npz"), allow_pickle=False) as arrays:
        return arrays["X"], arrays["target"]


@pytest.mark.parametrize(
    ("name", "origin"), [("breast-cancer", load_breast_cancer), ("digits", load_digits)]
)
def test_the_shipped_arrays_are_those_of_scikit_learn(name, origin):
    X, target = stored(name)
    bunch = origin()
    np.testing.assert_array_equal(X.T.astype(np.float64), bunch.data, strict=True)
    np.testing.assert_array_equal(target.astype(np.int64), bunch.target, strict=True)


@pytest.mark.parametrize(("name", "positives"), [("breast-cancer", 357), ("digits", 183)])
def test_labels_count_the_announced_class(name, positives):
    data = load(name, dtype=F64, seed=1)
    assert data.Y_train.sum() + data.Y_test.sum() == positives
    assert set(np.unique(data.Y_train)) == {0.0, 1.0}
    assert any(note.startswith("label 1 is") for note in data.notes)
    assert not any("converted" in note for note in data.notes)


def test_the_label_of_breast_cancer_is_said_to_be_benign():
    assert "label 1 is benign" in load("breast-cancer", dtype=F64, seed=1).notes[0]


@pytest.mark.parametrize("name", SHIPPED)
def test_features_are_known_without_loading(name):
    data = load(name, dtype=F64, seed=1)
    assert features_of(name) == data.X_train.shape[0] == data.X_test.shape[0]
    assert data.name == name


def test_features_of_an_unknown_name_offers_the_nearest():
    with pytest.raises(UsageError, match=r"'digit'.*did you mean digits\?"):
        features_of("digit")


def test_the_shipped_files_are_small():
    sizes = [len(files("compare.datasets").joinpath(f"{n}.npz").read_bytes()) for n in SHIPPED]
    assert sum(sizes) < 150_000


def test_provenance_names_creators_licence_and_citation():
    text = files("compare.datasets").joinpath("PROVENANCE.md").read_text("utf-8")
    for word in ("Wolberg", "Street", "Mangasarian", "Alpaydin", "Kaynak", "CC BY 4.0", "Changed"):
        assert word in text
    assert all(f"{name}.npz" in text for name in SHIPPED)


def test_a_missing_file_is_our_fault(monkeypatch, tmp_path):
    monkeypatch.setattr(shipped, "files", lambda _: tmp_path)
    with pytest.raises(FaultError, match=r"digits\.npz.*missing or damaged.*install"):
        load("digits", dtype=F64, seed=1)


def damaged_contents():
    whole = files("compare.datasets").joinpath("digits.npz").read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :]
    return {"empty": b"", "truncated": whole[:middle], "text": b"not data", "one byte": flipped}


@pytest.mark.parametrize("kind", ["empty", "truncated", "text", "one byte"])
def test_a_damaged_file_is_our_fault(monkeypatch, tmp_path, kind):
    (tmp_path / "digits.npz").write_bytes(damaged_contents()[kind])
    monkeypatch.setattr(shipped, "files", lambda _: tmp_path)
    with pytest.raises(FaultError, match=r"digits\.npz.*missing or damaged"):
        load("digits", dtype=F64, seed=1)


@pytest.mark.parametrize("keys", [{"X": np.ones((63, 5)), "target": np.ones(5)}, {"X": [1]}])
def test_a_file_of_other_arrays_is_our_fault(monkeypatch, tmp_path, keys):
    np.savez(tmp_path / "digits.npz", **keys)
    monkeypatch.setattr(shipped, "files", lambda _: tmp_path)
    with pytest.raises(FaultError, match=r"digits\.npz"):
        load("digits", dtype=F64, seed=1)


def test_loading_twice_shares_nothing():
    digest = hashlib.sha256(load("digits", dtype=F64, seed=1).X_train.tobytes()).digest()
    load("digits", dtype=F64, seed=1).X_train[:] = 7
    again = load("digits", dtype=F64, seed=1)
    assert hashlib.sha256(again.X_train.tobytes()).digest() == digest


def test_a_layout_makes_no_sense_for_shipped_data():
    with pytest.raises(UsageError, match="drop it"):
        load("digits", dtype=F64, seed=1, layout="rows")


# ---- several classes


@pytest.mark.parametrize(("name", "classes"), [("breast-cancer", 2), ("digits", 10)])
def test_every_class_is_a_row_of_one_hot_labels(name, classes):
    data = load(name, dtype=F64, seed=1, one_hot=True)
    assert classes_of(name) == classes == len(data.Y_train) == len(data.Y_test)
    counts = data.Y_train.sum(axis=1) + data.Y_test.sum(axis=1)
    np.testing.assert_array_equal(counts, np.bincount(stored(name)[1].astype(int)))
    np.testing.assert_array_equal(data.Y_train.sum(axis=0), np.ones(data.X_train.shape[1]))
    assert data.notes[0].startswith("class ")


@pytest.mark.parametrize("name", SHIPPED)
def test_the_examples_are_the_same_whatever_the_labels(name):
    one, all_ = (load(name, dtype=F64, seed=1, one_hot=one_hot) for one_hot in (False, True))
    np.testing.assert_array_equal(one.X_train, all_.X_train)
    positive = 3 if name == "digits" else 1
    np.testing.assert_array_equal(one.Y_train[0], all_.Y_train[positive])
