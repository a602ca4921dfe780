"""Drivers of classes that keep their layers as objects, dictionaries or numbered attributes."""

from typing import Any
from unittest import mock

import numpy as np

from tests.corpus.drivers.course import RATE, gradient_step
from tests.corpus.drivers.network import (
    Array,
    Arrays,
    Network,
    copies,
    examples,
    of_sizes,
    rows_of,
)
from tests.corpus.drivers.running import defined, locals_of


def layers_list(source: str) -> Network:
    people = defined(source, {})
    X, Y = examples(4, 7, 3)
    labels = Y.argmax(axis=0)
    sizes = (4, 5, 4, 3)
    parameters = rows_of(of_sizes(sizes))

    def network(at: Arrays) -> tuple[Any, list[Any]]:
        dense = [people["Dense"](sizes[i], sizes[i + 1]) for i in range(3)]
        for number, layer in enumerate(dense, 1):
            layer.W, layer.b = at[f"W{number}"].copy(), at[f"b{number}"].copy()
        between = [people["ReLU"](), people["Tanh"]()]
        return people["Net"]([dense[0], between[0], dense[1], between[1], dense[2]]), dense

    def cost(at: Arrays) -> float:
        made, _ = network(at)
        return float(made.loss_fn.forward(made.forward(X.T.copy()), labels))

    def observe(at: Arrays) -> dict[str, Array]:
        made, _ = network(at)
        found, x = {}, X.T.copy()
        for name, layer in zip(("Z1", "A1", "Z2", "A2", "Z3"), made.layers, strict=True):
            x = layer.forward(x)
            found[name] = np.array(x)
        made, dense = network(at)
        loss = made.train_step(X.T.copy(), labels, RATE)
        found |= {"A3": made.loss_fn.probs, "cost": np.asarray(loss)}
        for number in (3, 2, 1):
            found[f"dW{number}"] = np.array(dense[number - 1].dW)
            found[f"db{number}"] = np.array(dense[number - 1].db)
        for step in ("new", "2:new"):
            for number, layer in enumerate(dense, 1):
                found[f"{step}_W{number}"] = np.array(layer.W)
                found[f"{step}_b{number}"] = np.array(layer.b)
            made.train_step(X.T.copy(), labels, RATE)
        return found

    return Network(parameters, cost, observe, gradient_step, {"m": 7, "n_y": 3})


def two_layer_rows(source: str) -> Network:
    """Rows, integer labels, L2; mini-batches are drawn by ``numpy.random.choice``."""
    people = defined(source, {})
    X, Y = examples(4, 7, 3)
    labels = Y.argmax(axis=0)
    parameters = rows_of(of_sizes((4, 5, 3)), flat_bias=True)
    strength = 0.1

    def network(at: Arrays) -> Any:
        made = people["TwoLayerNet"](4, 5, 3)
        made.params = copies(at)
        return made

    def loss(at: Arrays) -> Any:
        return network(at).loss(X.T.copy(), labels.copy(), reg=strength)

    def observe(at: Arrays) -> dict[str, Array]:
        (cost, grads), seen = locals_of({"loss"}, lambda: loss(at))
        inside, made = seen[-1], network(at)
        found = {name: inside[local] for name, local in (("Z1", "pre"), ("A1", "hidden"))}
        found |= {"A2": inside["probs"], "cost": np.asarray(cost), "dZ2": inside["dscores"]}
        found |= {"dW2": grads["W2"], "db2": grads["b2"], "dZ1": inside["dhidden"]}
        found |= {"dW1": grads["W1"], "db1": grads["b1"]}
        rows = (X.T.copy(), labels, X.T, labels)
        with mock.patch("numpy.random.choice", lambda count, size: np.arange(size) % count):
            for step in ("new", "2:new"):
                made.train(
                    *rows, learning_rate=RATE, reg=strength, num_iters=1, batch_size=len(labels)
                )
                found |= {f"{step}_{name}": np.array(made.params[name]) for name in at}
        return found

    return Network(
        parameters, lambda at: float(loss(at)[0]), observe, gradient_step, {"m": 7, "n_y": 3}
    )


