"""Gradients that forgot the labels: what an update subtracts, from the forward pass alone.

They depend on what the forward pass depends on, so that only the update tells them from it.
"""

from collections.abc import Iterator

import numpy as np

from compare.recognising.names import last_part
from compare.recording.graph import Node, Recording

STEPS = ("add", "subtract")


def unlabelled(recording: Recording, parameters: set[int], forward: set[int]) -> set[int]:
    """Find the updates without labels, and what leads from the network to them.

    Parameters
    ----------
    forward
        What depends on parameters and on ``X``, not on ``Y``.
    """
    updates = {
        new.id
        for old, new in replacements(recording)
        if old in parameters and is_step(new, old, forward)
    }
    if not updates:
        return set()
    behind = recording.ancestors(updates) & forward
    before = forward - recording.depending_on(updates)
    return behind - recording.ancestors(_predictions(recording, before))


def replacements(recording: Recording) -> Iterator[tuple[int, Node]]:
    """Walk over what takes the place of what: in a slot, or by the name of what it is made from."""
    held: dict[str, int] = {}
    called: dict[int, set[tuple[str, int | None]]] = {}
    for naming in recording.namings:
        old = held.get(naming.slot)
        held[naming.slot] = naming.node
        node = recording.nodes[naming.node]
        if old is not None and old != naming.node:
            yield old, node
        name = last_part(naming.name)
        for operand in node.operands if node.op in STEPS else ():
            if operand != old and name in called.get(operand, ()):
                yield operand, node
        called.setdefault(naming.node, set()).add(name)


def is_step(new: Node, old: int, data: set[int]) -> bool:
    """Whether a value is another one and something from data, added or subtracted."""
    if new.op not in STEPS or old not in new.operands or len(new.operands) != 2:
        return False
    return any(operand in data for operand in new.operands if operand != old)


def _predictions(recording: Recording, forward: set[int]) -> set[int]:
    """The values of the forward pass that meet something else: labels, in the end."""
    labels = {n.id for n in recording.leaves("input") if n.name[:1] in ("Y", "y")}
    from_labels = recording.depending_on(labels)
    return {
        operand
        for node in recording.nodes
        if node.id in from_labels
        for operand in node.operands
        if operand in forward
        if np.shape(node.value) == np.shape(recording.nodes[operand].value)
    }
