"""The same equations, written otherwise: not one of these forms may be called differ."""

import math

import numpy as np
import pytest

from tests.compare.judging.small_networks import F32, F64, all_agree, judge, make_case, verdicts

SEEDS = range(4)
G = {
    "tanh": np.tanh,
    "sigmoid": lambda Z: 1 / (1 + np.exp(-Z)),
    "relu": lambda Z: np.maximum(Z, 0),
    "leaky-relu": lambda Z: np.maximum(Z.dtype.type(0.01) * Z, Z),
}
G_PRIME = {
    "tanh": lambda Z, A: 1 - A**2,
    "sigmoid": lambda Z, A: A * (1 - A),
    "relu": lambda Z, A: (Z > 0).astype(Z.dtype),
    "leaky-relu": lambda Z, A: np.where(Z > 0, 1, 0.01).astype(Z.dtype),
}


def samples(c):
    return c["X"].shape[1]


def columns_summed(dZ):
    return np.sum(dZ, axis=1, keepdims=True)


PLAIN = {
    "Z1": lambda t, c: c["W1"] @ c["X"] + c["b1"],
    "A1": lambda t, c: G[c["activations"][0]](t["Z1"]),
    "Z2": lambda t, c: c["W2"] @ t["A1"] + c["b2"],
    "A2": lambda t, c: G["sigmoid"](t["Z2"]),
    "cost": lambda t, c: np.mean(
        c["Y"] * np.logaddexp(0, -t["Z2"], dtype=t["Z2"].dtype)
        + (1 - c["Y"]) * np.logaddexp(0, t["Z2"], dtype=t["Z2"].dtype)
    ),
    "dZ2": lambda t, c: t["A2"] - c["Y"],
    "dW2": lambda t, c: t["dZ2"] @ t["A1"].T / samples(c),
    "db2": lambda t, c: columns_summed(t["dZ2"]) / samples(c),
    "dA1": lambda t, c: c["W2"].T @ t["dZ2"],
    "dZ1": lambda t, c: t["dA1"] * G_PRIME[c["activations"][0]](t["Z1"], t["A1"]),
    "dW1": lambda t, c: t["dZ1"] @ c["X"].T / samples(c),
    "db1": lambda t, c: columns_summed(t["dZ1"]) / samples(c),
    **{
        f"new_{V}": lambda t, c, V=V: c[V] - c["learning_rate"] * t[f"d{V}"]
        for V in ("W1", "b1", "W2", "b2")
    },
}


def step(case, forms):
    """Take one step, some of its equations in another form; what follows is computed from it."""
    assert set(forms) <= set(PLAIN)
    trace = {}
    for name, equation in PLAIN.items():
        trace[name] = forms.get(name, equation)(trace, case)
    return trace


def of_both_layers(dW=None, db=None):
    """A form of dW by (dZ, A_prev, m), of db by (dZ, m), in both layers."""
    forms = {}
    if dW:
        forms["dW2"] = lambda t, c: dW(t["dZ2"], t["A1"], samples(c))
        forms["dW1"] = lambda t, c: dW(t["dZ1"], c["X"], samples(c))
    if db:
        forms["db2"] = lambda t, c: db(t["dZ2"], samples(c))
        forms["db1"] = lambda t, c: db(t["dZ1"], samples(c))
    return forms


def outer_products(dZ, A_prev, m):
    dW = np.zeros((len(dZ), len(A_prev)), dZ.dtype)
    for i in range(m):
        dW += np.outer(dZ[:, i], A_prev[:, i])
    return dW / m


def unit_by_unit(t, c):
    Z = np.empty((len(c["W1"]), samples(c)), c["X"].dtype)
    for j, i in np.ndindex(Z.shape):
        Z[j, i] = c["b1"][j, 0]
        for k in range(len(c["X"])):
            Z[j, i] += c["W1"][j, k] * c["X"][k, i]
    return Z


def column_by_column(t, c):
    return np.hstack([c["W1"] @ c["X"][:, i : i + 1] + c["b1"] for i in range(samples(c))])


def logarithms(t, c):
    A, Y = t["A2"], c["Y"]
    return Y * np.log(A) + (1 - Y) * np.log(1 - A)


