"""Gradient descent by ``torch.optim.SGD``, and the accuracy it starts each step from."""

import torch
from torch import Tensor

from reference_torch import deep_network
from reference_torch.capture import Case, State, Trace, columns, rows, value


def accuracy(a: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Return the prediction and the share of right ones."""
    prediction = a.gt(0.5).to(a.dtype)
    return prediction, prediction.eq(y).to(a.dtype).mean()


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent; predict train and test examples before it."""
    trace, state = deep_network.step(case, state)
    network = deep_network.DeepNetwork(case)
    with torch.no_grad():
        for suffix in ("", "_test"):
            layers = network(rows(case[f"X{suffix}"]))
            prediction, share = accuracy(layers[-1][1], rows(case[f"Y{suffix}"]))
            if suffix:
                trace |= deep_network.activations_of(layers, suffix)
            trace[f"prediction{suffix}"], trace[f"accuracy{suffix}"] = (
                columns(prediction),
                value(share),
            )
    return trace, state
