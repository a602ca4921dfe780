"""A recorded run replayed on torch, operation by operation, so that autograd differentiates it.

With its table of functions and ``formulas.on_torch`` the only module of this package that imports
torch.  It knows no network: what was recorded is computed again in float64, each value is compared
with the recorded one, and autograd gives the derivative of a scalar by every node behind it.
"""

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from compare.recording.graph import LEAVES, Node, Operation, Recording, Ref
from compare.replaying.on_numpy import apply
from compare.replaying.on_torch_functions import (
    FUNCTIONS,
    INDEXING,
    OF_NUMBERS,
    set_item,
    tensor_of,
)
from compare.replaying.program import operation_of

Array = NDArray[np.float64]

PIECEWISE_CONSTANT = {
    *("greater", "greater_equal", "less", "less_equal", "equal", "not_equal", "sign", "floor"),
    *("ceil", "rint", "round", "around", "trunc", "argmax", "argmin", "argsort", "logical_not"),
    *("logical_and", "logical_or", "isnan", "isfinite", "heaviside", "zeros_like", "ones_like"),
    *("full_like", "empty_like", "shape", "size", "ndim", "floor_divide", "any", "all", "invert"),
    *("bitwise_and", "bitwise_or", "isclose", "allclose", "array_equal", "unique", "int", "bool"),
}
"""Operations whose recorded value is taken: their derivative is 0 wherever there is one."""


@dataclass
class Replay:
    """A run on torch.

    Attributes
    ----------
    tensors
        The value of every node that is a number.
    unknown
        The operations that are not in the vocabulary or came out otherwise, by node: nothing can be
        derived through them.
    """

    recording: Recording
    tensors: dict[int, Tensor] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)

    def compute(self, operation: Operation) -> Tensor:
        """Compute an operation that was not recorded at the values of the run."""
        return _compute(operation, self)

    def entry_slope(self, result: int, source: int) -> bool:
        """Whether each entry of a value depends on the same entry of another alone."""
        outer, inner = self.tensors[result], self.tensors[source]
        if not outer.requires_grad or outer.shape != inner.shape:
            return False
        first = outer.reshape(-1)[0]
        gradients: tuple[Tensor | None, ...] = torch.autograd.grad(
            first, [inner], retain_graph=True, allow_unused=True
        )
        gradient = gradients[0]
        return gradient is not None and bool(torch.all(gradient.reshape(-1)[1:] == 0))

    def derivative(self, of: Tensor) -> dict[int, Array]:
        """Derive a scalar by every node; nodes that it does not depend on are left out."""
        if not of.requires_grad:
            return {}
        nodes = [node for node, tensor in self.tensors.items() if tensor.requires_grad]
        total = of.reshape(-1).sum()
        gradients: tuple[Tensor | None, ...] = torch.autograd.grad(
            total, [self.tensors[node] for node in nodes], retain_graph=True, allow_unused=True
        )
        return {
            node: gradient.numpy()
            for node, gradient in zip(nodes, gradients, strict=True)
            if gradient is not None
        }


def replay(
    recording: Recording,
    overrides: Mapping[int, Any] | None = None,
    edits: Mapping[int, Operation] | None = None,
) -> Replay:
    """Compute a recorded run again on torch.

    Parameters
    ----------
    overrides, edits
        By node: another value, another operation.  Where there is one, nothing behind it is
        compared with what was recorded.
    """
    result = Replay(recording)
    changed: set[int] = set()
    for node in recording.nodes:
        if overrides and node.id in overrides:
            result.tensors[node.id] = tensor_of(overrides[node.id])
            changed.add(node.id)
        elif node.op in LEAVES:
            _leaf(node, result)
        else:
            operation = edits[node.id] if edits and node.id in edits else operation_of(node)
            if (edits and node.id in edits) or not changed.isdisjoint(node.operands):
                changed.add(node.id)
            _apply(node, operation, result, compared=node.id not in changed)
    return result


def _leaf(node: Node, result: Replay) -> None:
    value = np.asarray(node.value)
    if value.dtype.kind not in "fiub":
        return
    tensor = tensor_of(value)
    if value.dtype.kind == "f":
        tensor = tensor.clone().requires_grad_()
    result.tensors[node.id] = tensor


