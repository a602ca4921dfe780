import numpy as np
import pytest

from scratch_numpy import initialisation, training
from scratch_numpy.initialisation import INITIALISATIONS, initialise, standard_normal
from tests.scratch_numpy.chapter_examples import F32, F64, initialisation_case, network_case

DIMS = (11, 5, 3, 1)
SCHEMES = pytest.mark.parametrize("scheme", INITIALISATIONS)
RANDOM = pytest.mark.parametrize("scheme", ["small", "he", "xavier"])


def test_the_four_starts_by_hand():
    N = np.array([[1.0, -2.0, 0.0, 4.0, 2.0, 1.0, 1.0, 1.0]])
    scales = {"zeros": 0, "small": 0.01, "he": 0.5, "xavier": np.sqrt(0.125)}
    assert scales.keys() == INITIALISATIONS.keys()
    for scheme, scale in scales.items():
        np.testing.assert_allclose(INITIALISATIONS[scheme](N), scale * N, rtol=4e-16)


@SCHEMES
@pytest.mark.parametrize("dtype", [F32, F64], ids=str)
def test_shapes_and_dtypes_are_those_of_the_layers(scheme, dtype):
    start = initialise(DIMS, scheme, 3, dtype)
    shapes = {"W1": (5, 11), "b1": (5, 1), "W2": (3, 5), "b2": (3, 1), "W3": (1, 3), "b3": (1, 1)}
    assert {name: array.shape for name, array in start.items()} == shapes
    assert {array.dtype for array in start.values()} == {dtype}


@RANDOM
def test_the_same_seed_gives_the_same_weights(scheme):
    first, again = (initialise(DIMS, scheme, 8, F64) for _ in range(2))
    for name in first:
        np.testing.assert_array_equal(first[name], again[name])


@RANDOM
def test_another_seed_gives_other_weights(scheme):
    first, other = (initialise(DIMS, scheme, seed, F64) for seed in (8, 9))
    for layer in (1, 2, 3):
        assert not np.any(first[f"W{layer}"] == other[f"W{layer}"])


@RANDOM
def test_no_two_layers_or_units_are_alike(scheme):
    start = initialise((3, 3, 3), scheme, 8, F64)
    weights = np.concatenate([start["W1"].ravel(), start["W2"].ravel()])
    assert len(np.unique(weights)) == 18


def test_float32_and_float64_draw_the_same_numbers():
    single, double = (standard_normal(DIMS, 4, dtype) for dtype in (F32, F64))
    for name in double:
        np.testing.assert_array_equal(single[name], double[name].astype(F32))


def test_the_drawn_numbers_are_standard_normal():
    N = standard_normal((200, 500), 1, F64)["N1"]
    assert abs(N.mean()) < 0.02
    assert abs(N.std() - 1) < 0.02


@SCHEMES
def test_biases_start_at_zero(scheme):
    start = initialise(DIMS, scheme, 3, F64)
    for layer in (1, 2, 3):
        np.testing.assert_array_equal(start[f"b{layer}"], np.zeros((DIMS[layer], 1)))


@pytest.mark.parametrize(("scheme", "variance"), [("he", 2 / 200), ("xavier", 1 / 200)])
def test_the_variance_is_the_one_the_scheme_promises(scheme, variance):
    W = initialise((200, 500), scheme, 1, F64)["W1"]
    assert abs(W.var() / variance - 1) < 0.04


def test_the_step_scales_the_numbers_it_is_given():
    case = initialisation_case(F64)
    trace, _ = initialisation.step(case, None)
    for layer in (1, 2, 3):
        N = case[f"N{layer}"]
        for scheme, scale in INITIALISATIONS.items():
            np.testing.assert_array_equal(trace[f"W{layer}_{scheme}"], scale(N))
        np.testing.assert_array_equal(trace[f"b{layer}"], np.zeros((len(N), 1)))
    assert len(trace) == 15


def hidden_units_after(start, steps):
    case = {**network_case(DIMS, ("tanh", "tanh", "sigmoid")), **start}
    trace, _ = training.train(case, steps)
    return [np.column_stack([trace[f"new_W{i}"], trace[f"new_W{i + 1}"].T]) for i in (1, 2)]


def test_a_start_at_zeros_keeps_all_units_of_a_layer_equal():
    for units in hidden_units_after(initialise(DIMS, "zeros", 0, F64), 5):
        np.testing.assert_array_equal(units, np.tile(units[0], (len(units), 1)))


def test_any_start_with_equal_units_keeps_them_equal_while_they_learn():
    start = {f"W{i}": np.full((DIMS[i], DIMS[i - 1]), 0.3) for i in (1, 2, 3)}
    start |= {f"b{i}": np.full((DIMS[i], 1), 0.1) for i in (1, 2, 3)}
    for units in hidden_units_after(start, 5):
        np.testing.assert_allclose(
            units, np.tile(units[0], (len(units), 1)), rtol=1e-13, atol=1e-15
        )
        assert np.abs(units - 0.3).max() > 1e-3


@RANDOM
def test_a_random_start_tells_the_units_apart(scheme):
    for units in hidden_units_after(initialise(DIMS, scheme, 0, F64), 5):
        for i, j in zip(*np.triu_indices(len(units), 1), strict=True):
            assert np.abs(units[i] - units[j]).max() > 1e-4
