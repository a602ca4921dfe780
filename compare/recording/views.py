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
    starts = _starts(view, array)
    if starts is None:
        return None
    index = _matched(view, array, starts)
    if index is None:
        return None
    while index and index[-1] == slice(None):
        index.pop()
    selected = array[tuple(index)]
    return tuple(index) if index and _same_memory(view, selected) else None


def _starts(view: Array, array: Array) -> list[int] | None:
    """The index in the array of the view's first entry."""
    axes = list(zip(array.strides, array.shape, strict=True))
    lowest = address(array) + sum(stride * (n - 1) for stride, n in axes if stride < 0)
    offset = address(view) - lowest
    starts = [0] * array.ndim
    for axis in sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis])):
        stride, n = axes[axis]
        if stride and n > 1:
            steps = min(max(offset // abs(stride), 0), n - 1)
            offset -= steps * abs(stride)
            starts[axis] = steps if stride > 0 else n - 1 - steps
    return starts if offset == 0 else None


def _matched(
    view: Array, array: Array, starts: list[int], own: int = 0, axis: int = 0
) -> list[Any] | None:
    """For every axis of the array the slice that is an axis of the view, or an integer."""
    if axis == array.ndim:
        return [] if own == view.ndim else None
    fits = own < view.ndim and _fits(view, own, array, axis, starts[axis])
    rather_an_integer = fits and view.shape[own] == 1 < array.shape[axis]
    for is_slice in (False, True) if rather_an_integer else (True, False):
        if is_slice and not fits:
            continue
        rest = _matched(view, array, starts, own + is_slice, axis + 1)
        if rest is not None:
            part = _slice(view, own, array, axis, starts[axis]) if is_slice else starts[axis]
            return [part, *rest]
    return None


def _fits(view: Array, own: int, array: Array, axis: int, start: int) -> bool:
    length, stride = view.shape[own], array.strides[axis]
    if length == 1:
        return True
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
