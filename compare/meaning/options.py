"""What a person may say of the network that their formulas are about."""

from dataclasses import dataclass

from compare.errors import UsageError

ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky-relu", "identity", "softmax")
COSTS = ("cross-entropy", "squared-error", "categorical-cross-entropy")
MOST_LAYERS = 6
LARGEST_LAYER = 50


@dataclass(frozen=True)
class Options:
    """The network, as far as it is said.

    Attributes
    ----------
    layer_dims
        n_x, n_1, ..., n_L; sizes of ours if empty.
    activations
        One a layer; a formula decides where it is empty: tanh, and sigmoid at the output.
    cost
        Of the network; cross-entropy unless it is said.
    rows
        Whether the examples may be rows where a formula does not show it.
    softmax
        Whether the output may be a softmax where a formula does not show it.
    depth
        The least number of layers, where other formulas of the same text mention them.
    label
        The only label there is, where a formula is said to be about it.
    """

    layer_dims: tuple[int, ...] = ()
    activations: tuple[str, ...] = ()
    cost: str | None = None
    label: int | None = None
    rows: bool = False
    softmax: bool = False
    depth: int = 0


def checked_options(
    layer_dims: tuple[int, ...], activations: tuple[str, ...], cost: str | None
) -> Options:
    """Check what a person said.

    Raises
    ------
    UsageError
        For a name that is not known.
    """
    for g in activations:
        if g not in ACTIVATIONS:
            raise UsageError(f"--activations: {g!r} is none of {', '.join(ACTIVATIONS)}")
    if cost is not None and cost not in COSTS:
        raise UsageError(f"--cost: {cost!r} is none of {', '.join(COSTS)}")
    if len(activations) > MOST_LAYERS:
        raise UsageError(f"--activations: {len(activations)} layers are more than {MOST_LAYERS}")
    if layer_dims and not (2 <= len(layer_dims) <= MOST_LAYERS + 1):
        raise UsageError(
            f"--layer-dims: {len(layer_dims)} sizes; 2 to {MOST_LAYERS + 1} are wanted"
        )
    if not all(1 <= size <= LARGEST_LAYER for size in layer_dims):
        raise UsageError(f"--layer-dims: every size is from 1 to {LARGEST_LAYER}")
    if layer_dims and activations and len(layer_dims) != len(activations) + 1:
        raise UsageError(
            f"--layer-dims has {len(layer_dims)} sizes and --activations {len(activations)} names; "
            "one size more is wanted, n_x"
        )
    return Options(layer_dims, activations, cost)
