"""Input that is allowed though it hides something: the run goes on, and a note says what.

The numbers of the rows are those of the list the judge was designed from.
"""

import numpy as np
import pytest

from tests.compare.cli.command_line import Ended, ladder

RNG = np.random.default_rng(12)
X = RNG.standard_normal((5, 31))
Y = (np.arange(31).reshape(1, 31) % 3 == 0).astype(float)


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def goes_on(X, Y, *arguments, rung="deep-network") -> Ended:
    np.savez("data.npz", X=X, Y=Y)
    ended = ladder("--rung", rung, "--data", "data.npz", "--steps", "2", *arguments)
    assert ended.err == ""
    return ended


def test_row_7_probabilities_with_soft_labels_go_on():
    ended = goes_on(X, 0.25 + 0.5 * Y, "--soft-labels")
    assert ended.code == 0
    assert "labels are probabilities" in ended.out


@pytest.mark.parametrize("dtype", [np.uint8, np.bool_, np.int64])
def test_row_8_labels_that_are_whole_numbers_go_on_and_are_noted(dtype):
    ended = goes_on(X, Y.astype(dtype))
    assert ended.code == 0
    assert "converted to float" in ended.out


def test_row_13_whole_pixels_go_on():
    pixels = RNG.integers(0, 256, (12, 31), dtype=np.uint8)
    assert goes_on(pixels, Y).code == 0


def test_row_17_one_example_goes_on_and_says_what_it_hides():
    ended = goes_on(X[:, :1], Y[:, :1])
    assert ended.code in (0, 3)
    assert "one example only (m = 1): a wrong 1/m" in ended.out


def test_row_10_one_class_goes_on_and_says_what_it_hides():
    ended = goes_on(X, np.ones_like(Y))
    assert ended.code == 0
    assert "half of the cost is untested" in ended.out


def test_row_1_rows_go_on_where_they_are_announced():
    assert goes_on(X.T, Y.T, "--layout", "rows").code == 0


def test_row_2_a_square_X_goes_on_where_its_layout_is_given():
    assert goes_on(X[:, :5], Y[:, :5], "--layout", "columns").code in (0, 3)


def test_a_csv_file_goes_on(tmp_path):
    rows = "\n".join(f"{x[0]},{x[1]},{int(y)}" for x, y in zip(X.T, Y[0], strict=True))
    (tmp_path / "data.csv").write_text(f"height,width,label\n{rows}\n")
    ended = ladder("--rung", "deep-network", "--data", "data.csv", "--steps", "2")
    assert ended.code == 0
    assert "data.csv" in ended.out


def test_a_path_with_spaces_and_letters_of_any_kind_works(tmp_path):
    folder = tmp_path / "meine Daten ä"
    folder.mkdir()
    np.savez(folder / "größe 1.npz", X=X, Y=Y)
    data = str(folder / "größe 1.npz")
    ended = ladder("--rung", "losses", "--data", data, "--json", str(folder / "ergebnis é.json"))
    assert ended.code == 0
    assert (folder / "ergebnis é.json").exists()
