"""Logistic regression on one example: three scalar parameters."""

import torch
from torch import Tensor, nn

from reference_torch.capture import Case, State, Trace, gradient
from reference_torch.losses import cross_entropy


class TwoFeatures(nn.Module):
    """z = w1 x1 + w2 x2 + b, a = sigmoid(z), all of them numbers."""

    def __init__(self, w1: Tensor, w2: Tensor, b: Tensor) -> None:
        super().__init__()
        self.w1, self.w2, self.b = nn.Parameter(w1), nn.Parameter(w2), nn.Parameter(b)

    def forward(self, x1: Tensor, x2: Tensor) -> tuple[Tensor, Tensor]:
        """Return z and a."""
        z = self.w1 * x1 + self.w2 * x2 + self.b
        return z, torch.sigmoid(z)


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent on the one example of the case."""
    (x1, x2), y = torch.tensor(case["X"][:, 0]), torch.tensor(case["Y"][0, 0])
    w1, w2 = torch.tensor(case["w"][:, 0])
    neuron = TwoFeatures(w1, w2, torch.tensor(case["b"]))
    optimiser = torch.optim.SGD(neuron.parameters(), lr=case["learning_rate"])

    z, a = neuron(x1, x2)
    z.retain_grad()
    loss = cross_entropy(z, y)
    loss.backward()
    trace = {
        "Z": z.reshape(1, 1), "A": a.reshape(1, 1), "cost": loss,
        "dZ": gradient(z).reshape(1, 1),
        "dw": torch.stack((gradient(neuron.w1), gradient(neuron.w2))).reshape(2, 1),
        "db": gradient(neuron.b).clone(),
    }  # fmt: skip  # forward, backward
    optimiser.step()
    trace["new_w"] = torch.stack((neuron.w1, neuron.w2)).reshape(2, 1)
    trace["new_b"] = neuron.b
    return {name: tensor.detach().numpy().copy() for name, tensor in trace.items()}, state
