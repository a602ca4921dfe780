"""Logistic regression on m examples in one batch: one ``nn.Linear`` and a sigmoid."""

from typing import Any

import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from reference_torch.capture import (
    Case,
    State,
    Trace,
    columns,
    gradient,
    linear,
    loss_gradient_columns,
    rows,
    value,
)
from reference_torch.losses import cross_entropy


class LogisticRegression(nn.Module):
    """One unit: z = x w + b, a = sigmoid(z)."""

    def __init__(self, w: NDArray[Any], b: NDArray[Any]) -> None:
        super().__init__()
        self.linear = linear(w.T, b)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return z and a, a row an example."""
        z = self.linear(x)
        return z, torch.sigmoid(z)


def parameters_of(neuron: LogisticRegression) -> tuple[NDArray[Any], NDArray[Any]]:
    """Copy w (n_x, 1) and the number b."""
    return columns(neuron.linear.weight), value(neuron.linear.bias[0])


def gradients_of(neuron: LogisticRegression) -> tuple[NDArray[Any], NDArray[Any]]:
    """Copy dw (n_x, 1) and the number db."""
    return columns(gradient(neuron.linear.weight)), value(gradient(neuron.linear.bias)[0])


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent on the m examples of the case."""
    neuron = LogisticRegression(case["w"], case["b"])
    optimiser = torch.optim.SGD(neuron.parameters(), lr=case["learning_rate"])

    z, a = neuron(rows(case["X"]))
    z.retain_grad()
    cost = cross_entropy(z, rows(case["Y"])).mean()
    cost.backward()
    dw, db = gradients_of(neuron)
    optimiser.step()
    new_w, new_b = parameters_of(neuron)

    trace = {
        "Z": columns(z), "A": columns(a), "cost": value(cost),
        "dZ": loss_gradient_columns(z), "dw": dw, "db": db,
        "new_w": new_w, "new_b": new_b,
    }  # fmt: skip  # forward, backward, update
    return trace, state
