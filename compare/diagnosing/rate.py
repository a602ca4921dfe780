"""The learning rate of a step, if it is known."""

from collections.abc import Mapping

import numpy as np

from compare.recognising.claims import Claim
from compare.recognising.flow import Flow
from compare.recording.graph import Ref


def rate_of(flow: Flow, claims: Mapping[int, Claim], sizes: Mapping[str, int]) -> float | None:
    """Give the number that was handed in, if the updates multiply by it.

    Parameters
    ----------
    claims
        By parameter what is meant as its gradient, and its update.
    sizes
        The sizes that the rate may be divided by.
    """
    rate = flow.recording.learning_rate
    if not rate:
        return None
    for claim in claims.values():
        behind = [level.node for level in claim.levels]
        behind += [claim.update] if claim.update is not None else []
        for node in behind:
            for part in flow.nodes[node].args:
                value = flow.nodes[part.node].value if isinstance(part, Ref) else part
                if isinstance(value, int | float | np.number) and _holds(float(value), rate, sizes):
                    return rate
    return None if any(claim.update is not None for claim in claims.values()) else rate


def _holds(value: float, rate: float, sizes: Mapping[str, int]) -> bool:
    """Whether a constant is the learning rate, or that over one of the sizes."""
    return any(abs(abs(value) - rate / k) <= 1e-9 * rate for k in (1, *sizes.values()))
