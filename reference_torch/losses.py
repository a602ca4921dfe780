"""The losses by PyTorch's own functions, in the form that stays exact.

``binary_cross_entropy_with_logits`` loses digits in float32 and ``binary_cross_entropy`` returns
the gradient 0 where the probability rounds to 0 or 1; softplus does neither.
"""

from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from reference_torch.capture import Case, State, Trace, columns, leaf, rows, value


def softplus(Z: Tensor) -> Tensor:
    """Evaluate log(1 + e^z); ``nn.functional.softplus`` drops the logarithm above 20."""
    return -nn.functional.logsigmoid(-Z)


def cross_entropy(Z: Tensor, Y: Tensor) -> Tensor:
    """Cross-entropy of each example, from the logits, in nats."""
    return Y * softplus(-Z) + (1 - Y) * softplus(Z)


def cross_entropy_cost(Z: Tensor, A: Tensor, Y: Tensor) -> Tensor:
    """Mean cross-entropy of an output layer."""
    return cross_entropy(Z, Y).mean()


def squared_error_cost(Z: Tensor, A: Tensor, Y: Tensor) -> Tensor:
    """Mean of half the squared distance."""
    return nn.functional.mse_loss(A, Y) / 2


def categorical_cross_entropy(Z: Tensor, Y: Tensor) -> Tensor:
    """Cross-entropy of each example, from the logits of its classes; a row an example."""
    return nn.functional.cross_entropy(Z, Y, reduction="none")


def categorical_cross_entropy_cost(Z: Tensor, A: Tensor, Y: Tensor) -> Tensor:
    """Mean cross-entropy of an output layer of several classes."""
    return categorical_cross_entropy(Z, Y).mean()


COSTS = {
    "cross-entropy": cross_entropy_cost,
    "squared-error": squared_error_cost,
    "categorical-cross-entropy": categorical_cross_entropy_cost,
}


def classes(Z_columns: NDArray[Any], Y_columns: NDArray[Any]) -> Trace:
    """Evaluate the loss of several classes, and differentiate it by A and by Z."""
    Z, Y = leaf(Z_columns.T), rows(Y_columns)
    A = nn.functional.softmax(Z, dim=1)
    from_logits = categorical_cross_entropy(Z, Y)
    from_probability = -torch.xlogy(Y, A).sum(dim=1)
    (dA,) = torch.autograd.grad(from_probability.sum(), A)
    (dZ,) = torch.autograd.grad(from_logits.sum(), Z)
    return {
        "A_classes": columns(A),
        "loss_categorical": columns(from_probability.reshape(-1, 1)),
        "loss_categorical_from_logits": columns(from_logits.reshape(-1, 1)),
        "cost_categorical": value(from_logits.mean()),
        "dA_categorical": columns(dA),
        "dZ_categorical": columns(dZ),
    }


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Evaluate the losses and the likelihood at Z and Y, and differentiate by A and by Z."""
    Z, Y = leaf(case["Z"]), torch.tensor(case["Y"])
    A = torch.sigmoid(Z)
    squared_error = nn.functional.mse_loss(A, Y, reduction="none") / 2
    from_logits = cross_entropy(Z, Y)
    from_probability = -torch.xlogy(Y, A) - torch.xlogy(1 - Y, 1 - A)
    dA_squared_error, dZ_squared_error = torch.autograd.grad(
        squared_error.sum(), (A, Z), retain_graph=True
    )
    (dA_cross_entropy,) = torch.autograd.grad(from_probability.sum(), A, retain_graph=True)
    (dZ_cross_entropy,) = torch.autograd.grad(from_logits.sum(), Z)
    tensors = {
        "A": A,
        "loss_squared_error": squared_error,
        "loss_cross_entropy": from_logits,
        "loss_from_logits": from_logits,
        "likelihood": torch.exp(-from_logits),
        "log_likelihood": -from_logits,
        "cost_squared_error": squared_error.mean(),
        "cost_cross_entropy": from_logits.mean(),
        "dA_squared_error": dA_squared_error,
        "dA_cross_entropy": dA_cross_entropy,
        "dZ_squared_error": dZ_squared_error,
        "dZ_cross_entropy": dZ_cross_entropy,
    }
    binary = {name: value(tensor) for name, tensor in tensors.items()}
    return {**binary, **classes(case["Z_classes"], case["Y_classes"])}, state
