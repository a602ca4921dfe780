"""The labels of the corpus, proven without the product: finite differences and comparison."""

from collections.abc import Iterable

import numpy as np
import pytest

from tests.corpus.corpus import families, made
from tests.corpus.drivers.measuring import (
    claim,
    common_constant,
    compared,
    distance,
    observed,
    of_right,
    quietly,
    slopes_of,
    standard_cost,
)
from tests.corpus.edits import Convention, Edit, Variant
from tests.corpus.variants import APPROXIMATIONS, CONVENTIONS, EQUIVALENTS, VARIANTS

ROUNDING, DIFFERENCES, VISIBLE = 1e-9, 1e-7, 1e-6
CRASHING = {"not-runnable", "shape", "transpose"}
ANOTHER_SIZE = {"wrong-sample-count", "cost-gradient-mismatch"}
OF_GRADIENTS = ("dW", "db", "dw", "new_W", "new_b", "new_w")
FOLLOWING = {"Z": ("A",), "dZ": OF_GRADIENTS, "dA": ("dZ", *OF_GRADIENTS)}
"""What shows first that a quantity is wrong which is not shown itself, in the same layer."""


def each(edits: Iterable[Edit]) -> list[object]:
    return [pytest.param(edit, id=f"{edit.family}:{edit.id}") for edit in edits]


@pytest.mark.parametrize("family", families())
def test_gradients_of_a_right_file_are_the_slopes_of_its_cost(family: str) -> None:
    network, found = of_right(family)
    for name, slope in slopes_of(network).items():
        if name in found:
            assert distance(found[name], slope) < DIFFERENCES, name
        else:
            assert f"new_{name[1:]}" in found, f"{name} is shown neither as such nor by its step"


@pytest.mark.parametrize("family", families())
def test_a_right_file_steps_downhill(family: str) -> None:
    network, found = of_right(family)
    if network.step is None:
        pytest.skip("no step from given parameters")
    slopes = slopes_of(network)
    for name, value in network.parameters.items():
        slope = found.get(f"mean d{name}", slopes[f"d{name}"])
        assert distance(found[f"new_{name}"], network.step(value, slope)) < DIFFERENCES, name


@pytest.mark.parametrize("edit", each(VARIANTS))
def test_a_variant_is_wrong_and_first_where_its_row_says(edit: Variant) -> None:
    try:
        _, found = observed(made(edit))
    except Exception:
        assert {edit.cause, *edit.also} & CRASHING, "it does not run"
        return
    assert edit.cause != "not-runnable", "it runs"
    distances = compared(edit.family, found)
    wrong = [name for name, far in distances.items() if far > VISIBLE]
    assert wrong, "nothing that is shown differs from the right file"
    assert explained_by(edit.quantity, wrong[0], distances), f"{wrong[0]} is the first wrong"
    slopes = {name: far for name, far in distances.items() if "new_" not in name}
    unclear = {name: far for name, far in slopes.items() if ROUNDING < far <= VISIBLE}
    assert not unclear, "neither right nor visibly wrong"


@pytest.mark.parametrize("family", families())
def test_no_variant_is_a_convention_in_disguise(family: str) -> None:
    for edit in (edit for edit in VARIANTS if edit.family == family):
        if edit.quantity.startswith("new_") or {edit.cause, *edit.also} & ANOTHER_SIZE:
            continue
        try:
            network, found = observed(made(edit))
            with quietly():
                own = common_constant(network, found, network.cost)
        except Exception:
            continue
        distances = compared(family, found)
        first = next(name for name, far in distances.items() if far > VISIBLE)
        assert own is None or own <= 0 or occasion(first), f"{edit.id} is right, times {own}"


@pytest.mark.parametrize("edit", each(EQUIVALENTS))
def test_an_equivalent_is_right(edit: Edit) -> None:
    _, found = observed(made(edit))
    distances = compared(edit.family, found)
    assert distances
    assert max(distances.values()) < ROUNDING


@pytest.mark.parametrize("edit", each(APPROXIMATIONS))
def test_an_approximation_is_near_and_not_the_same(edit: Edit) -> None:
    _, found = observed(made(edit))
    assert 1e-12 < max(compared(edit.family, found).values()) < VISIBLE


@pytest.mark.parametrize("edit", each(CONVENTIONS))
def test_a_convention_is_one_constant_away_from_a_standard_gradient(edit: Convention) -> None:
    network, found = observed(made(edit))
    if edit.other_cost:
        cost = standard_cost(network, edit.other_cost)
        with quietly():
            constant = common_constant(network, found, cost)
    else:
        cost = network.cost
        constant = eval(edit.ratio, {"__builtins__": {}}, dict(network.sizes))
    assert constant is not None
    assert constant > 0
    for name, slope in slopes_of(network, cost).items():
        assert distance(claim(network, found, name), constant * slope) < DIFFERENCES, name


@pytest.mark.parametrize("edit", each(row for row in CONVENTIONS if row.other_cost))
def test_gradients_of_another_cost_are_not_those_of_its_own(edit: Convention) -> None:
    network, found = observed(made(edit))
    if edit.agreeing:
        pytest.skip("the file computes no cost")
    with quietly():
        assert common_constant(network, found, network.cost) is None


def test_a_wrong_gradient_is_seen_by_differences() -> None:
    (edit,) = (row for row in VARIANTS if (row.family, row.id) == ("wk3_planar", "dw2-no-mean"))
    network, found = observed(made(edit))
    slopes = slopes_of(network)
    assert distance(found["dW2"], slopes["dW2"]) > VISIBLE
    assert distance(found["dW1"], slopes["dW1"]) < DIFFERENCES


def test_a_wrong_label_is_seen() -> None:
    distances = {"A1": 0.0, "cost": 0.0, "dW2": 0.0, "db2": 1.0, "dW1": 0.0, "2:new_W1": 1.0}
    assert explained_by("db2", "db2", distances)
    assert explained_by("dZ2", "db2", distances)
    assert explained_by("dW1", "2:new_W1", distances)
    assert not explained_by("dW2", "db2", distances)
    assert not explained_by("dZ1", "db2", distances)
    assert not explained_by("dZ2", "dW1", distances)
    assert distance(np.ones((2, 1)), np.ones(2)) == np.inf


def explained_by(quantity: str, first: str, shown: Iterable[str]) -> bool:
    """Say whether ``first`` of all that is shown would be wrong first if ``quantity`` is."""
    when = occasion(first)
    name = first.removeprefix(when)
    if quantity in {other.removeprefix(when) for other in shown if occasion(other) == when}:
        return name == quantity
    kind = quantity.rstrip("0123456789")
    layer = quantity.removeprefix(kind)
    following = FOLLOWING.get(kind, (f"new_{kind.removeprefix('d')}",))
    return bool(when) or name in {after + layer for after in following}


def occasion(name: str) -> str:
    """Return what stands before a quantity of a later step or of another run."""
    return "2:" if name.startswith("2:") else "".join(name.rpartition(" ")[:2])
