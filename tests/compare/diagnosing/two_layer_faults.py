"""Single edits of the two-layer text, each with its line, quantity and cause."""

from dataclasses import dataclass

from tests.compare.diagnosing.recorded import SEVERAL, TWO_LAYERS, Sizes, edited, line_of


@dataclass(frozen=True)
class Slip:
    """One edit and what should be said of it.

    Attributes
    ----------
    causes
        The code of the cause; more if one edit can fairly be called both.
    at
        Part of the line where the finding belongs, if that is not the edited one.
    """

    id: str
    old: str
    new: str
    quantity: str
    causes: tuple[str, ...]
    at: str = ""
    sizes: Sizes = SEVERAL

    @property
    def text(self) -> str:
        """The text with the edit."""
        return edited((self.old, self.new))

    @property
    def line(self) -> int:
        """Where the finding belongs."""
        if self.at:
            return line_of(self.at, self.text)
        pairs = zip(TWO_LAYERS.splitlines(), self.text.splitlines(), strict=False)
        return next(number for number, (old, new) in enumerate(pairs, 1) if old != new)


def slip(id: str, old: str, new: str, quantity: str, *causes: str, at: str = "") -> Slip:  # noqa: A002  # the table's word
    """Write a row."""
    return Slip(id, old, new, quantity, causes, at)


DZ2 = "dZ2 = A2 - Y"
DW2 = "dW2 = np.dot(dZ2, A1.T) / m"
DB2 = "db2 = np.sum(dZ2, axis=1, keepdims=True) / m"
DA1 = 'dA1 = np.dot(p["W2"].T, dZ2)'
DZ1 = "dZ1 = dA1 * (1 - A1 ** 2)"
DW1 = "dW1 = np.dot(dZ1, X.T) / m"
DB1 = "db1 = np.sum(dZ1, axis=1, keepdims=True) / m"

SLIPS = (
    slip("residual-reversed", DZ2, "dZ2 = Y - A2", "dZ2", "sign"),
    slip("residual-added", DZ2, "dZ2 = A2 + Y", "dZ2", "sign", "wrong-operator"),
    slip("dw2-negative", DW2, "dW2 = -np.dot(dZ2, A1.T) / m", "dW2", "sign"),
    slip("dw2-sum", DW2, "dW2 = np.dot(dZ2, A1.T)", "dW2", "missing-mean"),
    slip("dw2-over-m-twice", DW2, "dW2 = np.dot(dZ2, A1.T) / m / m", "dW2", "extra-mean"),
    slip("dw2-halved", DW2, "dW2 = np.dot(dZ2, A1.T) / (2 * m)", "dW2", "factor"),
    slip("dw2-of-z", DW2, "dW2 = np.dot(dZ2, Z1.T) / m", "dW2", "wrong-operand"),
    slip("dw2-of-labels", DW2, "dW2 = np.dot(Y, A1.T) / m", "dW2", "wrong-operand"),
    slip("dw2-over-n", DW2, "dW2 = np.dot(dZ2, A1.T) / X.shape[0]", "dW2", "wrong-sample-count"),
    slip("db2-sum", DB2, "db2 = np.sum(dZ2, axis=1, keepdims=True)", "db2", "missing-mean"),
    slip("db2-negative", DB2, "db2 = -np.sum(dZ2, axis=1, keepdims=True) / m", "db2", "sign"),
    slip("db2-over-all", DB2, "db2 = np.sum(dZ2) / m", "db2", "sum-axis", "extra-sum"),
    slip("db2-mean-and-m", DB2, "db2 = np.mean(dZ2, axis=1, keepdims=True) / m", "db2",
         "extra-mean", "wrong-operator"),
    slip("da1-of-labels", DA1, 'dA1 = np.dot(p["W2"].T, Y)', "dA1", "wrong-operand"),
    slip("da1-negative", DA1, 'dA1 = -np.dot(p["W2"].T, dZ2)', "dA1", "sign"),
    slip("da1-over-m", DA1, 'dA1 = np.dot(p["W2"].T, dZ2) / m', "dA1", "extra-mean"),
    slip("slope-forgotten", DZ1, "dZ1 = dA1", "dZ1", "missing-activation-derivative"),
    slip("slope-of-sigmoid", DZ1, "dZ1 = dA1 * A1 * (1 - A1)", "dZ1",
         "wrong-activation-derivative"),
    slip("slope-of-relu", DZ1, "dZ1 = dA1 * (Z1 > 0)", "dZ1", "wrong-activation-derivative"),
    slip("slope-at-z", DZ1, "dZ1 = dA1 * (1 - Z1 ** 2)", "dZ1", "wrong-derivative-argument",
         "wrong-operand"),
    slip("slope-plus", DZ1, "dZ1 = dA1 * (1 + A1 ** 2)", "dZ1", "sign", "wrong-operator"),
    slip("slope-reversed", DZ1, "dZ1 = dA1 * (A1 ** 2 - 1)", "dZ1", "sign"),
    slip("slope-without-square", DZ1, "dZ1 = dA1 * (1 - A1)", "dZ1",
         "wrong-activation-derivative"),
    slip("slope-cubed", DZ1, "dZ1 = dA1 * (1 - A1 ** 3)", "dZ1", "wrong-activation-derivative"),
    slip("slope-unbracketed", DZ1, "dZ1 = dA1 * 1 - A1 ** 2", "dZ1", "operator-precedence"),
    slip("slope-added", DZ1, "dZ1 = dA1 + (1 - A1 ** 2)", "dZ1", "wrong-operator"),
    slip("slope-squared", DZ1, "dZ1 = dA1 * (1 - A1 ** 2) ** 2", "dZ1",
         "extra-activation-derivative", "wrong-activation-derivative", "wrong-operator"),
    slip("dw2-of-tanh-twice", DW2, "dW2 = np.dot(dZ2, np.tanh(A1).T) / m", "dW2", "wrong-operand",
         "wrong-derivative-argument"),
    slip("dz1-and-a-term", DZ1, "dZ1 = dA1 * (1 - A1 ** 2) + Z1", "dZ1", "extra-sum"),
    slip("b2-takes-db2-twice", 'lr * g["db2"]', 'lr * 2 * g["db2"]', "new_b2", "factor"),
    slip("w2-not-scaled", 'p["W2"] - lr * g["dW2"]', 'p["W2"] - g["dW2"]', "new_W2", "factor",
         "missing-term"),
    slip("slope-divided", DZ1, "dZ1 = dA1 / (1 - A1 ** 2)", "dZ1", "wrong-operator"),
    slip("slope-bracket-moved", DZ1, "dZ1 = dA1 * (1 - A1) ** 2", "dZ1", "operator-precedence",
         "wrong-activation-derivative"),
    slip("dw1-sum", DW1, "dW1 = np.dot(dZ1, X.T)", "dW1", "missing-mean"),
    slip("dw1-negative", DW1, "dW1 = -np.dot(dZ1, X.T) / m", "dW1", "sign"),
    slip("dw1-of-da1", DW1, "dW1 = np.dot(dA1, X.T) / m", "dW1", "wrong-operand",
         "missing-activation-derivative"),
    slip("dw1-tripled", DW1, "dW1 = 3 * np.dot(dZ1, X.T) / m", "dW1", "factor"),
    slip("db1-of-da1", DB1, "db1 = np.sum(dA1, axis=1, keepdims=True) / m", "db1",
         "wrong-operand", "missing-activation-derivative"),
    slip("db1-over-units", DB1, "db1 = np.sum(dZ1, axis=1, keepdims=True) / X.shape[0]", "db1",
         "wrong-sample-count"),
    slip("db1-first-only", DB1, "db1 = dZ1[:, :1] / m", "db1", "missing-sum"),
    slip("w2-uphill", 'p["W2"] - lr * g["dW2"]', 'p["W2"] + lr * g["dW2"]', "new_W2",
         "wrong-update-sign"),
    slip("b1-uphill", 'p["b1"] - lr * g["db1"]', 'p["b1"] + lr * g["db1"]', "new_b1",
         "wrong-update-sign"),
    slip("w1-twice-as-far", 'p["W1"] - lr * g["dW1"]', 'p["W1"] - 2 * lr * g["dW1"]', "new_W1",
         "factor"),
    slip("cost-negated", "cost = -np.sum", "cost = np.sum", "cost", "sign"),
    slip("cost-minus", "np.log(A2) + (1 - Y)", "np.log(A2) - (1 - Y)", "cost", "sign",
         "wrong-operator"),
    slip("sigmoid-plus", "np.exp(-z)", "np.exp(z)", "A2", "sign", "wrong-activation"),
)  # fmt: skip  # the table

