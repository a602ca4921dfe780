"""``backproof compare A B`` with somebody's B: no fault of ours, and no false agreement."""

import json
from pathlib import Path

import numpy as np
import pytest

from compare.traces.saved import SavedTrace
from compare.traces.storage import save_trace
from tests.compare.cli.command_line import Ended, backproof, writer_of_the_guide
from tests.compare.comparing.student import PROGRAM, own_case, saved

HAND = "scratch_numpy.logistic_regression.vectorised:step"
NETWORK = ("--layer-dims", "5,3,1", "--activations", "tanh,sigmoid")
ONE_STEP = (*NETWORK, "--steps", "1")
SECOND = ("--second-opinion",)
OPTIONS = pytest.mark.parametrize(
    "options",
    [
        (),
        SECOND,
        ("--relu-at-zero", "1"),
        ("--second-opinion", "--relu-at-zero", "1"),
    ],
    ids=" ".join,
)
RETURNED = {
    "few": "{n: v for n, v in trace.items() if n in ('cost', 'dW1', 'db1', 'dW2', 'db2')}",
    "nothing": "{}",
    "lists": "{n: np.asarray(v).tolist() for n, v in trace.items()}",
    "transposed": "{**trace, 'dW1': trace['dW1'].T.copy()}",
}


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def step_file():
    case = own_case()
    save_trace(Path("step.npz"), SavedTrace("network", (5, 3, 1), case, saved(case)))
    return "step.npz"


def compare(*arguments: str) -> Ended:
    """Compare; whatever comes out is a verdict or one or two lines."""
    ended = backproof("compare", *arguments)
    assert ended.code in (0, 1, 3), ended
    assert ended.err == ""
    return ended


def program(kind: str) -> str:
    """A right program that returns what it has in such a form; with tanh, which has no kink."""
    text = PROGRAM.replace("np.maximum(Z1, 0)", "np.tanh(Z1)").replace("(Z1 > 0)", "(1 - A1 ** 2)")
    text = text.replace("return trace, state", f"return {RETURNED[kind]}, state")
    Path(f"reference_{kind}.py").write_text(text)
    return f"reference_{kind}:step"


@OPTIONS
def test_the_trace_of_the_guide_may_be_the_reference_in_what_it_has(options, tmp_path):
    exec(compile(writer_of_the_guide(), "traces.md", "exec"), {})
    (file,) = tmp_path.glob("*.npz")
    ended = compare(HAND, file.name, *options)
    assert ended.code == 0
    assert "8 quantities (5 of them by torch only)" in ended.out.splitlines()[0]
    assert "the reference does not give Z, cost, db, new_w, new_b: " in ended.out
    itself = compare(file.name, file.name, *options)
    assert itself.code == 3
    assert "redone by torch" not in itself.out


@OPTIONS
def test_a_trace_agrees_with_itself(options, step_file):
    ended = compare(step_file, step_file, *options)
    assert ended.code == 0
    assert ended.out.startswith("agree  step.npz against step.npz: 1 step, 16 quantities, 150 ")


@OPTIONS
@pytest.mark.parametrize(
    ("kind", "verdict"),
    [("few", "agree"), ("nothing", "not-comparable"), ("lists", "not-comparable"),
     ("transposed", "differ")],
)  # fmt: skip  # a pair each
def test_a_function_is_compared_with_in_what_can_be(kind, verdict, options):
    """A transposed gradient fits on the square probe, where it is the reference that is wrong."""
    ended = compare("scratch_numpy.deep_network:step", program(kind), *ONE_STEP, *options)
    assert ended.out.startswith(f"{verdict}  ")
    if kind == "transposed":
        assert "the reference is the one that is wrong" in ended.out


@pytest.mark.parametrize("kind", ["few", "nothing", "lists"])
def test_several_steps_need_the_new_parameters_of_the_reference(kind):
    two = (*NETWORK, "--steps", "2")
    ended = backproof("compare", "scratch_numpy.deep_network:step", program(kind), *two)
    assert (ended.code, ended.out) == (4, "")
    assert ended.err == (
        "backproof: the reference returned no usable new_W1 to go on from: judge one step "
        "(--steps 1)\n"
    )


def test_a_saved_gradient_that_is_transposed_is_no_verdict_and_in_the_notes_of_the_json():
    case = own_case()
    arrays = {**saved(case), "dW1": saved(case)["dW1"].T.copy()}
    save_trace(Path("turned.npz"), SavedTrace("network", (5, 3, 1), case, arrays))
    save_trace(Path("step.npz"), SavedTrace("network", (5, 3, 1), case, saved(case)))
    document = json.loads(compare("step.npz", "turned.npz", "--json", "-").out)
    assert document["verdict"] == "not-comparable"
    assert document["notes"] == [
        "the reference's dW1 could not be compared with: shape (5, 3) where (3, 5) is wanted "
        "(transposed)"
    ]


def test_a_reference_of_nan_is_no_verdict(step_file):
    case = own_case()
    arrays = {name: np.full_like(value, np.nan) for name, value in saved(case).items()}
    save_trace(Path("nan.npz"), SavedTrace("network", (5, 3, 1), case, arrays))
    assert compare(step_file, "nan.npz").code == 3
