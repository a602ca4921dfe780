"""The same network in other words agrees; one word more, and it does not."""

import pytest

from tests.compare.diagnosing.recorded import (
    ONE_OUTPUT,
    SEVERAL,
    TWO_LAYERS,
    Sizes,
    diagnosed,
    edited,
)
from tests.compare.diagnosing.two_layer_faults import DA1, DB1, DB2, DW1, DW2, DZ1, DZ2

COST = "cost = -np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2)) / m"
SIGMOID = "return 1 / (1 + np.exp(-z))"
SQUARED = "cost = np.sum((A2 - Y) ** 2) / (2 * m)"
WITH_SLOPE = "dZ2 = (A2 - Y) * A2 * (1 - A2)"
HALF_SQUARES = (COST, SQUARED), (DZ2, WITH_SLOPE)
DECAY = "    cost = cost + 0.7 / (2 * m) * (np.sum(p['W1'] ** 2) + np.sum(p['W2'] ** 2))\n"
WITH_L2 = edited(
    ("def compute_cost(A2, Y):", "def compute_cost(A2, Y, p):"),
    ("    return cost\n", DECAY + "    return cost\n"),
    (DW2, DW2 + " + 0.7 / m * p['W2']"),
    (DW1, DW1 + " + 0.7 / m * p['W1']"),
)
SOFTMAX = edited(
    ("def sigmoid(z)", "def softmax(z)"),
    (SIGMOID, "e = np.exp(z - np.max(z, axis=0))\n    return e / np.sum(e, axis=0)"),
    ("A2 = sigmoid(Z2)", "A2 = softmax(Z2)"),
    (COST, "cost = -np.sum(Y * np.log(A2)) / m"),
)

REWRITES = {
    "as it is": TWO_LAYERS,
    "@": edited(("np.dot(dZ2, A1.T)", "dZ2 @ A1.T")),
    "matmul": edited(('np.dot(p["W1"], X)', 'np.matmul(p["W1"], X)')),
    "einsum": edited(("np.dot(dZ1, X.T)", "np.einsum('ij,kj->ik', dZ1, X)")),
    "transposed product": edited(("np.dot(dZ2, A1.T)", "np.dot(A1, dZ2.T).T")),
    "1/m in front": edited((DW2, "dW2 = 1. / m * np.dot(dZ2, A1.T)")),
    "1/m in brackets": edited((DW1, "dW1 = (1 / m) * (dZ1 @ X.T)")),
    "inverse of m": edited((DW1, "dW1 = np.dot(dZ1, X.T) * m ** -1")),
    "mean of the bias": edited((DB2, "db2 = np.mean(dZ2, axis=1, keepdims=True)")),
    "reshaped bias": edited((DB2, "db2 = np.sum(dZ2, axis=1).reshape(-1, 1) / m")),
    "bias as a product": edited((DB1, "db1 = np.dot(dZ1, np.ones((m, 1))) / m")),
    "m from the labels": edited(("m = X.shape[1]", "m = Y.shape[1]")),
    "m as a length": edited(("m = X.shape[1]", "m = len(X[0])")),
    "m in dZ2": edited((DZ2, "dZ2 = (A2 - Y) / m"), (DW2, DW2[:-4]), (DB2, DB2[:-4]),
                       (DW1, DW1[:-4]), (DB1, DB1[:-4])),
    "negated twice": edited((DZ2, "dZ2 = -(Y - A2)")),
    "dA2 first": edited((DZ2, "dA2 = -(Y / A2) + (1 - Y) / (1 - A2)\n"
                              "    dZ2 = dA2 * A2 * (1 - A2)")),
    "np.power": edited(("A1 ** 2", "np.power(A1, 2)")),
    "np.square": edited(("A1 ** 2", "np.square(A1)")),
    "a product of itself": edited(("A1 ** 2", "A1 * A1")),
    "tanh again": edited((DZ1, "dZ1 = dA1 * (1 - np.tanh(Z1) ** 2)")),
    "cosh": edited((DZ1, "dZ1 = dA1 / np.cosh(Z1) ** 2")),
    "slope before": edited((DA1, 'slope = 1 - A1 ** 2\n    dA1 = np.dot(p["W2"].T, dZ2)'),
                           (DZ1, "dZ1 = slope * dA1")),
    "np.multiply": edited((DZ1, "dZ1 = np.multiply(dA1, 1 - A1 ** 2)")),
    "by hand": edited((DB2, "db2 = np.zeros((dZ2.shape[0], 1))\n"
                            "    for i in range(m):\n"
                            "        db2 += dZ2[:, i:i + 1] / m")),
    "in place": edited(('    W1 = p["W1"] - lr * g["dW1"]', '    W1 = p["W1"]\n'
                                                            '    W1 -= lr * g["dW1"]')),
    "a negative step added": edited(('p["W2"] - lr * g["dW2"]', 'p["W2"] + -lr * g["dW2"]')),
    "no update": TWO_LAYERS.split("def update")[0],
    "no cost": TWO_LAYERS.replace("def compute_cost", "def compute_nothing"),
    "cost in two": edited((COST, "logprobs = Y * np.log(A2) + (1 - Y) * np.log(1 - A2)\n"
                                 "    cost = -np.mean(np.sum(logprobs, axis=0))")),
    "cost as a product": edited((COST, "cost = -(np.vdot(Y, np.log(A2)) + "
                                       "np.vdot(1 - Y, np.log(1 - A2))) / m")),
    "squeezed cost": edited(("    return cost\n", "    return np.squeeze(cost)\n")),
    "sigmoid of tanh": edited((SIGMOID, "return 0.5 * (1 + np.tanh(z / 2))")),
    "relu": edited(("np.tanh(Z1)", "np.maximum(0, Z1)"), (DZ1, "dZ1 = dA1 * (Z1 > 0)")),
    "relu of a mask": edited(("np.tanh(Z1)", "Z1 * (Z1 > 0)"),
                             (DZ1, "dZ1 = np.array(dA1, copy=True)\n    dZ1[Z1 <= 0] = 0")),
    "leaky relu": edited(("np.tanh(Z1)", "np.where(Z1 > 0, Z1, 0.01 * Z1)"),
                         (DZ1, "dZ1 = dA1 * np.where(Z1 > 0, 1, 0.01)")),
    "sigmoid": edited(("np.tanh(Z1)", "sigmoid(Z1)"), (DZ1, "dZ1 = dA1 * A1 * (1 - A1)")),
    "squared error": edited(*HALF_SQUARES),
    "weight decay": WITH_L2,
    "softmax": SOFTMAX,
}  # fmt: skip  # the table

