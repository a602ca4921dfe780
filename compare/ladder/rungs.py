"""The twelve rungs, in order: what each takes from the data, and the table it is judged by."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from compare.candidates.seam import load
from compare.cases.hyperparameters import INITIALISATIONS, check_activations
from compare.cases.parameters import Array, logistic_shapes, network_shapes, read_parameters
from compare.datasets import Dataset
from compare.ladder.examples import choose, most_varied
from compare.ladder.rung import Part, Plan
from compare.ladder.settings import Settings
from compare.quantities import calculus
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.model import Model
from compare.quantities.network import initialisation, network, training

HIDDEN_LAYERS = (20, 7, 5)
HIDDEN_ACTIVATIONS = ("relu", "leaky-relu", "tanh")
"""A deep network's hidden activations where none are asked for, in turn."""

SHALLOW_HIDDEN = 4
STEPS, TRAINING_STEPS = 20, 300
LEARNING_RATE = 0.1

EXPECTED_BLIND: dict[str, Literal["zeros", "updates"]] = {"zeros": "zeros", "small": "updates"}
"""What a start shows: zeros stay zero; small weights fade through layers, and so do updates."""

Case = Mapping[str, Any]


def derivatives(settings: Settings, data: Dataset) -> Plan:
    """Slopes at points of the most varied feature, shifted to start at 1."""
    (x,) = most_varied(data.X_train, 1)
    a = (x - x.min() + 1).reshape(1, -1)
    return _one_step(settings, data, "derivatives", calculus.DERIVATIVES, {"a": a, "h": 1e-3})


def computation_graph(settings: Settings, data: Dataset) -> Plan:
    """The three most varied features as a, b and c."""
    case = {name: row.reshape(1, -1) for name, row in zip("abc", most_varied(data.X_train, 3), strict=True)}
    return _one_step(settings, data, "computation_graph", calculus.COMPUTATION_GRAPH, case)


def activations(settings: Settings, data: Dataset) -> Plan:
    """g and g' on features, one example set to the kink; two linear layers, and one."""
    Z = most_varied(data.X_train, 16)
    Z[:, 0] = 0
    draws = _draws((len(Z), 5, 3), settings)
    rng = np.random.default_rng(settings.seed)
    biases = {f"b{layer}": rng.standard_normal((n, 1)).astype(settings.dtype) for layer, n in ((1, 5), (2, 3))}
    case = {"Z": Z, "X": Z.copy(), "W1": draws["N1"], "W2": draws["N2"], **biases}
    return _one_step(settings, data, "activations", calculus.ACTIVATIONS, case)


def losses(settings: Settings, data: Dataset) -> Plan:
    """Both losses at the logits of a random neuron."""
    w = _start((data.X_train.shape[0], 1), ("sigmoid",), settings)["W1"]
    return _one_step(
        settings, data, "losses", calculus.LOSSES, {"Z": w @ data.X_train, "Y": data.Y_train}
    )


def logistic_one_sample(settings: Settings, data: Dataset) -> Plan:
    """The two most varied features, another example at every step."""
    X, Y = most_varied(data.X_train, 2), data.Y_train
    start = _logistic_start(settings, 2)

    def case_at(step: int) -> Case:
        i = step % X.shape[1]
        return {**start, "X": X[:, i : i + 1].copy(), "Y": Y[:, i : i + 1].copy()}

    return _logistic(settings, data, "one_sample", case_at, (2, 1))


def logistic_loop(settings: Settings, data: Dataset) -> Plan:
    """All features and examples, by loops."""
    return _logistic(settings, data, "loop", _all_examples(settings, data), None)


def logistic_vectorised(settings: Settings, data: Dataset) -> Plan:
    """The same case as the loop's."""
    return _logistic(settings, data, "vectorised", _all_examples(settings, data), None)


def shallow_one_sample(settings: Settings, data: Dataset) -> Plan:
    """One hidden layer, by loops over samples and units."""
    return _shallow(settings, data, "one_sample")


def shallow_vectorised(settings: Settings, data: Dataset) -> Plan:
    """The same case as the loops'."""
    return _shallow(settings, data, "vectorised")


