import numpy as np
import pytest

from compare.cases.parameters import (
    check_parameters,
    logistic_shapes,
    network_shapes,
    read_parameters,
)
from compare.errors import UsageError

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
SHAPES = network_shapes((5, 3, 1))
RNG = np.random.default_rng(9)


def parameters(shapes=SHAPES, dtype=F64):
    return {name: np.asarray(RNG.standard_normal(shape), dtype) for name, shape in shapes.items()}


def refused(given, shapes=SHAPES, dtype=F64):
    with pytest.raises(UsageError) as error:
        check_parameters(given, shapes, dtype, where="start.npz")
    message = str(error.value)
    assert message.startswith("start.npz: ")
    assert "\n" not in message
    return message.removeprefix("start.npz: ")


def test_the_shapes_of_a_network():
    assert network_shapes((5, 3, 1)) == {"W1": (3, 5), "b1": (3, 1), "W2": (1, 3), "b2": (1, 1)}


def test_the_shapes_of_logistic_regression():
    assert logistic_shapes(5) == {"w": (5, 1), "b": ()}


# what is right


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
@pytest.mark.parametrize("wanted", [F32, F64], ids=str)
def test_right_parameters_are_returned_in_the_wanted_dtype(dtype, wanted):
    given = parameters(dtype=dtype)
    checked = check_parameters(given, SHAPES, wanted, "start.npz")
    assert list(checked) == list(SHAPES)
    for name, array in checked.items():
        assert array.dtype == wanted
        np.testing.assert_array_equal(array, given[name].astype(wanted))


def test_what_is_returned_is_a_copy():
    given = parameters()
    checked = check_parameters(given, SHAPES, F64, "start.npz")
    for name in SHAPES:
        assert not np.shares_memory(checked[name], given[name])


def test_the_order_is_that_of_the_network_whatever_the_order_given():
    given = dict(reversed(parameters().items()))
    assert list(check_parameters(given, SHAPES, F64, "start.npz")) == list(SHAPES)


@pytest.mark.parametrize("shape", [(), (1, 1)])
def test_a_bias_that_is_a_number_may_be_a_matrix(shape):
    shapes = logistic_shapes(2)
    given = {"w": np.ones((2, 1)), "b": np.full(shape, 3.0)}
    checked = check_parameters(given, shapes, F64, "start.npz")
    assert checked["b"].shape == ()
    assert checked["b"] == 3


# names


def test_a_missing_parameter_is_named():
    given = parameters()
    del given["b1"]
    assert refused(given) == "missing b1 (wanted exactly W1, b1, W2, b2)"


def test_a_parameter_too_many_is_named():
    given = {**parameters(), "W3": np.ones((1, 1)), "lr": np.ones(1)}
    assert refused(given) == "not known W3, lr (wanted exactly W1, b1, W2, b2)"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("W01", "W1"),
        ("w01", "W1"),
        ("w1", "W1"),
        ("B2", "b2"),
        ("weights_W2", None),
        ("W_2", "W2"),
        ("b02", "b2"),
    ],
)
def test_a_misspelt_name_is_shown_as_it_is_written(wrong, right):
    given = parameters()
    right_or_last = right or "W2"
    given[wrong] = given.pop(right_or_last)
    hint = f"; {wrong} is written {right}" if right else ""
    assert refused(given) == (
        f"missing {right_or_last}; not known {wrong}{hint} (wanted exactly W1, b1, W2, b2)"
    )


def test_gradients_in_the_place_of_parameters_are_listed_with_what_is_missing():
    message = refused({"dW1": np.ones((3, 5)), "db1": np.ones((3, 1))})
    assert message.startswith("missing W1, b1, W2, b2; not known dW1, db1; ")
    assert message.endswith("(wanted exactly W1, b1, W2, b2)")


def test_nothing_given_is_everything_missing():
    assert refused({}) == "missing W1, b1, W2, b2 (wanted exactly W1, b1, W2, b2)"


# dtypes


def test_the_first_float32_among_float64_is_named():
    given = parameters()
    given["b1"], given["W2"] = given["b1"].astype(F32), given["W2"].astype(F32)
    assert refused(given) == "b1 is float32 among float64 arrays; give all one dtype"


@pytest.mark.parametrize("dtype", ["float16", "int64", "complex128", "bool", ">f8", "U3"])
def test_another_dtype_is_refused_by_name(dtype):
    given = {**parameters(), "W2": np.ones((1, 3)).astype(dtype)}
    message = refused(given)
    assert message == f"W2 has dtype {given['W2'].dtype}; float32 or float64 wanted"


def test_an_array_of_objects_is_refused():
    given = {**parameters(), "W2": np.array([[None, None, None]])}
    assert refused(given) == "W2 has dtype object; float32 or float64 wanted"


# shapes


def test_another_shape_is_refused_with_the_wanted_one():
    given = {**parameters(), "W1": np.ones((4, 5))}
    assert refused(given) == "W1 has shape (4, 5), wanted (3, 5)"


def test_a_transposed_matrix_is_refused_with_the_way_out():
    given = {**parameters(), "W1": np.ones((5, 3))}
    assert refused(given) == "W1 has shape (5, 3), wanted (3, 5): pass W1.T"


def test_a_bias_in_a_row_is_refused_with_the_way_out():
    given = {**parameters(), "b1": np.ones((1, 3))}
    assert refused(given) == "b1 has shape (1, 3), wanted (3, 1): pass b1.T"


