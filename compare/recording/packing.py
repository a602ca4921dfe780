"""Nodes, names and calls as lists, numbers and texts; arrays as a block of bytes."""

import math
from typing import Any

import numpy as np

from compare.recording.graph import (
    Call,
    Failure,
    Naming,
    Node,
    Other,
    Recording,
    Ref,
    Remark,
    Site,
)

KINDS = "biufc"
Json = Any


class Pack:
    """Turns recordings into what JSON can hold; ``blocks`` holds the arrays.

    A value that JSON has no word for is a list whose first item says what it is.
    """

    def __init__(self) -> None:
        self.blocks: list[bytes] = []
        self._size = 0

    def recording(self, recording: Recording) -> Json:
        """A recording as a dictionary."""
        return {
            "nodes": [self._node(node) for node in recording.nodes],
            "namings": [
                [n.node, n.name, n.slot, _site(n.site), n.call, n.order] for n in recording.namings
            ],
            "calls": [self._call(call) for call in recording.calls],
            "remarks": [[r.kind, r.text, _site(r.site), r.node] for r in recording.remarks],
            "failure": _failure(recording.failure),
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
        if isinstance(value, (np.ndarray, np.generic)):
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
        array = np.asarray(value)
        if array.dtype.kind not in KINDS:
            raise TypeError(f"an array of {array.dtype} has no place in a recording")
        content = array.tobytes()
        start, self._size = self._size, self._size + len(content)
        self.blocks.append(content)
        kind = "array" if isinstance(value, np.ndarray) else "number"
        return [kind, array.dtype.str, list(array.shape), start]

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


class Unpack:
    """Reads recordings, and refuses what is not one."""

    def __init__(self, numbers: bytes) -> None:
        self._numbers = numbers
        self._nodes = 0

    def recording(self, written: Json) -> Recording:
        """A recording from a dictionary."""
        recording = Recording(recipe=_as(str, written["recipe"]))
        for fields in written["nodes"]:
            recording.nodes.append(self._node(fields))
            self._nodes = len(recording.nodes)
        recording.namings = [self._naming(fields) for fields in written["namings"]]
        for fields in written["calls"]:
            recording.calls.append(self._call(len(recording.calls), fields))
        recording.remarks = [self._remark(fields) for fields in written["remarks"]]
        recording.failure = _read_failure(written["failure"])
        recording.probe = _as(dict, self.value(written["probe"]))
        recording.learning_rate = _number(self.value(written["learning_rate"]))
        recording.roles = _as(dict, self.value(written["roles"]))
        self._nodes = 0
        return recording

    def value(self, written: Json) -> Any:
        """Any argument or value."""
        if not isinstance(written, list):
            return _as((str, int, float, type(None)), written)
        kind, *parts = written
        match kind:
            case "ref":
                return Ref(self._known(parts[0]))
            case "array" | "number":
                return self._array(kind, *parts)
            case "list":
                return [self.value(part) for part in parts]
            case "tuple":
                return tuple([self.value(part) for part in parts])
            case "dict":
                return {self.value(key): self.value(part) for key, part in parts}
            case "slice":
                start, stop, step = (self.value(part) for part in parts)
                return slice(start, stop, step)
            case "float":
                return float(_as(str, parts[0]))
            case "complex":
                return complex(self.value(parts[0]), self.value(parts[1]))
            case "other":
                return Other(_as(str, parts[0]))
            case "bytes":
                return bytes.fromhex(parts[0])
            case "...":
                return Ellipsis
        raise ValueError(f"nothing is written as {kind!r}")

    def _array(self, kind: str, code: Json, shape: Json, start: Json) -> Any:
        dtype = np.dtype(_as(str, code))
        if dtype.kind not in KINDS:
            raise ValueError(f"an array of {dtype}")
        sizes = [_natural(size) for size in _as(list, shape)]
        count, start = math.prod(sizes), _natural(start)
        if start + count * dtype.itemsize > len(self._numbers):
            raise ValueError("an array lies outside the block of numbers")
        array = np.frombuffer(self._numbers, dtype, count, start).reshape(sizes)
        return array.copy() if kind == "array" else array[()]

    def _node(self, fields: Json) -> Node:
        op, args, kwargs, value, site, call, name, function, inplace = fields
        return Node(
            self._nodes, _as(str, op), _as(tuple, self.value(args)), _as(dict, self.value(kwargs)),
            self.value(value), _read_site(site), _optional(call), _as(str, name),
            _as(str, function), _as(bool, inplace),
        )  # fmt: skip

    def _naming(self, fields: Json) -> Naming:
        node, name, slot, site, call, order = fields
        texts = _as(str, name), _as(str, slot)
        return Naming(self._known(node), *texts, _read_site(site), _optional(call), _natural(order))

    def _call(self, number: int, fields: Json) -> Call:
        function, site, parent, arguments, returned, returned_as, first, last = fields
        if parent is not None and not 0 <= _natural(parent) < number:
            raise ValueError("a call comes before the one it was called from")
        return Call(
            number, _as(str, function), _read_site(site), parent,
            _as(dict, self.value(arguments)), self.value(returned),
            tuple(_as(str, text) for text in returned_as), _natural(first), _natural(last),
        )  # fmt: skip

    def _remark(self, fields: Json) -> Remark:
        kind, text, site, node = fields
        known = None if node is None else self._known(node)
        return Remark(_as(str, kind), _as(str, text), _read_site(site), known)

    def _known(self, node: Json) -> int:
        if _natural(node) >= self._nodes:
            raise ValueError(f"there is no node {node} yet")
        return int(node)


def _site(site: Site | None) -> Json:
    if site is None:
        return None
    return [site.unit, site.line, site.column, site.end_line, site.end_column]


def _read_site(written: Json) -> Site | None:
    return None if written is None else Site(*(_natural(part) for part in written))


def _failure(failure: Failure | None) -> Json:
    if failure is None:
        return None
    via = [_site(site) for site in failure.via]
    return [failure.error, failure.text, _site(failure.site), via, failure.function]


def _read_failure(written: Json) -> Failure | None:
    if written is None:
        return None
    error, text, site, via, function = written
    calls = tuple(site for site in map(_read_site, via) if site is not None)
    return Failure(_as(str, error), _as(str, text), _read_site(site), calls, _as(str, function))


def _as(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind):
        raise TypeError(f"{value!r:.80} stands where something else belongs")
    return value


def _natural(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(f"{value!r:.80} is no place in a list")
    return value


def _optional(value: Any) -> int | None:
    return None if value is None else _natural(value)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
