"""Right code with one entry of one gradient off by a relative error: what a rule must see."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.trusting.variants import Step, Trace

DECADES = tuple(10.0**exponent for exponent in range(-9, 7))


def one_wrong_entry(step: Step, name: str, error: float) -> Step:
    """Scale the entry of median size of dW or db by 1 + error; the update is by that gradient."""

    def wrong(case: Mapping[str, Any], state: Any) -> tuple[Trace, Any]:
        trace, state = step(case, state)
        gradient = np.array(trace[name])
        gradient[_median_entry(gradient)] *= 1 + error
        V = name[1:]
        return {
            **trace, name: gradient, f"new_{V}": case[V] - case["learning_rate"] * gradient,
        }, state  # fmt: skip  # one value

    return wrong


def gradients_of(step: Step, case: Mapping[str, Any]) -> dict[str, float]:
    """Give each dW and db that is not all zero, with the size of its median entry."""
    with np.errstate(all="ignore"):  # an overflow is the rule's to see
        trace, _ = step(case, None)
    gradients = {name: trace[name] for name in trace if name[:2] in ("dW", "db")}
    return {
        name: float(np.abs(gradient[_median_entry(gradient)]))
        for name, gradient in gradients.items()
        if gradient.any()
    }


def _median_entry(gradient: NDArray[Any]) -> tuple[int, ...]:
    """Find the entry that is the median of those that are not 0; any one if all are."""
    order = np.argsort(np.abs(gradient), axis=None)
    first = int(np.count_nonzero(gradient == 0))
    place = order[min((first + order.size) // 2, order.size - 1)]
    return tuple(int(i) for i in np.unravel_index(place, gradient.shape))


def smallest(seen: Callable[[float], bool], errors: Sequence[float]) -> float:
    """Find the smallest of rising errors that is seen, by bisection; infinite if none is."""
    low, high = 0, len(errors)
    while low < high:
        middle = (low + high) // 2
        if seen(errors[middle]):
            high = middle
        else:
            low = middle + 1
    return errors[low] if low < len(errors) else np.inf
