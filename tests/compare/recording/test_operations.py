"""Every operator and function is a node, under NumPy's name, with its operands."""

import numpy as np
import pytest

from compare.recording.graph import Ref
from tests.compare.recording.recorded import Run

A = np.random.RandomState(2).randn(3, 3)


@pytest.mark.parametrize(
    ("expression", "op"),
    [
        ("A + A", "add"), ("A - 1", "subtract"), ("A * A", "multiply"), ("A / 2", "divide"),
        ("A // 2", "floor_divide"), ("A % 2", "remainder"), ("A ** 2", "power"),
        ("A @ A", "matmul"), ("-A", "negative"), ("+A", "positive"), ("abs(A)", "absolute"),
        ("A > 0", "greater"), ("A >= 0", "greater_equal"), ("A < 0", "less"),
        ("A <= 0", "less_equal"), ("A == 0", "equal"), ("A != 0", "not_equal"),
        ("np.dot(A, A)", "dot"), ("A.dot(A)", "dot"), ("A.T", "transpose"),
        ("A.transpose()", "transpose"), ("np.transpose(A)", "transpose"),
        ("np.sum(A, axis=0)", "sum"), ("A.sum(axis=0)", "sum"), ("sum(A)", "sum"),
        ("np.add.reduce(A)", "sum"), ("np.maximum.reduce(A, 1)", "max"),
        ("np.amax(A)", "max"), ("A.max()", "max"),
        ("np.linalg.norm(A)", "linalg.norm"), ("np.exp(A)", "exp"),
        ("np.where(A > 0, A, 0)", "where"), ("np.maximum(0, A)", "maximum"),
        ("np.einsum('ij,jk->ik', A, A)", "einsum"), ("np.concatenate([A, A])", "concatenate"),
        ("A[0]", "getitem"), ("A[A > 0]", "getitem"), ("A.copy()", "copy"),
        ("np.array(A)", "array"), ("np.array([A[0], A[1]])", "array"), ("A.astype(int)", "astype"),
        ("A.reshape(-1)", "reshape"), ("A.flatten()", "flatten"), ("np.c_[A, A]", "column_stack"),
        ("np.r_[A, A]", "vstack"), ("float(A[0, 0])", "float"), ("np.float32(A)", "astype"),
        ("np.matrix(A) * np.matrix(A)", "matmul"),
    ],
)  # fmt: skip
def test_an_expression_is_a_node_by_numpys_name(expression: str, op: str) -> None:
    run = Run(f"B = {expression}", A=A)
    assert run.node("B").op == op
    assert run.source(run.node("B")) == expression


@pytest.mark.parametrize(
    ("expression", "op"),
    [
        ("math.exp(a)", "exp"), ("math.pow(a, 2)", "power"), ("math.fabs(a)", "absolute"),
        ("math.tanh(a)", "tanh"), ("abs(a)", "absolute"), ("pow(a, 2)", "power"),
        ("max(0, a)", "maximum"), ("min(a, 9)", "minimum"), ("max([a, 1.0])", "max"),
        ("sum([a, a])", "add"), ("math.fsum(x for x in A[0])", "sum"),
        ("operator.mul(a, a)", "multiply"), ("round(a, 1)", "round"),
        ("functools.reduce(operator.add, [a, a])", "add"),
        ("functools.partial(math.log, a)()", "log"), ("list(map(math.sqrt, [a]))[0]", "sqrt"),
        ("copy.deepcopy([A])[0]", "copy"), ("copy.copy(A)", "copy"),
        ("np.vectorize(math.exp)(A)", "reshape"), ("np.apply_along_axis(np.sum, 0, A)", "reshape"),
    ],
)  # fmt: skip
def test_functions_of_python_are_nodes_too(expression: str, op: str) -> None:
    imports = "import math, operator, functools, copy"
    run = Run(f"{imports}\na = abs(A[0, 0])\nB = {expression}", A=A)
    assert run.node("B").op == op
    assert 0 in run.recording.ancestors({run.node("B").id})


@pytest.mark.parametrize(
    ("expression", "function"),
    [
        ("np.zeros((2, 2))", "zeros"), ("np.ones(3)", "ones"), ("np.eye(2)", "eye"),
        ("np.full(2, 0.5)", "full"), ("np.random.randn(2)", "randn"), ("np.arange(3)", "arange"),
        ("np.array([[1, 2]])", "array"), ("np.zeros_like(A)", "zeros_like"),
        ("np.random.default_rng(0).normal(size=2)", "normal"), ("random.random()", "random"),
        ("np.random.RandomState(1).rand(2)", "rand"), ("random.gauss(0, 1)", "gauss"),
    ],
)  # fmt: skip
def test_what_makes_numbers_is_a_leaf(expression: str, function: str) -> None:
    run = Run(f"import random\nB = {expression}", A=A)
    assert (run.node("B").op, run.node("B").function) == ("create", function)
    assert run.node("B").operands == ()


def test_arguments_are_kept_as_they_were_given() -> None:
    run = Run("B = A.sum(axis=0, keepdims=True)\nC = A[1:, None, [0, 2]]", A=A)
    assert run.node("B").args == (Ref(0),)
    assert run.node("B").kwargs == {"axis": 0, "keepdims": True}
    assert run.node("C").args == (Ref(0), (slice(1, None, None), None, [0, 2]))


def test_a_number_that_is_written_is_a_leaf_where_it_is_kept() -> None:
    run = Run("b = 0.0\nw, c = 2, -1.5\nd = {'b': 0.0}\nz = b * 2.5")
    constants = [(node.function, node.value) for node in run.nodes if node.op == "constant"]
    assert constants == [("float", 0.0), ("int", 2), ("float", -1.5), ("float", 0.0)]


def test_what_is_unknown_is_called_so() -> None:
    run = Run("import bisect, json\nB = np.linalg.svd(A)[0]", A=A)
    assert run.node("B").op == "opaque"
    assert run.node("B").function == "linalg.svd[0]"
    assert run.node("B").operands == (0,)


def test_an_integer_is_no_node() -> None:
    run = Run("n = A.shape[0]\nk = n * 2\nB = A / k", A=A)
    assert run.node("B").args == (Ref(0), 6)


def test_shuffled_rows_are_a_subscript() -> None:
    run = Run(
        "B = A[np.random.permutation(3)]\nC = np.random.permutation(A)\nnp.random.shuffle(A)",
        A=A.copy(),
    )
    assert run.node("C").op == "getitem"
    assert run.node("A").op == "getitem"
    rows = run.node("A").args[1]
    assert np.array_equal(run.nodes[0].value[rows], run["A"])
