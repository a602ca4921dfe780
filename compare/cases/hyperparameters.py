"""The choices of a person, each checked before anything is computed."""

import difflib
import math
from collections.abc import Sequence

from compare.errors import UsageError

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky-relu", "identity", "softmax")
CATEGORICAL = "categorical-cross-entropy"
COSTS = ("cross-entropy", "squared-error", CATEGORICAL)
INITIALISATIONS = ("zeros", "small", "he", "xavier")


def check_choice(kind: str, value: str, known: Sequence[str]) -> str:
    """Return a known name, or refuse it with the nearest one."""
    if value in known:
        return value
    plain = value.strip().lower().replace("_", "-")
    near = [name for name in known if name.replace("-", "") == plain.replace("-", "")]
    near = near or difflib.get_close_matches(plain, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
    raise UsageError(f"{kind} {value!r} is not known: {hint}")


def usual_cost(activations: Sequence[str]) -> str:
    """Give the cost that goes with an output where none is asked for."""
    return CATEGORICAL if [*activations][-1:] == ["softmax"] else "cross-entropy"


def check_layer_dims(layer_dims: Sequence[int], classes: int | None = 1) -> tuple[int, ...]:
    """Check n_x, n_1, ..., n_L: at least one layer, every size at least 1, an output a class.

    ``classes`` is the number of rows of the labels, None where it is not known but above 1.
    """
    dims = ",".join(map(str, layer_dims))
    if len(layer_dims) < 2:
        raise UsageError(
            f"layer sizes {dims or 'none'}: nothing to check without a layer; "
            "give n_x and every layer, as in 30,4,1"
        )
    if min(layer_dims) < 1:
        raise UsageError(f"layer sizes {dims}: {min(layer_dims)} is not a size; every one is >= 1")
    last = layer_dims[-1]
    if classes is None and last < 2:
        raise UsageError(
            f"layer sizes {dims}: softmax over one unit is 1 whatever happens; end with as many "
            "units as there are classes, at least 2"
        )
    if classes not in (None, last):
        rows = "one row" if classes == 1 else f"{classes} rows"
        units = "1 unit" if last == 1 else f"{last} units"
        raise UsageError(
            f"layer sizes {dims}: the last layer has {units}, the labels have {rows}; "
            f"end with {classes}"
        )
    return tuple(layer_dims)


def check_activations(
    activations: Sequence[str], layer_dims: Sequence[int], cost: str
) -> tuple[str, ...]:
    """Check one known activation a layer, and an output that the cost is defined for."""
    for name in activations:
        check_choice("activation", name, ACTIVATIONS)
    layers = len(layer_dims) - 1
    if len(activations) != layers:
        raise UsageError(
            f"{len(activations)} activations ({', '.join(activations)}) for {layers} layers "
            f"({','.join(map(str, layer_dims))}): give one a layer, the output's last"
        )
    if "softmax" in activations[:-1]:
        raise UsageError(
            f"softmax in layer {list(activations).index('softmax') + 1} of {layers}: it shares out "
            "1 among the classes of the output; take it in the last layer only"
        )
    check_output(activations[-1], cost)
    if cost == "cross-entropy" and activations[-1] != "sigmoid":
        raise UsageError(
            f"cross-entropy needs A{layers} in (0, 1), and {activations[-1]} leaves it: "
            "end with sigmoid, or take --cost squared-error"
        )
    return tuple(activations)


def check_output(activation: str, cost: str) -> None:
    """Check that softmax and its cost stand together."""
    if (cost == CATEGORICAL) != (activation == "softmax"):
        raise UsageError(
            f"the output is {activation} and the cost {cost}: softmax and {CATEGORICAL} go "
            "together; take both or neither"
        )


def check_learning_rate(learning_rate: object) -> float:
    """Check a positive, finite learning rate."""
    if not isinstance(learning_rate, int | float) or isinstance(learning_rate, bool):
        kind = type(learning_rate).__name__
        raise UsageError(f"learning rate {learning_rate!r} is a {kind}; wanted a number above 0")
    if not (math.isfinite(learning_rate) and learning_rate > 0):
        raise UsageError(f"learning rate {learning_rate:g}: wanted a finite number above 0")
    return float(learning_rate)


def check_lambd(lambd: object) -> float:
    """Check the strength of the L2 regularisation: finite, and 0 or above."""
    if not isinstance(lambd, int | float) or isinstance(lambd, bool):
        raise UsageError(
            f"lambd {lambd!r} is a {type(lambd).__name__}; wanted a number, 0 or above"
        )
    if not (math.isfinite(lambd) and lambd >= 0):
        raise UsageError(f"lambd {lambd:g}: wanted a finite number, 0 or above")
    return float(lambd)


def check_steps(steps: object) -> int:
    """Check a whole number of steps, at least one."""
    if not isinstance(steps, int) or isinstance(steps, bool):
        kind = type(steps).__name__
        raise UsageError(f"steps {steps!r} is a {kind}; wanted a whole number, at least 1")
    if steps < 1:
        raise UsageError(f"steps {steps}: nothing to check; wanted at least 1")
    return steps
