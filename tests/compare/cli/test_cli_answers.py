"""What the command answers: exit codes, the two streams, and JSON."""

import errno
import json
import os
from importlib.metadata import version

import pytest

from compare.ladder import run
from compare.reporting import as_text
from tests.compare.cli.command_line import SMALL, backproof, ladder, refused

RUNG = "shallow-network/vectorised"
HAND = "scratch_numpy.shallow_network.vectorised:step"
RIGHT = "from scratch_numpy.shallow_network.vectorised import step as right\n"
FEW = ("--rung", RUNG, *SMALL)


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def candidate(tmp_path, request):
    """Write a step function with a body, and name it; the name is the test's."""
    name = "cli_" + "".join(c if c.isalnum() else "_" for c in request.node.name)

    def write(body, head=RIGHT):
        (tmp_path / f"{name}.py").write_text(f"{head}def step(case, state):\n    {body}\n")
        return "--candidate", f"{name}:step"

    return write


def refuse(token):
    raise AssertionError(f"{token} is no JSON")


def parsed(text):
    return json.loads(text, parse_constant=refuse)


# ---- exit codes


def test_0_the_chapter_itself_as_a_candidate():
    ended = ladder(*FEW, "--candidate", HAND)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("agree  1 rung, 16 quantities")


def test_1_a_wrong_gradient_and_the_first_line_names_it(candidate):
    body = "trace, _ = right(case, state); return {**trace, 'dZ1': trace['dA1'].copy()}, state"
    ended = ladder(*FEW, *candidate(body))
    assert ended.code == 1
    first = ended.out.splitlines()[0]
    assert first.startswith("differ  dZ1 in shallow-network/vectorised: ")
    assert first.endswith("entries differ (step 1)")
    assert "certain: what it is made of agrees (dA1, Z1)" in ended.out


def test_1_an_argument_that_is_changed_in_place(candidate):
    body = "result = right(case, state); case['W1'] += 0.5; return result"
    ended = ladder(*FEW, *candidate(body))
    assert ended.code == 1
    assert "changed its arguments in place: W1 (by up to 5.0e-01)" in ended.out.splitlines()[0]


@pytest.mark.parametrize("name", ["mynet", "mynet:", ":step", "..net:step"])
def test_2_a_candidate_that_is_no_name(name):
    message = refused(*FEW, "--candidate", name)
    assert f"{name!r} is not of the form module:function" in message


def test_2_a_candidate_that_does_not_exist(tmp_path):
    message = refused(*FEW, "--candidate", "no_such_net:step")
    assert "no module 'no_such_net' here" in message
    assert str(tmp_path) in message


def test_2_a_candidate_without_the_function_and_those_it_has(tmp_path):
    (tmp_path / "net_without_step.py").write_text("def forward(case, state): ...\n")
    message = refused(*FEW, "--candidate", "net_without_step:step")
    assert "net_without_step has no function 'step'; it has forward" in message


def test_3_a_quantity_that_is_not_returned(candidate):
    body = "trace, _ = right(case, state); del trace['dW1']; return trace, state"
    ended = ladder(*FEW, *candidate(body))
    assert ended.code == 3
    assert ended.out.startswith("not-captured")
    assert "dW1" in ended.out.splitlines()[0]


def test_3_zeros_say_nothing_unless_that_is_allowed():
    given = ("--rung", "deep-network", *SMALL, "--init", "zeros")
    ended = ladder(*given)
    assert ended.code == 3
    assert ended.out.startswith("blind")
    allowed = ladder(*given, "--allow-blind")
    assert allowed.code == 0
    assert allowed.out.startswith("blind")


def test_allow_blind_allows_nothing_else(candidate):
    body = "trace, _ = right(case, state); del trace['dW1']; return trace, state"
    assert ladder(*FEW, "--allow-blind", *candidate(body)).code == 3


def test_allow_blind_does_not_allow_a_difference(candidate):
    body = "trace, _ = right(case, state); return {**trace, 'dW1': -trace['dW1']}, state"
    assert ladder(*FEW, "--allow-blind", *candidate(body)).code == 1


def test_4_a_candidate_that_raises_names_its_own_line(candidate):
    ended = ladder(*FEW, *candidate("return case['W9'], state"))
    assert ended.code == 4
    first = ended.out.splitlines()[0]
    assert first.startswith("could-not-run  shallow-network/vectorised: step 1: ")
    assert "raised KeyError at cli_" in first
    assert "Traceback" not in ended.out + ended.err


