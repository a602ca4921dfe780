import re

import numpy as np
import pytest
import torch

from compare.quantities.logistic_regression import LOGISTIC_REGRESSION as TABLE
from compare.traces.trace import Defect, record

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)
SIZES = {"1": 1, "m": 7, "n_x": 5}
RNG = np.random.default_rng(8)
NAMES = ["Z", "A", "cost", "dZ", "dw", "db", "new_w", "new_b"]


def case(dtype=F64):
    return {
        "X": RNG.standard_normal((5, 7)).astype(dtype), "Y": np.ones((1, 7), dtype),
        "w": np.ones((5, 1), dtype), "b": np.array(0, dtype), "learning_rate": 0.1,
    }  # fmt: skip  # inputs, parameters


def returned(dtype=F64):
    """What a right step returns."""
    shapes = [(1, 7), (1, 7), (), (1, 7), (5, 1), (), (5, 1), ()]
    return {
        name: np.asarray(RNG.standard_normal(shape), dtype)
        for name, shape in zip(NAMES, shapes, strict=True)
    }


def defect_of(name, value, given=None, dtype=F64):
    """Replace one quantity; give what is said of it, and check that of nothing else is."""
    trace = record({**returned(dtype), name: value}, TABLE, SIZES, dtype, given or case(dtype))
    assert set(trace.defects) == {name}
    assert set(NAMES) - {name} <= set(trace.arrays)
    return trace.defects[name]


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_right_arrays_have_no_defect(dtype):
    given = returned(dtype)
    trace = record(given, TABLE, SIZES, dtype, case(dtype))
    assert (trace.defects, trace.missing, trace.extra) == ({}, (), {})
    assert list(trace.arrays) == NAMES
    for name, array in trace.arrays.items():
        np.testing.assert_array_equal(array, given[name])
        assert array.dtype == dtype


def test_the_arrays_are_in_the_order_of_the_table_whatever_the_order_of_return():
    backwards = dict(reversed(returned().items()))
    assert list(record(backwards, TABLE, SIZES, F64, case()).arrays) == NAMES


def test_the_arrays_are_copies_that_later_changes_do_not_reach():
    given = returned()
    before = {name: value.copy() for name, value in given.items()}
    trace = record(given, TABLE, SIZES, F64, case())
    for value in given.values():
        value[...] = 99
    for name, value in before.items():
        np.testing.assert_array_equal(trace.arrays[name], value)


def test_the_arrays_are_read_only():
    trace = record(returned(), TABLE, SIZES, F64, case())
    for array in trace.arrays.values():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_a_view_in_any_memory_order_is_admitted_with_its_values():
    wide = RNG.standard_normal((7, 2))
    trace = record({**returned(), "Z": wide[::-1, 1:].T}, TABLE, SIZES, F64, case())
    assert trace.defects == {}
    np.testing.assert_array_equal(trace.arrays["Z"][0], wide[::-1, 1])


def test_an_optional_quantity_is_admitted_and_not_missed():
    given = {**returned(), "dA": np.zeros((1, 7))}
    assert list(record(given, TABLE, SIZES, F64, case()).arrays) == [*NAMES[:3], "dA", *NAMES[3:]]
    assert record(returned(), TABLE, SIZES, F64, case()).missing == ()


# numbers


@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
@pytest.mark.parametrize(
    "make",
    [
        lambda dtype: 0.25,
        lambda dtype: np.array(0.25, dtype),
        lambda dtype: dtype.type(0.25),
        lambda dtype: np.array([[0.25]], dtype),
    ],
    ids=["float", "0-d", "scalar", "1x1"],
)
def test_a_number_may_be_written_in_four_ways(make, dtype):
    trace = record({**returned(dtype), "cost": make(dtype)}, TABLE, SIZES, dtype, case(dtype))
    assert trace.defects == {}
    assert trace.arrays["cost"].shape == ()
    assert trace.arrays["cost"].dtype == dtype
    assert trace.arrays["cost"] == 0.25


def test_a_whole_python_number_is_a_number():
    trace = record({**returned(), "cost": 3}, TABLE, SIZES, F64, case())
    assert trace.defects == {}
    assert trace.arrays["cost"] == 3


@pytest.mark.parametrize("value", [True, False])
def test_a_bool_is_no_number(value):
    expected = Defect("type", "a bool where a NumPy array of shape () is wanted")
    assert defect_of("cost", value) == expected


