"""A step of gradient descent in plain NumPy, by any convention: written by hand, not by a table."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.quantities.conventions import USUAL, Scale

Array = NDArray[Any]
Slips = Mapping[str, Callable[[Array], Array]]

LEAK = 0.01
NO_SLIPS: Slips = {}


def relu_prime(Z: Array, left: float, at_zero: float) -> Array:
    """The slope of either side; at exactly 0 as far from the left one as ``at_zero`` says."""
    slope = np.where(Z > 0, 1.0, left)
    return np.where(Z == 0, left + at_zero * (1 - left), slope).astype(Z.dtype)


def sigmoid(Z: Array) -> Array:
    """One over one plus the exponential."""
    return np.asarray(1 / (1 + np.exp(-Z)))


FORWARD: dict[str, Callable[[Array], Array]] = {
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda Z: Z * (Z > 0),
    "leaky-relu": lambda Z: np.where(Z > 0, Z, Z.dtype.type(LEAK) * Z),
    "identity": np.copy,
    "softmax": lambda Z: np.exp(Z) / np.exp(Z).sum(axis=0),
}


def prime(g: str, Z: Array, A: Array, at_zero: float) -> Array:
    """The derivative of an activation, from its value where that is shorter."""
    if g in ("relu", "leaky-relu"):
        return relu_prime(Z, LEAK if g == "leaky-relu" else 0.0, at_zero)
    if g == "identity":
        return np.ones_like(Z)
    return A * (1 - A) if g == "sigmoid" else 1 - A**2


def cross_entropy(Z: Array, Y: Array) -> Array:
    """The loss of every example, from the logits."""
    return np.asarray(np.logaddexp(Z.dtype.type(0), Z) - Y * Z)


def log_loss(A: Array, Y: Array) -> Array:
    """The loss of every example of several classes, from the probabilities."""
    return np.asarray(-(Y * np.log(A)).sum(axis=0))


def cost_of(case: Mapping[str, Any], Z: Array, A: Array, scale: Scale) -> Any:
    """The cost, with its L2 term where there is one, in a scale."""
    Y, lambd = case["Y"], case.get("lambd", 0)
    losses = {
        "categorical-cross-entropy": lambda: log_loss(A, Y),
        "cross-entropy": lambda: cross_entropy(Z, Y),
        "squared-error": lambda: (A - Y) ** 2 / 2,
    }
    loss = losses[case["cost"]]()
    total = loss.sum() if scale.total and not scale.usual_cost else loss.mean()
    if lambd:
        squares = sum((W**2).sum() for name, W in case.items() if name.startswith("W"))
        summed = scale.total and not scale.usual_cost
        total = total + lambd / 2 * squares / (1 if summed else Y.shape[1])
    return 2.0 * total if scale.whole_square and not scale.usual_cost else total


def network_step(
    case: Mapping[str, Any],
    scale: Scale = USUAL,
    at_zero: Mapping[str, float] | float = 0.0,
    slips: Slips = NO_SLIPS,
) -> dict[str, Array]:
    """Take a step, every result changed by its slip before it is used.

    ``at_zero`` says where between its slopes a kinked derivative is taken at exactly 0.
    """
    t: dict[str, Any] = {"A0": case["X"]}
    gs, Y = case["activations"], case["Y"]
    m, L, twice = Y.shape[1], len(gs), 2.0 if scale.whole_square else 1.0
    over_m_in_dZ = m if scale.in_dZ else 1
    over_m_in_dW = 1 if scale.in_dZ or scale.total else m

    def keep(name: str, value: Array) -> None:
        t[name] = slips[name](value) if name in slips else value

    for k, g in enumerate(gs, start=1):
        keep(f"Z{k}", case[f"W{k}"] @ t[f"A{k - 1}"] + case[f"b{k}"])
        keep(f"A{k}", FORWARD[g](t[f"Z{k}"]))
    Z, A = t[f"Z{L}"], t[f"A{L}"]
    several, lambd = case["cost"] == "categorical-cross-entropy", case.get("lambd", 0)
    entropy = case["cost"] == "cross-entropy" or several
    keep("cost", cost_of(case, Z, A, scale))
    dA = -Y / A if several else -Y / A + (1 - Y) / (1 - A) if entropy else A - Y
    keep(f"dA{L}", twice * dA / over_m_in_dZ)
    for k in range(L, 0, -1):
        if k == L and entropy:
            keep(f"dZ{k}", twice * (A - Y) / over_m_in_dZ)
        else:
            share = at_zero if isinstance(at_zero, float) else at_zero.get(gs[k - 1], 0.0)
            slope = prime(gs[k - 1], t[f"Z{k}"], t[f"A{k}"], share)
            keep(f"dZ{k}", t[f"dA{k}"] * slope)
        dW = t[f"dZ{k}"] @ t[f"A{k - 1}"].T / over_m_in_dW
        if lambd:
            dW = dW + twice * lambd / (1 if scale.total else m) * case[f"W{k}"]
        keep(f"dW{k}", dW)
        keep(f"db{k}", t[f"dZ{k}"].sum(axis=1, keepdims=True) / over_m_in_dW)
        if k > 1:
            keep(f"dA{k - 1}", case[f"W{k}"].T @ t[f"dZ{k}"])
    for k in range(1, L + 1):
        for V in (f"W{k}", f"b{k}"):
            keep(f"new_{V}", case[V] - case["learning_rate"] * t[f"d{V}"])
    del t["A0"]
    return {name: np.asarray(array) for name, array in t.items()}


def logistic_step(
    case: Mapping[str, Any], scale: Scale = USUAL, slips: Slips = NO_SLIPS
) -> dict[str, Array]:
    """Take a step of logistic regression: one unit, its parameters a column and a number."""
    as_network = {
        **case, "W1": case["w"].T, "b1": np.reshape(case["b"], (1, 1)),
        "activations": ("sigmoid",), "cost": "cross-entropy",
    }  # fmt: skip  # the case, and what it is called there
    renamed = {old: slips[new] for old, new in NAMES.items() if new in slips}
    t = network_step(as_network, scale, slips=renamed)
    shapes = {"w": case["w"].shape, "b": ()}
    return {new: t[old].reshape(shapes.get(new[-1], t[old].shape)) for old, new in NAMES.items()}


NAMES = {
    "Z1": "Z", "A1": "A", "cost": "cost", "dA1": "dA", "dZ1": "dZ",
    "dW1": "dw", "db1": "db", "new_W1": "new_w", "new_b1": "new_b",
}  # fmt: skip  # a network's names, and those of logistic regression