def test_4_a_candidate_that_exits(candidate):
    ended = ladder(*FEW, *candidate("sys.exit(0)", head="import sys\n"))
    assert ended.code == 4
    assert "SystemExit" in ended.out


def test_4_a_candidate_that_cannot_be_imported(tmp_path):
    (tmp_path / "cli_broken_net.py").write_text("def step(case, state)\n    return {}, None\n")
    ended = ladder(*FEW, "--candidate", "cli_broken_net:step")
    assert ended.code == 4
    assert ended.out == ""
    assert "cli_broken_net could not be imported: SyntaxError" in ended.err


def test_4_a_candidate_that_returns_no_pair(candidate):
    ended = ladder(*FEW, *candidate("return right(case, state)[0]"))
    assert ended.code == 4
    assert "returned a dict; wanted a pair (trace, state)" in ended.out


def test_5_a_fault_of_ours_is_no_verdict(monkeypatch):
    """Exit code 1 says that a quantity differs; an error nobody foresaw must not say that."""

    def broken(*arguments):
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr(run, "run_plan", broken)
    try:
        code = ladder(*FEW).code
    except ZeroDivisionError:  # what the interpreter ends with code 1
        code = 1
    assert code == 5


def test_130_an_interrupt(monkeypatch):
    def interrupted(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "run_plan", interrupted)
    ended = ladder(*FEW)
    assert (ended.code, ended.out) == (130, "")
    assert ended.err.strip() == "backproof: interrupted; nothing was judged to the end"


# ---- streams


def test_quiet_prints_only_the_verdict():
    ended = ladder(*FEW, "-q")
    assert ended.code == 0
    assert ended.out.startswith("agree")
    assert ended.out == ladder(*FEW).out.partition("\n\n")[0] + "\n"


def test_quiet_prints_one_line_where_something_differs(candidate):
    body = "trace, _ = right(case, state); return {**trace, 'dW1': -trace['dW1']}, state"
    ended = ladder(*FEW, "-q", *candidate(body))
    assert ended.code == 1
    assert len(ended.out.splitlines()) == 1


def test_verbose_prints_every_quantity_with_its_equation():
    out = ladder(*FEW, "-v").out
    for equation in ("Z1 = W1 @ X + b1", "dZ1 = dA1 * tanh_prime(Z1)", "new_b2 = b2 - "):
        assert equation in out


def test_rungs_run_in_the_order_they_are_named_in():
    out = ladder("--rung", "losses", "--rung", "activations", *SMALL).out
    assert out.startswith("agree  2 rungs")
    assert out.index(" losses ") < out.index(" activations ")


def test_nothing_goes_to_standard_error_where_it_is_no_terminal():
    assert ladder(*FEW).err == ""