def test_a_numpy_bool_is_no_number():
    assert defect_of("cost", np.True_) == Defect("dtype", "dtype bool where float64 is wanted")


def test_a_python_number_is_no_matrix():
    message = "a float where a NumPy array of shape (1, 7) is wanted"
    assert defect_of("Z", 0.5) == Defect("type", message)


@pytest.mark.parametrize("shape", [(1,), (1, 1, 1), (2, 2)])
def test_a_number_in_another_shape_is_refused(shape):
    assert defect_of("cost", np.zeros(shape)) == Defect(
        "shape", f"shape {shape} where () is wanted"
    )


def test_a_number_too_large_for_the_dtype_is_not_finite():
    assert defect_of("cost", 1e300, dtype=F32).flaw == "not-finite"


def test_a_whole_number_too_large_for_any_float_is_a_defect():
    assert defect_of("cost", 10**400).flaw in ("type", "not-finite")


# types


class Odd:
    """Something of a person's own."""


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ([[0.0] * 7], "list"),
        (((0.0,) * 7,), "tuple"),
        (None, "NoneType"),
        ("0.5", "str"),
        (0.5j, "complex"),
        ({"Z": 1}, "dict"),
        (torch.zeros(1, 7, dtype=torch.float64), "torch.Tensor"),
        (Odd(), f"{Odd.__module__}.Odd"),
        (lambda: 0, "function"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_array_is_refused_by_its_type(value, kind):
    message = f"a {kind} where a NumPy array of shape (1, 7) is wanted"
    assert defect_of("Z", value) == Defect("type", message)


def test_what_is_refused_by_type_is_not_in_the_arrays():
    trace = record({**returned(), "Z": None}, TABLE, SIZES, F64, case())
    assert "Z" not in trace.arrays
    assert trace.missing == ()


# shapes


def test_a_rank_1_array_is_refused_with_a_hint():
    expected = "shape (5,) where (5, 1) is wanted (rank 1: sum with keepdims=True, or reshape)"
    assert defect_of("dw", np.zeros(5)) == Defect("shape", expected)


def test_a_transposed_array_is_named_so():
    expected = "shape (1, 5) where (5, 1) is wanted (transposed)"
    assert defect_of("dw", np.zeros((1, 5))) == Defect("shape", expected)


@pytest.mark.parametrize("shape", [(5, 7), (5, 5), (4, 1), (0, 1), (5, 1, 1), ()])
def test_any_other_shape_is_refused(shape):
    expected = Defect("shape", f"shape {shape} where (5, 1) is wanted")
    assert defect_of("dw", np.zeros(shape)) == expected


def test_an_array_of_the_wrong_shape_is_not_in_the_arrays():
    trace = record({**returned(), "dw": np.zeros(5)}, TABLE, SIZES, F64, case())
    assert "dw" not in trace.arrays


# dtypes


@pytest.mark.parametrize(
    ("dtype", "other"),
    [
        (F64, "float32"), (F64, "float16"), (F64, "int64"), (F64, "complex128"), (F64, "bool"),
        (F64, "object"), (F64, ">f8"), (F32, "float64"),
    ],
)  # fmt: skip  # wanted, found
def test_another_dtype_is_refused(dtype, other):
    expected = Defect("dtype", f"dtype {np.dtype(other)} where {dtype} is wanted")
    assert defect_of("Z", np.zeros((1, 7), other), dtype=dtype) == expected


@pytest.mark.parametrize(("dtype", "other"), [(F64, F32), (F32, F64)], ids=str)
def test_a_scalar_of_another_dtype_is_refused(dtype, other):
    expected = Defect("dtype", f"dtype {other} where {dtype} is wanted")
    assert defect_of("cost", other.type(0.5), dtype=dtype) == expected


def test_an_array_of_text_is_refused():
    assert defect_of("Z", np.full((1, 7), "0.5")).flaw == "dtype"


# finiteness


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_the_first_number_that_is_not_finite_is_named_with_their_count(bad):
    Z = np.zeros((1, 7))
    Z[0, 4], Z[0, 6] = bad, np.nan
    assert defect_of("Z", Z) == Defect("not-finite", f"{bad} at [0, 4] (2 in all)")


def test_a_number_that_is_not_finite_has_no_index():
    assert defect_of("cost", np.array(np.nan)) == Defect("not-finite", "nan at [] (1 in all)")
    assert defect_of("cost", float("inf")) == Defect("not-finite", "inf at [] (1 in all)")


def test_an_array_that_is_not_finite_is_kept_to_be_looked_at():
    Z = np.full((1, 7), np.nan)
    trace = record({**returned(), "Z": Z}, TABLE, SIZES, F64, case())
    assert np.isnan(trace.arrays["Z"]).sum() == 7


def test_the_largest_finite_numbers_are_finite():
    Z = np.full((1, 7), np.finfo(F64).max)
    assert record({**returned(), "Z": Z}, TABLE, SIZES, F64, case()).defects == {}


# memory


@pytest.mark.parametrize("of", [lambda w: w, lambda w: w[:], lambda w: w.reshape(5, 1)[::-1]])
def test_an_array_of_the_case_is_not_to_be_returned(of):
    given = case()
    expected = Defect("shared-memory", "shares memory with w: return a copy")
    assert defect_of("new_w", of(given["w"]), given) == expected


def test_a_part_of_an_array_of_the_case_is_not_to_be_returned():
    given = case()
    assert (
        defect_of("dw", given["X"][:, 2:3], given).message == "shares memory with X: return a copy"
    )


def test_the_later_of_two_quantities_in_the_same_memory_is_named():
    trace = returned()
    expected = Defect("shared-memory", "shares memory with Z: return a copy")
    trace["A"] = trace["Z"]
    assert record(trace, TABLE, SIZES, F64, case()).defects == {"A": expected}


def test_overlapping_views_of_one_buffer_share_memory():
    buffer, trace = np.zeros((8, 1)), returned()
    trace["dw"], trace["new_w"] = buffer[:5], buffer[3:]
    expected = Defect("shared-memory", "shares memory with dw: return a copy")
    assert record(trace, TABLE, SIZES, F64, case()).defects == {"new_w": expected}


def test_views_of_one_buffer_that_do_not_overlap_share_nothing():
    buffer, trace = np.zeros((10, 1)), returned()
    trace["dw"], trace["new_w"] = buffer[::2], buffer[1::2]
    assert record(trace, TABLE, SIZES, F64, case()).defects == {}


def test_a_number_kept_in_another_quantity_shares_its_memory():
    trace = returned()
    trace["db"] = trace["dZ"][:, :1]
    expected = Defect("shared-memory", "shares memory with dZ: return a copy")
    assert record(trace, TABLE, SIZES, F64, case()).defects == {"db": expected}


def test_an_array_with_two_defects_is_told_the_one_that_keeps_it_out():
    given = case()
    trace = record({**returned(), "dw": given["X"]}, TABLE, SIZES, F64, given)
    assert trace.defects["dw"].flaw == "shape"


# names


def test_what_was_not_returned_is_missing_in_the_order_of_the_table():
    given = returned()
    for name in ("new_b", "A", "dw"):
        del given[name]
    trace = record(given, TABLE, SIZES, F64, case())
    assert trace.missing == ("A", "dw", "new_b")
    assert trace.defects == {}


def test_nothing_returned_is_everything_missing():
    trace = record({}, TABLE, SIZES, F64, case())
    assert trace.missing == tuple(NAMES)
    assert trace.arrays == {}


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("costs", "cost"), ("new_weights", "new_w"), ("Cost", "cost"), ("dW", "dw"), ("dz", "dZ")],
)
def test_a_misspelt_name_is_extra_with_the_nearest_missing_one(wrong, right):
    given = returned()
    given[wrong] = given.pop(right)
    trace = record(given, TABLE, SIZES, F64, case())
    assert trace.extra == {wrong: right}
    assert trace.missing == (right,)


def test_an_extra_name_has_no_hint_where_nothing_is_missing():
    trace = record({**returned(), "costs": 1.0}, TABLE, SIZES, F64, case())
    assert trace.extra == {"costs": None}


def test_an_extra_name_like_no_other_has_no_hint():
    given = returned()
    del given["cost"]
    trace = record({**given, "xyz": 1.0}, TABLE, SIZES, F64, case())
    assert trace.extra == {"xyz": None}


def test_a_name_that_is_no_text_is_extra():
    trace = record({**returned(), 3: np.zeros(2)}, TABLE, SIZES, F64, case())
    assert trace.extra == {"3": None}


def test_a_message_is_one_line():
    for value in (None, np.zeros(5), np.full((5, 1), np.nan), np.zeros((5, 1), int)):
        assert re.fullmatch(r"[^\n]+", defect_of("dw", value).message)
