"""The rungs with hidden layers: shallow, deep, from four starts, and trained."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from compare.cases.hyperparameters import CATEGORICAL, INITIALISATIONS, check_activations
from compare.cases.memory import check_memory
from compare.cases.probes import network_probes
from compare.datasets import Dataset
from compare.ladder.examples import choose
from compare.ladder.rung import Part, Plan, part
from compare.ladder.settings import Settings
from compare.ladder.starts import Dims, Names, draws, network_start
from compare.quantities.network import initialisation as initialisation_table
from compare.quantities.network import network
from compare.quantities.network import training as training_table

SHALLOW_HIDDEN = 4
DEEP_HIDDEN = (20, 7, 5)
DEEP_ACTIVATIONS = ("relu", "leaky-relu", "tanh")
"""A deep network's hidden activations where none are asked for, in turn."""

LAMBD = 0.7
"""The strength of the L2 regularisation beside softmax, the course's own example."""

WITH_SOFTMAX = f"beside it softmax, on all ten digits, with an L2 term of lambd = {LAMBD}"

EXPECTED_BLIND: dict[str, Literal["zeros", "updates"]] = {"zeros": "zeros", "small": "updates"}
"""What a start shows: zeros stay zero; small weights fade through layers, and so do updates."""


def shallow_one_sample(settings: Settings, data: Dataset) -> Plan:
    """One hidden layer, by loops over samples and units."""
    return _shallow(settings, data, "one_sample")


def shallow_vectorised(settings: Settings, data: Dataset) -> Plan:
    """The same case as the loops', in matrices."""
    return _shallow(settings, data, "vectorised")


def deep_network(settings: Settings, data: Dataset) -> Plan:
    """L layers on all examples; where nothing else is asked for, softmax and L2 beside them."""
    dims, activations = _deep(settings, data)
    own = _deep_part(settings, data, dims, activations)
    if not settings.own_choice:
        return _plan(settings, "deep-network", data, dims, activations, (own,))
    plan = _plan(settings, "deep-network", data, dims, activations, (own, _softmax_part(settings)))
    return replace(plan, notes=(*plan.notes, WITH_SOFTMAX))


def _deep_part(
    settings: Settings, data: Dataset, dims: Dims, activations: Names, **given: Any
) -> Part:
    case = _case(settings, data, dims, activations)
    return part(
        "deep_network",
        network(activations, settings.cost, regularised=bool(settings.lambd)),
        lambda step: case,
        settings.short_run,
        candidate=settings.candidate,
        probes=network_probes(activations, settings.cost, settings.dtype, lambd=settings.lambd),
        **given,
    )


def _softmax_part(settings: Settings) -> Part:
    """All ten digits, with L2 regularisation."""
    settings = replace(settings, cost=CATEGORICAL, lambd=LAMBD)
    digits = choose(settings, "digits")
    return _deep_part(settings, digits, *_deep(settings, digits), start="softmax", beside=True)


def initialisation(settings: Settings, data: Dataset) -> Plan:
    """The four starts themselves, then a deep network from each."""
    dims, activations = _deep(settings, data)
    normal = {**draws(dims, settings), "layers": len(activations)}
    starts = part(
        "initialisation",
        initialisation_table(len(activations)),
        lambda step: normal,
        steps=1,
        candidate=settings.candidate,
        expects_blind="zeros",
    )
    networks = (_from(scheme, settings, data, dims, activations) for scheme in INITIALISATIONS)
    return _plan(settings, "initialisation", data, dims, activations, (starts, *networks))


def _from(scheme: str, settings: Settings, data: Dataset, dims: Dims, activations: Names) -> Part:
    case = _case(settings, data, dims, activations, scheme)
    return part(
        "deep_network",
        network(activations, settings.cost, regularised=bool(settings.lambd)),
        lambda step: case,
        settings.short_run,
        start=scheme,
        expects_blind=EXPECTED_BLIND.get(scheme),
    )


def training(settings: Settings, data: Dataset) -> Plan:
    """A longer run, with predictions on training and test examples."""
    dims, activations = _deep(settings, data)
    case = {
        **_case(settings, data, dims, activations),
        "X_test": data.X_test,
        "Y_test": data.Y_test,
    }
    only = part(
        "training",
        training_table(activations, settings.cost, regularised=bool(settings.lambd)),
        lambda step: case,
        settings.long_run,
        candidate=settings.candidate,
        quick_twin="deep_network",
        probes=network_probes(
            activations, settings.cost, settings.dtype, lambd=settings.lambd, tested=True
        ),
    )
    return _plan(settings, "training", data, dims, activations, (only,))


def _plan(
    settings: Settings,
    rung: str,
    data: Dataset,
    dims: Dims,
    activations: Names,
    parts: tuple[Part, ...],
) -> Plan:
    return Plan(rung, data.name, dims, activations, settings.rate, parts, data.notes)


def _shallow(settings: Settings, data: Dataset, form: str) -> Plan:
    """Keep the first hidden layer and the output of deeper sizes; four hidden units if none."""
    asked = settings.layer_dims or ()
    dims = (len(data.X_train), asked[1] if len(asked) > 2 else SHALLOW_HIDDEN, 1)
    check_memory(dims, data.X_train.shape[1])
    given = settings.activations or ()
    activations = (given[0] if len(given) > 1 else "tanh", given[-1] if given else "sigmoid")
    case = _case(replace(settings, lambd=None), data, dims, activations)
    only = part(
        f"shallow_network.{form}",
        network(activations, settings.cost, "shallow-network"),
        lambda step: case,
        settings.short_run,
        candidate=settings.candidate,
        loop="shallow_network.one_sample" if form == "vectorised" else None,
        quick_twin="shallow_network.vectorised",
        probes=network_probes(activations, settings.cost, settings.dtype),
    )
    rung = f"shallow-network/{form.replace('_', '-')}"
    return _plan(settings, rung, data, dims, activations, (only,))


def _deep(settings: Settings, data: Dataset) -> tuple[Dims, Names]:
    dims = settings.layer_dims or (len(data.X_train), *DEEP_HIDDEN, len(data.Y_train))
    check_memory(dims, data.X_train.shape[1])
    hidden = (DEEP_ACTIVATIONS[i % len(DEEP_ACTIVATIONS)] for i in range(len(dims) - 2))
    output = "softmax" if settings.several_classes else "sigmoid"
    activations = settings.activations or (*hidden, output)
    return dims, check_activations(activations, dims, settings.cost)


def _case(
    settings: Settings,
    data: Dataset,
    dims: Dims,
    activations: Names,
    scheme: str | None = None,
) -> Mapping[str, Any]:
    return {
        "X": data.X_train,
        "Y": data.Y_train,
        **network_start(dims, activations, settings, scheme),
        "learning_rate": settings.rate,
        "activations": activations,
        "cost": settings.cost,
        **({} if settings.lambd is None else {"lambd": settings.lambd}),
    }
