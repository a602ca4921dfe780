"""Every page is run: its wrong line is wrong, its right line right, its numbers are computed."""

import ast
import math
import re
from importlib.resources import files
from pathlib import Path
from typing import get_args

import numpy as np
import pytest

from compare.explaining.pages import CODES, page_on
from compare.slips.slip import Cause

LEARNING_RATE = 0.1
STEP = 1e-5
HEADINGS = ["How it shows", "Where it comes from", "In numbers", "Near to it"]


class Example:
    """The program of a page: what is given, the wrong line, the right one, what is printed."""

    def __init__(self, code):
        text = page_on(code).text
        lines, self.setup = re.findall(r"```python\n(.*?)\n```", text, re.DOTALL)
        wrong, right = re.fullmatch(r"# wrong\n(.*)\n# right\n(.*)", lines, re.DOTALL).groups()
        self.lines = {"wrong": wrong, "right": right}
        (self.printed,) = re.findall(r"```text\n(.*?)\n```", text, re.DOTALL)
        self.quantity = re.search(r"^right: (\w+) =", self.printed, re.MULTILINE)[1]

    def value(self, which):
        """Run the lines."""
        names = {"np": np}
        exec(f"{self.setup}\n{self.lines[which]}", names)
        return names[self.quantity]

    def cost(self, variable, change):
        """Run what is given with one of its values changed."""
        names = {"np": np}
        for statement in ast.parse(self.setup).body:
            exec(compile(ast.Module([statement], []), "<page>", "exec"), names)
            if re.search(rf"\b{variable}\b", ast.unparse(statement).split(" = ")[0]):
                names[variable] = names[variable] + change
        return names["J"]

    def derivative(self, variable):
        """The difference quotient of the cost, entry by entry."""
        names = {"np": np}
        exec(self.setup, names)
        slopes = np.zeros_like(names[variable])
        for index in np.ndindex(slopes.shape):
            change = np.zeros_like(slopes)
            change[index] = STEP
            up, down = self.cost(variable, change), self.cost(variable, -change)
            slopes[index] = (up - down) / (2 * STEP)
        return slopes * (names["m"] if variable[0] in "ZA" else 1)

    @property
    def truth(self):
        """What the right line must give, by other means."""
        if self.quantity.startswith("d"):
            return self.derivative(self.quantity[1:])
        names = {"np": np}
        exec(self.setup, names)
        if self.quantity == "W":
            return names["W"] - LEARNING_RATE * self.derivative("W")
        return np.vectorize(math.tanh)(names["Z"])


def agrees(value, truth):
    return np.shape(value) == np.shape(truth) and np.allclose(value, truth, rtol=1e-8, atol=1e-8)


def written(value, precision):
    text = np.array2string(
        np.asarray(value), precision=precision, suppress_small=True, separator=", "
    )
    return text.replace("\n", "")


def test_there_is_a_page_for_every_code_and_no_other():
    assert set(CODES) == {*get_args(Cause), "not-runnable", "unknown"}
    assert len(CODES) == len(set(CODES)) == 27
    folder = files("compare.explaining") / "causes"
    assert {path.name for path in folder.iterdir()} == {f"{code}.md" for code in CODES}


@pytest.mark.parametrize("code", CODES)
def test_the_right_line_is_right_by_difference_quotients_and_the_wrong_one_is_not(code):
    example = Example(code)
    assert agrees(example.value("right"), example.truth)
    if code == "not-runnable":
        with pytest.raises(ValueError, match="not aligned"):
            example.value("wrong")
    else:
        assert not agrees(example.value("wrong"), example.truth)


@pytest.mark.parametrize("code", CODES)
def test_the_numbers_of_a_page_are_computed(code):
    example = Example(code)
    wrong, right = example.printed.splitlines()
    precision = 9 if code == "approximate" else 4
    assert right == f"right: {example.quantity} = {written(example.value('right'), precision)}"
    if code == "not-runnable":
        with pytest.raises(ValueError, match=re.escape(wrong.removeprefix("wrong: ValueError: "))):
            example.value("wrong")
    else:
        assert wrong == f"wrong: {example.quantity} = {written(example.value('wrong'), precision)}"


@pytest.mark.parametrize("code", CODES)
def test_a_page_has_its_parts_and_leads_to_its_siblings(code):
    page = page_on(code)
    assert page.title
    assert not page.title.startswith("#")
    assert re.findall(r"^## (.*)$", page.text, re.MULTILINE) == HEADINGS
    near = re.findall(r"^- \[([\w-]+)\]\(([\w-]+)\.md\): \w", page.text, re.MULTILINE)
    assert 2 <= len(near) <= 3
    assert all(name == target and name in CODES and name != code for name, target in near)
    prose = [line for line in page.text.splitlines() if not line.startswith("- [")]
    assert max(map(len, prose)) <= 100
    page.text.encode("ascii")


def test_the_docs_list_every_page():
    listed = (Path(__file__).parents[3] / "docs" / "causes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \[`([\w-]+)`\]\((\S+)\) \| (.*) \|$", listed, re.MULTILINE)
    assert [row[0] for row in rows] == list(CODES)
    for code, target, title in rows:
        assert target == f"../compare/explaining/causes/{code}.md"
        assert title == page_on(code).title


def test_a_page_that_lies_would_be_noticed():
    example = Example("sum-axis")
    example.lines["right"] = example.lines["right"].replace("axis=1", "axis=0")
    assert not agrees(example.value("right"), example.truth)
