import ast
import json

import pytest

from compare.reading.decoding import UnreadableError
from tests.compare.reading.published import read, told


def notebook(*sources, **fields):
    cells = [{"cell_type": "code", "source": source} for source in sources]
    return json.dumps({"cells": cells, "nbformat": 4, **fields})


def units(text):
    return {
        unit.cell: [ast.unparse(s) for s in unit.statements]
        for unit in read(text, "notebook").units
    }


def test_cells_are_counted_whatever_is_in_them():
    cells = [
        {"cell_type": "markdown", "source": "a"},
        {"cell_type": "raw", "source": "b = 1"},
        {"cell_type": "code", "source": []},
        {"cell_type": "code", "source": ["c = 1\n", "d = 2"]},
    ]
    source = read(json.dumps({"cells": cells}), "notebook")
    assert [(unit.cell, len(unit.statements)) for unit in source.units] == [(3, 2)]
    assert source.lines == {2: (), 3: ("c = 1", "d = 2")}


def test_the_third_format_with_its_worksheets():
    sheet = {
        "cells": [{"cell_type": "heading", "source": "a"}, {"cell_type": "code", "input": "a = 1"}]
    }
    assert units(json.dumps({"worksheets": [sheet, sheet], "nbformat": 3})) == {
        1: ["a = 1"],
        3: ["a = 1"],
    }


@pytest.mark.parametrize(
    "first", ["%%bash", "%%html", "%%javascript", "%%R -i x", "%%writefile a.txt"]
)
def test_a_cell_in_another_language_is_left_alone(first):
    assert units(notebook(f"{first}\necho a", "b = 1")) == {1: ["b = 1"]}


@pytest.mark.parametrize(
    "first", ["%%time", "%%timeit -n 3", "%%capture out", "%%writefile net.py"]
)
def test_a_cell_of_python_under_a_magic_is_read(first):
    assert units(notebook(f"\n{first}\nb = 1")) == {0: ["pass", "b = 1"]}


def test_lines_of_magic_keep_the_others_where_they_are():
    text = "import numpy\n%matplotlib inline\n!ls\n?np\nnp.dot??\nfiles = !ls\n%time a = 1\nb = 2"
    source = read(notebook(text), "notebook")
    assert source.problems == []
    assert [s.lineno for s in source.units[0].statements] == list(range(1, 9))
    assert source.lines[0] == tuple(text.split("\n"))


def test_a_broken_cell_leaves_the_others_and_names_its_line():
    source = read(notebook("a = 1", "b = 2\nc = = 3", "d = 4"), "notebook")
    assert told(source) == [("lost", 1, 2, "")]
    assert [len(unit.statements) for unit in source.units] == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ('{"cells": [', "not a whole notebook: line 1"),
        ("[1, 2]", "no notebook"),
        ('{"a": 1}', 'no "cells"'),
        ('{"cells": 3}', "no list"),
        ("[" * 100_000, "no notebook"),
        (notebook("a <- 1", metadata={"kernelspec": {"language": "R"}}), "a notebook in r"),
    ],
)
def test_what_is_no_notebook_is_refused_in_a_line(text, words):
    with pytest.raises(UnreadableError, match=words) as refused:
        read(text, "notebook")
    assert "\n" not in str(refused.value)


def test_odd_cells_are_passed_over():
    cells = [None, 3, {"cell_type": "code"}, {"cell_type": "code", "source": [1, "a = 1"]}]
    assert units(json.dumps({"cells": cells, "metadata": []})) == {3: ["a = 1"]}
