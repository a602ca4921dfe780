"""One hidden layer, one sample after the other: gradients accumulate until the update."""

import torch
from torch import Tensor

from reference_torch.capture import Case, State, Trace, columns, gradient, rows
from reference_torch.losses import COSTS
from reference_torch.shallow_network.vectorised import ShallowNetwork, gradients_of, parameters_of


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent on the samples of the case, one by one."""
    network = ShallowNetwork(case)
    optimiser = torch.optim.SGD(network.parameters(), lr=case["learning_rate"])
    x, y = rows(case["X"]), rows(case["Y"])
    m = len(x)

    kept: dict[str, list[Tensor]] = {
        name: [] for name in ("Z1", "A1", "Z2", "A2", "dZ2", "dA1", "dZ1")
    }
    cost = torch.zeros((), dtype=x.dtype)
    for i in range(m):
        z1, a1, z2, a2 = network(x[i])
        for tensor in (z1, a1, z2):
            tensor.retain_grad()
        loss = COSTS[case["cost"]](z2, a2, y[i])
        (loss / m).backward()
        cost += loss.detach() / m
        derivatives = (gradient(tensor) * m for tensor in (z2, a1, z1))
        for name, tensor in zip(kept, (z1, a1, z2, a2, *derivatives), strict=True):
            kept[name].append(tensor.detach())
    stacked = {name: columns(torch.stack(tensors)) for name, tensors in kept.items()}
    gradients = gradients_of(network)
    optimiser.step()

    return {**stacked, "cost": cost.numpy(), **gradients, **parameters_of(network)}, state
