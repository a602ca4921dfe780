"""Edits of the post that shows its class piece by piece."""

from tests.corpus.edits import Convention, Equivalent, Variant

D1 = "d1 = np.dot(d2, self.w2.T) * (1 - self.a1 ** 2)"
DW2, DW1 = "self.dw2 = np.dot(self.a1.T, d2) / n", "self.dw1 = np.dot(X.T, d1) / n"
DB1 = "self.db1 = np.sum(d1, axis=0, keepdims=True) / n"
LOSS = "return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))"

VARIANTS = (
    Variant(
        id="db1-all", old=DB1, new="self.db1 = np.sum(d1) / n", cause="sum-axis", quantity="db1"
    ),
    Variant(
        id="db1-axis-1",
        old=DB1,
        new="self.db1 = np.sum(d1, axis=1, keepdims=True) / n",
        cause="sum-axis",
        quantity="db1",
        also=("shape",),
    ),
    Variant(
        id="db1-mean-and-divided",
        old=DB1,
        new="self.db1 = np.mean(d1, axis=0, keepdims=True) / n",
        cause="extra-mean",
        quantity="db1",
    ),
    Variant(
        id="slope-forgotten",
        old=D1,
        new="d1 = np.dot(d2, self.w2.T)",
        cause="missing-activation-derivative",
        quantity="dZ1",
    ),
    Variant(
        id="slope-of-z",
        old=D1,
        new="d1 = np.dot(d2, self.w2.T) * (1 - self.z1 ** 2)",
        cause="wrong-derivative-argument",
        quantity="dZ1",
        also=("wrong-operand",),
    ),
    Variant(
        id="slope-of-sigmoid",
        old=D1,
        new="d1 = np.dot(d2, self.w2.T) * self.a1 * (1 - self.a1)",
        cause="wrong-activation-derivative",
        quantity="dZ1",
    ),
    Variant(
        id="slope-brackets",
        old=D1,
        new="d1 = np.dot(d2, self.w2.T) * 1 - self.a1 ** 2",
        cause="operator-precedence",
        quantity="dZ1",
    ),
    Variant(
        id="slope-by-dot",
        old=D1,
        new="d1 = np.dot(np.dot(d2, self.w2.T), (1 - self.a1 ** 2).T)",
        cause="wrong-operator",
        quantity="dZ1",
        also=("shape", "transpose"),
    ),
    Variant(
        id="slope-times-itself",
        old=D1,
        new="d1 = np.dot(d2, self.w2.T) * (1 - self.a1 ** 2) * (1 - self.a1 ** 2)",
        cause="extra-activation-derivative",
        quantity="dZ1",
    ),
    Variant(
        id="weights-of-first-layer",
        old=D1,
        new="d1 = np.dot(d2, self.w1[:1]) * (1 - self.a1 ** 2)",
        cause="wrong-operand",
        quantity="dZ1",
    ),
    Variant(
        id="stale-output",
        old="d2 = self.a2 - y",
        new="if not hasattr(self, 'd2'): self.d2 = self.a2 - y\n    d2 = self.d2",
        at="d2 = self.d2",
        cause="stale-state",
        quantity="dZ2",
        fair=("if not hasattr(self, 'd2')",),
    ),
    Variant(
        id="sign", old="d2 = self.a2 - y", new="d2 = y - self.a2", cause="sign", quantity="dZ2"
    ),
    Variant(
        id="pre-activation",
        old="d2 = self.a2 - y",
        new="d2 = self.z2 - y",
        cause="wrong-operand",
        quantity="dZ2",
    ),
    Variant(
        id="only-the-ones",
        old="d2 = self.a2 - y",
        new="d2 = y * (self.a2 - 1)",
        cause="missing-term",
        quantity="dZ2",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="dw2-not-divided",
        old=DW2,
        new="self.dw2 = np.dot(self.a1.T, d2)",
        cause="missing-mean",
        quantity="dW2",
    ),
    Variant(
        id="dw1-of-d2",
        old=DW1,
        new="self.dw1 = np.dot(X.T, d2 * (1 - self.a1 ** 2)) / n",
        cause="wrong-operand",
        quantity="dW1",
        also=("missing-term",),
    ),
    Variant(
        id="dw1-piles-up",
        old=DW1,
        new="self.dw1 = getattr(self, 'dw1', 0) + np.dot(X.T, d1) / n",
        cause="stale-state",
        quantity="dW1",
        also=("extra-sum",),
    ),
    Variant(
        id="step-inside",
        old=f"    {D1}\n",
        new=f"    self.w2 -= self.lr * self.dw2\n    {D1}\n",
        at=D1,
        cause="updated-parameters",
        quantity="dZ1",
        fair=("    d1 = np.dot(d2, self.w2.T)",),
    ),
    Variant(
        id="n-is-features",
        old="n = y.shape[0]",
        new="n = X.shape[1]",
        cause="wrong-sample-count",
        quantity="dW2",
    ),
    Variant(
        id="forward-relu",
        old="self.a1 = np.tanh(self.z1)",
        new="self.a1 = np.maximum(0, self.z1)",
        cause="wrong-activation",
        quantity="A1",
        also=("wrong-activation-derivative",),
        fair=("d1 = np.dot(d2, self.w2.T)",),
    ),
    Variant(
        id="forward-sigmoid-brackets",
        old="return 1 / (1 + np.exp(-t))",
        new="return 1 / 1 + np.exp(-t)",
        cause="operator-precedence",
        quantity="A2",
        also=("wrong-activation",),
    ),
    Variant(
        id="forward-reads-z1",
        old="self.z2 = np.dot(self.a1, self.w2) + self.b2",
        new="self.z2 = np.dot(self.z1, self.w2) + self.b2",
        cause="wrong-operand",
        quantity="Z2",
    ),
    Variant(
        id="loss-plus",
        old=LOSS,
        new="return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))",
        cause="sign",
        quantity="cost",
    ),
    Variant(
        id="loss-brackets",
        old=LOSS,
        new="return -np.mean(y * np.log(p)) + (1 - y) * np.log(1 - p)",
        cause="operator-precedence",
        quantity="cost",
        also=("missing-sum", "shape"),
    ),
    Variant(
        id="loss-accuracy",
        old=LOSS,
        new="return np.mean(np.abs(p - y))",
        cause="cost-gradient-mismatch",
        quantity="cost",
    ),
    Variant(
        id="step-up",
        old="self.w2 -= self.lr * self.dw2",
        new="self.w2 += self.lr * self.dw2",
        cause="wrong-update-sign",
        quantity="new_W2",
        also=("sign",),
    ),
    Variant(
        id="step-on-itself",
        old="self.b1 -= self.lr * self.db1",
        new="self.b1 -= self.lr * self.b1",
        cause="wrong-operand",
        quantity="new_b1",
    ),
    Variant(
        id="def-forgets-self",
        old="def loss(self, y):",
        new="def loss(y):",
        at="p = self.a2",
        cause="not-runnable",
        quantity="cost",
        fair=("def loss(y):",),
    ),
)

CONVENTIONS = (
    Convention(
        id="sum",
        old="n = y.shape[0]",
        new="n = y.shape[1]",
        cause="wrong-sample-count",
        also=("missing-mean",),
        ratio="m / n_y",
    ),
    Convention(
        id="squares-printed",
        old=LOSS,
        new="return np.mean((y - p) ** 2)",
        cause="cost-gradient-mismatch",
        other_cost="binary-cross-entropy",
    ),
)

EQUIVALENTS = (
    Equivalent(
        id="slope-factored", old=D1, new="d1 = d2 @ self.w2.T * (1 + self.a1) * (1 - self.a1)"
    ),
    Equivalent(id="mean", old=DB1, new="self.db1 = d1.mean(axis=0, keepdims=True)"),
    Equivalent(
        id="through-a2",
        old="d2 = self.a2 - y",
        new="da2 = (self.a2 - y) / (self.a2 * (1 - self.a2))\n"
        "    d2 = da2 * self.a2 * (1 - self.a2)",
    ),
)
