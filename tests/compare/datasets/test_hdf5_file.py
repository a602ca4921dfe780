import sys

import h5py
import numpy as np
import pytest

from compare.datasets import load
from compare.errors import FaultError, UsageError

F64 = np.dtype(np.float64)
RNG = np.random.default_rng(5)
IMAGES = RNG.integers(0, 256, (7, 4, 5, 3), dtype=np.uint8)
LABELS = np.array([0, 1, 1, 0, 1, 0, 1])


def write(path, **stored):
    with h5py.File(path, "w") as file:
        for name, value in stored.items():
            file[name] = value
        file["list_classes"] = np.array([b"non-cat", b"cat"])
    return str(path)


def refusal(path):
    with pytest.raises(UsageError) as caught:
        load(str(path), dtype=F64, seed=1)
    return str(caught.value)


def unrolled(images):
    """One pixel at a time, as the course describes it."""
    return np.array([[value / 255 for value in image.ravel()] for image in images]).T


def whole(folder):
    return write(
        folder / "cats.h5",
        train_set_x=IMAGES[:5],
        train_set_y=LABELS[:5],
        test_set_x=IMAGES[5:],
        test_set_y=LABELS[5:],
    )


def test_images_are_unrolled_and_divided_by_255(tmp_path):
    data = load(whole(tmp_path), dtype=F64, seed=1)
    np.testing.assert_array_equal(data.X_train, unrolled(IMAGES[:5]))
    np.testing.assert_array_equal(data.X_test, unrolled(IMAGES[5:]))
    np.testing.assert_array_equal(data.Y_train, [LABELS[:5]])
    np.testing.assert_array_equal(data.Y_test, [LABELS[5:]])
    assert data.notes == ("pixels divided by 255", "labels were int64: converted to float")


def test_the_sibling_holds_the_test_part(tmp_path):
    path = write(tmp_path / "train_cats.h5", train_set_x=IMAGES[:5], train_set_y=LABELS[:5])
    write(tmp_path / "test_cats.h5", test_set_x=IMAGES[5:], test_set_y=LABELS[5:])
    data = load(path, dtype=F64, seed=1)
    assert data.name == "train_cats.h5"
    np.testing.assert_array_equal(data.X_test, unrolled(IMAGES[5:]))
    assert "test part read from test_cats.h5" in data.notes


def test_a_test_part_of_its_own_goes_before_the_sibling(tmp_path):
    path = tmp_path / "train_cats.h5"
    (tmp_path / "cats.h5").unlink(missing_ok=True)
    whole(tmp_path)
    (tmp_path / "cats.h5").rename(path)
    write(tmp_path / "test_cats.h5", test_set_x=IMAGES[:1], test_set_y=LABELS[:1])
    assert load(str(path), dtype=F64, seed=1).X_test.shape == (60, 2)


def test_without_a_sibling_the_images_are_split(tmp_path):
    path = write(tmp_path / "train_cats.hdf5", train_set_x=IMAGES, train_set_y=LABELS)
    data = load(path, dtype=np.dtype(np.float32), seed=1)
    assert data.X_train.shape == (60, 6)
    assert data.X_test.shape == (60, 1)
    assert data.X_train.dtype == np.float32
    both = {column.tobytes() for column in np.hstack([data.X_train, data.X_test]).T}
    assert both == {column.tobytes() for column in unrolled(IMAGES).astype(np.float32).T}


def test_a_sibling_of_other_contents_is_named(tmp_path):
    path = write(tmp_path / "train_cats.h5", train_set_x=IMAGES, train_set_y=LABELS)
    write(tmp_path / "test_cats.h5", test_set_X=IMAGES, test_set_y=LABELS)
    assert refusal(path) == (
        "test_cats.h5: no dataset named test_set_x; "
        "found list_classes, test_set_X, test_set_y; did you mean test_set_X?"
    )


def test_images_of_another_size_in_the_test_part_are_refused(tmp_path):
    path = write(tmp_path / "train_cats.h5", train_set_x=IMAGES, train_set_y=LABELS)
    write(tmp_path / "test_cats.h5", test_set_x=IMAGES[:, :2], test_set_y=LABELS)
    assert "X has 30 features, the training part 60" in refusal(path)


@pytest.mark.parametrize(
    ("images", "labels", "words"),
    [
        (IMAGES / 255, LABELS, "train_set_x has dtype float64; whole numbers from 0 to 255"),
        (IMAGES.astype(int) + 1000, LABELS, "pixels lie between 0 and 255"),
        (IMAGES.astype(int) - 300, LABELS, "pixels lie between 0 and 255"),
        (IMAGES[:, 0, 0, 0], LABELS, "train_set_x has shape (7,)"),
        (IMAGES[:0], LABELS[:0], "X has shape (60, 0): nothing to check"),
        (IMAGES, LABELS[:6], "X has 7 examples, Y has 6"),
        (IMAGES, LABELS + 1, "use Y == 2"),
    ],
)
def test_what_is_no_image_file_is_refused(tmp_path, images, labels, words):
    path = write(tmp_path / "cats.h5", train_set_x=images, train_set_y=labels)
    message = refusal(path)
    assert message.startswith("cats.h5: ")
    assert words in message


def test_a_test_file_alone_is_refused(tmp_path):
    path = write(tmp_path / "test_cats.h5", test_set_x=IMAGES, test_set_y=LABELS)
    assert "test_cats.h5: no dataset named train_set_x; found list_classes" in refusal(path)


def test_half_a_test_part_is_refused(tmp_path):
    path = write(tmp_path / "cats.h5", train_set_x=IMAGES, train_set_y=LABELS, test_set_x=IMAGES)
    assert "no dataset named test_set_y" in refusal(path)


def test_a_damaged_file_is_named(tmp_path):
    path = whole(tmp_path)
    content = (tmp_path / "cats.h5").read_bytes()
    for damaged in (b"", b"some text", content[: len(content) // 2]):
        (tmp_path / "cats.h5").write_bytes(damaged)
        assert "cats.h5: not a complete HDF5 file" in refusal(path)


def test_without_h5py_the_extra_is_named(tmp_path, monkeypatch):
    path = whole(tmp_path)
    monkeypatch.setitem(sys.modules, "h5py", None)
    with pytest.raises(FaultError, match=r"needs h5py: pip install 'backproof\[hdf5\]'"):
        load(path, dtype=F64, seed=1)