def _apply(node: Node, operation: Operation, result: Replay, *, compared: bool) -> None:
    """Compute one node; what cannot be derived is kept as it was recorded."""
    recorded = np.asarray(node.value)
    if recorded.dtype.kind not in "fiub":
        return
    if recorded.dtype.kind != "f" or operation.op in PIECEWISE_CONSTANT:
        if compared:
            result.tensors[node.id] = tensor_of(recorded)
            return
        if operation.op in PIECEWISE_CONSTANT:
            result.tensors[node.id] = _on_numpy(operation, result)
            return
    try:
        tensor = _compute(operation, result)
    except Exception as error:  # whatever torch says to an operation that it does not know
        result.tensors[node.id] = tensor_of(recorded)
        result.unknown[node.id] = f"{operation.op} {node.function}: {error}"
        return
    if compared and not _equal(tensor, recorded):
        result.tensors[node.id] = tensor_of(recorded)
        result.unknown[node.id] = f"{operation.op} {node.function}: came out otherwise"
        return
    result.tensors[node.id] = tensor


def _on_numpy(operation: Operation, result: Replay) -> Tensor:
    def plain(structure: Any) -> Any:
        match structure:
            case Ref(node):
                return result.tensors[node].detach().numpy()
            case Operation(op, args, kwargs):
                return apply(op, tuple(map(plain, args)), {k: plain(v) for k, v in kwargs.items()})
            case list() | tuple():
                return type(structure)(map(plain, structure))
            case _:
                return structure

    return tensor_of(plain(operation))


def _compute(operation: Operation, result: Replay) -> Tensor:
    op = operation.op
    if op == "setitem" and len(operation.args) == 3:
        array, index, value = operation.args
        return set_item(
            _number(_decode(array, result)), _index(index, result), _decode(value, result)
        )
    if op in INDEXING:
        array, index, *rest = operation.args
        return FUNCTIONS[op](_number(_decode(array, result)), _index(index, result), *rest,
                             **operation.kwargs)  # fmt: skip
    args = [_decode(part, result) for part in operation.args]
    kwargs = {
        key: _decode(part, result)
        for key, part in operation.kwargs.items()
        if key not in ("out", "dtype")
    }
    if "initial" in kwargs or "where" in kwargs:
        raise NotImplementedError("a reduction with a start or a mask")
    if args and not isinstance(args[0], str | list | tuple):
        args[0] = _number(args[0])
    if op in OF_NUMBERS:
        args = [_number(arg) for arg in args]
    return FUNCTIONS[op](*args, **kwargs)


def _number(value: Any) -> Tensor:
    tensor = tensor_of(value)
    return tensor if tensor.is_floating_point() else tensor.double()


def _decode(structure: Any, result: Replay) -> Any:
    match structure:
        case Ref(node):
            return result.tensors[node]
        case Operation():
            return _compute(structure, result)
        case list() | tuple():
            return type(structure)(_decode(part, result) for part in structure)
        case np.ndarray():
            return tensor_of(structure)
        case np.floating():
            return float(structure)
        case _:
            return structure


def _index(structure: Any, result: Replay) -> Any:
    """An index as torch takes it: whole numbers and masks, not float64."""
    match structure:
        case Ref(node):
            value = np.asarray(result.recording.nodes[node].value)
            return torch.as_tensor(value if value.dtype.kind == "b" else value.astype(np.int64))
        case tuple():
            return tuple(_index(part, result) for part in structure)
        case list() | range():
            return [_index(part, result) for part in structure]
        case np.ndarray():
            return torch.as_tensor(structure)
        case slice():
            return slice(
                *(_whole(p, result) for p in (structure.start, structure.stop, structure.step))
            )
        case _:
            return operator.index(structure) if isinstance(structure, np.integer) else structure


def _whole(part: Any, result: Replay) -> int | None:
    if isinstance(part, Ref):
        return int(np.asarray(result.recording.nodes[part.node].value))
    return None if part is None else operator.index(part)


def _equal(tensor: Tensor, recorded: Any) -> bool:
    """Whether torch got what NumPy got, to far more digits than any fault would leave."""
    if tuple(tensor.shape) != recorded.shape:
        return False
    digits = 1e-4 if recorded.dtype.itemsize < 8 else 1e-9
    ours = tensor.detach().numpy()
    scale = np.max(np.abs(recorded[np.isfinite(recorded)]), initial=0.0)
    return bool(np.allclose(ours, recorded, rtol=digits, atol=digits * scale, equal_nan=True))
