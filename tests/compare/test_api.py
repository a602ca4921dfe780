"""``compare.judge`` and ``compare.assert_agree``: whatever a person has, put behind the seam."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import compare
from compare.comparing.report import PairingReport
from compare.errors import CandidateError, UsageError
from compare.traces.saved import SavedTrace
from compare.traces.storage import save_trace
from tests.compare.cli.command_line import ROOT
from tests.compare.comparing.student import judged, own_case, saved, student

TWIN = "reference_torch.deep_network:step"
HAND = "scratch_numpy.deep_network:step"
CASE = own_case()
RIGHT = saved(CASE)
TRACE = SavedTrace("network", (5, 3, 1), CASE, RIGHT, implementation="student:step")
HALVED = ("dW1 = dZ1 @ X.T / m", "dW1 = dZ1 @ X.T / m / 2")


@pytest.fixture
def file(tmp_path):
    save_trace(tmp_path / "step.npz", TRACE)
    return tmp_path / "step.npz"


def verdicts(report):
    return {quantity.verdict for quantity in report.trajectory.quantities}


# ---- what is taken


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (RIGHT, "candidate"),
        (student(), "student:step"),
        (HAND, HAND),
        (TRACE, "student:step"),
        (SavedTrace("network", (5, 3, 1), CASE, RIGHT), "candidate"),
    ],
    ids=["mapping", "function", "name", "trace", "trace without a name"],
)
def test_whatever_has_the_right_numbers_agrees_with_autograd(given, name):
    report = compare.judge(given, case=CASE)
    assert isinstance(report, PairingReport)
    assert report.verdict == "agree"
    assert verdicts(report) == {"agree"}
    assert len(report.trajectory.quantities) == 16
    assert (report.pairing.candidate_name, report.pairing.reference_name) == (name, TWIN)


@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_brings_its_own_case(file, kind):
    report = compare.judge(kind(file))
    assert report.verdict == "agree"
    assert report.pairing.candidate_name == str(file)


def test_a_saved_trace_brings_its_own_case_as_candidate_or_as_reference():
    assert compare.judge(TRACE).verdict == "agree"
    assert compare.judge(student(), TRACE).verdict == "agree"
    assert compare.judge(TRACE, TRACE).verdict == "agree"


@pytest.mark.parametrize(
    "given", [RIGHT, student(), HAND, TRACE], ids=["mapping", "function", "name", "trace"]
)
def test_any_of_them_may_be_the_reference(given):
    wrong = {**RIGHT, "dW1": 2 * RIGHT["dW1"]}
    report = compare.judge(wrong, given, case=CASE)
    assert report.verdict == "differ"
    assert [q.name for q in report.trajectory.quantities if q.status == "certain"] == ["dW1"]


def test_a_case_is_the_same_however_it_is_written_down():
    lists = {**CASE, "activations": [*CASE["activations"]], "learning_rate": np.array(0.3)}
    del lists["cost"]  # the cross-entropy unless it is said
    assert compare.judge(student(), TRACE, case=lists).verdict == "agree"


def test_a_file_is_read_once(file, monkeypatch):
    read = []
    monkeypatch.setattr("compare.api.load_trace", lambda path: read.append(path) or TRACE)
    assert compare.judge(file, file).verdict == "agree"
    assert read == [file, file]


def test_an_object_that_can_be_called_is_named_by_its_class():
    class Net:
        def __call__(self, case, state):
            return saved(case), state

    report = compare.judge(Net(), case=CASE)
    assert report.verdict == "agree"
    assert report.pairing.candidate_name.endswith("Net")


def test_a_logistic_regression_is_judged_by_its_own_twin():
    case = {"X": CASE["X"], "Y": CASE["Y"], "learning_rate": 0.3}
    case |= {"w": np.linspace(-1, 1, 5).reshape(5, 1), "b": np.array(0.25)}
    report = compare.judge("scratch_numpy.logistic_regression.loop:step", case=case)
    assert report.verdict == "agree"
    twin = "reference_torch.logistic_regression.vectorised:step"
    assert report.pairing.reference_name == twin


def test_the_given_arrays_are_not_changed():
    case, arrays = own_case(), saved(own_case())
    compare.judge(student(), case=case)
    compare.judge(arrays, case=case)
    for name, array in own_case().items():
        np.testing.assert_array_equal(case[name], array)
    for name, array in RIGHT.items():
        np.testing.assert_array_equal(arrays[name], array)


# ---- options


def test_several_steps_are_judged_and_run_free():
    report = judged(steps=3)
    assert (report.trajectory.steps, report.trajectory.judged) == (3, 3)
    assert report.trajectory.candidate.envelope is not None
    assert report.verdict == "agree"


def test_a_saved_trace_holds_one_step():
    with pytest.raises(UsageError, match="steps 2: a saved trace holds one step"):
        compare.judge(TRACE, steps=2)
    with pytest.raises(UsageError, match="steps 0"):
        compare.judge(student(), case=CASE, steps=0)


def test_second_opinions_are_given_where_they_are_asked_for():
    report = compare.judge(TRACE, second_opinion=True)
    assert {opinion.verdict for opinion in report.opinions} == {"confirmed"}
    assert compare.judge(TRACE).opinions == ()


def test_soft_labels_are_taken_where_they_are_meant():
    soft = own_case()
    soft["Y"][:] = np.linspace(0.1, 0.9, 7)
    assert compare.judge(saved(soft), case=soft, soft_labels=True).verdict == "agree"
    with pytest.raises(UsageError):
        compare.judge(saved(soft), case=soft)


# ---- what is refused


@pytest.mark.parametrize(
    ("given", "kind"),
    [(3, "int"), (None, "NoneType"), ((RIGHT, None), "tuple"), (np.ones(3), "ndarray")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_none_of_these_is_refused_with_its_type(given, kind):
    with pytest.raises(UsageError, match=f"the candidate is a {kind}; wanted a step function"):
        compare.judge(given, case=CASE)


def test_a_reference_that_is_none_of_these_is_refused_as_such():
    with pytest.raises(UsageError, match="the reference is a int"):
        compare.judge(RIGHT, 3, CASE)


def test_without_a_case_there_is_nothing_to_compare_on():
    with pytest.raises(UsageError, match="no case to compare on: give case="):
        compare.judge(RIGHT)


def test_a_trace_and_another_case_are_refused_and_the_array_is_named():
    other = own_case()
    other["W2"][0, 1] += 0.5
    with pytest.raises(UsageError, match="not started from the same case: W2 differs before the"):
        compare.judge(TRACE, case=other)


def test_two_traces_of_different_cases_are_refused():
    other = own_case(seed=1)
    with pytest.raises(UsageError, match="not started from the same case: X differs"):
        compare.judge(TRACE, SavedTrace("network", (5, 3, 1), other, saved(other)))


@pytest.mark.parametrize("name", ["nosuch:step", "no name", "math:nothing"])
def test_a_name_that_leads_nowhere_is_refused(name):
    with pytest.raises(UsageError):
        compare.judge(name, case=CASE)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"gone\.npz"):
        compare.judge(tmp_path / "gone.npz")


@pytest.mark.parametrize("name", ["X", "learning_rate", "W2", "activations"])
def test_a_case_in_which_something_is_missing_is_refused(name):
    with pytest.raises(UsageError, match=name):
        compare.judge(student(), case={k: v for k, v in CASE.items() if k != name})


def test_a_reference_that_raises_is_an_error_and_no_verdict():
    def broken(case, state):
        raise ValueError("no reference today")

    with pytest.raises(CandidateError, match="no reference today"):
        compare.judge(student(), broken, CASE)


def test_a_candidate_that_raises_could_not_run():
    assert judged(("m = X.shape[1]", "m = 1 / 0")).verdict == "could-not-run"


# ---- in a test


def test_an_agreement_returns_nothing():
    assert compare.assert_agree(student(), case=CASE) is None


def test_a_difference_raises_with_every_finding():
    with pytest.raises(AssertionError) as error:
        compare.assert_agree(student(HALVED, ("db2 = np.sum(dZ2, axis=1, keepdims=True) / m",
                                              "db2 = np.sum(dZ2, axis=1, keepdims=True)")),
                             case=CASE)  # fmt: skip  # two wrong lines
    message = str(error.value)
    assert message.startswith(f"differ  db2 in student:step against {TWIN}: ")
    for name in ("dW1", "db2", "new_W1", "new_b2"):
        assert f"\ndiffer  {name}: " in message
    assert message.count("certain: what it is made of agrees") == 2
    assert message.count("follows from the above") == 2
    assert "\x1b[" not in message


def test_what_only_a_probe_shows_raises_too():
    with pytest.raises(AssertionError, match="on the probe primes"):
        compare.assert_agree(student(("m = X.shape[1]", "m = 7")), case=CASE)


def test_a_blind_agreement_raises_unless_it_is_allowed():
    case = own_case(m=1)
    with pytest.raises(AssertionError, match="these data could not have shown"):
        compare.assert_agree(saved(case), case=case)
    compare.assert_agree(saved(case), case=case, allow_blind=True)


def test_a_convention_raises_only_where_strictness_is_asked_for():
    line = ("dZ1 = dA1 * (Z1 > 0)", "dZ1 = dA1 * (Z1 >= 0)")
    case = own_case()
    case["X"][:, 2] = 0
    case["b1"][:] = 0
    compare.assert_agree(student(line), case=case)
    with pytest.raises(AssertionError, match=r"relu'\(0\) = 1"):
        compare.assert_agree(student(line), case=case, strict=True)


def test_a_bad_case_is_no_failure_of_the_test_but_an_error():
    with pytest.raises(UsageError):
        compare.assert_agree(student(), case={})


def test_an_unknown_option_is_an_error():
    with pytest.raises(TypeError, match="tolerance"):
        compare.assert_agree(student(), case=CASE, tolerance=1)


FAILING = """
import numpy as np
import compare
from tests.compare.comparing.student import own_case, saved

def test_my_gradients():
    case = own_case()
    arrays = saved(case)
    arrays["dW1"] = -arrays["dW1"]
    compare.assert_agree(arrays, case=case)
"""


def test_under_pytest_the_traceback_ends_in_the_persons_own_line(tmp_path):
    (tmp_path / "test_mine.py").write_text(FAILING)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mine.py"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert ">       compare.assert_agree(arrays, case=case)" in done.stdout
    assert "E       AssertionError: differ  dW1 in candidate against " in done.stdout
    assert "test_mine.py:10: AssertionError" in done.stdout
    assert "compare/api.py" not in done.stdout
    assert "def assert_agree" not in done.stdout


# ---- imported


def test_importing_the_package_loads_nothing():
    code = (
        "import sys, compare; print(*sorted({'numpy', 'torch', 'rich', 'click'} & {*sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"


def test_the_package_has_two_names_and_no_other():
    assert compare.__all__ == ["assert_agree", "judge"]
    with pytest.raises(AttributeError, match="module 'compare' has no attribute 'nothing'"):
        compare.nothing  # noqa: B018  # it is the attribute that is tested
