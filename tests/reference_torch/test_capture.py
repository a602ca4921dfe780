import itertools

import numpy as np
import pytest
import torch

from reference_torch import capture
from reference_torch.deep_network import DeepNetwork
from reference_torch.logistic_regression.vectorised import LogisticRegression
from reference_torch.shallow_network.vectorised import ShallowNetwork
from tests.scratch_numpy.chapter_examples import F32, F64, logistic_case, network_case

DTYPES = pytest.mark.parametrize("dtype", [F32, F64], ids=str)


def weights(dtype):
    """Numbers that a careless copy would change: -0, the smallest and the largest."""
    info = np.finfo(dtype)
    W = np.array([[-0.0, info.smallest_subnormal, 1 / 3], [info.max, info.tiny, -info.eps]], dtype)
    return W, np.array([[-0.0], [info.smallest_subnormal]], dtype)


@DTYPES
def test_a_layer_holds_the_very_bits_of_its_weights(dtype):
    W, b = weights(dtype)
    layer = capture.linear(W, b)
    assert layer.weight.detach().numpy().tobytes() == W.tobytes()
    assert layer.bias.detach().numpy().tobytes() == b.tobytes()
    assert layer.weight.detach().numpy().dtype == dtype


@DTYPES
def test_weights_in_any_memory_order_are_copied(dtype):
    W, b = weights(dtype)
    layer = capture.linear(np.asfortranarray(W), b)
    np.testing.assert_array_equal(layer.weight.detach().numpy(), W)


def test_changing_the_weights_afterwards_does_not_change_the_layer():
    W, b = np.ones((2, 3)), np.ones((2, 1))
    layer = capture.linear(W, b)
    W[...], b[...] = 7, 7
    np.testing.assert_array_equal(layer.weight.detach().numpy(), np.ones((2, 3)))
    np.testing.assert_array_equal(layer.bias.detach().numpy(), np.ones(2))


def test_training_the_layer_does_not_change_the_weights():
    W, b = np.ones((2, 3)), np.ones((2, 1))
    layer = capture.linear(W, b)
    with torch.no_grad():
        layer.weight += 1
        layer.bias += 1
    np.testing.assert_array_equal(W, np.ones((2, 3)))
    np.testing.assert_array_equal(b, np.ones((2, 1)))


def test_a_copy_that_loses_bits_is_refused(monkeypatch):
    exact = torch.tensor
    monkeypatch.setattr(torch, "tensor", lambda array: exact(array).float().double())
    with pytest.raises(RuntimeError, match="bit for bit"):
        capture.linear(np.full((2, 3), 1 / 3), np.zeros((2, 1)))


def test_a_bias_that_loses_bits_is_refused(monkeypatch):
    exact = torch.tensor
    monkeypatch.setattr(torch, "tensor", lambda array: exact(array).float().double())
    with pytest.raises(RuntimeError, match="bit for bit"):
        capture.linear(np.zeros((2, 3)), np.full((2, 1), 1 / 3))


def test_a_layer_that_shares_memory_with_the_weights_is_refused(monkeypatch):
    W, b = np.ones((2, 3)), np.ones((2, 1))

    def sharing(*args, **kwargs):
        layer = torch.nn.Linear(3, 2, dtype=torch.float64)
        layer.weight = torch.nn.Parameter(torch.from_numpy(W))
        return layer

    monkeypatch.setattr(capture.nn.utils, "skip_init", sharing)
    with pytest.raises(RuntimeError, match="bit for bit"):
        capture.linear(W, b)


@pytest.mark.parametrize(
    ("module", "case"),
    [
        (ShallowNetwork, network_case((5, 3, 1), ("tanh", "sigmoid"))),
        (DeepNetwork, network_case((11, 5, 3, 1), ("relu", "tanh", "sigmoid"))),
        (lambda case: LogisticRegression(case["w"], case["b"]), logistic_case(5)),
    ],
    ids=["shallow", "deep", "logistic"],
)
def test_no_parameter_of_a_network_shares_memory_with_its_case(module, case):
    parameters = [p.detach().numpy() for p in module(case).parameters()]
    arrays = [value for value in case.values() if isinstance(value, np.ndarray)]
    assert len(parameters) == len(arrays) - 2
    for parameter, array in itertools.product(parameters, arrays):
        assert not np.shares_memory(parameter, array)


@DTYPES
@pytest.mark.parametrize("copy", [capture.rows, capture.leaf])
def test_what_goes_in_is_a_copy(copy, dtype):
    array = np.ones((2, 3), dtype)
    tensor = copy(array)
    array[...] = 7
    assert tensor.detach().unique().tolist() == [1]
    assert tensor.detach().numpy().dtype == dtype


@pytest.mark.parametrize("copy", [capture.columns, capture.value])
def test_what_comes_out_is_a_copy(copy):
    tensor = torch.ones(2, 3)
    array = copy(tensor)
    tensor += 6
    np.testing.assert_array_equal(np.unique(array), [1])
    assert array.flags.owndata


def test_rows_and_columns_are_each_others_transpose():
    array = np.arange(6.0).reshape(2, 3)
    assert capture.rows(array).tolist() == [[0, 3], [1, 4], [2, 5]]
    np.testing.assert_array_equal(capture.columns(capture.rows(array)), array)


def test_the_gradient_of_the_cost_is_scaled_to_the_summed_loss():
    tensor = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], requires_grad=True)
    (tensor**2).sum(dim=1).mean().backward()
    np.testing.assert_allclose(
        capture.loss_gradient_columns(tensor), [[2, 6, 10], [4, 8, 12]], rtol=1e-6
    )


def test_a_tensor_that_the_cost_does_not_depend_on_has_gradient_zero():
    tensor = torch.ones(3, 2, requires_grad=True)
    np.testing.assert_array_equal(capture.gradient(tensor).numpy(), np.zeros((3, 2)))


def test_the_bias_of_a_layer_comes_out_as_a_column():
    layer = capture.linear(np.ones((2, 3)), np.array([[1.0], [2.0]]))
    layer(torch.ones(5, 3, dtype=torch.float64)).sum().backward()
    dW, db = capture.linear_gradients(layer)
    W, b = capture.linear_parameters(layer)
    assert (dW.shape, db.shape) == ((2, 3), (2, 1))
    np.testing.assert_array_equal(W, np.ones((2, 3)))
    np.testing.assert_array_equal(b, [[1], [2]])
