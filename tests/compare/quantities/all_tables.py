"""Every table, and random operands for it: sizes are distinct primes, one output but of softmax."""

from typing import Any

import numpy as np

from compare.quantities import calculus
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.model import Model
from compare.quantities.network import initialisation, network, training

ACTIVATIONS = {
    1: [("sigmoid",)],
    2: [("tanh", "sigmoid"), ("identity", "sigmoid")],
    3: [("relu", "leaky-relu", "sigmoid"), ("sigmoid", "tanh", "sigmoid")],
    4: [("leaky-relu", "relu", "identity", "sigmoid")],
}
ENDS = ("sigmoid", "tanh", "relu", "leaky-relu", "identity")
SIZES = {"1": 1, "m": 7, "n_x": 5, "n": 11, "m_X": 13, "m_test": 17, "n_y": 29}
CLASSES = "categorical-cross-entropy"
UNITS = (3, 2, 19, 23)


def _networks() -> dict[str, Model]:
    tables = {}
    for L, several in ACTIVATIONS.items():
        for hidden in several:
            tables[f"network-{'-'.join(hidden)}-cross-entropy"] = network(hidden, "cross-entropy")
            for end in ENDS:
                names = (*hidden[:-1], end)
                tables[f"network-{'-'.join(names)}-squared-error"] = network(names, "squared-error")
            soft = (*hidden[:-1], "softmax")
            tables[f"network-{'-'.join(soft)}-{CLASSES}"] = network(soft, CLASSES)
        for name, end in (
            ("cross-entropy", "sigmoid"),
            ("squared-error", "tanh"),
            (CLASSES, "softmax"),
        ):
            g = (*several[0][:-1], end)
            tables[f"network-{'-'.join(g)}-{name}-L2"] = network(g, name, regularised=True)
        tables[f"training-{L}-cross-entropy-L2"] = training(
            several[0], "cross-entropy", regularised=True
        )
        tables[f"training-{L}-cross-entropy"] = training(several[0], "cross-entropy")
        tables[f"training-{L}-squared-error"] = training(several[0], "squared-error")
        tables[f"initialisation-{L}"] = initialisation(L)
    return tables


TABLES: dict[str, Model] = {
    "derivatives": calculus.DERIVATIVES,
    "computation-graph": calculus.COMPUTATION_GRAPH,
    "activations": calculus.ACTIVATIONS,
    "losses": calculus.LOSSES,
    "logistic-regression": LOGISTIC_REGRESSION,
    **_networks(),
}


def layers_of(table: Model) -> int:
    """The number of layers of a network's table; 0 for the others."""
    return sum(name[0] == "W" for name in table.parameters)


def sizes_of(table: Model) -> dict[str, int]:
    """A length for every axis; a network's last layer has one unit, but softmax several."""
    layers = layers_of(table)
    units = {f"n_{layer}": n for layer, n in enumerate(UNITS, start=1)}
    one = layers and "softmax" not in table[str(table.output)].text
    return {**SIZES, **units, **({f"n_{layers}": 1} if one else {})}


def random_operands(table: Model, seed: int = 0) -> dict[str, Any]:
    """Numbers in (0.1, 0.9) for every input and quantity: each is a probability, none a kink.

    Labels of several classes add up to 1.
    """
    rng, sizes = np.random.default_rng(seed), sizes_of(table)

    def draw(axes: tuple[str, ...]) -> Any:
        return rng.uniform(0.1, 0.9, tuple(sizes[axis] for axis in axes))

    names = (*table.inputs, *table.by_name)
    operands = {name: np.asarray(draw(table.axes_of(name))) for name in names}
    for name, values in operands.items():
        if name[0] in "ZNXWa" and table.name != "derivatives":
            values *= rng.choice([-1, 1], values.shape)  # both sides of a kink
    for name in {"Y", "Y_classes"} & operands.keys():
        if len(operands[name]) > 1:
            operands[name] /= operands[name].sum(axis=0)
    if "dZ_softmax" in operands:  # which is written with g(Z), not with Z
        operands["g_softmax"] = np.exp(operands["Z"]) / np.exp(operands["Z"]).sum(axis=0)
    return {**sizes, **operands}
