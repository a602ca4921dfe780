import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.datasets import load
from compare.datasets.csv_file import read_csv
from compare.errors import UsageError

F64 = np.dtype(np.float64)
GOOD = "a,b,label\n1,2,0\n3,5,1\n4,4,1\n6,1,0\n"


def write(folder, content):
    path = folder / "mine.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def refusal(path, **options):
    with pytest.raises(UsageError) as caught:
        load(path, dtype=F64, seed=1, **options)
    assert str(caught.value).startswith("mine.csv")
    return str(caught.value)


def test_rows_become_columns_and_the_last_column_the_labels(tmp_path):
    write(tmp_path, GOOD)
    train = read_csv(tmp_path / "mine.csv", soft_labels=False).train
    np.testing.assert_array_equal(train.X, [[1, 3, 4, 6], [2, 5, 4, 1]])
    np.testing.assert_array_equal(train.Y, [[0, 1, 1, 0]])


def test_the_dataset_is_split_and_standardised(tmp_path):
    data = load(write(tmp_path, GOOD), dtype=np.dtype(np.float32), seed=1)
    assert data.name == "mine.csv"
    assert data.X_train.shape == (2, 3)
    assert data.X_test.shape == (2, 1)
    assert data.X_train.dtype == np.float32
    np.testing.assert_allclose(data.X_train.mean(axis=1), 0, atol=1e-6)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(data=st.data(), n_x=st.integers(1, 4), m=st.integers(1, 8))
def test_numbers_come_back_bit_for_bit(tmp_path_factory, data, n_x, m):
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    rows = [
        [*(data.draw(numbers) for _ in range(n_x)), data.draw(st.integers(0, 1))] for _ in range(m)
    ]
    lines = [",".join(f"x{k}" for k in range(n_x + 1)), *(",".join(map(repr, r)) for r in rows)]
    path = tmp_path_factory.mktemp("csv") / "mine.csv"
    path.write_text("\n".join(lines) + "\n")
    train = read_csv(path, soft_labels=False).train
    np.testing.assert_array_equal(np.vstack([train.X, train.Y]).T, rows)


@pytest.mark.parametrize(
    "content",
    [
        GOOD.replace("\n", "\r\n"),
        GOOD + "\n\n",
        GOOD.replace("\n3", "\n\n3"),
        "\ufeff" + GOOD,
        GOOD.replace(",", " , "),
        GOOD.rstrip("\n"),
    ],
    ids=["windows", "blank end", "blank line", "byte order mark", "spaces", "no last newline"],
)
def test_harmless_variants_read_alike(tmp_path, content):
    write(tmp_path, content)
    train = read_csv(tmp_path / "mine.csv", soft_labels=False).train
    np.testing.assert_array_equal(train.X, [[1, 3, 4, 6], [2, 5, 4, 1]])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "line 1 is empty; it must name the columns"),
        ("\n1,2,0\n", "line 1 is empty"),
        ("a,b,label\n", "a header line and no example: nothing to check"),
        ("a,b,label\n\n\n", "a header line and no example: nothing to check"),
        ("label\n1\n0\n", "one column only (label)"),
        ("a;b;label\n1;2;0\n", "one column only (a;b;label)"),
        ("a,b,label\n1,2,0\n1,red,1\n", "line 3, column 'b' is 'red'; a number is needed"),
        ("a,b,label\n1,2,0\n\n1,2,no\n", "line 4, column 'label' is 'no'"),
        ("a,b,label\n1,2,0\n1,,1\n", "line 3, column 'b' is missing (1 such cells in all)"),
        ("a,b,label\n1,NA,0\n1,2,nan\n", "line 2, column 'b' is missing (2 such cells in all)"),
        ("a,b,label\n1,2,0\n1,-inf,1\n", "line 3, column 'b' is -inf"),
        ("a,b,label\n1,2,0\n3,1\n", "line 3, column 'label' is missing"),
        ("a,b,label\n1,2,0\n3,1,0,5\n", "line 3 has 4 cells, the header 3"),
        ("a,b,label\n7,1,2,0\n", "line 2 has 4 cells, the header 3"),
        (",a,label\n0,1,0\n", "column 1 has no name in line 1"),
        ("a,label,\n1,0,\n", "column 3 has no name in line 1"),
        (b"a,label\n\xff\xfe,1\n", "not a text file in UTF-8"),
        ('a,label\n"1,0\n', "not a CSV file"),
        ("a,label\n1,-1\n2,1\n", "use (Y + 1) / 2"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(tmp_path, content, words):
    assert words in refusal(write(tmp_path, content))


def test_a_square_table_is_not_ambiguous(tmp_path):
    assert load(write(tmp_path, "a,b,label\n1,2,0\n3,5,1\n"), dtype=F64, seed=1).X_train.size == 2


def test_a_header_of_numbers_is_noted(tmp_path):
    notes = load(write(tmp_path, "5,7,1\n" + GOOD.split("\n", 1)[1]), dtype=F64, seed=1).notes
    assert notes[0].startswith("line 1 holds numbers only")
    notes = load(write(tmp_path, "0,1,2\n" + GOOD.split("\n", 1)[1]), dtype=F64, seed=1).notes
    assert not any("line 1" in note for note in notes)


def test_soft_labels_reach_the_check(tmp_path):
    path = write(tmp_path, "a,label\n1,0.5\n2,1\n3,0\n")
    assert "--soft-labels" in refusal(path)
    assert load(path, dtype=F64, seed=1, soft_labels=True).name == "mine.csv"


def test_a_layout_is_refused(tmp_path):
    assert "--layout is for .npz files" in refusal(write(tmp_path, GOOD), layout="columns")