def through_dA(t, c):
    A, Y = t["A2"], c["Y"]
    return (-(Y / A) + (1 - Y) / (1 - A)) * A * (1 - A)


def through_dA_by_divide(t, c):
    A, Y = t["A2"], c["Y"]
    return -(np.divide(Y, A) - np.divide(1 - Y, 1 - A)) * (A - A**2)


def updated(new):
    return {f"new_{V}": lambda t, c, V=V: new(t, c, V) for V in ("W1", "b1", "W2", "b2")}


def in_place(t, c, V):
    new = c[V].copy()
    new -= c["learning_rate"] * t[f"d{V}"]
    return new


REWRITES = {
    "the chapter's own form": {},
    "dZ2 through dA2": {"dZ2": through_dA},
    "dZ2 through dA2 by np.divide": {"dZ2": through_dA_by_divide},
    "dZ2 as minus Y minus A": {"dZ2": lambda t, c: -(c["Y"] - t["A2"])},
    "(1/m) dot": of_both_layers(
        lambda dZ, A_prev, m: (1 / m) * np.dot(dZ, A_prev.T),
        lambda dZ, m: (1 / m) * columns_summed(dZ),
    ),
    "1/m multiplied from the right": of_both_layers(lambda dZ, A_prev, m: dZ @ A_prev.T * (1 / m)),
    "m as a float32": of_both_layers(
        lambda dZ, A_prev, m: dZ @ A_prev.T / np.float32(m),
        lambda dZ, m: columns_summed(dZ) / np.float32(m),
    ),
    "a mean": of_both_layers(db=lambda dZ, m: np.mean(dZ, axis=1, keepdims=True)),
    "a mean, reshaped": of_both_layers(db=lambda dZ, m: dZ.mean(axis=1).reshape(-1, 1)),
    "a product with ones": of_both_layers(
        db=lambda dZ, m: dZ @ np.ones((m, 1), dZ.dtype) / m,
    ),
    "divided before the product": of_both_layers(lambda dZ, A_prev, m: (dZ / m) @ A_prev.T),
    "einsum": {
        "Z1": lambda t, c: np.einsum("ij,jk->ik", c["W1"], c["X"]) + c["b1"],
        **of_both_layers(
            lambda dZ, A_prev, m: np.einsum("ik,jk->ij", dZ, A_prev) / m,
            lambda dZ, m: np.einsum("ik->i", dZ).reshape(-1, 1) / m,
        ),
    },
    "samples from the end": of_both_layers(
        lambda dZ, A_prev, m: dZ[:, ::-1] @ A_prev[:, ::-1].T / m,
        lambda dZ, m: columns_summed(dZ[:, ::-1]) / m,
    ),
    "the smallest samples first": of_both_layers(
        db=lambda dZ, m: columns_summed(np.sort(dZ, axis=1)) / m
    ),
    "outer products": of_both_layers(outer_products),
    "the mean of outer products": of_both_layers(
        lambda dZ, A_prev, m: np.mean(dZ[:, None, :] * A_prev[None, :, :], axis=2)
    ),
    "unit by unit": {"Z1": unit_by_unit},
    "column by column": {"Z1": column_by_column},
    "units from the end": {
        "Z1": lambda t, c: c["W1"][:, ::-1] @ c["X"][::-1] + c["b1"],
        "dA1": lambda t, c: np.ascontiguousarray((t["dZ2"].T @ c["W2"]).T),
    },
    "rows are examples": {"Z1": lambda t, c: np.array((c["X"].T @ c["W1"].T + c["b1"].T).T)},
    "the bias as a row of weights": {
        "Z1": lambda t, c: (
            np.hstack([c["b1"], c["W1"]]) @ np.vstack([np.ones_like(c["X"][:1]), c["X"]])
        )
    },
    "dA1 by broadcasting": {"dA1": lambda t, c: c["W2"].reshape(-1, 1) * t["dZ2"]},
    "cost by logaddexp": {
        "cost": lambda t, c: np.mean(
            np.logaddexp(t["Z2"].dtype.type(0), t["Z2"]) - c["Y"] * t["Z2"]
        )
    },
    "cost by max and log1p": {
        "cost": lambda t, c: np.mean(
            np.maximum(t["Z2"], 0) - t["Z2"] * c["Y"] + np.log1p(np.exp(-np.abs(t["Z2"])))
        )
    },
    "cost from probabilities": {"cost": lambda t, c: -(1 / samples(c)) * np.sum(logarithms(t, c))},
    "cost as a mean": {"cost": lambda t, c: -np.mean(logarithms(t, c))},
    "cost by dot, squeezed": {
        "cost": lambda t, c: (
            np.squeeze(
                -np.dot(c["Y"], np.log(t["A2"]).T) - np.dot(1 - c["Y"], np.log(1 - t["A2"]).T)
            )
            / samples(c)
        )
    },
    "cost by choice": {
        "cost": lambda t, c: -np.mean(np.log(np.where(c["Y"] == 1, t["A2"], 1 - t["A2"])))
    },
    "cost in a loop": {"cost": lambda t, c: -sum(logarithms(t, c)[0]) / samples(c)},
    "cost as a matrix": {
        "cost": lambda t, c: -np.sum(logarithms(t, c), axis=1, keepdims=True) / samples(c)
    },
    "update in place": updated(in_place),
    "update by the negative": updated(lambda t, c, V: c[V] + -c["learning_rate"] * t[f"d{V}"]),
    "update downhill from the other side": updated(
        lambda t, c, V: -(c["learning_rate"] * t[f"d{V}"] - c[V])
    ),
    "the mean in the rate": {
        "new_W1": lambda t, c: c["W1"] - c["learning_rate"] / samples(c) * (t["dZ1"] @ c["X"].T)
    },
    "sigmoid by tanh": {"A2": lambda t, c: (np.tanh(t["Z2"] / 2) + 1) / 2},
    "sigmoid by the positive exponent": {
        "A2": lambda t, c: np.exp(t["Z2"]) / (1 + np.exp(t["Z2"]))
    },
}
BOTH = pytest.mark.parametrize("dtype", [F64, F32], ids=str)