def test_a_bias_of_rank_1_is_refused_with_the_way_out():
    given = {**parameters(), "b1": np.ones(3)}
    expected = "b1 has shape (3,), wanted (3, 1): use b1.reshape(3, 1) (rank-1 arrays broadcast)"
    assert refused(given) == expected


def test_no_reshape_is_advised_that_cannot_be_done():
    given = {**parameters(), "b1": np.ones(4)}
    assert "reshape" not in refused(given)


@pytest.mark.parametrize("shape", [(1,), (2, 1), (1, 1, 1)])
def test_a_number_in_another_shape_is_refused(shape):
    given = {"w": np.ones((2, 1)), "b": np.ones(shape)}
    message = refused(given, logistic_shapes(2))
    assert message.startswith(f"b has shape {shape}, wanted ()")


# values


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_weight_that_is_not_finite_is_named_with_their_count(bad):
    given = parameters()
    given["W1"][1, 4], given["W1"][2, 0], given["W1"][2, 3] = bad, np.nan, np.inf
    message = refused(given)
    assert message.startswith(f"W1[1, 4] is {bad}")
    assert message.endswith("(3 in all)")


def test_a_number_that_is_not_finite_is_named():
    message = refused({"w": np.ones((2, 1)), "b": np.array(np.nan)}, logistic_shapes(2))
    assert message.startswith("b")
    assert " is nan" in message


def test_a_weight_that_float32_cannot_hold_is_refused():
    given = parameters()
    given["W1"][1, 4] = 1e300
    message = refused(given, dtype=F32)
    assert "W1[1, 4]" in message


# files


def read(path, shapes=SHAPES, dtype=F64):
    return read_parameters(str(path), shapes, dtype)


def refused_file(path):
    with pytest.raises(UsageError) as error:
        read(path)
    return str(error.value)


@pytest.fixture
def start(tmp_path):
    """A right file, and what it holds."""
    path, given = tmp_path / "start.npz", parameters()
    np.savez(path, **given)
    return path, given


def test_a_right_file_is_read(start):
    path, given = start
    for name, array in read(path).items():
        np.testing.assert_array_equal(array, given[name])


def test_a_compressed_file_is_read(tmp_path):
    path, given = tmp_path / "start.npz", parameters()
    np.savez_compressed(path, **given)
    np.testing.assert_array_equal(read(path)["W1"], given["W1"])


def test_a_path_with_spaces_and_accents_is_read(tmp_path):
    path, given = tmp_path / "mes poids à moi.npz", parameters()
    np.savez(path, **given)
    np.testing.assert_array_equal(read(path)["W1"], given["W1"])


def test_a_defect_in_a_file_is_told_with_its_name(tmp_path):
    path, given = tmp_path / "start.npz", parameters()
    del given["b2"]
    np.savez(path, **given)
    assert refused_file(path) == "start.npz: missing b2 (wanted exactly W1, b1, W2, b2)"


def test_a_file_that_is_not_there_is_named(tmp_path):
    path = tmp_path / "start.npz"
    assert refused_file(path) == f"no file {str(path)!r} to start from"


def damaged(path, how):
    """Damage a right file."""
    whole = path.read_bytes()
    match how:
        case "empty":
            path.write_bytes(b"")
        case "text":
            path.write_text("W1 = 3", encoding="utf-8")
        case "half":
            path.write_bytes(whole[: len(whole) // 2])
        case "bit":
            middle = whole.index(b"\x93NUMPY") + 140
            path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 64]) + whole[middle + 1 :])
        case "one array":
            with path.open("wb") as file:
                np.save(file, np.ones((3, 5)))
        case "locked":
            locked = bytearray(whole)
            locked[whole.index(b"PK\x03\x04") + 6] |= 1
            locked[whole.index(b"PK\x01\x02") + 8] |= 1
            path.write_bytes(locked)
        case "objects":
            np.savez(path, W1=np.array([None]), b1=np.ones(1))
        case "folder":
            path.unlink()
            path.mkdir()


@pytest.mark.parametrize(
    "how", ["empty", "text", "half", "bit", "one array", "locked", "objects", "folder"]
)
def test_a_file_that_holds_no_parameters_is_refused_by_name(start, how):
    path, _ = start
    damaged(path, how)
    message = refused_file(path)
    assert "start.npz" in message


def end_of_reading(path, given):
    """How reading ends: with the parameters, with an answer, or with something nobody foresaw."""
    try:
        found = read(path)
    except UsageError as answer:
        return "an answer" if path.name in str(answer) else str(answer)
    except Exception as error:
        return repr(error)
    same = all(np.array_equal(found[name], given[name]) for name in SHAPES)
    return "the parameters" if same else "other parameters"


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_no_flipped_bit_and_no_cut_ends_in_anything_but_an_answer(tmp_path, save):
    path = tmp_path / "start.npz"
    given = parameters()
    save(path, **given)
    whole = path.read_bytes()
    rng = np.random.default_rng(10)
    ends = set()
    for place in rng.integers(0, len(whole), 300):
        flipped = bytes([whole[place] ^ (1 << int(rng.integers(8)))])
        for broken in (whole[:place] + flipped + whole[place + 1 :], whole[:place]):
            path.write_bytes(broken)
            ends.add(end_of_reading(path, given))
    assert ends == {"the parameters", "an answer"}
