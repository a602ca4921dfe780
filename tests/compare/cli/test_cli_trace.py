"""``backproof trace``: one step in a file, that is judged as the implementation would be."""

import io
import json
import re
import zipfile
from pathlib import Path

import numpy as np
import pytest

from compare.traces.storage import load_trace
from tests.compare.cli.command_line import SMALL, backproof, writer_of_the_guide

RUNG = "shallow-network/vectorised"
HAND = "scratch_numpy.shallow_network.vectorised:step"
TWIN = "reference_torch.shallow_network.vectorised:step"
FEW = ("--rung", RUNG, "--layer-dims", "7,5,1")
SAVABLE = (
    "logistic-regression/one-sample", "logistic-regression/loop", "logistic-regression/vectorised",
    "shallow-network/one-sample", "shallow-network/vectorised", "deep-network",
)  # fmt: skip  # one list


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def trace(*arguments):
    ended = backproof("trace", *arguments)
    assert ended.code in (0, None), ended
    return ended


def refused(*arguments):
    ended = backproof("trace", *arguments)
    assert (ended.code, ended.out) == (2, ""), ended
    assert list(Path().glob("*.npz*")) == []
    return ended.err


def module_of(rung):
    return rung.replace("-", "_").replace("/", ".")


# ---- saved and judged


@pytest.mark.parametrize("rung", SAVABLE)
def test_a_step_of_every_rung_that_has_parameters_is_saved_and_judged_as_it_was(rung):
    name = f"scratch_numpy.{module_of(rung)}:step"
    arguments = (name, "-o", "step.npz", "--rung", rung, "--layer-dims", "5,3,1")
    said = trace(*arguments, "--step", "2").out
    assert re.fullmatch(rf"saved  step 2 of {name}: \d+ quantities in step.npz\n", said)
    twin = f"reference_torch.{module_of(rung)}:step"
    ended = backproof("compare", "step.npz", twin, "--allow-blind")
    assert (ended.code, ended.err) == (0, "")


def test_the_file_has_the_case_and_every_quantity_in_its_order():
    trace(HAND, "-o", "step.npz", *FEW)
    saved = load_trace(Path("step.npz"))
    assert list(saved.arrays) == [
        "Z1", "A1", "Z2", "A2", "cost", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1",
        "new_W1", "new_b1", "new_W2", "new_b2",
    ]  # fmt: skip  # the order of a step
    assert (saved.step, saved.implementation, saved.layer_dims) == (1, HAND, (7, 5, 1))
    assert saved.versions.keys() == {"python", "backproof", "numpy", "torch"}
    assert saved.case["learning_rate"] == 0.1


def test_the_third_step_starts_from_the_parameters_of_the_second():
    for step in (2, 3):
        trace(HAND, "-o", f"{step}.npz", "--step", str(step), *FEW)
    before, after = load_trace(Path("2.npz")), load_trace(Path("3.npz"))
    assert (before.step, after.step) == (2, 3)
    for V in ("W1", "b1", "W2", "b2"):
        np.testing.assert_array_equal(after.case[V], before.arrays[f"new_{V}"])
        assert not np.array_equal(after.case[V], before.case[V])
    assert backproof("compare", "3.npz", TWIN).code == 0


def test_a_private_state_is_handed_on(tmp_path):
    (tmp_path / "counts_in_its_state.py").write_text(
        "from scratch_numpy.shallow_network.vectorised import step as right\n"
        "def step(case, state):\n"
        "    state = (state or 0) + 1\n"
        "    trace, _ = right(case, None)\n"
        "    return {**trace, 'cost': trace['cost'] * 0 + state}, state\n"
    )
    trace("counts_in_its_state:step", "-o", "4.npz", "--step", "4", *FEW)
    assert load_trace(Path("4.npz")).arrays["cost"] == 4


def test_equal_commands_write_equal_files():
    for name in ("one", "two"):
        trace(HAND, "-o", f"{name}.npz", *FEW)
    assert Path("one.npz").read_bytes() == Path("two.npz").read_bytes()


def test_the_options_of_the_case_are_those_of_the_ladder():
    trace(
        TWIN, "-o", "step.npz", *FEW, "--dtype", "float32", "--seed", "4", "--init", "he",
        "--activations", "relu,sigmoid", "--cost", "squared-error", "--learning-rate", "0.5",
    )  # fmt: skip  # one call
    saved = load_trace(Path("step.npz"))
    assert saved.dtype == np.float32
    assert saved.activations == ("relu", "sigmoid")
    assert saved.cost == "squared-error"
    assert saved.case["learning_rate"] == 0.5


def test_a_wrong_step_is_saved_as_it_is_and_found_out_later(tmp_path):
    (tmp_path / "saves_a_wrong_step.py").write_text(
        "from scratch_numpy.shallow_network.vectorised import step as right\n"
        "def step(case, state):\n"
        "    trace, state = right(case, state)\n"
        "    return {**trace, 'dW1': -trace['dW1']}, state\n"
    )
    trace("saves_a_wrong_step:step", "-o", "wrong.npz", *FEW)
    ended = backproof("compare", "wrong.npz", TWIN)
    assert ended.code == 1
    assert "dW1: 35 of 35 entries differ" in ended.out


