"""What an update did with each parameter, and so which value is meant as its gradient.

    W' = W - learning_rate * dW     the new value, and the way from it to the gradient

The way goes through the operations that act on each entry alone (scaling, momentum, Adam, decay):
every value on it has the shape of the parameter and is the only way from the data to the update.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from compare.recognising.flow import Flow, size
from compare.recognising.names import is_gradient, last_part
from compare.recording.graph import Node, Ref


@dataclass(frozen=True)
class Level:
    """A value on the way from the update to the gradient.

    Attributes
    ----------
    node
        Its node.
    factor
        By what it is multiplied until it is subtracted, if that is one number.
    """

    node: int
    factor: float | None


@dataclass(frozen=True)
class Claim:
    """What the code holds to be the gradient of a parameter.

    Attributes
    ----------
    parameter
        The leaf.
    levels
        From the update down to the gradient; at least one.
    update
        The new value, if there is an update.
    """

    parameter: int
    levels: tuple[Level, ...]
    update: int | None


def claims(flow: Flow) -> dict[int, Claim]:
    """Find for each parameter what is meant as its gradient."""
    given = flow.recording.roles.get("gradients", {})
    found: dict[int, Claim] = {}
    for parameter in flow.parameters:
        update = _update(flow, parameter)
        levels = () if update is None else tuple(levels_of(flow, parameter, update))
        stated = given.get(parameter.id, given.get(str(parameter.id)))
        if stated is None and not levels:
            words = [last_part(name)[0] for name in flow.names.get(parameter.id, ())]
            stated = called_gradient(flow, [*words, parameter.name])
        if stated is not None and stated in flow.backward | flow.labels and not levels:
            levels = (Level(stated, 1.0),)
        if levels:
            found[parameter.id] = Claim(parameter.id, levels, update)
    return found


def called_gradient(flow: Flow, words: Iterable[str]) -> int | None:
    """A value from the labels that is called the derivative by one of these: ``dW1``."""
    wanted = {f"{prefix}{word}".lower() for word in words if word for prefix in PREFIXES}
    for naming in flow.recording.namings:
        if naming.node in flow.from_y and last_part(naming.name)[0].lower() in wanted:
            return naming.node
    for call in flow.recording.calls:
        if isinstance(call.returned, dict):
            for key, part in call.returned.items():
                if (
                    str(key).lower() in wanted
                    and isinstance(part, Ref)
                    and part.node in flow.from_y
                ):
                    return part.node
    return None


PREFIXES = ("d", "grad_", "d_", "nabla_", "delta_")


def _update(flow: Flow, parameter: Node) -> int | None:
    """Find the first value that takes the parameter's place."""
    same = flow.same_as(parameter.id)
    renamed = list(_following(flow, same))
    replaced = [
        node.id
        for node in flow.nodes
        if node.id in flow.backward
        and node.op in ("add", "subtract")
        and not same.isdisjoint(node.operands)
        and np.shape(node.value) == np.shape(parameter.value)
        and (node.inplace or not _is_decayed_gradient(flow, node, same))
    ]
    depending = flow.recording.depending_on(same)
    candidates = [node for node in (*renamed, *replaced) if node in depending]
    return min(candidates, default=None)


def _following(flow: Flow, same: set[int]) -> Iterator[int]:
    """What is next in the variable, item or attribute that held the parameter."""
    held: set[str] = set()
    for naming in flow.recording.namings:
        if naming.node in same:
            held.add(naming.slot)
        elif naming.slot in held:
            held.remove(naming.slot)
            if naming.node in flow.backward:
                yield naming.node


def _is_decayed_gradient(flow: Flow, node: Node, same: set[int]) -> bool:
    """Whether it only reads like an update: ``dW + W`` that is called a gradient."""
    return any(is_gradient(name) for name in flow.names.get(node.id, ()))


def levels_of(flow: Flow, parameter: Node, update: int) -> list[Level]:
    """Walk from the update to the gradient."""
    node = flow.nodes[update]
    same = flow.same_as(parameter.id)
    step, sign = _step(flow, node, same)
    if step is None:
        return []
    levels = [Level(step, sign)]
    while (below := _below(flow, levels[-1], parameter)) is not None:
        levels.append(below)
    return levels


def _step(flow: Flow, node: Node, same: set[int]) -> tuple[int | None, float]:
    """Find what is subtracted from the parameter, and +1 or -1 if it was added."""
    if node.op not in ("add", "subtract") or len(node.args) < 2:
        return None, 1.0
    left, right = node.args[:2]
    decayed = flow.recording.depending_on(same) - flow.backward
    if isinstance(right, Ref) and right.node in flow.backward:
        if isinstance(left, Ref) and left.node in decayed:
            return right.node, 1.0 if node.op == "subtract" else -1.0
        if isinstance(left, Ref) and left.node in flow.backward:  # p - a - b
            return _deeper(flow, node, same)
    if node.op == "add" and isinstance(left, Ref) and left.node in flow.backward:
        return left.node, -1.0
    return None, 1.0


