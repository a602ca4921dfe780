import numpy as np
import pytest

from compare.datasets import check_examples
from compare.errors import UsageError

RNG = np.random.default_rng(3)
X = RNG.standard_normal((5, 7))
Y = np.array([[0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0]])


def refusal(X, Y, **options):
    with pytest.raises(UsageError) as caught:
        check_examples(X, Y, where="case", **options)
    message = str(caught.value)
    assert message.startswith("case: ")
    assert message.count("\n") < 2
    assert "!" not in message
    return message


def test_a_good_pair_comes_back_unchanged_and_without_notes():
    X_out, Y_out, notes = check_examples(X, Y, where="case")
    np.testing.assert_array_equal(X_out, X)
    np.testing.assert_array_equal(Y_out, Y)
    assert notes == ()
    assert X_out.dtype == Y_out.dtype == np.float64
    assert not np.shares_memory(X_out, X)
    assert not np.shares_memory(Y_out, Y)


def test_float32_features_are_kept_and_labels_follow():
    X_out, Y_out, _ = check_examples(X.astype(np.float32), Y.astype(int), where="case")
    assert X_out.dtype == Y_out.dtype == np.float32


def test_integer_features_and_foreign_byte_order_become_native_float64():
    X_out, _, notes = check_examples(np.arange(35).reshape(5, 7) - 9, Y, where="case")
    assert X_out.dtype == np.float64
    assert notes == ()
    X_out, _, _ = check_examples(X.astype(">f8"), Y, where="case")
    assert X_out.dtype.isnative
    np.testing.assert_array_equal(X_out, X)


def test_lists_of_equal_rows_are_read():
    X_out, Y_out, _ = check_examples([[1.5, 2.5], [3.5, 4.5], [5.5, 6.5]], [[0, 1]], where="case")
    assert X_out.shape == (3, 2)
    assert Y_out.shape == (1, 2)


def test_row_1_transposed_features_are_named_with_both_shapes():
    assert refusal(X.T, Y) == (
        "case: X has shape (7, 5); columns must be examples. Y has 7 entries, "
        "so X looks transposed: pass X.T, or say --layout rows"
    )


def test_row_1_layout_columns_does_not_silence_a_transposed_matrix():
    assert "looks transposed" in refusal(X.T, Y, layout="columns")


def test_layout_rows_turns_both_arrays():
    for labels in (Y.T, Y):
        X_out, Y_out, _ = check_examples(X.T, labels, where="case", layout="rows")
        np.testing.assert_array_equal(X_out, X)
        np.testing.assert_array_equal(Y_out, Y)
        assert X_out.flags.c_contiguous
        assert Y_out.flags.c_contiguous


def test_layout_rows_on_columns_says_to_drop_it():
    message = refusal(X, Y, layout="rows")
    assert "X has shape (5, 7); rows must be examples" in message
    assert message.endswith("drop --layout rows")


def test_an_unknown_layout_is_refused():
    assert "'cols'" in refusal(X, Y, layout="cols")


SQUARE = RNG.standard_normal((7, 7))


def test_row_2_a_square_matrix_is_ambiguous():
    message = refusal(SQUARE, Y)
    assert "X is 7 x 7: cannot tell rows from columns; say --layout columns" in message
    assert 'layout="columns"' in message


def test_row_2_a_layout_settles_a_square_matrix():
    np.testing.assert_array_equal(
        check_examples(SQUARE, Y, where="case", layout="columns")[0], SQUARE
    )
    np.testing.assert_array_equal(
        check_examples(SQUARE, Y.T, where="case", layout="rows")[0], SQUARE.T
    )


def test_row_3_rank_1_labels_are_refused():
    assert refusal(X, Y[0]) == (
        "case: Y has shape (7,); it must be (1, m): "
        "use Y.reshape(1, -1) (rank-1 arrays broadcast to (m, m))"
    )


def test_row_4_a_column_of_labels_is_refused():
    assert refusal(X, Y.T) == "case: Y has shape (7, 1); it must be (1, m): use Y.T"


def test_row_4_both_arrays_by_rows_are_pointed_to_the_layout():
    message = refusal(X.T, Y.T)
    assert "use Y.T; X has shape (7, 5): use X.T as well, or say --layout rows" in message


def test_row_5_another_number_of_labels():
    assert "X has 7 examples, Y has 6; each example needs one label" in refusal(X, Y[:, :6])


def test_row_6_minus_one_and_one():
    signs = 2 * Y - 1
    assert refusal(X, signs) == (
        "case: labels must be 0 or 1; found -1 (4 times in Y); use (Y + 1) / 2"
    )


