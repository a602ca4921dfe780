"""Drivers of classes: parameters are set on the object, one step is asked for."""

from typing import Any

import numpy as np

from tests.corpus.drivers.course import RATE, gradient_step
from tests.corpus.drivers.network import (
    Array,
    Arrays,
    Network,
    examples,
    of_sizes,
    one_step_after,
    rows_of,
    squared_error,
)
from tests.corpus.drivers.running import defined, locals_of


def network_sgd(source: str) -> Network:
    """Costs of one example; a step is a mini-batch, so it moves along the mean of them."""
    people = defined(source, {})
    sizes = (4, 5, 3, 2)
    X, Y = examples(4, 3, 2)
    parameters = of_sizes(sizes)
    columns = [(X[:, [i]], Y[:, [i]]) for i in range(3)]

    def network(at: Arrays) -> Any:
        made = people["Network"](list(sizes))
        made.weights = [at[f"W{layer}"].copy() for layer in (1, 2, 3)]
        made.biases = [at[f"b{layer}"].copy() for layer in (1, 2, 3)]
        return made

    def output(at: Arrays) -> Array:
        return np.asarray(network(at).feedforward(X[:, [0]].copy()))

    def mean_slopes(at: Arrays) -> dict[str, Array]:
        made = network(at)
        total: dict[str, Array] = {}
        for x, y in columns:
            grad_b, grad_w = made.backprop(x.copy(), y.copy())
            for name, slopes in (("dW", grad_w), ("db", grad_b)):
                for layer, slope in enumerate(slopes, 1):
                    total[f"{name}{layer}"] = total.get(f"{name}{layer}", 0) + slope / len(columns)
        return total

    def observe(at: Arrays) -> dict[str, Array]:
        (grad_b, grad_w), seen = locals_of(
            {"backprop"}, lambda: network(at).backprop(*(part.copy() for part in columns[0]))
        )
        activations = {f"A{i}": value for i, value in enumerate(seen[-1]["activations"]) if i}
        made = network(at)
        news = []
        for _ in range(2):
            made.update_mini_batch([(x.copy(), y.copy()) for x, y in columns], RATE)
            values = [*zip(made.weights, made.biases, strict=True)]
            news.append([np.array(value) for pair in values for value in pair])
        slopes = {}
        for layer in (3, 2, 1):
            slopes |= {f"dW{layer}": grad_w[layer - 1], f"db{layer}": grad_b[layer - 1]}
        return {
            **activations,
            **slopes,
            **one_step_after(dict(zip(at, news[0], strict=True)), at),
            **{f"2:new_{name}": value for name, value in zip(at, news[1], strict=True)},
            **{f"mean {name}": value for name, value in mean_slopes(at).items()},
        }

    return Network(
        parameters,
        lambda at: squared_error(output(at), Y[:, [0]]),
        observe,
        gradient_step,
        {"m": 1, "n_y": 2},
        lambda at: (output(at), Y[:, [0]]),
    )


def starting_at(kind: Any, given: Arrays) -> Any:
    """Return a subclass whose first assignments of the named attributes get other values."""
    pending = dict(given)

    def assign(self: Any, name: str, value: Any) -> None:
        if name in pending and value is not None:
            value = np.array(pending.pop(name))
        object.__setattr__(self, name, value)

    return type(kind.__name__, (kind,), {"__setattr__": assign})


def logistic_class(source: str) -> Network:
    """Rows, labels of one axis."""
    people = defined(source, {})
    X, Y = examples(4, 7, 1)
    parameters = {"w": np.array([0.3, -0.6, 0.2, 0.5]), "b": np.array(0.4)}

    def probabilities(at: Arrays) -> Array:
        made = people["LogisticRegression"]()
        made.weights, made.bias = at["w"].copy(), float(at["b"])
        return np.asarray(made.predict_proba(X.T.copy()))

    def cost(at: Arrays) -> float:
        return float(people["LogisticRegression"]()._loss(Y.ravel(), probabilities(at)))

    def fitted(at: Arrays, rounds: int) -> tuple[Any, dict[str, Any]]:
        given = {"weights": at["w"], "bias": at["b"]}
        made = starting_at(people["LogisticRegression"], given)(RATE, rounds)
        _, seen = locals_of({"fit"}, lambda: made.fit(X.T.copy(), Y.ravel()))
        return made, seen[-1]

    def observe(at: Arrays) -> dict[str, Array]:
        (once, inside), (twice, _) = fitted(at, 1), fitted(at, 2)
        names = {"A": "p", "dZ": "residual", "dw": "grad_w", "db": "grad_b"}
        found = {name: inside[local] for name, local in names.items() if local in inside}
        return {
            "A": found.pop("A"),
            "cost": np.asarray(once.losses[0]),
            **found,
            "new_w": once.weights,
            "new_b": np.asarray(once.bias),
            "2:new_w": twice.weights,
            "2:new_b": np.asarray(twice.bias),
        }

    return Network(
        parameters,
        cost,
        observe,
        gradient_step,
        {"m": 7, "n_y": 1},
        lambda at: (probabilities(at)[np.newaxis], Y),
    )


def softmax_regression(source: str) -> Network:
    """Rows, integer labels; one layer, so its parameters are ``W1`` and ``b1``."""
    people = defined(source, {})
    X, Y = examples(4, 7, 3)
    labels = Y.argmax(axis=0)
    parameters = rows_of(of_sizes((4, 3)), flat_bias=True)

    def probabilities(at: Arrays) -> Array:
        made = people["SoftmaxRegression"]()
        made.W, made.b = at["W1"].copy(), at["b1"].copy()
        return np.asarray(made.predict_proba(X.T.copy()))

    def cost(at: Arrays) -> float:
        made = people["SoftmaxRegression"]()
        return float(made._perdida(probabilities(at), made._one_hot(labels, 3)))

    def fitted(at: Arrays, rounds: int) -> tuple[Any, dict[str, Any]]:
        given = {"W": at["W1"], "b": at["b1"]}
        made = starting_at(people["SoftmaxRegression"], given)(RATE, rounds)
        _, seen = locals_of({"fit"}, lambda: made.fit(X.T.copy(), labels.copy()))
        return made, seen[-1]

    def observe(at: Arrays) -> dict[str, Array]:
        (once, inside), (twice, _) = fitted(at, 1), fitted(at, 2)
        names = {"Z1": "scores", "A1": "P", "dZ1": "dscores", "dW1": "dW", "db1": "db"}
        found = {name: inside[local] for name, local in names.items() if local in inside}
        return {
            **{name: found.pop(name) for name in ("Z1", "A1")},
            "cost": np.asarray(once.historial[0]),
            **found,
            "new_W1": once.W,
            "new_b1": once.b,
            "2:new_W1": twice.W,
            "2:new_b1": twice.b,
        }

    return Network(
        parameters,
        cost,
        observe,
        gradient_step,
        {"m": 7, "n_y": 3},
        lambda at: (probabilities(at).T, Y),
    )
