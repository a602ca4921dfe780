"""The network as the run shows it: dimensions, activations, cost, layout."""

import numpy as np

from compare.diagnosing.answer import InferredModel
from compare.diagnosing.bench import Bench
from compare.diagnosing.step import Step
from compare.diagnosing.verdict import Outcome
from compare.recognising.activations import activation_of


def model_of(step: Step, outcome: Outcome) -> InferredModel:
    """What is known of the network that was diagnosed."""
    if not step.layers or not step.layers[0]:
        return InferredModel(cost=outcome.cost if outcome.cost != "own" else None)
    layers = step.layers[0]
    output = step.outputs[0]
    m = max(1, output.examples)
    dims = [max(1, int(np.size(step.flow.nodes[layers[0].before].value)) // m)]
    activations = []
    for layer in layers:
        Z = np.asarray(step.flow.nodes[layer.Z].value, np.float64)
        A = np.asarray(step.flow.nodes[layer.A].value, np.float64) if layer.A >= 0 else Z
        dims.append(max(1, Z.size // m))
        activations.append(
            (activation_of(Z, A, step.units_axis, 1e-6) if A.shape == Z.shape else None)
            or "unknown"
        )
    cost = outcome.own[0] if outcome.own is not None else outcome.cost
    own = step.hypotheses.get("own")
    l2 = own is not None and bool(Bench(step, own, outcome.scale).decays)
    return InferredModel(
        tuple(dims),
        tuple(activations),
        None if cost == "own" else cost,
        "columns" if output.axis else "rows",
        l2,
    )
