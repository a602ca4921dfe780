"""The parts of a run, by what flows into them, and the names of values."""

import numpy as np
import pytest

from compare.recognising.flow import Flow
from compare.recognising.names import is_cost, is_gradient, last_part
from tests.compare.diagnosing.recorded import edited, recorded


def flow_of(*edits: tuple[str, str]) -> Flow:
    return Flow(recorded(edited(*edits))[0])


def called(flow: Flow, nodes: set[int]) -> set[str]:
    """The names of some values, those of parameters included."""
    names = {name for node in nodes for name in flow.names.get(node, ())}
    return names | {flow.nodes[node].name for node in nodes if flow.nodes[node].name}


def test_forward_backward_and_labels_are_told_apart() -> None:
    flow = flow_of(("dZ2 = A2 - Y", "T = 1 - Y\n    dZ2 = A2 - (1 - T)"))
    assert {"Z1", "A1", "Z2", "A2", "W1", "b2"} <= called(flow, flow.forward)
    assert {"T"} <= called(flow, flow.labels)
    backward = called(flow, flow.backward)
    assert {"cost", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1"} <= backward
    assert not backward & {"Z1", "A2", "T", "X", "Y"}
    assert not flow.forward & flow.backward
    assert not flow.labels & flow.from_p
    assert called(flow, flow.X) == {"X"}
    assert called(flow, flow.Y) == {"Y"}


def test_the_parameters_are_leaves_or_values_that_an_update_replaces() -> None:
    assert {node.name for node in flow_of().parameters} == {"W1", "b1", "W2", "b2"}
    flow = flow_of(
        ('    Z1 = np.dot(p["W1"], X)', '    p["V"] = np.ones(p["b1"].shape)\n'
                                        '    Z1 = p["V"] * np.dot(p["W1"], X)'),
        ('    W1 = p["W1"]', '    p["V"] = p["V"] - lr * g["db1"]\n    W1 = p["W1"]'),
    )  # fmt: skip
    assert len(flow.parameters) == 5
    assert np.all(flow.parameters[-1].value == 1)


def test_copies_are_followed() -> None:
    flow = flow_of(("A1 = np.tanh(Z1)", "A1 = np.array(np.tanh(Z1)).copy()"))
    (tanh,) = (node.id for node in flow.nodes if node.op == "tanh")
    assert len(flow.same_as(tanh)) >= 2
    assert "A1" in called(flow, flow.same_as(tanh))


@pytest.mark.parametrize(
    ("name", "word", "item"),
    [
        ("dW1", "dW1", None),
        ('grads["dW1"]', "dW1", None),
        ("self.grad_b2", "grad_b2", None),
        ("self.dW[1]", "dW", 1),
        ("dW[-1]", "dW", -1),
        ("net.layers[0].W", "W", None),
    ],
)
def test_the_last_word_of_a_name(name: str, word: str, item: int | None) -> None:
    assert last_part(name) == (word, item)


@pytest.mark.parametrize(
    "name", ["dW", "dW1", 'grads["db2"]', "grad_w", "self.gradW", "nabla_b", "w_grad", "W1_delta"]
)
def test_what_reads_like_a_derivative(name: str) -> None:
    assert is_gradient(name)


@pytest.mark.parametrize("name", ["W1", "A2", "m", "Z1", "weights", "b", "x"])
def test_what_does_not(name: str) -> None:
    assert not is_gradient(name)


@pytest.mark.parametrize(
    "name", ["cost", "loss", "J", "total_loss", "crossEntropy", "mse", "self.cost", "loss_1"]
)
def test_what_reads_like_a_cost(name: str) -> None:
    assert is_cost(name)


@pytest.mark.parametrize("name", ["A2", "loss_prime", "cost_derivative", "accuracy", "abs_error"])
def test_what_is_no_cost(name: str) -> None:
    assert not is_cost(name)
