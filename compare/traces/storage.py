"""Save one step as an ``.npz`` file, and load it; ``docs/traces.md`` is the format."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.errors import UsageError
from compare.traces.archive import pack, unpack
from compare.traces.files import write_bytes
from compare.traces.meta import Meta, meta_array, read_meta
from compare.traces.npy import npy_array, npy_bytes
from compare.traces.saved import INPUT_NAMES, LOGISTIC, SavedTrace
from compare.traces.wording import shown

Array = NDArray[Any]

META = "__meta__"


def save_trace(path: Path, trace: SavedTrace) -> None:
    """Write a trace; equal traces give equal bytes, and an old file stays until it is replaced.

    Raises
    ------
    UsageError
        If it cannot be a file: too large, or a name or text that could not be read back.
    FaultError
        If the disk is full or the folder cannot be written.
    """
    try:
        write_bytes(path, pack(_members(trace)))
    except UsageError as error:
        raise UsageError(f"{path} was not saved: {error}") from None


def load_trace(path: Path) -> SavedTrace:
    """Read a trace that anybody wrote; what is not exactly a trace is refused.

    Raises
    ------
    UsageError
        If the file is damaged, incomplete, of another schema, or not the case of a model.
    """
    try:
        members = unpack(path)
        if META not in members:
            raise UsageError(f"no member {META}.npy, so not a saved trace")
        meta = read_meta(npy_array(META, members.pop(META)))
        _check_sums(members, meta.sha256)
        return _trace(meta, {name: npy_array(name, data) for name, data in members.items()})
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None


def _members(trace: SavedTrace) -> dict[str, bytes]:
    inputs = {name: array for name, array in trace.case.items() if isinstance(array, np.ndarray)}
    members = {name: npy_bytes(array) for name, array in {**inputs, **trace.arrays}.items()}
    if META in members:
        raise UsageError(f"a quantity cannot be called {META}")
    meta = Meta(
        trace.model,
        trace.layer_dims,
        trace.activations,
        trace.cost,
        trace.case["learning_rate"],
        trace.dtype.name,
        {name: hashlib.sha256(data).hexdigest() for name, data in members.items()},
        trace.step,
        trace.implementation,
        trace.versions,
    )
    array = meta_array(meta)
    read_meta(array)  # what could not be read back is not written
    return {META: npy_bytes(array), **members}


def _check_sums(members: Mapping[str, bytes], sums: Mapping[str, str]) -> None:
    """Check that members and checksums are the same names, and that every one matches."""
    for name in members:
        if name not in sums:
            raise UsageError(f"the member {name} has no checksum in {META}")
    for name, wanted in sums.items():
        if name not in members:
            raise UsageError(f"the member {shown(name)} is missing; {META} has a checksum for it")
        if hashlib.sha256(members[name]).hexdigest() != wanted.lower():
            raise UsageError(f"{name} does not match its checksum: it was changed or damaged")


def _trace(meta: Meta, arrays: dict[str, Array]) -> SavedTrace:
    """Put the members of a file into case and quantities."""
    if (meta.learning_rate is None) != ("learning_rate" in arrays):
        where = "neither as a member nor" if meta.learning_rate is None else "both as a member and"
        raise UsageError(f"the learning rate is there {where} in {META}; give it once")
    X = arrays.get("X")
    if X is not None and X.dtype.newbyteorder("=") != meta.dtype:
        raise UsageError(f"X has dtype {X.dtype.newbyteorder('=')}, {META} says {meta.dtype}")
    is_input = INPUT_NAMES[meta.model].fullmatch
    case: dict[str, Any] = {name: array for name, array in arrays.items() if is_input(name)}
    if meta.learning_rate is not None:
        case["learning_rate"] = meta.learning_rate
    if meta.model == LOGISTIC:
        _check_is_logistic(meta)
    else:
        case |= {"activations": meta.activations, "cost": meta.cost}
    quantities = {name: array for name, array in arrays.items() if not is_input(name)}
    return SavedTrace(
        meta.model, meta.layer_dims, case, quantities,
        meta.step, meta.implementation, meta.versions,
    )  # fmt: skip  # what was computed, and of what


def _check_is_logistic(meta: Meta) -> None:
    """Check that a logistic regression does not say it is something else."""
    if meta.activations != ("sigmoid",) or meta.cost != "cross-entropy":
        raise UsageError(
            "logistic regression has the activations ['sigmoid'] and the cost 'cross-entropy', "
            f"not {shown(list(meta.activations))} and {shown(meta.cost)}"
        )