def deep_network(settings: Settings, data: Dataset) -> Plan:
    """L layers on all examples."""
    dims, names = _deep(settings, data)
    case = _network_case(settings, data, dims, names)
    part = Part(
        "deep_network",
        network(names, settings.cost),
        lambda step: case,
        settings.steps or STEPS,
        candidate=settings.candidate,
    )
    return _plan(settings, "deep-network", data, dims, names, (part,))


def initialisation_rung(settings: Settings, data: Dataset) -> Plan:
    """The four starts themselves, then a deep network from each."""
    dims, names = _deep(settings, data)
    draws = {**_draws(dims, settings), "layers": len(names)}
    starts = Part(
        "initialisation",
        initialisation(len(names)),
        lambda step: draws,
        steps=1,
        candidate=settings.candidate,
        expects_blind="zeros",
    )
    parts = [starts]
    for scheme in INITIALISATIONS:
        case = _network_case(settings, data, dims, names, scheme)
        parts.append(
            Part(
                "deep_network",
                network(names, settings.cost),
                lambda step, case=case: case,  # type: ignore[misc]  # binds this scheme's case
                settings.steps or STEPS,
                start=scheme,
                expects_blind=EXPECTED_BLIND.get(scheme),
            )
        )
    return _plan(settings, "initialisation", data, dims, names, tuple(parts))


def training_rung(settings: Settings, data: Dataset) -> Plan:
    """A longer run, with predictions on training and test examples."""
    dims, names = _deep(settings, data)
    case = {
        **_network_case(settings, data, dims, names),
        "X_test": data.X_test,
        "Y_test": data.Y_test,
    }
    part = Part(
        "training",
        training(names, settings.cost),
        lambda step: case,
        settings.steps or TRAINING_STEPS,
        candidate=settings.candidate,
    )
    return _plan(settings, "training", data, dims, names, (part,))


@dataclass(frozen=True)
class Rung:
    """A name, the data it usually runs on, and how its plan is made."""

    name: str
    usual_data: str
    make: Callable[[Settings, Dataset], Plan]
    has_parameters: bool = True

    def plan(self, settings: Settings) -> Plan:
        """Choose the data and build every case."""
        return self.make(settings, choose(settings, self.usual_data))


RUNGS = {
    rung.name: rung
    for rung in (
        Rung("derivatives", "breast-cancer", derivatives, has_parameters=False),
        Rung("computation-graph", "breast-cancer", computation_graph, has_parameters=False),
        Rung("activations", "breast-cancer", activations, has_parameters=False),
        Rung("losses", "breast-cancer", losses, has_parameters=False),
        Rung("logistic-regression/one-sample", "breast-cancer", logistic_one_sample),
        Rung("logistic-regression/loop", "breast-cancer", logistic_loop),
        Rung("logistic-regression/vectorised", "breast-cancer", logistic_vectorised),
        Rung("shallow-network/one-sample", "breast-cancer", shallow_one_sample),
        Rung("shallow-network/vectorised", "breast-cancer", shallow_vectorised),
        Rung("deep-network", "digits", deep_network),
        Rung("initialisation", "digits", initialisation_rung, has_parameters=False),
        Rung("training", "digits", training_rung),
    )
}


def _plan(
    settings: Settings,
    rung: str,
    data: Dataset,
    dims: tuple[int, ...],
    names: tuple[str, ...],
    parts: tuple[Part, ...],
    notes: Iterator[str] = iter(()),
) -> Plan:
    rate = _learning_rate(settings) if dims else None
    return Plan(rung, data.name, dims, names, rate, parts, (*data.notes, *notes))


def _one_step(
    settings: Settings, data: Dataset, chapter: str, model: Model, case: dict[str, Any]
) -> Plan:
    part = Part(chapter, model, lambda step: case, steps=1, candidate=settings.candidate)
    return _plan(settings, model.name, data, (), (), (part,))


def _logistic(
    settings: Settings,
    data: Dataset,
    form: str,
    case_at: Callable[[int], Case],
    dims: tuple[int, ...] | None,
) -> Plan:
    part = Part(
        f"logistic_regression.{form}",
        LOGISTIC_REGRESSION,
        case_at,
        settings.steps or STEPS,
        candidate=settings.candidate,
        loop="logistic_regression.loop" if form == "vectorised" else None,
    )
    dims = dims or (data.X_train.shape[0], 1)
    rung = f"logistic-regression/{form.replace('_', '-')}"
    return _plan(settings, rung, data, dims, ("sigmoid",), (part,))


