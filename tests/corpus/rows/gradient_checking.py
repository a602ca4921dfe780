"""Edits of the three-layer network of the gradient checking exercise."""

from tests.corpus.edits import Convention, Equivalent, Variant

DW3 = "dW3 = 1. / m * np.dot(dZ3, A2.T)"
DW2 = "dW2 = 1. / m * np.dot(dZ2, A1.T)"
DW1 = "dW1 = 1. / m * np.dot(dZ1, X.T)"
DB3 = "db3 = 1. / m * np.sum(dZ3, axis=1, keepdims=True)"
DB2 = "db2 = 1. / m * np.sum(dZ2, axis=1, keepdims=True)"
DB1 = "db1 = 1. / m * np.sum(dZ1, axis=1, keepdims=True)"
DZ2, DZ1 = "dZ2 = np.multiply(dA2, np.int64(A2 > 0))", "dZ1 = np.multiply(dA1, np.int64(A1 > 0))"
DA2, DA1 = "dA2 = np.dot(W3.T, dZ3)", "dA1 = np.dot(W2.T, dZ2)"
LOSSES = "losses = np.multiply(Y, -np.log(A3)) + np.multiply(1 - Y, -np.log(1 - A3))"

VARIANTS = (
    Variant(id="dw2-twice", old=DW2, new=DW2 + " * 2", cause="factor", quantity="dW2"),
    Variant(
        id="db1-four-times",
        old=DB1,
        new="db1 = 4. / m * np.sum(dZ1, axis=1, keepdims=True)",
        cause="factor",
        quantity="db1",
    ),
    Variant(
        id="db2-all", old=DB2, new="db2 = 1. / m * np.sum(dZ2)", cause="sum-axis", quantity="db2"
    ),
    Variant(
        id="db1-axis-0",
        old=DB1,
        new="db1 = 1. / m * np.sum(dZ1, axis=0, keepdims=True)",
        cause="sum-axis",
        quantity="db1",
        also=("shape",),
    ),
    Variant(
        id="db2-no-keepdims",
        old=DB2,
        new="db2 = 1. / m * np.sum(dZ2, axis=1)",
        cause="shape",
        quantity="db2",
    ),
    Variant(
        id="dz2-no-mask",
        old=DZ2,
        new="dZ2 = dA2",
        cause="missing-activation-derivative",
        quantity="dZ2",
    ),
    Variant(
        id="dz1-mask-of-2",
        old=DZ1,
        new="dZ1 = np.multiply(dA1, np.int64(A1 < 0))",
        cause="wrong-activation-derivative",
        quantity="dZ1",
        also=("wrong-operator", "sign"),
    ),
    Variant(
        id="dz1-mask-of-slope",
        old=DZ1,
        new="dZ1 = np.multiply(dA1, np.int64(dA1 > 0))",
        cause="wrong-derivative-argument",
        quantity="dZ1",
        also=("wrong-operand",),
    ),
    Variant(
        id="dz2-times-a",
        old=DZ2,
        new="dZ2 = np.multiply(dA2, A2)",
        cause="wrong-activation-derivative",
        quantity="dZ2",
        also=("wrong-operand",),
    ),
    Variant(
        id="dz2-sigmoid",
        old=DZ2,
        new="dZ2 = dA2 * A2 * (1 - A2)",
        cause="wrong-activation-derivative",
        quantity="dZ2",
    ),
    Variant(
        id="dz3-extra-slope",
        old="db3 = 1. / m * np.sum(dZ3, axis=1, keepdims=True)\n",
        new="db3 = 1. / m * np.sum(dZ3, axis=1, keepdims=True)\n    dZ3 = dZ3 * A3 * (1 - A3)\n",
        at="dZ3 = dZ3 * A3 * (1 - A3)",
        cause="extra-activation-derivative",
        quantity="dZ3",
        also=("stale-state",),
        fair=("dA2 = np.dot(W3.T, dZ3)",),
    ),
    Variant(
        id="da1-wrong-error",
        old=DA1,
        new="dA1 = np.dot(W2.T, dA2)",
        cause="wrong-operand",
        quantity="dA1",
        also=("missing-activation-derivative",),
    ),
    Variant(
        id="da2-adds-bias-path",
        old=DA2,
        new="dA2 = np.dot(W3.T, dZ3) + db3",
        cause="unknown",
        quantity="dA2",
        also=("extra-sum", "wrong-operand"),
    ),
    Variant(
        id="dw1-of-a1",
        old=DW1,
        new="dW1 = 1. / m * np.dot(dA1, X.T)",
        cause="wrong-operand",
        quantity="dW1",
        also=("missing-activation-derivative",),
    ),
    Variant(
        id="dw3-of-z2",
        old=DW3,
        new="dW3 = 1. / m * np.dot(dZ3, Z2.T)",
        cause="wrong-operand",
        quantity="dW3",
    ),
    Variant(
        id="db3-of-dz2",
        old=DB3 + "\n",
        new="db3 = 1. / m * np.sum(A3, axis=1, keepdims=True)\n",
        cause="wrong-operand",
        quantity="db3",
        also=("missing-term",),
    ),
    Variant(
        id="dz3-brackets",
        old="dZ3 = A3 - Y",
        new="dZ3 = - Y / A3 + (1 - Y) / 1 - A3 * A3 * (1 - A3)",
        cause="operator-precedence",
        quantity="dZ3",
        also=("unknown",),
    ),
    Variant(
        id="dz3-no-slope",
        old="dZ3 = A3 - Y",
        new="dZ3 = - Y / A3 + (1 - Y) / (1 - A3)",
        cause="missing-activation-derivative",
        quantity="dZ3",
    ),
    Variant(
        id="dz3-labels-turned",
        old="dZ3 = A3 - Y",
        new="dZ3 = A3 - (1 - Y)",
        cause="wrong-operand",
        quantity="dZ3",
    ),
    Variant(
        id="dw3-no-mean",
        old=DW3,
        new="dW3 = np.dot(dZ3, A2.T)",
        cause="missing-mean",
        quantity="dW3",
    ),
    Variant(
        id="dw1-mean-twice",
        old=DW1,
        new="dW1 = 1. / m * np.mean(dZ1[:, None] * X, axis=2)",
        cause="extra-mean",
        quantity="dW1",
    ),
    Variant(
        id="da2-mean",
        old=DA2,
        new="dA2 = np.dot(W3.T, dZ3) / m",
        cause="extra-mean",
        quantity="dA2",
    ),
    Variant(
        id="integer-division",
        old=DB3 + "\n",
        new="db3 = 1 // m * np.sum(dZ3, axis=1, keepdims=True)\n",
        cause="wrong-operator",
        quantity="db3",
        also=("approximate",),
    ),
    Variant(
        id="forward-tanh",
        old="A2 = relu(Z2)",
        new="A2 = np.tanh(Z2)",
        cause="wrong-activation",
        quantity="A2",
        also=("wrong-activation-derivative",),
        fair=("dZ2 = np.multiply(dA2",),
    ),
    Variant(
        id="forward-no-activation",
        old="A1 = relu(Z1)",
        new="A1 = Z1",
        cause="wrong-activation",
        quantity="A1",
        also=("extra-activation-derivative", "wrong-activation-derivative"),
        fair=("dZ1 = np.multiply(dA1",),
    ),
    Variant(
        id="forward-no-bias",
        old="Z2 = np.dot(W2, A1) + b2",
        new="Z2 = np.dot(W2, A1)",
        cause="missing-term",
        quantity="Z2",
    ),
    Variant(
        id="cost-minus",
        old=LOSSES,
        new=LOSSES.replace(" + ", " - "),
        cause="sign",
        quantity="cost",
        also=("wrong-operator", "cost-gradient-mismatch"),
    ),
    Variant(
        id="cost-of-hidden",
        old=LOSSES,
        new="losses = np.multiply(Y, -np.log(A3)) + np.multiply(1 - Y, -np.log(1 - sigmoid(A3)))",
        cause="wrong-operand",
        quantity="cost",
        also=("cost-gradient-mismatch", "wrong-activation"),
    ),
    Variant(
        id="cache-order",
        old="cache = (Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3)\n    return",
        new="cache = (Z1, A1, W1, b1, A2, Z2, W2, b2, Z3, A3, W3, b3)\n    return",
        at="dW3 = 1. / m * np.dot(dZ3, A2.T)",
        cause="wrong-operand",
        quantity="dW3",
        fair=("(Z1, A1, W1, b1, Z2, A2, W2, b2, Z3, A3, W3, b3) = cache", "Z1, A1, W1, b1, A2, Z2"),
    ),
    Variant(
        id="indentation",
        old="    " + DA1,
        new="   " + DA1,
        cause="not-runnable",
        quantity="",
    ),
)

CONVENTIONS = (
    Convention(
        id="doubled", old="dZ3 = A3 - Y", new="dZ3 = 2. * (A3 - Y)", cause="factor", ratio="2"
    ),
    Convention(
        id="cost-not-averaged",
        old="cost = 1. / m * np.sum(losses)",
        new="cost = np.sum(losses)",
        cause="missing-mean",
        also=("extra-mean",),
        ratio="1 / m",
    ),
)

EQUIVALENTS = (
    Equivalent(id="mask-of-z", old=DZ1, new="dZ1 = np.multiply(dA1, np.int64(Z1 > 0))"),
    Equivalent(id="mask-by-where", old=DZ2, new="dZ2 = np.where(Z2 > 0, dA2, 0)"),
    Equivalent(id="bias-without-keepdims", old=DB2, new="db2 = np.mean(dZ2, axis=1)[:, None]"),
    Equivalent(id="heaviside", old=DZ1, new="dZ1 = dA1 * np.heaviside(Z1, 0)"),
    Equivalent(
        id="written-out",
        old="dZ3 = A3 - Y",
        new="dZ3 = (-(Y / A3) + (1 - Y) / (1 - A3)) * A3 * (1 - A3)",
    ),
)