SPOILED = {
    "einsum of another index": edited(("np.dot(dZ1, X.T)", "np.einsum('ij,kj->ik', dZ1, X + 1)")),
    "cosh, not squared": edited((DZ1, "dZ1 = dA1 / np.cosh(Z1)")),
    "tanh of another": edited((DZ1, "dZ1 = dA1 * (1 - np.tanh(A1) ** 2)")),
    "by hand, without the last": edited((DB2, "db2 = np.zeros((dZ2.shape[0], 1))\n"
                                              "    for i in range(m - 1):\n"
                                              "        db2 += dZ2[:, i:i + 1] / m")),
    "relu by sigmoid's slope": edited(("np.tanh(Z1)", "np.maximum(0, Z1)"),
                                      (DZ1, "dZ1 = dA1 * A1 * (1 - A1)")),
    "leaky relu by relu's slope": edited(("np.tanh(Z1)", "np.where(Z1 > 0, Z1, 0.01 * Z1)"),
                                         (DZ1, "dZ1 = dA1 * (Z1 > 0)")),
    "weight decay halved": WITH_L2.replace("+ 0.7 / m * p['W1']", "+ 0.35 / m * p['W1']"),
    "weight decay forgotten": WITH_L2.replace(" + 0.7 / m * p['W2']", ""),
    "softmax with a slope": SOFTMAX.replace(DZ2, WITH_SLOPE),
    "squared error without": edited(*HALF_SQUARES).replace(DA1, DA1 + " * 2"),
}  # fmt: skip  # the table


@pytest.mark.parametrize("sizes", [SEVERAL, ONE_OUTPUT], ids=["several", "one"])
@pytest.mark.parametrize("name", REWRITES)
def test_a_right_form_agrees(name: str, sizes: Sizes) -> None:
    if name == "softmax" and sizes is ONE_OUTPUT:
        pytest.skip("a softmax of one unit is always 1")
    found = diagnosed(REWRITES[name], sizes)
    assert found.verdict == "agree", found.reason
    assert found.findings == []
    assert {"dW1", "db1", "dW2", "db2"} <= set(found.compared)
    assert found.not_captured == ()


@pytest.mark.parametrize("name", SPOILED)
def test_the_same_forms_spoiled_do_not(name: str) -> None:
    found = diagnosed(SPOILED[name])
    assert found.verdict == "differ", found.reason
    assert found.findings != []


def test_the_network_is_told() -> None:
    model = diagnosed(REWRITES["leaky relu"]).model
    assert model.layer_dims == (5, 4, 3)
    assert model.activations == ("leaky-relu", "sigmoid")
    assert (model.cost, model.layout, model.l2) == ("binary-cross-entropy", "columns", False)
    assert diagnosed(WITH_L2).model.l2
    assert diagnosed(SOFTMAX).model.cost == "categorical-cross-entropy"
    assert diagnosed(REWRITES["squared error"]).model.cost == "squared-error"
