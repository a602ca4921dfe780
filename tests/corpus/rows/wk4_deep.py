"""Edits of the course's week 4 building blocks."""

from tests.corpus.edits import Convention, Equivalent, Variant

DW = "dW = 1. / m * np.dot(dZ, A_prev.T)"
DB = "db = 1. / m * np.sum(dZ, axis=1, keepdims=True)"
DA = "dA_prev = np.dot(W.T, dZ)"
DAL = "dAL = - (np.divide(Y, AL) - np.divide(1 - Y, 1 - AL))"
COST = "cost = (-1. / m) * (np.dot(Y, np.log(AL).T) + np.dot(1 - Y, np.log(1 - AL).T))"
HIDDEN = (
    'dA_prev_temp, dW_temp, db_temp = linear_activation_backward(grads["dA" + str(l + 1)], '
    'current_cache, "relu")'
)

VARIANTS = (
    Variant(
        id="db-all",
        old=f"{DB}\n    {DA}",
        new=f"db = 1. / m * np.sum(dZ)\n    {DA}",
        cause="sum-axis",
        quantity="db2",
        also=("shape",),
    ),
    Variant(
        id="db-squeezed",
        old=DB,
        new="db = 1. / m * np.squeeze(np.sum(dZ, axis=1, keepdims=True))",
        cause="shape",
        quantity="db2",
    ),
    Variant(
        id="db-mean-of-all-kept",
        old=DB,
        new="db = np.ones(b.shape) * np.mean(dZ)",
        cause="sum-axis",
        quantity="db2",
        also=("extra-mean",),
    ),
    Variant(
        id="da-mean",
        old=DA,
        new="dA_prev = 1. / m * np.dot(W.T, dZ)",
        cause="extra-mean",
        quantity="dA2",
    ),
    Variant(
        id="dw-no-mean",
        old=DW,
        new="dW = np.dot(dZ, A_prev.T)",
        cause="missing-mean",
        quantity="dW3",
    ),
    Variant(
        id="m-is-units",
        old="m = A_prev.shape[1]\n\n    dW",
        new="m = A_prev.shape[0]\n\n    dW",
        cause="wrong-sample-count",
        quantity="dW3",
    ),
    Variant(
        id="hidden-from-dal",
        old=HIDDEN,
        new=HIDDEN.replace('grads["dA" + str(l + 1)]', "dAL"),
        cause="wrong-operand",
        quantity="dZ2",
    ),
    Variant(
        id="hidden-with-sigmoid",
        old=HIDDEN,
        new=HIDDEN.replace('"relu"', '"sigmoid"'),
        cause="wrong-activation-derivative",
        quantity="dZ2",
    ),
    Variant(
        id="hidden-with-next-cache",
        old="        current_cache = caches[l]",
        new="        current_cache = caches[L - 2]",
        cause="wrong-operand",
        quantity="dZ1",
        also=("stale-state", "shape"),
    ),
    Variant(
        id="relu-passes-all",
        old="dZ = relu_backward(dA, activation_cache)",
        new="dZ = dA",
        cause="missing-activation-derivative",
        quantity="dZ2",
    ),
    Variant(
        id="relu-slope-sigmoid",
        old="dZ = relu_backward(dA, activation_cache)",
        new="dZ = sigmoid_backward(dA, activation_cache)",
        cause="wrong-activation-derivative",
        quantity="dZ2",
    ),
    Variant(
        id="relu-mask-on-slope",
        old="dZ = relu_backward(dA, activation_cache)",
        new="dZ = dA * (dA > 0)",
        cause="wrong-derivative-argument",
        quantity="dZ2",
        also=("wrong-operand",),
    ),
    Variant(
        id="relu-mask-turned",
        old="dZ = relu_backward(dA, activation_cache)",
        new="dZ = np.array(dA, copy=True)\n        dZ[activation_cache > 0] = 0",
        at="dZ[activation_cache > 0] = 0",
        cause="wrong-activation-derivative",
        quantity="dZ2",
        also=("sign", "wrong-operator"),
    ),
    Variant(
        id="relu-times-z",
        old="dZ = relu_backward(dA, activation_cache)",
        new="dZ = dA * np.maximum(0, activation_cache)",
        cause="wrong-activation-derivative",
        quantity="dZ2",
    ),
    Variant(
        id="sigmoid-passes-all",
        old="dZ = sigmoid_backward(dA, activation_cache)",
        new="dZ = dA",
        cause="missing-activation-derivative",
        quantity="dZ3",
    ),
    Variant(
        id="sigmoid-as-relu",
        old="dZ = sigmoid_backward(dA, activation_cache)",
        new="dZ = relu_backward(dA, activation_cache)",
        cause="wrong-activation-derivative",
        quantity="dZ3",
    ),
    Variant(
        id="dal-sign",
        old=DAL,
        new="dAL = np.divide(Y, AL) - np.divide(1 - Y, 1 - AL)",
        cause="sign",
        quantity="dZ3",
    ),
    Variant(
        id="dal-sign-inside",
        old=DAL,
        new="dAL = - np.divide(Y, AL) - np.divide(1 - Y, 1 - AL)",
        cause="operator-precedence",
        quantity="dZ3",
        also=("sign",),
    ),
    Variant(
        id="dal-half",
        old=DAL,
        new="dAL = - np.divide(Y, AL)",
        cause="missing-term",
        quantity="dZ3",
        also=("cost-gradient-mismatch",),
    ),
    Variant(
        id="dal-epsilon",
        old=DAL,
        new="dAL = - (np.divide(Y, AL + 1e-3) - np.divide(1 - Y, 1 - AL + 1e-3))",
        cause="approximate",
        quantity="dZ3",
    ),
    Variant(
        id="dal-swapped",
        old=DAL,
        new="dAL = - (np.divide(1 - Y, AL) - np.divide(Y, 1 - AL))",
        cause="wrong-operand",
        quantity="dZ3",
    ),
    Variant(
        id="da-not-transposed",
        old=DA,
        new="dA_prev = np.dot(W, dZ)",
        cause="transpose",
        quantity="dA2",
        also=("shape", "not-runnable"),
    ),
    Variant(
        id="da-elementwise",
        old=DA,
        new="dA_prev = W.T * dZ",
        cause="wrong-operator",
        quantity="dA2",
        also=("shape",),
    ),
    Variant(
        id="all-hidden-sigmoid",
        old="parameters['b' + str(l)], \"relu\")",
        new="parameters['b' + str(l)], \"sigmoid\")",
        cause="wrong-activation",
        quantity="A1",
        also=("wrong-activation-derivative",),
        fair=("dA_prev_temp, dW_temp, db_temp =",),
    ),
    Variant(
        id="a-not-carried",
        old="        A_prev = A\n",
        new="        A_prev = X\n",
        cause="wrong-operand",
        quantity="Z2",
        also=("shape", "not-runnable"),
    ),
    Variant(
        id="cost-minus",
        old=COST,
        new=COST.replace(") + np.dot", ") - np.dot"),
        cause="sign",
        quantity="cost",
        also=("wrong-operator", "cost-gradient-mismatch"),
    ),
    Variant(
        id="layers-counted-wrong",
        old="    L = len(parameters) // 2\n\n    for l in range(1, L):",
        new="    L = len(parameters)\n\n    for l in range(1, L):",
        cause="not-runnable",
        quantity="",
        fair=("A, cache = linear_activation_forward(A_prev, ",),
    ),
    Variant(
        id="update-up",
        old='parameters["W" + str(l + 1)] - learning_rate',
        new='parameters["W" + str(l + 1)] + learning_rate',
        cause="wrong-update-sign",
        quantity="new_W1",
        also=("sign",),
    ),
    Variant(
        id="update-skips-last",
        old="    for l in range(L):\n",
        new="    for l in range(L - 1):\n",
        cause="missing-term",
        quantity="new_W3",
        also=("stale-state", "unknown"),
    ),
    Variant(
        id="update-bias-by-weight",
        old='learning_rate * grads["db" + str(l + 1)]',
        new='learning_rate * grads["dW" + str(l + 1)]',
        cause="wrong-operand",
        quantity="new_b1",
        also=("shape", "not-runnable"),
    ),
    Variant(
        id="grads-one-layer-off",
        old='grads["dW" + str(l + 1)] = dW_temp',
        new='grads["dW" + str(l)] = dW_temp',
        cause="wrong-operand",
        quantity="dW2",
        also=("not-runnable", "stale-state"),
    ),
    Variant(
        id="dw-takes-db",
        old="    return dA_prev, dW, db\n\n\ndef linear_activation_backward",
        new="    return dA_prev, db, dW\n\n\ndef linear_activation_backward",
        cause="wrong-operand",
        quantity="dW3",
        also=("shape",),
    ),
    Variant(
        id="assert-two-equals",
        old="    assert(AL.shape == (1, X.shape[1]))",
        new="    assert(AL.shape = (1, X.shape[1]))",
        cause="not-runnable",
        quantity="",
    ),
)

