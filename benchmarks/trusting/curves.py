"""Two cost curves side by side: ``np.allclose`` on the costs of 20 free steps.

It sees no quantity but the cost, and what is wrong there only after it has grown.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.trusting.false_alarms import DTYPES, candidate_of
from benchmarks.trusting.networks import random_network
from benchmarks.trusting.one_wrong_entry import DECADES, gradients_of, one_wrong_entry, smallest
from benchmarks.trusting.tallies import Tally, add, histogram
from benchmarks.trusting.variants import Step
from reference_torch import deep_network as reference

RULE = "cost curve"
STEPS = 20
MOST_FLOPS = 5e6
"""Of a step of the networks that are run free, so that the sample is not a few large ones."""


@np.errstate(all="ignore")  # a run may diverge; that is the rule's to see
def free_costs(step: Step, case: Mapping[str, Any], steps: int = STEPS) -> NDArray[Any]:
    """Run free, and give the cost before each update."""
    costs, state = [], None
    for _ in range(steps):
        trace, state = step(case, state)
        costs.append(float(trace["cost"]))
        learned = {name: trace[f"new_{name}"] for name in case if f"new_{name}" in trace}
        case = {**case, **learned}
    return np.array(costs)


def differ(costs: NDArray[Any], others: NDArray[Any]) -> bool:
    """Whether two curves are not close; two that both leave the numbers are."""
    return not np.allclose(costs, others, equal_nan=True)


def measure(start: int, stop: int) -> Tally:
    """Compare the curves of right code, and of one wrong entry, on these networks."""
    total: Tally = {}
    for index in range(start, stop):
        network = random_network(index)
        add(total, {"considered": len(DTYPES)})
        if network.flops <= MOST_FLOPS:
            for dtype in DTYPES:
                add(total, {dtype: _compare(index, network.case(np.dtype(dtype)))})
    return total


def _compare(index: int, case: Mapping[str, Any]) -> Tally:
    _, step = candidate_of(index)
    right = free_costs(reference.step, case)
    alarm = differ(free_costs(step, case), right)
    gradients = list(gradients_of(step, case))
    seen = []
    if gradients and not alarm:
        name = gradients[index % len(gradients)]
        seen = [
            smallest(
                lambda error: differ(free_costs(one_wrong_entry(step, name, error), case), right),
                DECADES,
            )
        ]
    return {"networks": 1, "alarms": {RULE: int(alarm)}, "visible": {RULE: histogram(seen)}}
