"""The modules that come with the course, or are needed often: their texts, written by us."""

import ast
import re
from functools import cache
from pathlib import Path

from compare.confining.module import Module

FOLDER = Path(__file__).parent / "supplied"

INNER = "compare.confining.supplied."
"""How the texts import each other."""

TEXTS = {
    "keras.utils": "categorical",
    "keras.utils.np_utils": "categorical",
    "numba": "numba",
    "scipy.special": "scipy_special",
    "scipy.stats": "scipy_stats",
    "sklearn.metrics": "sklearn_metrics",
    "sklearn.model_selection": "sklearn_model_selection",
    "sklearn.preprocessing": "sklearn_preprocessing",
    "sklearn.utils": "sklearn_utils",
    "tensorflow.keras.utils": "categorical",
    "tqdm": "tqdm",
    "tqdm.auto": "tqdm",
    "tqdm.notebook": "tqdm",
}
"""The file in ``supplied`` by the dotted name of the module."""

COURSE = {
    r"dnn_app_utils(_v\d+)?": "dnn_app_utils",
    r"dnn_utils(_v\d+)?": "dnn_utils",
    r"gc_utils": "gc_utils",
    r"init_utils": "init_utils",
    r"lr_utils": "lr_utils",
    r"opt_utils": "opt_utils",
    r"opt_utils_v\w+": "opt_utils_summed",
    r"planar_utils(_v\d+)?": "planar_utils",
    r"reg_utils": "reg_utils",
}
"""The course's, by the pattern of their last name: people keep and number them as they like."""

PLAIN = frozenset({"numba", "tqdm"})
"""Run as they are: they hand on what they are given, and compute nothing."""

USUAL = frozenset({"leaky_relu", "relu", "sigmoid", "tanh"})
"""Functions that mean one thing wherever they come from: ``supplied/plain.py`` has them."""


@cache
def supplied(name: str) -> Module | None:
    """Find what is supplied for a dotted name, if anything is; the same one every time."""
    text = supplied_text(name)
    if text is None:
        return None
    statements = ast.parse(text).body
    return Module(name, text, statements, ours=True, recorded=_file(name) not in PLAIN)


def supplied_text(name: str) -> str | None:
    """Likewise as text."""
    file = _file(name)
    return None if file is None else (FOLDER / f"{file}.py").read_text(encoding="utf-8")


def _file(name: str) -> str | None:
    if name.startswith(INNER):
        return name.removeprefix(INNER)
    last = name.rpartition(".")[2]
    course = (text for pattern, text in COURSE.items() if re.fullmatch(pattern, last))
    return TEXTS.get(name) or next(course, None)
