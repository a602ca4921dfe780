"""The derivative of an activation that the forward pass does not apply."""

from collections.abc import Iterator

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import Edit
from compare.diagnosing.edits.slopes import OTHER_FORMS, error_factor
from compare.recording.graph import Node, Operation, Ref


def unapplied(bench: Bench, node: Node) -> Iterator[Edit]:
    """Leave a slope out because hidden layers have no activation: then they are what is wrong."""
    error = error_factor(bench, node)
    linear = [layer for layers in bench.step.layers for layer in layers if layer.A in (-1, layer.Z)]
    hidden = [layer for layers in bench.step.layers for layer in layers[:-1] if layer in linear]
    if error is None or not hidden:
        return
    value, factor = bench.start.array(node.id), bench.start.array(error)
    for layer in linear:
        Z = np.asarray(bench.step.flow.nodes[layer.Z].value, np.float64)
        if value is None or factor is None or not value.shape == factor.shape == Z.shape:
            continue
        for name, form in OTHER_FORMS.items():
            if np.allclose(value, factor * form(Z), rtol=1e-9, atol=0):
                words = f"is multiplied by the derivative of {name}, which forward does not apply"
                without = Operation("copy", (Ref(error),))
                yield Edit(("unapplied",), "wrong-activation", without, words)
