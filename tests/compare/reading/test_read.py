import ast
import os

import pytest

from compare.reading import read
from compare.reading.decoding import UnreadableError
from compare.reading.read import read_source


def file(tmp_path, content, name="net.py"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("a = 'ä'".encode(), "ä"),
        (b"\xef\xbb\xbfa = '\xc3\xa4'", "ä"),
        ("# -*- coding: latin-1 -*-\na = 'ä'".encode("latin-1"), "ä"),
        ("#!/usr/bin/python\n# vim: set fileencoding=gbk :\na = '数'".encode("gbk"), "数"),
        ("a = 'ä'".encode("utf-16"), "ä"),
        ("# coding: no-such-thing\na = 'ä'".encode(), "ä"),
    ],
)
def test_the_encoding_that_a_file_names(tmp_path, content, value):
    source = read_source(file(tmp_path, content))
    assert source.problems == []
    assert ast.literal_eval(source.units[0].statements[-1].value) == value


def test_an_encoding_that_is_not_named_is_said(tmp_path):
    source = read_source(file(tmp_path, b"a = 1\nb = '\xe4'\n"))
    assert ast.literal_eval(source.units[0].statements[1].value) == "ä"
    assert [(problem.line, problem.kind) for problem in source.problems] == [(2, "repaired")]


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_lines_end_where_python_ends_them(tmp_path, newline):
    content = b"a = 1\nb = '\x0c \xe2\x80\xa8'\n\nc = 2".replace(b"\n", newline)
    source = read_source(file(tmp_path, content))
    assert [s.lineno for s in source.units[0].statements] == [1, 2, 4]
    assert len(source.lines[None]) == 4


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.py", "python"),
        ("a.md", "markdown"),
        ("a.Rmd", "markdown"),
        ("a.txt", "python"),
        ("a", "python"),
    ],
)
def test_the_suffix_tells_the_format(tmp_path, name, kind):
    assert read_source(file(tmp_path, b"a = 1\n", name)).kind == kind


@pytest.mark.parametrize("name", ["a.ipynb", "a.json", "a"])
def test_a_notebook_is_one_under_any_name(tmp_path, name):
    content = b'{"cells": [{"cell_type": "code", "source": "a = 1"}]}'
    assert read_source(file(tmp_path, content, name)).kind == "notebook"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "empty"), (b" \n\n", "empty"), (b"\x89PNG\r\n\x00\x01", "zero bytes")],
)
def test_a_file_that_is_no_code_is_refused(tmp_path, content, words):
    with pytest.raises(UnreadableError, match=words):
        read_source(file(tmp_path, content))


def test_what_is_no_file_is_refused(tmp_path):
    with pytest.raises(UnreadableError, match="folder"):
        read_source(tmp_path)
    with pytest.raises(UnreadableError, match="No such file"):
        read_source(tmp_path / "none.py")
    os.mkfifo(tmp_path / "pipe.py")
    with pytest.raises(UnreadableError, match="no ordinary file"):
        read_source(tmp_path / "pipe.py")


def test_a_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(read, "MOST_BYTES", 2**20)
    with pytest.raises(UnreadableError, match="1 MiB"):
        read_source(file(tmp_path, b" " * (2**20 + 1)))
    monkeypatch.setattr(read, "MOST_CODE", 10)
    with pytest.raises(UnreadableError, match="more code"):
        read_source(file(tmp_path, b"a = 1\n" * 3))


def test_problems_come_in_the_order_of_the_file(tmp_path):
    source = read_source(file(tmp_path, b"x = ...\nprint 'a'\ny = y y\nfor i in xrange(3): pass\n"))
    assert [problem.line for problem in source.problems] == [1, 2, 3, 4]