def test_a_nan_in_a_candidate_raises_no_warning_of_ours(candidate):
    body = "trace, _ = right(case, state); return {**trace, 'Z2': trace['Z2'] * np.nan}, state"
    ended = ladder(*FEW, *candidate(body, head=RIGHT + "import numpy as np\n"))
    assert (ended.code, ended.err) == (1, "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_every_encoding_can_carry_the_answer(encoding):
    ended = ladder(*FEW, "-v", encoding=encoding)
    assert ended.code == 0
    assert ended.out.startswith("agree")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_what_an_encoding_cannot_carry_is_escaped(encoding, candidate):
    ended = ladder(*FEW, *candidate("raise ValueError('∂J/∂W')"), encoding=encoding)
    assert ended.code == 4
    assert "\\u2202J/\\u2202W" in ended.out


def test_colour_is_off_in_a_pipe_and_on_where_it_is_asked_for():
    assert "\x1b" not in ladder(*FEW, "-q").out
    assert "\x1b[32m" in ladder(*FEW, "-q", "--color", "always", TERM="xterm-256color").out
    assert "\x1b" not in ladder(*FEW, "-q", "--color", "never", FORCE_COLOR="1").out


def test_no_color_is_honoured():
    given = {"TERM": "xterm-256color", "FORCE_COLOR": "1"}
    assert "\x1b[32m" in ladder(*FEW, "-q", **given).out
    assert "\x1b[3" not in ladder(*FEW, "-q", NO_COLOR="1", **given).out


# ---- JSON


def test_json_in_the_place_of_the_text_is_one_object_and_nothing_else():
    ended = ladder(*FEW, "--json", "-")
    assert (ended.code, ended.err) == (0, "")
    document = parsed(ended.out)
    assert document["schema"] == "backproof.ladder/1"
    assert document["verdict"] == "agree"
    assert [row["rung"] for row in document["rungs"]] == [RUNG]


def test_a_candidate_that_prints_does_not_spoil_the_json(candidate):
    ended = ladder(*FEW, "--json", "-", *candidate("print('cost', 0.5); return right(case, state)"))
    assert ended.code == 0
    assert parsed(ended.out)["verdict"] == "agree"
    assert "cost 0.5" in ended.err


def test_a_candidate_that_prints_while_it_is_imported_does_not_spoil_the_json(candidate):
    given = candidate("return right(case, state)", head=RIGHT + "print('training ...')\n")
    ended = ladder(*FEW, "--json", "-", *given)
    assert ended.code == 0
    assert parsed(ended.out)["verdict"] == "agree"
    assert "training ..." in ended.err


@pytest.mark.parametrize("flags", [("-q",), ("-v",), ("--color", "always")], ids="-".join)
def test_json_is_the_same_object_whatever_the_text_would_have_looked_like(flags):
    assert parsed(ladder(*FEW, "--json", "-", *flags).out)["verdict"] == "agree"


def test_json_has_the_exit_code_of_the_text(candidate):
    body = "trace, _ = right(case, state); return {**trace, 'dW1': trace['dW1'] * np.nan}, state"
    ended = ladder(*FEW, "--json", "-", *candidate(body, head=RIGHT + "import numpy as np\n"))
    assert ended.code == 1
    document = parsed(ended.out)
    (wrong,) = [q for q in document["rungs"][0]["quantities"] if q["name"] == "dW1"]
    assert wrong["worst"]["actual"] == "nan"
    assert wrong["worst_excess"] == "inf"


def test_a_json_file_is_written_beside_the_text(tmp_path):
    ended = ladder(*FEW, "--json", "result.json")
    assert ended.code == 0
    assert ended.out.startswith("agree")
    assert os.listdir(tmp_path) == ["result.json"]
    assert parsed((tmp_path / "result.json").read_text())["verdict"] == "agree"


def test_the_verdict_is_printed_even_where_the_file_cannot_be_saved(tmp_path, monkeypatch):
    (tmp_path / "result.json").write_text("old")

    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ended = ladder(*FEW, "--json", "result.json")
    assert ended.code == 5
    assert "result.json was not saved" in ended.err
    assert "No space left on device" in ended.err
    assert os.listdir(tmp_path) == ["result.json"]
    assert (tmp_path / "result.json").read_text() == "old"
    assert ended.out.startswith("agree")


def test_two_runs_print_the_same_but_for_their_times():
    def without_times(text):
        document = parsed(text)
        for row in document["rungs"]:
            del row["seconds"], row["step_seconds"]
            row["notes"] = [note for note in row["notes"] if "times as long" not in note]
        return document

    first, second = (without_times(ladder(*FEW, "--json", "-").out) for _ in range(2))
    assert first == second


def test_a_report_that_cannot_be_rendered_is_a_fault_and_no_verdict(monkeypatch):
    def broken(*arguments, **options):
        raise IndexError("nobody foresaw this")

    monkeypatch.setattr(as_text, "print_ladder", broken)
    try:
        code = ladder(*FEW).code
    except IndexError:
        code = 1
    assert code == 5


# ---- help


@pytest.mark.parametrize(
    "arguments", [("--help",), ("-h",), ("ladder", "--help"), ("ladder", "-h")]
)
def test_help_is_printed_and_ends_with_0(arguments):
    ended = backproof(*arguments)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Usage: ")
    assert "--help" in ended.out


def test_the_version_is_printed():
    ended = backproof("--version")
    assert ended.code == 0
    assert ended.out.endswith(f", version {version('backproof')}\n")


def test_every_option_of_the_guide_is_in_the_help():
    out = backproof("ladder", "--help").out
    for option in (
        "--rung", "--candidate", "--data", "--layout", "--soft-labels", "--layer-dims",
        "--activations", "--cost", "--init", "--learning-rate", "--steps", "--seed", "--dtype",
        "--allow-blind", "--json", "--color", "--quiet", "--verbose",
    ):  # fmt: skip  # as in the guide
        assert option in out
