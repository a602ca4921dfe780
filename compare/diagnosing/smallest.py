"""The smallest case on which a mistake shows, in numbers that can be followed by hand."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.agreement import ratio
from compare.diagnosing.proportion import arranged
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step

Array = NDArray[np.float64]
ENTRIES = 6
"""An array of more numbers is not followed by hand."""


def smallest_case(steps: Sequence[Step], cost: str, scale: Scale, parameter: str) -> str:
    """Say what the code gives and what is right on the first, smallest of these cases."""
    for step in sorted(steps, key=_numbers):
        shown = _shown(step, cost, scale, parameter)
        if shown:
            return shown
    return ""


def _numbers(step: Step) -> int:
    return sum(int(np.size(p.value)) for p in step.flow.parameters) * step.examples


def _shown(step: Step, cost: str, scale: Scale, parameter: str) -> str:
    if cost not in step.hypotheses:
        return ""
    for leaf, claim in step.claims.items():
        if step.names[leaf] != parameter:
            continue
        found = ratio(step, claim, step.hypotheses[cost])
        if found is not None and abs(found / scale.value(step.sizes) - 1) < 1e-7:
            return ""  # it does not show here
        level = claim.levels[-1]
        right = step.hypotheses[cost].gradients[leaf] * scale.value(step.sizes)
        yours = step.flow.nodes[level.node].value
        if right.size > ENTRIES or np.size(yours) > ENTRIES:
            return ""
        laid = arranged(yours, right.shape)
        mine = _numbers_of(yours if laid is None else laid)
        return f"{_size(step)}: yours {mine}, right {_numbers_of(right)}"
    return ""


def _size(step: Step) -> str:
    """``n = 2-1-2, m = 1``."""
    layers = step.layers[0] if step.layers else []
    m = max(1, step.outputs[0].examples) if step.outputs else 1
    nodes = step.flow.nodes
    dims = [np.size(nodes[layers[0].before].value) // m] if layers else []
    dims += [np.size(nodes[layer.Z].value) // m for layer in layers]
    return f"n = {'-'.join(str(n) for n in dims)}, m = {step.examples}"


def _numbers_of(value: object) -> str:
    array = np.asarray(value, np.float64)
    return np.array2string(array, precision=3, suppress_small=True, separator=", ").replace(
        "\n", ""
    )
