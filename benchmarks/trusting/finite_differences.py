"""``torch.autograd.gradcheck`` on a candidate: its gradient against quotients of its own cost.

On networks of at most 2,000 parameters whose check takes at most 3e8 floating-point operations, in
float64, as it is meant.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from benchmarks.trusting.false_alarms import candidate_of
from benchmarks.trusting.networks import Network, random_network
from benchmarks.trusting.one_wrong_entry import DECADES, gradients_of, one_wrong_entry, smallest
from benchmarks.trusting.tallies import Tally, add, histogram
from benchmarks.trusting.variants import Step

MODES = {"gradcheck": False, "gradcheck, fast": True}
MOST_PARAMETERS, MOST_FLOPS = 2_000, 3e8
RELATIVE, ABSOLUTE = 1e-3, 1e-5
"""The defaults of gradcheck."""


class CandidateCost(torch.autograd.Function):
    """The cost of a candidate's step by the parameters; the gradient is the candidate's own."""

    @staticmethod
    def forward(ctx: Any, step: Step, case: Mapping[str, Any], *parameters: Tensor) -> Tensor:
        """Take the cost of the candidate's step, and keep its gradient."""
        names = parameters_of(case)
        given = {V: p.detach().numpy().copy() for V, p in zip(names, parameters, strict=True)}
        # an overflow is the rule's to see; and a candidate may use autograd itself
        with np.errstate(all="ignore"), torch.enable_grad():
            trace, _ = step({**case, **given}, None)
        ctx.gradients = [torch.tensor(trace[f"d{V}"]) for V in names]
        return torch.tensor(float(trace["cost"]), dtype=torch.float64)

    @staticmethod
    def backward(ctx: Any, upstream: Tensor) -> Any:
        """Give the gradient that was kept."""
        return None, None, *(upstream * gradient for gradient in ctx.gradients)


def parameters_of(case: Mapping[str, Any]) -> list[str]:
    """Name W1, b1 ... WL, bL."""
    return [name for name in case if name[0] in "Wb"]


def passes(step: Step, case: Mapping[str, Any], *, fast: bool) -> bool:
    """Whether gradcheck with its defaults finds no fault in a candidate's gradient."""
    parameters = [torch.tensor(case[V]).requires_grad_() for V in parameters_of(case)]
    return torch.autograd.gradcheck(
        lambda *given: CandidateCost.apply(step, case, *given),  # type: ignore[no-untyped-call]  # torch's
        parameters,
        raise_exception=False,
        fast_mode=fast,
    )


def measure(start: int, stop: int) -> Tally:
    """Check right code on those of these networks that are small enough."""
    total: Tally = {}
    for index in range(start, stop):
        add(total, {"considered": 1})
        network = random_network(index)
        if _affordable(network):
            add(total, _check(index, network))
    return total


def _affordable(network: Network) -> bool:
    return (
        network.parameters <= MOST_PARAMETERS
        and 2 * network.parameters * network.flops <= MOST_FLOPS
    )


def _check(index: int, network: Network) -> Tally:
    case = network.case(np.dtype(np.float64))
    _, step = candidate_of(index)
    alarms = {mode: int(not passes(step, case, fast=fast)) for mode, fast in MODES.items()}
    gradients = gradients_of(step, case)
    slow = [RELATIVE + ABSOLUTE / median for median in gradients.values()]
    name = list(gradients)[index % len(gradients)] if gradients else None
    fast = []
    if name and not alarms["gradcheck, fast"]:
        fast = [
            smallest(
                lambda error: not passes(one_wrong_entry(step, name, error), case, fast=True),
                DECADES,
            )
        ]
    return {
        "networks": 1,
        "alarms": alarms,
        "visible": {"gradcheck": histogram(slow), "gradcheck, fast": histogram(fast)},
    }
