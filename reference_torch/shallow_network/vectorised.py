"""One hidden layer, all samples in one batch."""

import torch
from torch import Tensor, nn

from reference_torch.activations import ACTIVATIONS
from reference_torch.capture import (
    Case,
    State,
    Trace,
    columns,
    linear,
    linear_gradients,
    linear_parameters,
    loss_gradient_columns,
    rows,
    value,
)
from reference_torch.losses import COSTS


class ShallowNetwork(nn.Module):
    """Two linear layers, each with its activation."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.hidden = linear(case["W1"], case["b1"])
        self.output = linear(case["W2"], case["b2"])
        self.g1, self.g2 = (ACTIVATIONS[name]() for name in case["activations"])

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Return z1, a1, z2, a2, a row an example."""
        z1 = self.hidden(x)
        a1 = self.g1(z1)
        z2 = self.output(a1)
        return z1, a1, z2, self.g2(z2)


def parameters_of(network: ShallowNetwork) -> Trace:
    """Copy the parameters after the update."""
    new_W1, new_b1 = linear_parameters(network.hidden)
    new_W2, new_b2 = linear_parameters(network.output)
    return {"new_W1": new_W1, "new_b1": new_b1, "new_W2": new_W2, "new_b2": new_b2}


def gradients_of(network: ShallowNetwork) -> Trace:
    """Copy the gradients of the parameters."""
    dW2, db2 = linear_gradients(network.output)
    dW1, db1 = linear_gradients(network.hidden)
    return {"dW2": dW2, "db2": db2, "dW1": dW1, "db1": db1}


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent on all samples of the case."""
    network = ShallowNetwork(case)
    optimiser = torch.optim.SGD(network.parameters(), lr=case["learning_rate"])

    z1, a1, z2, a2 = network(rows(case["X"]))
    for tensor in (z1, a1, z2):
        tensor.retain_grad()
    cost = COSTS[case["cost"]](z2, a2, rows(case["Y"]))
    cost.backward()
    gradients = gradients_of(network)
    dZ2, dA1, dZ1 = (loss_gradient_columns(tensor) for tensor in (z2, a1, z1))
    optimiser.step()

    trace = {
        "Z1": columns(z1), "A1": columns(a1), "Z2": columns(z2), "A2": columns(a2),
        "cost": value(cost), "dZ2": dZ2, "dA1": dA1, "dZ1": dZ1,
    }  # fmt: skip  # forward, backward
    return {**trace, **gradients, **parameters_of(network)}, state
