"""Slopes by autograd: the limit that every difference quotient is judged against."""

import torch
from torch import Tensor

from reference_torch.capture import Case, State, Trace, leaf, value

FUNCTIONS = {
    "line": lambda a: torch.mul(a, 3),
    "square": torch.square,
    "cube": lambda a: torch.pow(a, 3),
    "log": torch.log,
}


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Evaluate and differentiate the four functions at every point."""
    f: dict[str, Tensor] = {}
    df: dict[str, Tensor] = {}
    for name, function in FUNCTIONS.items():
        a = leaf(case["a"])
        f[name] = function(a)
        (df[name],) = torch.autograd.grad(f[name].sum(), a)
    return {
        **{f"f_{name}": value(y) for name, y in f.items()},
        **{f"slope_{name}": value(dy) for name, dy in df.items()},
        **{f"df_{name}": value(dy) for name, dy in df.items()},
    }, state
