"""``backproof check``: which files, the two streams, JSON, exit codes; the judge is a stand-in."""

import json
import os
from dataclasses import replace

import pytest

from compare.checking import check
from compare.diagnosing.answer import CheckReport
from tests.compare.cli.command_line import backproof
from tests.compare.reporting.check_reports import DIFFER

CODE = "import numpy as np\n"


class Judge:
    """Answers for each file what its text asks for."""

    def __init__(self):
        self.asked, self.jobs = [], None

    def __call__(self, paths, jobs=None):
        self.asked, self.jobs = [str(path) for path in paths], jobs
        for path in paths:
            words = path.read_text(encoding="utf-8", errors="replace").split()
            verdict = (
                words[-1] if words[-1] in ("differ", "convention", "could-not-run") else "agree"
            )
            report = CheckReport(str(path), verdict, "as the stand-in says")
            yield replace(DIFFER, path=str(path)) if verdict == "differ" else report


@pytest.fixture(autouse=True)
def judge(monkeypatch, tmp_path):
    stand_in = Judge()
    monkeypatch.setattr(check, "check_paths", stand_in)
    monkeypatch.chdir(tmp_path)
    return stand_in


@pytest.fixture
def write(tmp_path):
    def file(name, verdict="agree", content=None):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"{CODE}# {verdict}\n".encode() if content is None else content)
        return name

    return file


def refused(*paths):
    ended = backproof("check", *paths)
    assert (ended.code, ended.out) == (2, "")
    assert len(ended.err.splitlines()) == 1
    return ended.err


@pytest.mark.parametrize(
    ("verdicts", "options", "code"),
    [
        (["agree"], [], 0),
        (["differ"], [], 1),
        (["convention"], [], 0),
        (["convention"], ["--strict"], 1),
        (["agree"], ["--strict"], 0),
        (["could-not-run"], [], 4),
        (["agree", "could-not-run"], [], 4),
        (["agree", "could-not-run", "differ"], [], 1),
    ],
)
def test_the_exit_code_is_that_of_the_worst(write, verdicts, options, code):
    names = [write(f"{k}.py", verdict) for k, verdict in enumerate(verdicts)]
    ended = backproof("check", *names, *options)
    assert (ended.code, ended.err) == (code, "")


def test_one_file_is_told_and_several_are_tabled(write):
    one = backproof("check", write("net.py", "differ"))
    assert one.out.startswith("differ  net.py: db2 and db1 are wrong\n\nnet.py:8  db2 is wrong")
    several = backproof("check", "net.py", write("a.py"))
    assert several.out.startswith("differ  2 networks: 1 differ, 1 agree\n")
    assert "net.py:8  db2 is wrong" in several.out


def test_quiet_and_verbose(write):
    name = write("net.py", "differ")
    assert backproof("check", name, "-q").out == "differ  net.py: db2 and db1 are wrong\n"
    assert "called    backward(" in backproof("check", name, "-v").out


def test_json_in_the_place_of_the_text(write):
    ended = backproof("check", write("net.py", "differ"), "--json", "-")
    assert ended.code == 1
    assert json.loads(ended.out)["subjects"][0]["findings"][0]["cause"] == "sum-axis"


def test_json_beside_the_text(write, tmp_path):
    ended = backproof("check", write("net.py", "differ"), "--json", "answer.json")
    assert ended.out.startswith("differ")
    assert json.loads((tmp_path / "answer.json").read_text())["schema"] == "backproof.check/1"


def test_json_that_cannot_be_written_is_refused_before_anything_runs(write, judge):
    ended = backproof("check", write("net.py"), "--json", "none/answer.json")
    assert (ended.code, judge.asked) == (2, [])


def test_jobs_are_handed_on(write, judge):
    backproof("check", write("net.py"), "-j", "3")
    assert judge.jobs == 3
    assert backproof("check", "net.py", "-j", "0").code == 2


def test_a_folder_is_walked_in_order_and_each_file_taken_once(write, judge):
    write("b/net.py")
    write("b/a.md", content=b"```python\nimport numpy as np\n```\n")
    write("b/c/d.ipynb", content=b'{"cells": [{"cell_type": "code", "source": "import numpy"}]}')
    for name in ("b/.hidden/e.py", "b/__pycache__/f.py", "b/env/lib/g.py", "b/h.txt", "b/.i.py"):
        write(name)
    write("b/env/pyvenv.cfg")
    ended = backproof("check", "b/net.py", "b", "./b/net.py")
    assert ended.err == ""
    assert judge.asked == ["b/net.py", "b/a.md", os.path.join("b", "c", "d.ipynb")]


def test_what_a_folder_holds_besides_is_left_out_and_said(write, judge):
    write("b/net.py")
    write("b/plain.py", content=b"from math import exp\n")
    write("b/__init__.py", content=b"")
    write("b/setup.py", content=b"import setuptools\n")
    write("b/broken.ipynb", content=b"{")
    ended = backproof("check", "b")
    assert judge.asked == ["b/net.py", "b/plain.py"]
    assert ended.err.startswith(
        "backproof: left out, nothing of a network in them: 3 of the folder's files ("
    )
    assert backproof("check", "b", "-q").err == ""


def test_a_file_that_is_named_is_taken_whatever_is_in_it(write, judge):
    backproof("check", write("plain.py", content=b"w = 1\n"))
    assert judge.asked == ["plain.py"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"\x00\x01", "this is no text"),
        (b'{"cells": [', "not a whole notebook"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(write, judge, content, words):
    message = refused(write("a.py"), write("net.ipynb", content=content))
    assert message.startswith("backproof: net.ipynb: ")
    assert words in message
    assert judge.asked == []


def test_a_path_that_is_not_there_and_a_folder_without_code(tmp_path):
    assert refused("none.py") == "backproof: none.py: No such file or directory\n"
    (tmp_path / "empty").mkdir()
    assert "no .py, .ipynb or Markdown file that could hold a network" in refused("empty")


def test_no_path_at_all_is_refused():
    ended = backproof("check")
    assert ended.code == 2
    assert "PATH" in ended.err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_any_stream_carries_the_answer(write, encoding):
    ended = backproof("check", write("réseau_数.py", "differ"), encoding=encoding)
    assert ended.code == 1
    assert "db2 is wrong" in ended.out
    assert "\x1b" not in ended.out


def test_colour_and_no_colour(write):
    name = write("net.py", "differ")
    assert "\x1b[" in backproof("check", name, "--color", "always").out
    assert "\x1b[3" not in backproof("check", name, "--color", "always", NO_COLOR="1").out


def test_a_fault_of_the_judge_is_no_verdict(write, monkeypatch):
    def fault(paths, jobs=None):
        raise RuntimeError("ours")
        yield

    monkeypatch.setattr(check, "check_paths", fault)
    ended = backproof("check", write("net.py"))
    assert (ended.code, ended.out) == (5, "")
    assert "a fault of our own" in ended.err
