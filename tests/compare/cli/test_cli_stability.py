"""Other threads, other kernels, another order of the examples: the same verdict, the same text.

Bits differ between them; nothing that is said may.
"""

import json
import math
import os
import re

import numpy as np
import pytest

from tests.compare.cli.command_line import backproof, in_a_process
from tests.compare.comparing.student import program

RUNG = ("ladder", "--rung", "shallow-network/vectorised", "--layer-dims", "7,5,1", "--steps", "3")
WRONG = ("dZ1 = dA1 * (Z1 > 0)", "dZ1 = dA1.copy()")
VARIED = ("worst_excess", "largest_share", "strayed", "allowed", "seconds", "step_seconds")
"""What is a matter of rounding, or of time."""


def told(document):
    """Everything but times, and shares of rounding; other numbers to four digits."""
    if isinstance(document, dict):
        return {key: told(value) for key, value in document.items() if key not in VARIED}
    if isinstance(document, list):
        return [told(value) for value in document]
    if isinstance(document, float) and math.isfinite(document):
        return float(f"{document:.3e}")
    return document


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The answer of a run as usual, right and wrong."""
    return answers(tmp_path_factory.mktemp("plain"), OMP_NUM_THREADS="1")


def answers(folder, **environment):
    (folder / "wrong_student.py").write_text(program(WRONG))
    right = in_a_process((*RUNG, "--json", "-"), cwd=folder, **environment)
    wrong = in_a_process(
        (*RUNG, "--activations", "relu,sigmoid", "--candidate", "wrong_student:step", "--json", "-"),
        cwd=folder, **environment,
    )  # fmt: skip  # one call
    assert (right.err, wrong.err) == ("", "")
    assert (right.code, wrong.code) == (0, 1)
    return told(json.loads(right.out)), told(json.loads(wrong.out))


@pytest.mark.parametrize(
    "environment",
    [
        {"OMP_NUM_THREADS": "2"},
        {"OMP_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "Haswell"},
        {"OMP_NUM_THREADS": "1", "OPENBLAS_CORETYPE": "Sandybridge"},
        {"OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "1"},
    ],
    ids=lambda given: "-".join([*given, *given.values()][-2:]),
)
def test_threads_kernels_and_hashes_change_nothing_that_is_said(tmp_path, plain, environment):
    assert answers(tmp_path, **environment) == plain


def test_a_difference_of_rounding_would_have_been_left_out_and_no_other():
    document = {"worst_excess": 0.1, "expected": 0.12345, "name": "dW1", "worst": [1.0, "nan"]}
    assert told(document) == {"expected": 0.1234, "name": "dW1", "worst": [1.0, "nan"]} or (
        told(document)["expected"] == 0.1235
    )
    assert told({"expected": 0.12345}) != told({"expected": 0.12445})


@pytest.mark.parametrize("wrong", [False, True], ids=["right", "wrong"])
def test_the_order_of_the_examples_changes_nothing_that_is_said(tmp_path, monkeypatch, wrong):
    """The columns of X and Y together; the first places of the worst entries move with them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "student_of_any_order.py").write_text(program(*([WRONG] if wrong else [])))
    rng = np.random.default_rng(5)
    X, Y = rng.standard_normal((7, 31)), (np.arange(31).reshape(1, 31) % 3 == 0).astype(float)
    from compare.traces.saved import SavedTrace
    from compare.traces.storage import save_trace
    from tests.compare.comparing.student import own_case, saved, student

    said = []
    for order in (np.arange(31), rng.permutation(31)):
        case = {**own_case((7, 5, 1)), "X": X[:, order], "Y": Y[:, order]}
        arrays = saved(case, student(*([WRONG] if wrong else [])))
        save_trace(tmp_path / "step.npz", SavedTrace("network", (7, 5, 1), case, arrays))
        ended = backproof("compare", "step.npz", "reference_torch.deep_network:step", "--json", "-")
        assert ended.code == (1 if wrong else 0)
        document = told(json.loads(ended.out))
        for row in [*document["quantities"], *document["findings"]]:
            if "worst" in row:
                del row["worst"]["index"]
        said.append(document)
    assert said[0] == said[1]


@pytest.mark.skipif("PYTHONHASHSEED" in os.environ, reason="the seed is given")
def test_the_text_is_the_same_in_every_process_but_for_times(tmp_path):
    arguments = (*RUNG, "--steps", "1", "-v")
    texts = [
        in_a_process(arguments, cwd=tmp_path, OMP_NUM_THREADS="1", PYTHONHASHSEED=seed).out
        for seed in ("0", "1")
    ]
    assert texts[0].startswith("agree")
    first, second = (re.sub(r"\S+ \S+ *$|take \d+ times", "", t, flags=re.MULTILINE) for t in texts)
    assert first == second
