"""The cost: what is called so in a run, or their own cost function called on the outputs."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from compare.driving.catalogue import Catalogue
from compare.driving.cost_words import Says, says
from compare.driving.dataflow import ELEMENTWISE, Dataflow
from compare.driving.definitions import Function
from compare.driving.following import usage_of
from compare.driving.places import role_in
from compare.driving.purposes import Purpose, purpose_of
from compare.driving.roles import Role
from compare.recording.graph import Node, Recording, Ref

AS_IT_IS = ("squeeze", "float", "item", "asarray", "array", "reshape", "getitem")
SQUARES = ("square", "power", "multiply", "matmul", "dot", "inner", "vdot", "einsum")
LOGARITHMS = ("log", "log2", "log10", "log1p", "logaddexp", "softplus")
NO_SLOPE = (
    "absolute", "fabs", "sign", "round", "around", "rint", "floor", "ceil", "argmax", "argmin",
    "equal", "not_equal", "greater", "greater_equal", "less", "less_equal", "isclose", "allclose",
    "array_equal", "where", "count_nonzero",
)  # fmt: skip
"""What measures of success do, and no standard cost."""


def cost_of(flow: Dataflow, steps: set[int]) -> int | None:
    """The number that is the cost: of the first forward pass, with all its terms.

    Parameters
    ----------
    steps
        The updates or gradients; what they were computed from is an error and no cost.
    """
    new = flow.recording.depending_on(steps)
    used = flow.recording.ancestors(steps)
    named = [each for each in sorted(_named_cost(flow)) if each[1] not in used]
    scalars = [key for _, key, _ in named if np.size(flow.nodes[key].value) == 1]
    old = [key for key in scalars if key not in new]
    others = [key for _, key, is_sure in named if is_sure and key not in new]
    found = next(iter([*old, *scalars, *others]), None)
    return None if found is None else _with_all_terms(flow, found, set(scalars))


def _with_all_terms(flow: Dataflow, key: int, scalars: set[int]) -> int:
    """The cost to which another term was added, if that is called cost as well."""
    for node in flow.nodes[key + 1 :]:
        if node.id in scalars and node.op in ("add", *AS_IT_IS) and key in node.operands:
            key = node.id
    return key


def _named_cost(flow: Dataflow) -> Iterator[tuple[int, int, bool]]:
    """When what was called cost was made, its node, and whether no less than cost is meant."""
    found = [(each.order, each.node, each.name) for each in flow.recording.namings]
    for call in flow.recording.calls:
        returned = call.returned[0] if isinstance(call.returned, tuple) else call.returned
        if isinstance(returned, Ref):
            found.append((call.last, returned.node, call.function))
    for order, key, name in found:
        is_sure = says(name) is Says.COST
        if not is_sure and (says(name) is Says.NOTHING or not may_be_standard(flow.recording, key)):
            continue
        met = key in flow.on_x and (key in flow.on_y or not flow.y_is_used)
        if met and not _is_difference(flow, flow.nodes[key]):
            yield order, key, is_sure


def may_be_standard(recording: Recording, number: int) -> bool:
    """Whether a number could be a standard cost by the operations between the outputs and it.

    A squared error squares what outputs and labels make, cross-entropy takes a logarithm; a
    measure of success compares, rounds or takes absolute values.
    """
    inputs = {node.id: node.name[:1] for node in recording.leaves("input")}
    on_x, on_y = (
        recording.depending_on({key for key, initial in inputs.items() if initial == wanted})
        for wanted in "XY"
    )
    behind = [recording.nodes[key] for key in recording.ancestors({number}) & on_y & on_x]
    behind = [node for node in behind if node.id <= number]
    if any(node.op in NO_SLOPE for node in behind):
        return False
    squared = any(
        node.op in SQUARES and {*node.operands} <= on_x & on_y and _is_squared(node)
        for node in behind
    )
    return squared or any(
        recording.nodes[key].op in LOGARITHMS for key in recording.ancestors({number}) & on_x
    )


def _is_squared(node: Node) -> bool:
    """Whether an operation may be that of a number with itself."""
    return node.op == "square" or len(node.args) > 1


def _is_difference(flow: Dataflow, node: Node) -> bool:
    """``y - y_hat``, whatever it is called."""
    labels = [each in flow.on_y - flow.on_x for each in node.operands]
    return node.op == "subtract" and any(labels)


def outputs_and_labels(recording: Recording) -> tuple[int, int] | None:
    """The nodes of the outputs and of the labels they are first compared with."""
    flow = Dataflow(recording)
    new = recording.depending_on(set(flow.updates().values()))
    for node in recording.nodes:
        if node.op in ELEMENTWISE and node.id not in new and len(node.operands) == 2:
            label, output = (recording.nodes[each] for each in node.operands)
            if label.id not in flow.on_y:
                label, output = output, label
            is_label = label.id in flow.on_y - flow.on_x and output.id in flow.on_x
            if is_label:
                return (output.id, label.id) if _alike(label, output, recording) else None
    return None


def _alike(label: Node, output: Node, recording: Recording) -> bool:
    """Whether all labels meet all outputs, not those of one example after the other."""
    longest = max(np.shape(label.value), default=1)
    given = [np.shape(each.value) for each in recording.leaves("input") if each.name == "Y"]
    is_whole = all(max(shape, default=1) <= longest for shape in given)
    return is_whole and np.shape(label.value) == np.shape(output.value)


def cost_functions(
    catalogue: Catalogue, owners: set[str], output: Any, label: Any
) -> Iterator[tuple[Function, dict[str, Any]]]:
    """The cost functions that take outputs and labels and nothing else, with their arguments.

    Parameters
    ----------
    owners
        The classes of which there are objects.
    """
    for function in catalogue.everything():
        reachable = not function.owner or function.owner in owners
        if purpose_of(function) is Purpose.COST and reachable:
            roles = {
                each.name: role_in(function, each.name, usage_of(function, each.name, catalogue))
                for each in function.required
            }
            if sorted(role.name for role in roles.values()) == ["OUTPUT", "Y"]:
                yield (
                    function,
                    {name: label if role is Role.Y else output for name, role in roles.items()},
                )
