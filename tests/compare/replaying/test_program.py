"""A recorded run computed again: the same, and with something replaced only what is behind it."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.recording.graph import LEAVES, Operation, Recording, Ref
from compare.replaying.on_numpy import apply, function_named
from compare.replaying.program import CannotComputeError, Program, operation_of, rewritten
from tests.compare.replaying.texts import inputs, recorded

UNARY = (
    *("np.exp({})", "np.tanh({})", "-{}", "{} ** 2", "np.maximum({}, 0)", "{}.copy()", "abs({})"),
    *("np.sum({}, axis=1, keepdims=True) + 0 * a", "{} - np.max({}, axis=0)", "{}.T.T"),
    *("np.where({} > 0, {}, 0.1 * a)", "({} > 0) * b", "{} @ a.T @ b"),
    *("{}.reshape(4, 3).T", "np.concatenate([{}[:1], b[1:]])", "np.einsum('ij,ij->ij', {}, a)"),
)
BINARY = ("{} + {}", "{} - {}", "{} * {}", "{} / (1 + {} ** 2)", "np.minimum({}, {})")
INPLACE = ("{0} += b", "{0}[1] = 0.5", "{0}[:, 0] *= a[:, 1]", "np.multiply({0}, 2, out={0})")


@st.composite
def programs(draw: st.DrawFn) -> str:
    """A text of a few assignments, each of which uses earlier names."""
    names = ["a", "b"]
    lines = []
    for number in range(draw(st.integers(2, 8))):
        form = draw(st.sampled_from((*UNARY, *BINARY)))
        chosen = [draw(st.sampled_from(names)) for _ in range(form.count("{}"))]
        name = f"v{number}"
        lines.append(f"{name} = {form.format(*chosen)}")
        if draw(st.booleans()):
            lines.append(f"{name} = {name} * 1.0")
            lines.append(draw(st.sampled_from(INPLACE)).format(name))
        names.append(name)
    return "\n".join(lines)


def equal(values: Any, wanted: Any) -> bool:
    return np.shape(values) == np.shape(wanted) and np.array_equal(values, wanted, equal_nan=True)


def inputs_of(recording: Recording) -> list[int]:
    return [node.id for node in recording.leaves("input")]


@settings(deadline=None)
@given(text=programs(), seed=st.integers(0, 5))
def test_a_run_computed_again_is_the_same(text: str, seed: int) -> None:
    recording, _ = recorded(text, inputs(seed))
    program = Program(recording)
    values = program.rerun({node: recording.nodes[node].value for node in inputs_of(recording)})
    assert not values.lost
    behind = recording.depending_on(set(inputs_of(recording)))
    assert behind == set(values.changed)
    for node in recording.nodes:
        assert equal(values[node.id], node.value), node


@settings(deadline=None)
@given(text=programs(), seed=st.integers(0, 5))
def test_other_inputs_give_what_the_text_gives_for_them(text: str, seed: int) -> None:
    recording, _ = recorded(text, inputs(seed))
    other, _ = recorded(text, inputs(seed + 10))
    new = {node: other.nodes[node].value for node in inputs_of(recording)}
    values = Program(recording).rerun(new)
    assert not values.lost
    for node in recording.depending_on(set(new)):
        assert equal(values[node], other.nodes[node].value)


@settings(deadline=None)
@given(text=programs(), data=st.data())
def test_an_override_changes_what_is_behind_it_and_nothing_else(
    text: str, data: st.DataObject
) -> None:
    recording, _ = recorded(text, inputs())
    floats = [
        n for n in recording.nodes if isinstance(n.value, np.ndarray) and n.value.dtype == float
    ]
    chosen = data.draw(st.sampled_from(floats))
    values = Program(recording).rerun({chosen.id: chosen.value + 1})
    assert set(values.changed) | values.lost == recording.depending_on({chosen.id})
    assert equal(values[chosen.id], chosen.value + 1)
    for node in recording.nodes:
        if node.id not in values.changed:
            assert values[node.id] is node.value


@settings(deadline=None)
@given(text=programs(), data=st.data())
def test_an_edit_changes_what_is_behind_it_and_nothing_else(text: str, data: st.DataObject) -> None:
    recording, _ = recorded(text, inputs())
    nodes = [n for n in recording.nodes if n.op not in LEAVES and np.size(n.value) > 1]
    chosen = data.draw(st.sampled_from(nodes))
    doubled = Operation("multiply", (operation_of(chosen), 2.0))
    values = Program(recording).rerun({}, {chosen.id: doubled})
    assert set(values.changed) | values.lost == recording.depending_on({chosen.id})
    assert equal(values[chosen.id], np.multiply(chosen.value, 2.0))
    by_value = Program(recording).rerun({chosen.id: np.multiply(chosen.value, 2.0)})
    for node in values.changed:
        assert equal(values[node], by_value[node])


def test_an_override_goes_before_an_edit_of_the_same_node() -> None:
    recording, nodes = recorded("c = a + b", inputs())
    edit = Operation("subtract", (Ref(nodes["a"]), Ref(nodes["b"])))
    assert Program(recording).rerun({nodes["c"]: 7.0}, {nodes["c"]: edit})[nodes["c"]] == 7.0


def test_a_second_rerun_starts_from_the_first() -> None:
    recording, nodes = recorded("c = a + b\nd = c * 2\ne = a - 1", inputs())
    program = Program(recording)
    first = program.rerun({nodes["c"]: np.ones((3, 4))})
    second = program.rerun({nodes["e"]: np.zeros((3, 4))}, start=first)  # type: ignore[arg-type]
    assert np.all(second[nodes["d"]] == 2)
    assert np.all(second[nodes["e"]] == 0)
    assert nodes["e"] not in first.changed


def test_a_value_whose_shape_no_longer_fits_is_lost_with_all_behind_it() -> None:
    recording, nodes = recorded("c = a * 1\nd = c + b\ne = d * 2\nf = b * 3", inputs())
    values = Program(recording).rerun({nodes["c"]: np.ones((2, 2))})
    assert values.lost == {nodes["d"], nodes["e"]}
    assert values.array(nodes["d"]) is None
    assert values.array(nodes["f"]) is not None
    assert values.touches((nodes["c"],))
    assert values.touches((nodes["e"],))
    assert not values.touches((nodes["f"],))


def test_what_only_their_own_run_could_compute_is_lost() -> None:
    text = "import math\nf = np.vectorize(math.erf)\nc = a * 1\nd = f(c)\ne = d + 1"
    recording, nodes = recorded(text, inputs())
    values = Program(recording).rerun({nodes["c"]: np.zeros((3, 4))})
    assert nodes["e"] in values.lost
    assert nodes["c"] not in values.lost


def test_an_unknown_operation_cannot_be_computed() -> None:
    recording, nodes = recorded("c = a + b", inputs())
    program = Program(recording)
    for op in ("opaque", "no_such_function"):
        with pytest.raises(CannotComputeError, match=op):
            program.evaluate(Operation(op, (Ref(nodes["a"]),)), program.values)
    with pytest.raises(AttributeError):
        function_named("no_such_function")


def test_structures_are_evaluated_inside() -> None:
    recording, nodes = recorded("c = a + b", inputs())
    program = Program(recording)
    a, b = (recording.nodes[nodes[name]].value for name in "ab")
    given = {"of": [Ref(nodes["a"]), (Operation("add", (Ref(nodes["b"]), 1.0)), 2)]}
    found = program.evaluate(given, program.values)
    assert equal(found["of"][0], a)
    assert equal(found["of"][1][0], b + 1)
    assert found["of"][1][1] == 2
    cut = Operation("getitem", (Ref(nodes["a"]), (slice(0, 2), slice(None))))
    assert equal(program.evaluate(cut, program.values), a[:2])


def test_item_assignment_and_out_leave_the_operands_as_they_were() -> None:
    a, kept = np.zeros((2, 2)), np.zeros((2, 2))
    assert np.array_equal(apply("setitem", (a, 0, 1.0), {}), [[1, 1], [0, 0]])
    apply("exp", (a,), {"out": kept})
    assert not np.any(a)
    assert not np.any(kept)


def test_a_rewritten_run_is_the_run_of_the_rewritten_text() -> None:
    text = "c = a * b\nd = np.exp(c)\ne = d - a"
    recording, nodes = recorded(text, inputs())
    edit = Operation("add", (Ref(nodes["a"]), Ref(nodes["b"])))
    made = rewritten(recording, {nodes["c"]: edit})
    other, _ = recorded(text.replace("a * b", "a + b"), inputs())
    assert made is not None
    assert [(n.op, n.args, n.kwargs) for n in made.nodes] == [
        (n.op, n.args, n.kwargs) for n in other.nodes
    ]
    assert all(equal(n.value, m.value) for n, m in zip(made.nodes, other.nodes, strict=True))
    assert recording.nodes[nodes["c"]].op == "multiply"
    assert not equal(recording.nodes[nodes["e"]].value, made.nodes[nodes["e"]].value)


def test_what_cannot_be_computed_is_not_rewritten() -> None:
    recording, nodes = recorded("c = a * b\nd = c @ b.T", inputs())
    negated = Operation("negative", (Ref(nodes["a"]),))
    assert rewritten(recording, {nodes["c"]: negated}) is not None
    halved = Operation("getitem", (Ref(nodes["a"]), (slice(None), slice(0, 2))))
    assert rewritten(recording, {nodes["c"]: halved}) is None
