"""Where an array came from: views, copies, what was overwritten and what changed unseen."""

import numpy as np
import pytest

from compare.recording.graph import Ref
from compare.recording.views import derivation
from tests.compare.recording.recorded import Run

A = np.random.RandomState(2).randn(4, 5)


@pytest.mark.parametrize(
    "index",
    [
        (1,), (-1,), (slice(1, 3),), (slice(None), 2), (slice(None), slice(0, 2)), (2, 3),
        (slice(None, None, 2), slice(1, None, 3)), (slice(None, None, -1),), (1, slice(None, None, -1)),
        (slice(3, 0, -2), slice(4, 1, -1)), (slice(1, 2),), (slice(1, 2), slice(2, 3)),
        (slice(2, 3), 1), (slice(None), slice(4, 5)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("array", [A, np.asfortranarray(A), A[:, ::2], np.zeros((8, 10))[::2, ::2]])
def test_a_view_is_found_by_its_memory(index: tuple[object, ...], array: np.ndarray) -> None:
    if any(isinstance(part, int) and part >= n for part, n in zip(index, array.shape)):
        pytest.skip("no such index")
    view = array[index]
    if not view.size or not isinstance(view, np.ndarray):
        pytest.skip("no view")
    found = derivation(view, array)
    assert found is not None
    op, args = found
    again = array[args[0]] if op == "getitem" else getattr(array, op)(*args)
    assert again.shape == view.shape
    assert again.__array_interface__["data"] == view.__array_interface__["data"]
    assert again.strides == view.strides or 1 in view.shape


def test_memory_that_is_elsewhere_is_no_view() -> None:
    assert derivation(A.copy(), A) is None
    assert derivation(A.view(np.int64), A) is None


def test_rows_met_by_native_code_are_parts() -> None:
    run = Run("rows = [*A]\nB = rows[2] * 2\nC = dict(enumerate(A))[1] + 1", A=A)
    assert run.operands("B") == ["getitem"]
    assert run.nodes[run.node("C").operands[0]].args == (Ref(0), 1)


def test_an_overwritten_array_is_another_node() -> None:
    run = Run("B = A * 1\nB += 1\nB[0] = A[1]\nC = B * 2", A=A)
    assert run.ops() == ["multiply", "add", "getitem", "setitem", "multiply"]
    assert [node.inplace for node in run.nodes[1:]] == [False, True, False, True, False]
    assert run.node("C").operands == (4,)


def test_writing_to_a_view_writes_to_its_array() -> None:
    run = Run("v = A[1]\nv[2] = 100.0\nB = A + 0", A=A.copy())
    before = run.nodes[run.node("B").operands[0]]
    assert (before.op, before.args[:2]) == ("setitem", (Ref(0), 1))
    assert before.value[1, 2] == 100.0


def test_writing_to_an_array_is_seen_in_its_views() -> None:
    run = Run("v = A[1]\nw = v * 1\nA[1, 0] = 9.0\nB = v * 2\nC = A[2] * 1", A=A.copy())
    again = run.nodes[run.node("B").operands[0]]
    assert (again.op, again.args) == ("getitem", (Ref(4), 1))
    assert again.value[0] == 9.0


def test_writing_through_a_transpose_and_a_reshape() -> None:
    run = Run("T = A.T\nT[0] = 7.0\nB = A + 0\nr = A.reshape(-1)\nr *= 2\nC = A + 0", A=A.copy())
    assert run.operands("B") == ["transpose"]
    assert run.operands("C") == ["reshape"]
    assert np.array_equal(run.nodes[run.node("C").operands[0]].value, run["A"])


def test_an_array_that_changed_unseen_is_said_once() -> None:
    run = Run(
        "B = A * 1\nmemoryview(B).cast('B')[0:8] = bytes(8)\nC = B + 1\nD = B + 2", A=A.copy()
    )
    assert run.operands("C") == run.operands("D") == ["changed"]
    assert [remark.kind for remark in run.recording.remarks] == ["changed"]


def test_equal_numbers_are_not_the_same_array() -> None:
    run = Run("B = A.copy()\nC = B * 1\nD = A * 1", A=A)
    assert run.operands("C") == ["copy"]
    assert run.operands("D") == ["A"]


def test_floats_keep_where_they_came_from() -> None:
    run = Run(
        """
        def f(x, y):
            return [x * 2.0, {"k": y}]
        a = A[0, 0]
        b = f(float(a), A[1, 1])
        c = b[0] + b[1]["k"]
        """,
        A=A,
    )
    assert [node.op for node in map(run.nodes.__getitem__, run.node("c").operands)] == [
        "multiply",
        "getitem",
    ]


def test_a_list_of_numbers_as_input_has_parts() -> None:
    run = Run("z = sum(w * x for w, x in zip([0.5, 0.5], X[1]))", X=[[1.0, 2.0], [3.0, 4.0]])
    assert run["z"] == 3.5
    assert 0 in run.recording.ancestors({run.node("z").id})


def test_the_max_of_two_is_not_one_of_them() -> None:
    run = Run("a, b = float(A[0, 0]), float(A[0, 1])\nc = max(a, b)\nd = a + b", A=A)
    assert run.node("c").op == "maximum"
    assert run.operands("d") == ["float", "float"]


def test_out_is_overwritten() -> None:
    run = Run(
        "B = np.zeros((4, 5))\nnp.multiply(A, 2, out=B)\nC = B + 1\nnp.exp(B, B)\nD = B + 1", A=A
    )
    assert run.operands("C") == ["multiply"]
    assert run.operands("D") == ["exp"]
    assert run.nodes[run.node("D").operands[0]].inplace


def test_values_are_copies() -> None:
    run = Run("B = A * 1\nB[:] = 0", A=A)
    assert np.array_equal(run.nodes[1].value, A)
