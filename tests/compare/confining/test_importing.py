import ast
import builtins
import sys
from types import ModuleType

import numpy as np
import pytest

from compare.confining.errors import MissingModuleError, RefusedError
from compare.confining.importing import Importing
from compare.confining.module import Module
from compare.confining.stand_in import StandIn
from compare.confining.texts import RECORDER


def module(name, text):
    return Module(name, text, ast.parse(text).body)


@pytest.fixture
def run(monkeypatch):
    """Run their code with our import in place; the importer is the function's attribute."""
    compiled = []

    def recorded(unit, statements):
        compiled.append(unit)
        return compile(ast.Module(statements, []), f"<unit {unit}>", "exec")

    def run(text, beside=(), record="recorder"):
        importing = Importing({each.name: each for each in beside}, recorded, first=3)
        monkeypatch.setattr(builtins, "__import__", importing.import_module)
        namespace = {"__name__": "theirs", RECORDER: record}
        try:
            exec(text, namespace)
        finally:
            monkeypatch.undo()
        run.importing, run.units = importing, compiled
        return namespace

    return run


def test_numpy_and_the_standard_library_are_the_real_ones(run):
    names = run("import numpy as np, math, os.path\nfrom collections import deque\nimport json")
    assert names["np"] is np
    assert names["os"] is sys.modules["os"]
    assert names["math"].pi > 3
    assert not run.importing.remarks


def test_a_library_imports_its_own_parts_as_ever(run):
    names = run("import unittest\nfrom statistics import mean")
    assert isinstance(names["unittest"], ModuleType)
    assert names["mean"]([1, 3]) == 2


def test_plotting_is_inert_and_not_worth_a_remark(run):
    names = run(
        "import matplotlib.pyplot as plt\nfrom mpl_toolkits.mplot3d import Axes3D\nplt.show()"
    )
    assert isinstance(names["plt"], StandIn)
    assert not run.importing.remarks


def test_a_course_module_is_supplied_recorded_and_remarked(run):
    names = run("from dnn_utils_v2 import *\nfrom dnn_utils_v2 import sigmoid as s")
    assert names["sigmoid"](np.zeros(2))[0].tolist() == [0.5, 0.5]
    assert names["s"] is names["sigmoid"]
    assert list(run.importing.remarks) == [
        "dnn_utils_v2 is supplied: it does not lie beside the file"
    ]
    assert [each.name for each in run.importing.texts.modules] == ["dnn_utils_v2"]
    assert set(run.units) == {3}
    assert names["sigmoid"].__globals__[RECORDER] == "recorder"
    assert names["sigmoid"].__code__.co_filename == "<unit 3>"


def test_texts_that_need_each_other_are_counted_on(run):
    run("import gc_utils, planar_utils\nfrom dnn_app_utils_v3 import L_model_forward")
    names = [each.name.rpartition(".")[2] for each in run.importing.texts.modules]
    assert names[0] == "gc_utils"
    assert len(names) == len(set(names)) > 5
    assert set(run.units) == set(range(3, 3 + len(names)))


@pytest.mark.parametrize(
    "name",
    [
        "dnn_app_utils", "dnn_app_utils_v2", "dnn_app_utils_v3", "dnn_utils", "dnn_utils_v2",
        "gc_utils", "init_utils", "lr_utils", "opt_utils", "opt_utils_v1a", "planar_utils",
        "planar_utils_v2", "reg_utils", "course.helpers.dnn_utils", "scipy.special",
        "scipy.stats", "tqdm", "tqdm.auto", "sklearn.metrics", "sklearn.model_selection",
        "sklearn.preprocessing", "sklearn.utils", "keras.utils", "tensorflow.keras.utils",
        "numba",
    ],
)  # fmt: skip
def test_every_supply_runs_without_a_remark_on_failure(run, name):
    names = run(f"import {name} as it\nfrom {name} import *")
    assert isinstance(names["it"], ModuleType)
    assert not [text for text in run.importing.remarks if "did not run" in text]


@pytest.mark.parametrize(
    "name", ["testCases", "testCases_v4a", "testCase", "testCases_v2", "public_tests", "test_utils"]
)
def test_test_modules_of_the_course_are_inert(run, name):
    run(f"from {name} import *\nimport {name} as t\nt.linear_forward_test(print)")
    assert not run.importing.remarks


def test_what_a_supplied_module_lacks_stands_for_nothing(run):
    names = run("from sklearn.preprocessing import PolynomialFeatures\nx = PolynomialFeatures(2)")
    assert isinstance(names["x"], StandIn)


def test_without_a_recorder_a_supply_runs_plainly(run):
    names = run("from planar_utils import sigmoid", record=None)
    assert names["sigmoid"](0.0) == 0.5
    assert not run.units


def test_the_module_beside_the_file_comes_first(run):
    mine = module("planar_utils", "def sigmoid(z):\n    return 'mine'")
    names = run("from planar_utils import sigmoid", [mine])
    assert names["sigmoid"](0) == "mine"
    assert not run.importing.remarks
    assert run.importing.texts.modules == [mine]


def test_packages_beside_the_file_work_in_every_spelling(run):
    beside = [
        module("nets", "from .layers import Dense"),
        module("nets.layers", "from . import maths\nclass Dense:\n    two = maths.two"),
        module("nets.maths", "two = 2"),
    ]
    text = """
import nets
import nets.layers
import nets.layers as layers
from nets.layers import Dense
from nets import Dense as Same
from .layers import Dense as Relative
"""
    names = run(text, beside)
    assert names["Dense"].two == 2
    assert names["nets"].layers is names["layers"]
    assert names["Same"] is names["Dense"] is names["Relative"]


