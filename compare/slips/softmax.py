"""Slips of a softmax output and its cost."""

from compare.slips.cost import CATEGORICAL, TWO_SAMPLES
from compare.slips.output import ERROR
from compare.slips.slip import Slip

SOFTMAX = (
    Slip("S01", "softmax over the samples",
         {"A": "np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)"}, "sum-axis",
         activation="softmax"),
    Slip("S02", "softmax over the whole matrix", {"A": "np.exp(Z) / np.sum(np.exp(Z))"},
         "extra-sum", activation="softmax", needs=TWO_SAMPLES),
    Slip("S03", "(1 - Y) log(1 - A) is added, as for one output",
         {"cost": "-np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A)) / m"},
         "cost-gradient-mismatch", cost=CATEGORICAL),
    Slip("S04", "multiplied by A (1 - A), the derivative of sigmoid",
         {"dZ_last": "(A - Y) * A * (1 - A)"}, "extra-activation-derivative", cost=CATEGORICAL,
         needs=ERROR),
    Slip("S05", "averaged over the classes too", {"cost": "np.mean(loss) / n"}, "factor",
         cost=CATEGORICAL, needs="a cost that is not 0"),
    Slip("S07", "dA times the diagonal of the derivatives only",
         {"dZ_last": "-(Y / A) * A * (1 - A)"}, "missing-term", cost=CATEGORICAL, needs=ERROR),
    Slip("S08", "sigmoid in the place of softmax", {"A": "sigmoid(Z)"}, "wrong-activation",
         activation="softmax"),
    Slip("S09", "dA in the place of dZ", {"dZ_last": "-(Y / A)"},
         "missing-activation-derivative", cost=CATEGORICAL),
    Slip("S10", "Z shared out, not e^Z", {"A": "Z / np.sum(Z, axis=0, keepdims=True)"},
         "wrong-activation", activation="softmax"),
)  # fmt: skip  # a row a slip
