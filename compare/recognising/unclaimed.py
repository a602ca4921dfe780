"""Weights of the forward pass whose update was not understood: they were not compared."""

from dataclasses import dataclass

import numpy as np

from compare.recognising.claims import called_gradient
from compare.recognising.flow import Flow, is_float
from compare.recognising.names import is_gradient, last_part

MEETING = ("matmul", "dot", "add", "subtract", "multiply", "einsum")


@dataclass(frozen=True)
class Unclaimed:
    """A value that meets the data in the forward pass and is replaced by something from the labels.

    Attributes
    ----------
    node, new
        The value, and what takes its place.
    name
        What it is called.
    gradient
        The value that is called a gradient on the way to the new one, if there is one.
    """

    node: int
    new: int
    name: str
    gradient: int | None

    def changes_shape(self, flow: Flow) -> bool:
        """Whether the new value has another shape: a step that was broadcast."""
        old, new = (np.shape(flow.nodes[node].value) for node in (self.node, self.new))
        return bool(old != new)


def unclaimed(flow: Flow, network: set[int]) -> list[Unclaimed]:
    """Find them among what a forward pass is computed from."""
    known = {parameter.id for parameter in flow.parameters}
    meeting = {
        operand
        for node in network
        if flow.nodes[node].op in MEETING and node in flow.from_x
        for operand in flow.nodes[node].operands
        if operand not in flow.from_x | flow.from_y | flow.from_p and is_float(flow.nodes[operand])
    }
    held: dict[str, int] = {}
    found: dict[int, Unclaimed] = {}
    for naming in flow.recording.namings:
        old = held.get(naming.slot)
        held[naming.slot] = naming.node
        if old is not None and old in meeting and old not in known and naming.node in flow.from_y:
            found.setdefault(
                old, Unclaimed(old, naming.node, naming.name, _gradient(flow, naming.node))
            )
    for node in flow.nodes:
        if node.op in ("add", "subtract") and node.id in flow.from_y and len(node.operands) == 2:
            for old, step in (node.operands, node.operands[::-1]):
                if old in meeting and old not in known and step in flow.from_y:
                    name = next(iter(flow.names.get(old, flow.names.get(node.id, ("a weight",)))))
                    found.setdefault(old, Unclaimed(old, node.id, name, _gradient(flow, node.id)))
    for old in meeting - known - found.keys():
        words = [last_part(name)[0] for name in flow.names.get(old, ())]
        gradient = called_gradient(flow, words)
        if gradient is not None:
            found[old] = Unclaimed(old, gradient, words[0], gradient)
    return list(found.values())


def _gradient(flow: Flow, new: int) -> int | None:
    """The last value behind an update that is called a gradient."""
    behind = flow.recording.ancestors({new})
    named = [n.node for n in flow.recording.namings if n.node in behind and is_gradient(n.name)]
    return max((node for node in named if node in flow.from_y), default=None)
