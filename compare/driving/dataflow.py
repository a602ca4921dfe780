"""What a recording says of weights, their updates and the cost, by what flows where."""

import numpy as np

from compare.driving.roles import Role, role_of
from compare.driving.spelling import short
from compare.recording.graph import Node, Recording, Ref, refs

MATRIX_PRODUCTS = ("matmul", "dot", "einsum", "tensordot", "inner", "vdot")
ELEMENTWISE = ("add", "subtract", "multiply", "divide")
SCALING = ("multiply", "getitem", "transpose", "copy", "float", "array", "asarray")
INDEXED = ("getitem", "reshape", "repeat", "tile", "broadcast_to", "delete")
SAME_NUMBERS = (
    *INDEXED, "transpose", "ravel", "view", "squeeze", "array", "asarray", "stack", "copy",
    "vstack", "hstack", "concatenate", "column_stack", "append", "flatten", "expand_dims",
    "atleast_2d",
)  # fmt: skip
"""Operations that only put numbers elsewhere."""


class Dataflow:
    """One recording, with what depends on X and on Y."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.nodes = recording.nodes
        inputs = {node.id: node.name for node in recording.leaves("input")}
        self.on_x = recording.depending_on({k for k, name in inputs.items() if name[:1] == "X"})
        self.on_y = recording.depending_on({k for k, name in inputs.items() if name[:1] == "Y"})
        self.y_is_used = bool(self.on_y & self.on_x)
        self.multiplied = self._multiplied()
        self.border = self._border()
        self.renamed = self._renamed()
        self.biases = {
            each.node
            for each in recording.namings
            if role_of(short(each.name)) is Role.BIAS and each.node not in self.on_x
        }

    def _multiplied(self) -> set[int]:
        """What is multiplied with data as a matrix, and what that was made from."""
        found: set[int] = set()
        for node in self.nodes:
            if node.op in MATRIX_PRODUCTS and node.id in self.on_x:
                found.update(each for each in node.operands if each not in self.on_x)
        return self.recording.ancestors(found)

    def _border(self) -> dict[int, int]:
        """Values without data in them that are combined with data, and the first node to do so.

        What they were put together from counts too: a weight behind ``W.T``, ``np.stack(rows)``.
        """
        border: dict[int, int] = {}
        for node in self.nodes:
            if node.id in self.on_x:
                for operand in node.operands:
                    if operand not in self.on_x and operand not in self.on_y:
                        for source in self.sources(operand):
                            border.setdefault(source, node.id)
        return border

    def sources(self, key: int) -> list[int]:
        """A value, what it is a view of, what it was put together from."""
        found = [key]
        for each in found:
            node = self.nodes[each]
            if node.op in SAME_NUMBERS:
                held = node.args[:1] if node.op in INDEXED else node.args
                found += [ref.node for ref in refs(held) if ref.node not in found]
        return found

    def updates(self) -> dict[int, int]:
        """Which values are replaced by themselves minus something from the data, and by what."""
        found: dict[int, int] = {}
        for node in self.nodes:
            if node.op not in ("subtract", "add") or node.id not in self.on_x:
                continue
            if self.y_is_used and node.id not in self.on_y:
                continue
            match node.args[:2]:
                case (Ref(node=old), Ref(node=step)) if old not in self.on_x and step in self.on_x:
                    parameter = self._scaled_from(old, node.id)
                    if parameter is None and (old, node.id) in self.renamed:
                        parameter = old
                    if parameter is not None and self._replaces(parameter, node):
                        found.setdefault(parameter, node.id)
        return found

    def _renamed(self) -> set[tuple[int, int]]:
        """Which value a weight's variable held, and which it was given then."""
        held: dict[str, int] = {}
        pairs: set[tuple[int, int]] = set()
        for naming in self.recording.namings:
            old = held.get(naming.slot)
            if old is not None and role_of(short(naming.name)) in (Role.BIAS, Role.WEIGHT):
                pairs.add((old, naming.node))
            held[naming.slot] = naming.node
        return pairs

    def _scaled_from(self, key: int, step: int) -> int | None:
        """The weight in ``(1 - lr * decay) * W``: met by data before, and by now only scaled."""
        waiting = [key]
        while waiting:
            each = waiting.pop(0)
            if self.border.get(each, step) < step:
                return each
            node = self.nodes[each]
            waiting += node.operands if node.op in SCALING else ()
        return None

    def _replaces(self, parameter: int, node: Node) -> bool:
        """Whether a step has the shape of the value, or of an entry, or was spread over it."""
        old, new = np.shape(self.nodes[parameter].value), np.shape(node.value)
        is_spread = len(new) >= len(old) and all(
            one in (other, 1) for one, other in zip(reversed(old), reversed(new), strict=False)
        )
        return is_spread or new in (old[1:], old[2:], ())

    def parameters(self, updates: dict[int, int]) -> list[int]:
        """The updated values, and the weights that data met and nothing updated."""
        new = self.recording.depending_on(set(updates.values()) | set(updates))
        known = {source for each in updates for source in self.sources(each)}
        left = []
        for key in self.border:
            sources = self.sources(key)
            if known.isdisjoint(sources) and len(sources) == 1 and self._is_weight(key, new):
                left.append(key)
        return [*updates, *left]

    def _is_weight(self, key: int, new: set[int]) -> bool:
        """Whether a value is a parameter and not a hyper-parameter, a mask or a constant."""
        node = self.nodes[key]
        value = np.asarray(node.value)
        if key in new or value.dtype.kind != "f":
            return False
        if node.op == "parameter":
            return True
        if node.function in ("eye", "ones"):
            return False
        if key in self.biases:  # made afresh: no copy, nothing that a check of gradients shifted
            return (self.recording.ancestors({key}) - {key}).isdisjoint(self.border)
        return value.size > 1 and key in self.multiplied

    def gradients(self, parameters: list[int]) -> dict[int, int]:
        """For each parameter the last value of its shape that comes from data and labels."""
        found: dict[int, int] = {}
        for parameter in parameters:
            shape = np.shape(self.nodes[parameter].value)
            for node in reversed(self.nodes):
                is_new = node.id in self.on_x and node.id not in found.values()
                if self.y_is_used and node.id not in self.on_y:
                    continue
                if is_new and np.shape(node.value) == shape:
                    found[parameter] = node.id
                    break
        return found

    def misfits(self, updates: dict[int, int], new: set[int]) -> int:
        """Count labels that meet outputs of another shape, and steps that change a shape."""
        count = 0
        for node in self.nodes:
            if node.op in ELEMENTWISE and node.id not in new and len(node.operands) == 2:
                label, other = (self.nodes[each] for each in node.operands)
                if label.id not in self.on_y:
                    label, other = other, label
                if label.id in self.on_y - self.on_x and other.id in self.on_x:
                    count += _unlike(label, other, node)
        for parameter, key in updates.items():
            old, now = np.shape(self.nodes[parameter].value), np.shape(self.nodes[key].value)
            count += len(now) >= len(old) and old != now
        return count

    def is_finite(self, new: set[int]) -> bool:
        """Whether everything that comes from the data before the update is a finite number."""
        return all(
            bool(np.all(np.isfinite(node.value)))
            for node in self.nodes
            if node.id in self.on_x - new and np.asarray(node.value).dtype.kind == "f"
        )


def _unlike(label: Node, other: Node, result: Node) -> int:
    sizes = {np.size(label.value), np.size(other.value), np.size(result.value)}
    return int(len(sizes) > 1 and np.ndim(label.value) > 0)
