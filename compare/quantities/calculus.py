"""The tables of the first rungs: slopes, a graph, activations, losses."""

from compare.quantities.model import NUMBER, Model, Pullback, Quantity

POINTS = ("1", "m")
UNITS = ("n", "m")
CLASSES = ("n_y", "m")


def _difference_quotient(name: str, f_shifted: str, f: str, truncation: str) -> Quantity:
    text = f"slope_{name} = ({f_shifted} - {f}) / h"
    return Quantity(f"slope_{name}", POINTS, text, truncation=f"bound = {truncation}")


def _derivative(name: str, text: str) -> Quantity:
    return Quantity(
        f"df_{name}", POINTS, f"df_{name} = {text}", pullback=Pullback(f"f_{name}", by="a")
    )


DERIVATIVES = Model(
    "derivatives",
    {"a": POINTS, "h": NUMBER},
    (
        Quantity("f_line", POINTS, "f_line = 3 * a"),
        Quantity("f_square", POINTS, "f_square = a ** 2"),
        Quantity("f_cube", POINTS, "f_cube = a ** 3"),
        Quantity("f_log", POINTS, "f_log = np.log(a)"),
        _difference_quotient("line", "3 * (a + h)", "3 * a", "0 * a"),
        _difference_quotient("square", "(a + h) ** 2", "a ** 2", "h / 2 * 2 + 0 * a"),
        _difference_quotient("cube", "(a + h) ** 3", "a ** 3", "h / 2 * 6 * (a + h)"),
        _difference_quotient("log", "np.log(a + h)", "np.log(a)", "h / 2 / a ** 2"),
        _derivative("line", "3 + 0 * a"),
        _derivative("square", "2 * a"),
        _derivative("cube", "3 * a ** 2"),
        _derivative("log", "1 / a"),
    ),
)

COMPUTATION_GRAPH = Model(
    "computation-graph",
    {"a": POINTS, "b": POINTS, "c": POINTS},
    (
        Quantity("u", POINTS, "u = b * c"),
        Quantity("v", POINTS, "v = a + u"),
        Quantity("J", POINTS, "J = 3 * v"),
        Quantity("dv", POINTS, "dv = 3 + 0 * v", "loss", Pullback("J", by="v")),
        Quantity("du", POINTS, "du = dv", "loss", Pullback("v", by="u", cotangent="dv")),
        Quantity("da", POINTS, "da = dv", "loss", Pullback("v", by="a", cotangent="dv")),
        Quantity("db", POINTS, "db = du * c", "loss", Pullback("u", by="b", cotangent="du")),
        Quantity("dc", POINTS, "dc = du * b", "loss", Pullback("u", by="c", cotangent="du")),
    ),
)

NON_LINEAR = ("sigmoid", "tanh", "relu", "leaky_relu")

ACTIVATIONS = Model(
    "activations",
    {
        "Z": UNITS,
        "dA": UNITS,
        "X": ("n_x", "m_X"),
        "W1": ("n_1", "n_x"),
        "b1": ("n_1", "1"),
        "W2": ("n_2", "n_1"),
        "b2": ("n_2", "1"),
    },
    (
        *(Quantity(f"g_{g}", UNITS, f"g_{g} = {g}(Z)") for g in NON_LINEAR),
        *(
            Quantity(
                f"g_prime_{g}", UNITS, f"g_prime_{g} = {g}_prime(Z)",
                pullback=Pullback(f"g_{g}", by="Z"),
            )
            for g in NON_LINEAR
        ),
        Quantity("g_softmax", UNITS, "g_softmax = softmax(Z)"),
        Quantity(
            "dZ_softmax", UNITS,
            "dZ_softmax = g_softmax * (dA - np.sum(g_softmax * dA, axis=0, keepdims=True))",
            pullback=Pullback("g_softmax", by="Z", cotangent="dA"),
        ),
        Quantity("Z1", ("n_1", "m_X"), "Z1 = W1 @ X + b1"),
        Quantity("Z2", ("n_2", "m_X"), "Z2 = W2 @ Z1 + b2"),
        Quantity("W_collapsed", ("n_2", "n_x"), "W_collapsed = W2 @ W1"),
        Quantity("b_collapsed", ("n_2", "1"), "b_collapsed = W2 @ b1 + b2"),
        Quantity("Z_collapsed", ("n_2", "m_X"), "Z_collapsed = W_collapsed @ X + b_collapsed"),
    ),
)  # fmt: skip  # a row a quantity

LOSSES = Model(
    "losses",
    {"Z": POINTS, "Y": POINTS, "Z_classes": CLASSES, "Y_classes": CLASSES},
    (
        Quantity("A", POINTS, "A = sigmoid(Z)"),
        Quantity("loss_squared_error", POINTS, "loss_squared_error = (A - Y) ** 2 / 2"),
        Quantity(
            "loss_cross_entropy", POINTS,
            "loss_cross_entropy = -(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
        ),
        Quantity(
            "loss_from_logits", POINTS,
            "loss_from_logits = Y * softplus(-Z) + (1 - Y) * softplus(Z)",
        ),
        Quantity("likelihood", POINTS, "likelihood = A ** Y * (1 - A) ** (1 - Y)"),
        Quantity("log_likelihood", POINTS, "log_likelihood = np.log(likelihood)"),
        Quantity("cost_squared_error", NUMBER, "cost_squared_error = np.mean(loss_squared_error)"),
        Quantity("cost_cross_entropy", NUMBER, "cost_cross_entropy = np.mean(loss_from_logits)"),
        Quantity(
            "dA_squared_error", POINTS, "dA_squared_error = A - Y", "loss",
            Pullback("loss_squared_error", by="A"),
        ),
        Quantity(
            "dA_cross_entropy", POINTS, "dA_cross_entropy = -Y / A + (1 - Y) / (1 - A)", "loss",
            Pullback("loss_cross_entropy", by="A"),
        ),
        Quantity(
            "dZ_squared_error", POINTS, "dZ_squared_error = dA_squared_error * sigmoid_prime(Z)",
            "loss", Pullback("A", by="Z", cotangent="dA_squared_error"),
        ),
        Quantity("dZ_cross_entropy", POINTS, "dZ_cross_entropy = A - Y", "loss"),
        Quantity("A_classes", CLASSES, "A_classes = softmax(Z_classes)"),
        Quantity(
            "loss_categorical", POINTS,
            "loss_categorical = -np.sum(Y_classes * np.log(A_classes), axis=0, keepdims=True)",
        ),
        Quantity(
            "loss_categorical_from_logits", POINTS,
            "loss_categorical_from_logits"
            " = -np.sum(Y_classes * log_softmax(Z_classes), axis=0, keepdims=True)",
        ),
        Quantity(
            "cost_categorical", NUMBER, "cost_categorical = np.mean(loss_categorical_from_logits)"
        ),
        Quantity(
            "dA_categorical", CLASSES, "dA_categorical = -Y_classes / A_classes", "loss",
            Pullback("loss_categorical", by="A_classes"),
        ),
        Quantity(
            "dZ_categorical", CLASSES, "dZ_categorical = A_classes - Y_classes", "loss",
            also="dZ_categorical = softmax(Z_classes) - Y_classes",
        ),
    ),
)  # fmt: skip  # a row a quantity
