"""Drivers of files that are a handful of functions of their own design."""

from typing import Any

import numpy as np

from tests.corpus.drivers.course import RATE, WATCHED_2, gradient_step
from tests.corpus.drivers.network import (
    Array,
    Arrays,
    Network,
    categorical_cross_entropy,
    copies,
    examples,
    of_sizes,
    one_step_after,
    rows_of,
)
from tests.corpus.drivers.running import defined, locals_of


def digits_functions(source: str) -> Network:
    """Ten hidden units and ten outputs, as the file's own ``init_params`` has them."""
    people = defined(source, {"m": 13, "n": 4})
    X, Y = examples(4, 23, 10)
    labels = Y.argmax(axis=0)
    parameters = of_sizes((4, 10, 10))

    def forward(at: Arrays) -> tuple[Array, ...]:
        taken: tuple[Array, ...] = people["forward_prop"](*copies(at).values(), X.copy())
        return taken

    def cost(at: Arrays) -> float:
        return categorical_cross_entropy(forward(at)[3], Y)

    def observe(at: Arrays) -> dict[str, Array]:
        cache = forward(at)
        given = (*(value.copy() for value in cache), at["W1"].copy(), at["W2"].copy())
        grads, seen = locals_of(
            {"backward_prop"}, lambda: people["backward_prop"](*given, X.copy(), labels)
        )
        found = {name: seen[-1][name] for name in WATCHED_2 if name in seen[-1]}
        found |= dict(zip(("dW1", "db1", "dW2", "db2"), grads, strict=True))
        new = people["update_params"](*copies(at).values(), *grads, RATE)
        return {
            **dict(zip(("Z1", "A1", "Z2", "A2"), cache, strict=True)),
            **{name: found[name] for name in WATCHED_2 if name in found},
            **one_step_after(dict(zip(at, new, strict=True)), at),
        }

    return Network(
        parameters,
        cost,
        observe,
        gradient_step,
        {"m": 23, "n_y": 10},
        lambda at: (forward(at)[3], Y),
    )


def one_sample_at_a_time(source: str) -> Network:
    """Scalars all the way; ``train`` starts at zero, so its steps are compared and not derived."""
    people = defined(source, {})
    X, Y = examples(2, 7, 1)
    data = [(float(x1), float(x2), float(y)) for x1, x2, y in zip(*X, Y[0], strict=True)]
    parameters = {"w1": np.array(0.4), "w2": np.array(-0.7), "b": np.array(0.3)}

    def one_pass(at: Arrays) -> Any:
        return people["one_pass"](list(data), *(float(value) for value in at.values()))

    def observe(at: Arrays) -> dict[str, Array]:
        values, seen = locals_of({"one_pass"}, lambda: one_pass(at))
        inside = {name.upper(): seen[-1][name] for name in ("z", "a")}
        found = {**inside, "cost": values[0], "dZ": seen[-1].get("dz", 0.0)}
        found |= dict(zip(("dw1", "dw2", "db"), values[1:], strict=True))
        for rounds in (1, 2):
            *new, _ = people["train"](list(data), RATE, rounds)
            names = (f"{'2:' if rounds == 2 else ''}new_{name}" for name in at)
            found |= dict(zip(names, new, strict=True))
        return {name: np.asarray(value) for name, value in found.items()}

    return Network(
        parameters,
        lambda at: float(one_pass(at)[0]),
        observe,
        None,
        {"m": 7, "n_y": 1},
        lambda at: (1 / (1 + np.exp(-(at["w1"] * X[:1] + at["w2"] * X[1:] + at["b"]))), Y),
    )


