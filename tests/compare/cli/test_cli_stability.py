"""Other threads, other kernels, another order of the examples: the same verdict, the same text.

Bits differ between them; nothing that is said may.
"""

import json
import math

import numpy as np
import pytest

from compare.traces.saved import SavedTrace
from compare.traces.storage import save_trace
from tests.compare.cli.command_line import backproof, in_a_process
from tests.compare.comparing.student import own_case, program, saved, student

TWIN = "reference_torch.deep_network:step"
WRONG = ("dZ1 = dA1 * (Z1 > 0)", "dZ1 = dA1.copy()")
OF_ROUNDING = ("worst_excess", "largest_share", "strayed", "allowed")


def told(document):
    """Everything but shares of rounding; other numbers to four digits."""
    if isinstance(document, dict):
        return {key: told(value) for key, value in document.items() if key not in OF_ROUNDING}
    if isinstance(document, list):
        return [told(value) for value in document]
    if isinstance(document, float) and math.isfinite(document):
        return float(f"{document:.3e}")
    return document


def answer(folder, **environment):
    """The text and the JSON on a program that is wrong in one line, and right in the others."""
    (folder / "wrong_student.py").write_text(program(WRONG))
    arguments = ("compare", "wrong_student:step", TWIN, "--rung", "deep-network", "-v")
    sizes = ("--layer-dims", "7,5,1", "--steps", "3", "--json", "answer.json")
    ended = in_a_process((*arguments, *sizes), cwd=folder, **environment)
    assert (ended.code, ended.err) == (1, "")
    assert ended.out.startswith(f"differ  dZ1 in wrong_student:step against {TWIN}: ")
    return ended.out, json.loads((folder / "answer.json").read_text())


@pytest.fixture(scope="module")
def usual(tmp_path_factory):
    return answer(tmp_path_factory.mktemp("usual"), OMP_NUM_THREADS="1", PYTHONHASHSEED="0")


@pytest.mark.parametrize(
    "environment",
    [
        {"OMP_NUM_THREADS": "2"},
        {"OMP_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "Haswell"},
        {"OMP_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "Sandybridge"},
    ],
    ids=["two threads", "Haswell", "Sandybridge"],
)
def test_threads_and_kernels_change_nothing_that_is_said(tmp_path, usual, environment):
    _, document = answer(tmp_path, **environment)
    assert told(document) == told(usual[1])


def test_hashes_change_nothing_at_all(tmp_path, usual):
    assert answer(tmp_path, OMP_NUM_THREADS="1", PYTHONHASHSEED="1") == usual


def test_a_difference_in_what_is_said_would_be_seen():
    row = {"name": "dW1", "worst_excess": 0.1, "expected": 0.12345, "index": [0, 1]}
    assert told(row) == told({**row, "worst_excess": 0.3, "expected": 0.12345 * (1 + 1e-12)})
    assert told(row) != told({**row, "expected": 0.124})
    assert told(row) != told({**row, "index": [1, 0]})


@pytest.mark.parametrize("changes", [(), (WRONG,)], ids=["right", "wrong"])
def test_the_order_of_the_examples_changes_nothing_that_is_said(tmp_path, monkeypatch, changes):
    """The columns of X and Y together; only the place of a worst entry moves with them."""
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(5)
    X, Y = rng.standard_normal((7, 31)), (np.arange(31).reshape(1, 31) % 3 == 0).astype(float)
    said = []
    for order in (np.arange(31), rng.permutation(31)):
        case = {**own_case((7, 5, 1)), "X": X[:, order], "Y": Y[:, order]}
        trace = SavedTrace("network", (7, 5, 1), case, saved(case, student(*changes)))
        save_trace(tmp_path / "step.npz", trace)
        ended = backproof("compare", "step.npz", TWIN, "--json", "-")
        assert ended.code == len(changes)
        document = told(json.loads(ended.out))
        for row in [*document["quantities"], *document["findings"]]:
            row.get("worst", {}).pop("index", None)
        said.append(document)
    assert said[0] == said[1]