@pytest.mark.parametrize(
    ("labels", "found", "remedy"),
    [
        ([[1, 2, 2, 1, 2, 1, 1]], "found 2 (3 times in Y)", "use Y == 2"),
        ([[0, 255, 0, 0, 0, 0, 0]], "found 255 (once in Y)", "use Y == 255"),
        ([[3, 3, 3, 3, 3, 3, 3]], "found 3 (7 times in Y)", "two classes are needed"),
        ([[0, 1, 2, 3, 4, 5, 9]], "found 2 (once in Y)", "0, 1, 2, 3, 4, 5, 9 look like class"),
        ([[0.5, 1, 2, 3, 4, 5, 9]], "found 0.5 (once in Y)", "two classes are needed"),
    ],
)
def test_other_labels_are_named_with_a_remedy(labels, found, remedy):
    message = refusal(X, np.array(labels))
    assert found in message
    assert remedy in message


def test_many_class_numbers_are_cut_short():
    message = refusal(RNG.standard_normal((2, 30)), np.arange(30).reshape(1, -1))
    assert "7, 8, 9, ... (30 values) look like class numbers; choose one, as in Y == 29" in message


SOFT = np.array([[0.0, 0.25, 1.0, 0.25, 1.0, 0.0, 0.0]])


def test_row_7_probabilities_need_to_be_announced():
    message = refusal(X, SOFT)
    assert "found 0.25 (2 times in Y)" in message
    assert "--soft-labels" in message
    _, Y_out, notes = check_examples(X, SOFT, where="case", soft_labels=True)
    np.testing.assert_array_equal(Y_out, SOFT)
    assert notes == ("labels are probabilities: 2 of 7 lie between 0 and 1",)


@pytest.mark.parametrize("outside", [1.25, -0.5])
def test_row_7_soft_labels_stay_between_0_and_1(outside):
    labels = SOFT.copy()
    labels[0, 1] = outside
    message = refusal(X, labels, soft_labels=True)
    assert f"found {outside if outside < 0 else 0.25:g}" in message
    assert "probabilities lie between 0 and 1" in message


@pytest.mark.parametrize(
    ("dtype", "words"),
    [
        (np.uint8, "(in uint8, -Y wraps around: -1 becomes 255)"),
        (bool, "(NumPy refuses -Y on bool)"),
        (np.int64, "labels were int64: converted to float"),
    ],
)
def test_row_8_labels_of_whole_numbers_are_converted_with_a_note(dtype, words):
    _, Y_out, notes = check_examples(X, Y.astype(dtype), where="case")
    np.testing.assert_array_equal(Y_out, Y)
    assert Y_out.dtype == np.float64
    assert len(notes) == 1
    assert notes[0].startswith(f"labels were {np.dtype(dtype)}: converted to float")
    assert words in notes[0]


ONE_HOT = np.eye(3)[[0, 1, 2, 0, 1, 2, 1]].T


def test_row_9_one_hot_labels_are_recognised_either_way_round():
    assert "one-hot; choose one class against the rest, as in Y[1:2]" in refusal(X, ONE_HOT)
    assert "as in Y[:, 1:2].T" in refusal(X, ONE_HOT.T)
    assert "one label for each example" in refusal(X, ONE_HOT + 1)


@pytest.mark.parametrize("label", [0, 1])
def test_row_10_a_single_class_is_noted(label):
    _, _, notes = check_examples(X, np.full((1, 7), float(label)), where="case")
    assert notes == (f"all training labels are {label}: half of the cost is untested",)


def test_row_11_the_first_value_that_is_not_finite_is_named():
    broken = X.copy()
    broken[2, 4] = broken[3, 1] = np.nan
    broken[3, 0] = -np.inf
    assert "X[2, 4] is nan (3 not finite in all)" in refusal(broken, Y)
    labels = Y.copy()
    labels[0, 3] = np.inf
    assert "Y[0, 3] is inf (1 not finite in all)" in refusal(X, labels)


def test_row_12_ragged_rows_are_named():
    ragged = [[1, 2, 3], [1, 2, 3], [1, 2]]
    assert "X[2] has 2 values, the others 3" in refusal(ragged, Y)
    array = np.empty(3, dtype=object)
    array[:] = ragged
    assert "X has dtype object: X[2] has 2 values, the others 3" in refusal(array, Y)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.array([["1", "2"], ["3", "four"]]), "X[1, 1] is 'four'; a number is needed"),
        (np.array([["1", "2"], ["3", "4"]]), "numbers are needed; use X.astype(np.float64)"),
        (np.array([[1, None]], dtype=object), "X has dtype object: X[0, 1] is None"),
        (None, "X has dtype object: X is None"),
        (np.array(["2020-01-01"], dtype="M8[D]"), "X has dtype datetime64[D]"),
    ],
)
def test_row_12_what_is_no_number_is_named(value, words):
    assert words in refusal(value, Y)


def test_masked_values_are_refused_but_an_empty_mask_is_not():
    mask = np.zeros(X.shape, dtype=bool)
    check_examples(np.ma.array(X, mask=mask), Y, where="case")
    mask[1, 1] = True
    assert "X has masked values" in refusal(np.ma.array(X, mask=mask), Y)


def test_row_13_pixels_are_noted_and_not_scaled():
    pixels = np.arange(35, dtype=np.uint8).reshape(5, 7) * 7
    X_out, _, notes = check_examples(pixels, Y, where="case")
    np.testing.assert_array_equal(X_out, pixels)
    assert len(notes) == 1
    assert notes[0].startswith("X is not scaled (whole numbers from 0 to 238)")
    assert "X / 255" in notes[0]


