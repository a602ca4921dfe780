"""Edits of the classifier class: rows, labels of one axis."""

from tests.corpus.edits import Approximation, Convention, Equivalent, Variant

GW, GB = "grad_w = X.T @ residual / n_samples", "grad_b = residual.sum() / n_samples"
LOSS = "return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))"

VARIANTS = (
    Variant(
        id="w-no-mean", old=GW, new="grad_w = X.T @ residual", cause="missing-mean", quantity="dw"
    ),
    Variant(
        id="b-no-mean", old=GB, new="grad_b = residual.sum()", cause="missing-mean", quantity="db"
    ),
    Variant(
        id="b-mean-twice",
        old=GB,
        new="grad_b = residual.mean() / n_samples",
        cause="extra-mean",
        quantity="db",
    ),
    Variant(
        id="w-over-features",
        old=GW,
        new="grad_w = X.T @ residual / n_features",
        cause="wrong-sample-count",
        quantity="dw",
    ),
    Variant(
        id="b-over-features",
        old=GB,
        new="grad_b = residual.sum() / n_features",
        cause="wrong-sample-count",
        quantity="db",
    ),
    Variant(
        id="shape-swapped",
        old="n_samples, n_features = X.shape",
        new="n_features, n_samples = X.shape",
        cause="wrong-sample-count",
        quantity="dw",
        also=("not-runnable", "shape"),
    ),
    Variant(
        id="w-mean-over-all",
        old=GW,
        new="grad_w = np.mean(X.T * residual)",
        cause="sum-axis",
        quantity="dw",
        also=("extra-sum", "shape"),
    ),
    Variant(
        id="w-no-sum",
        old=GW,
        new="grad_w = X[-1] * residual[-1] / n_samples",
        cause="missing-sum",
        quantity="dw",
    ),
    Variant(
        id="b-last",
        old=GB,
        new="grad_b = residual[-1] / n_samples",
        cause="missing-sum",
        quantity="db",
    ),
    Variant(
        id="residual-sign",
        old="residual = p - y",
        new="residual = y - p",
        cause="sign",
        quantity="dZ",
    ),
    Variant(
        id="residual-hard",
        old="residual = p - y",
        new="residual = self.predict(X) - y",
        cause="approximate",
        quantity="dZ",
        also=("wrong-operand",),
    ),
    Variant(
        id="w-up",
        old="self.weights -= self",
        new="self.weights += self",
        cause="wrong-update-sign",
        quantity="new_w",
        also=("sign",),
    ),
    Variant(
        id="b-equals-minus",
        old="self.bias -= self",
        new="self.bias =- self",
        cause="missing-term",
        quantity="new_b",
        also=("wrong-operator", "sign", "operator-precedence"),
    ),
    Variant(
        id="b-sees-new-weights",
        old=f"{GB}\n\n            self.weights -= self.learning_rate * grad_w\n",
        new="\n            self.weights -= self.learning_rate * grad_w\n"
        "            grad_b = (self.predict_proba(X) - y).sum() / n_samples\n",
        at="grad_b = (self.predict_proba(X) - y)",
        cause="updated-parameters",
        quantity="db",
    ),
    Variant(
        id="first-prediction-kept",
        old="        for iteration in range(self.n_iterations):\n"
        "            p = self.predict_proba(X)\n",
        new="        p = self.predict_proba(X)\n"
        "        for iteration in range(self.n_iterations):\n",
        at="residual = p - y",
        cause="stale-state",
        quantity="dZ",
        fair=("p = self.predict_proba(X)",),
    ),
    Variant(
        id="gradients-pile-up",
        old=f"            {GW}\n",
        new=f"            {GW}\n            if iteration:\n"
        "                grad_w += last\n            last = grad_w\n",
        at="grad_w += last",
        cause="stale-state",
        quantity="new_w",
        also=("extra-sum",),
    ),
    Variant(
        id="loss-sign",
        old=LOSS,
        new=LOSS.replace("-np.mean", "np.mean"),
        cause="sign",
        quantity="cost",
    ),
    Variant(
        id="loss-half",
        old=LOSS,
        new="return -np.mean(y_true * np.log(p))",
        cause="missing-term",
        quantity="cost",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="loss-brackets",
        old=LOSS,
        new="return -np.mean(y_true * np.log(p)) + np.mean((1 - y_true) * np.log(1 - p))",
        cause="operator-precedence",
        quantity="cost",
        also=("sign", "cost-gradient-mismatch"),
    ),
    Variant(
        id="loss-absolute",
        old=LOSS,
        new="return np.mean(np.abs(y_true - p))",
        cause="cost-gradient-mismatch",
        quantity="cost",
    ),
    Variant(
        id="loss-hinge",
        old=LOSS,
        new="return np.mean(np.maximum(0, 1 - (2 * y_true - 1) * p))",
        cause="cost-gradient-mismatch",
        quantity="cost",
    ),
    Variant(
        id="sigmoid-sign",
        old="return 1 / (1 + np.exp(-t))",
        new="return 1 / (1 + np.exp(t))",
        cause="sign",
        quantity="A",
        also=("wrong-activation",),
    ),
    Variant(
        id="sigmoid-brackets",
        old="return 1 / (1 + np.exp(-t))",
        new="return 1 / 1 + np.exp(-t)",
        cause="operator-precedence",
        quantity="A",
        also=("wrong-activation",),
    ),
    Variant(
        id="sigmoid-clipped",
        old="return 1 / (1 + np.exp(-t))",
        new="return np.clip(1 / (1 + np.exp(-t)), 0.2, 0.8)",
        cause="approximate",
        quantity="A",
        also=("wrong-activation",),
    ),
    Variant(
        id="extra-axis",
        old="residual = p - y",
        new="residual = p - y[:, np.newaxis]",
        cause="shape",
        quantity="dZ",
    ),
    Variant(
        id="attribute-misspelt",
        old="self.bias -= self.learning_rate * grad_b",
        new="self.bias -= self.learning_rte * grad_b",
        cause="not-runnable",
        quantity="new_b",
    ),
)

