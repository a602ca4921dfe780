"""Probes: small cases beside a person's own, on which a fault shows that their own data hide.

primes     all sizes differ: nothing fits by accident
square     all sizes are equal, the number of examples too: a missing transpose runs
zeros      pre-activations that are exactly 0: examples of zeros, no biases
saturated  weights 15 times as large: outputs near 0 and 1
one        a single example
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

STEPS = 3
"""Enough for a gradient that is stale, or never set back to zero."""
LEARNING_RATE = 0.3
PRIMES = (5, 3, 7, 2, 11)
SQUARE = 4
CLASSES = 4
"""How many units a softmax has; as many as the square probe has of everything."""
LAMBD = 0.7
"""The strength of the L2 regularisation, where there is one: large enough to be missed."""


@dataclass(frozen=True)
class Probe:
    """A small case.

    Attributes
    ----------
    name
        One of the five.
    sizes
        Its sizes in words.
    case
        What a step is given.
    """

    name: str
    sizes: str
    case: Mapping[str, Any]


def network_probes(
    activations: Sequence[str],
    cost: str,
    dtype: np.dtype[Any],
    *,
    lambd: float | None = None,
    tested: bool = False,
) -> tuple[Probe, ...]:
    """Make the probes of a network of so many layers; ``tested`` adds other examples to test on.

    ``lambd`` is that of the own case: a probe has one as well, and where the own is 0, 0.
    """
    given = {"activations": tuple(activations), "cost": cost, "learning_rate": LEARNING_RATE}
    given |= {} if lambd is None else {"lambd": LAMBD if lambd else 0.0}
    n_y = CLASSES if activations[-1] == "softmax" else 1
    probes = []
    for seed, (name, widths, m) in enumerate(_kinds(len(activations) - 1, n_y)):
        rng = np.random.default_rng(seed)
        case = _examples(rng, widths[0], m, n_y, blank=name == "zeros")
        for layer, (n_prev, n) in enumerate(pairwise(widths), start=1):
            W = rng.standard_normal((n, n_prev)) / np.sqrt(n_prev)
            case[f"W{layer}"] = 15 * W if name == "saturated" else W
            case[f"b{layer}"] = rng.standard_normal((n, 1)) / 2 * (name != "zeros")
        if tested:
            other = _examples(rng, widths[0], m + 2, n_y, blank=False)
            case |= {f"{key}_test": array for key, array in other.items()}
        case = {key: array.astype(dtype) for key, array in case.items()}
        probes.append(Probe(name, _sizes(widths, m), {**case, **given}))
    return tuple(probes)


def logistic_probes(dtype: np.dtype[Any]) -> tuple[Probe, ...]:
    """Make the probes of logistic regression."""
    return tuple(map(_as_logistic, network_probes(("sigmoid",), "cross-entropy", dtype)))


def one_sample_probes(dtype: np.dtype[Any]) -> tuple[Probe, ...]:
    """Make the probes of a step on one sample of two features."""
    probes = []
    for probe in logistic_probes(dtype):
        case = {**probe.case, "w": probe.case["w"][:2].copy()}
        case |= {name: probe.case[name][:2, -1:].copy() for name in ("X", "Y")}
        probes.append(Probe(probe.name, _sizes([2, 1], 1), case))
    return tuple(probes)


def _as_logistic(probe: Probe) -> Probe:
    case = {key: probe.case[key] for key in ("X", "Y", "learning_rate")}
    w, b = probe.case["W1"].T.copy(), probe.case["b1"][0, 0].reshape(())
    return Probe(probe.name, probe.sizes, {**case, "w": w, "b": b})


def _kinds(hidden: int, n_y: int) -> Iterator[tuple[str, list[int], int]]:
    """Give the name, the widths and the number of examples of every probe."""
    primes = [*islice(cycle(PRIMES), hidden + 1), n_y]
    yield "primes", primes, 13
    yield "square", [SQUARE] * (hidden + 1) + [n_y], SQUARE
    yield "zeros", primes, 13
    yield "saturated", primes, 13
    yield "one", primes, 1


def _sizes(widths: Sequence[int], m: int) -> str:
    return f"{'-'.join(map(str, widths))}, m = {m}"


def _examples(
    rng: np.random.Generator, n_x: int, m: int, n_y: int, *, blank: bool
) -> dict[str, Array]:
    X = rng.standard_normal((n_x, m))
    if blank:
        X[:, 1:3] = 0
    every_third = np.arange(m).reshape(1, m) % 3 == 1
    in_turn = (np.arange(m) + 1) % n_y == np.arange(n_y).reshape(n_y, 1)
    return {"X": X, "Y": (every_third if n_y == 1 else in_turn).astype(float)}
