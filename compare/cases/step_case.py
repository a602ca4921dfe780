"""The case of a step as a person writes it down, checked: what it is given, and of which model."""

from collections.abc import Mapping
from itertools import count, takewhile
from typing import Any, NamedTuple

import numpy as np

from compare.cases.hyperparameters import (
    ACTIVATIONS,
    CATEGORICAL,
    COSTS,
    check_activations,
    check_choice,
    check_lambd,
    check_layer_dims,
    check_learning_rate,
    check_output,
    usual_cost,
)
from compare.cases.parameters import check_parameters, logistic_shapes, network_shapes
from compare.datasets import check_examples
from compare.errors import UsageError
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.model import Model
from compare.quantities.network import network


class StepCase(NamedTuple):
    """A case that can be judged."""

    case: dict[str, Any]
    model: Model
    layer_dims: tuple[int, ...]
    dtype: np.dtype[Any]
    notes: tuple[str, ...]


def check_case(given: Mapping[str, Any], *, soft_labels: bool = False) -> StepCase:
    """Check ``X, Y``, the parameters, ``learning_rate``, and of a network its choices.

    A network has ``W1, b1, ..., WL, bL``, ``activations``, one a layer, ``cost``, by default the
    cross-entropy that goes with the output, and perhaps ``lambd``, the strength of an L2
    regularisation; logistic regression has ``w, b``.

    Raises
    ------
    UsageError
        If something is missing, or cannot be judged; nothing is computed then.
    """
    for name in ("X", "Y", "learning_rate"):
        if name not in given:
            raise UsageError(f"the case has no {name}; wanted X (n_x, m), Y (1, m), learning_rate")
    cost = "cross-entropy" if "w" in given else _cost(given)
    X, Y, notes = check_examples(
        given["X"], given["Y"], where="case", layout="columns", soft_labels=soft_labels,
        one_hot=cost == CATEGORICAL,
    )  # fmt: skip  # one call
    learning_rate = check_learning_rate(_number(given["learning_rate"]))
    examples = {"X": X, "Y": Y, "learning_rate": learning_rate}
    if "w" in given:
        dims: tuple[int, ...] = (len(X), 1)
        shapes, model = logistic_shapes(len(X)), LOGISTIC_REGRESSION
        choices: dict[str, Any] = {}
    else:
        dims, activations = _network(given, cost, len(X), len(Y))
        choices = {"activations": activations, "cost": cost}
        if "lambd" in given:
            choices["lambd"] = check_lambd(_number(given["lambd"]))
        regularised = choices.get("lambd", 0) > 0
        shapes, model = network_shapes(dims), network(activations, cost, regularised=regularised)
    known = {*examples, *choices, "activations", "cost"}
    rest = {name: value for name, value in given.items() if name not in known}
    parameters = check_parameters(rest, shapes, X.dtype, where="case")
    for name in shapes:
        if np.asarray(given[name]).dtype != X.dtype:
            found = np.asarray(given[name]).dtype
            raise UsageError(f"case: {name} is {found} and X is {X.dtype}; give all one dtype")
    return StepCase({**examples, **parameters, **choices}, model, dims, X.dtype, notes)


def _number(value: Any) -> Any:
    """Take a number that is kept in an array."""
    return value.item() if isinstance(value, np.generic | np.ndarray) and value.size == 1 else value


def _units(given: Mapping[str, Any], layer: int) -> int:
    """Read the width of a layer off its biases; a transposed W would give another."""
    if f"b{layer}" in given:
        return int(np.size(given[f"b{layer}"]))
    shape = np.shape(given[f"W{layer}"])
    return int(shape[0]) if len(shape) == 2 else 0


def _cost(given: Mapping[str, Any]) -> str:
    """Give the cost of a network: what the case says, else what goes with its output."""
    activations = tuple(given.get("activations", ()))
    cost = check_choice("cost", str(given.get("cost", usual_cost(activations))), COSTS)
    if activations:
        check_output(check_choice("activation", activations[-1], ACTIVATIONS), cost)
    return cost


def _network(
    given: Mapping[str, Any], cost: str, n_x: int, n_y: int
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Read layer sizes off the weights, and check the choices."""
    layers = [*takewhile(lambda i: f"W{i}" in given or f"b{i}" in given, count(1))]
    if not layers:
        raise UsageError("the case has no W1, b1, ... and no w, b: nothing to check")
    if "activations" not in given:
        raise UsageError(f"the case has no activations: give {len(layers)} names, one a layer")
    dims = (n_x, *(_units(given, layer) for layer in layers))
    activations = check_activations(tuple(given["activations"]), dims, cost)
    return check_layer_dims(dims, n_y), activations