def check(trace, case):
    judgements = judge(trace, case)
    assert all_agree(judgements), verdicts(judgements)
    assert max(judgement.excess for judgement in judgements.values()) <= 1


@BOTH
@pytest.mark.parametrize("form", REWRITES)
def test_another_form_of_the_same_equation_agrees(form, dtype):
    for seed in SEEDS:
        case = make_case(seed=seed, dtype=dtype, m=13)
        check(step(case, REWRITES[form]), case)


@BOTH
@pytest.mark.parametrize("form", REWRITES)
def test_another_form_agrees_on_many_samples_and_units(form, dtype):
    case = make_case((31, 17, 1), dtype=dtype, m=211)
    check(step(case, REWRITES[form]), case)


CONFIDENT = {
    "A - Y": lambda t, c: t["A2"] - c["Y"],
    "through dA2": through_dA,
    "through dA2 and A - A^2": through_dA_by_divide,
    "from Z, by the sigmoid of -Z": lambda t, c: np.where(
        c["Y"] == 1, -1 / (1 + np.exp(t["Z2"])), 1 / (1 + np.exp(-t["Z2"]))
    ),
    "through dA2 and g' from Z": lambda t, c: (
        (-(c["Y"] / t["A2"]) + (1 - c["Y"]) / (1 - t["A2"]))
        * (np.exp(-t["Z2"]) / (1 + np.exp(-t["Z2"])) ** 2)
    ),
}
"""Of dZ2: where A is near Y, all that A - Y keeps is the rounding of A, which no form can know."""


@BOTH
@pytest.mark.parametrize("shift", [3, 6, 9])
@pytest.mark.parametrize("form", CONFIDENT)
def test_another_form_of_dZ2_agrees_where_the_output_is_right_and_confident(form, shift, dtype):
    case = make_case(dtype=dtype, m=13)
    case["b2"][...] = shift
    case["Y"][...] = 1
    trace = step(case, {"dZ2": CONFIDENT[form]})
    assert trace["A2"].mean() > 0.9
    assert judge(trace, case)["dZ2"].verdict == "agree"


@BOTH
@pytest.mark.parametrize("form", [form for form in CONFIDENT if "sigmoid" not in form])
def test_another_form_of_dZ2_does_not_differ_where_the_output_is_next_to_a_soft_label(form, dtype):
    case = make_case(dtype=dtype, m=13)
    case["Y"] = step(case, {})["A2"] * dtype.type(1 + 1e-6)
    judgement = judge(step(case, {"dZ2": CONFIDENT[form]}), case)["dZ2"]
    assert judgement.verdict in ("agree", "blind")  # float32 has lost its digits here


