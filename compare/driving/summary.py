"""What a recording says beside its graph: the cost, gradients that name themselves."""

from collections.abc import Iterator

import numpy as np

from compare.driving.performing import Attempt
from compare.driving.spelling import short
from compare.recording.graph import Recording, Ref


def summarise(found: Attempt) -> Recording:
    """Fill in the roles of a recording."""
    recording = found.recording
    if found.assessment.cost is not None and "cost" not in recording.roles:
        recording.roles["cost"] = found.assessment.cost
    gradients = dict(_gradients(recording))
    if gradients:
        recording.roles["gradients"] = gradients
    return recording


def _gradients(recording: Recording) -> Iterator[tuple[int, int]]:
    """Parameters and what their code returns as their gradients: ``dW1`` of ``W1``."""
    parameters = {node.name: node.id for node in recording.leaves("parameter") if node.name}
    for call in recording.calls:
        for name, key in _returned(call.returned, call.returned_as):
            parameter = parameters.get(_without_d(short(name)))
            if parameter is not None and parameter != key:
                shapes = [np.shape(recording.nodes[each].value) for each in (parameter, key)]
                if shapes[0] == shapes[1]:
                    yield parameter, key


def _returned(value: object, names: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    if isinstance(value, dict):
        yield from ((str(key), part.node) for key, part in value.items() if isinstance(part, Ref))
    elif isinstance(value, tuple | list) and len(value) == len(names):
        for name, part in zip(names, value, strict=True):
            if isinstance(part, Ref):
                yield name, part.node
            elif isinstance(part, dict):
                yield from _returned(part, ())


def _without_d(name: str) -> str:
    """The parameter whose gradient a name says it is; empty for other names."""
    for start in ("d", "grad_", "nabla_", "D", "delta_"):
        if name.startswith(start) and len(name) > len(start):
            return name.removeprefix(start).lstrip("_")
    return ""
