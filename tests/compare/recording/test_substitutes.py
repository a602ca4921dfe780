"""Values put in the place of what their code starts with."""

import numpy as np
import pytest

from tests.compare.recording.recorded import Run

TEXT = """
def initialise():
    W = np.random.randn(2, 3) * 0.01
    b = np.zeros((2, 1))
    return W, b
W, b = initialise()
V, c = initialise()
Z = W @ np.ones((3, 1)) + b
"""
NEW = np.arange(6.0).reshape(2, 3)


def site_of(run: Run, name: str) -> object:
    return run.node(name).site


def test_the_numbers_of_an_array_are_replaced_where_it_is_made() -> None:
    first = Run(TEXT)
    site = first.node("W").site
    run = Run(TEXT, substitute={(site, 0): ("W1", NEW)})
    leaf = run.node("W")
    assert (leaf.op, leaf.name, leaf.args, leaf.kwargs) == ("parameter", "W1", (), {})
    assert np.array_equal(run["W"], NEW)
    assert np.array_equal(leaf.value, NEW)
    assert run.node("V").op == "multiply"
    assert np.array_equal(run["Z"], NEW @ np.ones((3, 1)))


def test_the_second_array_of_a_place_is_another() -> None:
    site = Run(TEXT).node("V").site
    run = Run(TEXT, substitute={(site, 1): ("W2", lambda value: value * 0 + 5)})
    assert run.node("W").op == "multiply"
    assert run.node("V").op == "parameter"
    assert np.all(run["V"] == 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("b = 0", 0.5), ("b = 0.0", 0.5), ("w, b = 1.0, 0", 0.5), ("b = float(0)", 0.5),
        ("b = np.float64(0)", 0.5), ("p = {'b': 0}\nb = p['b']", 0.5),
        ("def f(): return 1, 0\n_, b = f()", 0.5),
        ("import random\nb = random.random()", 0.5),
        ("b = np.array([0, 0])", [0.5, 0.5]),
        ("b = np.zeros(2)\nb[0] = 0", [0.5, 0.5]),
        ("b = np.zeros(2)\nb += 1", [0.5, 0.5]),
    ],
)  # fmt: skip
def test_numbers_and_integers_can_be_replaced(text: str, expected: object) -> None:
    text += "\nB = b * 1.0\nd = b"
    first = Run(text)
    (node,) = [n for n in first.nodes if n.id == _start(first)]
    nth = [n.id for n in first.nodes if n.site == node.site].index(node.id)
    run = Run(text, substitute={(node.site, nth): ("b", 0.5)})
    assert np.array_equal(run["b"], expected)
    assert run.nodes[run.node("B").operands[0]].name == "b"


def _start(run: Run) -> int:
    """The node that is b just before it is used: its own, or the constant that was written."""
    last = [n for n in run.nodes if n.op == "multiply"]
    operands = last[-1].operands if last else ()
    constants = [n.id for n in run.nodes if n.op == "constant" and n.value == 0]
    return operands[0] if operands else constants[-1]


def test_a_float32_stays_one() -> None:
    text = "W = np.zeros((2, 3), dtype=np.float32)"
    run = Run(text, substitute={(Run(text).node("W").site, 0): ("W1", NEW)})
    assert run["W"].dtype == np.float32


def test_what_is_put_in_place_of_a_view_leaves_its_array_alone() -> None:
    text = "B = np.ones(3)\nb = B.reshape(1, 3)\nb += 1\nC = B * 1"
    site = Run(text).nodes[1].site
    run = Run(text, substitute={(site, 0): ("b", np.full((1, 3), 5.0))})
    assert run.operands("C") == ["create"]
    assert np.all(run["b"] == 6)
    assert run.recording.remarks == []
