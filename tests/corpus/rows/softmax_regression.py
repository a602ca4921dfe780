"""Edits of the softmax classifier: rows, integer labels."""

from tests.corpus.edits import Convention, Equivalent, Variant

DSCORES = "dscores = (P - Y) / N"
DW, DB = "dW = X.T.dot(dscores)", "db = np.sum(dscores, axis=0)"
LOSS = "return -np.sum(Y * np.log(P)) / N"
NORMALISED = "return exps / np.sum(exps, axis=1, keepdims=True)"

VARIANTS = (
    Variant(
        id="b-over-classes-too",
        old=DB,
        new="db = np.sum(dscores)",
        cause="sum-axis",
        quantity="db1",
    ),
    Variant(
        id="b-over-classes",
        old=DB,
        new="db = np.sum(dscores, axis=1)",
        cause="sum-axis",
        quantity="db1",
        also=("shape",),
    ),
    Variant(
        id="b-mean", old=DB, new="db = np.mean(dscores, axis=0)", cause="extra-mean", quantity="db1"
    ),
    Variant(
        id="w-undivided", old=DW, new="dW = X.T.dot(P - Y)", cause="missing-mean", quantity="dW1"
    ),
    Variant(
        id="w-of-probabilities",
        old=DW,
        new="dW = X.T.dot(P) / N",
        cause="wrong-operand",
        quantity="dW1",
        also=("missing-term",),
    ),
    Variant(
        id="w-mean-of-mean",
        old=DW,
        new="dW = X.T.dot(dscores) / N",
        cause="extra-mean",
        quantity="dW1",
    ),
    Variant(
        id="w-turned",
        old=DW,
        new="dW = dscores.T.dot(X)",
        cause="transpose",
        quantity="dW1",
        also=("shape",),
    ),
    Variant(id="sign", old=DSCORES, new="dscores = (Y - P) / N", cause="sign", quantity="dZ1"),
    Variant(
        id="slope-once-more",
        old=DSCORES,
        new="dscores = (P - Y) * P * (1 - P) / N",
        cause="extra-activation-derivative",
        quantity="dZ1",
    ),
    Variant(
        id="brackets",
        old=DSCORES,
        new="dscores = P - Y / N",
        cause="operator-precedence",
        quantity="dZ1",
    ),
    Variant(
        id="over-features",
        old=DSCORES,
        new="dscores = (P - Y) / D",
        cause="wrong-sample-count",
        quantity="dZ1",
    ),
    Variant(
        id="scores-for-probabilities",
        old=DSCORES,
        new="dscores = (scores - Y) / N",
        cause="wrong-operand",
        quantity="dZ1",
    ),
    Variant(
        id="winner-only",
        old=DSCORES,
        new="dscores = (self._one_hot(P.argmax(axis=1), K) - Y) / N",
        cause="approximate",
        quantity="dZ1",
        also=("wrong-operand", "unknown"),
    ),
    Variant(
        id="softmax-of-columns",
        old=NORMALISED,
        new="return exps / np.sum(exps, axis=0, keepdims=True)",
        cause="sum-axis",
        quantity="A1",
        also=("wrong-activation",),
    ),
    Variant(
        id="softmax-of-all",
        old=NORMALISED,
        new="return exps / np.sum(exps)",
        cause="sum-axis",
        quantity="A1",
        also=("wrong-activation", "extra-sum"),
    ),
    Variant(
        id="softmax-flat-maximum",
        old="Z = Z - np.max(Z, axis=1, keepdims=True)",
        new="Z = Z - np.max(Z, axis=1)",
        cause="shape",
        quantity="A1",
    ),
    Variant(
        id="sigmoid-per-class",
        old=NORMALISED,
        new="return exps / (1 + exps)",
        cause="wrong-activation",
        quantity="A1",
    ),
    Variant(
        id="softmax-first-score",
        old=NORMALISED,
        new="return exps / exps[:, :1]",
        cause="missing-sum",
        quantity="A1",
        also=("wrong-activation", "wrong-operand"),
    ),
    Variant(
        id="loss-both-terms",
        old=LOSS,
        new="return -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / N",
        cause="cost-gradient-mismatch",
        quantity="cost",
    ),
    Variant(
        id="loss-log-of-sum",
        old=LOSS,
        new="return -np.sum(np.log(P)) / N",
        cause="missing-term",
        quantity="cost",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="loss-of-last",
        old=LOSS,
        new="return -np.sum(Y[-1] * np.log(P[-1])) / N",
        cause="missing-sum",
        quantity="cost",
    ),
    Variant(
        id="loss-accuracy",
        old=LOSS,
        new="return np.sum(np.abs(P - Y)) / N",
        cause="cost-gradient-mismatch",
        quantity="cost",
    ),
    Variant(
        id="w-up",
        old="self.W = self.W - self.tasa * dW",
        new="self.W = self.W + self.tasa * dW",
        cause="wrong-update-sign",
        quantity="new_W1",
        also=("sign",),
    ),
    Variant(
        id="b-forgets-itself",
        old="self.b = self.b - self.tasa * db",
        new="self.b = -self.tasa * db",
        cause="missing-term",
        quantity="new_b1",
    ),
    Variant(
        id="b-after-w",
        old=f"            {DB}\n\n            # actualización\n"
        "            self.W = self.W - self.tasa * dW\n",
        new="\n            # actualización\n            self.W = self.W - self.tasa * dW\n"
        "            db = np.sum(self.predict_proba(X) - Y, axis=0) / N\n",
        at="db = np.sum(self.predict_proba(X) - Y",
        cause="updated-parameters",
        quantity="db1",
    ),
    Variant(
        id="probabilities-once",
        old="            P = self._softmax(scores)\n",
        new="            if epoca == 0:\n                P = self._softmax(scores)\n",
        at="P = self._softmax(scores)",
        cause="stale-state",
        quantity="A1",
        fair=("if epoca == 0:", "dscores = (P - Y) / N"),
    ),
    Variant(
        id="self-forgotten",
        old="Y = self._one_hot(y, K)",
        new="Y = _one_hot(y, K)",
        cause="not-runnable",
        quantity="",
    ),
)

CONVENTIONS = (
    Convention(id="sum", old=DSCORES, new="dscores = P - Y", cause="missing-mean", ratio="m"),
    Convention(
        id="loss-over-classes",
        old=LOSS,
        new="return -np.mean(Y * np.log(P))",
        cause="extra-mean",
        also=("factor", "missing-mean", "wrong-sample-count"),
        ratio="n_y",
    ),
    Convention(
        id="loss-squared",
        old=LOSS,
        new="return np.sum((P - Y) ** 2) / N",
        cause="cost-gradient-mismatch",
        other_cost="categorical-cross-entropy",
    ),
)

EQUIVALENTS = (
    Equivalent(
        id="by-labels",
        old=DSCORES,
        new="dscores = P.copy()\n            dscores[np.arange(N), y] -= 1\n"
        "            dscores /= N",
    ),
    Equivalent(
        id="divided-later",
        old=f"{DSCORES}\n            {DW}\n            {DB}",
        new="err = P - Y\n            dW = X.T.dot(err) / N\n            db = np.mean(err, axis=0)",
    ),
    Equivalent(
        id="softmax-unshifted",
        old="Z = Z - np.max(Z, axis=1, keepdims=True)  # estabilidad numérica\n        ",
        new="",
    ),
    Equivalent(id="loss-by-rows", old=LOSS, new="return -np.mean(np.log(np.sum(Y * P, axis=1)))"),
)
