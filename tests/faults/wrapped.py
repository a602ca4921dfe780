"""A right chapter whose result is changed afterwards, as ``tests.faults.wrapped:NAME``."""

from typing import Any

import numpy as np

from scratch_numpy import deep_network


def median_entry_of_dW1(case: Any, state: Any) -> tuple[dict[str, Any], Any]:
    """The deep network's step, with the entry of dW1 of median size too large by 1e-9 of itself."""
    trace, state = deep_network.step(case, state)
    dW1 = trace["dW1"]
    index = np.unravel_index(_median_index(np.abs(dW1)), dW1.shape)
    dW1[index] *= 1 + 1e-9
    trace["new_W1"] = case["W1"] - case["learning_rate"] * dW1
    return trace, state


def _median_index(sizes: Any) -> int:
    """Find the non-zero entry in the middle of their order."""
    order = np.argsort(sizes, axis=None)
    nonzero = order[np.count_nonzero(sizes == 0) :]
    return int(nonzero[len(nonzero) // 2])