ERRORS = (
    slip("hard", DZ2, "dZ2 = (A2 > 0.5) - Y", "dZ2", "approximate"),
    slip("sign-of-error", DZ2, "dZ2 = np.sign(A2 - Y)", "dZ2", "cost-gradient-mismatch"),
    slip("half-of-error", DZ2, "dZ2 = -Y / A2 * A2 * (1 - A2)", "dA2", "missing-term"),
    slip("whole-numbers", DW2, "dW2 = (1 // m) * np.dot(dZ2, A1.T)", "dW2", "wrong-operator"),
    slip("z-everywhere", DZ1, "dZ1 = dA1 * (1 - Z1 * Z1)", "dZ1", "wrong-derivative-argument"),
)
"""Slips in the error at the output, and those that take one value in two places."""

UNEXPLAINED = (
    slip("residual-of-z", DZ2, "dZ2 = Z2 - Y", "dZ2", "wrong-operand"),
    slip("residual-without-labels", DZ2, "dZ2 = A2", "dZ2", "missing-term"),
    slip("dw2-of-output", DW2, "dW2 = np.dot(A2, A1.T) / m", "dW2", "wrong-operand"),
    slip("db2-of-a2", DB2, "db2 = np.sum(A2, axis=1, keepdims=True) / m", "db2", "wrong-operand"),
    slip("da1-of-a2", DA1, 'dA1 = np.dot(p["W2"].T, A2)', "dA1", "wrong-operand"),
    slip("dw1-of-a1", DW1, "dW1 = np.dot(A1, X.T) / m", "dW1", "wrong-operand"),
    slip("slope-twice", DZ1, "dZ1 = dA1 * (1 - A1 ** 2) * (1 - A1 ** 2)", "dZ1",
         "extra-activation-derivative"),
    slip("sinh", "np.tanh(Z1)", "np.sinh(Z1)", "A1", "wrong-activation"),
    slip("cost-half", "(1 - Y) * np.log(1 - A2)", "(1 - Y) * np.log(A2)", "cost",
         "wrong-operand", "cost-gradient-mismatch", "missing-term", "unknown"),
    slip("sigmoid-too-steep", "np.exp(-z))", "np.exp(-2 * z))", "A2", "wrong-activation", "factor"),
)  # fmt: skip  # the table
"""Edits that are not called by their name yet; they must still not be called right."""
