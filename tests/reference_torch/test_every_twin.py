import itertools
from importlib import import_module

import numpy as np
import pytest
import torch

from tests.scratch_numpy.chapter_examples import EXAMPLES, F32, F64

EVERY = pytest.mark.parametrize("example", EXAMPLES, ids=str)
DTYPES = pytest.mark.parametrize("dtype", [F32, F64], ids=str)
DERIVATIVES = ("d", "g_prime_", "slope_")


def run(example, case):
    return example.step("reference_torch", case)


def arrays_of(mapping):
    return {name: value for name, value in mapping.items() if isinstance(value, np.ndarray)}


@EVERY
def test_every_quantity_of_the_table_is_returned_and_nothing_else(example):
    trace = run(example, example.make(F64))
    assert set(trace) == {quantity.name for quantity in example.model if not quantity.optional}


@EVERY
@DTYPES
def test_every_quantity_is_an_array_of_the_dtype_of_the_case(example, dtype):
    for name, value in run(example, example.make(dtype)).items():
        assert isinstance(value, np.ndarray), name
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
def test_changing_the_case_afterwards_changes_nothing(example):
    case = example.make(F64)
    trace = run(example, case)
    before = {name: value.copy() for name, value in trace.items()}
    for array in arrays_of(case).values():
        array.fill(np.nan)
    for name, value in before.items():
        np.testing.assert_array_equal(trace[name], value, err_msg=name)
        assert np.isfinite(value).all(), name


@EVERY
def test_no_two_quantities_share_memory(example):
    trace = run(example, example.make(F64))
    for (name, value), (other, array) in itertools.combinations(trace.items(), 2):
        assert not np.shares_memory(value, array), (name, other)


@EVERY
def test_two_calls_give_the_same_bits(example):
    case = example.make(F64)
    first, again = run(example, case), run(example, case)
    for name in first:
        np.testing.assert_array_equal(first[name], again[name], err_msg=name)


@EVERY
def test_the_state_is_passed_on(example):
    state = {"kept": 1}
    module = import_module(f"reference_torch.{example.chapter}")
    _, passed_on = module.step(example.make(F64), state)
    assert passed_on is state


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.chapter != "initialisation"], ids=str)
def test_every_derivative_is_autograds(example, monkeypatch):
    """What autograd gives is doubled: a derivative written by hand would stay as it is."""
    case = example.make(F64)
    before = run(example, case)
    backward, grad = torch.Tensor.backward, torch.autograd.grad
    monkeypatch.setattr(torch.Tensor, "backward", lambda tensor: backward(tensor * 2))
    monkeypatch.setattr(
        torch.autograd, "grad", lambda *args, **more: tuple(2 * g for g in grad(*args, **more))
    )
    after = run(example, case)
    for name, value in before.items():
        if name.startswith("new_"):
            step = value - case[name.removeprefix("new_")]
            moved = after[name] - case[name.removeprefix("new_")]
            np.testing.assert_allclose(moved, 2 * step, rtol=1e-9, atol=1e-15, err_msg=name)
        else:
            factor = 2 if name.startswith(DERIVATIVES) else 1
            np.testing.assert_array_equal(after[name], factor * value, err_msg=name)
