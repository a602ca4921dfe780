"""The four starts, each standard deviation from PyTorch's own gains and fan-in."""

import math

import torch
from torch import Tensor, nn

from reference_torch.capture import Case, State, Trace, value


def deviation(scheme: str, N: Tensor) -> float:
    """Give the standard deviation of a weight."""
    fan_in = N.shape[1]
    gains = {"he": nn.init.calculate_gain("relu"), "xavier": nn.init.calculate_gain("linear")}
    fixed = {"zeros": 0.0, "small": 0.01}
    return fixed[scheme] if scheme in fixed else gains[scheme] / math.sqrt(fan_in)


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Scale the given standard-normal numbers of every layer in all four ways."""
    trace = {}
    for layer in range(1, case["layers"] + 1):
        N = torch.tensor(case[f"N{layer}"])
        for scheme in ("zeros", "small", "he", "xavier"):
            trace[f"W{layer}_{scheme}"] = value(N * deviation(scheme, N))
        trace[f"b{layer}"] = value(nn.init.zeros_(N.new_empty(len(N), 1)))
    return trace, state
