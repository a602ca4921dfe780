"""Edits of the week 3 notebook."""

from tests.corpus.edits import Convention, Equivalent, Variant

G1, DZ1 = "g1 = 1 - A1 ** 2", "dZ1 = W2.T @ dZ2 * g1"
DB1 = "db1 = (1 / m) * np.sum(dZ1, axis=1, keepdims=True)"
DW2 = "dW2 = (1 / m) * (dZ2 @ A1.T)"
COST = "cost = -(np.log(A2) @ Y.T + np.log(1 - A2) @ (1 - Y).T) / m"

VARIANTS = (
    Variant(
        id="db1-all", old=DB1, new="db1 = (1 / m) * np.sum(dZ1)", cause="sum-axis", quantity="db1"
    ),
    Variant(
        id="db1-flat",
        old=DB1,
        new="db1 = (1 / m) * np.sum(dZ1, axis=1)",
        cause="shape",
        quantity="db1",
    ),
    Variant(
        id="slope-brackets",
        old=G1,
        new="g1 = (1 - A1) ** 2",
        cause="operator-precedence",
        quantity="dZ1",
        also=("wrong-activation-derivative",),
    ),
    Variant(
        id="slope-twice",
        old=G1,
        new="g1 = 1 - np.tanh(A1) ** 2",
        cause="wrong-derivative-argument",
        quantity="dZ1",
    ),
    Variant(
        id="slope-of-z",
        old=G1,
        new='g1 = 1 - cache["Z1"] ** 2',
        cause="wrong-derivative-argument",
        quantity="dZ1",
        also=("wrong-operand",),
    ),
    Variant(
        id="slope-unused",
        old=DZ1,
        new="dZ1 = W2.T @ dZ2",
        cause="missing-activation-derivative",
        quantity="dZ1",
    ),
    Variant(
        id="slope-used-twice",
        old=DZ1,
        new="dZ1 = W2.T @ dZ2 * g1 * g1",
        cause="extra-activation-derivative",
        quantity="dZ1",
    ),
    Variant(
        id="brackets-around-the-product",
        old=DZ1,
        new="dZ1 = W2.T @ (dZ2 * g1[:1])",
        cause="operator-precedence",
        quantity="dZ1",
        also=("wrong-operand", "unknown"),
    ),
    Variant(
        id="dw2-no-mean",
        old=DW2,
        new="dW2 = dZ2 @ A1.T",
        cause="missing-mean",
        quantity="dW2",
    ),
    Variant(
        id="dw2-star",
        old=DW2,
        new="dW2 = (1 / m) * (dZ2 * A1)",
        cause="wrong-operator",
        quantity="dW2",
        also=("shape", "missing-sum"),
    ),
    Variant(
        id="dw2-summed-star",
        old=DW2,
        new="dW2 = (1 / m) * np.sum(dZ2 * A1)",
        cause="extra-sum",
        quantity="dW2",
        also=("sum-axis", "shape", "wrong-operator"),
    ),
    Variant(
        id="m-by-features",
        old="m = X.shape[1]\n    W2",
        new="m = X.shape[0]\n    W2",
        cause="wrong-sample-count",
        quantity="dW2",
    ),
    Variant(
        id="cost-of-ones",
        old=COST,
        new="cost = -(np.log(A2) @ Y.T) / m",
        cause="missing-term",
        quantity="cost",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="cost-mixed",
        old=COST,
        new="cost = -(np.log(A2) @ Y.T + np.log(1 - A2) @ Y.T) / m",
        cause="wrong-operand",
        quantity="cost",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="sigmoid-hidden",
        old="A1 = np.tanh(Z1)",
        new="A1 = sigmoid(Z1)",
        cause="wrong-activation",
        quantity="A1",
        also=("wrong-activation-derivative",),
        fair=("g1 = 1 - A1 ** 2",),
    ),
    Variant(
        id="bias-in-brackets",
        old='Z1 = parameters["W1"] @ X + parameters["b1"]',
        new='Z1 = parameters["W1"] @ (X + parameters["b1"][0])',
        cause="operator-precedence",
        quantity="Z1",
        also=("wrong-operand",),
    ),
    Variant(
        id="step-up",
        old='parameters[name] - learning_rate * grads["d" + name]',
        new='parameters[name] + learning_rate * grads["d" + name]',
        cause="wrong-update-sign",
        quantity="new_W1",
        also=("sign",),
    ),
    Variant(
        id="cache-names-crossed",
        old="cache = dict(Z1=Z1, A1=A1, Z2=Z2, A2=A2)",
        new="cache = dict(Z1=Z1, A1=Z1, Z2=Z2, A2=A2)",
        cause="wrong-operand",
        quantity="dW2",
        fair=('A1, A2 = cache["A1"], cache["A2"]', "dW2 = (1 / m)", "g1 = 1 - A1 ** 2"),
    ),
    Variant(
        id="stray-character",
        old="dZ2 = A2 - Y",
        new="dZ2 = A2 – Y",
        cause="not-runnable",
        quantity="",
    ),
    Variant(
        id="gradient-rounded",
        old=DW2,
        new="dW2 = np.around((1 / m) * (dZ2 @ A1.T), 2)",
        cause="approximate",
        quantity="dW2",
    ),
)

CONVENTIONS = (
    Convention(id="twice", old="dZ2 = A2 - Y", new="dZ2 = 2 * (A2 - Y)", cause="factor", ratio="2"),
    Convention(
        id="sum",
        old=COST,
        new="cost = -(np.log(A2) @ Y.T + np.log(1 - A2) @ (1 - Y).T)",
        cause="missing-mean",
        also=("extra-mean",),
        ratio="1 / m",
    ),
)

EQUIVALENTS = (
    Equivalent(id="slope-inline", old=DZ1, new="dZ1 = (1 - A1) * (1 + A1) * np.dot(W2.T, dZ2)"),
    Equivalent(id="bias-by-at", old=DB1, new="db1 = dZ1 @ np.ones((m, 1)) / m"),
)
