"""What was put where: names, items, attributes, parts of containers, what is overwritten."""

import numpy as np
import pytest

from tests.compare.recording.recorded import Run

A = np.random.RandomState(2).randn(2, 2)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("B = A * 2", ["B"]),
        ("B = C = A * 2", ["B", "C"]),
        ("B, C = A", ["B", "C"]),
        ("B, (C, *D) = A, (A, A, A)", ["B", "C", "D[0]", "D[1]"]),
        ("g = {}\ng['dW'] = A * 2", ["g['dW']"]),
        ("g = {'W': [A, A]}", ["g['W'][0]", "[0]", "g['W'][1]", "[1]"]),
        ("B: float = A * 2", ["B"]),
        ("(B := A * 2)", ["B"]),
        ("l = [0, 0]\nl[-1] = A", ["l[-1]"]),
        ("l = []\nl.append(A)", ["l[0]"]),
        ("for b in A: pass", ["b", "b"]),
        ("for i, b in enumerate(A): pass", ["b", "b"]),
        ("class N: pass\nn = N()\nn.W = A\nn.g = {}\nn.g['W'] = A", ["n.W", "n.g['W']"]),
        ("class N: pass\nn = N()\nsetattr(n, 'W', A)", ["setattr(n, 'W', A)"]),
    ],
)
def test_names_are_written_as_in_the_text(text: str, names: list[str]) -> None:
    found = [naming.name for naming in Run(text, A=A).recording.namings if naming.name != "i"]
    own = [name for name in found if not name.startswith("l[0") or "append" in text]
    assert [name for name in own if name in names]
    assert set(names) - {"[0]", "[1]"} <= set(found)


def test_slots_tell_variables_apart() -> None:
    run = Run(
        """
        B = A * 2
        def f(x):
            global C
            B = x * 3
            C = x * 4
            def g():
                nonlocal B
                B = x * 5
            g()
            return B
        D = f(A), f(A)
        """,
        A=A,
    )
    assert [naming.slot for naming in run.namings("B")] == [
        ":B", "call0:B", "call0:B", "call2:B", "call2:B",
    ]  # fmt: skip
    assert [naming.slot for naming in run.namings("C")] == [":C", ":C"]


def test_an_item_has_one_slot_under_every_name() -> None:
    run = Run(
        """
        def update(params):
            params["W"] = params["W"] - 1
        p = {"W": A}
        update(p)
        q = p
        """,
        A=A,
    )
    slots = {naming.slot for naming in run.recording.namings if naming.slot[0].isdigit()}
    assert len(slots) == 1
    assert [n.node for n in run.recording.namings if n.slot in slots] == [0, 1]
    assert [naming.node for naming in run.namings("q['W']")] == [1]


def test_a_functional_update_keeps_the_slot_of_its_variable() -> None:
    run = Run("p = {'W': A}\np = {'W': p['W'] - 1}", A=A)
    slots = [naming.slot for naming in run.namings("p['W']")]
    assert slots.count(":p['W']") == 2


def test_an_overwritten_array_is_named_again_wherever_it_is_held() -> None:
    run = Run("B = A * 1\ng = {'B': B}\nB[0] = 0", A=A)
    last = run.node("B").id
    assert {naming.name for naming in run.recording.namings if naming.node == last} == {
        "B",
        "g['B']",
    }


def test_variables_of_ended_calls_are_not_named_again() -> None:
    run = Run("def f(x):\n    inner = x\n    return inner\nB = f(A * 1)\nB += 1", A=A)
    assert len(run.namings("inner")) == 1


def test_private_attributes_are_set_under_pythons_name() -> None:
    run = Run(
        """
        class Net:
            def __init__(self):
                self.__W = A * 2
            def get(self):
                self.__W += 1
                return self.__W
        net = Net()
        B = net.get()
        """,
        A=A,
    )
    assert list(vars(run["net"])) == ["_Net__W"]
    assert {naming.name for naming in run.recording.namings} >= {"self.__W", "B"}


def test_order_counts_the_nodes_before() -> None:
    run = Run("B = A * 2\nC = B\nD = C + 1", A=A)
    assert [naming.order for naming in run.recording.namings] == [2, 2, 3]
