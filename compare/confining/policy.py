"""Which modules their code gets, and what stands where it gets none."""

import re
import sys

from compare.confining.guarding import NEVER

STANDARD = sys.stdlib_module_names

GIVEN = frozenset({
    "__future__", "_collections_abc", "_pickle", "abc", "argparse", "array", "ast", "base64",
    "binascii", "bisect", "builtins", "bz2", "calendar", "cmath", "collections", "colorsys",
    "configparser", "contextlib", "copy", "copyreg", "csv", "dataclasses", "datetime", "decimal",
    "difflib", "doctest", "enum", "errno", "fnmatch", "fractions", "functools", "gc", "getopt",
    "getpass", "gettext", "glob", "gzip", "hashlib", "heapq", "hmac", "html", "inspect", "io",
    "itertools", "json", "keyword", "linecache", "locale", "logging", "lzma", "marshal", "math",
    "numbers", "numpy", "opcode", "operator", "optparse", "os", "pathlib", "pickle", "pkgutil",
    "platform", "pprint", "queue", "quopri", "random", "re", "reprlib", "sched", "secrets",
    "shutil", "stat", "statistics", "string", "struct", "sys", "tarfile", "tempfile", "textwrap",
    "time", "timeit", "token", "tokenize", "traceback", "types", "typing", "unicodedata",
    "unittest", "uuid", "warnings", "weakref", "xml", "zipfile", "zlib", "zoneinfo",
})  # fmt: skip
"""NumPy, and the standard library as far as it stays inside the process and lets it end."""

SHOWS = frozenset({
    "IPython", "PIL", "altair", "atexit", "bokeh", "cProfile", "colorama", "comet_ml", "cycler",
    "dill", "dlai_tools", "faulthandler", "google", "gradio", "graphviz", "h5py", "humanize",
    "imageio", "ipykernel", "ipywidgets", "kagglehub", "matplotlib", "memory_profiler",
    "mlxtend", "mpl_toolkits", "neptune", "networkx", "nose", "notebook", "outputs", "pandas",
    "plotly", "prettytable", "profile", "progressbar", "psutil", "public_tests", "pygame",
    "pylab", "pytest", "pyximport", "rich", "seaborn", "skimage", "streamlit", "tabulate",
    "tensorboard", "tensorboardX", "termcolor", "test_utils", "tkinter", "torchsummary", "tqdm",
    "tracemalloc", "turtle", "visdom", "wandb", "webbrowser", "wget", "yaml",
})  # fmt: skip
"""What only shows, stores or measures: it stands there and does nothing."""

LIBRARIES = frozenset({
    "cv2", "idx2numpy", "joblib", "lightgbm", "mnist", "nltk", "scipy", "sklearn", "statsmodels",
    "sympy", "xgboost",
})  # fmt: skip
"""What computes, and is known to everybody: a file that does not use it need not hear of it."""

TEST_CASES = re.compile(r"test_?_?cases?\w*|\w*_tests?|public_tests\w*", re.IGNORECASE)
"""The course's test modules, by name."""

LOADING = re.compile(r"read|load|fetch|open|imread|download|urlopen|urlretrieve|File$|get_file")
"""Functions that would give data, by the start of their last name."""

HIDDEN = frozenset({"compare", "cupy", "reference_torch", "scratch_numpy"})
"""What cannot be imported at all, so that an ``except ImportError`` finds its other way."""


def refusal(name: str, arrays: bool) -> str:
    """Say why calling this stand-in is refused, or nothing."""
    top, _, _ = name.partition(".")
    last = name.rpartition(".")[2]
    if LOADING.match(last) or "datasets" in name.split(".")[:-1]:
        return f"{name} is refused: a check runs without people's data"
    if top in NEVER:
        return f"{name} is refused: a checked file gets NumPy and nothing that differentiates"
    if shows(name):
        return ""
    if top in STANDARD:
        return f"{name} is refused in a checked file: it gets no network, processes or threads"
    if arrays and top in LIBRARIES:
        return f"{name} is refused: a checked file gets NumPy and no other library"
    if arrays:
        return f"{name} is not here and may have computed something: put {top}.py beside the file"
    return ""


def shows(name: str) -> bool:
    """Whether a module only shows, stores or tests."""
    parts = name.split(".")
    return (
        parts[0] in SHOWS
        or parts[:2] == ["sklearn", "metrics"]
        or any(TEST_CASES.fullmatch(part) for part in parts)
    )


def known(name: str) -> bool:
    """Whether it belongs to a library or the standard library, and not to somebody's project."""
    top = name.partition(".")[0]
    return top in NEVER or top in STANDARD or top in LIBRARIES
