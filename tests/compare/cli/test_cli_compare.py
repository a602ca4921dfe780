"""``backproof compare A B``: functions and saved traces, what is refused, and the JSON."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from compare.traces.saved import SavedTrace
from compare.traces.storage import save_trace
from tests.compare.cli.command_line import Ended, backproof
from tests.compare.comparing.student import SUMMED, own_case, program, saved

HAND = "scratch_numpy.shallow_network.vectorised:step"
TWIN = "reference_torch.shallow_network.vectorised:step"
SIZES = ("--rung", "shallow-network/vectorised", "--layer-dims", "7,5,1")
FEW = (*SIZES, "--steps", "1")
RELU = ("--activations", "relu,sigmoid")


@pytest.fixture(scope="module")
def traces(tmp_path_factory):
    """Steps saved by the command itself."""
    folder = tmp_path_factory.mktemp("traces")
    for name, implementation, more in (
        ("hand", HAND, ()),
        ("twin", TWIN, ()),
        ("seed", TWIN, ("--seed", "1")),
        ("wide", TWIN, ("--layer-dims", "7,6,1")),
        ("float32", TWIN, ("--dtype", "float32")),
        ("rate", TWIN, ("--learning-rate", "0.2")),
        ("relu", TWIN, (*RELU, "--init", "xavier")),
    ):
        ended = backproof("trace", implementation, "-o", f"{folder / name}.npz", *SIZES, *more)
        assert ended.code in (0, None), ended
    return folder


@pytest.fixture(autouse=True)
def among_the_traces(traces, tmp_path, monkeypatch):
    for trace in traces.iterdir():
        shutil.copy(trace, tmp_path)
    monkeypatch.chdir(tmp_path)


def compare(*arguments) -> Ended:
    return backproof("compare", *map(str, arguments))


@pytest.fixture
def student(tmp_path, request):
    """Write a student's program, and name it; the name is the test's."""
    name = "compare_" + "".join(c if c.isalnum() else "_" for c in request.node.name)

    def write(*changes):
        (tmp_path / f"{name}.py").write_text(program(*changes))
        return f"{name}:step"

    return write


def refuse(token):
    raise AssertionError(f"{token} is no JSON")


def parsed(*arguments, code=0):
    ended = compare(*arguments, "--json", "-")
    assert ended.code == code, ended
    return json.loads(ended.out, parse_constant=refuse)


# ---- two of them


@pytest.mark.parametrize(
    ("A", "B", "options"),
    [
        (HAND, TWIN, FEW),
        ("hand.npz", "twin.npz", ()),
        ("hand.npz", TWIN, ()),
        (HAND, "twin.npz", ()),
    ],
    ids=["functions", "traces", "trace and function", "function and trace"],
)
def test_two_that_agree_end_with_0_and_are_both_named(A, B, options):
    ended = compare(A, B, *options)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith(f"agree  {A} against {B}: 1 step, 16 quantities, 3,934 entries")


def test_only_functions_are_put_to_probes():
    assert "on 5 probes" in compare(HAND, TWIN, *FEW).out
    assert "probes" not in compare("hand.npz", "twin.npz").out
    assert "probes" not in compare(HAND, "twin.npz").out


def test_the_reference_is_the_second():
    document = parsed("hand.npz", "twin.npz")
    assert (document["candidate"], document["reference"]) == ("hand.npz", "twin.npz")


def test_two_functions_take_the_case_of_the_rung_and_its_options(student):
    name = student()
    ended = compare(name, TWIN, *FEW, *RELU, "--dtype", "float32", "--seed", "3", "-v")
    assert ended.code == 0
    assert "A1 = relu(Z1)" in ended.out


def test_a_wrong_function_ends_with_1_and_its_equation_is_named(student):
    name = student(("dZ1 = dA1 * (Z1 > 0)", "dZ1 = dA1.copy()"))
    ended = compare(name, TWIN, *FEW, *RELU)
    assert ended.code == 1
    assert ended.out.startswith(f"differ  dZ1 in {name} against {TWIN}: ")
    assert "dZ1 = dA1 * relu_prime(Z1)" in ended.out


def test_what_only_a_probe_shows_ends_with_1(student):
    name = student(
        ("dW1 = dZ1 @ X.T / m", "dW1 = dZ1 @ X.T / m\nif len(W1) == len(X):\n    dW1 = dW1.T")
    )
    ended = compare(name, TWIN, *FEW, *RELU)
    assert ended.code == 1
    assert "dW1 on the probe square (4-4-1, m = 4)" in ended.out.splitlines()[0]


def test_a_wrong_trace_ends_with_1_and_its_worst_entry_is_shown():
    case = own_case()
    arrays = saved(case)
    arrays["dW1"][2, 3] += 0.5
    save_trace_of(case, arrays, "wrong.npz")
    ended = compare("wrong.npz", "reference_torch.deep_network:step")
    assert ended.code == 1
    assert "dW1: 1 of 15 entries differ (step 1)" in ended.out
    assert "at [2, 3]: yours " in ended.out


def save_trace_of(case, arrays, name):
    save_trace(Path(name), SavedTrace("network", (5, 3, 1), case, arrays))


# ---- what cannot be compared


@pytest.mark.parametrize(
    ("A", "B", "said"),
    [
        ("hand.npz", "seed.npz", "X differs before the step by "),
        ("hand.npz", "wide.npz", "W1 has shape (5, 7) in one, (6, 7) in the other"),
        ("hand.npz", "float32.npz", "X is float64 in one, float32 in the other"),
        ("hand.npz", "rate.npz", "learning_rate is 0.1 in one, 0.2 in the other"),
        ("hand.npz", "relu.npz", "activations is ('tanh', 'sigmoid') in one, ('relu', 'sigmoid')"),
    ],
    ids=["seed", "layers", "dtype", "rate", "activations"],
)
def test_traces_of_different_cases_are_refused_and_the_first_difference_is_named(A, B, said):
    ended = compare(A, B)
    assert (ended.code, ended.out) == (2, "")
    message = f"backproof: the two were not started from the same case: {said}"
    assert ended.err.startswith(message)
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize(
    "option",
    [
        ("--rung", "deep-network"), ("--data", "digits"), ("--layout", "rows"), ("--seed", "0"),
        ("--layer-dims", "7,5,1"), ("--activations", "relu,sigmoid"), ("--init", "he"),
        ("--cost", "cross-entropy"), ("--learning-rate", "0.1"), ("--steps", "1"),
        ("--dtype", "float64"), ("--soft-labels",),
    ],
    ids=lambda option: option[0],
)  # fmt: skip  # one list
@pytest.mark.parametrize("others", [("hand.npz", "twin.npz"), (HAND, "twin.npz")], ids=["2", "1"])
def test_an_option_of_the_case_is_refused_where_a_trace_has_one(option, others):
    ended = compare(*others, *option)
    assert (ended.code, ended.out) == (2, "")
    expected = f"backproof: {option[0]}: a saved trace brings its own case; leave it out\n"
    assert ended.err == expected


def test_options_of_the_judging_are_taken_with_traces():
    ended = compare("hand.npz", "twin.npz", "--strict", "--allow-blind", "--relu-at-zero", "0")
    assert ended.code == 0


@pytest.mark.parametrize(
    ("A", "B", "said"),
    [
        ("missing.npz", "twin.npz", "missing.npz"),
        ("hand.npz", "missing.npz", "missing.npz"),
        ("nosuch:step", TWIN, "no module 'nosuch'"),
        (HAND, "nosuch:step", "no module 'nosuch'"),
        (HAND, "nosuch", "'nosuch' is not of the form module:function"),
    ],
)
def test_what_is_not_there_is_refused(A, B, said):
    ended = compare(A, B)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert len(ended.err.splitlines()) <= 2


def test_one_subject_is_not_enough():
    ended = compare(HAND)
    assert ended.code == 2
    assert "Missing argument 'B'" in ended.err


def test_an_unknown_rung_is_refused_with_the_nearest():
    ended = compare(HAND, TWIN, "--rung", "deep-net")
    assert ended.code == 2
    assert "deep-network" in ended.err


@pytest.mark.parametrize("cut", [10, 300, -20])
def test_a_truncated_trace_is_refused_and_nothing_is_judged(cut, tmp_path):
    data = (tmp_path / "hand.npz").read_bytes()
    (tmp_path / "hand.npz").write_bytes(data[:cut])
    ended = compare("hand.npz", "twin.npz")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("backproof: hand.npz: ")


@pytest.mark.parametrize("member", ["W1", "dW1", "new_b2"])
@pytest.mark.parametrize("which", ["hand.npz", "twin.npz"])
def test_a_trace_of_which_one_bit_is_flipped_is_refused(member, which, tmp_path):
    data = bytearray((tmp_path / which).read_bytes())
    place = data.index(f"{member}.npy".encode()) + 140  # behind name and header, in the numbers
    data[place] ^= 1
    (tmp_path / which).write_bytes(bytes(data))
    ended = compare("hand.npz", "twin.npz")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"backproof: {which}: ")


# ---- no verdict


def poor(m=7, label=None):
    case = own_case(m=m)
    if label is not None:
        case["Y"][:] = label
    save_trace_of(case, saved(case), "poor.npz")
    return compare, "poor.npz", "reference_torch.deep_network:step"


@pytest.mark.parametrize("given", [{"m": 1}, {"label": 0}, {"label": 1}], ids=str)
def test_a_trace_that_could_have_hidden_a_known_mistake_ends_with_3(given):
    call, *two = poor(**given)
    ended = call(*two)
    assert ended.code == 3
    first, *rest = ended.out.splitlines()
    assert first.startswith("blind  poor.npz against ")
    assert "known mistakes" in first
    assert any("(C" in line for line in rest)


def test_one_example_names_the_mistakes_with_a_mean():
    call, *two = poor(m=1)
    ended = call(*two)
    assert "summed over the samples, not averaged (C01)" in ended.out
    assert call(*two, "--allow-blind").code == 0
    document = parsed(*two, code=3)
    assert document["verdict"] == "blind"
    assert "C01" in document["power"]["unseen"]
    (found,) = [row for row in document["power"]["hidden"] if row["id"] == "C01"]
    assert found["hidden_by"] == "data"


def test_good_data_end_with_0_whatever_their_biases():
    case = own_case()
    case["b1"][:] = case["b2"][:] = 0
    save_trace_of(case, saved(case), "unbiased.npz")
    assert compare("unbiased.npz", "reference_torch.deep_network:step").code == 0


def test_a_quantity_that_was_not_saved_ends_with_3():
    case = own_case()
    arrays = saved(case)
    del arrays["dW1"]
    save_trace_of(case, arrays, "partial.npz")
    ended = compare("partial.npz", "reference_torch.deep_network:step")
    assert ended.code == 3
    assert ended.out.startswith("not-captured  partial.npz against ")
    assert "dW1" in ended.out.splitlines()[0]


def test_a_function_that_raises_ends_with_4(student):
    name = student(("m = X.shape[1]", "raise ValueError('not today')"))
    ended = compare(name, TWIN, *FEW, *RELU)
    assert ended.code == 4
    assert ended.out.startswith(f"could-not-run  {name} against {TWIN}: step 1: ")
    assert "not today" in ended.out


# ---- how strictly


def test_a_convention_is_named_and_ends_with_0_and_strictly_with_1(student):
    name = student(*SUMMED)
    ended = compare(name, TWIN, *FEW, *RELU)
    assert ended.code == 0
    assert ended.out.startswith("convention  ")
    assert "the loss is summed over the examples, not averaged" in ended.out
    assert compare(name, TWIN, *FEW, *RELU, "--strict").code == 1
    document = parsed(name, TWIN, *FEW, *RELU)
    assert document["verdict"] == "convention"
    named = {q["name"] for q in document["quantities"] if "convention" in q}
    assert {"cost", "dW1", "db1", "dW2", "db2"} <= named


@pytest.mark.parametrize(("at_zero", "line"), [(0, "Z1 > 0"), (1, "Z1 >= 0")])
def test_the_derivative_at_0_that_is_laid_down_is_the_only_right_one(student, at_zero, line):
    name = student(("dZ1 = dA1 * (Z1 > 0)", f"dZ1 = dA1 * ({line})"))
    arguments = (name, TWIN, *FEW, *RELU, "--relu-at-zero")
    assert compare(*arguments, at_zero).code == 0
    other = compare(*arguments, 1 - at_zero)
    assert other.code == 1
    assert "dZ1 on the probe zeros" in other.out


def test_another_derivative_at_0_is_refused():
    ended = compare(HAND, TWIN, "--relu-at-zero", "2")
    assert ended.code == 2
    assert "--relu-at-zero" in ended.err


def test_second_opinions_are_written_for_every_gradient():
    document = parsed("hand.npz", "twin.npz", "--second-opinion")
    opinions = {row["name"]: row["verdict"] for row in document["second_opinions"]}
    assert opinions.keys() == {"cost", "dW1", "db1", "dW2", "db2"}
    assert set(opinions.values()) == {"confirmed"}
    assert parsed("hand.npz", "twin.npz")["second_opinions"] == []


def test_a_wrong_reference_is_refuted_by_the_second_opinion(student):
    name = student(("dW1 = dZ1 @ X.T / m", "dW1 = 1.001 * dZ1 @ X.T / m"))
    document = parsed(TWIN, name, *FEW, *RELU, "--second-opinion", code=1)
    opinions = {row["name"]: row["verdict"] for row in document["second_opinions"]}
    assert opinions["dW1"] == "refuted"
    assert any(note.startswith("second opinion on the reference: ") for note in document["notes"])


# ---- JSON


PROMISED = {"schema", "candidate", "reference", "verdict", "quantities", "findings"}


def test_the_json_has_every_key_that_the_design_promises():
    document = parsed("hand.npz", "twin.npz")
    assert set(document) >= PROMISED
    assert document["schema"] == "backproof.compare/1"
    assert document["verdict"] == "agree"
    assert document["findings"] == []
    assert [row["name"] for row in document["quantities"]][:3] == ["Z1", "A1", "Z2"]
    assert all(row["verdict"] == "agree" for row in document["quantities"])
    assert all(0 <= row["worst_excess"] < 1 for row in document["quantities"])
    assert all(0 < row["smallest_visible"] < 1e-9 for row in document["quantities"])


def test_what_else_the_json_has():
    document = parsed(HAND, TWIN, *FEW)
    assert set(document) - PROMISED == {
        "dtype", "versions", "trajectory", "probes", "power", "second_opinions",
        "changed_arguments", "notes",
    }  # fmt: skip  # one set
    assert [row["probe"] for row in document["probes"]] == [
        "primes", "square", "zeros", "saturated", "one",
    ]  # fmt: skip  # one list
    assert document["power"].keys() == {"slips", "hidden", "unseen"}


def test_a_finding_has_its_quantity_status_and_worst_entry(student):
    name = student(("dZ1 = dA1 * (Z1 > 0)", "dZ1 = dA1.copy()"))
    document = parsed(name, TWIN, *FEW, *RELU, code=1)
    first = document["findings"][0]
    assert (first["quantity"], first["status"], first["verdict"]) == ("dZ1", "certain", "differ")
    assert first["worst"].keys() == {"index", "actual", "expected", "tolerance"}
    assert {row["quantity"] for row in document["findings"]} == {
        row["name"] for row in document["quantities"] if row["verdict"] == "differ"
    }


def test_a_probe_that_found_something_says_what_and_why_it_was_hidden(student):
    name = student(
        ("dW1 = dZ1 @ X.T / m", "dW1 = dZ1 @ X.T / m\nif len(W1) == len(X):\n    dW1 = dW1.T")
    )
    document = parsed(name, TWIN, *FEW, *RELU, code=1)
    (found,) = [row for row in document["probes"] if row["verdict"] == "differ"]
    assert (found["probe"], found["hidden_because"]) == ("square", "no two sizes are equal")
    assert [row["name"] for row in found["quantities"]] == ["dW1", "new_W1"]
    assert document["findings"] == []


def test_the_json_file_is_written_beside_the_text(tmp_path):
    ended = compare("hand.npz", "twin.npz", "--json", "answer.json")
    assert ended.out.startswith("agree  ")
    document = json.loads((tmp_path / "answer.json").read_text())
    assert document == parsed("hand.npz", "twin.npz")


def test_a_json_file_in_a_missing_folder_is_refused_before_anything_is_read():
    ended = compare("missing.npz", "missing.npz", "--json", "nowhere/answer.json")
    assert ended.code == 2
    assert "there is no folder" in ended.err


# ---- a trace that somebody else wrote


def test_numbers_that_are_not_finite_are_strings(tmp_path):
    case = own_case()
    save_trace_of(case, {**saved(case), "dW1": np.full((3, 5), np.nan)}, "nan.npz")
    document = parsed("nan.npz", "reference_torch.deep_network:step", code=1)
    (row,) = [row for row in document["quantities"] if row["name"] == "dW1"]
    assert row["verdict"] == "differ"