@pytest.mark.parametrize("order", [np.asfortranarray, lambda a: np.repeat(a, 2, axis=1)[:, ::2]])
def test_how_an_array_lies_in_memory_does_not_matter(order):
    case = make_case()
    trace = {name: order(a) if np.ndim(a) else a for name, a in step(case, {}).items()}
    assert not trace["dW1"].flags.c_contiguous
    check(trace, case)


def test_one_over_m_in_float32_is_not_the_same_equation():
    """A rewrite must be equal to rounding in the dtype of the run: this one is off by 1e-8."""
    case = make_case(m=13)
    wrong = of_both_layers(lambda dZ, A_prev, m: np.float32(1 / m) * (dZ @ A_prev.T))
    found = verdicts(judge(step(case, wrong), case))
    assert found["dW1"] == found["dW2"] == "differ"


DERIVATIVES = {
    "tanh": [
        lambda Z, A: (1 - A) * (1 + A),
        lambda Z, A: 1 - np.power(A, 2),
        lambda Z, A: 1 - np.tanh(Z) ** 2,
        lambda Z, A: 1 / np.cosh(Z) ** 2,
    ],
    "sigmoid": [
        lambda Z, A: A - A**2,
        lambda Z, A: A * (1 - A),
        lambda Z, A: np.exp(-Z) / (1 + np.exp(-Z)) ** 2,
        lambda Z, A: A * (1 / (1 + np.exp(Z))),
    ],
    "relu": [
        lambda Z, A: (A > 0).astype(A.dtype),
        lambda Z, A: np.where(Z > 0, A.dtype.type(1), A.dtype.type(0)),
        lambda Z, A: np.heaviside(Z, A.dtype.type(0)),
        lambda Z, A: np.int64(Z > 0).astype(A.dtype),
    ],
    "leaky-relu": [
        lambda Z, A: np.where(A > 0, A.dtype.type(1), A.dtype.type(0.01)),
        lambda Z, A: (Z > 0) + A.dtype.type(0.01) * (Z <= 0),
    ],
}


@BOTH
@pytest.mark.parametrize(
    ("activation", "form"), [(g, form) for g in DERIVATIVES for form in range(len(DERIVATIVES[g]))]
)
def test_another_form_of_a_derivative_agrees(activation, form, dtype):
    g_prime = DERIVATIVES[activation][form]
    for seed in SEEDS:
        case = make_case(activations=(activation, "sigmoid"), seed=seed, dtype=dtype, m=13)
        check(step(case, {"dZ1": lambda t, c: t["dA1"] * g_prime(t["Z1"], t["A1"])}), case)


def test_dZ1_set_to_zero_where_the_unit_is_off_agrees():
    def masked(t, c):
        dZ = t["dA1"].copy()
        dZ[t["Z1"] <= 0] = 0
        return dZ

    case = make_case(activations=("relu", "sigmoid"), m=13)
    check(step(case, {"dZ1": masked}), case)


VALUES = {
    "relu": [lambda Z: Z * (Z > 0), lambda Z: (Z + np.abs(Z)) / 2, lambda Z: np.clip(Z, 0, None)],
    "leaky-relu": [lambda Z: np.where(Z > 0, Z, Z.dtype.type(0.01) * Z)],
    "tanh": [lambda Z: np.vectorize(math.tanh, otypes=[Z.dtype])(Z)],
    "sigmoid": [lambda Z: np.vectorize(lambda z: 1 / (1 + math.exp(-z)), otypes=[Z.dtype])(Z)],
}


@BOTH
@pytest.mark.parametrize(
    ("activation", "form"), [(g, form) for g in VALUES for form in range(len(VALUES[g]))]
)
def test_another_form_of_an_activation_agrees(activation, form, dtype):
    g = VALUES[activation][form]
    for seed in SEEDS:
        case = make_case(activations=(activation, "sigmoid"), seed=seed, dtype=dtype, m=13)
        check(step(case, {"A1": lambda t, c: g(t["Z1"])}), case)
