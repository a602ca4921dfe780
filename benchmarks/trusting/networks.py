"""Random networks to be judged, each made again from its index.

Depth is uniform in 1 to 20; m, the learning rate and the widths are log-uniform, the widths up to a
largest that is drawn first.  Sizes are drawn again until a step takes at most 2e7 floating-point
operations, in 9 of 200 networks 1e9, counted as 6 m sum n_l n_l-1.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Case = dict[str, Any]

DEEPEST, WIDEST, MOST_EXAMPLES = 20, 1024, 10_000
FLOPS, MANY_FLOPS = 2e7, 1e9
ENTRIES, MANY_ENTRIES = 1e6, 2e6
"""So many entries all Z of a network have at most, which bounds the memory of a step."""
TEST_SEEDS, CALIBRATION_SEEDS = 1_000_000, 2_000_000
"""Where the seeds start: those the figures come from, and those a constant may be tuned on."""

HIDDEN = ("sigmoid", "tanh", "relu", "leaky-relu")
OUTPUTS = (*HIDDEN, "identity")
STARTS = {"he": 0.45, "small": 0.25, "xavier": 0.2, "zeros": 0.1}
DATA = {"normal": 0.4, "pixels": 0.3, "tabular": 0.3}
LABELS = {"random": 0.4, "structured": 0.5, "one class": 0.1}
CROSS_ENTROPY = 0.8
"""The share of networks that end in a sigmoid and the cross-entropy."""


@dataclass(frozen=True)
class Network:
    """What a random network is made of; its numbers come with the case."""

    seed: int
    dims: tuple[int, ...]
    m: int
    activations: tuple[str, ...]
    cost: str
    data: str
    labels: str
    start: str
    learning_rate: float

    @property
    def flops(self) -> int:
        """How many floating-point operations the matrix products of a step take."""
        return 6 * self.m * sum(n_prev * n for n_prev, n in pairwise(self.dims))

    @property
    def parameters(self) -> int:
        """How many entries all W and b have."""
        return sum((n_prev + 1) * n for n_prev, n in pairwise(self.dims))

    def case(self, dtype: np.dtype[Any]) -> Case:
        """Draw examples and parameters; the same numbers in both precisions, up to rounding."""
        rng = np.random.default_rng((self.seed, 1))
        X = _examples(self.data, self.dims[0], self.m, rng)
        arrays = {"X": X, "Y": _targets(self, X, rng)}
        biased = self.start != "zeros" and rng.random() < 0.5
        for layer, (n_prev, n) in enumerate(pairwise(self.dims), start=1):
            arrays[f"W{layer}"] = _weights(self.start, n, n_prev, rng)
            arrays[f"b{layer}"] = 0.1 * biased * rng.standard_normal((n, 1))
        settings = {
            "learning_rate": self.learning_rate,
            "activations": self.activations,
            "cost": self.cost,
        }
        return {name: array.astype(dtype) for name, array in arrays.items()} | settings

    def __str__(self) -> str:
        layers = ",".join(map(str, self.dims))
        return (
            f"[{layers}] m={self.m} {' '.join(self.activations)}, {self.cost}, {self.data} data, "
            f"{self.labels} labels, {self.start} start, learning rate {self.learning_rate:.2g}"
        )


def random_network(index: int, base: int = TEST_SEEDS, *, small: bool = False) -> Network:
    """Make the network of an index; a small one has at most 5 layers of 7 units and 13 examples."""
    rng = np.random.default_rng((base + index, 0))
    depth = int(rng.integers(1, (5 if small else DEEPEST) + 1))
    dims, m = _sizes(depth, rng, many=9 * index % 200 < 9, small=small)
    hidden = tuple(str(g) for g in rng.choice(HIDDEN, depth - 1))
    cost = "cross-entropy" if rng.random() < CROSS_ENTROPY else "squared-error"
    output = "sigmoid" if cost == "cross-entropy" else str(rng.choice(OUTPUTS))
    return Network(
        base + index,
        dims,
        m,
        (*hidden, output),
        cost,
        data=_choose(DATA, rng),
        labels=_choose(LABELS, rng),
        start=_choose(STARTS, rng),
        learning_rate=float(10 ** rng.uniform(-3, 0)),
    )


def _sizes(
    depth: int, rng: np.random.Generator, *, many: bool, small: bool
) -> tuple[tuple[int, ...], int]:
    """Draw sizes until a step is cheap enough; one output unit, as in the course."""
    widest, most = (7, 13) if small else (WIDEST, MOST_EXAMPLES)
    flops, entries = (MANY_FLOPS, MANY_ENTRIES) if many else (FLOPS, ENTRIES)
    while True:
        width = int((widest + 1) ** np.sqrt(rng.random()))
        dims = (*(_log_uniform(width, rng) for _ in range(depth)), 1)
        m = _log_uniform(most, rng)
        products = sum(n_prev * n for n_prev, n in pairwise(dims))
        if 6 * m * products <= flops and m * sum(dims) <= entries:
            return dims, m


def _log_uniform(largest: int, rng: np.random.Generator) -> int:
    return min(largest, int((largest + 1) ** rng.random()))


def _choose(shares: dict[str, float], rng: np.random.Generator) -> str:
    return str(rng.choice(list(shares), p=list(shares.values())))


def _examples(kind: str, n_x: int, m: int, rng: np.random.Generator) -> Array:
    """Draw X: normal, pixels (70 % exact zeros, else in [0, 1]), or columns of a raw table."""
    if kind == "pixels":
        return rng.random((n_x, m)) * (rng.random((n_x, m)) < 0.3)
    X = rng.standard_normal((n_x, m))
    if kind == "tabular":  # unscaled: a feature of 0.01 beside one of 1,000
        X = (X + rng.standard_normal((n_x, 1))) * 10 ** rng.uniform(-2, 3, (n_x, 1))
    return X


def _targets(network: Network, X: Array, rng: np.random.Generator) -> Array:
    """Draw Y: 0 and 1, or in half the networks of squared error any number."""
    m = network.m
    if network.labels == "one class":
        return np.full((1, m), float(rng.integers(2)))
    score = rng.standard_normal((1, m))
    if network.labels == "structured":  # likelier on one side of a plane
        along = rng.standard_normal((1, len(X))) @ X
        score = score + 2 * along / (np.abs(along).max() or 1.0)
    if network.cost == "squared-error" and rng.random() < 0.5:
        return score
    return (score > 0).astype(float)


def _weights(start: str, n: int, n_prev: int, rng: np.random.Generator) -> Array:
    scale = {"he": np.sqrt(2 / n_prev), "xavier": np.sqrt(1 / n_prev), "small": 0.01, "zeros": 0.0}
    return np.asarray(scale[start] * rng.standard_normal((n, n_prev)))
