"""Every operation of the vocabulary on torch: what NumPy gives, and its slope."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.recording.graph import Operation, Ref
from compare.replaying import on_torch
from compare.replaying.on_numpy import apply
from compare.replaying.on_torch import FUNCTIONS, PIECEWISE_CONSTANT, replay
from compare.replaying.program import Program
from tests.compare.replaying.test_program import programs
from tests.compare.replaying.texts import inputs, recorded

EXPRESSIONS = {
    **{name: f"np.{name}(a)" for name in ("exp", "expm1", "square", "tanh", "sinh", "cosh")},
    **{name: f"np.{name}(a)" for name in ("sin", "cos", "tan", "exp2", "negative", "reciprocal")},
    **{name: f"np.{name}(np.abs(a) + 1)" for name in ("log", "log1p", "log2", "log10", "sqrt")},
    **{name: f"np.{name}(a, b)" for name in ("add", "subtract", "multiply", "divide", "inner")},
    **{name: f"np.{name}(a, b)" for name in ("logaddexp", "maximum", "minimum", "fmax", "fmin")},
    **{name: f"np.{name}(a, b)" for name in ("vdot", "outer")},
    **{name: f"np.{name}(a)" for name in ("absolute", "fabs", "positive", "ravel", "trace")},
    **{name: f"np.{name}(a)" for name in ("diag", "diagonal", "copy", "nan_to_num", "arctan")},
    **{name: f"np.{name}(a[0, 0])" for name in ("atleast_1d", "atleast_2d")},
    **{name: f"np.{name}(a, axis=1)" for name in ("sum", "nansum", "mean", "average", "max")},
    **{name: f"np.{name}(a, axis=1)" for name in ("min", "prod", "var", "std", "cumsum")},
    **{name: f"np.{name}([a[0], b[1]])" for name in ("array", "asarray", "asanyarray")},
    "ascontiguousarray": "np.ascontiguousarray([a[0], b[1]])",
    "power": "np.power(np.abs(a) + 1, 3)",
    "float_power": "np.float_power(np.abs(a) + 1, b)",
    "dot": "np.dot(a, b.T)",
    "matmul": "a @ b.T",
    "einsum": "np.einsum('ij,kj->ik', a, b)",
    "tensordot": "np.tensordot(a, b, axes=2)",
    "linalg.norm": "np.linalg.norm(a)",
    "where": "np.where(a > 0, a, 0.1 * b)",
    "clip": "np.clip(a, -0.5, 0.5)",
    "transpose": "a.T",
    "reshape": "a.reshape(4, 3)",
    "flatten": "a.flatten()",
    "squeeze": "np.squeeze(a[:, :1])",
    "expand_dims": "np.expand_dims(a, 1)",
    "swapaxes": "np.swapaxes(a, 0, 1)",
    "moveaxis": "np.moveaxis(a, 0, 1)",
    "flip": "np.flip(a, (0, 1))",
    "broadcast_to": "np.broadcast_to(a[0], (3, 4))",
    "tile": "np.tile(a, (2, 1))",
    "repeat": "np.repeat(a, 2, axis=1)",
    "concatenate": "np.concatenate([a, b], axis=1)",
    "stack": "np.stack([a, b])",
    "vstack": "np.vstack((a, b))",
    "hstack": "np.hstack([a, b])",
    "column_stack": "np.column_stack([a, b])",
    "append": "np.append(a, b, axis=0)",
    "astype": "a.astype(float)",
    "float": "float(a[0, 0])",
    "item": "a[0, 0].item()",
    "getitem": "a[1:, ::2]",
    "take": "np.take(a, [0, 2], axis=1)",
    "setitem": "a * 1\nc[1, :2] = b[0, 2:]",
}
"""By operation an expression of it in ``a`` and ``b``."""

ELSEWHERE = {
    "true_divide": 2,
    **dict.fromkeys(("abs", "amax", "amin", "real", "deepcopy", "float64"), 1),
}
"""Operations that the recorder knows under another name, and how many arrays they take."""

GONE = {"mat", "row_stack"}
"""Those that NumPy has no more."""

FORMS = (
    "np.sum(a)", "np.sum(a, axis=0, keepdims=True)", "np.sum(a, keepdims=True)", "a.sum(1)",
    "np.mean(a)", "a.mean(axis=(0, 1))", "np.max(a)", "a.max(axis=0, keepdims=True)",
    "np.std(a)", "np.std(a, axis=0, keepdims=True)", "np.var(a, ddof=1)", "np.prod(a)",
    "np.cumsum(a)", "np.linalg.norm(a, axis=1, keepdims=True)", "np.linalg.norm(a, 'fro')",
    "np.dot(a, b[0])", "np.dot(a[0], b[1])", "np.dot(a, 2.0)", "np.dot(3, a)", "a @ b[0]",
    "a ** 2", "2 ** a", "(np.abs(a) + 1) ** -0.5", "(np.abs(a) + 1) ** b", "a ** np.int64(3)",
    "1 / (1 + np.exp(-a))", "np.exp(a) / np.sum(np.exp(a), axis=0)", "a - np.max(a, axis=0)",
    "np.maximum(0, a)", "np.maximum(a, 0.1 * a)", "np.where(a > 0, a, 0)", "(a > 0) * a",
    "np.where(a > 0, 1, 0) * b", "np.clip(a, 0, None)", "a.clip(-1, 1)", "np.minimum(a, 0.3)",
    "a[0]", "a[:, 1]", "a[-1]", "a[a > 0]", "a[[0, 2]]", "a[:, None]",
    "a[np.array([0, 1]), np.array([2, 3])]", "a[..., 0]", "a[None]", "a.reshape(-1)",
    "a.reshape((2, 6))", "a.reshape(-1, 1)", "np.reshape(a, (4, -1))", "a.transpose(1, 0)",
    "np.transpose(a)", "a.ravel()", "np.outer(a[0], b[0])",
    "np.array([a[0, 0], b[0, 0], 1.0])", "np.array([[a[0, 0]], [b[1, 1]]])",
    "np.concatenate([a[:, 0], b[0]])", "np.hstack([a[0], b[0]])", "np.vstack([a[0], b[0]])",
    "sum(a[0])", "a * 1\nc += b", "a * 1\nc[0] = 0", "a * 1\nc[a > 0] = 0", "a * 1\nc[:, 1] += 2",
    "np.einsum('ij->j', a)", "np.einsum('ij,ij->', a, b)", "np.append(a, b)",
    "np.add(a, 1, out=b * 1)", "np.sum(a, axis=-1)", "np.mean(a * b, axis=0)",
    "np.tensordot(a, b, axes=([1], [1]))", "np.log(np.where(a > 0, a, 1))",
    "abs(a)", "+a", "-a", "a / 3", "3 - a", "a @ b.T @ a",
)  # fmt: skip  # one form each
"""Ways to write operations that have several."""

UNKNOWN = ("np.median(a, axis=0)", "np.interp(a, [0, 1], [0, 1])", "np.roll(a, 1)",
           "np.linalg.inv(a @ a.T)", "np.kron(a, b)", "np.frexp(a)[0]", "np.diff(a)",
           "np.flip(a, 1)", "a[::-1]", "np.multiply.outer(a[0], b[0])",
           "np.linalg.norm(a, 1)", "np.average(a, weights=np.abs(b))",
           "np.reshape(a, (4, 3), order='F')")  # fmt: skip  # one form each


def slopes(text: str, seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The derivative of sum(c * weights) by a and b: by autograd, and by central differences."""
    given = inputs(seed)
    recording, nodes = recorded(text, given)
    run = replay(recording)
    assert run.unknown == {}
    shape = np.shape(recording.nodes[nodes["c"]].value)
    weights = np.random.default_rng(seed + 100).normal(size=shape)
    total = Operation("sum", (Operation("multiply", (Ref(nodes["c"]), weights)),))
    derivative = run.derivative(run.compute(total))
    program = Program(recording)

    def value(name: str, array: Any) -> float:
        values = program.rerun({nodes[name]: array})
        assert not values.lost
        return float(np.sum(values[nodes["c"]] * weights))

    def difference(name: str, index: tuple[int, ...], h: float = 1e-5) -> float:
        up, down = given[name].copy(), given[name].copy()
        up[index] += h
        down[index] -= h
        return (value(name, up) - value(name, down)) / (2 * h)

    by_hand = {
        name: np.array([difference(name, index) for index in np.ndindex(array.shape)])
        for name, array in given.items()
    }
    zero = np.zeros(12)
    found = {name: derivative.get(nodes[name], zero).ravel() for name in given}
    return found, by_hand


