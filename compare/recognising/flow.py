"""What depends on what: the parts of a step, told apart by the leaves behind each value.

labels      from Y alone
forward     from parameters, not from Y
backward    from parameters and Y: the cost, the gradients, the updates
"""

from functools import cached_property

import numpy as np

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
        self.X = {node.id for node in recording.leaves("input") if node.name.startswith("X")}
        self.Y = {node.id for node in recording.leaves("input") if node.name.startswith("Y")}
        self.from_x = recording.depending_on(self.X)
        self.from_y = recording.depending_on(self.Y)
        self.from_p = recording.depending_on({node.id for node in self.parameters})
        self.labels = self.from_y - self.from_p
        self.forward = self.from_p - self.from_y
        self.backward = self.from_p & self.from_y

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


def is_float(node: Node) -> bool:
    """Whether the value is made of floating-point numbers."""
    value = node.value
    return isinstance(value, float) or (isinstance(value, np.ndarray) and value.dtype.kind == "f")


def size(node: Node) -> int:
    """How many numbers it holds."""
    return int(np.size(node.value))
