"""Where both implementations start: the same weights, from a seed or from a file."""

from typing import Any

import numpy as np

from compare.candidates.seam import load
from compare.cases.parameters import Array, logistic_shapes, network_shapes, read_parameters
from compare.ladder.settings import Settings

Dims = tuple[int, ...]
Names = tuple[str, ...]


def draws(dims: Dims, settings: Settings) -> dict[str, Array]:
    """Draw the standard-normal numbers N1 ... NL that every initialisation scales."""
    rng = np.random.default_rng(settings.seed)
    shapes = zip(dims[1:], dims[:-1], strict=True)
    return {
        f"N{layer}": rng.standard_normal(shape).astype(settings.dtype)
        for layer, shape in enumerate(shapes, start=1)
    }


def network_start(
    dims: Dims, activations: Names, settings: Settings, scheme: str | None = None
) -> dict[str, Array]:
    """Make W1, b1 ... WL, bL by the reference's initialisation, or read them.

    Without a scheme each layer gets the one made for its activation.
    """
    if scheme is None and settings.starts_from_file:
        return read_parameters(str(settings.initialisation), network_shapes(dims), settings.dtype)
    scheme = scheme or settings.initialisation
    case = {**draws(dims, settings), "layers": len(activations)}
    made, _ = load("reference_torch.initialisation:step").step(case, None)
    start = {}
    for layer, activation in enumerate(activations, start=1):
        own = "he" if activation in ("relu", "leaky-relu") else "xavier"
        start[f"W{layer}"] = made[f"W{layer}_{scheme or own}"]
        start[f"b{layer}"] = made[f"b{layer}"]
    return start


def logistic_start(n_x: int, settings: Settings) -> dict[str, Any]:
    """Make w and b, or read them."""
    if settings.starts_from_file:
        return read_parameters(
            str(settings.initialisation), logistic_shapes(n_x), settings.dtype
        )  # fmt: skip  # one call
    start = network_start((n_x, 1), ("sigmoid",), settings)
    return {"w": start["W1"].T.copy(), "b": start["b1"][0, 0].reshape(())}
