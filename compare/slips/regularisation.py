"""Slips of the L2 regularisation."""

from compare.slips.cost import TWO_SAMPLES
from compare.slips.slip import Slip

DW = "dZ @ A_prev.T / m"

REGULARISATION = (
    Slip("R01", "the L2 term is missing in dW", {"dW": DW}, "missing-term", regularised=True),
    Slip("R02", "the L2 term is missing in the cost", {"cost": "np.mean(loss)"}, "missing-term",
         regularised=True, needs="weights that are not 0"),
    Slip("R03", "lambd / 2m in dW", {"dW": f"{DW} + lambd / (2 * m) * W"}, "factor",
         regularised=True),
    Slip("R04", "lambd without 1/m in dW", {"dW": f"{DW} + lambd * W"}, "missing-mean",
         regularised=True, needs=TWO_SAMPLES),
    Slip("R05", "the biases are regularised too, in db only",
         {"db": "np.sum(dZ, axis=1, keepdims=True) / m + lambd / m * b"},
         "cost-gradient-mismatch", regularised=True, needs="biases that are not 0"),
    Slip("R06", "the norms are not squared",
         {"cost": "np.mean(loss) + lambd / (2 * m) * norms"}, "wrong-operator", regularised=True),
    Slip("R07", "the last layer is left out of the norms",
         {"cost": "np.mean(loss) + lambd / (2 * m) * squares_but_last"}, "missing-term",
         regularised=True),
    Slip("R08", "the derivative of the L1 norm", {"dW": f"{DW} + lambd / m * np.sign(W)"},
         "cost-gradient-mismatch", regularised=True),
    Slip("R09", "the L2 term of dW with a minus", {"dW": f"{DW} - lambd / m * W"}, "sign",
         regularised=True),
    Slip("R10", "the half is missing in the cost",
         {"cost": "np.mean(loss) + lambd / m * squares"}, "factor", regularised=True),
    Slip("R11", "lambd without 1/m in the cost",
         {"cost": "np.mean(loss) + lambd / 2 * squares"}, "missing-mean", regularised=True,
         needs=TWO_SAMPLES),
    Slip("R12", "the L2 term of dW is divided by m twice", {"dW": f"({DW}) + lambd / m ** 2 * W"},
         "extra-mean", regularised=True, needs=TWO_SAMPLES),
)  # fmt: skip  # a row a slip