def test_every_operation_is_tried() -> None:
    assert {*EXPRESSIONS, *ELSEWHERE, *GONE} == set(FUNCTIONS)


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_operation_gives_what_numpy_gives(name: str) -> None:
    for seed in (0, 1):
        recording, nodes = recorded(f"c = {EXPRESSIONS[name]}", inputs(seed))
        assert name in {node.op for node in recording.nodes}
        run = replay(recording)
        assert run.unknown == {}
        tensor = run.tensors[nodes["c"]].detach().numpy()
        wanted = np.asarray(recording.nodes[nodes["c"]].value)
        assert tensor.shape == wanted.shape
        np.testing.assert_allclose(tensor, wanted, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(("name", "many"), ELSEWHERE.items())
def test_other_names_of_operations(name: str, many: int) -> None:
    recording, nodes = recorded("c = a + b", inputs())
    found = replay(recording).compute(Operation(name, (Ref(nodes["a"]), Ref(nodes["b"]))[:many]))
    wanted = apply(name, (inputs()["a"], inputs()["b"])[:many], {})
    np.testing.assert_allclose(found.detach().numpy(), wanted, rtol=1e-12)


@pytest.mark.parametrize("text", [*EXPRESSIONS.values(), *FORMS])
def test_its_slope_is_that_of_central_differences(text: str) -> None:
    found, by_hand = slopes(f"c = {text}", seed=3)
    for name in found:
        np.testing.assert_allclose(found[name], by_hand[name], rtol=1e-6, atol=1e-7)
    assert any(np.any(slope) for slope in found.values())


@settings(deadline=None, max_examples=40)
@given(text=programs(), seed=st.integers(0, 3))
def test_a_program_on_torch_is_the_recorded_one(text: str, seed: int) -> None:
    recording, _ = recorded(text, inputs(seed))
    run = replay(recording)
    assert run.unknown == {}
    for node, tensor in run.tensors.items():
        wanted = np.asarray(recording.nodes[node].value, float)
        assert np.allclose(tensor.detach().numpy(), wanted, rtol=1e-9, equal_nan=True)


@pytest.mark.parametrize("text", UNKNOWN)
def test_an_unknown_operation_is_told_and_never_silently_constant(text: str) -> None:
    recording, nodes = recorded(f"c = {text} * 1.0", inputs())
    run = replay(recording)
    behind = recording.depending_on({nodes["a"]})
    assert set(run.unknown) & behind & recording.ancestors({nodes["c"]})


@pytest.mark.parametrize("name", sorted(PIECEWISE_CONSTANT))
def test_what_is_constant_in_pieces_has_no_derivative_here(name: str) -> None:
    assert name not in FUNCTIONS


def test_a_wrong_value_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    recording, nodes = recorded("c = np.tanh(a)\nd = c * 2", inputs())
    monkeypatch.setitem(on_torch.FUNCTIONS, "tanh", lambda x: x * 1.000001)
    run = replay(recording)
    assert list(run.unknown) == [nodes["c"]]
    assert "otherwise" in run.unknown[nodes["c"]]
    assert nodes["a"] not in run.derivative(run.tensors[nodes["d"]])


def test_overrides_and_edits_are_replayed() -> None:
    recording, nodes = recorded("c = a * b\nd = np.exp(c)", inputs())
    edit = Operation("add", (Ref(nodes["a"]), Ref(nodes["b"])))
    run = replay(recording, edits={nodes["c"]: edit})
    a, b = inputs()["a"], inputs()["b"]
    assert run.unknown == {}
    np.testing.assert_allclose(run.tensors[nodes["d"]].detach().numpy(), np.exp(a + b))
    np.testing.assert_allclose(run.derivative(run.tensors[nodes["d"]])[nodes["a"]], np.exp(a + b))
    other = replay(recording, overrides={nodes["a"]: np.ones((3, 4))})
    np.testing.assert_allclose(other.tensors[nodes["d"]].detach().numpy(), np.exp(b))


def test_an_entry_that_depends_on_others_has_no_entry_slope() -> None:
    recording, nodes = recorded("c = np.tanh(a)\nd = a - np.mean(a)\ne = a @ a.T", inputs())
    run = replay(recording)
    assert run.entry_slope(nodes["c"], nodes["a"])
    assert not run.entry_slope(nodes["d"], nodes["a"])
    assert not run.entry_slope(nodes["e"], nodes["a"])
    assert not run.entry_slope(nodes["c"], nodes["b"])
