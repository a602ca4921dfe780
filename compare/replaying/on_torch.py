"""A recorded run replayed on torch, operation by operation, so that autograd differentiates it.

With ``formulas.on_torch`` the only module of this package that imports torch.  It knows no network:
what was recorded is computed again in float64, each value is compared with the recorded one, and
autograd gives the derivative of a scalar by every node that it was computed from.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from compare.recording.graph import LEAVES, Node, Operation, Recording, Ref
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


def _axis(kwargs: Mapping[str, Any], *positional: Any) -> dict[str, Any]:
    """``axis`` and ``keepdims`` of NumPy as ``dim`` and ``keepdim``."""
    axis = positional[0] if positional else kwargs.get("axis")
    return {} if axis is None else {"dim": axis, "keepdim": bool(kwargs.get("keepdims", False))}


def _reduced(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    def reduction(x: Tensor, *axis: Any, **kwargs: Any) -> Tensor:
        chosen = _axis(kwargs, *axis)
        result = function(x, **chosen)
        if not chosen and kwargs.get("keepdims"):
            result = result.reshape((1,) * x.ndim)
        return result

    return reduction


def _spread(correction: bool, root: bool) -> Callable[..., Tensor]:
    def spread(x: Tensor, *axis: Any, ddof: int = 0, **kwargs: Any) -> Tensor:
        chosen = _axis(kwargs, *axis) or {"dim": tuple(range(x.ndim))}
        result = torch.var(x, correction=ddof, **chosen)
        return torch.sqrt(result) if root else result

    return spread


def _dot(x: Tensor, y: Tensor, *_: Any) -> Tensor:
    if x.ndim == 0 or y.ndim == 0:
        return x * y
    if y.ndim == 1:
        result: Tensor = torch.tensordot(x, y, dims=([x.ndim - 1], [0]))
    else:
        result = torch.tensordot(x, y, dims=([x.ndim - 1], [y.ndim - 2]))
    return result


def _transpose(x: Tensor, *axes: Any) -> Tensor:
    order = axes[0] if len(axes) == 1 and isinstance(axes[0], tuple | list) else axes
    return x.permute(*order) if order else x.permute(*reversed(range(x.ndim)))


def _reshape(x: Tensor, *shape: Any, order: str = "C", **_: Any) -> Tensor:
    if order != "C":
        raise NotImplementedError("reshape in another order")
    wanted = shape[0] if len(shape) == 1 else shape
    return x.reshape(wanted if isinstance(wanted, tuple | list) else (wanted,))


def _getitem(x: Tensor, index: Any) -> Tensor:
    return x[torch.as_tensor(index)] if isinstance(index, list) else x[index]


def _setitem(x: Tensor, index: Any, value: Any) -> Tensor:
    result = x.clone()
    result[index] = torch.as_tensor(value, dtype=x.dtype)
    return result


def _where(condition: Any, x: Any, y: Any) -> Tensor:
    return torch.where(torch.as_tensor(condition) != 0, _tensor(x), _tensor(y))


def _norm(x: Tensor, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Tensor:  # noqa: A002  # NumPy's name
    if ord not in (None, 2, "fro"):
        raise NotImplementedError("a norm that is not Euclidean")
    total = torch.sum(x * x) if axis is None else torch.sum(x * x, dim=axis, keepdim=keepdims)
    return torch.sqrt(total)


def _array(parts: Any, *_: Any, **__: Any) -> Tensor:
    if isinstance(parts, list | tuple):
        return torch.stack([_array(part) for part in parts])
    return _tensor(parts)


def _at_least_2d(x: Tensor) -> Tensor:
    return x if x.ndim > 1 else x.reshape(1, -1)


def _joined(axis: int) -> Callable[..., Tensor]:
    def join(parts: Any, *_: Any, **__: Any) -> Tensor:
        tensors = [_at_least_2d(_tensor(part)) for part in parts]
        return torch.cat(tensors, dim=axis)

    return join


def _average(x: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    if kwargs.get("weights") is not None:
        raise NotImplementedError("a weighted average")
    return _reduced(torch.mean)(x, *args, **kwargs)


def _append(x: Tensor, values: Any, axis: int | None = None) -> Tensor:
    parts = (x, _tensor(values))
    return torch.cat(parts, dim=axis) if axis is not None else torch.cat([p.ravel() for p in parts])


def _clip(x: Tensor, low: Any = None, high: Any = None, **kwargs: Any) -> Tensor:
    low, high = kwargs.get("a_min", low), kwargs.get("a_max", high)
    low, high = (None if bound is None else _tensor(bound) for bound in (low, high))
    return torch.clamp(x, low, high)


def _outer(x: Tensor, y: Tensor) -> Tensor:
    return torch.outer(x.ravel(), y.ravel())


def _power(x: Tensor, y: Tensor) -> Tensor:
    return torch.pow(x, float(y) if y.ndim == 0 else y)


FUNCTIONS: dict[str, Callable[..., Tensor]] = {
    **{name: getattr(torch, name) for name in ("exp", "log", "log1p", "expm1", "sqrt", "square")},
    **{name: getattr(torch, name) for name in ("tanh", "sinh", "cosh", "sin", "cos", "tan")},
    **{name: getattr(torch, name) for name in ("log2", "log10", "exp2", "reciprocal", "negative")},
    **{name: getattr(torch, name) for name in ("add", "subtract", "multiply", "logaddexp")},
    **{name: getattr(torch, name) for name in ("maximum", "minimum", "fmax", "fmin", "inner")},
    **{name: getattr(torch, name) for name in ("diag", "trace", "arctan", "ravel", "swapaxes")},
    **{name: getattr(torch, name) for name in ("broadcast_to", "tile", "matmul", "atleast_2d")},
    **{name: getattr(torch, name) for name in ("flip", "moveaxis", "diagonal", "atleast_1d")},
    "divide": torch.true_divide,
    "true_divide": torch.true_divide,
    "power": _power,
    "float_power": _power,
    "abs": torch.abs,
    "absolute": torch.abs,
    "fabs": torch.abs,
    "positive": lambda x: x * 1,
    "dot": _dot,
    "vdot": lambda x, y: torch.sum(x.ravel() * y.ravel()),
    "outer": _outer,
    "einsum": lambda subscripts, *operands, **_: torch.einsum(subscripts, *operands),
    "tensordot": lambda x, y, axes=2: torch.tensordot(x, y, dims=axes),
    "sum": _reduced(torch.sum),
    "nansum": _reduced(torch.nansum),
    "mean": _reduced(torch.mean),
    "average": _average,
    "max": _reduced(torch.amax),
    "amax": _reduced(torch.amax),
    "min": _reduced(torch.amin),
    "amin": _reduced(torch.amin),
    "prod": lambda x, *axis, **kwargs: torch.prod(x, **_axis(kwargs, *axis)),
    "var": _spread(correction=True, root=False),
    "std": _spread(correction=True, root=True),
    "cumsum": lambda x, axis=None, **_: torch.cumsum(
        x if axis is not None else x.ravel(), axis or 0
    ),
    "linalg.norm": _norm,
    "where": _where,
    "clip": _clip,
    "transpose": _transpose,
    "reshape": _reshape,
    "flatten": lambda x, *_, **__: x.ravel(),
    "squeeze": lambda x, axis=None: torch.squeeze(x) if axis is None else torch.squeeze(x, axis),
    "expand_dims": lambda x, axis: torch.unsqueeze(x, axis),
    "repeat": lambda x, repeats, axis=None: torch.repeat_interleave(x, int(repeats), dim=axis),
    "concatenate": lambda parts, axis=0, **_: torch.cat([_tensor(part) for part in parts], axis),
    "stack": lambda parts, axis=0, **_: torch.stack([_tensor(part) for part in parts], axis),
    "vstack": _joined(0),
    "row_stack": _joined(0),
    "hstack": lambda parts, **_: torch.hstack([_tensor(part) for part in parts]),
    "column_stack": lambda parts, **_: torch.column_stack([_tensor(part) for part in parts]),
    "append": _append,
    "array": _array,
    "asarray": _array,
    "ascontiguousarray": _array,
    "asanyarray": _array,
    "mat": _array,
    "copy": lambda x, *_, **__: x * 1,
    "deepcopy": lambda x, *_, **__: x * 1,
    "astype": lambda x, *_, **__: x * 1,
    "float": lambda x: x.reshape(()),
    "float64": lambda x: x * 1,
    "item": lambda x, *index: x[index] if index else x.reshape(()),
    "getitem": _getitem,
    "take": lambda x, index, axis=None: (
        torch.take(x, torch.as_tensor(index))
        if axis is None
        else torch.index_select(x, axis, torch.as_tensor(index).ravel())
    ),
    "setitem": _setitem,
    "real": lambda x: x * 1,
    "nan_to_num": lambda x, *_, **__: torch.nan_to_num(x),
}
INDEXING = {"getitem", "setitem", "take"}
"""The operations whose second argument is an index, not a number."""


def _tensor(value: Any) -> Tensor:
    """A number or an array in float64."""
    if isinstance(value, Tensor):
        return value
    return torch.as_tensor(np.asarray(value, np.float64))


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
        gradient: Tensor | None
        (gradient,) = torch.autograd.grad(first, [inner], retain_graph=True, allow_unused=True)
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
        By node: another value, another operation.  Where there is one, nothing behind it is compared
        with what was recorded.
    """
    result = Replay(recording)
    changed: set[int] = set()
    for node in recording.nodes:
        if overrides and node.id in overrides:
            result.tensors[node.id] = _tensor(overrides[node.id])
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
    tensor = _tensor(value)
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
            result.tensors[node.id] = _tensor(recorded)
            return
        if operation.op in PIECEWISE_CONSTANT:
            result.tensors[node.id] = _on_numpy(operation, result)
            return
    try:
        tensor = _compute(operation, result)
    except Exception as error:  # whatever torch says to an operation that it does not know
        result.tensors[node.id] = _tensor(recorded)
        result.unknown[node.id] = f"{operation.op} {node.function}: {error}"
        return
    if compared and not _equal(tensor, recorded):
        result.tensors[node.id] = _tensor(recorded)
        result.unknown[node.id] = f"{operation.op} {node.function}: came out otherwise"
        return
    result.tensors[node.id] = tensor


def _on_numpy(operation: Operation, result: Replay) -> Tensor:
    from compare.replaying.on_numpy import apply

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

    return _tensor(plain(operation))


def _compute(operation: Operation, result: Replay) -> Tensor:
    op = operation.op
    if op == "setitem" and len(operation.args) == 3:
        array, index, value = operation.args
        return _setitem(
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
    if op in ("add", "subtract", "multiply", "divide", "true_divide", "power", "float_power", "dot",
              "matmul", "maximum", "minimum", "logaddexp", "outer", "inner", "fmax", "fmin"):  # fmt: skip
        args = [_number(arg) for arg in args]
    return FUNCTIONS[op](*args, **kwargs)


def _number(value: Any) -> Tensor:
    tensor = _tensor(value)
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
            return _tensor(structure)
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
