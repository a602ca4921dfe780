"""Recording changes nothing: every variable has the same bits as without it."""

import ast
import warnings
from typing import Any

import numpy as np
import pytest

from compare.recording import assignments, expressions
from compare.recording.graph import Recording, refs
from compare.recording.recorder import Recorder
from tests.compare.recording.redone import SKIPPED, redone
from tests.compare.recording.same_answers import same
from tests.compare.recording.samples import PROGRAMS

OURS = ("__builtins__", "__record__", "__warningregistry__", "print")


def plain(text: str) -> dict[str, Any]:
    variables: dict[str, Any] = {"__name__": "__main__", "print": lambda *_, **__: None}
    exec(compile(text, "<plain>", "exec"), variables)
    return {name: value for name, value in variables.items() if name not in OURS}


def recorded(text: str) -> tuple[dict[str, Any], Recording]:
    recorder = Recorder(cut_loops=False)
    variables = recorder.namespace()
    recorder.run([(0, ast.parse(text).body)], variables)
    shown = {name: value for name, value in variables.items() if name not in OURS}
    return shown, recorder.recording


def differing(text: str) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one, (other, _) = plain(text), recorded(text)
    assert one.keys() == other.keys()
    return [name for name in one if not same(one[name], other[name])]


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_gives_the_same_bits(name: str) -> None:
    assert differing(PROGRAMS[name]) == []


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_node_is_its_operation_of_its_operands(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _, recording = recorded(PROGRAMS[name])
        compared = 0
        for node in recording.nodes:
            if node.op not in SKIPPED:
                again = np.asarray(redone(recording, node))
                assert again.shape == np.shape(node.value), node
                assert np.array_equal(again, node.value, equal_nan=again.dtype.kind == "f"), node
                compared += 1
    assert compared > 50


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_operands_of_every_node_are_the_nodes_among_its_arguments(name: str) -> None:
    for node in recorded(PROGRAMS[name])[1].nodes:
        assert node.operands == tuple(ref.node for ref in refs((node.args, node.kwargs)))


@pytest.mark.parametrize("name", PROGRAMS)
def test_nothing_is_left_in_their_names(name: str) -> None:
    variables, _ = recorded(PROGRAMS[name])
    assert not [name for name in variables if name.startswith("__record")]


def test_a_wrong_operator_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    swapped = {**expressions.BINARY, ast.Sub: "add"}
    monkeypatch.setattr(expressions, "BINARY", swapped)
    monkeypatch.setattr(assignments, "BINARY", swapped)
    assert differing("a = 3.0\nb = a - 1.0\nc = a\nc -= 1.0") == ["b", "c"]


def test_operands_in_the_wrong_order_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def swapped(self: expressions.Expressions, node: ast.BinOp) -> ast.expr:
        right, left = self.expression(node.left), self.expression(node.right)
        operation = expressions.BINARY[type(node.op)]
        return self.hook("binary", node, self.place(node), operation, left, right)

    monkeypatch.setattr(expressions.Expressions, "_BinOp", swapped)
    assert differing("a = 3.0 - 1.0")


def test_objects_that_answer_for_any_name_are_left_alone() -> None:
    text = """
class Table(dict):
    asked = []
    def __getattr__(self, name):
        self.asked.append(name)
        return self[name]
    def __call__(self, x):
        return x * 2
    def append(self, x):
        self.last = x
table = Table(w=1.5)
def f(t, x):
    return t(x) + t.w
a = f(table, 2.0)
table.append(a)
b = table.missing if "missing" in table else 0
"""
    one, (other, _) = plain(text), recorded(text)
    assert same(one["a"], other["a"])
    assert other["table"].last == one["a"]
    assert [name for name in other["Table"].asked if not name.startswith("__")] == ["w"]