def minibatch_adam(source: str) -> Network:
    people = defined(source, {})
    X, Y = examples(4, 7, 1)
    sizes = (4, 5, 3, 1)
    parameters = of_sizes(sizes)

    def network(at: Arrays) -> Any:
        made = people["NeuralNet"](list(sizes), lr=0.01)
        made.params = copies(at)
        return made

    def cost(at: Arrays) -> float:
        made = network(at)
        return float(made.cost(made.forward(X.copy())[0], Y))

    def observe(at: Arrays) -> dict[str, Array]:
        made = network(at)
        _, cache = made.forward(X.copy())
        found = {name: cache[name] for layer in (1, 2, 3) for name in (f"Z{layer}", f"A{layer}")}
        found["cost"] = np.asarray(cost(at))
        grads = made.backward(cache, Y.copy())
        for layer in (3, 2, 1):
            found |= {f"d{kind}{layer}": grads[f"{kind}{layer}"] for kind in "Wb"}
        for step in ("new", "2:new"):
            made.update(grads)
            found |= {f"{step}_{name}": np.array(made.params[name]) for name in at}
            grads = made.backward(made.forward(X.copy())[1], Y.copy())
        made = network(at)
        with mock.patch("numpy.random.permutation", np.arange):
            made.fit(X.copy(), Y.copy(), epochs=1, batch_size=3)
        return found | {f"fit new_{name}": made.params[name] for name in at}

    return Network(
        parameters,
        cost,
        observe,
        lambda value, slope: value - 0.01 * slope / (np.abs(slope) + 1e-8),
        {"m": 7, "n_y": 1},
        lambda at: (network(at).forward(X)[0], Y),
    )


def deep_activations(source: str) -> Network:
    people = defined(source, {})
    X, Y = examples(4, 7, 2)
    sizes, kinds = (4, 5, 3, 2), ["tanh", "leaky", "linear"]
    parameters = of_sizes(sizes)

    def network(at: Arrays, kinds: list[str] = kinds) -> Any:
        made = people["DeepRegressor"](list(sizes), kinds)
        for number, layer in enumerate(made.layers, 1):
            layer |= {kind: at[f"{kind}{number}"].copy() for kind in "Wb"}
        return made

    def cost(at: Arrays) -> float:
        made = network(at)
        return float(made.cost(made.forward(X.copy()), Y))

    def slopes(made: Any) -> dict[str, Array]:
        made.backward(made.forward(X.copy()), Y.copy())
        numbers = (3, 2, 1)
        return {f"d{k}{i}": np.array(made.layers[i - 1][f"d{k}"]) for i in numbers for k in "Wb"}

    def observe(at: Arrays) -> dict[str, Array]:
        made = network(at)
        made.forward(X.copy())
        found = {}
        for number, layer in enumerate(made.layers, 1):
            found |= {f"Z{number}": np.array(layer["Z"]), f"A{number}": np.array(layer["A"])}
        found |= {"cost": np.asarray(cost(at)), **slopes(made)}
        for step in ("new", "2:new"):
            made.update(RATE)
            for number, layer in enumerate(made.layers, 1):
                found |= {f"{step}_{kind}{number}": np.array(layer[kind]) for kind in "Wb"}
            slopes(made)
        others = slopes(network(at, ["sigmoid", "tanh", "sigmoid"]))
        return found | {f"other {name}": value for name, value in others.items()}

    return Network(
        parameters,
        cost,
        observe,
        gradient_step,
        {"m": 7, "n_y": 2},
        lambda at: (network(at).forward(X.copy()), Y),
    )


def markdown_post(source: str) -> Network:
    people = defined(source, {})
    X, Y = examples(4, 7, 1)
    parameters = rows_of(of_sizes((4, 5, 1)))

    def network(at: Arrays) -> Any:
        made = people["NeuralNetwork"](4, 5, RATE)
        vars(made).update({name.lower(): np.array(value) for name, value in at.items()})
        made.forward(X.T.copy())
        return made

    def cost(at: Arrays) -> float:
        return float(network(at).loss(Y.T))

    def observe(at: Arrays) -> dict[str, Array]:
        made = network(at)
        found = {name: getattr(made, name.lower()) for name in ("Z1", "A1", "Z2", "A2")}
        found["cost"] = np.asarray(cost(at))
        _, seen = locals_of({"backward"}, lambda: made.backward(X.T.copy(), Y.T.copy()))
        inside = {**seen[-1], **vars(made)}
        names = {"dZ2": "d2", "dW2": "dw2", "db2": "db2", "dZ1": "d1", "dW1": "dw1", "db1": "db1"}
        found |= {name: np.array(inside[local]) for name, local in names.items() if local in inside}
        for step in ("new", "2:new"):
            made.update()
            found |= {f"{step}_{name}": np.array(getattr(made, name.lower())) for name in at}
            made.forward(X.T.copy())
            made.backward(X.T.copy(), Y.T.copy())
        return found

    return Network(
        parameters,
        cost,
        observe,
        gradient_step,
        {"m": 7, "n_y": 1},
        lambda at: (network(at).a2.T, Y),
    )
