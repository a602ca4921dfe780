"""Edits of the dropout exercise."""

from tests.corpus.edits import Equivalent, Variant

MASK2, SCALE2 = "    dA2 = dA2 * D2\n", "    dA2 = dA2 / keep_prob\n"
MASK1, SCALE1 = "    dA1 = dA1 * D1\n", "    dA1 = dA1 / keep_prob\n"

VARIANTS = (
    Variant(
        id="mask-2-forgotten",
        old=MASK2,
        new="",
        at="dA2 = dA2 / keep_prob",
        cause="missing-term",
        quantity="dA2",
        also=("missing-activation-derivative",),
        fair=("dA2 = W3.T @ dZ3", "dZ2 = dA2 * (Z2 > 0)"),
    ),
    Variant(
        id="scale-2-forgotten",
        old=SCALE2,
        new="",
        at="dA2 = dA2 * D2",
        cause="factor",
        quantity="dA2",
        also=("missing-term",),
        fair=("dA2 = W3.T @ dZ3", "dZ2 = dA2 * (Z2 > 0)"),
    ),
    Variant(
        id="scale-1-turned",
        old=SCALE1,
        new="    dA1 = dA1 * keep_prob\n",
        cause="wrong-operator",
        quantity="dA1",
        also=("factor",),
    ),
    Variant(
        id="scale-1-twice",
        old=SCALE1,
        new="    dA1 = dA1 / keep_prob / keep_prob\n",
        cause="factor",
        quantity="dA1",
    ),
    Variant(
        id="mask-1-redrawn",
        old=MASK1,
        new="    dA1 = dA1 * (np.random.rand(*D1.shape) < keep_prob)\n",
        cause="wrong-operand",
        quantity="dA1",
        also=("stale-state", "unknown"),
    ),
    Variant(
        id="mask-1-inverted",
        old=MASK1,
        new="    dA1 = dA1 * (1 - D1)\n",
        cause="wrong-operand",
        quantity="dA1",
        also=("missing-term", "wrong-operator"),
    ),
    Variant(
        id="mask-2-added",
        old=MASK2,
        new="    dA2 = dA2 + D2\n",
        cause="wrong-operator",
        quantity="dA2",
    ),
    Variant(
        id="relu-forgotten",
        old="dZ1 = dA1 * (Z1 > 0)",
        new="dZ1 = dA1 * D1",
        cause="missing-activation-derivative",
        quantity="dZ1",
        also=("wrong-operand",),
    ),
    Variant(
        id="forward-2-not-scaled",
        old="    A2 = A2 / keep_prob\n",
        new="",
        at="A2 = A2 * D2",
        cause="missing-term",
        quantity="A2",
        also=("factor",),
        fair=("dA2 = dA2 / keep_prob", "A2 = relu(Z2)", "Z3 = W3 @ A2 + b3"),
    ),
    Variant(
        id="forward-1-not-masked",
        old="    A1 = A1 * D1                                    # 3: the others are off\n",
        new="",
        at="A1 = A1 / keep_prob",
        cause="missing-term",
        quantity="A1",
        fair=("dA1 = dA1 * D1", "A1 = relu(Z1)", "Z2 = W2 @ A1 + b2"),
    ),
    Variant(
        id="dw2-of-x",
        old="dW2 = dZ2 @ A1.T / m",
        new="dW2 = dZ2 @ relu(Z1).T / m",
        cause="wrong-operand",
        quantity="dW2",
        also=("missing-term",),
    ),
    Variant(
        id="db1-all",
        old="db1 = dZ1.sum(axis=1, keepdims=True) / m",
        new="db1 = dZ1.sum(keepdims=True) / m",
        cause="sum-axis",
        quantity="db1",
    ),
    Variant(
        id="db2-flat",
        old="db2 = dZ2.sum(axis=1, keepdims=True) / m",
        new="db2 = dZ2.sum(axis=1) / m",
        cause="shape",
        quantity="db2",
    ),
    Variant(
        id="db3-no-mean",
        old="db3 = dZ3.sum(axis=1, keepdims=True) / m",
        new="db3 = dZ3.sum(axis=1, keepdims=True)",
        cause="missing-mean",
        quantity="db3",
    ),
    Variant(
        id="m-is-rows",
        old="    m = X.shape[1]\n",
        new="    m = X.shape[0]\n",
        cause="wrong-sample-count",
        quantity="dW3",
    ),
)

EQUIVALENTS = (
    Equivalent(
        id="mask-and-scale-at-once",
        old=MASK2 + SCALE2,
        new="    dA2 = dA2 * D2 / keep_prob\n",
    ),
    Equivalent(id="mask-of-a", old="dZ2 = dA2 * (Z2 > 0)", new="dZ2 = np.where(A2 > 0, dA2, 0)"),
    Equivalent(
        id="mask-after-relu",
        old=MASK1 + SCALE1 + "    dZ1 = dA1 * (Z1 > 0)\n",
        new="    dA1 = dA1 * D1\n    dZ1 = dA1 * (Z1 > 0) / keep_prob\n    dA1 = dA1 / keep_prob\n",
    ),
)
