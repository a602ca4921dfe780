import json

from compare.reading.in_words import in_words
from compare.reading.read import read_text


def test_equal_problems_are_joined_and_what_is_lost_comes_first():
    text = "".join(f"def f{k}(x):\n    print x\n    return x\n" for k in range(5))
    text += "def g(x):\n    return (x\ndef h(x):\n    ...\n"
    assert list(in_words(read_text(text, "python").problems)) == [
        "line 17: g was left out: '(' was never closed",
        "lines 2, 5, 8 and 2 more: Python 2's print statement; nothing is printed",
        "line 18: the body of h is not written yet",
    ]


def test_a_notebook_names_its_cells():
    cells = [{"cell_type": "code", "source": f"print {k}"} for k in range(2)]
    source = read_text(json.dumps({"cells": cells}), "notebook")
    words = "cell 0 line 1, cell 1 line 1: Python 2's print statement; nothing is printed"
    assert list(in_words(source.problems)) == [words]


def test_no_problem_no_words():
    assert list(in_words([])) == []
