"""Right code other than ours: a step of the same network, written in five other ways.

``einsum``, ``rows``, ``blocks`` and ``loop`` are one hand derivation with its sums taken otherwise;
``torch`` lets autograd derive a network that keeps examples in columns.  None takes a less accurate
form: no logarithm of a probability, no dZ through a division by it.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Array = NDArray[Any]
Case = Mapping[str, Any]
Trace = dict[str, Any]
Step = Callable[[Case, Any], tuple[Trace, Any]]

BLOCK = 64
"""So many units or examples ``blocks`` sums at a time."""


def sigmoid(Z: Array) -> Array:
    small = np.exp(-np.abs(Z))  # never overflows
    return np.where(Z >= 0, 1 / (1 + small), small / (1 + small)).astype(Z.dtype)


G: dict[str, Callable[[Array], Array]] = {
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda Z: np.where(Z > 0, Z, Z.dtype.type(0)),
    "leaky-relu": lambda Z: np.where(Z > 0, Z, Z * Z.dtype.type(0.01)),
    "identity": lambda Z: Z + 0,
}
G_PRIME: dict[str, Callable[[Array, Array], Array]] = {
    "sigmoid": lambda Z, A: A - A * A,
    "tanh": lambda Z, A: (1 - A) * (1 + A),
    "relu": lambda Z, A: np.heaviside(Z, Z.dtype.type(0)),
    "leaky-relu": lambda Z, A: np.where(Z > 0, Z.dtype.type(1), Z.dtype.type(0.01)),
    "identity": lambda Z, A: Z**0,
}


class Sums(NamedTuple):
    """The four sums of a layer, each taken in its own order."""

    forward: Callable[[Array, Array], Array]  # W, A_prev: over units
    to_W: Callable[[Array, Array], Array]  # dZ, A_prev: over examples
    to_b: Callable[[Array], Array]  # dZ: over examples
    to_A: Callable[[Array, Array], Array]  # W, dZ: over units


def _transposed(product: Array) -> Array:
    return np.ascontiguousarray(product.T)


def _backwards(left: Array, right: Array) -> Array:
    """Multiply two matrices block by block, from the last to the first."""
    total = np.zeros((len(left), right.shape[1]), left.dtype)
    for start in reversed(range(0, len(right), BLOCK)):
        total += left[:, start : start + BLOCK] @ right[start : start + BLOCK]
    return total


EINSUM = Sums(
    forward=lambda W, A_prev: np.einsum("ij,jk->ik", W, A_prev),
    to_W=lambda dZ, A_prev: np.einsum("ik,jk->ij", dZ, A_prev),
    to_b=lambda dZ: np.einsum("ik->i", dZ)[:, None],
    to_A=lambda W, dZ: np.einsum("ij,ik->jk", W, dZ),
)
ROWS = Sums(  # a row an example
    forward=lambda W, A_prev: _transposed(_transposed(A_prev) @ W.T),
    to_W=lambda dZ, A_prev: _transposed(_transposed(A_prev).T @ _transposed(dZ)),
    to_b=lambda dZ: _transposed(np.sum(_transposed(dZ), axis=0, keepdims=True)),
    to_A=lambda W, dZ: _transposed(_transposed(dZ) @ W),
)
BLOCKS = Sums(
    forward=_backwards,
    to_W=lambda dZ, A_prev: _backwards(dZ, A_prev.T),
    to_b=lambda dZ: _backwards(dZ, np.ones((dZ.shape[1], 1), dZ.dtype)),
    to_A=lambda W, dZ: _backwards(W.T, dZ),
)


def _one_by_one(dZ: Array, A_prev: Array) -> Array:
    """Add the examples up in a loop, as one does before one knows how to vectorise."""
    total = np.zeros((len(dZ), len(A_prev)), dZ.dtype)
    for left, right in zip(_transposed(dZ), _transposed(A_prev), strict=True):
        total += left[:, None] * right
    return total


LOOP = Sums(
    forward=EINSUM.forward,
    to_W=_one_by_one,
    to_b=lambda dZ: np.cumsum(dZ, axis=1)[:, -1:],  # in order, unlike np.sum
    to_A=EINSUM.to_A,
)


def by_hand(sums: Sums) -> Step:
    """Make the hand-derived step that takes these sums."""

    def step(case: Case, state: Any) -> tuple[Trace, Any]:
        activations, Y = case["activations"], case["Y"]
        L, m = len(activations), Y.shape[1]
        trace: Trace = {}
        A = {0: case["X"]}
        for layer, g in enumerate(activations, start=1):
            Z = sums.forward(case[f"W{layer}"], A[layer - 1]) + case[f"b{layer}"]
            A[layer] = G[g](Z)
            trace |= {f"Z{layer}": Z, f"A{layer}": A[layer]}
        trace["cost"], dZ = _end(case, trace[f"Z{L}"], A[L])
        for layer in range(L, 0, -1):
            trace[f"dZ{layer}"] = dZ
            trace[f"dW{layer}"] = sums.to_W(dZ, A[layer - 1]) / m
            trace[f"db{layer}"] = sums.to_b(dZ) / m
            if layer > 1:
                dA = sums.to_A(case[f"W{layer}"], dZ)
                Z_prev = trace[f"Z{layer - 1}"]
                dZ = G_PRIME[activations[layer - 2]](Z_prev, A[layer - 1]) * dA
                trace[f"dA{layer - 1}"] = dA
        return trace | _updated(case, trace), state

    return step


def _end(case: Case, Z: Array, A: Array) -> tuple[Any, Array]:
    """Take the cost and dZ of the last layer; the labels of the cross-entropy are 0 and 1."""
    Y = case["Y"]
    if case["cost"] == "cross-entropy":
        return np.mean(np.logaddexp(Z.dtype.type(0), (1 - 2 * Y) * Z)), -(Y - A)
    difference = A - Y
    cost = np.vdot(difference, difference) / (2 * Y.size)
    return cost, difference * G_PRIME[case["activations"][-1]](Z, A)


def _updated(case: Case, trace: Trace) -> Trace:
    rate = case["learning_rate"]
    return {f"new_{V}": case[V] + -rate * trace[f"d{V}"] for V in case if V[0] in "Wb"}


def by_autograd(case: Case, state: Any) -> tuple[Trace, Any]:
    """Let autograd derive Z = W A + b with examples in columns, all gradients in one call."""
    given = {V: torch.tensor(case[V]).requires_grad_(V not in "XY") for V in case if V[0] in "XYWb"}
    forward, A = {}, given["X"]
    for layer, g in enumerate(case["activations"], start=1):
        forward[f"Z{layer}"] = given[f"W{layer}"] @ A + given[f"b{layer}"]
        A = forward[f"A{layer}"] = _g(g, forward[f"Z{layer}"])
    if case["cost"] == "cross-entropy":
        Z = forward[f"Z{len(case['activations'])}"]
        losses = -torch.nn.functional.logsigmoid((2 * given["Y"] - 1) * Z)
    else:
        losses = (A - given["Y"]).square() / 2
    wanted = {**{V: given[V] for V in given if V not in "XY"}, **forward}
    wanted.popitem()  # the last A has no derivative in the table
    gradients = torch.autograd.grad(losses.mean(), list(wanted.values()))
    trace = {V: tensor.detach().numpy().copy() for V, tensor in forward.items()}
    trace["cost"] = losses.mean().detach().numpy().copy()
    for V, gradient in zip(wanted, gradients, strict=True):
        trace[f"d{V}"] = (gradient * (losses.numel() if V[0] in "ZA" else 1)).numpy()
    return trace | _updated(case, trace), state


def _g(name: str, Z: Tensor) -> Tensor:
    functions = {"leaky-relu": torch.nn.functional.leaky_relu, "identity": lambda Z: Z * 1}
    g: Callable[[Tensor], Tensor] = functions.get(name) or getattr(torch, name)
    return g(Z)


VARIANTS: dict[str, Step] = {
    "einsum": by_hand(EINSUM),
    "rows": by_hand(ROWS),
    "blocks": by_hand(BLOCKS),
    "loop": by_hand(LOOP),
    "torch": by_autograd,
}
