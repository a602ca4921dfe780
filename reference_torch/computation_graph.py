"""J = 3 (a + b c): autograd walks the graph backward."""

import torch

from reference_torch.capture import Case, State, Trace, leaf, value


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Evaluate the graph, and differentiate J by every node."""
    a, b, c = leaf(case["a"]), leaf(case["b"]), leaf(case["c"])
    u = b * c
    v = a + u
    J = 3 * v
    dv, du, da, db, dc = torch.autograd.grad(J.sum(), (v, u, a, b, c))
    nodes = {"u": u, "v": v, "J": J, "dv": dv, "du": du, "da": da, "db": db, "dc": dc}
    return {name: value(node) for name, node in nodes.items()}, state
