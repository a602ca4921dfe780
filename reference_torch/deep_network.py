"""L layers: a list of linear layers, each with its activation."""

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


class DeepNetwork(nn.Module):
    """L linear layers with their activations, of the weights of a case."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        depth = range(1, len(case["activations"]) + 1)
        self.linears = [linear(case[f"W{layer}"], case[f"b{layer}"]) for layer in depth]
        self.layers = nn.ModuleList(self.linears)  # what parameters() walks over
        self.activations = nn.ModuleList(ACTIVATIONS[name]() for name in case["activations"])

    def forward(self, x: Tensor) -> list[tuple[Tensor, Tensor]]:
        """Return z and a of every layer, a row an example."""
        layers = []
        for linear_, g in zip(self.linears, self.activations, strict=True):
            z = linear_(x)
            x = g(z)
            layers.append((z, x))
        return layers


def penalty(network: DeepNetwork, lambd: float, m: int) -> Tensor:
    """Weigh the squared weights of all layers, not the biases."""
    norms = torch.stack([layer.weight.square().sum() for layer in network.linears])
    return lambd / (2 * m) * norms.sum()


def activations_of(layers: list[tuple[Tensor, Tensor]], suffix: str = "") -> Trace:
    """Copy every Z and A by name."""
    trace = {}
    for layer, (z, a) in enumerate(layers, start=1):
        trace[f"Z{layer}{suffix}"], trace[f"A{layer}{suffix}"] = columns(z), columns(a)
    return trace


def gradients_of(network: DeepNetwork, layers: list[tuple[Tensor, Tensor]]) -> Trace:
    """Copy every derivative by name, from the last layer to the first."""
    trace: Trace = {}
    for layer in range(len(layers), 0, -1):
        z, a = layers[layer - 1]
        linear_ = network.linears[layer - 1]
        if layer < len(layers):
            trace[f"dA{layer}"] = loss_gradient_columns(a)
        trace[f"dZ{layer}"] = loss_gradient_columns(z)
        trace[f"dW{layer}"], trace[f"db{layer}"] = linear_gradients(linear_)
    return trace


def parameters_of(network: DeepNetwork) -> Trace:
    """Copy the parameters after the update, in the course's shapes."""
    trace = {}
    for layer, linear_ in enumerate(network.linears, start=1):
        trace[f"new_W{layer}"], trace[f"new_b{layer}"] = linear_parameters(linear_)
    return trace


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent through L layers."""
    network = DeepNetwork(case)
    optimiser = torch.optim.SGD(network.parameters(), lr=case["learning_rate"])

    layers = network(rows(case["X"]))
    for z, a in layers:
        z.retain_grad()
        a.retain_grad()
    zL, aL = layers[-1]
    cost = COSTS[case["cost"]](zL, aL, rows(case["Y"]))
    if case.get("lambd", 0):
        cost = cost + penalty(network, case["lambd"], len(aL))
    cost.backward()
    gradients = gradients_of(network, layers)
    optimiser.step()

    forward = {**activations_of(layers), "cost": value(cost)}
    return {**forward, **gradients, **parameters_of(network)}, state
