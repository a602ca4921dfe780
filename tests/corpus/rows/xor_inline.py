"""Edits of the script that learns XOR; error is ``y - output``, so steps are added."""

from tests.corpus.edits import Convention, Equivalent, Variant

OUT = "output_delta = error * sigma(output, deriv=True)"
BACK = "hidden_error = dot(output_delta, w1.T)"
HID = "hidden_delta = hidden_error * sigma(hidden, deriv=True)"
STEP1, STEP0 = "w1 += dot(hidden.T, output_delta)", "w0 += dot(X.T, hidden_delta)"

VARIANTS = (
    Variant(
        id="step-first",
        old=f"{BACK}\n    {HID}\n\n    # learn\n    {STEP1}\n",
        new=f"{STEP1}\n    {BACK}\n    {HID}\n\n    # learn\n",
        at=BACK,
        cause="updated-parameters",
        quantity="dA1",
        fair=(STEP1,),
    ),
    Variant(
        id="error-turned",
        old="error = y - output",
        new="error = output - y",
        cause="wrong-update-sign",
        quantity="dZ2",
        also=("sign",),
        fair=(STEP1,),
    ),
    Variant(
        id="step-down",
        old=STEP1,
        new="w1 -= dot(hidden.T, output_delta)",
        cause="wrong-update-sign",
        quantity="new_W2",
        also=("sign",),
    ),
    Variant(
        id="hidden-no-slope",
        old=HID,
        new="hidden_delta = hidden_error",
        cause="missing-activation-derivative",
        quantity="dZ1",
    ),
    Variant(
        id="error-past-the-slope",
        old=BACK,
        new="hidden_error = dot(error, w1.T)",
        cause="missing-activation-derivative",
        quantity="dA1",
        also=("wrong-operand",),
    ),
    Variant(
        id="slope-of-sums",
        old=HID,
        new="hidden_delta = hidden_error * sigma(dot(X, w0), deriv=True)",
        cause="wrong-derivative-argument",
        quantity="dZ1",
        also=("wrong-operand",),
    ),
    Variant(
        id="hidden-slope-of-output",
        old=HID,
        new="hidden_delta = hidden_error * sigma(output, deriv=True)",
        cause="wrong-operand",
        quantity="dZ1",
    ),
    Variant(
        id="activation-for-slope",
        old=HID,
        new="hidden_delta = hidden_error * sigma(hidden)",
        cause="wrong-activation-derivative",
        quantity="dZ1",
        also=("wrong-operand",),
    ),
    Variant(
        id="slope-not-minus",
        old="return x * (1 - x)",
        new="return x * (x - 1)",
        cause="sign",
        quantity="dZ2",
        also=("wrong-activation-derivative",),
    ),
    Variant(
        id="slope-of-tanh",
        old="return x * (1 - x)",
        new="return 1 - x ** 2",
        cause="wrong-activation-derivative",
        quantity="dZ2",
    ),
    Variant(
        id="slope-squashes-again",
        old="return x * (1 - x)",
        new="return sigma(x) * (1 - sigma(x))",
        cause="wrong-derivative-argument",
        quantity="dZ2",
        also=("wrong-activation-derivative",),
    ),
    Variant(
        id="sigmoid-brackets",
        old="return 1 / (1 + exp(-x))",
        new="return 1 / 1 + exp(-x)",
        cause="operator-precedence",
        quantity="A1",
        also=("wrong-activation",),
    ),
    Variant(
        id="tanh-forward",
        old="return 1 / (1 + exp(-x))",
        new="return np.tanh(x)",
        cause="wrong-activation",
        quantity="A1",
        also=("wrong-activation-derivative",),
        fair=("return x * (1 - x)",),
    ),
    Variant(
        id="step-by-output",
        old=STEP1,
        new="w1 += dot(hidden.T, error)",
        cause="missing-activation-derivative",
        quantity="new_W2",
        also=("wrong-operand",),
    ),
    Variant(
        id="step-by-mean",
        old=STEP0,
        new="w0 += dot(X.T, hidden_delta) / len(X)",
        cause="extra-mean",
        quantity="new_W1",
        also=("inconsistent-mean", "missing-mean"),
        fair=(STEP1,),
    ),
    Variant(
        id="step-of-errors",
        old=STEP0,
        new="w0 += dot(X.T, hidden_error)",
        cause="missing-activation-derivative",
        quantity="new_W1",
        also=("wrong-operand",),
    ),
    Variant(
        id="labels-flat",
        old="y = array([[0], [1], [1], [0]])\n",
        new="y = array([0, 1, 1, 0])\n",
        cause="shape",
        quantity="dZ2",
        fair=("error = y - output",),
    ),
    Variant(
        id="product-for-dot",
        old=BACK,
        new="hidden_error = output_delta * w1.T * w1.T",
        cause="unknown",
        quantity="dA1",
        also=("wrong-operator", "factor", "extra-activation-derivative"),
    ),
    Variant(
        id="power-for-product",
        old=HID,
        new="hidden_delta = hidden_error ** sigma(hidden, deriv=True)",
        cause="wrong-operator",
        quantity="dZ1",
    ),
    Variant(
        id="missing-colon",
        old="def sigma(x, deriv=False):",
        new="def sigma(x, deriv=False)",
        cause="not-runnable",
        quantity="",
    ),
)

CONVENTIONS = (
    Convention(
        id="output-no-slope",
        old=OUT,
        new="output_delta = error",
        cause="missing-activation-derivative",
        also=("cost-gradient-mismatch",),
        other_cost="binary-cross-entropy",
        agreeing=True,
    ),
    Convention(
        id="mean-squares",
        old="error = y - output",
        new="error = 2 * (y - output) / len(y)",
        cause="factor",
        also=("extra-mean", "missing-mean"),
        ratio="2 / m",
        agreeing=True,
    ),
)

EQUIVALENTS = (
    Equivalent(
        id="down-with-both-signs",
        old=f"{STEP1}\n    {STEP0}",
        new="w1 = w1 - dot(hidden.T, -output_delta)\n    w0 = w0 - dot(X.T, -hidden_delta)",
    ),
    Equivalent(id="at", old=BACK, new="hidden_error = output_delta @ w1.T"),
    Equivalent(id="slope-named", old=OUT, new="output_delta = error * (output * (1 - output))"),
    Equivalent(
        id="steps-in-the-other-order",
        old=f"{STEP1}\n    {STEP0}",
        new=f"{STEP0}\n    {STEP1}",
    ),
)
