"""What functions are called: NumPy's names, and which of them are leaves or overwrite."""

import math
from typing import Any

from compare.recording.values import text_of

OF_MATH: dict[str, str] = {
    "pow": "power",
    "fabs": "absolute",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "atan2": "arctan2",
    "asinh": "arcsinh",
    "acosh": "arccosh",
    "atanh": "arctanh",
    "fsum": "sum",
    "fmod": "fmod",
    "dist": "math.dist",
}
"""What the module ``math`` calls otherwise than NumPy; the rest has the same name there."""

SAME_FUNCTION: dict[str, str] = {
    "amax": "max",
    "amin": "min",
    "around": "round",
    "round_": "round",
    "product": "prod",
    "row_stack": "vstack",
    "true_divide": "divide",
}
"""Older names of functions of NumPy."""

CREATORS = frozenset(
    {
        *("zeros", "ones", "empty", "full", "eye", "identity", "tri", "indices"),
        *("arange", "linspace", "logspace", "geomspace"),
        *("array", "asarray", "asanyarray", "ascontiguousarray", "asfortranarray"),
        *("mat", "asmatrix", "matrix", "ndarray", "fromiter", "fromfunction", "frombuffer"),
        *("fromstring", "fromfile", "loadtxt", "genfromtxt", "load"),
    }
)
"""Functions whose result is a leaf unless a node is among their arguments."""

LIKE = frozenset({"zeros_like", "ones_like", "empty_like"})
"""Functions that take only the shape of what they are given."""

CHANGE_THEIR_FIRST = frozenset(
    {
        *("fill_diagonal", "copyto", "put", "put_along_axis", "place", "putmask"),
        *("fill", "sort", "partition", "itemset", "resize", "setfield", "byteswap"),
    }
)
"""Functions and methods that give ``None`` and overwrite their array."""

MATH = {
    function: OF_MATH.get(name, name)
    for name, function in vars(math).items()
    if callable(function) and not name.startswith("_")
}


def name_of(function: Any) -> str:
    """A function as NumPy names it: ``sum``, ``linalg.norm``."""
    name = text_of(function, "__name__") or type(function).__name__
    name = SAME_FUNCTION.get(name, name)
    module = text_of(function, "__module__")
    return f"linalg.{name}" if module.startswith("numpy.linalg") else name
