"""Edits of the course's week 2 functions."""

from tests.corpus.edits import Approximation, Convention, Equivalent, Variant

DW, DB = "dw = (1.0 / m) * np.dot(X, dZ.T)", "db = (1.0 / m) * np.sum(dZ)"
COST = "cost = -(1.0 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))"
SIGMOID = "s = 1.0 / (1.0 + np.exp(-z))"
FORWARD = "    # forward\n    A = sigmoid(np.dot(w.T, X) + b)"

VARIANTS = (
    Variant(
        id="dw-no-mean", old=DW, new="dw = np.dot(X, dZ.T)", cause="missing-mean", quantity="dw"
    ),
    Variant(id="db-no-mean", old=DB, new="db = np.sum(dZ)", cause="missing-mean", quantity="db"),
    Variant(id="db-no-sum", old=DB, new="db = (1.0 / m) * dZ", cause="missing-sum", quantity="db"),
    Variant(
        id="dw-mean-twice",
        old=DW,
        new="dw = (1.0 / m) * np.dot(X, dZ.T) / m",
        cause="extra-mean",
        quantity="dw",
    ),
    Variant(
        id="db-mean-of-mean",
        old=DB,
        new="db = (1.0 / m) * np.mean(dZ)",
        cause="extra-mean",
        quantity="db",
    ),
    Variant(id="dz-sign", old="dZ = A - Y", new="dZ = Y - A", cause="sign", quantity="dZ"),
    Variant(
        id="db-sign", old=DB, new="db = (1.0 / m) * np.sum(Y - A)", cause="sign", quantity="db"
    ),
    Variant(
        id="m-is-features",
        old="m = X.shape[1]",
        new="m = X.shape[0]",
        cause="wrong-sample-count",
        quantity="cost",
    ),
    Variant(
        id="dw-over-features",
        old=DW,
        new="dw = (1.0 / X.shape[0]) * np.dot(X, dZ.T)",
        cause="wrong-sample-count",
        quantity="dw",
    ),
    Variant(
        id="m-is-length",
        old="m = X.shape[1]",
        new="m = len(X)",
        cause="wrong-sample-count",
        quantity="cost",
    ),
    Variant(
        id="sigmoid-brackets",
        old=SIGMOID,
        new="s = 1.0 / 1.0 + np.exp(-z)",
        cause="operator-precedence",
        quantity="A",
        also=("wrong-activation",),
    ),
    Variant(
        id="sigmoid-of-minus-z",
        old=SIGMOID,
        new="s = 1.0 / (1.0 + np.exp(z))",
        cause="sign",
        quantity="A",
        also=("wrong-activation",),
    ),
    Variant(
        id="sigmoid-minus",
        old=SIGMOID,
        new="s = 1.0 / (1.0 - np.exp(-z))",
        cause="wrong-operator",
        quantity="A",
        also=("sign", "wrong-activation"),
    ),
    Variant(
        id="forward-tanh",
        old=FORWARD,
        new="    # forward\n    A = np.tanh(np.dot(w.T, X) + b)",
        cause="wrong-activation",
        quantity="A",
    ),
    Variant(
        id="forward-no-bias",
        old=FORWARD,
        new="    # forward\n    A = sigmoid(np.dot(w.T, X))",
        cause="missing-term",
        quantity="A",
    ),
    Variant(
        id="cost-one-term",
        old=COST,
        new="cost = -(1.0 / m) * np.sum(Y * np.log(A))",
        cause="missing-term",
        quantity="cost",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="cost-brackets",
        old=COST,
        new="cost = -(1.0 / m) * np.sum(Y * np.log(A)) + (1 - Y) * np.log(1 - A)",
        cause="operator-precedence",
        quantity="cost",
        also=("missing-sum", "shape"),
    ),
    Variant(
        id="cost-sign-of-second",
        old=COST,
        new="cost = -(1.0 / m) * np.sum(Y * np.log(A) - (1 - Y) * np.log(1 - A))",
        cause="sign",
        quantity="cost",
        also=("wrong-operator", "cost-gradient-mismatch"),
    ),
    Variant(
        id="cost-positive",
        old=COST,
        new="cost = (1.0 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
        cause="sign",
        quantity="cost",
    ),
    Variant(
        id="cost-swapped-labels",
        old=COST,
        new="cost = -(1.0 / m) * np.sum((1 - Y) * np.log(A) + Y * np.log(1 - A))",
        cause="wrong-operand",
        quantity="cost",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="cost-absolute",
        old=COST,
        new="cost = (1.0 / m) * np.sum(np.abs(A - Y))",
        cause="cost-gradient-mismatch",
        quantity="cost",
    ),
    Variant(
        id="cost-log-1-plus",
        old=COST,
        new="cost = -(1.0 / m) * np.sum(Y * np.log(A) + (1 - Y) * np.log(1 + A))",
        cause="wrong-operator",
        quantity="cost",
        also=("sign", "cost-gradient-mismatch"),
    ),
    Variant(
        id="dw-of-labels",
        old=DW,
        new="dw = (1.0 / m) * np.dot(X, A.T)",
        cause="wrong-operand",
        quantity="dw",
        also=("missing-term",),
    ),
    Variant(
        id="dw-not-transposed",
        old=DW,
        new="dw = (1.0 / m) * np.dot(X, dZ)",
        cause="transpose",
        quantity="dw",
        also=("shape", "not-runnable"),
    ),
    Variant(
        id="dw-factor",
        old=DW,
        new="dw = (2.0 / m) * np.dot(X, dZ.T)",
        cause="factor",
        quantity="dw",
    ),
    Variant(
        id="step-up-w",
        old="w = w - learning_rate * dw",
        new="w = w + learning_rate * dw",
        cause="wrong-update-sign",
        quantity="new_w",
        also=("sign",),
    ),
    Variant(
        id="step-up-b",
        old="b = b - learning_rate * db",
        new="b = b + learning_rate * db",
        cause="wrong-update-sign",
        quantity="new_b",
        also=("sign",),
    ),
    Variant(
        id="b-takes-dw",
        old="b = b - learning_rate * db",
        new="b = b - learning_rate * dw",
        cause="wrong-operand",
        quantity="new_b",
        also=("shape",),
    ),
    Variant(
        id="propagate-once",
        old="    for i in range(num_iterations):\n        grads, cost = propagate(w, b, X, Y)\n",
        new="    grads, cost = propagate(w, b, X, Y)\n    for i in range(num_iterations):\n",
        cause="stale-state",
        quantity="new_w",
    ),
    Variant(
        id="python-2-print",
        old='print("%5d  %.6f" % (i, cost))',
        new='print "%5d  %.6f" % (i, cost)',
        cause="not-runnable",
        quantity="",
    ),
    Variant(
        id="dw-integer-mean",
        old=DW,
        new="dw = (1 // m) * np.dot(X, dZ.T)",
        cause="wrong-operator",
        quantity="dw",
        also=("approximate",),
    ),
    Variant(
        id="dw-rounded",
        old=DW,
        new="dw = np.round((1.0 / m) * np.dot(X, dZ.T), 3)",
        cause="approximate",
        quantity="dw",
    ),
    Variant(
        id="dz-thresholded",
        old="dZ = A - Y",
        new="dZ = (A > 0.5) - Y",
        cause="approximate",
        quantity="dZ",
        also=("wrong-operand",),
    ),
)

