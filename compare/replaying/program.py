"""A recorded run as a program: computed again with some values, or some operations, replaced."""

from collections.abc import Mapping
from dataclasses import replace
from heapq import heappop, heappush
from typing import Any

import numpy as np

from compare.recording.graph import OPAQUE, Node, Operation, Recording, Ref, refs
from compare.replaying.on_numpy import apply


class CannotComputeError(Exception):
    """A value that depends on something that only their own run could compute."""


def operation_of(node: Node) -> Operation:
    """What a node does."""
    return Operation(node.op, node.args, node.kwargs)


class Program:
    """The nodes of a run with what they do, to be computed again."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.nodes = recording.nodes
        self.values = [node.value for node in recording.nodes]
        self.users = recording.users()

    def evaluate(self, structure: Any, values: "Values | Mapping[int, Any] | list[Any]") -> Any:
        """Compute a structure of references and operations.

        Raises
        ------
        CannotComputeError
            If it does not fit together, or is not in the vocabulary.
        """
        match structure:
            case Ref(node):
                return values[node]
            case Operation(op, args, kwargs):
                if op == OPAQUE:
                    raise CannotComputeError(op)
                given = tuple(self.evaluate(part, values) for part in args)
                named = {key: self.evaluate(part, values) for key, part in kwargs.items()}
                try:
                    return apply(op, given, named)
                except Exception as error:  # whatever NumPy says to arguments that do not fit
                    raise CannotComputeError(f"{op}: {error}") from error
            case tuple():
                return tuple(self.evaluate(part, values) for part in structure)
            case list():
                return [self.evaluate(part, values) for part in structure]
            case dict():
                return {key: self.evaluate(part, values) for key, part in structure.items()}
            case slice():
                parts = (structure.start, structure.stop, structure.step)
                return slice(*(self.evaluate(part, values) for part in parts))
            case _:
                return structure

    def rerun(
        self,
        overrides: Mapping[int, Any],
        edits: Mapping[int, Operation] | None = None,
        start: list[Any] | None = None,
    ) -> "Values":
        """Compute everything behind the replaced nodes again.

        Parameters
        ----------
        overrides, edits
            By node: another value, another operation.
        start
            The values to start from; the recorded ones otherwise.
        """
        values = Values(self.values if start is None else start)
        edits = edits or {}
        waiting = sorted({*overrides, *edits})
        queued = set(waiting)
        while waiting:
            node = self.nodes[heappop(waiting)]
            if node.id in overrides:
                values.put(node.id, overrides[node.id])
            else:
                self._put(node, edits.get(node.id) or operation_of(node), values)
            for user in self.users[node.id]:
                if user not in queued:
                    queued.add(user)
                    heappush(waiting, user)
        return values

    def _put(self, node: Node, operation: Operation, values: "Values") -> None:
        if any(ref.node in values.lost for ref in refs(operation)):
            values.lost.add(node.id)
            return
        try:
            values.put(node.id, self.evaluate(operation, values))
        except CannotComputeError:
            values.lost.add(node.id)


class Values:
    """The values of a run, with those that changed and those that could not be computed."""

    def __init__(self, start: "list[Any] | Values") -> None:
        self.base = start
        self.changed: dict[int, Any] = {}
        self.lost: set[int] = set()
        if isinstance(start, Values):
            self.base = start.base
            self.changed = dict(start.changed)
            self.lost = set(start.lost)

    def __getitem__(self, node: int) -> Any:
        return self.changed[node] if node in self.changed else self.base[node]

    def __len__(self) -> int:
        return len(self.base)

    def put(self, node: int, value: Any) -> None:
        """Replace a value."""
        self.changed[node] = value

    def touches(self, nodes: tuple[int, ...]) -> bool:
        """Whether one of the nodes changed, or was lost."""
        return any(node in self.changed or node in self.lost for node in nodes)

    def array(self, node: int) -> np.ndarray[Any, Any] | None:
        """Give a value as an array of float64; ``None`` if it was lost or is no number."""
        if node in self.lost:
            return None
        try:
            return np.asarray(self[node], np.float64)
        except (TypeError, ValueError):
            return None


def rewritten(recording: Recording, edits: Mapping[int, Operation]) -> Recording | None:
    """Make the recording that the run would have left, had some lines been written otherwise.

    Returns ``None`` if something behind the edited lines cannot be computed here.
    """
    values = Program(recording).rerun({}, edits)
    if values.lost:
        return None
    nodes = []
    for node in recording.nodes:
        edit = edits.get(node.id)
        value = values[node.id]
        if edit is None:
            nodes.append(replace(node, value=value))
        else:
            nodes.append(
                replace(node, op=edit.op, args=edit.args, kwargs=dict(edit.kwargs), value=value)
            )
    return replace(recording, nodes=nodes)
