"""Shapes that broadcasting let through, until something raised: ``(m, 1) - (m,)`` is ``(m, m)``."""

import numpy as np

from compare.diagnosing.answer import Finding
from compare.diagnosing.texts import SourceText
from compare.recording.graph import Failure, Node, Operation, Recording, Ref, Site, refs

ENTRYWISE = ("add", "subtract", "multiply", "divide", "power", "maximum", "minimum")
REDUCTIONS = ("sum", "mean", "max", "amax", "min", "amin", "std", "var")


def spread(recording: Recording, failure: Failure, text: SourceText) -> Finding | None:
    """Where a value became too large, or a reduction lost the axis that it needs."""
    operation = failure.operation
    if operation is None:
        return None
    reduced = _reduced(recording, operation)
    if reduced is not None and failure.site is not None:
        words = f"lacks an axis: its {reduced.op} has to keep it (keepdims=True)"
        return _finding(text, failure.site, words, f"{failure.error}: {failure.text}")
    behind = recording.ancestors({ref.node for ref in refs(operation)})
    for node in recording.nodes:
        if node.id in behind and node.site is not None and _is_spread(recording, node):
            first, second = (np.shape(recording.nodes[each].value) for each in node.operands)
            words = f"broadcasts {first} and {second} to {np.shape(node.value)}"
            return _finding(text, node.site, words, f"{failure.error}: {failure.text}")
    return None


def _is_spread(recording: Recording, node: Node) -> bool:
    """Whether of two operands with as many numbers something larger was made."""
    if node.op not in ENTRYWISE or len(node.operands) != 2:
        return False
    sizes = [np.size(recording.nodes[operand].value) for operand in node.operands]
    return sizes[0] == sizes[1] > 1 and np.size(node.value) > sizes[0]


def _reduced(recording: Recording, operation: Operation) -> Node | None:
    """The operand that is the other one reduced along an axis, if its place would fit."""
    if operation.op not in ENTRYWISE or len(operation.args) != 2:
        return None
    for one, other in (operation.args, operation.args[::-1]):
        if not (isinstance(one, Ref) and isinstance(other, Ref)):
            continue
        node = recording.nodes[one.node]
        whole = np.shape(recording.nodes[other.node].value)
        axis = node.kwargs.get("axis", node.args[1] if len(node.args) > 1 else None)
        if node.op in REDUCTIONS and isinstance(axis, int) and len(whole) == 2:
            kept = tuple(1 if place == axis % 2 else n for place, n in enumerate(whole))
            if np.size(node.value) == int(np.prod(kept)):
                return node
    return None


def _finding(text: SourceText, site: Site, words: str, raised: str) -> Finding | None:
    if not text.is_theirs(site):
        return None
    return Finding(
        quantity="",
        status="certain",
        place=text.place(site),
        source=text.line(site),
        cause="shape",
        sure=True,
        explanation=f"{words}, and then: {raised}",
    )
