"""What NumPy's functions are called on torch, and how their arguments are told there."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor


def tensor_of(value: Any) -> Tensor:
    """A number or an array in float64."""
    if isinstance(value, Tensor):
        return value
    return torch.as_tensor(np.asarray(value, np.float64))


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


def _spread(*, root: bool) -> Callable[..., Tensor]:
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


def _expand_dims(x: Tensor, axis: int) -> Tensor:
    return torch.unsqueeze(x, axis)


def _getitem(x: Tensor, index: Any) -> Tensor:
    return x[torch.as_tensor(index)] if isinstance(index, list) else x[index]


def set_item(x: Tensor, index: Any, value: Any) -> Tensor:
    """A copy of an array with a part of it replaced: ``x[index] = value``."""
    result = x.clone()
    result[index] = torch.as_tensor(value, dtype=x.dtype)
    return result


def _where(condition: Any, x: Any, y: Any) -> Tensor:
    return torch.where(torch.as_tensor(condition) != 0, tensor_of(x), tensor_of(y))


def _norm(x: Tensor, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Tensor:  # noqa: A002  # NumPy's name
    if ord not in (None, 2, "fro"):
        raise NotImplementedError("a norm that is not Euclidean")
    total = torch.sum(x * x) if axis is None else torch.sum(x * x, dim=axis, keepdim=keepdims)
    return torch.sqrt(total)


def _array(parts: Any, *_: Any, **__: Any) -> Tensor:
    if isinstance(parts, list | tuple):
        return torch.stack([_array(part) for part in parts])
    return tensor_of(parts)


def _at_least_2d(x: Tensor) -> Tensor:
    return x if x.ndim > 1 else x.reshape(1, -1)


def _joined(axis: int) -> Callable[..., Tensor]:
    def join(parts: Any, *_: Any, **__: Any) -> Tensor:
        tensors = [_at_least_2d(tensor_of(part)) for part in parts]
        return torch.cat(tensors, dim=axis)

    return join


def _average(x: Tensor, *args: Any, **kwargs: Any) -> Tensor:
    if kwargs.get("weights") is not None:
        raise NotImplementedError("a weighted average")
    return _reduced(torch.mean)(x, *args, **kwargs)


def _append(x: Tensor, values: Any, axis: int | None = None) -> Tensor:
    parts = (x, tensor_of(values))
    return torch.cat(parts, dim=axis) if axis is not None else torch.cat([p.ravel() for p in parts])


def _clip(x: Tensor, low: Any = None, high: Any = None, **kwargs: Any) -> Tensor:
    low, high = kwargs.get("a_min", low), kwargs.get("a_max", high)
    low, high = (None if bound is None else tensor_of(bound) for bound in (low, high))
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
    "var": _spread(root=False),
    "std": _spread(root=True),
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
    "expand_dims": _expand_dims,
    "repeat": lambda x, repeats, axis=None: torch.repeat_interleave(x, int(repeats), dim=axis),
    "concatenate": lambda parts, axis=0, **_: torch.cat([tensor_of(part) for part in parts], axis),
    "stack": lambda parts, axis=0, **_: torch.stack([tensor_of(part) for part in parts], axis),
    "vstack": _joined(0),
    "row_stack": _joined(0),
    "hstack": lambda parts, **_: torch.hstack([tensor_of(part) for part in parts]),
    "column_stack": lambda parts, **_: torch.column_stack([tensor_of(part) for part in parts]),
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
    "setitem": set_item,
    "real": lambda x: x * 1,
    "nan_to_num": lambda x, *_, **__: torch.nan_to_num(x),
}
OF_NUMBERS = {
    *("add", "subtract", "multiply", "divide", "true_divide", "power", "float_power", "dot"),
    *("matmul", "maximum", "minimum", "logaddexp", "outer", "inner", "fmax", "fmin"),
}
"""The operations every argument of which torch takes as a tensor of floats."""
INDEXING = {"getitem", "setitem", "take"}
"""The operations whose second argument is an index, not a number."""
