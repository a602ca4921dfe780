"""Traces to save, and files of traces to spoil."""

import hashlib
import io
import json
import zipfile

import numpy as np
import pytest

from compare.errors import UsageError
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.network import network
from compare.traces.saved import SavedTrace
from compare.traces.storage import load_trace

F32, F64 = np.dtype(np.float32), np.dtype(np.float64)


def numbers(table, sizes, dtype, seed=0):
    """Give every input and every quantity of a table numbers of its shape."""
    rng = np.random.default_rng(seed)

    def draw(axes):
        return rng.standard_normal([sizes[axis] for axis in axes]).astype(dtype)

    case = {name: draw(axes) for name, axes in table.inputs.items()}
    return {**case, "learning_rate": 0.1}, {q.name: draw(q.axes) for q in table}


def a_network(layer_dims=(3, 5, 2), m=7, dtype=F64, **more):
    layers = len(layer_dims) - 1
    activations = ("tanh", "relu", "sigmoid")[-layers:]
    sizes = {f"n_{layer}": n for layer, n in enumerate(layer_dims)}
    sizes |= {"1": 1, "m": m, "n_x": layer_dims[0]}
    case, arrays = numbers(network(activations, "cross-entropy"), sizes, dtype)
    case |= {"activations": activations, "cost": "cross-entropy"}
    given = {"step": 3, "implementation": "mynet:step", "versions": {"numpy": "2.0"}, **more}
    return SavedTrace("network", layer_dims, case, arrays, **given)


def a_logistic_regression(n_x=3, m=7, dtype=F64):
    case, arrays = numbers(LOGISTIC_REGRESSION, {"1": 1, "m": m, "n_x": n_x}, dtype)
    return SavedTrace("logistic-regression", (n_x, 1), case, arrays)


def contents(trace):
    """Everything in a trace, in its order and to the bit, as one value to compare."""
    entries = [*trace.case.items(), *trace.arrays.items()]
    arrays = [
        (name, value.dtype.str, value.shape, value.tobytes())
        if isinstance(value, np.ndarray)
        else (name, value)
        for name, value in entries
    ]
    return (
        trace.model, trace.layer_dims, trace.step, trace.implementation, dict(trace.versions),
        len(trace.case), arrays,
    )  # fmt: skip  # fields, then arrays


def npy(array, **options):
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asanyarray(array), **options)
    return file.getvalue()


def header(text, numbers=b""):
    text = text.encode()
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + numbers


def read(path):
    """The members of a file as bytes, and its meta as an object."""
    with zipfile.ZipFile(path) as archive:
        members = {entry.filename[:-4]: archive.read(entry) for entry in archive.infolist()}
    text = np.load(io.BytesIO(members.pop("__meta__"))).tobytes()
    return members, json.loads(text)


def write(path, members, meta, *, sums=True, compression=zipfile.ZIP_STORED):
    """Write members and meta as they are; ``sums`` puts the right checksums in."""
    if sums and isinstance(meta, dict):
        meta = {**meta, "sha256": {n: hashlib.sha256(d).hexdigest() for n, d in members.items()}}
    text = meta if isinstance(meta, bytes) else json.dumps(meta).encode()
    members = {"__meta__": npy(np.frombuffer(text, np.uint8)), **members}
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(f"{name}.npy", data)


def rewritten(path, meta=None, **members):
    """Spoil members (None: leave out) or entries of meta; the checksums are right again."""
    old, old_meta = read(path)
    new = {**old, **{name: data for name, data in members.items() if data is not None}}
    new = {name: data for name, data in new.items() if members.get(name, data) is not None}
    write(path, new, {**old_meta, **(meta or {})})
    return path


def refusal(path):
    """The one line that refuses a file."""
    with pytest.raises(UsageError) as caught:
        load_trace(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert message.isprintable()  # one line, no control character
    assert len(message) < len(str(path)) + 300
    return message.removeprefix(f"{path}: ")
