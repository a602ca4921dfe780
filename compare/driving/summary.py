"""What a recording says beside its graph: the cost, gradients that name themselves."""

from collections.abc import Iterator

import numpy as np

from compare.driving.performing import Attempt
from compare.driving.roles import Role, role_of
from compare.driving.spelling import short
from compare.driving.words import words
from compare.recording.graph import Call, Node, Recording, Ref

SLOPE = {
    "d", "dj", "dl", "dc", "de", "jd", "ld", "cd", "ed", "grad", "grads", "gradient", "gradients",
    "nabla", "delta", "partial", "deriv", "derivative", "wrt", "loss", "cost", "j", "l",
}  # fmt: skip
"""What a name says beside a parameter's: ``dJdW1``, ``grad_W1``, ``theta_grad``."""


def summarise(found: Attempt) -> Recording:
    """Fill in the roles of a recording."""
    recording = found.recording
    if found.assessment.cost is not None and "cost" not in recording.roles:
        recording.roles["cost"] = found.assessment.cost
    gradients = _gradients(recording)
    if gradients:
        recording.roles["gradients"] = gradients
    return recording


def _gradients(recording: Recording) -> dict[int, int]:
    """Parameters and what their code returns as their gradients: ``dW1`` of ``W1``."""
    parameters = {node.name: node for node in recording.leaves("parameter") if node.name}
    by_words = {words(short(name)): node for name, node in parameters.items()}
    found: dict[int, int] = {}
    for call in recording.calls:
        for name, key in _named(call):
            parameter = parameters.get(_without_d(short(name))) or _meant(name, by_words)
            if parameter is not None and _fits(parameter, recording.nodes[key]):
                found[parameter.id] = key
    if not found and len(parameters) == 1:
        (only,) = parameters.values()
        found.update((only.id, key) for key in _alone(recording, only))
    return found


def _fits(parameter: Node, gradient: Node) -> bool:
    return parameter is not gradient and np.shape(parameter.value) == np.shape(gradient.value)


def _named(call: Call) -> Iterator[tuple[str, int]]:
    """What a call returned, by name."""
    value, names = call.returned, call.returned_as
    if isinstance(value, dict):
        yield from _entries(value, names[0] if len(names) == 1 else "")
    elif isinstance(value, tuple | list) and len(value) == len(names):
        for name, part in zip(names, value, strict=True):
            if isinstance(part, Ref):
                yield name, part.node
            elif isinstance(part, dict):
                yield from _entries(part, name)
    elif isinstance(value, Ref) and len(names) == 1:
        yield names[0], value.node


def _entries(value: dict[object, object], name: str) -> Iterator[tuple[str, int]]:
    """The entries of a dictionary; in one of gradients ``W1`` is ``dW1``."""
    start = "grad_" if role_of(name) is Role.GRADIENTS else ""
    for key, part in value.items():
        if isinstance(part, Ref):
            yield str(key), part.node
            if start:
                yield start + str(key), part.node


def _without_d(name: str) -> str:
    """The parameter whose gradient a name says it is; empty for other names."""
    for start in ("d", "grad_", "nabla_", "D", "delta_"):
        if name.startswith(start) and len(name) > len(start):
            return name.removeprefix(start).lstrip("_")
    return ""


def _meant(name: str, by_words: dict[tuple[str, ...], Node]) -> Node | None:
    """The parameter that a name speaks of beside words for derivatives."""
    here = words(short(name))
    for known, node in by_words.items():
        count = len(known)
        for rest, part in ((here[:-count], here[-count:]), (here[count:], here[:count])):
            if part == known and rest and SLOPE.issuperset(rest):
                return node
    return None


def _alone(recording: Recording, parameter: Node) -> Iterator[int]:
    """What is returned as the gradient where there is one parameter: ``return J, grad``."""
    x, y = (
        recording.depending_on(
            {node.id for node in recording.leaves("input") if node.name[:1] == initial}
        )
        for initial in "XY"
    )
    of_its_shape = {node.id for node in recording.nodes if _fits(parameter, node)}
    for call in recording.calls:
        title = call.function.rpartition(".")[2]
        for name, key in _named(call):
            says = {role_of(name), role_of(title) if len(call.returned_as) == 1 else None}
            if says & {Role.GRADIENT, Role.GRADIENTS} and key in x & y & of_its_shape:
                yield key
