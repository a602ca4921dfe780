"""Drivers of the course's exercises: functions of known names, examples in columns."""

from typing import Any

import numpy as np

from tests.corpus.drivers.network import (
    Array,
    Arrays,
    Network,
    copies,
    examples,
    of_sizes,
    one_step_after,
)
from tests.corpus.drivers.running import defined, locals_of

RATE = 0.1
WATCHED_2 = ("dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1")
WATCHED_3 = ("dZ3", "dW3", "db3", "dA2", *WATCHED_2)


def sigmoid(z: Array) -> Array:
    return 1 / (1 + np.exp(-z))


def relu(z: Array) -> Array:
    return np.maximum(0, z)


PLANAR = {"sigmoid": sigmoid, "relu": relu}
"""Helpers of weeks 3 and 5: an activation alone."""
DNN = {
    "sigmoid": lambda Z: (sigmoid(Z), Z),
    "relu": lambda Z: (relu(Z), Z),
    "sigmoid_backward": lambda dA, Z: dA * sigmoid(Z) * (1 - sigmoid(Z)),
    "relu_backward": lambda dA, Z: np.where(Z > 0, dA, 0),
}
"""Helpers of week 4: an activation with its cache, and its backward."""


def gradient_step(value: Array, slope: Array) -> Array:
    return value - RATE * slope


def wk2_logistic(source: str) -> Network:
    people = defined(source, {})
    X, Y = examples(4, 7, 1)
    parameters = {"w": np.array([[0.3], [-0.6], [0.2], [0.5]]), "b": np.array(0.4)}

    def propagate(at: Arrays) -> Any:
        return people["propagate"](at["w"].copy(), float(at["b"]), X.copy(), Y.copy())

    def observe(at: Arrays) -> dict[str, Array]:
        (grads, cost), seen = locals_of({"propagate"}, lambda: propagate(at))
        seen_names = {name: seen[-1][name] for name in ("A", "dZ") if name in seen[-1]}
        once = people["optimize"](at["w"].copy(), float(at["b"]), X.copy(), Y.copy(), 1, RATE)
        twice = people["optimize"](at["w"].copy(), float(at["b"]), X.copy(), Y.copy(), 2, RATE)
        return {
            "A": seen_names["A"],
            "cost": cost,
            **seen_names,
            "dw": grads["dw"],
            "db": grads["db"],
            **one_step_after(once[0], at),
            **{f"2:{name}": value for name, value in one_step_after(twice[0], at).items()},
        }

    return Network(
        parameters,
        lambda at: float(propagate(at)[1]),
        observe,
        gradient_step,
        {"m": 7, "n_y": 1},
        lambda at: (sigmoid(at["w"].T @ X + at["b"]), Y),
    )


def wk3_planar(source: str) -> Network:
    people = defined(source, PLANAR)
    X, Y = examples(4, 6, 1)
    parameters = of_sizes((4, 3, 1))

    def forward(at: Arrays) -> tuple[dict[str, Array], float]:
        A2, cache = people["forward_propagation"](X.copy(), copies(at))
        return {**cache, "A2": A2}, people["compute_cost"](A2, Y.copy(), copies(at))

    def observe(at: Arrays) -> dict[str, Array]:
        (cache, cost), inside = locals_of({"forward_propagation"}, lambda: forward(at))
        grads, seen = locals_of(
            {"backward_propagation"},
            lambda: people["backward_propagation"](copies(at), dict(cache), X.copy(), Y.copy()),
        )
        found = {name: seen[-1][name] for name in WATCHED_2 if name in seen[-1]} | dict(grads)
        new = people["update_parameters"](copies(at), grads, RATE)
        return {
            **{name: inside[-1][name] for name in ("Z1", "A1", "Z2", "A2")},
            "cost": np.asarray(cost),
            **{name: found[name] for name in WATCHED_2 if name in found},
            **one_step_after(new, at),
        }

    return Network(
        parameters,
        lambda at: float(forward(at)[1]),
        observe,
        gradient_step,
        {"m": 6, "n_y": 1},
        lambda at: (forward(at)[0]["A2"], Y),
    )


