"""Set what a file shows beside what it should show."""

import contextlib
import io
import warnings
from collections.abc import Callable, Iterator
from functools import cache

import numpy as np

from tests.corpus.corpus import Case, right
from tests.corpus.drivers import network_of
from tests.corpus.drivers.network import (
    Array,
    Arrays,
    Network,
    binary_cross_entropy,
    categorical_cross_entropy,
    derivative,
    squared_error,
)

STANDARD_COSTS = {
    "binary-cross-entropy": binary_cross_entropy,
    "categorical-cross-entropy": categorical_cross_entropy,
    "squared-error": squared_error,
}


@contextlib.contextmanager
def quietly() -> Iterator[None]:
    """Let people's code print and warn unheard."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def observed(case: Case) -> tuple[Network, dict[str, Array]]:
    """Return a file's network and everything of its first steps."""
    with quietly():
        network = network_of(case)
        return network, network.observe(network.parameters)


@cache
def of_right(family: str) -> tuple[Network, dict[str, Array]]:
    """Return the same of a family's right file."""
    return observed(right(family))


def slopes_of(network: Network, cost: Callable[[Arrays], float] | None = None) -> dict[str, Array]:
    """Return the slopes of a cost, the file's own unless another is given."""
    with quietly():
        return derivative(cost or network.cost, network.parameters)


def standard_cost(network: Network, name: str) -> Callable[[Arrays], float]:
    """Return a standard cost of the outputs that the file computes."""
    assert network.outputs, "the driver shows no outputs"
    outputs = network.outputs
    return lambda at: STANDARD_COSTS[name](*outputs(at))


def distance(actual: object, expected: object) -> float:
    """Return the largest difference over the largest expected entry; infinite for other shapes."""
    left, wanted = np.asarray(actual, dtype=float), np.asarray(expected, dtype=float)
    if left.size == 1 and wanted.size == 1:
        left, wanted = left.reshape(()), wanted.reshape(())
    if left.shape != wanted.shape or not np.isfinite(left).all():
        return np.inf
    return float(np.abs(left - wanted).max() / max(np.abs(wanted).max(), 1e-3))


def compared(family: str, found: dict[str, Array]) -> dict[str, float]:
    """Return the distance of everything that both files show, in the order of the right one."""
    _, wanted = of_right(family)
    return {name: distance(found[name], wanted[name]) for name in wanted if name in found}


def claim(network: Network, found: dict[str, Array], name: str) -> Array:
    """Return the gradient that a file shows, or the one that its step implies."""
    if name in found:
        return np.asarray(found[name])
    assert network.step, "neither gradients nor a step"
    value, new = network.parameters[name[1:]], found[f"new_{name[1:]}"]
    return np.asarray((value - new) / (value - network.step(value, np.ones_like(value))).flat[0])


def common_constant(
    network: Network, found: dict[str, Array], cost: Callable[[Arrays], float]
) -> float | None:
    """Return the claimed gradients over the slopes of ``cost``, if all are one constant apart.

    Three random directions through all parameters at once decide.
    """
    claims = {name: claim(network, found, f"d{name}") for name in network.parameters}
    if any(np.isinf(distance(claims[name], at)) for name, at in network.parameters.items()):
        return None
    rng, ratios = np.random.default_rng(0), []
    for _ in range(3):
        way = {name: rng.normal(size=np.shape(at)) for name, at in network.parameters.items()}
        claimed = sum(np.sum(np.ravel(claims[name]) * np.ravel(d)) for name, d in way.items())
        ends = [
            cost({name: at + step * way[name] for name, at in network.parameters.items()})
            for step in (1e-5, -1e-5)
        ]
        ratios.append(claimed * 2e-5 / (ends[0] - ends[1]))
    return float(ratios[0]) if np.ptp(ratios) < 1e-5 * abs(ratios[0]) else None
