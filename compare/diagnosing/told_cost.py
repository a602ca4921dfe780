"""Which recorded number the code calls its cost."""

from typing import Any

from compare.recognising.flow import Flow, is_float, size
from compare.recognising.names import is_cost, is_surely_cost
from compare.recording.graph import refs

OF_A_TOTAL = ("add", "subtract", "divide", "multiply", "negative", "float", "squeeze", "copy")
"""What is done to a cost before it is told: other terms, the mean."""


def told_cost(flow: Flow, behind: set[int], updated: set[int]) -> int | None:
    """The number that the code calls its cost.

    Parameters
    ----------
    behind
        The values that the gradients are computed from.
    updated
        Everything computed from parameters that were already updated.
    """
    said = [(naming.name, naming.node) for naming in flow.recording.namings]
    for call in flow.recording.calls:
        said += [(call.function.split(".")[-1], ref) for ref in _returned(call.returned)]
    named = {n for name, n in said if is_cost(name) and _may_be_cost(flow, behind, n)}
    stated = flow.recording.roles.get("cost")
    if stated is not None and _may_be_cost(flow, behind, int(stated)):
        named.add(int(stated))
        named &= _with_its_terms(flow, updated, int(stated))
    else:
        named = {n for n in named if _is_surely_cost(flow, n)}  # who ran it saw no cost in an error
    errors = {n for n in updated & named if not _is_surely_cost(flow, n)}
    named -= errors  # an error that is told after the update is a measure of success
    fresh = named - updated or named
    return max(fresh, default=None)


def _may_be_cost(flow: Flow, behind: set[int], node: int) -> bool:
    """Whether it is one number, from labels and parameters, that no gradient comes from."""
    value = flow.nodes[node]
    return (
        node in flow.backward
        and is_float(value)
        and size(value) == 1
        and node not in behind
        and not (value.op == "subtract" and set(value.operands) & flow.labels)
    )


def _is_surely_cost(flow: Flow, node: int) -> bool:
    """Whether something calls it more than an error."""
    names = [*flow.names.get(node, ())]
    names += [c.function for c in flow.recording.calls if node in _returned(c.returned)]
    return any(is_surely_cost(name) for name in names)


def _with_its_terms(flow: Flow, updated: set[int], cost: int) -> set[int]:
    """A cost and the totals that it is a term of, in the calls that it was computed in."""
    calls, call = set(), flow.nodes[cost].call
    while call is not None:
        calls.add(call)
        call = flow.recording.calls[call].parent
    total = {cost}
    for node in flow.nodes[cost + 1 :]:
        if node.id in updated and cost not in updated:
            break
        is_near = node.call in calls or node.call is None
        if is_near and node.op in OF_A_TOTAL and not total.isdisjoint(node.operands):
            total.add(node.id)
    return total


def _returned(structure: Any) -> list[int]:
    return [ref.node for ref in refs(structure)]
