"""What is read from the script without running it."""

import ast
from textwrap import dedent
from types import SimpleNamespace

import pytest

from compare.driving.catalogue import catalogue
from compare.driving.hints import hints
from compare.driving.literals import literal, shapes_of
from compare.driving.splitting import split
from compare.driving.unrolled import unrolled_length
from compare.reading.read import read_text


def read(text):
    return read_text(dedent(text), "python")


def test_calls_of_the_script_are_hints():
    source = read(
        """
        class Net:
            def __init__(self, sizes, lr=1): pass
            def train(self, X, Y): pass
        net = Net([784, 30, 10], lr=0.1)
        cost = net.train(train_x, train_y)
        # >>> net.train(a, b)
        """
    )
    parts = split(source)
    found = hints(source, parts, catalogue(source))
    (made,) = found.of("Net")
    assert {k: ast.unparse(v) for k, v in made.arguments.items()} == {
        "sizes": "[784, 30, 10]",
        "lr": "0.1",
    }
    assert found.instances["net"] == "Net"
    trained = found.of("Net.train")[0]
    assert ast.unparse(trained.arguments["X"]) == "train_x"
    assert trained.targets == ("cost",)


@pytest.mark.parametrize(
    "call",
    [
        "minimize(cost, np.zeros(3), args=(X, y), jac=True)",
        "fmin_tnc(func=cost, x0=np.zeros(3), args=(X, y))",
    ],
)
def test_calls_that_an_optimizer_makes_are_hints(call):
    source = read(f"def cost(theta, features, labels): pass\nres = {call}")
    parts = split(source)
    (hint,) = hints(source, parts, catalogue(source)).of("cost")
    written = {name: ast.unparse(value) for name, value in hint.arguments.items()}
    assert written == {"theta": "np.zeros(3)", "features": "X", "labels": "y"}


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("W = p[:k].reshape((n_h, n_x + 1))\nV = np.reshape(p[k:], (n_y, n_h + 1))", 4 * 6 + 3 * 5),
        ("W = p.reshape(n_y, -n_x)", None),
        ("W = p.reshape(self.rows, 2)", 14),
        ("W = p.reshape(unknown, 2)", None),
        ("W = p @ x", None),
    ],
)
def test_the_length_of_unrolled_weights_is_that_of_their_parts(text, length):
    source = f"def f(p):\n    {text.replace(chr(10), chr(10) + '    ')}"
    (function,) = catalogue(read(source)).functions.values()
    known = {"n_x": 5, "n_h": 4, "n_y": 3, "self": SimpleNamespace(rows=7)}
    assert unrolled_length(function, "p", known) == length


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("[[0, 1], [1, 1], [1, 0]]", (3, 2)),
        ("np.array([[0, 1, 1]]).T", (3, 1)),
        ("np.array([0, 1, 1]).reshape(3, 1)", (3, 1)),
        ("np.reshape([0, 1], (2, 1))", (2, 1)),
    ],
)
def test_literal_arrays_are_read_without_running(text, shape):
    assert literal(ast.parse(text, mode="eval").body).shape == shape


@pytest.mark.parametrize(
    "text", ["f(3)", "np.array(x)", "[[1], [2, 3]]", "np.array([1]).reshape(4)"]
)
def test_other_expressions_are_no_literal_arrays(text):
    assert literal(ast.parse(text, mode="eval").body) is None


def test_the_shapes_of_a_files_own_data():
    shapes = shapes_of(ast.parse("X = np.array([[0, 1], [1, 1], [1, 0]])\ny = [0, 1, 2]").body)
    assert (shapes.X, shapes.Y, shapes.classes) == ((3, 2), (3,), 3)
