"""What depends on what: the parts of a step, told apart by the leaves behind each value.

labels      from Y alone
forward     from parameters, not from Y
backward    from parameters and Y: the cost, the gradients, the updates; updates that forgot Y too
"""

from functools import cached_property

import numpy as np

from compare.recognising.unlabelled import is_step, replacements, unlabelled
from compare.recording.graph import Node, Recording
from compare.replaying.program import Program

SAME = ("copy", "deepcopy", "array", "asarray", "astype", "float", "float64", "positive")
"""Operations that give the value they were given."""


class Flow:
    """A recording with its parts."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.nodes = recording.nodes
        self.program = Program(recording)
        self.parameters = [node for node in recording.leaves("parameter") if is_float(node)]
        self.parameters += _replaced(recording, {node.id for node in self.parameters})
        self.X = {node.id for node in recording.leaves("input") if node.name.startswith("X")}
        self.Y = {node.id for node in recording.leaves("input") if node.name.startswith("Y")}
        self.from_x = recording.depending_on(self.X)
        self.from_y = recording.depending_on(self.Y)
        self.from_p = recording.depending_on({node.id for node in self.parameters})
        self.labels = self.from_y - self.from_p
        self.forward = self.from_p - self.from_y
        self.backward = self.from_p & self.from_y
        known = {node.id for node in self.parameters}
        self.backward |= unlabelled(recording, known, self.forward & self.from_x)
        self.forward -= self.backward

    @cached_property
    def names(self) -> dict[int, list[str]]:
        """By node: what it was called, in order."""
        result: dict[int, list[str]] = {}
        for naming in self.recording.namings:
            result.setdefault(naming.node, []).append(naming.name)
        return result

    @property
    def users(self) -> dict[int, list[int]]:
        """By node: which nodes take it."""
        return self.program.users

    def same_as(self, node: int) -> set[int]:
        """Follow the copies of a value."""
        found = {node}
        for other in self.nodes[node + 1 :]:
            if other.op in SAME and other.operands[:1] and other.operands[0] in found:
                found.add(other.id)
        return found


def _replaced(recording: Recording, known: set[int]) -> list[Node]:
    """Values not from the data whose place something takes that is from them and from data."""
    data = {n.id for n in recording.leaves("input")}
    from_data = recording.depending_on(data | known)
    from_labels = recording.depending_on(
        {n.id for n in recording.leaves("input") if n.name[:1] == "Y"}
    )
    found: dict[int, Node] = {}
    for old, new in replacements(recording):
        if old in from_data or old in known:
            continue
        node = recording.nodes[old]
        corrected = any(n in from_labels for n in new.operands if n != old)
        stepped = corrected or is_step(new, old, from_data)
        if stepped and old in new.operands and is_float(node) and size(node) > 1:
            before = {u for u in recording.depending_on({old}) if u < new.id}
            if before & from_data - from_labels:
                found[old] = node
    return list(found.values())


def is_float(node: Node) -> bool:
    """Whether the value is made of floating-point numbers."""
    value = node.value
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")


def size(node: Node) -> int:
    """How many numbers it holds."""
    return int(np.size(node.value))
