"""Recordings from what was written by a program that may lie: nothing is believed."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from compare.recording.graph import (
    Call,
    Failure,
    Naming,
    Node,
    Operation,
    Other,
    Recording,
    Ref,
    Remark,
    Site,
)

KINDS = "biufc"
VALUES = (np.ndarray, np.generic, int, float, complex)
Json = Any


class Unpack:
    """Reads recordings, and refuses what is not one."""

    def __init__(self, numbers: bytes) -> None:
        self._numbers = numbers
        self._start = 0
        self._nodes = 0
        self._readers: dict[str, Callable[..., Any]] = {
            "ref": self._ref,
            "array": self._array,
            "number": self._number,
            "list": self._values,
            "tuple": lambda *parts: tuple(self._values(*parts)),
            "dict": self._dict,
            "slice": lambda *parts: slice(*self._values(*parts)),
            "float": lambda text: float(_as(str, text)),
            "complex": lambda *parts: complex(*self._values(*parts)),
            "other": lambda text: Other(_as(str, text)),
            "bytes": bytes.fromhex,
            "...": lambda: Ellipsis,
        }

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
        recording.failure = self._failure(written["failure"])
        recording.probe = _as(dict, self.value(written["probe"]))
        recording.learning_rate = _rate(self.value(written["learning_rate"]))
        recording.roles = _as(dict, self.value(written["roles"]))
        self._nodes = 0
        return recording

    def value(self, written: Json) -> Any:
        """Any argument or value."""
        if not isinstance(written, list):
            return _as((str, int, float, type(None)), written)
        kind, *parts = written
        if kind not in self._readers:
            raise ValueError(f"nothing is written as {kind!r}")
        return self._readers[kind](*parts)

    def _values(self, *parts: Json) -> list[Any]:
        return [self.value(part) for part in parts]

    def _dict(self, *pairs: Json) -> dict[Any, Any]:
        return {self.value(key): self.value(part) for key, part in pairs}

    def _ref(self, node: Json) -> Ref:
        return Ref(self._known(node))

    def _number(self, code: Json, shape: Json) -> Any:
        return self._array(code, shape)[()]

    def _array(self, code: Json, shape: Json) -> Any:
        """The next array of the block; each byte of it belongs to one."""
        dtype = np.dtype(_as(str, code))
        if dtype.kind not in KINDS:
            raise ValueError(f"an array of {dtype}")
        sizes = [_natural(size) for size in _as(list, shape)]
        count, start = math.prod(sizes), self._start
        self._start += count * dtype.itemsize
        return np.frombuffer(self._numbers, dtype, count, start).reshape(sizes).copy()

    def _node(self, fields: Json) -> Node:
        op, args, kwargs, value, site, call, name, function, inplace = fields
        return Node(
            self._nodes, _as(str, op), _as(tuple, self.value(args)), _as(dict, self.value(kwargs)),
            _as(VALUES, self.value(value)), _read_site(site), _optional(call), _as(str, name),
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

    def _failure(self, written: Json) -> Failure | None:
        if written is None:
            return None
        error, text, site, via, function, operation, where = written
        calls = tuple(site for site in map(_read_site, via) if site is not None)
        return Failure(
            _as(str, error), _as(str, text), _read_site(site), calls, _as(str, function),
            self._operation(operation), _read_site(where),
        )  # fmt: skip

    def _operation(self, written: Json) -> Operation | None:
        if written is None:
            return None
        op, args, kwargs = written
        return Operation(_as(str, op), _as(tuple, self.value(args)), _as(dict, self.value(kwargs)))

    def _known(self, node: Json) -> int:
        if _natural(node) >= self._nodes:
            raise ValueError(f"there is no node {node} yet")
        return int(node)


def _read_site(written: Json) -> Site | None:
    return None if written is None else Site(*(_natural(part) for part in written))


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


def _rate(value: Any) -> float | None:
    return None if value is None else float(value)
