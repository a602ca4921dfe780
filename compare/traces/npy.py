"""One array as the bytes of an ``.npy`` file, and back; what the header claims is not believed."""

import ast
import io
import math
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.errors import UsageError
from compare.traces.wording import shown

Array = NDArray[Any]

MAGIC = b"\x93NUMPY"
LENGTH_BYTES = {b"\x01\x00": 2, b"\x02\x00": 4}
"""By version of the format: how many bytes hold the length of the header."""
LONGEST_HEADER = 10_000
MOST_AXES = 32
MOST_ENTRIES = 2**30
PLAIN = re.compile(r"[<>|][fiuU][1-9]\d{0,6}")
"""Numbers and text; everything else is objects, records, dates or complex numbers."""


def npy_bytes(array: Array) -> bytes:
    """Write an array in C order and little-endian."""
    file = io.BytesIO()
    plain = array.astype(array.dtype.newbyteorder("<"), order="C")
    np.lib.format.write_array(file, plain, version=(1, 0), allow_pickle=False)
    return file.getvalue()


def npy_array(name: str, data: bytes) -> Array:
    """Read the array of a member; it is a view of ``data``, in whatever byte order is there.

    Raises
    ------
    UsageError
        If this is no ``.npy`` file, holds objects, or is not as long as its header says.
    """
    header, start = _header(name, data)
    dtype, shape, order = _layout(name, header)
    claimed = dtype.itemsize * math.prod(shape)
    if claimed != len(data) - start:
        raise UsageError(
            f"{name}: its header says {dtype} of shape {shown(shape)}, {claimed} bytes; "
            f"there are {len(data) - start}"
        )
    return np.ndarray(shape, dtype, data, offset=start, order=order)


def _header(name: str, data: bytes) -> tuple[dict[str, Any], int]:
    """Parse the header; give it, and where the numbers start."""
    width = LENGTH_BYTES.get(data[6:8])
    if data[:6] != MAGIC or width is None:
        raise UsageError(f"{name} is not an .npy file of version 1.0 or 2.0")
    length = int.from_bytes(data[8 : 8 + width], "little")
    start = 8 + width + length
    if length > LONGEST_HEADER or start > len(data):
        raise UsageError(f"{name}: its .npy header says it is {length} bytes long")
    try:
        header = ast.literal_eval(data[8 + width : start].decode("latin-1").strip())
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        header = None
    if not isinstance(header, dict) or set(header) != {"descr", "fortran_order", "shape"}:
        raise UsageError(f"{name}: its .npy header cannot be read")
    return header, start


def _layout(name: str, header: dict[str, Any]) -> tuple[np.dtype[Any], tuple[int, ...], Any]:
    """Check the three entries of a header: give dtype, shape and order."""
    descr, shape = header["descr"], header["shape"]
    if isinstance(descr, str) and "O" in descr:
        raise UsageError(
            f"{name} holds pickled objects, which are never opened; save plain numbers"
        )
    if not isinstance(descr, str) or not PLAIN.fullmatch(descr):
        raise UsageError(f"{name} has dtype {shown(descr)}; float32 or float64 wanted")
    try:
        dtype = np.dtype(descr)
    except TypeError:
        raise UsageError(f"{name} has dtype {shown(descr)}, which there is not") from None
    sizes = shape if isinstance(shape, tuple) and len(shape) <= MOST_AXES else (None,)
    whole = all(type(size) is int and size >= 0 for size in sizes)
    if not whole or math.prod(max(size, 1) for size in sizes) > MOST_ENTRIES:
        raise UsageError(f"{name}: its header gives the shape {shown(shape)}")
    if type(header["fortran_order"]) is not bool:
        raise UsageError(f"{name}: its header's fortran_order is neither True nor False")
    return dtype, sizes, "F" if header["fortran_order"] else "C"
