import sys
import textwrap

import numpy as np
import pytest

from compare.candidates.seam import Implementation, load
from compare.errors import CandidateError, UsageError


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty current folder; what is imported from it is forgotten afterwards."""
    before = set(sys.modules)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.chdir(tmp_path)

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    yield write
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", None)):
            del sys.modules[name]


def refused(kind, name):
    with pytest.raises(kind) as error:
        load(name)
    return str(error.value)


def test_a_function_of_a_module_in_the_current_folder_is_found(folder):
    folder("net_found.py", "def step(case, state):\n    return {'cost': case['X'] + 1}, state\n")
    implementation = load("net_found:step")
    assert isinstance(implementation, Implementation)
    assert implementation.name == "net_found:step"
    trace, state = implementation.step({"X": 1}, "kept")
    assert (trace, state) == ({"cost": 2}, "kept")


def test_a_module_in_a_package_is_found(folder):
    folder("parcel/__init__.py", "")
    folder("parcel/net.py", "def step(case, state):\n    return {}, state\n")
    assert load("parcel.net:step").name == "parcel.net:step"


def test_the_current_folder_comes_before_the_installed_modules(folder, tmp_path, monkeypatch):
    installed = tmp_path / "installed"
    installed.mkdir()
    (installed / "net_twice.py").write_text("step = None\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [*sys.path, str(installed)])
    folder("net_twice.py", "def step(case, state):\n    return {'here': 1}, state\n")
    assert load("net_twice:step").step({}, None) == ({"here": 1}, None)


def test_the_current_folder_is_put_on_the_path_once(folder, tmp_path):
    folder("net_once.py", "def step(case, state):\n    return {}, state\n")
    load("net_once:step")
    load("net_once:step")
    assert sys.path.count(str(tmp_path)) == 1


def test_our_own_chapters_come_through_the_same_seam():
    case = {"a": np.array([[2.0]]), "h": 0.5}
    trace, _ = load("scratch_numpy.derivatives:step").step(case, None)
    assert trace["df_square"] == 4


def test_anything_that_can_be_called_is_a_step(folder):
    folder(
        "net_object.py",
        """
        class Net:
            def __call__(self, case, state):
                return {"called": 1}, state
        step = Net()
        """,
    )
    assert load("net_object:step").step({}, None) == ({"called": 1}, None)


@pytest.mark.parametrize("name", ["", "net", "net:", ":step", ":", "net.step"])
def test_a_name_without_a_module_or_a_function_is_refused(name):
    message = refused(UsageError, name)
    assert message == f"{name!r} is not of the form module:function, as in mynet:step"


@pytest.mark.parametrize("name", [".net:step", "..net:step", ".:step"])
def test_a_name_relative_to_nothing_is_refused(folder, name):
    assert repr(name) in refused(UsageError, name)


def test_a_module_that_is_not_there_is_refused_with_the_place_looked_at(folder, tmp_path):
    message = refused(UsageError, "no_such_net:step")
    assert message == f"no module 'no_such_net' here ({tmp_path}) or among the installed ones"


def test_a_module_that_is_not_in_its_package_is_refused(folder):
    folder("lone/__init__.py", "")
    assert refused(UsageError, "lone.net:step").startswith("no module 'lone.net' here")


def test_a_file_name_is_refused_as_a_module(folder):
    folder("net_file.py", "def step(case, state):\n    return {}, state\n")
    assert refused(UsageError, "net_file.py:step").startswith("no module 'net_file.py' here")


def test_a_function_that_is_not_there_is_refused_with_those_that_are(folder):
    folder("net_others.py", "def run(case, state): ...\ndef train(): ...\ndef _own(): ...\nX = 3\n")
    message = refused(UsageError, "net_others:step")
    assert message == "net_others has no function 'step'; it has run, train"


def test_what_is_no_function_is_refused(folder):
    folder("net_value.py", "step = 3\ndef run(case, state): ...\n")
    assert refused(UsageError, "net_value:step") == "net_value has no function 'step'; it has run"


def test_a_module_that_needs_another_one_is_the_candidates_fault(folder):
    folder("net_needs.py", "import no_such_library\n")
    message = refused(CandidateError, "net_needs:step")
    assert message.startswith("net_needs could not be imported: ")
    assert "No module named 'no_such_library'" in message


def test_a_module_that_raises_is_the_candidates_fault(folder):
    folder("net_raises.py", "x = 1\ny = x / 0\n")
    message = refused(CandidateError, "net_raises:step")
    assert message.startswith("net_raises could not be imported: ZeroDivisionError")
    assert "division by zero" in message


def test_a_module_that_raises_is_told_its_own_line(folder):
    folder("net_line.py", "x = 1\ny = x / 0\n")
    assert "net_line.py:2" in refused(CandidateError, "net_line:step")


def test_a_module_that_does_not_parse_is_told_its_line(folder):
    folder("net_syntax.py", "x = 1\ny = = 2\n")
    message = refused(CandidateError, "net_syntax:step")
    assert message.startswith("net_syntax could not be imported: SyntaxError: invalid syntax")
    assert "net_syntax.py, line 2" in message


@pytest.mark.parametrize("leave", ["import sys; sys.exit(0)", "raise SystemExit", "quit()"])
def test_a_module_that_ends_the_program_does_not_end_the_judge(folder, leave):
    folder("net_exits.py", "import builtins, sys\nquit = sys.exit\n" + leave + "\n")
    message = refused(CandidateError, "net_exits:step")
    assert message.startswith("net_exits could not be imported: SystemExit")


def test_an_interrupt_while_a_module_is_imported_passes_through(folder):
    folder("net_stopped.py", "raise KeyboardInterrupt\n")
    with pytest.raises(KeyboardInterrupt):
        load("net_stopped:step")


def test_a_candidates_error_keeps_its_cause(folder):
    folder("net_cause.py", "raise ValueError('mine')\n")
    with pytest.raises(CandidateError) as error:
        load("net_cause:step")
    assert isinstance(error.value.__cause__, ValueError)


@pytest.mark.parametrize(("kind", "code"), [(UsageError, 2), (CandidateError, 4)])
def test_the_two_kinds_of_refusal_end_with_their_codes(kind, code):
    assert kind("").exit_code == code
