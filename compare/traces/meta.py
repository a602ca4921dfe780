"""``__meta__``: what a saved trace says about itself, as JSON."""

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.errors import UsageError
from compare.traces.wording import shown

SCHEMA = "backproof.trace/1"
MODELS = ("network", "logistic-regression")
DTYPES = ("float32", "float64")
LONGEST = 2**20
"""The most bytes of the array that holds the JSON: 1 MiB."""

HEX = re.compile(r"[0-9a-fA-F]{64}")
NOT_GIVEN = object()


@dataclass(frozen=True)
class Meta:
    """The contents of ``__meta__``, of the right types; ``learning_rate`` None is a member."""

    model: str
    layer_dims: tuple[int, ...]
    activations: tuple[str, ...]
    cost: str
    learning_rate: float | None
    dtype: str
    sha256: Mapping[str, str]
    step: int = 1
    implementation: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)


def meta_array(meta: Meta) -> NDArray[np.uint8]:
    """Write the JSON as UTF-8 bytes."""
    document = {
        "schema": SCHEMA,
        "model": {
            "name": meta.model,
            "layer_dims": list(meta.layer_dims),
            "activations": list(meta.activations),
            "cost": meta.cost,
        },
        "learning_rate": meta.learning_rate,
        "step": meta.step,
        "dtype": meta.dtype,
        "implementation": meta.implementation,
        "versions": dict(sorted(meta.versions.items())),
        "sha256": dict(meta.sha256),
    }
    return np.frombuffer(json.dumps(document, allow_nan=False).encode(), np.uint8)


def read_meta(array: NDArray[Any]) -> Meta:
    """Read and check ``__meta__``: UTF-8 bytes, or a single string.

    Raises
    ------
    UsageError
        If it cannot be read, has another schema, or lacks an entry.
    """
    document = _document(array)
    schema = document.get("schema")
    if schema != SCHEMA:
        newer = isinstance(schema, str) and schema.startswith("backproof.trace/")
        hint = ": take the version of backproof that wrote it, or a newer one" if newer else ""
        raise UsageError(f"its schema is {shown(schema)}, this version reads {SCHEMA!r}{hint}")
    model = _entry(document, "model", lambda value: isinstance(value, dict), "an object")
    dims = _entry(model, "layer_dims", _are_sizes, "n_x, n_1, ..., n_L, each at least 1")
    layers = len(dims) - 1
    names = _entry(
        model, "activations", lambda value: _are_texts(value) and len(value) == layers,
        f"one name a layer, {layers}",
    )  # fmt: skip  # an entry is its name, its test, and what is wanted
    rate = _entry(document, "learning_rate", _is_rate, "a finite number above 0", None)
    return Meta(
        _entry(model, "name", lambda value: value in MODELS, " or ".join(MODELS)),
        tuple(dims),
        tuple(names),
        _entry(model, "cost", lambda value: isinstance(value, str), "a name"),
        None if rate is None else float(rate),
        _entry(document, "dtype", lambda value: value in DTYPES, " or ".join(DTYPES)),
        _entry(document, "sha256", _are_checksums, "64 hexadecimal digits a member"),
        _entry(document, "step", _is_count, "a whole number, at least 1", 1),
        _entry(document, "implementation", lambda value: isinstance(value, str), "a text", ""),
        _entry(document, "versions", _are_versions, "a text a name", {}),
    )


def _document(array: NDArray[Any]) -> dict[str, Any]:
    """Parse the JSON; its depth, its length and its numbers are the file's, so they are checked."""
    if array.nbytes > LONGEST:
        raise UsageError(f"__meta__ is longer than {LONGEST} bytes")
    try:
        document = json.loads(_text(array), parse_constant=_refuse, object_pairs_hook=_object)
    except RecursionError:
        raise UsageError("__meta__ cannot be read: it is nested too deeply") from None
    except ValueError as error:  # not UTF-8, not JSON, or a number of thousands of digits
        raise UsageError(f"__meta__ cannot be read as JSON ({error})") from None
    if not isinstance(document, dict):
        raise UsageError(f"__meta__ is {shown(document)}; wanted a JSON object")
    return document


def _text(array: NDArray[Any]) -> str:
    if array.dtype == np.uint8:
        return array.tobytes().decode("utf-8")
    if array.dtype.kind == "U" and array.ndim == 0:
        codec = "utf-32-le" if array.dtype.str.startswith("<") else "utf-32-be"
        return array.tobytes().decode(codec).rstrip("\0")
    raise UsageError(
        f"__meta__ has dtype {array.dtype} and shape {array.shape}; "
        "wanted JSON as UTF-8 bytes (uint8), or one string"
    )


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) < len(pairs):
        raise ValueError(f"an entry is there twice among {shown([key for key, _ in pairs])}")
    return entries


def _entry(
    entries: Mapping[str, Any],
    key: str,
    right: Callable[[Any], bool],
    wanted: str,
    default: Any = NOT_GIVEN,
) -> Any:
    """Give an entry if it is right; an entry with a default may be absent or null."""
    value = entries.get(key)
    if value is None and default is not NOT_GIVEN:
        return default
    if value is None:
        raise UsageError(f"__meta__ has no {key}; wanted {wanted}")
    if not right(value):
        raise UsageError(f"__meta__: {key} is {shown(value)}; wanted {wanted}")
    return value


def _is_count(value: Any) -> bool:
    return type(value) is int and 1 <= value < 2**53


def _is_rate(value: Any) -> bool:
    return type(value) in (int, float) and 0 < value <= sys.float_info.max


def _are_sizes(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(map(_is_count, value))


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _are_versions(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _are_checksums(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(text, str) and HEX.fullmatch(text) for text in value.values()
    )
