"""Which part of an array another array is, told by where its memory lies."""

from typing import Any

import numpy.typing as npt

Array = npt.NDArray[Any]
Derived = tuple[str, tuple[Any, ...]]


def address(array: Array) -> int:
    """Where the first entry lies in memory."""
    return int(array.__array_interface__["data"][0])


def derivation(view: Array, array: Array) -> Derived | None:
    """The operation, and its arguments after the array, that give the view; ``None`` if unknown.

    Examples
    --------
    ``X[2]`` gives ``("getitem", (2,))``, ``X.T`` gives ``("transpose", ())``.
    """
    if view.dtype != array.dtype:
        return None
    index = _index(view, array)
    if index is not None:
        return "getitem", (index if len(index) != 1 else index[0],)
    if _same_memory(view, array.T):
        return "transpose", ()
    if view.size == array.size and _same_memory(view, _reshaped(array, view.shape)):
        return "reshape", (view.shape,)
    return None


def _reshaped(array: Array, shape: tuple[int, ...]) -> Array:
    """The array in another shape; a copy of it lies elsewhere and is no match."""
    return array.reshape(shape)


def _same_memory(one: Array, other: Array) -> bool:
    if one.shape != other.shape or address(one) != address(other):
        return False
    steps = zip(one.strides, other.strides, one.shape, strict=True)
    return all(mine == its or length == 1 for mine, its, length in steps)


def _index(view: Array, array: Array) -> tuple[Any, ...] | None:
    """Integers and slices that select the view, tried by strides and then compared."""
    if view.ndim > array.ndim or not view.size:
        return None
    starts = _starts(address(view) - address(array), array)
    if starts is None:
        return None
    index = _matched(view, array, starts)
    if index is None:
        return None
    while index and index[-1] == slice(None):
        index.pop()
    selected = array[tuple(index)]
    return tuple(index) if index and _same_memory(view, selected) else None


def _starts(offset: int, array: Array) -> list[int] | None:
    """The index of the entry that lies at an offset, for strides that are not negative."""
    starts = [0] * array.ndim
    for axis in sorted(range(array.ndim), key=lambda axis: -array.strides[axis]):
        stride = array.strides[axis]
        if stride > 0 and array.shape[axis] > 1:
            starts[axis] = min(offset // stride, array.shape[axis] - 1)
            offset -= starts[axis] * stride
    return starts if offset == 0 else None


def _matched(view: Array, array: Array, starts: list[int]) -> list[Any] | None:
    """For every axis of the array the slice that is an axis of the view, or an integer."""
    index: list[Any] = []
    left = list(range(view.ndim))
    for axis in range(array.ndim):
        remaining = array.ndim - axis
        if left and _fits(view, left[0], array, axis, starts[axis], len(left) == remaining):
            index.append(_slice(view, left.pop(0), array, axis, starts[axis]))
        else:
            index.append(starts[axis])
    return index if not left else None


def _fits(view: Array, own: int, array: Array, axis: int, start: int, must: bool) -> bool:
    length, stride = view.shape[own], array.strides[axis]
    if length == 1:
        return must or array.shape[axis] == 1
    if not stride or view.strides[own] % stride:
        return False
    last = start + (view.strides[own] // stride) * (length - 1)
    return bool(0 <= last < array.shape[axis])


def _slice(view: Array, own: int, array: Array, axis: int, start: int) -> slice:
    length = view.shape[own]
    step = view.strides[own] // array.strides[axis] if length > 1 else 1
    if start == 0 and step == 1 and length == array.shape[axis]:
        return slice(None)
    stop: int | None = start + step * length
    if stop is not None and stop < 0:
        stop = None
    return slice(start, stop, None if step == 1 else step)
