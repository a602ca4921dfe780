"""Edits of the L2 exercise."""

from tests.corpus.edits import Equivalent, Variant

DW3 = "dW3 = 1. / m * np.dot(dZ3, A2.T) + lambd / m * W3"
DW2 = "dW2 = 1. / m * np.dot(dZ2, A1.T) + lambd / m * W2"
DW1 = "dW1 = 1. / m * np.dot(dZ1, X.T) + lambd / m * W1"
PENALTY = (
    "lambd / (2. * m) * (np.sum(np.square(W1)) + np.sum(np.square(W2)) + np.sum(np.square(W3)))"
)
TOTAL = "cost = cross_entropy_cost + L2_regularization_cost"

VARIANTS = (
    Variant(
        id="dw3-no-penalty",
        old=DW3,
        new="dW3 = 1. / m * np.dot(dZ3, A2.T)",
        cause="missing-term",
        quantity="dW3",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="dw2-penalty-minus",
        old=DW2,
        new="dW2 = 1. / m * np.dot(dZ2, A1.T) - lambd / m * W2",
        cause="sign",
        quantity="dW2",
        also=("wrong-operator",),
    ),
    Variant(
        id="dw1-penalty-halved",
        old=DW1,
        new="dW1 = 1. / m * np.dot(dZ1, X.T) + lambd / (2 * m) * W1",
        cause="factor",
        quantity="dW1",
    ),
    Variant(
        id="dw3-penalty-no-mean",
        old=DW3,
        new="dW3 = 1. / m * np.dot(dZ3, A2.T) + lambd * W3",
        cause="missing-mean",
        quantity="dW3",
    ),
    Variant(
        id="dw1-penalty-mean-twice",
        old=DW1,
        new="dW1 = 1. / m * (np.dot(dZ1, X.T) + lambd / m * W1)",
        cause="extra-mean",
        quantity="dW1",
        also=("operator-precedence",),
    ),
    Variant(
        id="dw1-brackets",
        old=DW1,
        new="dW1 = 1. / m * np.dot(dZ1, X.T + lambd / m * W1.T.dot(Z1).T)",
        cause="unknown",
        quantity="dW1",
        also=("operator-precedence", "wrong-operand"),
    ),
    Variant(
        id="dw2-penalty-times",
        old=DW2,
        new="dW2 = 1. / m * np.dot(dZ2, A1.T) * lambd / m * W2",
        cause="wrong-operator",
        quantity="dW2",
    ),
    Variant(
        id="dw3-penalty-absolute",
        old=DW3,
        new="dW3 = 1. / m * np.dot(dZ3, A2.T) + lambd / m * np.sign(W3)",
        cause="cost-gradient-mismatch",
        quantity="dW3",
        also=("wrong-operator", "wrong-operand"),
    ),
    Variant(
        id="db2-penalised",
        old="db2 = 1. / m * np.sum(dZ2, axis=1, keepdims=True)",
        new="db2 = 1. / m * np.sum(dZ2, axis=1, keepdims=True) + lambd / m * b2",
        cause="cost-gradient-mismatch",
        quantity="db2",
        also=("unknown",),
    ),
    Variant(
        id="cost-no-penalty",
        old=TOTAL,
        new="cost = cross_entropy_cost",
        cause="missing-term",
        quantity="cost",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="cost-minus-penalty",
        old=TOTAL,
        new="cost = cross_entropy_cost - L2_regularization_cost",
        cause="sign",
        quantity="cost",
        also=("wrong-operator", "cost-gradient-mismatch"),
    ),
    Variant(
        id="cost-penalty-absolute",
        old=PENALTY,
        new="lambd / (2. * m) * (np.sum(np.abs(W1)) + np.sum(np.abs(W2)) + np.sum(np.abs(W3)))",
        cause="cost-gradient-mismatch",
        quantity="cost",
        also=("wrong-operator",),
    ),
    Variant(
        id="cost-penalty-norms",
        old=PENALTY,
        new="lambd / (2. * m) * sum(np.linalg.norm(W) for W in (W1, W2, W3))",
        cause="cost-gradient-mismatch",
        quantity="cost",
        also=("wrong-operator", "missing-term"),
    ),
    Variant(
        id="cost-penalty-square-of-sum",
        old=PENALTY,
        new="lambd / (2. * m) * (np.square(np.sum(W1)) + np.square(np.sum(W2)) "
        "+ np.square(np.sum(W3)))",
        cause="operator-precedence",
        quantity="cost",
        also=("cost-gradient-mismatch", "extra-sum"),
    ),
    Variant(
        id="cost-penalty-not-last",
        old=PENALTY,
        new="lambd / (2. * m) * (np.sum(np.square(W1)) + np.sum(np.square(W2)))",
        cause="missing-term",
        quantity="cost",
        also=("cost-gradient-mismatch",),
        fair=("dW3 = 1. / m",),
    ),
    Variant(
        id="cost-penalty-no-mean",
        old=PENALTY,
        new=PENALTY.replace("(2. * m)", "2."),
        cause="missing-mean",
        quantity="cost",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="cost-penalty-brackets",
        old=PENALTY,
        new=PENALTY.replace("/ (2. * m)", "/ 2. * m"),
        cause="operator-precedence",
        quantity="cost",
        also=("wrong-operator", "factor", "cost-gradient-mismatch"),
    ),
    Variant(
        id="cost-penalty-doubled",
        old=PENALTY,
        new=PENALTY.replace("(2. * m)", "m"),
        cause="factor",
        quantity="cost",
        also=("cost-gradient-mismatch",),
        fair=("dW3 = 1. / m", "dW2 = 1. / m", "dW1 = 1. / m"),
    ),
    Variant(
        id="cost-misspelt",
        old=TOTAL,
        new="cost = cross_entropy_cost + L2_regularisation_cost",
        cause="not-runnable",
        quantity="cost",
    ),
    Variant(
        id="step-without-the-letter",
        old='learning_rate * grads["d" + k]',
        new="learning_rate * grads[k]",
        cause="not-runnable",
        quantity="new_W1",
    ),
)

EQUIVALENTS = (
    Equivalent(id="penalty-together", old=DW3, new="dW3 = (np.dot(dZ3, A2.T) + lambd * W3) / m"),
    Equivalent(
        id="cost-norms-squared",
        old=PENALTY,
        new="lambd / (2. * m) * sum(np.linalg.norm(W) ** 2 for W in (W1, W2, W3))",
    ),
    Equivalent(
        id="penalty-added-later",
        old=DW2 + "\n",
        new="dW2 = 1. / m * np.dot(dZ2, A1.T)\n    dW2 += (lambd * W2) / m\n",
    ),
)
