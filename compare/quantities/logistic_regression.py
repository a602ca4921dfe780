"""The table of logistic regression, one for its three forms: scalars are stacked to (1, m)."""

from compare.quantities.model import NUMBER, Model, Pullback, Quantity

SAMPLES = ("1", "m")
WEIGHTS = ("n_x", "1")

LOGISTIC_REGRESSION = Model(
    "logistic-regression",
    {
        "X": ("n_x", "m"), "Y": SAMPLES,
        "w": WEIGHTS, "b": NUMBER, "learning_rate": NUMBER,
    },
    (
        Quantity("Z", SAMPLES, "Z = w.T @ X + b"),
        Quantity("A", SAMPLES, "A = sigmoid(Z)"),
        Quantity(
            "cost", NUMBER, "cost = np.mean(Y * softplus(-Z) + (1 - Y) * softplus(Z))",
            also="cost = -np.mean(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
        ),
        Quantity(
            "dA", SAMPLES, "dA = -Y / A + (1 - Y) / (1 - A)", "loss", Pullback("cost", by="A"),
            optional=True,
        ),
        Quantity("dZ", SAMPLES, "dZ = A - Y", "loss"),
        Quantity("dw", WEIGHTS, "dw = X @ dZ.T / m", "cost", Pullback("Z", "w", "dZ")),
        Quantity("db", NUMBER, "db = np.sum(dZ) / m", "cost", Pullback("Z", "b", "dZ")),
        Quantity("new_w", WEIGHTS, "new_w = w - learning_rate * dw", changes="w"),
        Quantity("new_b", NUMBER, "new_b = b - learning_rate * db", changes="b"),
    ),
    parameters=("w", "b"),
    output="A",
)  # fmt: skip  # a row a quantity