CONVENTIONS = (
    Convention(
        id="sums",
        old=f"{GW}\n            {GB}",
        new="grad_w = X.T @ residual\n            grad_b = residual.sum()",
        cause="missing-mean",
        ratio="m",
    ),
    Convention(
        id="loss-summed",
        old=LOSS,
        new=LOSS.replace("np.mean", "np.sum"),
        cause="missing-mean",
        also=("extra-mean",),
        ratio="1 / m",
    ),
    Convention(
        id="loss-of-squares",
        old=LOSS,
        new="return np.mean((p - y_true) ** 2)",
        cause="cost-gradient-mismatch",
        other_cost="binary-cross-entropy",
    ),
    Convention(
        id="loss-in-bits",
        old=LOSS,
        new=LOSS.replace("np.log", "np.log2"),
        cause="factor",
        ratio="0.6931471805599453",
    ),
)

EQUIVALENTS = (
    Equivalent(id="dot", old=GW, new="grad_w = (1 / n_samples) * np.dot(X.T, (p - y))"),
    Equivalent(id="mean", old=GB, new="grad_b = np.mean(residual)"),
    Equivalent(id="rows-summed", old=GW, new="grad_w = np.mean(X * residual[:, None], axis=0)"),
    Equivalent(
        id="both-signs",
        old=f"residual = p - y\n            {GW}\n            {GB}\n\n"
        "            self.weights -= self.learning_rate * grad_w\n"
        "            self.bias -= self.learning_rate * grad_b\n",
        new="self.weights += self.learning_rate * X.T @ (y - p) / n_samples\n"
        "            self.bias += self.learning_rate * np.mean(y - p)\n",
    ),
)

APPROXIMATIONS = (
    Approximation(
        id="loss-epsilon",
        old=LOSS,
        new="return -np.mean(y_true * np.log(p + 1e-9) + (1 - y_true) * np.log(1 - p + 1e-9))",
    ),
)
