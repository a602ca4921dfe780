"""A network with random numbers in it, and every quantity of one step by autograd.

dZ and dA are derivatives of the summed loss, dW and db of the cost, its mean over the examples.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.formulas.read import read_equation

Array = NDArray[Any]

LOSSES = {
    "cross-entropy": "-np.sum(Y * np.log({A}) + (1 - Y) * np.log(1 - {A}), axis=0, keepdims=True)",
    "squared-error": "np.sum(({A} - Y) ** 2 / 2, axis=0, keepdims=True)",
    "categorical-cross-entropy": "-np.sum(Y * np.log({A}), axis=0, keepdims=True)",
}  # fmt: skip  # a row a cost
ALPHA, LAMBD = 0.37, 0.83


@dataclass(frozen=True)
class Network:
    """What a world is made of.

    Attributes
    ----------
    dims
        n_x, n_1, ..., n_L.
    m
        How many examples.
    seed
        Of the numbers.
    label
        That of every example; both occur if None.
    """

    dims: tuple[int, ...]
    activations: tuple[str, ...]
    cost: str
    m: int
    seed: int
    label: int | None = None

    @property
    def depth(self) -> int:
        """How many layers."""
        return len(self.activations)


@dataclass
class World:
    """The values of a network: X, Y, Z1, A1, ..., loss, J, dZ1, dA0, dW1, db1, ...

    Attributes
    ----------
    said_m
        What ``m`` means in a formula; more than the examples that are there if it is about one.
    """

    network: Network
    values: dict[str, Array]
    said_m: int
    samples: "dict[int, World]" = field(default_factory=dict)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Every size by its name."""
        dims = self.network.dims
        named = {f"n_{layer}": size for layer, size in enumerate(dims) if layer}
        return {"m": self.said_m, "n_x": dims[0], **named}

    def of_sample(self, index: int) -> "World":
        """The same network on one of the examples."""
        if index not in self.samples:
            given = {
                name: value[:, index : index + 1] if name in "XY" else value
                for name, value in self.values.items()
                if name in ("X", "Y") or name[0] in "Wb"
            }
            world = _computed(replace(self.network, m=1), given)
            world.said_m = self.said_m
            self.samples[index] = world
        return self.samples[index]


@lru_cache(maxsize=256)
def world(network: Network) -> World:
    """Draw numbers, and compute everything."""
    draw = np.random.default_rng(network.seed)
    given: dict[str, Array] = {"X": draw.normal(size=(network.dims[0], network.m))}
    for layer, (n_prev, n) in enumerate(zip(network.dims, network.dims[1:], strict=False), start=1):
        given[f"W{layer}"] = draw.normal(size=(n, n_prev))
        given[f"b{layer}"] = draw.normal(size=(n, 1))
    given["Y"] = _labels(network, draw)
    return _computed(network, given)


def small_world(network: Network) -> World:
    """Draw halves, none of them 0, so that a person can follow."""
    drawn = world(network).values
    given = {
        name: np.where(np.round(2 * value) == 0, 0.5, np.round(2 * value) / 2)
        for name, value in drawn.items()
        if name == "X" or name[0] in "Wb"
    }
    return _computed(network, {**given, "Y": drawn["Y"]})


def _labels(network: Network, draw: np.random.Generator) -> Array:
    """Labels of both classes, as far as there is room for them."""
    n, m = network.dims[-1], network.m
    if network.label is not None:
        return np.full((n, m), float(network.label))
    if network.cost == "categorical-cross-entropy":
        return np.eye(n)[:, (np.arange(m) + network.seed) % n]
    if network.cost == "squared-error" and network.activations[-1] == "identity":
        return draw.normal(size=(n, m))
    return ((np.arange(n)[:, None] + np.arange(m) ** 2 + network.seed) % 3 % 2).astype(float)


def _computed(network: Network, given: dict[str, Array]) -> World:
    from compare.formulas.on_torch import derivatives, slopes

    equations = []
    for layer, g in enumerate(network.activations, start=1):
        before = f"A{layer - 1}" if layer > 1 else "X"
        equations.append(read_equation(f"Z{layer} = W{layer} @ {before} + b{layer}"))
        equations.append(read_equation(f"A{layer} = {g}(Z{layer})"))
    loss = LOSSES[network.cost].format(A=f"A{network.depth}")
    equations.append(read_equation(f"loss = {loss}"))
    values, gradients = derivatives(equations, given)
    m = given["X"].shape[1]
    found = {**values, "J": np.asarray(values["loss"].sum() / m)}
    found |= {"A0": given["X"], "alpha": np.asarray(ALPHA), "lambd": np.asarray(LAMBD)}
    for name, gradient in gradients.items():
        found[f"d{name}"] = gradient / m if name[0] in "Wb" else gradient
    found["dA0"] = found["dX"]
    for layer, g in enumerate(network.activations, start=1):
        if g != "softmax":
            found[f"slope{layer}"] = slopes(g, values[f"Z{layer}"])
        for V in (f"W{layer}", f"b{layer}"):
            found[f"new_{V}"] = found[V] - ALPHA * found[f"d{V}"]
    for value in found.values():
        value.setflags(write=False)
    return World(network, found, m)
