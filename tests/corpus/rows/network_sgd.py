"""Edits of the class that goes through its examples one column at a time."""

from tests.corpus.edits import Convention, Equivalent, Variant

LAST = "delta = (activations[-1] - y) * sigmoid_prime(zs[-1])"
NEXT = "delta = np.dot(self.weights[-l + 1].T, delta) * sigmoid_prime(zs[-l])"
W_LAST = "grad_w[-1] = np.dot(delta, activations[-2].T)"
W_NEXT = "grad_w[-l] = np.dot(delta, activations[-l - 1].T)"
PRIME = "s = sigmoid(z)\n    return s * (1.0 - s)"

VARIANTS = (
    Variant(
        id="hidden-no-slope",
        old=NEXT,
        new="delta = np.dot(self.weights[-l + 1].T, delta)",
        cause="missing-activation-derivative",
        quantity="dZ2",
    ),
    Variant(
        id="slope-of-next-layer",
        old=NEXT,
        new="delta = np.dot(self.weights[-l + 1].T, delta * sigmoid_prime(zs[-l + 1]))",
        cause="wrong-operand",
        quantity="dZ2",
        also=("wrong-derivative-argument", "extra-activation-derivative"),
    ),
    Variant(
        id="slope-of-activation",
        old=NEXT,
        new="delta = np.dot(self.weights[-l + 1].T, delta) * sigmoid_prime(activations[-l])",
        cause="wrong-derivative-argument",
        quantity="dZ2",
        also=("wrong-operand",),
    ),
    Variant(
        id="output-slope-of-activation",
        old=LAST,
        new="delta = (activations[-1] - y) * sigmoid_prime(activations[-1])",
        cause="wrong-derivative-argument",
        quantity="dZ3",
        also=("wrong-operand",),
    ),
    Variant(
        id="slope-twice",
        old=NEXT,
        new="delta = np.dot(self.weights[-l + 1].T, delta) * sigmoid_prime(zs[-l]) ** 2",
        cause="extra-activation-derivative",
        quantity="dZ2",
    ),
    Variant(
        id="prime-is-sigmoid",
        old=PRIME,
        new="return sigmoid(z) * (1.0 - z)",
        cause="wrong-derivative-argument",
        quantity="dZ3",
        also=("wrong-activation-derivative",),
    ),
    Variant(
        id="prime-at-output",
        old=PRIME,
        new="return z * (1.0 - z)",
        cause="wrong-derivative-argument",
        quantity="dZ3",
        also=("wrong-activation-derivative",),
    ),
    Variant(
        id="prime-of-tanh",
        old=PRIME,
        new="return 1.0 - sigmoid(z) ** 2",
        cause="wrong-activation-derivative",
        quantity="dZ3",
    ),
    Variant(
        id="prime-plus",
        old="return s * (1.0 - s)",
        new="return s * (1.0 + s)",
        cause="sign",
        quantity="dZ3",
        also=("wrong-activation-derivative", "wrong-operator"),
    ),
    Variant(
        id="prime-brackets",
        old="return s * (1.0 - s)",
        new="return s * 1.0 - s",
        cause="operator-precedence",
        quantity="dZ3",
        also=("wrong-activation-derivative",),
    ),
    Variant(
        id="wrong-weights",
        old="np.dot(self.weights[-l + 1].T, delta)",
        new="np.dot(self.weights[-l].T, delta)",
        cause="wrong-operand",
        quantity="dZ2",
        also=("shape", "not-runnable"),
    ),
    Variant(
        id="weights-not-transposed",
        old="np.dot(self.weights[-l + 1].T, delta)",
        new="np.dot(self.weights[-l + 1], delta)",
        cause="transpose",
        quantity="dZ2",
        also=("shape", "not-runnable"),
    ),
    Variant(
        id="delta-not-carried",
        old=NEXT,
        new="error = np.dot(self.weights[-l + 1].T, delta)\n"
        "            delta = error + sigmoid_prime(zs[-l])",
        at="delta = error + sigmoid_prime",
        cause="wrong-operator",
        quantity="dZ2",
    ),
    Variant(
        id="bias-not-set",
        old="            grad_b[-l] = delta\n",
        new="            grad_b[-l] = delta * zs[-l]\n",
        cause="unknown",
        quantity="db2",
        also=("wrong-operand", "extra-activation-derivative"),
    ),
    Variant(
        id="input-of-own-layer",
        old=W_NEXT,
        new="grad_w[-l] = np.dot(delta, activations[-l].T)",
        cause="wrong-operand",
        quantity="dW2",
        also=("shape",),
    ),
    Variant(
        id="weights-by-z",
        old=W_LAST,
        new="grad_w[-1] = np.dot(delta, zs[-2].T)",
        cause="wrong-operand",
        quantity="dW3",
    ),
    Variant(
        id="outer-turned",
        old=W_LAST,
        new="grad_w[-1] = np.dot(activations[-2], delta.T)",
        cause="transpose",
        quantity="dW3",
        also=("shape",),
    ),
    Variant(
        id="error-of-z",
        old=LAST,
        new="delta = (zs[-1] - y) * sigmoid_prime(zs[-1])",
        cause="wrong-operand",
        quantity="dZ3",
    ),
    Variant(
        id="error-sign",
        old=LAST,
        new="delta = (y - activations[-1]) * sigmoid_prime(zs[-1])",
        cause="sign",
        quantity="dZ3",
    ),
    Variant(
        id="error-sum",
        old=LAST,
        new="delta = (activations[-1] + y) * sigmoid_prime(zs[-1])",
        cause="sign",
        quantity="dZ3",
        also=("wrong-operator",),
    ),
    Variant(
        id="error-summed-over-units",
        old=LAST,
        new="delta = np.sum(activations[-1] - y) * sigmoid_prime(zs[-1])",
        cause="extra-sum",
        quantity="dZ3",
    ),
    Variant(
        id="error-squared",
        old=LAST,
        new="delta = (activations[-1] - y) ** 2 * sigmoid_prime(zs[-1])",
        cause="wrong-operator",
        quantity="dZ3",
        also=("unknown", "cost-gradient-mismatch"),
    ),
    Variant(
        id="error-by-product",
        old=LAST,
        new="delta = np.dot((activations[-1] - y), sigmoid_prime(zs[-1]).T)",
        cause="wrong-operator",
        quantity="dZ3",
        also=("shape", "transpose"),
    ),
    Variant(
        id="loop-stops-early",
        old="for l in range(2, self.num_layers):",
        new="for l in range(2, self.num_layers - 1):",
        cause="missing-term",
        quantity="dW1",
        also=("not-runnable", "unknown"),
    ),
    Variant(
        id="batch-keeps-the-last",
        old="nabla_w = [total + g for total, g in zip(nabla_w, grad_w)]",
        new="nabla_w = [g for total, g in zip(nabla_w, grad_w)]",
        cause="missing-sum",
        quantity="new_W1",
    ),
    Variant(
        id="batch-keeps-the-last-bias",
        old="nabla_b = [total + g for total, g in zip(nabla_b, grad_b)]",
        new="nabla_b = grad_b",
        cause="missing-sum",
        quantity="new_b1",
    ),
    Variant(
        id="batch-difference",
        old="nabla_w = [total + g for total, g in zip(nabla_w, grad_w)]",
        new="nabla_w = [total - g for total, g in zip(nabla_w, grad_w)]",
        cause="sign",
        quantity="new_W1",
        also=("wrong-operator", "wrong-update-sign"),
    ),
    Variant(
        id="batch-of-pixels",
        old="rate = eta / len(mini_batch)",
        new="rate = eta / len(x)",
        cause="wrong-sample-count",
        quantity="new_W1",
    ),
    Variant(
        id="weights-up",
        old="[w - rate * g for w, g",
        new="[w + rate * g for w, g",
        cause="wrong-update-sign",
        quantity="new_W1",
        also=("sign",),
    ),
    Variant(
        id="biases-by-eta",
        old="[b - rate * g for b, g",
        new="[b - eta * g for b, g",
        cause="missing-mean",
        quantity="new_b1",
        also=("wrong-operand",),
    ),
    Variant(
        id="bias-forgotten",
        old="zs.append(np.dot(w, activations[-1]) + b)",
        new="zs.append(np.dot(w, activations[-1]))",
        cause="missing-term",
        quantity="Z1",
    ),
    Variant(
        id="weights-stored-inside",
        old="            nabla_w = [total + g for total, g in zip(nabla_w, grad_w)]\n",
        new="            nabla_w = [total + g for total, g in zip(nabla_w, grad_w)]\n"
        "            self.weights = [w - eta / len(mini_batch) * g "
        "for w, g in zip(self.weights, grad_w)]\n",
        cause="updated-parameters",
        quantity="new_W1",
        also=("wrong-update-sign", "stale-state", "factor"),
        fair=("self.weights = [w - rate * g", "grad_b, grad_w = self.backprop"),
    ),
)

CONVENTIONS = (
    Convention(
        id="twice",
        old=LAST,
        new="delta = 2 * " + LAST[8:],
        cause="factor",
        ratio="2",
        agreeing=True,
    ),
    Convention(
        id="cross-entropy",
        old=LAST,
        new="delta = activations[-1] - y",
        cause="missing-activation-derivative",
        also=("cost-gradient-mismatch",),
        other_cost="binary-cross-entropy",
        agreeing=True,
    ),
)

EQUIVALENTS = (
    Equivalent(id="outer", old=W_LAST, new="grad_w[-1] = np.outer(delta, activations[-2])"),
    Equivalent(
        id="prime-by-fraction", old=PRIME, new="return np.exp(-z) / (1.0 + np.exp(-z)) ** 2"
    ),
    Equivalent(
        id="slope-from-activation",
        old=NEXT,
        new="a = activations[-l]\n"
        "            delta = np.dot(self.weights[-l + 1].T, delta) * a * (1 - a)",
    ),
)
