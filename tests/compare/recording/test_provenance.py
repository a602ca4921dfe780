"""Where an array came from: views, copies, what was overwritten and what changed unseen."""

from textwrap import dedent

import hypothesis.extra.numpy
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.recording.graph import Ref
from compare.recording.recorder import Recorder
from compare.recording.values import same_bits
from compare.recording.views import derivation
from tests.compare.recording.recorded import Run
from tests.compare.recording.same_answers import same

A = np.random.RandomState(2).randn(4, 5)


@given(st.data())
@settings(max_examples=500, deadline=None)
def test_a_view_is_found_by_its_memory(data: st.DataObject) -> None:
    shape = data.draw(hypothesis.extra.numpy.array_shapes(min_dims=1, max_dims=3, max_side=5))
    whole = np.zeros([2 * n for n in shape], order=data.draw(st.sampled_from("CF")))
    array = whole[tuple(slice(None, None, data.draw(st.sampled_from([1, 2, -1]))) for _ in shape)]
    index = data.draw(hypothesis.extra.numpy.basic_indices(array.shape, allow_newaxis=False))
    view = array[index]
    if not isinstance(view, np.ndarray) or not view.size or not view.ndim:
        return
    found = derivation(view, array)
    assert found is not None
    op, args = found
    again = array[args[0]] if op == "getitem" else getattr(array, op)(*args)
    assert again.shape == view.shape
    assert again.__array_interface__["data"] == view.__array_interface__["data"]
    steps = zip(again.strides, view.strides, view.shape, strict=True)
    assert all(one == other or length == 1 for one, other, length in steps)


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
    assert (again.op, again.args) == ("getitem", (Ref(3), 1))
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


def test_numbers_unpacked_in_every_way_keep_where_they_came_from() -> None:
    run = Run(
        """
        class P: pass
        p, d = P(), {}
        first, *rest = A[0]
        p.w, d["v"] = A[1, :2]
        (x, y), z = A[:2, :2], A[0, 0]
        both = sum([a * b for a, b in A[:, :2]])
        for u, (v, w) in enumerate(A[:, :2]):
            pass
        B = [rest[1] * 2, p.w * 3, d["v"] * 4, x[0] * 5, w * 6]
        """,
        A=A,
    )
    assert [node.op for node in run.nodes].count("constant") == 0
    for product in [*run["B"], run["both"]]:
        node = run.recorder.node_of(product)
        assert node is not None
        assert 0 in run.recording.ancestors({node})


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


def test_an_integer_made_from_a_node_is_followed() -> None:
    run = Run(
        "t = np.zeros(3)\nt[int(Y[1])] = 1.0\nk = int(Y[0]) + 1\nn = A.shape[0]",
        Y=np.array([2.0, 1.0]),
        A=A,
    )
    assert 0 in run.recording.ancestors({run.node("t").id})
    assert type(run["k"]) is int
    assert type(run["n"]) is int


def test_a_followed_integer_computes_as_any_other() -> None:
    text = """
    w = int(Y[0])
    kinds = [(np.ones(2, np.float32) * w).dtype, np.add(np.ones(2, np.uint8), w).dtype]
    kinds += [(np.float32(1) / w).dtype, np.array([w]).dtype, np.eye(3)[w], np.zeros(w).shape]
    kinds += [f"{w:03d}{w}", isinstance(w, int), [5, 6, 7][w], {2: 1}[w], list(range(w)), w == 2]
    v = np.ones(2, np.float32)
    v *= w
    """
    run = Run(text, Y=np.array([2.0]))
    plain = {"np": np, "Y": np.array([2.0])}
    exec(dedent(text), plain)
    assert same(run["kinds"], plain["kinds"])
    assert same(run["v"], plain["v"])


def test_labels_in_lists_are_followed() -> None:
    run = Run("t = np.eye(3)[Y[1]] * 2\nu = [y for y in Y]\nz = np.zeros(3)\nz[u[0]] = 1", Y=[0, 2])
    assert 0 in run.recording.ancestors({run.node("t").id})
    assert 0 in run.recording.ancestors({run.node("z").id})


def test_a_part_that_is_handed_over_is_followed() -> None:
    recorder = Recorder()
    labels = recorder.input("Y", np.array([3, 4]))
    label = recorder.part(labels, 1)
    assert label == 4
    assert isinstance(label, np.int64)
    node = recorder.node_of(label)
    assert node is not None
    assert recorder.recording.nodes[node].args == (Ref(0), 1)


def test_a_written_view_is_noted_once() -> None:
    run = Run("B = A * 1\nB[:, 1] -= A[:, 0]", A=A)
    assert run.ops() == ["multiply", "getitem", "getitem", "subtract", "setitem"]


def test_the_object_of_a_node_is_found_while_it_is_that_node() -> None:
    run = Run("B = A * 2\nC = B[0]\nB += 1\nd = B[0, 0]", A=A)
    d = run.recorder.node_of(run["d"])
    assert d is not None
    assert run.recorder.object_of(d) is run["d"]
    assert run.recorder.object_of(1) is None
    assert run.recorder.object_of(run.node("B").id) is run["B"]


def test_every_way_to_change_an_array_unseen_is_seen() -> None:
    ways = [
        "np.nan_to_num(B, copy=False, nan=1.0)",
        "B.flat[0] = 9.0",
        "B.real = 2.0",
        "memoryview(B)[0, 0] = 3.0",
        "Z = np.lib.stride_tricks.as_strided(B, (2,), (8,))\nZ[0] = 5.0",
        "import ctypes\nctypes.memset(B.ctypes.data, 0, 8)",
    ]
    for way in ways:
        run = Run(f"B = A * 1\nB[0, 0] = np.nan\n{way}\nC = B + 1", A=A)
        before = run.nodes[run.node("C").operands[0]]
        assert np.array_equal(before.value, run["B"]), way


def test_large_arrays_are_compared_too() -> None:
    for order in "CF":
        text = f"B = np.zeros((70, 30), order='{order}')\nB.flat[7] = 1.0\nC = B + 1"
        run = Run(text)
        assert run.operands("C") == ["changed"]
    assert not same_bits(np.zeros(999), np.zeros(999).astype(np.float32))
    assert not same_bits(np.zeros((9, 99)), -np.zeros((9, 99)))
    assert same_bits(np.full((9, 99), np.nan), np.full((9, 99), np.nan, order="F"))


def test_what_is_made_for_them_is_noted() -> None:
    recorder = Recorder()
    inputs, labels = recorder.input("X", A), recorder.input("Y", np.arange(4.0))
    table = recorder.made(np.column_stack, [labels, inputs])
    node = recorder.node_of(table)
    assert node is not None
    assert recorder.recording.nodes[node].operands == (1, 0)
    assert recorder.recording.nodes[node].site is None