def bias_column(source: str) -> Network:
    """Rows; a weight matrix has its biases in the first column."""
    people = defined(source, {})
    X, Y = examples(4, 7, 3)
    separate = of_sizes((4, 5, 3))
    parameters = {f"W{i}": np.hstack([separate[f"b{i}"], separate[f"W{i}"]]) for i in (1, 2)}
    strength = 0.8

    def forward(at: Arrays) -> Any:
        return people["forward"](X.T.copy(), at["W1"].copy(), at["W2"].copy())

    def cost(at: Arrays) -> float:
        return float(people["cost"](forward(at)[-1], Y.T.copy(), at["W1"], at["W2"], strength))

    def observe(at: Arrays) -> dict[str, Array]:
        _, z2, a2, z3, h = forward(at)
        slopes, seen = locals_of(
            {"gradients"},
            lambda: people["gradients"](X.T, Y.T, at["W1"].copy(), at["W2"].copy(), strength),
        )
        new = {}
        for rounds in (1, 2):
            starts = [at["W1"].copy(), at["W2"].copy()]
            people["rand_init"] = lambda *_, given=starts: given.pop(0)
            ends = people["descend"](X.T.copy(), Y.T.copy(), 5, strength, RATE, rounds)
            prefix = "2:new_" if rounds == 2 else "new_"
            new |= {prefix + name: end for name, end in zip(at, ends, strict=True)}
        return {
            "Z1": z2,
            "A1": a2,
            "Z2": z3,
            "A2": h,
            "cost": np.asarray(cost(at)),
            **{name: seen[-1][local] for name, local in (("dZ2", "d3"), ("dZ1", "d2"))},
            "dW2": slopes[1],
            "dW1": slopes[0],
            **new,
        }

    return Network(parameters, cost, observe, gradient_step, {"m": 7, "n_y": 3})


def closures(source: str) -> Network:
    """The lists of weights are reached through the cells of ``train``."""
    people = defined(source, {})
    X, Y = examples(3, 7, 2)
    sizes = (3, 5, 4, 2)
    parameters = rows_of(of_sizes(sizes))

    def made(at: Arrays) -> tuple[Any, Any, list[Any]]:
        kinds = [people[name] for name in ("tanh", "relu", "sigmoid")]
        predict, train = people["make_network"](list(sizes), kinds)
        cells = dict(zip(train.__code__.co_freevars, train.__closure__, strict=True))
        lists = [cells[name].cell_contents for name in ("W", "B")]
        for kind, values in zip("Wb", lists, strict=True):
            values[:] = [at[f"{kind}{layer}"].copy() for layer in (1, 2, 3)]
        return predict, train, lists

    def cost(at: Arrays) -> float:
        return float(people["mse"](made(at)[0](X.T.copy()), Y.T))

    def observe(at: Arrays) -> dict[str, Array]:
        _, train, lists = made(at)
        loss, seen = locals_of({"train"}, lambda: train(X.T.copy(), Y.T.copy(), RATE))
        found = {}
        for layer, (pre, out) in enumerate(
            zip(seen[-1]["pres"], seen[-1]["ins"][1:], strict=True), 1
        ):
            found |= {f"Z{layer}": pre, f"A{layer}": out}
        new = {f"{k}{i}": v for k, vs in zip("Wb", lists, strict=True) for i, v in enumerate(vs, 1)}
        order = {name: at[name] for layer in (3, 2, 1) for name in (f"W{layer}", f"b{layer}")}
        return {**found, "cost": np.asarray(loss), **one_step_after(new, order)}

    return Network(
        parameters,
        cost,
        observe,
        gradient_step,
        {"m": 7, "n_y": 2},
        lambda at: (made(at)[0](X.T.copy()).T, Y),
    )


def globals_everywhere(source: str) -> Network:
    """The file's own data at module level are others than those it is asked with."""
    people = defined(source, {})
    X, Y = examples(3, 7, 2)
    people |= {"X": 2 + X.T, "Y": 1 - Y.T}
    parameters = rows_of(of_sizes((3, 5, 2)))

    def forward(at: Arrays) -> float:
        people.update(copies(at))
        people["propagar"](X.T.copy())
        return float(people["custo"](Y.T.copy()))

    def observe(at: Arrays) -> dict[str, Array]:
        cost = forward(at)
        found = {"A1": people["h"], "A2": people["o"], "cost": np.asarray(cost)}
        _, seen = locals_of(
            {"retropropagar"}, lambda: people["retropropagar"](X.T.copy(), Y.T.copy())
        )
        names = {"dZ2": "delta_saida", "dA1": "erro_oculta", "dZ1": "delta_oculta"}
        found |= {name: seen[-1][local] for name, local in names.items() if local in seen[-1]}
        order = {name: at[name] for name in ("W2", "b2", "W1", "b1")}
        found |= one_step_after(copies({name: people[name] for name in at}), order)
        people["propagar"](X.T.copy())
        people["retropropagar"](X.T.copy(), Y.T.copy())
        return found | {f"2:new_{name}": people[name] for name in order}

    return Network(
        parameters,
        forward,
        observe,
        lambda value, slope: value - 0.3 * slope,
        {"m": 7, "n_y": 2},
        lambda at: (people["propagar"](X.T).T, Y) if forward(at) else (X, Y),
    )
