"""Names that posts and notebooks use without importing them."""

import ast
from functools import lru_cache

import numpy as np

from compare.driving.file import File
from compare.driving.splitting import Statement

PLAIN = "from compare.confining.supplied.plain import "
USUAL = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "math": "import math",
    "random": "import random",
    "copy": "import copy",
    "plt": "import matplotlib.pyplot as plt",
    **{name: PLAIN + name for name in ("sigmoid", "relu", "leaky_relu", "tanh")},
    "softmax": "from scipy.special import softmax",
    "sigmoid_backward": "from dnn_utils import sigmoid_backward",
    "relu_backward": "from dnn_utils import relu_backward",
    "expit": "from scipy.special import expit",
}
DNN = ("sigmoid", "relu", "softmax")
"""What is imported for a name, where nothing else says what it is."""


def usual_import(name: str, file: File) -> Statement | None:
    """Give the import that everybody means by a name; ``None`` where nobody knows."""
    if name in USUAL:
        unpacked = name in DNN and _unpacks(name, file)
        return _import(f"from dnn_utils import {name}" if unpacked else USUAL[name])
    if hasattr(np, name) and file.calls(name):
        return _import(f"from numpy import {name}")
    return None


@lru_cache(maxsize=256)
def _import(text: str) -> Statement:
    return Statement(0, ast.parse(text).body[0])


def _unpacks(name: str, file: File) -> bool:
    """Whether the file expects two values of a function: ``A, cache = sigmoid(Z)``."""
    return any(
        isinstance(each, ast.Assign)
        and isinstance(each.targets[0], ast.Tuple)
        and isinstance(each.value, ast.Call)
        and isinstance(each.value.func, ast.Name)
        and each.value.func.id == name
        for tree in file.trees
        for each in ast.walk(tree)
    )