@pytest.mark.parametrize("largest", [16, 256])
def test_row_13_other_whole_numbers_are_no_pixels(largest):
    counts = np.zeros((5, 7), dtype=int)
    counts[0, 0] = largest
    assert check_examples(counts, Y, where="case")[2] == ()


@pytest.mark.parametrize("dtype", [np.float16, np.longdouble, np.complex128])
def test_row_14_other_types_are_refused(dtype):
    message = refusal(X.astype(dtype), Y)
    assert f"X has dtype {np.dtype(dtype)}; supported: float32, float64" in message
    assert ".real" in message if dtype is np.complex128 else ".real" not in message
    assert f"Y has dtype {np.dtype(dtype)}" in refusal(X, Y.astype(dtype))


@pytest.mark.parametrize("shape", [(5, 0), (0, 7), (0,)])
def test_row_16_empty_features_are_never_a_pass(shape):
    assert f"X has shape {shape}: nothing to check" in refusal(np.empty(shape), Y)


def test_row_16_empty_labels_are_never_a_pass():
    assert "Y has shape (1, 0): nothing to check" in refusal(X, np.empty((1, 0)))


def test_row_17_one_example_goes_on_with_a_note():
    X_out, _, notes = check_examples(X[:, :1], Y[:, :1], where="case")
    assert X_out.shape == (5, 1)
    assert "one example only (m = 1)" in notes[0]
    assert "1/m" in notes[0]
    assert "half of the cost" in notes[1]


def test_one_example_of_one_feature_is_not_ambiguous():
    assert check_examples([[2.0]], [[1.0]], where="case")[0].shape == (1, 1)


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        (X[:, 0], "X.reshape(-1, 1) for one example"),
        (np.ones((7, 4, 4, 3)), "X.reshape(7, -1).T"),
        (np.float64(2), "X.reshape(1, 1)"),
    ],
)
def test_features_of_another_rank_are_refused(value, fix):
    message = refusal(value, Y)
    assert f"X has shape {np.shape(value)}; it must be (n_x, m)" in message
    assert fix in message


# ---- several classes

ONE_HOT = np.eye(3)[:, np.arange(7) % 3]


def test_one_hot_labels_come_back_unchanged_and_without_notes():
    X_out, Y_out, notes = check_examples(X, ONE_HOT, where="case", one_hot=True)
    np.testing.assert_array_equal(X_out, X)
    np.testing.assert_array_equal(Y_out, ONE_HOT)
    assert notes == ()
    assert not np.shares_memory(Y_out, ONE_HOT)


def test_one_hot_labels_by_rows_are_turned_with_the_examples():
    X_out, Y_out, _ = check_examples(X.T, ONE_HOT.T, where="case", layout="rows", one_hot=True)
    np.testing.assert_array_equal(X_out, X)
    np.testing.assert_array_equal(Y_out, ONE_HOT)


@pytest.mark.parametrize("dtype", [bool, np.uint8, int])
def test_one_hot_labels_of_whole_numbers_are_converted_with_a_note(dtype):
    _, Y_out, notes = check_examples(X, ONE_HOT.astype(dtype), where="case", one_hot=True)
    assert Y_out.dtype == np.float64
    assert any("converted to float" in note for note in notes)


@pytest.mark.parametrize(
    ("Y", "words"),
    [
        (Y, "Y has shape (1, 7); for several classes it must be (n_y, m): a row a class"),
        (np.arange(7)[None] % 3, "as in np.eye(3)[:, Y.ravel().astype(int)]"),
        (ONE_HOT.T, "use Y.T"),
        (ONE_HOT / 2, "Y[0, 0] is 0.5 (7 such in all)"),
        (ONE_HOT + ONE_HOT[[1, 2, 0]], "column 0 of Y has 2 (7 such columns in all)"),
        (0 * ONE_HOT, "column 0 of Y has 0 (7 such columns in all)"),
        (ONE_HOT[:, :6], "X has 7 examples, Y has 6"),
        (ONE_HOT[:, :, None], "Y has shape (3, 7, 1)"),
        (np.ones((3, 0)), "nothing to check"),
    ],
)
def test_labels_that_are_not_one_hot_are_refused(Y, words):
    assert words in refusal(X, Y, one_hot=True)


def test_one_hot_labels_for_one_output_are_pointed_to_softmax():
    assert "or end with softmax" in refusal(X, ONE_HOT)


def test_a_single_class_in_one_hot_labels_is_noted():
    only = np.zeros((3, 7))
    only[1] = 1
    _, _, notes = check_examples(X, only, where="case", one_hot=True)
    assert notes == ("all training labels are class 1: the cost of the others is untested",)


def test_one_example_of_several_classes_is_noted():
    _, _, notes = check_examples(X[:, :1], ONE_HOT[:, :1], where="case", one_hot=True)
    assert "m = 1" in notes[0]
