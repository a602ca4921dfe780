"""An operation that raised is kept as it was about to be computed, with its place."""

import ast
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from compare.recording.graph import Failure, Recording, Ref
from compare.recording.recorder import Recorder
from compare.recording.storage import from_bytes, to_bytes
from tests.compare.recording.recorded import X, Y

START = """
import numpy as np, math
W = np.ones((3, 2)); b = np.ones(3); A = X @ W
class Net: pass
net = Net(); net.W = W
dW = X.T @ (A[:, :1] - Y)
"""


def failing(text: str) -> tuple[Recording, Failure, str]:
    """What was recorded, the failure, and the text at the place of the operation."""
    recorder = Recorder()
    namespace = recorder.namespace()
    for name, value in (("X", X), ("Y", Y)):
        namespace[name] = recorder.input(name, value)
    whole = START + dedent(text)
    with pytest.raises(Exception):  # noqa: B017, PT011
        recorder.run([(0, ast.parse(whole).body)], namespace)
    failure = recorder.recording.failure
    assert failure is not None
    site = failure.operation_site
    line = "" if site is None else whole.splitlines()[site.line - 1]
    return recorder.recording, failure, line[site.column : site.end_column] if site else ""


def named(recording: Recording, arguments: Any) -> list[Any]:
    """The arguments with the first name of every node among them."""
    names = {naming.node: naming.name for naming in reversed(recording.namings)}
    names |= {node.id: node.name for node in recording.leaves("input")}
    return [names.get(a.node, "?") if isinstance(a, Ref) else a for a in arguments]


@pytest.mark.parametrize(
    ("text", "op", "args", "kwargs"),
    [
        ("X @ A", "matmul", ["X", "A"], {}),
        ("1 + np.dot(X, A)", "dot", ["X", "A"], {}),
        ("A.T.dot(X).dot(A)", "dot", ["?", "A"], {}),
        ("A * W", "multiply", ["A", "W"], {}),
        ("np.multiply(A, W)", "multiply", ["A", "W"], {}),
        ("A > W", "greater", ["A", "W"], {}),
        ("np.sum(b, axis=1, keepdims=True)", "sum", ["b"], {"axis": 1, "keepdims": True}),
        ("b.sum(axis=1)", "sum", ["b"], {"axis": 1}),
        ("b.reshape(2, 2)", "reshape", ["b", 2, 2], {}),
        ("math.exp(A)", "exp", ["A"], {}),
        ("float(A)", "float", ["A"], {}),
        ("b[3]", "getitem", ["b", 3], {}),
        ("b[:, 0]", "getitem", ["b", (slice(None), 0)], {}),
        ("W * None", "multiply", ["W", None], {}),
        ("-net.W @ X", "matmul", ["?", "X"], {}),
    ],
)
def test_what_was_about_to_be_computed_is_kept(
    text: str, op: str, args: list[Any], kwargs: dict[str, Any]
) -> None:
    recording, failure, source = failing(f"Z = {text}")
    assert failure.operation is not None
    assert failure.operation.op == op
    assert named(recording, failure.operation.args) == args
    assert failure.operation.kwargs == kwargs
    assert source in text
    assert failure.operation_site == failure.site


@pytest.mark.parametrize(
    ("text", "op", "args"),
    [
        ("W -= 0.1 * A", "subtract", ["W", "?"]),
        ("net.W -= A", "subtract", ["W", "A"]),
        ("b += dW", "add", ["b", "dW"]),
        ("W[0] += b", "add", ["?", "b"]),
    ],
)
def test_so_is_an_update_in_place(text: str, op: str, args: list[Any]) -> None:
    recording, failure, source = failing(text)
    assert failure.operation is not None
    assert failure.operation.op == op
    assert named(recording, failure.operation.args) == args
    assert source == text


def test_so_is_an_assignment_to_a_part() -> None:
    recording, failure, source = failing("W[:, 0] = A")
    assert failure.operation is not None
    assert failure.operation.op == "setitem"
    assert named(recording, failure.operation.args) == ["W", (slice(None), 0), "A"]
    assert source == "W[:, 0]"


@pytest.mark.parametrize(
    "text",
    [
        "undefined + 1",
        "[1][2]",
        "{}['k']",
        "Net(W)",
        "Net().W",
        "(lambda x: x)(W, b)",
        "list(map(lambda x: undefined, [W]))",
        "np.vectorize(lambda x: undefined)(b)",
        "raise_it(W)",
    ],
)
def test_an_exception_of_something_else_has_no_operation(text: str) -> None:
    _, failure, _ = failing(f"def raise_it(x): raise ValueError\nZ = {text}")
    assert failure.operation is None
    assert failure.operation_site is None


def test_an_operation_inside_a_function_that_numpy_calls_is_theirs() -> None:
    recording, failure, source = failing("np.apply_along_axis(lambda row: row @ W @ b, 1, X)")
    assert failure.operation is not None
    assert source == "row @ W @ b"
    assert named(recording, failure.operation.args)[1] == "b"


def test_what_they_catch_leaves_nothing_behind() -> None:
    _, failure, _ = failing("try:\n    X @ A\nexcept ValueError:\n    undefined")
    assert failure.error == "NameError"
    assert failure.operation is None


def test_it_survives_storage() -> None:
    recording, failure, _ = failing("np.sum(b + np.float32(2) * b, axis=(1, 2))")
    (back,) = from_bytes(to_bytes([recording]))
    assert back.failure is not None
    assert back.failure.operation == failure.operation
    assert back.failure.operation_site == failure.operation_site
    np.testing.assert_equal(back.nodes[-1].value, recording.nodes[-1].value)
