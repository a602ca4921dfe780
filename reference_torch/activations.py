"""The activation functions as modules, their derivatives by autograd."""

from collections.abc import Callable
from functools import partial

import torch
from torch import nn

from reference_torch.capture import Case, State, Trace, columns, leaf, linear, rows, value

ACTIVATIONS: dict[str, Callable[[], nn.Module]] = {
    "sigmoid": nn.Sigmoid,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "leaky-relu": nn.LeakyReLU,  # its default slope, 0.01, is the course's
    "identity": nn.Identity,
    "softmax": partial(nn.Softmax, dim=-1),  # a row an example, and so many classes
}


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Evaluate and differentiate g at Z; run two linear layers for both sides of the collapse.

    Of softmax, which mixes the entries of an example, dA is pulled back.
    """
    g, g_prime = {}, {}
    for name in ("sigmoid", "tanh", "relu", "leaky-relu"):
        Z = leaf(case["Z"])
        A = ACTIVATIONS[name]()(Z)
        (derivative,) = torch.autograd.grad(A.sum(), Z)
        label = name.replace("-", "_")
        g[f"g_{label}"], g_prime[f"g_prime_{label}"] = value(A), value(derivative)

    z = leaf(case["Z"].T)
    a = ACTIVATIONS["softmax"]()(z)
    (dz,) = torch.autograd.grad(a, z, rows(case["dA"]))
    softmax = {"g_softmax": columns(a), "dZ_softmax": columns(dz)}

    first, second = linear(case["W1"], case["b1"]), linear(case["W2"], case["b2"])
    Z1 = first(rows(case["X"]))
    Z2 = second(Z1)
    collapsed = {
        "W_collapsed": value(second.weight @ first.weight),
        "b_collapsed": value(second(first.bias)).reshape(-1, 1),
        "Z_collapsed": columns(Z2),  # the two layers themselves
    }
    return {**g, **g_prime, **softmax, "Z1": columns(Z1), "Z2": columns(Z2), **collapsed}, state
