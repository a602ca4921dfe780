"""Edits of the class with mini-batches and Adam."""

from tests.corpus.edits import Convention, Equivalent, Variant

DB = 'grads[f"b{l}"] = np.sum(dZ, axis=1, keepdims=True) / m'
DW = 'grads[f"W{l}"] = dZ @ cache[f"A{l - 1}"].T / m'
DA = 'dA = self.params[f"W{l}"].T @ dZ'
DZ = 'dZ = dA * (cache[f"Z{l - 1}"] > 0)'
RELU = "np.maximum(0, Z) if l < self.L else"

VARIANTS = (
    Variant(
        id="db-all",
        old=DB,
        new='grads[f"b{l}"] = np.sum(dZ) / m',
        cause="sum-axis",
        quantity="db2",
        also=("shape",),
    ),
    Variant(
        id="db-flat",
        old=DB,
        new='grads[f"b{l}"] = np.sum(dZ, axis=1) / m',
        cause="shape",
        quantity="db2",
        also=("sum-axis",),
    ),
    Variant(
        id="db-not-summed",
        old=DB,
        new='grads[f"b{l}"] = dZ / m',
        cause="missing-sum",
        quantity="db3",
        also=("shape",),
    ),
    Variant(
        id="db-not-divided",
        old=DB,
        new='grads[f"b{l}"] = np.sum(dZ, axis=1, keepdims=True)',
        cause="missing-mean",
        quantity="db3",
    ),
    Variant(
        id="dw-divided-by-inputs",
        old=DW,
        new='grads[f"W{l}"] = dZ @ cache[f"A{l - 1}"].T / cache[f"A{l - 1}"].shape[0]',
        cause="wrong-sample-count",
        quantity="dW3",
    ),
    Variant(
        id="dw-of-z",
        old=DW,
        new='grads[f"W{l}"] = dZ @ (cache[f"Z{l - 1}"] if l > 1 else cache["A0"]).T / m',
        cause="wrong-operand",
        quantity="dW3",
    ),
    Variant(
        id="dw-mean-of-rows",
        old=DW,
        new='grads[f"W{l}"] = dZ @ cache[f"A{l - 1}"].T / m ** 2',
        cause="extra-mean",
        quantity="dW3",
        also=("wrong-operator",),
    ),
    Variant(
        id="back-divided",
        old=DA,
        new='dA = self.params[f"W{l}"].T @ dZ / m',
        cause="extra-mean",
        quantity="dA2",
    ),
    Variant(
        id="back-not-transposed",
        old=DA,
        new='dA = self.params[f"W{l}"] @ dZ',
        cause="transpose",
        quantity="dA2",
        also=("shape",),
    ),
    Variant(
        id="no-slope", old=DZ, new="dZ = dA", cause="missing-activation-derivative", quantity="dZ2"
    ),
    Variant(
        id="slope-of-sigmoid",
        old=DZ,
        new='dZ = dA * cache[f"A{l - 1}"] * (1 - cache[f"A{l - 1}"])',
        cause="wrong-activation-derivative",
        quantity="dZ2",
    ),
    Variant(
        id="slope-is-relu",
        old=DZ,
        new='dZ = dA * np.maximum(0, cache[f"Z{l - 1}"])',
        cause="wrong-activation-derivative",
        quantity="dZ2",
        also=("wrong-operand",),
    ),
    Variant(
        id="mask-of-slope",
        old=DZ,
        new="dZ = dA * (dA > 0)",
        cause="wrong-derivative-argument",
        quantity="dZ2",
        also=("wrong-operand",),
    ),
    Variant(
        id="mask-turned",
        old=DZ,
        new='dZ = dA * (cache[f"Z{l - 1}"] < 0)',
        cause="wrong-operator",
        quantity="dZ2",
        also=("wrong-activation-derivative", "sign"),
    ),
    Variant(
        id="mask-replaces",
        old=DZ,
        new='dZ = 1.0 * (cache[f"Z{l - 1}"] > 0)',
        cause="missing-term",
        quantity="dZ2",
        also=("wrong-operand",),
    ),
    Variant(
        id="error-sign",
        old='dZ = cache[f"A{self.L}"] - Y',
        new='dZ = Y - cache[f"A{self.L}"]',
        cause="sign",
        quantity="dZ3",
    ),
    Variant(
        id="error-of-z",
        old='dZ = cache[f"A{self.L}"] - Y',
        new='dZ = cache[f"Z{self.L}"] - Y',
        cause="wrong-operand",
        quantity="dZ3",
    ),
    Variant(
        id="m-is-inputs",
        old='m = Y.shape[1]\n        dZ = cache[f"A{self.L}"] - Y',
        new='m = self.layer_dims[0]\n        dZ = cache[f"A{self.L}"] - Y',
        cause="wrong-sample-count",
        quantity="dW3",
    ),
    Variant(
        id="cost-of-one-class",
        old="(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T)",
        new="(Y @ np.log(A).T)",
        cause="missing-term",
        quantity="cost",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="cost-minus",
        old="(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T)",
        new="(Y @ np.log(A).T - (1 - Y) @ np.log(1 - A).T)",
        cause="sign",
        quantity="cost",
        also=("wrong-operator", "cost-gradient-mismatch"),
    ),
    Variant(
        id="last-hidden-sigmoid",
        old=RELU,
        new="np.maximum(0, Z) if l < self.L - 1 else",
        cause="wrong-activation",
        quantity="A2",
        also=("wrong-activation-derivative",),
        fair=("dZ = dA * (cache",),
    ),
    Variant(
        id="relu-leaks",
        old=RELU,
        new="np.maximum(0.2 * Z, Z) if l < self.L else",
        cause="wrong-activation",
        quantity="A1",
        also=("wrong-activation-derivative",),
        fair=("dZ = dA * (cache",),
    ),
    Variant(
        id="output-softsign",
        old="1 / (1 + np.exp(-Z))",
        new="0.5 + 0.5 * Z / (1 + np.abs(Z))",
        cause="wrong-activation",
        quantity="A3",
        also=("missing-activation-derivative", "factor", "cost-gradient-mismatch"),
        fair=('dZ = cache[f"A{self.L}"] - Y',),
    ),
    Variant(
        id="output-brackets",
        old="1 / (1 + np.exp(-Z))",
        new="1 / 1 + np.exp(-Z)",
        cause="operator-precedence",
        quantity="A3",
        also=("wrong-activation",),
    ),
    Variant(
        id="bias-forgotten",
        old=' + self.params[f"b{l}"]',
        new="",
        cause="missing-term",
        quantity="Z1",
    ),
    Variant(
        id="adam-up",
        old="self.params[key] - self.lr * v_hat",
        new="self.params[key] + self.lr * v_hat",
        cause="wrong-update-sign",
        quantity="new_W1",
        also=("sign",),
    ),
    Variant(
        id="adam-first-moment-not-weighted",
        old="(1 - self.beta1) * g\n",
        new="g\n",
        cause="unknown",
        quantity="new_W1",
        also=("missing-term", "factor"),
    ),
    Variant(
        id="adam-no-root",
        old="(np.sqrt(s_hat) + self.eps)",
        new="(s_hat + self.eps)",
        cause="unknown",
        quantity="new_W1",
        also=("wrong-operator", "missing-term"),
    ),
    Variant(
        id="adam-moment-shared",
        old="self.v[key] = self.beta1 * self.v[key]",
        new='self.v[key] = self.beta1 * self.v["b" + key[1:]]',
        cause="stale-state",
        quantity="new_W1",
        also=("wrong-operand", "unknown"),
        fair=("v_hat = self.v[key]",),
    ),
    Variant(
        id="gradients-of-the-first-batch",
        old="                self.update(self.backward(cache, Y_batch))\n",
        new="                if k == 0:\n"
        "                    grads = self.backward(cache, Y_batch)\n"
        "                self.update(grads)\n",
        at="self.update(grads)",
        cause="stale-state",
        quantity="new_W1",
        fair=("if k == 0:", "grads = self.backward(cache, Y_batch)"),
    ),
    Variant(
        id="labels-of-another-batch",
        old="self.update(self.backward(cache, Y_batch))",
        new="self.update(self.backward(cache, Y[:, :Y_batch.shape[1]]))",
        cause="wrong-operand",
        quantity="new_W1",
        also=("stale-state",),
    ),
    Variant(
        id="fstring-forgotten",
        old='cache[f"Z{l}"] = Z',
        new='cache["Z{l}"] = Z',
        at='dZ = dA * (cache[f"Z{l - 1}"] > 0)',
        cause="not-runnable",
        quantity="dZ2",
        fair=('cache["Z{l}"] = Z',),
    ),
)

CONVENTIONS = (
    Convention(
        id="sum",
        old='m = Y.shape[1]\n        dZ = cache[f"A{self.L}"] - Y',
        new='m = Y.shape[0]\n        dZ = cache[f"A{self.L}"] - Y',
        cause="wrong-sample-count",
        also=("missing-mean",),
        ratio="m / n_y",
    ),
    Convention(
        id="error-halved",
        old='dZ = cache[f"A{self.L}"] - Y',
        new='dZ = (cache[f"A{self.L}"] - Y) / 2',
        cause="factor",
        ratio="1 / 2",
    ),
)

EQUIVALENTS = (
    Equivalent(id="mask-of-a", old=DZ, new='dZ = np.where(cache[f"A{l - 1}"] > 0, dA, 0)'),
    Equivalent(
        id="mask-in-place", old=DZ, new='dA[cache[f"Z{l - 1}"] <= 0] = 0\n                dZ = dA'
    ),
    Equivalent(
        id="mean-in-dz",
        old=f"{DW}\n            {DB}",
        new='G = dZ / m\n            grads[f"W{l}"] = G @ cache[f"A{l - 1}"].T\n'
        '            grads[f"b{l}"] = G.sum(axis=1, keepdims=True)',
    ),
)
