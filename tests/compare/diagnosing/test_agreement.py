"""Which gradients are right up to one constant that they share over all cases."""

import pytest

from compare.diagnosing.agreement import agreement, kind_of_own_cost
from compare.diagnosing.scale import Scale
from tests.compare.diagnosing.recorded import TWO_LAYERS, edited, steps
from tests.compare.diagnosing.two_layer_faults import DW1, DZ1, DZ2

COST = "cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m"
ALL = {"W1", "b1", "W2", "b2"}


def test_all_are_right_for_the_own_and_the_standard_cost() -> None:
    for cost in ("own", "binary-cross-entropy"):
        found = agreement(steps(), cost)
        assert (found.right, found.wrong, found.blind) == (ALL, [], [])
        assert found.scale == Scale(0, 0, 1.0)
        assert not found.free


def test_none_is_right_for_another_cost() -> None:
    found = agreement(steps(), "squared-error")
    assert found.right == set()
    assert set(found.wrong) == ALL


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        (DW1, "dW1 = np.dot(dZ1, X.T)", {"W1"}),
        (DZ1, "dZ1 = dA1", {"W1", "b1"}),
        (DZ2, "dZ2 = A2 + Y", ALL),
        ('p["b2"] - lr * g["db2"]', 'p["b2"] + lr * g["db2"]', {"b2"}),
        ('p["b2"] - lr * g["db2"]', 'p["b2"] - lr * g["db2"][:1]', {"b2"}),
    ],
)
def test_only_what_is_behind_an_edit_is_wrong(old: str, new: str, wrong: set[str]) -> None:
    found = agreement(steps(edited((old, new))), "own")
    assert set(found.wrong) == wrong
    assert found.right == ALL - wrong


def test_a_shared_constant_is_told_from_a_single_one() -> None:
    shared = agreement(steps(edited((DZ2, "dZ2 = m * (A2 - Y)"))), "own")
    assert (shared.right, shared.scale) == (ALL, Scale(1, 0, 1.0))
    single = agreement(steps(edited((DW1, "dW1 = np.dot(dZ1, X.T)"))), "own")
    assert single.scale == Scale(0, 0, 1.0)
    assert single.judged["W1"].scales == [Scale(1, 0, 1.0)]


def test_without_an_update_the_gradients_themselves_are_held() -> None:
    found = agreement(steps(TWO_LAYERS.split("def update")[0]), "own")
    assert found.right == ALL
    assert not found.free


def test_a_unit_that_is_always_off_shows_nothing() -> None:
    text = edited(("np.tanh(Z1)", "np.maximum(0, Z1 - 1e6)"), (DZ1, "dZ1 = dA1 * (Z1 > 1e6)"))
    found = agreement(steps(text), "own")
    assert "W1" in found.blind
    assert "W1" not in found.wrong


@pytest.mark.parametrize(
    ("new", "name", "scale"),
    [
        (COST, "binary-cross-entropy", Scale(0, 0, 1.0)),
        (COST + " * 2", "binary-cross-entropy", Scale(0, 0, 2.0)),
        (COST[: -len(" / m")], "binary-cross-entropy", Scale(1, 0, 1.0)),
        ("cost = np.sum((A2 - Y) ** 2) / (2 * m)", "squared-error", Scale(0, 0, 1.0)),
        ("cost = np.sum((A2 - Y) ** 2) / m", "squared-error", Scale(0, 0, 2.0)),
        ("cost = np.sum((A2 - Y) ** 2)", "squared-error", Scale(1, 0, 2.0)),
        ("cost = np.mean((A2 - Y) ** 2)", "squared-error", Scale(0, -1, 2.0)),
        ("cost = np.linalg.norm(A2 - Y) ** 2 / m", "squared-error", Scale(0, 0, 2.0)),
    ],
)
def test_which_standard_cost_is_computed(new: str, name: str, scale: Scale) -> None:
    assert kind_of_own_cost(steps(edited((COST, new)))) == (name, scale)


@pytest.mark.parametrize(
    "new",
    [
        COST.replace("-np.sum", "np.sum"),
        COST.replace("np.log(1 - A2)", "np.log(A2)"),
        "cost = np.sum((A2 - Y) ** 4) / m",
        "cost = np.sum(np.abs(A2 - Y)) / m",
    ],
)
def test_no_standard_cost(new: str) -> None:
    assert kind_of_own_cost(steps(edited((COST, new)))) is None