CONVENTIONS = (
    Convention(
        id="sigmoid-twice",
        old="dZ = sigmoid_backward(dA, activation_cache)",
        new="s = sigmoid(activation_cache)[0]\n"
        "        dZ = sigmoid_backward(dA * s * (1 - s), activation_cache)",
        at="dZ = sigmoid_backward(dA * s",
        cause="extra-activation-derivative",
        also=("cost-gradient-mismatch",),
        other_cost="squared-error",
    ),
    Convention(
        id="dal-of-squares",
        old=DAL,
        new="dAL = AL - Y",
        cause="cost-gradient-mismatch",
        also=("missing-term", "extra-activation-derivative"),
        other_cost="squared-error",
    ),
    Convention(
        id="no-mean-at-all",
        old=f"{DW}\n    {DB}",
        new="dW = np.dot(dZ, A_prev.T)\n    db = np.sum(dZ, axis=1, keepdims=True)",
        cause="missing-mean",
        ratio="m",
    ),
    Convention(
        id="cost-of-squares",
        old=COST,
        new="cost = np.mean((AL - Y) ** 2)",
        cause="cost-gradient-mismatch",
        other_cost="binary-cross-entropy",
    ),
)

EQUIVALENTS = (
    Equivalent(id="mean-in-dal", old=DAL, new="dAL = (1 - Y) / (1 - AL) - Y / AL"),
    Equivalent(id="dal-fraction", old=DAL, new="dAL = (AL - Y) / (AL * (1 - AL))"),
    Equivalent(id="db-mean", old=DB, new="db = np.mean(dZ, axis=1, keepdims=True)"),
    Equivalent(
        id="relu-by-hand",
        old="dZ = relu_backward(dA, activation_cache)",
        new="dZ = np.multiply(dA, np.int64(activation_cache > 0))",
    ),
    Equivalent(
        id="mean-moved-to-the-start",
        old=f"{DW}\n    {DB}",
        new="dZ = dZ / m\n    dW = np.dot(dZ, A_prev.T)\n    db = np.sum(dZ, axis=1, keepdims=True)"
        "\n    dZ = dZ * m",
    ),
    Equivalent(
        id="cost-by-sum",
        old=COST,
        new="cost = -np.sum(Y * np.log(AL) + (1 - Y) * np.log(1 - AL)) / m",
    ),
)
