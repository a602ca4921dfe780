"""Nodes, names and calls as lists, numbers and texts; arrays as blocks of bytes."""

import math
from typing import Any

from numpy import asarray, generic, ndarray

from compare.recording.graph import (
    Call,
    Failure,
    Node,
    Operation,
    Other,
    Recording,
    Ref,
    Site,
)

KINDS = "biufc"
Json = Any


class Pack:
    """Turns recordings into what JSON can hold; ``blocks`` holds the arrays, in order.

    A value that JSON has no word for is a list whose first item says what it is.
    """

    def __init__(self) -> None:
        self.blocks: list[bytes] = []

    def recording(self, recording: Recording) -> Json:
        """A recording as a dictionary."""
        return {
            "nodes": [self._node(node) for node in recording.nodes],
            "namings": [
                [n.node, n.name, n.slot, _site(n.site), n.call, n.order] for n in recording.namings
            ],
            "calls": [self._call(call) for call in recording.calls],
            "remarks": [[r.kind, r.text, _site(r.site), r.node] for r in recording.remarks],
            "failure": self._failure(recording.failure),
            "recipe": recording.recipe,
            "probe": self.value(recording.probe),
            "learning_rate": self.value(recording.learning_rate),
            "roles": self.value(recording.roles),
        }

    def value(self, value: Any) -> Json:
        """Any argument or value."""
        kind = type(value)
        if value is None or kind is bool or kind is str or kind is int:
            return value
        if kind is float:
            return value if math.isfinite(value) else ["float", repr(value)]
        if kind is Ref:
            return ["ref", value.node]
        if kind is list or kind is tuple:
            return [kind.__name__, *map(self.value, value)]
        if kind is dict:
            return ["dict", *([self.value(k), self.value(v)] for k, v in value.items())]
        if isinstance(value, (ndarray, generic)):
            return self._array(value)
        return self._rare(value)

    def _rare(self, value: Any) -> Json:
        match value:
            case slice():
                return ["slice", *map(self.value, (value.start, value.stop, value.step))]
            case Other():
                return ["other", value.text]
            case complex():
                return ["complex", self.value(value.real), self.value(value.imag)]
            case bytes():
                return ["bytes", value.hex()]
            case _ if value is Ellipsis:
                return ["..."]
        raise TypeError(f"a {type(value).__name__} has no place in a recording")

    def _array(self, value: Any) -> Json:
        array = asarray(value)
        if array.dtype.kind not in KINDS:
            raise TypeError(f"an array of {array.dtype} has no place in a recording")
        self.blocks.append(array.tobytes())
        kind = "array" if isinstance(value, ndarray) else "number"
        return [kind, array.dtype.str, list(array.shape)]

    def _node(self, node: Node) -> Json:
        args, kwargs, value = self.value(node.args), self.value(node.kwargs), self.value(node.value)
        return [
            node.op, args, kwargs, value, _site(node.site), node.call, node.name, node.function,
            node.inplace,
        ]  # fmt: skip

    def _call(self, call: Call) -> Json:
        arguments, returned = self.value(call.arguments), self.value(call.returned)
        return [
            call.function, _site(call.site), call.parent, arguments, returned,
            list(call.returned_as), call.first, call.last,
        ]  # fmt: skip

    def _failure(self, failure: Failure | None) -> Json:
        if failure is None:
            return None
        via = [_site(site) for site in failure.via]
        operation, where = self._operation(failure.operation), _site(failure.operation_site)
        place = _site(failure.site)
        return [failure.error, failure.text, place, via, failure.function, operation, where]

    def _operation(self, operation: Operation | None) -> Json:
        if operation is None:
            return None
        return [operation.op, self.value(operation.args), self.value(dict(operation.kwargs))]


def _site(site: Site | None) -> Json:
    if site is None:
        return None
    return [site.unit, site.line, site.column, site.end_line, site.end_column]
