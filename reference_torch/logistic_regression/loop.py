"""Logistic regression one example after the other: gradients accumulate until the update."""

import numpy as np
import torch

from reference_torch.capture import Case, State, Trace, gradient, rows
from reference_torch.logistic_regression.vectorised import (
    LogisticRegression,
    gradients_of,
    parameters_of,
)
from reference_torch.losses import cross_entropy


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent on the m examples of the case, one by one."""
    neuron = LogisticRegression(case["w"], case["b"])
    optimiser = torch.optim.SGD(neuron.parameters(), lr=case["learning_rate"])

    x, y = rows(case["X"]), rows(case["Y"])
    m = len(x)
    Z, A, dZ = np.empty_like(case["Y"]), np.empty_like(case["Y"]), np.empty_like(case["Y"])
    cost = torch.zeros((), dtype=x.dtype)
    for i in range(m):
        z, a = neuron(x[i])
        z.retain_grad()
        loss = cross_entropy(z, y[i])[0]
        (loss / m).backward()
        cost += loss.detach() / m
        Z[0, i], A[0, i], dZ[0, i] = z.item(), a.item(), gradient(z).item() * m
    dw, db = gradients_of(neuron)
    optimiser.step()
    new_w, new_b = parameters_of(neuron)

    trace = {
        "Z": Z, "A": A, "cost": cost.numpy(),
        "dZ": dZ, "dw": dw, "db": db,
        "new_w": new_w, "new_b": new_b,
    }  # fmt: skip  # forward, backward, update
    return trace, state