def _deeper(flow: Flow, node: Node, same: set[int]) -> tuple[int | None, float]:
    """Of ``W - a - b`` take the part that was subtracted first."""
    return _step(flow, flow.nodes[node.operands[0]], same)


def _below(flow: Flow, level: Level, parameter: Node) -> Level | None:
    """The next value towards the gradient, if there is one way and it acts on entries alone."""
    node = flow.nodes[level.node]
    if any(is_gradient(name) for name in flow.names.get(node.id, ())) and not _is_state(flow, node):
        return None
    inner = [
        operand
        for operand in dict.fromkeys(node.operands)
        if operand in flow.backward and size(flow.nodes[operand]) == size(node)
    ]
    others = [
        operand for operand in node.operands if operand in flow.backward and operand not in inner
    ]
    if others or node.op not in ENTRYWISE:
        return None
    if node.op in ("multiply", "divide", "true_divide") and _by_data(flow, node, inner):
        return None
    if len(inner) == 1:
        return Level(inner[0], _times(level.factor, _factor(flow, node, inner[0])))
    if len(inner) == 2:
        meeting = _meeting(flow, inner, parameter)
        return None if meeting is None else Level(meeting, None)
    return None


def _by_data(flow: Flow, node: Node, inner: list[int]) -> bool:
    """Whether a product has a factor from data or parameters: part of the gradient itself."""
    others = [o for o in node.operands if o not in inner]
    return any(o in flow.from_p or o in flow.from_x or o in flow.labels for o in others)


ENTRYWISE = {
    *("add", "subtract", "multiply", "divide", "true_divide", "negative", "positive", "sqrt"),
    *("square", "power", "copy", "array", "asarray", "astype", "float", "reshape", "squeeze"),
    *("clip", "transpose", "getitem", "maximum", "abs", "absolute", "sign", "float64", "ravel"),
    "flatten",
}


def _is_state(flow: Flow, node: Node) -> bool:
    """Whether a sum with something that was there before: a velocity, no decay of the weights."""
    if node.op not in ("add", "subtract") or len(node.operands) != 2:
        return False
    return not any(o in flow.from_p and o not in flow.backward for o in node.operands)


def _meeting(flow: Flow, starts: list[int], parameter: Node) -> int | None:
    """Where the ways through the optimiser's state come together again."""
    ways = [_ways(flow, start, size(parameter)) for start in starts]
    shared = set.intersection(*ways)
    return max(shared, default=None)


def _ways(flow: Flow, start: int, wanted: int) -> set[int]:
    """What is reached through operations on entries."""
    found, open_nodes = set(), [start]
    while open_nodes:
        node = open_nodes.pop()
        if node in found or node not in flow.backward or size(flow.nodes[node]) != wanted:
            continue
        found.add(node)
        if flow.nodes[node].op in ENTRYWISE:
            open_nodes.extend(flow.nodes[node].operands)
    return found


def _factor(flow: Flow, node: Node, inner: int) -> float | None:
    """By what number the operation multiplies the inner value; ``None`` if by no single one."""
    if node.op in ("copy", "array", "asarray", "astype", "float", "float64", "positive", "reshape",
                   "squeeze", "transpose", "ravel", "flatten"):  # fmt: skip
        return 1.0
    if node.op == "negative":
        return -1.0
    others = [arg for arg in node.args if not (isinstance(arg, Ref) and arg.node == inner)]
    if len(others) != 1 or len(node.args) != 2:
        return None
    other = flow.nodes[others[0].node].value if isinstance(others[0], Ref) else others[0]
    if not isinstance(other, int | float | np.number | np.ndarray) or np.size(other) == 0:
        return None
    entries = np.asarray(other, np.float64).ravel()
    if node.op in ("add", "subtract"):
        if np.any(entries != 0):
            return None
        first = isinstance(node.args[0], Ref) and node.args[0].node == inner
        return 1.0 if node.op == "add" or first else -1.0
    if np.any(entries != entries[0]) or entries[0] == 0:
        return None
    if node.op == "multiply":
        return float(entries[0])
    first = isinstance(node.args[0], Ref) and node.args[0].node == inner
    return float(1 / entries[0]) if node.op in ("divide", "true_divide") and first else None


def _times(outer: float | None, inner: float | None) -> float | None:
    return None if outer is None or inner is None else outer * inner