def _all_examples(settings: Settings, data: Dataset) -> Callable[[int], Case]:
    start = _logistic_start(settings, data.X_train.shape[0])
    case = {**start, "X": data.X_train, "Y": data.Y_train}
    return lambda step: case


def _shallow(settings: Settings, data: Dataset, form: str) -> Plan:
    """Keep the first hidden layer and the output of deeper sizes; four hidden units if none."""
    n_x = data.X_train.shape[0]
    asked = settings.layer_dims or ()
    dims = (n_x, asked[1] if len(asked) > 2 else SHALLOW_HIDDEN, 1)
    given = settings.activations or ()
    names = (given[0] if len(given) > 1 else "tanh", given[-1] if given else "sigmoid")
    case = _network_case(settings, data, dims, names)
    part = Part(
        f"shallow_network.{form}",
        network(names, settings.cost, "shallow-network"),
        lambda step: case,
        settings.steps or STEPS,
        candidate=settings.candidate,
        loop="shallow_network.one_sample" if form == "vectorised" else None,
    )
    rung = f"shallow-network/{form.replace('_', '-')}"
    return _plan(settings, rung, data, dims, names, (part,))


def _deep(settings: Settings, data: Dataset) -> tuple[tuple[int, ...], tuple[str, ...]]:
    dims = settings.layer_dims or (data.X_train.shape[0], *HIDDEN_LAYERS, 1)
    hidden = (HIDDEN_ACTIVATIONS[i % len(HIDDEN_ACTIVATIONS)] for i in range(len(dims) - 2))
    names = settings.activations or (*hidden, "sigmoid")
    return dims, check_activations(names, dims, settings.cost)


def _network_case(
    settings: Settings,
    data: Dataset,
    dims: tuple[int, ...],
    names: tuple[str, ...],
    scheme: str | None = None,
) -> Case:
    return {
        "X": data.X_train,
        "Y": data.Y_train,
        **_start(dims, names, settings, scheme),
        "learning_rate": _learning_rate(settings),
        "activations": names,
        "cost": settings.cost,
    }


def _learning_rate(settings: Settings) -> float:
    return settings.learning_rate or LEARNING_RATE


def _logistic_start(settings: Settings, n_x: int) -> dict[str, Any]:
    rate = {"learning_rate": _learning_rate(settings)}
    if settings.starts_from_file:
        shapes = logistic_shapes(n_x)
        return {**read_parameters(str(settings.initialisation), shapes, settings.dtype), **rate}
    start = _start((n_x, 1), ("sigmoid",), settings)
    return {"w": start["W1"].T.copy(), "b": start["b1"][0, 0].reshape(()), **rate}


def _start(
    dims: tuple[int, ...], names: tuple[str, ...], settings: Settings, scheme: str | None = None
) -> dict[str, Array]:
    """Make the parameters a run starts from, by the reference's initialisation.

    Without a scheme each layer gets the one made for its activation.
    """
    scheme = scheme or settings.initialisation
    if settings.starts_from_file and scheme == settings.initialisation:
        return read_parameters(str(scheme), network_shapes(dims), settings.dtype)
    draws = {**_draws(dims, settings), "layers": len(names)}
    made, _ = load("reference_torch.initialisation:step").step(draws, None)
    start = {}
    for layer, name in enumerate(names, start=1):
        own = "he" if name in ("relu", "leaky-relu") else "xavier"
        start[f"W{layer}"] = made[f"W{layer}_{scheme or own}"]
        start[f"b{layer}"] = made[f"b{layer}"]
    return start


def _draws(dims: tuple[int, ...], settings: Settings) -> dict[str, Array]:
    """Draw the standard-normal numbers N1 ... NL that every initialisation scales."""
    rng = np.random.default_rng(settings.seed)
    shapes = zip(dims[1:], dims[:-1], strict=True)
    return {
        f"N{layer}": rng.standard_normal(shape).astype(settings.dtype)
        for layer, shape in enumerate(shapes, start=1)
    }
