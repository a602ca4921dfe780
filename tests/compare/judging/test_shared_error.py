"""What a single output unit is off by, everything behind it is off by as well, in all its units."""

from itertools import pairwise

import numpy as np
import pytest

from compare.judging.end_to_end import EndToEnd
from compare.quantities.network import network
from compare.traces.trace import record
from tests.compare.judging.small_networks import DTYPES, by_torch

DEPTH, WIDTH, M = 15, 5, 7


def aligned_case(dtype):
    """Positive weights, so that no sum cancels; outputs near their labels, so that A - Y does."""
    rng = np.random.default_rng(3)
    dims = (WIDTH,) * DEPTH + (1,)
    case = {"X": 1 + rng.random((WIDTH, M)), "Y": np.ones((1, M))}
    for layer, (n_prev, n) in enumerate(pairwise(dims), start=1):
        case[f"W{layer}"] = (1 + rng.random((n, n_prev)) / 9) / n_prev
        case[f"b{layer}"] = np.zeros((n, 1))
    case[f"W{DEPTH}"] *= 2
    case = {name: array.astype(dtype) for name, array in case.items()}
    activations = (*("relu",) * (DEPTH - 1), "sigmoid")
    return case | {"learning_rate": 0.1, "activations": activations, "cost": "cross-entropy"}


def backward_from(dZ, case, trace):
    """The derivatives that follow from another dZL."""
    m = case["X"].shape[1]
    wrong = dict(trace)
    for layer in range(DEPTH, 0, -1):
        A_prev = trace[f"A{layer - 1}"] if layer > 1 else case["X"]
        wrong[f"dZ{layer}"] = dZ
        wrong[f"dW{layer}"] = dZ @ A_prev.T / m
        wrong[f"db{layer}"] = np.sum(dZ, axis=1, keepdims=True) / m
        if layer > 1:
            wrong[f"dA{layer - 1}"] = case[f"W{layer}"].T @ dZ
            dZ = wrong[f"dA{layer - 1}"] * (trace[f"Z{layer - 1}"] > 0)
    for name in [name for name in case if name[0] in "Wb"]:
        wrong[f"new_{name}"] = case[name] - case["learning_rate"] * wrong[f"d{name}"]
    return {name: np.asarray(wrong[name], case["X"].dtype) for name in wrong}


def excesses(trace, reference, case):
    """The share of the tolerance from end to end, by quantity."""
    model, dtype = network(case["activations"], case["cost"]), case["X"].dtype
    sizes = model.sizes(case)
    candidate = record(trace, model, sizes, dtype, {}).arrays
    along = EndToEnd(model, {**case, **reference}, candidate, sizes, dtype)
    names = [name for name in reference if name[:2] in ("dZ", "dA")]
    return {name: along.compare(model[name], model[name].equation).excess for name in names}


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_an_error_of_the_output_unit_uses_the_same_share_in_every_layer(dtype):
    case = aligned_case(dtype)
    reference = by_torch(case, "deep_network")
    name, eps = f"dZ{DEPTH}", float(np.finfo(dtype).eps)

    def shares(roundings):
        off = (reference[name] * (1 + roundings * eps)).astype(dtype)
        return excesses(backward_from(off, case, reference), reference, case)

    half = 0.5 * 1000 / shares(1000)[name]  # so many roundings use half of its tolerance
    found = shares(half)
    assert 0.4 < found[name] < 0.6
    behind = [share for other, share in found.items() if other != name]
    assert 0.3 < min(behind) <= max(behind) < 0.7


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_what_is_wrong_behind_it_is_seen_as_sharply_as_its_own_error_allows(dtype):
    case = aligned_case(dtype)
    reference = by_torch(case, "deep_network")
    wrong = dict(reference)
    wrong["dA3"] = reference["dA3"] * (1 + 1e5 * np.finfo(dtype).eps)
    assert excesses(wrong, reference, case)["dA3"] > 1
