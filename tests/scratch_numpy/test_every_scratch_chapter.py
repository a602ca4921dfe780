import itertools
from importlib import import_module

import numpy as np
import pytest

from tests.scratch_numpy.chapter_examples import EXAMPLES, F32, F64

EVERY = pytest.mark.parametrize("example", EXAMPLES, ids=str)
DTYPES = pytest.mark.parametrize("dtype", [F32, F64], ids=str)


def run(example, case):
    return example.step("scratch_numpy", case)


def arrays_of(mapping):
    return {name: value for name, value in mapping.items() if isinstance(value, np.ndarray)}


@EVERY
def test_every_quantity_of_the_table_is_returned_in_its_order_and_nothing_else(example):
    wanted = [quantity.name for quantity in example.model if not quantity.optional]
    trace = run(example, example.make(F64))
    assert list(trace) == wanted


@EVERY
@DTYPES
def test_every_quantity_has_the_dtype_of_the_case(example, dtype):
    for name, value in run(example, example.make(dtype)).items():
        assert value.dtype == dtype, name


@EVERY
def test_every_quantity_has_the_shape_of_its_axes(example):
    case = example.make(F64)
    sizes = example.model.sizes(case)
    for name, value in run(example, case).items():
        assert value.shape == tuple(sizes[axis] for axis in example.model[name].axes), name


@EVERY
def test_no_argument_is_changed(example):
    case, untouched = example.make(F64), example.make(F64)
    run(example, case)
    assert case.keys() == untouched.keys()
    for name, value in untouched.items():
        np.testing.assert_array_equal(case[name], value, err_msg=name)


@EVERY
def test_no_argument_needs_to_be_writable(example):
    case = example.make(F64)
    for array in arrays_of(case).values():
        array.flags.writeable = False
    trace = run(example, case)
    assert len(trace) > 0


@EVERY
def test_nothing_returned_shares_memory_with_the_case(example):
    case = example.make(F64)
    trace = arrays_of(run(example, case))
    for (name, value), (owner, array) in itertools.product(trace.items(), arrays_of(case).items()):
        assert not np.shares_memory(value, array), (name, owner)


@EVERY
def test_no_two_quantities_share_memory(example):
    trace = arrays_of(run(example, example.make(F64)))
    for (name, value), (other, array) in itertools.combinations(trace.items(), 2):
        assert not np.shares_memory(value, array), (name, other)


@EVERY
def test_two_calls_give_the_same_bits(example):
    case = example.make(F64)
    first, again = run(example, case), run(example, case)
    for name in first:
        np.testing.assert_array_equal(first[name], again[name], err_msg=name)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_state_is_passed_on(example):
    state = {"kept": 1}
    _, passed_on = import_module(f"scratch_numpy.{example.chapter}").step(example.make(F64), state)
    assert passed_on is state
