"""Drivers of scripts that train at module level."""

import numpy as np

from tests.corpus.drivers.network import (
    Array,
    Arrays,
    Network,
    examples,
    of_sizes,
    rows_of,
)
from tests.corpus.drivers.running import Namespace, scripted


def xor_inline(source: str) -> Network:
    """No biases, no cost, examples in rows; the script's own shapes, other numbers."""
    weights = of_sizes((3, 5, 1))
    parameters = {"W1": weights["W1"].T.copy(), "W2": weights["W2"].T.copy()}
    X, Y = examples(3, 6, 1)

    def rounds(at: Arrays, count: int) -> list[Namespace]:
        given = {"X": X.T, "y": Y.T, "w0": at["W1"], "w1": at["W2"]}
        return scripted(source, given, count)

    def output(at: Arrays) -> Array:
        return np.asarray(rounds(at, 1)[0]["output"])

    def observe(at: Arrays) -> dict[str, Array]:
        once, twice = rounds(at, 2)
        downhill = {"dZ2": "output_delta", "dA1": "hidden_error", "dZ1": "hidden_delta"}
        return {
            "A1": once["hidden"],
            "A2": once["output"],
            **{name: -once[local] for name, local in downhill.items() if local in once},
            "new_W2": once["w1"],
            "new_W1": once["w0"],
            "2:new_W2": twice["w1"],
            "2:new_W1": twice["w0"],
        }

    return Network(
        parameters,
        lambda at: float(np.sum((output(at) - Y.T) ** 2) / 2),
        observe,
        lambda value, slope: value - slope,
        {"m": 6, "n_y": 1},
        lambda at: (output(at).T, Y),
    )


def inline_regression(source: str) -> Network:
    parameters = rows_of(of_sizes((3, 5, 1)))
    X, Y = examples(3, 7, 1)
    target = np.random.default_rng(5).normal(size=Y.T.shape)
    names = {
        "Z1": "z1",
        "A1": "h",
        "A2": "y_hat",
        "cost": "loss",
        "dZ2": "d_out",
        "dW2": "dW2",
        "db2": "db2",
        "dA1": "dh",
        "dZ1": "dz1",
        "dW1": "dW1",
        "db1": "db1",
    }

    def rounds(at: Arrays, count: int) -> list[Namespace]:
        return scripted(source, {"x": X.T, "y": target, **at}, count)

    def observe(at: Arrays) -> dict[str, Array]:
        once, twice = rounds(at, 2)
        return {
            **{name: np.asarray(once[local]) for name, local in names.items() if local in once},
            **{f"new_{name}": once[name] for name in at},
            **{f"2:new_{name}": twice[name] for name in at},
        }

    return Network(
        parameters,
        lambda at: float(rounds(at, 1)[0]["loss"]),
        observe,
        lambda value, slope: value - 0.05 * slope,
        {"m": 7, "n_y": 1},
        lambda at: (rounds(at, 1)[0]["y_hat"].T, target.T),
    )