CONVENTIONS = (
    Convention(
        id="sum-for-mean",
        old=f"{DW}\n    {DB}",
        new="dw = np.dot(X, dZ.T)\n    db = np.sum(dZ)",
        cause="missing-mean",
        ratio="m",
    ),
    Convention(
        id="half",
        old="dZ = A - Y",
        new="dZ = 0.5 * (A - Y)",
        cause="factor",
        ratio="1 / 2",
    ),
    Convention(
        id="cost-summed",
        old=COST,
        new="cost = -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
        cause="missing-mean",
        also=("extra-mean",),
        ratio="1 / m",
    ),
    Convention(
        id="cost-squared",
        old=COST,
        new="cost = (1.0 / m) * np.sum((A - Y) ** 2)",
        cause="cost-gradient-mismatch",
        other_cost="binary-cross-entropy",
    ),
    Convention(
        id="gradient-of-squared-error",
        old="dZ = A - Y",
        new="dZ = (A - Y) * A * (1 - A)",
        cause="extra-activation-derivative",
        also=("cost-gradient-mismatch",),
        other_cost="squared-error",
    ),
)

EQUIVALENTS = (
    Equivalent(id="mean", old=DB, new="db = np.mean(dZ)"),
    Equivalent(id="mean-cost", old=COST, new=COST.replace("(1.0 / m) * np.sum", "np.mean")),
    Equivalent(id="transposed", old=DW, new="dw = np.dot(dZ, X.T).T / m"),
    Equivalent(
        id="chain-rule",
        old="dZ = A - Y",
        new="dA = -Y / A + (1 - Y) / (1 - A)\n    dZ = dA * A * (1 - A)",
    ),
    Equivalent(id="einsum", old=DW, new="dw = np.einsum('im,km->ik', X, dZ) / m"),
    Equivalent(id="tanh-sigmoid", old=SIGMOID, new="s = 0.5 * (1 + np.tanh(z / 2))"),
    Equivalent(
        id="both-signs",
        old=f"dZ = A - Y\n    {DW}\n    {DB}",
        new="err = Y - A\n    dw = -np.dot(X, err.T) / m\n    db = -np.sum(err) / m",
    ),
)

APPROXIMATIONS = (
    Approximation(
        id="cost-epsilon",
        old=COST,
        new="cost = -(1.0 / m) * np.sum(Y * np.log(A + 1e-8) + (1 - Y) * np.log(1 - A + 1e-8))",
    ),
)
