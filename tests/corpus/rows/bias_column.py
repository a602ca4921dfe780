"""Edits of the network whose biases are a column of the weights."""

from tests.corpus.edits import Convention, Equivalent, Variant

D2 = "d2 = (d3 @ Theta2[:, 1:]) * g(z2) * (1 - g(z2))"
G2, G1 = "Theta2_grad = d3.T @ a2 / m", "Theta1_grad = d2.T @ a1 / m"
P2 = "Theta2_grad[:, 1:] = Theta2_grad[:, 1:] + lam / m * Theta2[:, 1:]"
P1 = "Theta1_grad[:, 1:] = Theta1_grad[:, 1:] + lam / m * Theta1[:, 1:]"
PENALTY = "J = J + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))"
COST = "J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m"

VARIANTS = (
    Variant(
        id="slope-of-z",
        old=D2,
        new="d2 = (d3 @ Theta2[:, 1:]) * z2 * (1 - z2)",
        cause="wrong-derivative-argument",
        quantity="dZ1",
        also=("wrong-operand", "wrong-activation-derivative"),
    ),
    Variant(
        id="slope-half",
        old=D2,
        new="d2 = (d3 @ Theta2[:, 1:]) * g(z2)",
        cause="wrong-activation-derivative",
        quantity="dZ1",
        also=("missing-term",),
    ),
    Variant(
        id="slope-forgotten",
        old=D2,
        new="d2 = d3 @ Theta2[:, 1:]",
        cause="missing-activation-derivative",
        quantity="dZ1",
    ),
    Variant(
        id="slope-brackets",
        old=D2,
        new="d2 = (d3 @ Theta2[:, 1:]) * g(z2) * 1 - g(z2)",
        cause="operator-precedence",
        quantity="dZ1",
    ),
    Variant(
        id="slope-of-tanh",
        old=D2,
        new="d2 = (d3 @ Theta2[:, 1:]) * (1 - g(z2) ** 2)",
        cause="wrong-activation-derivative",
        quantity="dZ1",
    ),
    Variant(
        id="slope-of-the-slope",
        old=D2,
        new="d2 = (d3 @ Theta2[:, 1:]) * g(g(z2)) * (1 - g(g(z2)))",
        cause="wrong-derivative-argument",
        quantity="dZ1",
        also=("wrong-activation-derivative",),
    ),
    Variant(
        id="wrong-column-dropped",
        old=D2,
        new="d2 = (d3 @ Theta2[:, :-1]) * g(z2) * (1 - g(z2))",
        cause="wrong-operand",
        quantity="dZ1",
    ),
    Variant(
        id="bias-column-kept",
        old=D2,
        new="d2 = (d3 @ Theta2) * g(z2) * (1 - g(z2))",
        cause="shape",
        quantity="dZ1",
        also=("wrong-operand", "not-runnable"),
    ),
    Variant(
        id="back-of-output",
        old=D2,
        new="d2 = (h @ Theta2[:, 1:]) * g(z2) * (1 - g(z2))",
        cause="wrong-operand",
        quantity="dZ1",
        also=("missing-term",),
    ),
    Variant(id="d3-sign", old="d3 = h - Y", new="d3 = Y - h", cause="sign", quantity="dZ2"),
    Variant(
        id="d3-of-z", old="d3 = h - Y", new="d3 = z3 - Y", cause="wrong-operand", quantity="dZ2"
    ),
    Variant(
        id="g2-not-divided",
        old=G2,
        new="Theta2_grad = d3.T @ a2",
        cause="missing-mean",
        quantity="dW2",
    ),
    Variant(
        id="g1-of-z",
        old=G2,
        new="Theta2_grad = d3.T @ add_ones(z2) / m",
        cause="wrong-operand",
        quantity="dW2",
    ),
    Variant(
        id="g1-not-transposed",
        old=G1,
        new="Theta1_grad = d2 @ a1 / m",
        cause="transpose",
        quantity="dW1",
        also=("shape",),
    ),
    Variant(
        id="penalty-1-sign",
        old=P1,
        new=P1.replace("+ lam", "- lam"),
        cause="sign",
        quantity="dW1",
        also=("wrong-operator",),
    ),
    Variant(
        id="penalty-2-not-divided",
        old=P2,
        new=P2.replace("lam / m", "lam"),
        cause="missing-mean",
        quantity="dW2",
    ),
    Variant(
        id="penalty-2-halved",
        old=P2,
        new=P2.replace("lam / m", "lam / (2 * m)"),
        cause="factor",
        quantity="dW2",
    ),
    Variant(
        id="penalty-1-forgotten",
        old=f"    {P1}\n",
        new="",
        at="return Theta1_grad, Theta2_grad",
        cause="missing-term",
        quantity="dW1",
        also=("cost-gradient-mismatch",),
        fair=("Theta1_grad = d2.T @ a1 / m",),
    ),
    Variant(
        id="penalty-1-on-biases",
        old=P1,
        new="Theta1_grad = Theta1_grad + lam / m * Theta1",
        cause="cost-gradient-mismatch",
        quantity="dW1",
        also=("wrong-operand", "unknown"),
    ),
    Variant(
        id="penalty-2-replaces",
        old=P2,
        new="Theta2_grad[:, 1:] = lam / m * Theta2[:, 1:]",
        cause="missing-term",
        quantity="dW2",
    ),
    Variant(
        id="cost-penalty-of-biases",
        old=PENALTY,
        new="J = J + lam / (2 * m) * (np.sum(Theta1 ** 2) + np.sum(Theta2 ** 2))",
        cause="cost-gradient-mismatch",
        quantity="cost",
        also=("wrong-operand",),
    ),
    Variant(
        id="cost-penalty-minus",
        old=PENALTY,
        new=PENALTY.replace("J + lam", "J - lam"),
        cause="sign",
        quantity="cost",
        also=("wrong-operator", "cost-gradient-mismatch"),
    ),
    Variant(
        id="cost-sign",
        old=COST,
        new="J = np.sum(-Y * np.log(h) + (1 - Y) * np.log(1 - h)) / m",
        cause="sign",
        quantity="cost",
        also=("wrong-operator", "cost-gradient-mismatch"),
    ),
    Variant(
        id="m-of-columns",
        old="m = X.shape[0]",
        new="m = X.shape[1]",
        cause="wrong-sample-count",
        quantity="dW2",
    ),
    Variant(
        id="hidden-not-squashed",
        old="a2 = add_ones(g(z2))",
        new="a2 = add_ones(z2)",
        cause="wrong-activation",
        quantity="A1",
        also=("missing-term", "extra-activation-derivative"),
        fair=("d2 = (d3 @ Theta2",),
    ),
    Variant(
        id="output-not-squashed-but-clipped",
        old="h = g(z3)",
        new="h = np.clip(g(z3), 0.3, 0.7)",
        cause="approximate",
        quantity="A2",
        also=("wrong-activation",),
    ),
    Variant(
        id="theta2-takes-grad-1",
        old="return Theta1_grad, Theta2_grad",
        new="return Theta1_grad, Theta1_grad",
        cause="wrong-operand",
        quantity="dW2",
        also=("shape",),
    ),
    Variant(
        id="step-up",
        old="Theta1 = Theta1 - alpha * Theta1_grad",
        new="Theta1 = Theta1 + alpha * Theta1_grad",
        cause="wrong-update-sign",
        quantity="new_W1",
        also=("sign",),
    ),
    Variant(
        id="second-gradient-after-first-step",
        old="        Theta1 = Theta1 - alpha * Theta1_grad\n",
        new="        Theta1 = Theta1 - alpha * Theta1_grad\n"
        "        _, Theta2_grad = gradients(X, Y, Theta1, Theta2, lam)\n",
        at="_, Theta2_grad = gradients(",
        cause="updated-parameters",
        quantity="new_W2",
    ),
    Variant(
        id="gradients-once",
        old="    for i in range(steps):\n"
        "        Theta1_grad, Theta2_grad = gradients(X, Y, Theta1, Theta2, lam)\n",
        new="    Theta1_grad, Theta2_grad = gradients(X, Y, Theta1, Theta2, lam)\n"
        "    for i in range(steps):\n",
        cause="stale-state",
        quantity="new_W1",
    ),
)

CONVENTIONS = (
    Convention(
        id="cost-m-of-columns",
        old="m = Y.shape[0]",
        new="m = Y.shape[1]",
        cause="wrong-sample-count",
        ratio="n_y / m",
    ),
    Convention(
        id="cost-halved",
        old="    return J\n",
        new="    return J / 2\n",
        cause="factor",
        ratio="2",
    ),
)

EQUIVALENTS = (
    Equivalent(
        id="slope-from-a2", old=D2, new="d2 = (d3 @ Theta2[:, 1:]) * a2[:, 1:] * (1 - a2[:, 1:])"
    ),
    Equivalent(id="slope-then-drop", old=D2, new="d2 = ((d3 @ Theta2) * a2 * (1 - a2))[:, 1:]"),
    Equivalent(
        id="penalty-with-zeros",
        old=P1,
        new="Theta1_grad += lam / m * np.c_[np.zeros(len(Theta1)), Theta1[:, 1:]]",
    ),
)
