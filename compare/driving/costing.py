"""The cost: what is called so in a run, or their own cost function called on the outputs."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from compare.driving.catalogue import Catalogue
from compare.driving.cost_operations import is_standard, may_be_standard
from compare.driving.cost_words import Says, says
from compare.driving.dataflow import ELEMENTWISE, Dataflow
from compare.driving.definitions import Function
from compare.driving.following import usage_of
from compare.driving.places import role_in
from compare.driving.purposes import Purpose, purpose_of
from compare.driving.roles import Role
from compare.recording.graph import Node, Recording, Ref

AS_IT_IS = ("squeeze", "float", "item", "asarray", "array", "reshape", "getitem")


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
    sure = [key for _, key, is_sure in named if is_sure]
    old = [key for key in scalars if key not in new]
    late = [key for key in scalars if key in sure]
    others = [key for key in sure if key not in new]
    found = next(iter([*old, *late, *others]), None)
    if found is None:
        return next((key for key in _unnamed_cost(flow) if key not in new | used), None)
    return _with_all_terms(flow, found, set(scalars))


def _unnamed_cost(flow: Dataflow) -> Iterator[int]:
    """Numbers that are a standard cost to the last digit: ``print(np.mean((A - Y) ** 2))``."""
    met = first_meeting(flow)
    if met is not None:
        output, label = (np.asarray(flow.nodes[key].value, np.float64) for key in met)
        for node in flow.nodes:
            is_number = isinstance(node.value, float) and node.id in flow.on_x & flow.on_y
            if is_number and output.size > 1 and is_standard(node.value, output, label):
                yield node.id


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
        said = says(name)
        met = key in flow.on_x and (key in flow.on_y or not flow.y_is_used)
        if said is Says.NOTHING or not met or _is_difference(flow, flow.nodes[key]):
            continue
        if said is Says.COST or may_be_standard(flow.recording, key):
            yield order, key, said is Says.COST


def _is_difference(flow: Dataflow, node: Node) -> bool:
    """``y - y_hat``, whatever it is called."""
    labels = [each in flow.on_y - flow.on_x for each in node.operands]
    return node.op == "subtract" and any(labels)


def outputs_and_labels(recording: Recording) -> tuple[int, int] | None:
    """The nodes of the outputs and of the labels they are first compared with.

    None where the run called a cost function itself, whatever came of it: no other one is meant.
    """
    if any(says(call.function) is Says.COST for call in recording.calls):
        return None
    return first_meeting(Dataflow(recording))


def first_meeting(flow: Dataflow) -> tuple[int, int] | None:
    """The outputs and the labels where they first meet, if they are of one shape."""
    recording = flow.recording
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
    """The cost functions, with outputs and labels as arguments; those that take no more first.

    Others take weights for a penalty, or the inputs, which are to be bound; or the labels alone,
    and know the outputs.

    Parameters
    ----------
    owners
        The classes of which there are objects.
    """
    found = []
    for function in catalogue.everything():
        reachable = not function.owner or function.owner in owners
        if reachable and purpose_of(function) is Purpose.COST:
            roles = {
                each.name: role_in(function, each.name, usage_of(function, each.name, catalogue))
                for each in function.required
            }
            others = [role for role in roles.values() if role not in (Role.OUTPUT, Role.Y)]
            if Role.Y in roles.values() and BOUND.issuperset(others):
                given = {Role.Y: label, Role.OUTPUT: output}
                known = {name: given[role] for name, role in roles.items() if role in given}
                found.append((len(others), -len(known), function, known))
    for _, _, function, known in sorted(found, key=lambda each: each[:2]):
        yield function, known


BOUND = {Role.X, Role.M, Role.PARAMETERS, Role.WEIGHT, Role.BIAS, Role.LAMBDA, Role.CACHE}
"""What else a cost function may take."""