# ---- refused


def test_a_file_of_another_kind_is_refused():
    assert "-o step.txt: a trace is an .npz file; name it step.txt.npz" in refused(
        HAND, "-o", "step.txt", *FEW
    )


def test_a_folder_that_is_not_there_is_refused():
    assert "there is no folder" in refused(HAND, "-o", "nowhere/step.npz", *FEW)


def test_a_folder_in_the_place_of_a_file_is_refused(tmp_path):
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "step.npz").mkdir()
    assert "this is a folder" in refused(HAND, "-o", "taken/step.npz", *FEW)


def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_run(monkeypatch):
    monkeypatch.setattr("compare.cli.options.os.access", lambda folder, mode: False)
    monkeypatch.setattr("compare.candidates.seam.load", None)
    assert "cannot be written" in refused(HAND, "-o", "step.npz", *FEW)


@pytest.mark.parametrize(
    "rung",
    ["derivatives", "computation-graph", "activations", "losses", "initialisation", "training"],
)
def test_a_rung_of_which_no_step_can_be_saved_is_refused_with_those_that_can(rung):
    message = refused(
        f"scratch_numpy.{module_of(rung)}:step", "-o", "s.npz", "--rung", rung, *SMALL[:2]
    )
    assert message.startswith(f"backproof: rung {rung}: a trace holds a network's step")
    assert all(name in message for name in SAVABLE)


def test_steps_is_refused_since_a_trace_is_one_step():
    message = refused("scratch_numpy.deep_network:step", "-o", "s.npz", *SMALL)
    assert message == "backproof: --steps: a trace is one step; --step T says which\n"


@pytest.mark.parametrize("step", ["0", "-1", "one"])
def test_a_step_that_is_none_is_refused(step):
    assert step in refused(HAND, "-o", "step.npz", "--step", step, *FEW)


def test_an_output_has_to_be_named():
    assert "-o" in refused(HAND, *FEW)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise ValueError('no')", "raised ValueError at"),
        ("return {'Z1': case['X'] @ case['X'].T}, state", "returned no new_W1 to go on from"),
        ("return None", "returned a NoneType"),
    ],
)
def test_an_implementation_that_cannot_get_so_far_ends_with_4(tmp_path, body, said):
    name = f"gets_not_so_far_{abs(hash(body))}"
    (tmp_path / f"{name}.py").write_text(f"def step(case, state):\n    {body}\n")
    ended = backproof("trace", f"{name}:step", "-o", "step.npz", "--step", "2", *FEW)
    assert (ended.code, ended.out) == (4, "")
    assert said in ended.err
    assert list(tmp_path.glob("*.npz*")) == []


# ---- written by somebody else


def test_a_file_by_the_writer_of_the_guide_is_judged(tmp_path):
    exec(compile(writer_of_the_guide(), "traces.md", "exec"), {})
    (file,) = tmp_path.glob("*.npz")
    ended = backproof("compare", file.name, "reference_torch.logistic_regression.vectorised:step")
    assert ended.code == 3  # it leaves out Z, the cost and the update
    assert "differ" not in ended.out
    document = json.loads(
        backproof(
            "compare", file.name, "reference_torch.logistic_regression.vectorised:step",
            "--json", "-",
        ).out
    )  # fmt: skip  # one call
    verdicts = {row["name"]: row["verdict"] for row in document["quantities"]}
    assert {verdicts[name] for name in ("A", "dZ", "dw")} == {"agree"}


def test_a_file_written_again_by_the_functions_of_the_guide_is_judged_the_same(tmp_path):
    """Member by member, in another order and compressed: the numbers are what counts."""
    trace(HAND, "-o", "ours.npz", *FEW)
    head = writer_of_the_guide().partition("X, Y = ")[0]
    scope = {}
    exec(compile(head, "traces.md", "exec"), scope)
    with zipfile.ZipFile("ours.npz") as ours:
        members = {entry.filename[:-4]: ours.read(entry) for entry in ours.infolist()}
    meta = members.pop("__meta__")
    arrays = {name: np.load(io.BytesIO(data)) for name, data in members.items()}
    sums = json.loads(np.load(io.BytesIO(meta)).tobytes())
    rewritten = {name: scope["npy"](array) for name, array in arrays.items()}
    sums["sha256"] = {
        name: scope["hashlib"].sha256(data).hexdigest() for name, data in rewritten.items()
    }
    text = np.frombuffer(json.dumps(sums).encode(), np.uint8)
    with zipfile.ZipFile("theirs.npz", "w", zipfile.ZIP_DEFLATED) as theirs:
        for name, data in reversed([*rewritten.items(), ("__meta__", scope["npy"](text))]):
            theirs.writestr(f"{name}.npy", data)
    answers = [
        backproof("compare", name, TWIN, "--json", "-").out.replace(name, "step.npz")
        for name in ("ours.npz", "theirs.npz")
    ]
    assert answers[0] == answers[1]
    assert json.loads(answers[0])["verdict"] == "agree"
