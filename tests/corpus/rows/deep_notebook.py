"""Edits of the week 4 notebook."""

from tests.corpus.edits import Convention, Equivalent, Variant

DW, DB = "dW = np.dot(dZ, A_prev.T) / m", "db = np.sum(dZ, axis=1, keepdims=True) / m"
DA, START = "dA_prev = np.dot(W.T, dZ)", "dA = (1 - Y) / (1 - AL) - Y / AL"
CHOICE = 'activation = "sigmoid" if l == L else "relu"'
COST = "cost = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m"

VARIANTS = (
    Variant(
        id="db-all",
        old=DB,
        new="db = np.sum(dZ) / m",
        cause="sum-axis",
        quantity="db2",
        also=("shape",),
    ),
    Variant(
        id="db-of-first",
        old=DB,
        new="db = dZ[:, :1] / m",
        cause="missing-sum",
        quantity="db3",
    ),
    Variant(
        id="dw-no-mean",
        old=DW,
        new="dW = np.dot(dZ, A_prev.T)",
        cause="missing-mean",
        quantity="dW3",
    ),
    Variant(
        id="da-divided",
        old=DA,
        new="dA_prev = np.dot(W.T, dZ) / m",
        cause="extra-mean",
        quantity="dA2",
    ),
    Variant(
        id="m-of-rows",
        old="m = A_prev.shape[1]",
        new="m = A_prev.shape[0]",
        cause="wrong-sample-count",
        quantity="dW3",
    ),
    Variant(
        id="all-sigmoid",
        old=CHOICE,
        new='activation = "sigmoid"',
        cause="wrong-activation-derivative",
        quantity="dZ2",
        fair=("dA, dW, db = linear_activation_backward(",),
    ),
    Variant(
        id="turned-choice",
        old=CHOICE,
        new='activation = "relu" if l == L else "sigmoid"',
        cause="wrong-activation-derivative",
        quantity="dZ3",
        fair=("dA, dW, db = linear_activation_backward(",),
        also=("wrong-operator",),
    ),
    Variant(
        id="start-sign",
        old=START,
        new="dA = Y / AL - (1 - Y) / (1 - AL)",
        cause="sign",
        quantity="dZ3",
    ),
    Variant(
        id="start-plus",
        old=START,
        new="dA = (1 - Y) / (1 - AL) + Y / AL",
        cause="sign",
        quantity="dZ3",
        also=("wrong-operator",),
    ),
    Variant(
        id="start-without-zeros",
        old=START,
        new="dA = -Y / AL",
        cause="missing-term",
        quantity="dZ3",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="start-brackets",
        old=START,
        new="dA = (1 - Y) / 1 - AL - Y / AL",
        cause="operator-precedence",
        quantity="dZ3",
    ),
    Variant(
        id="da-not-carried",
        old="        dA, dW, db = linear_activation_backward(dA, caches[l-1], activation)\n",
        new="        dA_prev, dW, db = linear_activation_backward(dA, caches[l-1], activation)\n",
        cause="wrong-operand",
        quantity="dA2",
        also=("stale-state",),
        fair=('grads[f"dA{l-1}"], grads[f"dW{l}"], grads[f"db{l}"] = dA, dW, db',),
    ),
    Variant(
        id="relu-ignored",
        old="dZ = relu_backward(dA, activation_cache)",
        new="dZ = np.array(dA)",
        cause="missing-activation-derivative",
        quantity="dZ2",
    ),
    Variant(
        id="sigmoid-of-a",
        old="dZ = sigmoid_backward(dA, activation_cache)",
        new="dZ = sigmoid_backward(dA, sigmoid(activation_cache)[0])",
        cause="wrong-derivative-argument",
        quantity="dZ3",
    ),
    Variant(
        id="last-with-relu",
        old='parameters[f"b{L}"], "sigmoid")',
        new='parameters[f"b{L}"], "relu")',
        cause="wrong-activation",
        quantity="A3",
        fair=('activation = "sigmoid" if l == L',),
    ),
    Variant(
        id="weights-one-behind",
        old='linear_activation_forward(A, parameters[f"W{l}"], parameters[f"b{l}"], "relu")',
        new='linear_activation_forward(X, parameters[f"W{l}"], parameters[f"b{l}"], "relu")',
        cause="wrong-operand",
        quantity="Z2",
        also=("shape", "not-runnable"),
    ),
    Variant(
        id="cost-absolute",
        old=COST,
        new="cost = np.sum(np.abs(AL - Y)) / m",
        cause="cost-gradient-mismatch",
        quantity="cost",
    ),
    Variant(
        id="cost-sign",
        old=COST,
        new="cost = np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m",
        cause="sign",
        quantity="cost",
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
        id="all-by-the-last-bias",
        old='parameters[name] - learning_rate * grads["d" + name]',
        new='parameters[name] - learning_rate * grads["db" + name[1:]]',
        cause="wrong-operand",
        quantity="new_W1",
    ),
    Variant(
        id="python-2",
        old="                print(i, cost)",
        new="                print i, cost",
        cause="not-runnable",
        quantity="",
    ),
)

CONVENTIONS = (
    Convention(
        id="squared-start",
        old=START,
        new="dA = 2 * (AL - Y)",
        cause="cost-gradient-mismatch",
        also=("missing-term",),
        other_cost="squared-error",
    ),
)

EQUIVALENTS = (
    Equivalent(id="start-fraction", old=START, new="dA = (AL - Y) / AL / (1 - AL)"),
    Equivalent(id="db-by-mean", old=DB, new="db = dZ.mean(axis=1)[:, None]"),
)