def test_of_a_module_beside_only_definitions_and_values_run(run):
    text = """
import numpy as np
sizes = [2, 3]
W = np.ones(sizes)
class Act:
    def __init__(self, f): self.f = f
def train():
    raise SystemExit
relu = Act(lambda z: z)
result = train()
X = np.load("x.npy")
train()
for _ in range(3): train()
if __name__ == "__main__":
    train()
if True:
    flag = 1
"""
    names = run("import net", [module("net", text)])
    net = names["net"]
    assert net.W.shape == (2, 3)
    assert net.relu.f(3) == 3
    assert net.flag == 1
    assert "result" not in vars(net)
    (remark,) = run.importing.remarks
    assert remark.startswith("net, line 11 did not run: FileNotFoundError")


def test_what_a_module_beside_did_not_make_is_no_number(run):
    text = "import numpy as np\ndef sigmoid(z): return z\ndef load(): pass\nX, y = load()"
    names = run("from data import sigmoid, X, y", [module("data", text)])
    assert names["sigmoid"](3) == 3
    with pytest.raises(RefusedError, match=r"data\.X is not here, so it has no numbers"):
        names["X"] + 1
    with pytest.raises(ImportError, match="cannot import name 'Z'"):
        run("from data import Z", [module("data", text)])


def test_modules_run_once_for_each_recorder():
    def recorded(unit, statements):
        return compile(ast.Module(statements, []), "", "exec")

    importing = Importing({"m": module("m", "counter = []")}, recorded, 0)
    first, second = {RECORDER: object()}, {RECORDER: object()}
    for_first = importing.import_module("m", first)
    assert importing.import_module("m", first) is for_first
    for_second = importing.import_module("m", second)
    assert for_second is not for_first
    assert vars(for_second)[RECORDER] is second[RECORDER]
    assert len(importing.texts.modules) == 1
    scipy = importing.import_module("scipy", first)
    importing.import_module("scipy.special", first)
    assert vars(scipy.special)[RECORDER] is first[RECORDER]
    scipy = importing.import_module("scipy", second)
    assert vars(scipy.special)[RECORDER] is second[RECORDER]


@pytest.mark.parametrize("name", ["cupy", "compare", "scratch_numpy", "reference_torch"])
def test_what_has_another_way_is_missing(run, name):
    with pytest.raises(MissingModuleError, match=name):
        run(f"import {name}")
    names = run(f"try:\n    import {name} as np\nexcept ImportError:\n    import numpy as np")
    assert names["np"] is np


@pytest.mark.parametrize(
    "text",
    [
        "import torch\ntorch.tensor(1)",
        "from torch import nn\nnn.Linear(1, 2)",
        "import jax.numpy as jnp\njnp.ones(3)",
        "from autograd import grad\ngrad(abs)",
        "import importlib\nimportlib.import_module('torch').ones(3)",
        "__import__('torch').ones(3)",
        "import socket\nsocket.socket()",
        "import subprocess\nsubprocess.run('ls')",
        "from multiprocessing import Pool\nPool(4)",
        "import threading\nthreading.Thread(target=print).start()",
        "import ctypes\nctypes.CDLL(None)",
        "from concurrent.futures import ThreadPoolExecutor\nThreadPoolExecutor()",
        "import signal\nsignal.signal(1, print)",
        "import asyncio\nasyncio.run(print)",
        "import resource\nresource.setrlimit(1, (2, 3))",
    ],
)
def test_what_may_take_no_part_can_be_imported_and_not_used(run, text):
    with pytest.raises(RefusedError, match="refused"):
        run(text)
    assert not run_remarks(run)


def run_remarks(run):
    return getattr(run, "importing", None) and run.importing.remarks


def test_an_unknown_module_is_remarked_and_refuses_to_compute(run):
    with pytest.raises(RefusedError, match=r"put helpers\.py beside the file"):
        run("import numpy as np\nfrom helpers import clip\nclip(np.ones(3))")
    names = run("import helpers\nfrom helpers import *")
    assert isinstance(names["helpers"], StandIn)
    assert list(run.importing.remarks) == ["helpers is not here; what it would compute is refused"]


def test_a_usual_function_of_an_unknown_module_is_supplied(run):
    names = run("from activations import sigmoid, relu\nimport acts")
    assert names["sigmoid"](0.0) == 0.5
    assert names["relu"](-1) == 0
    assert any(text.startswith("activations.sigmoid is supplied") for text in run.importing.remarks)


def test_progress_bars_hand_on_what_they_get(run):
    names = run(
        "from tqdm import tqdm, trange\na = list(tqdm([1, 2], desc='x'))\nb = list(trange(3))"
    )
    assert names["a"] == [1, 2]
    assert names["b"] == [0, 1, 2]
    assert not run.units
    assert not run.importing.remarks


def test_compilers_leave_functions_as_they_are(run):
    text = """
from numba import jit, njit, prange
@njit
def f(x): return x + 1
@jit(nopython=True)
def g(x): return sum(prange(x))
"""
    names = run(text)
    assert names["f"](1) == 2
    assert names["g"](3) == 3


def test_reloading_gives_the_module_back(run):
    names = run("import importlib, planar_utils\nsame = importlib.reload(planar_utils)")
    assert names["same"] is names["planar_utils"]
