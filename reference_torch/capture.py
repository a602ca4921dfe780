"""Arrays in, arrays out: what every twin needs at its two borders."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

Case = Mapping[str, Any]
State = Mapping[str, Any] | None
Trace = dict[str, Any]


def rows(columns: NDArray[Any]) -> Tensor:
    """Copy (n, m) columns of examples to (m, n) rows of examples."""
    return torch.tensor(columns).T


def leaf(array: NDArray[Any]) -> Tensor:
    """Copy an array to a tensor that autograd differentiates by."""
    return torch.tensor(array, requires_grad=True)


def linear(W: NDArray[Any], b: NDArray[Any]) -> nn.Linear:
    """Make the layer x W^T + b of these very weights, verified bit for bit."""
    weight, bias = torch.tensor(W), torch.tensor(b).reshape(-1)
    layer: nn.Linear = nn.utils.skip_init(nn.Linear, *W.shape[::-1], dtype=weight.dtype)
    with torch.no_grad():
        layer.weight.copy_(weight)
        layer.bias.copy_(bias)
    for parameter, array in ((layer.weight, W), (layer.bias, b.reshape(-1))):
        values = parameter.detach().numpy()
        if values.tobytes() != array.tobytes() or np.shares_memory(values, array):
            raise RuntimeError("the weights could not be copied bit for bit")
    return layer


def columns(tensor: Tensor) -> NDArray[Any]:
    """Copy (m, n) rows of examples to (n, m) columns of examples."""
    return np.array(tensor.detach().T.numpy(), order="C")


def value(tensor: Tensor) -> NDArray[Any]:
    """Copy a tensor as it is."""
    return np.array(tensor.detach().numpy())


def gradient(tensor: Tensor) -> Tensor:
    """Read what ``backward`` left at a tensor; zero if the cost does not depend on it."""
    return torch.zeros_like(tensor) if tensor.grad is None else tensor.grad


def loss_gradient_columns(tensor: Tensor) -> NDArray[Any]:
    """Scale autograd's derivative of the cost, a mean over m rows, to the summed loss."""
    return columns(gradient(tensor) * len(tensor))


def linear_gradients(layer: nn.Linear) -> tuple[NDArray[Any], NDArray[Any]]:
    """Copy dW (n, n_prev) and db (n, 1)."""
    return value(gradient(layer.weight)), value(gradient(layer.bias)).reshape(-1, 1)


def linear_parameters(layer: nn.Linear) -> tuple[NDArray[Any], NDArray[Any]]:
    """Copy W (n, n_prev) and b (n, 1)."""
    return value(layer.weight), value(layer.bias).reshape(-1, 1)
