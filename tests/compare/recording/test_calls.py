"""Their functions: who called them, with what, and what came back."""

import numpy as np

from compare.recording.graph import Other, Ref
from tests.compare.recording.recorded import Run

A = np.random.RandomState(2).randn(2, 2)
TEXT = """
class Net:
    def forward(self, X, scale=2.0, *rest, mode="a", **more):
        Z = sigmoid(X * scale)
        return Z, {"Z": Z}

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

net = Net()
out, cache = net.forward(A, 3.0, 4, mode="b", k=A)
"""


def test_a_call_has_its_arguments_and_its_result() -> None:
    run = Run(TEXT, A=A)
    forward, sigmoid = run.recording.calls
    assert forward.function == "Net.forward"
    assert forward.arguments == {
        "self": Other("a Net"), "X": Ref(0), "scale": 3.0, "mode": "b", "rest": (4,),
        "more": {"k": Ref(0)},
    }  # fmt: skip
    last = run.node("out").id
    assert forward.returned == (Ref(last), {"Z": Ref(last)})
    assert forward.returned_as == ("Z", "{'Z': Z}")
    assert sigmoid.arguments == {"z": Ref(1)}
    assert sigmoid.returned_as == ("1 / (1 + np.exp(-z))",)


def test_a_call_knows_from_where_it_was_called() -> None:
    run = Run(TEXT, A=A)
    forward, sigmoid = run.recording.calls
    assert (forward.parent, sigmoid.parent) == (None, 0)
    assert forward.site
    assert forward.site.line == 12
    assert sigmoid.site
    assert sigmoid.site.line == 5
    assert [node.call for node in run.nodes] == [None, 0, 1, 1, 1, 1]
    assert (forward.first, forward.last) == (1, 6)
    assert (sigmoid.first, sigmoid.last) == (2, 6)


def test_calls_end_with_exceptions() -> None:
    run = Run(
        """
        def fails(x):
            y = x * 2
            raise KeyError("no")
        def catches(x):
            try:
                fails(x)
            except KeyError:
                return x * 3
        B = catches(A)
        C = A * 4
        D = (lambda z: [z * 5, 1 / 0])
        try:
            D(A)
        except ZeroDivisionError:
            E = A * 6
        """,
        A=A,
    )
    of = {int(node.args[1]): node.call for node in run.nodes if node.op == "multiply"}
    assert of == {2: 1, 3: 0, 4: None, 5: 2, 6: None}


def test_functions_called_by_others_are_calls() -> None:
    run = Run(
        """
        class P:
            @property
            def W(self): return A * 2
            def __add__(self, other): return A + other
            def __call__(self, x): return x * 3
        def key(x): return -x
        p = P()
        B = p.W + (p + 1) + p(A)
        C = sorted([1.0, 2.0], key=key)
        D = list(map(key, [A]))
        """,
        A=A,
    )
    assert [call.function for call in run.recording.calls] == [
        "P.W", "P.__add__", "P.__call__", "key", "key", "key",
    ]  # fmt: skip


def test_generators_leave_the_stack_alone() -> None:
    run = Run(
        """
        def rows(M):
            for row in M:
                yield row * 2
        def total(M):
            s = 0
            for row in rows(M):
                s = s + twice(row)
            return s
        def twice(x): return x * 2
        B = total(A)
        """,
        A=A,
    )
    assert [call.function for call in run.recording.calls] == ["total", "twice", "twice"]
    assert np.array_equal(run["B"], (A * 4).sum(axis=0))


def test_large_arguments_are_not_copied_out() -> None:
    run = Run("def f(data): return data[0][0] * 2\nB = f([[A[0, 0]]] * 1000)", A=A)
    assert run.recording.calls[0].arguments == {"data": "list"}


def test_a_property_is_called_from_where_it_is_read() -> None:
    text = """
        class P:
            @property
            def W(self): return A * 2
        p = P()
        B = 3 + p.W
        C = sorted([p], key=lambda x: x.W[0, 0])
        """
    run = Run(text, A=A)
    sites = [call.site for call in run.recording.calls]
    assert [(site.line, site.column, site.end_column) for site in sites if site] == [
        (7, 8, 11), (8, 4, 40), (8, 30, 33),
    ]  # fmt: skip


def test_as_deep_as_without_recording() -> None:
    run = Run("def f(n):\n    return 1.0 if n == 0 else n * f(n - 1) / n\nB = f(900)")
    assert run["B"] == 1.0
