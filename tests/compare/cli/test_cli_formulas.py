"""``backproof check -e``: formulas on the command line, from standard input, as JSON."""

import io
import json
import subprocess
import sys
import time

import pytest

from tests.compare.cli.command_line import backproof

RIGHT, WRONG = "dW2 = dZ2 @ A1.T / m", "db2 = np.sum(dZ2) / m"


def test_the_reading_is_echoed_before_the_verdict():
    ended = backproof("check", "-e", r"dW^{[2]} = \frac{1}{m} dZ^{[2]} A^{[1]T}")
    assert ended.code == 0
    first, second = ended.out.splitlines()[:2]
    assert first.startswith("read  dW2 = 1 / m")
    assert second.strip().startswith("right")


def test_what_is_wrong_is_told_with_what_was_meant():
    ended = backproof("check", "-e", WRONG)
    assert ended.code == 1
    assert "[sum-axis]" in ended.out
    assert "meant:  db2 = np.sum(dZ2, axis=1, keepdims=True) / m" in ended.out


@pytest.mark.parametrize(
    ("formulas", "code"),
    [
        ([RIGHT], 0),
        ([RIGHT, WRONG], 1),
        (["dZ2 = (A2 - Y) / m"], 0),
        (["foo = 1 + bar"], 3),
        ([RIGHT, "foo = 1 + bar"], 3),
        (["A1.tofile('x')"], 3),
    ],
)
def test_exit_codes(formulas, code):
    arguments = [word for formula in formulas for word in ("-e", formula)]
    assert backproof("check", *arguments).code == code


def test_a_convention_is_wrong_under_strict():
    assert backproof("check", "--strict", "-e", "dZ2 = (A2 - Y) / m").code == 1


def test_standard_input_is_a_formula_a_line(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{RIGHT}\n\n{WRONG}\n"))
    ended = backproof("check", "-e", "-", "--json", "-")
    subjects = json.loads(ended.out)["subjects"]
    assert [subject["verdict"] for subject in subjects] == ["agree", "differ"]


def test_json_has_a_subject_a_formula():
    ended = backproof("check", "-e", WRONG, "--json", "-")
    (subject,) = json.loads(ended.out)["subjects"]
    assert subject["path"] == "-e"
    assert subject["line"] == 1
    assert subject["formula"] == WRONG
    assert subject["reading"] == WRONG
    (finding,) = subject["findings"]
    assert finding["cause"] == "sum-axis"
    assert finding["sure"] is True


def test_the_network_can_be_said():
    assert backproof("check", "-e", "A1 = sigmoid(Z1)").code == 0
    assert backproof("check", "--activations", "tanh,sigmoid", "-e", "A1 = sigmoid(Z1)").code == 1
    assert backproof("check", "-e", WRONG).code == 1
    assert backproof("check", "--layer-dims", "3,4,1", "-e", WRONG).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--activations", "swish", "-e", RIGHT],
        ["--cost", "hinge", "-e", RIGHT],
        ["--layer-dims", "3", "-e", RIGHT],
        ["--layer-dims", "3,0,1", "-e", RIGHT],
        ["--layer-dims", "3,4,1", "--activations", "tanh", "-e", RIGHT],
    ],
)
def test_bad_input(arguments):
    assert backproof("check", *arguments).code == 2


def test_notes_are_read_by_their_suffix(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("the error: dz = y - a\n")
    ended = backproof("check", str(note))
    assert ended.code == 1
    assert "note.txt:1" in ended.out


def test_an_answer_comes_in_seconds():
    began = time.monotonic()
    command = [sys.executable, "-m", "compare", "check", "-e", RIGHT]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert time.monotonic() - began < 20  # 2.5 s on a machine of its own


@pytest.mark.parametrize("formula", ["", "   "])
def test_an_empty_formula_is_bad_input(formula):
    ended = backproof("check", "-e", formula)
    assert ended.code == 2
    assert "the formula is empty" in ended.err


@pytest.mark.parametrize("name", ["notes.txt", "notes.md"])
def test_a_text_without_mathematics_has_no_verdict(tmp_path, name):
    path = tmp_path / name
    path.write_text("Nothing here is mathematics.\n", encoding="utf-8")
    ended = backproof("check", str(path))
    assert ended.code == 3
    assert "no formula and no network was found in it" in ended.out
