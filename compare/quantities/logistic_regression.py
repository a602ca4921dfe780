"""The table of logistic regression, one for its three forms: scalars are stacked to (1, m)."""

from compare.quantities.conventions import USUAL, Scale, scales
from compare.quantities.cost import cost_quantity, over_m_of_dW, root_of_dW, root_of_dZ, scaled
from compare.quantities.model import NUMBER, Model, Pullback, Quantity

SAMPLES = ("1", "m")
WEIGHTS = ("n_x", "1")


def logistic_regression(scale: Scale = USUAL) -> Model:
    """Write down the table of one step of gradient descent."""
    root, over_m = root_of_dW(scale), over_m_of_dW(scale)
    dA = scaled("-Y / A + (1 - Y) / (1 - A)", scale)
    return Model(
        "logistic-regression",
        {
            "X": ("n_x", "m"), "Y": SAMPLES,
            "w": WEIGHTS, "b": NUMBER, "learning_rate": NUMBER,
        },
        (
            Quantity("Z", SAMPLES, "Z = w.T @ X + b"),
            Quantity("A", SAMPLES, "A = sigmoid(Z)"),
            cost_quantity("cross-entropy", "Z", "A", scale),
            Quantity(
                "dA", SAMPLES, f"dA = {dA}", root_of_dZ(scale), Pullback("cost", by="A"),
                optional=True,
            ),
            Quantity("dZ", SAMPLES, f"dZ = {scaled('A - Y', scale)}", root_of_dZ(scale)),
            Quantity("dw", WEIGHTS, f"dw = X @ dZ.T{over_m}", root, Pullback("Z", "w", "dZ")),
            Quantity("db", NUMBER, f"db = np.sum(dZ){over_m}", root, Pullback("Z", "b", "dZ")),
            Quantity("new_w", WEIGHTS, "new_w = w - learning_rate * dw", changes="w"),
            Quantity("new_b", NUMBER, "new_b = b - learning_rate * db", changes="b"),
        ),
        parameters=("w", "b"),
        output="A",
        scaled=lambda: [(s, logistic_regression(s)) for s in scales("cross-entropy")],
    )  # fmt: skip  # a row a quantity


LOGISTIC_REGRESSION = logistic_regression()