def wk4_deep(source: str) -> Network:
    people = defined(source, DNN)
    X, Y = examples(5, 6, 1)
    parameters = of_sizes((5, 4, 3, 1))

    def forward(at: Arrays) -> tuple[Array, list[Any], float]:
        AL, caches = people["L_model_forward"](X.copy(), copies(at))
        return AL, caches, people["compute_cost"](AL, Y.copy())

    def observe(at: Arrays) -> dict[str, Array]:
        (AL, caches, cost), layers = locals_of({"linear_activation_forward"}, lambda: forward(at))
        acts = {f"A{layer}": seen["A"] for layer, seen in enumerate(layers, 1)}
        grads, seen = locals_of(
            {"linear_backward"}, lambda: people["L_model_backward"](AL, Y.copy(), caches)
        )
        slopes: dict[str, Array] = {}
        for layer, inside in zip((3, 2, 1), seen, strict=False):
            slopes[f"dZ{layer}"] = inside["dZ"]
            slopes |= {f"d{kind}{layer}": grads[f"d{kind}{layer}"] for kind in "Wb"}
            if layer > 1:
                slopes[f"dA{layer - 1}"] = grads[f"dA{layer - 1}"]
        new = people["update_parameters"](copies(at), grads, RATE)
        return {**acts, "cost": np.asarray(cost), **slopes, **one_step_after(new, at)}

    return Network(
        parameters,
        lambda at: float(forward(at)[2]),
        observe,
        gradient_step,
        {"m": 6, "n_y": 1},
        lambda at: (forward(at)[0], Y),
    )


def gradient_checking(source: str) -> Network:
    people = defined(source, PLANAR)
    X, Y = examples(5, 6, 1)
    parameters = of_sizes((5, 4, 3, 1))

    def forward(at: Arrays) -> Any:
        return people["forward_propagation_n"](X.copy(), Y.copy(), copies(at))

    def observe(at: Arrays) -> dict[str, Array]:
        (cost, cache), seen = locals_of({"forward_propagation_n"}, lambda: forward(at))
        names = ("Z1", "A1", "Z2", "A2", "Z3", "A3")
        grads = people["backward_propagation_n"](X.copy(), Y.copy(), cache)
        return {
            **{name: seen[-1][name] for name in names},
            "cost": np.asarray(cost),
            **{name: grads[name] for name in WATCHED_3},
        }

    return Network(
        parameters,
        lambda at: float(forward(at)[0]),
        observe,
        None,
        {"m": 6, "n_y": 1},
        lambda at: (sigmoid(forward(at)[1][8]), Y),
    )


planar_notebook = wk3_planar
deep_notebook = wk4_deep


def l2_functions(source: str) -> Network:
    people = defined(source, PLANAR)
    X, Y = examples(5, 6, 1)
    strength = 0.7

    def forward(at: Arrays) -> tuple[Any, float]:
        A3, cache = people["forward_propagation"](X.copy(), copies(at))
        cost = people["compute_cost_with_regularization"](A3, Y.copy(), copies(at), strength)
        return cache, cost

    def observe(at: Arrays) -> dict[str, Array]:
        (cache, cost), seen = locals_of({"forward_propagation"}, lambda: forward(at))
        grads = people["backward_propagation_with_regularization"](X, Y, cache, strength)
        return {
            **{name: seen[-1][name] for name in ("Z1", "A1", "Z2", "A2", "Z3", "A3")},
            "cost": np.asarray(cost),
            **{name: grads[name] for name in WATCHED_3},
            **one_step_after(people["update_parameters"](copies(at), grads, RATE), at),
        }

    return Network(
        of_sizes((5, 4, 3, 1)),
        lambda at: float(forward(at)[1]),
        observe,
        gradient_step,
        {"m": 6, "n_y": 1},
    )


def dropout_functions(source: str) -> Network:
    """The file seeds its masks, so a cost at other parameters has the same ones."""
    people = defined(source, {})
    X, Y = examples(5, 6, 1)
    keep = 0.6

    def forward(at: Arrays) -> tuple[Any, float]:
        A3, cache = people["forward_propagation_with_dropout"](X.copy(), copies(at), keep)
        return cache, people["compute_cost"](A3, Y.copy())

    def observe(at: Arrays) -> dict[str, Array]:
        (cache, cost), seen = locals_of({"forward_propagation_with_dropout"}, lambda: forward(at))
        grads, behind = locals_of(
            {"backward_propagation_with_dropout"},
            lambda: people["backward_propagation_with_dropout"](X, Y, cache, keep),
        )
        new, _ = people["train"](X.copy(), Y.copy(), copies(at), RATE, 1, keep)
        return {
            **{name: seen[-1][name] for name in ("Z1", "A1", "Z2", "A2", "Z3", "A3")},
            "cost": np.asarray(cost),
            **{name: ({**behind[-1], **grads})[name] for name in WATCHED_3},
            **one_step_after(new, at),
        }

    return Network(
        of_sizes((5, 4, 3, 1)),
        lambda at: float(forward(at)[1]),
        observe,
        gradient_step,
        {"m": 6, "n_y": 1},
    )
