"""The table of planted faults: one line of a chapter, what replaces it, and what must be named.

A row is ``at(name, right, wrong, quantity)``, where ``at`` is a rung.  ``right`` is a line of the
rung's chapter without its indentation and equation number, and is found there exactly once.
``quantity`` is the first that the fault makes wrong, so the one the judge must be certain of.

Sizes are such that no two axes are equal, unless the fault needs equal ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from compare.ladder.settings import Settings

STEPS = 3
SMALL = (5, 3, 1)
"""Layer sizes that no shipped data fit, so that the data are synthetic and few."""
DEEP = (7, 5, 3, 2, 1)
SQUARE, SQUARE_DEEP = (4, 4, 1), (4, 4, 4, 4, 1)
AS_WIDE_AS_M = (5, 167, 1)
"""As many hidden units as there are synthetic training examples."""


@dataclass(frozen=True)
class Fault:
    """One wrong line.

    Attributes
    ----------
    rung
        The ladder's name of the rung.
    right, wrong
        A line, and the lines that replace it.
    quantity
        What must be named as certain, before anything else differs.
    also
        Other quantities whose equations the wrong line is part of; those that differ from
        ``quantity`` in the number of the layer only are understood.
    module
        Where the line is, if not in the rung's own chapter: another one that it uses.
    function
        Where in the module, if the line is there more than once.
    given
        The settings under which the fault can be seen.
    """

    rung: str
    name: str
    right: str
    wrong: str
    quantity: str
    also: tuple[str, ...] = ()
    module: str = ""
    function: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.module:
            object.__setattr__(self, "module", self.chapter)

    @property
    def chapter(self) -> str:
        """The chapter of the rung."""
        return chapter_of(self.rung)

    @property
    def settings(self) -> Settings:
        """The settings to run it with."""
        return settings_of(self.rung, candidate=f"tests.faults:{self.name}", **self.given)


def chapter_of(rung: str) -> str:
    """Name the module of a rung, in either room."""
    return rung.replace("-", "_").replace("/", ".")


def settings_of(rung: str, dtype: str = "float64", **given: Any) -> Settings:
    """Few steps on few features, unless another is given."""
    dims = DEEP if rung in ("deep-network", "initialisation", "training") else SMALL
    steps = 1 if rung == "initialisation" else STEPS
    return Settings(**{"layer_dims": dims, "steps": steps, "dtype": np.dtype(dtype), **given})


FLOAT32 = {"dtype": "float32"}
SQUARED_ERROR = {"cost": "squared-error"}
CLASSES = {
    "layer_dims": (7, 5, 3),
    "activations": ("tanh", "softmax"),
    "cost": "categorical-cross-entropy",
}
L2 = {"lambd": 0.7}

UPDATE = 'parameters[f"new_{V}"] = case[V] - case["learning_rate"] * gradients[f"d{V}"]'
TEST_FORWARD = (
    'for layer, cache in enumerate(deep_network.model_forward(case["X_test"], case), start=1):'
)
BACKWARD = (
    'return {"u": u, "v": v, "J": J, "dv": dv, "du": du, "da": da, "db": db, "dc": dc}, state'
)

derivatives = partial(Fault, "derivatives")
graph = partial(Fault, "computation-graph")
activations = partial(Fault, "activations")
losses = partial(Fault, "losses")
one_sample = partial(Fault, "logistic-regression/one-sample")
loop = partial(Fault, "logistic-regression/loop")
vectorised = partial(Fault, "logistic-regression/vectorised")
unit_by_unit = partial(Fault, "shallow-network/one-sample")
shallow = partial(Fault, "shallow-network/vectorised")
deep = partial(Fault, "deep-network")
initialisation = partial(Fault, "initialisation")
training = partial(Fault, "training")

FAULTS = (
    # f, its quotient, its derivative
    derivatives("line_of_slope_2", "return 3 * a", "return 2 * a", "f_line", also=("slope_line",)),
    derivatives("line_grows_in_place", "f_line = line(a)", "a *= 3\nf_line = a", "f_line"),
    derivatives("log_to_base_10", "return np.log(a)", "return np.log10(a)", "f_log",
                also=("slope_log",)),
    derivatives("square_not_divided_by_h", "slope_square = (square(a + h) - square(a)) / h",
                "slope_square = square(a + h) - square(a)", "slope_square"),
    derivatives("cube_central_over_h", "slope_cube = (cube(a + h) - cube(a)) / h",
                "slope_cube = (cube(a + h) - cube(a - h)) / h", "slope_cube"),
    derivatives("line_derivative_of_integers", "df_line = np.full_like(a, 3)",
                "df_line = np.full(a.shape, 3)", "df_line"),
    derivatives("square_exponent_stays", "df_square = 2 * a", "df_square = 2 * a**2", "df_square"),
    derivatives("square_factor_forgotten", "df_square = 2 * a", "df_square = a.copy()",
                "df_square"),
    derivatives("square_derivative_is_a_view", "df_square = 2 * a",
                "df_square = np.multiply(2, a, out=f_square)", "f_square", also=("df_square",)),
    derivatives("cube_factor_forgotten", "df_cube = 3 * a**2", "df_cube = a**2", "df_cube"),
    derivatives("log_derivative_of_wrong_sign", "df_log = 1 / a", "df_log = -1 / a", "df_log"),
    derivatives("log_derivative_infinite", "df_log = 1 / a", "df_log = 1 / (a - a.min())",
                "df_log"),
    derivatives("log_derivative_in_float32", "df_log = 1 / a", "df_log = 1 / a.astype(np.float32)",
                "df_log"),

    # three nodes
    graph("u_is_a_sum", "u = b * c", "u = b + c", "u"),
    graph("v_of_wrong_sign", "v = a + u", "v = a - u", "v"),
    graph("J_of_u", "J = 3 * v", "J = 3 * u", "J"),
    graph("dv_without_factor", "dv = np.full_like(v, 3)", "dv = np.ones_like(v)", "dv"),
    graph("dv_is_J", "dv = np.full_like(v, 3)", "dv = 3 * v", "dv"),
    graph("dv_in_float32", "dv = np.full_like(v, 3)", "dv = np.full(v.shape, 3, np.float32)", "dv"),
    graph("du_is_dv_itself", "du = dv.copy()", "du = dv", "du"),
    graph("du_of_wrong_sign", "du = dv.copy()", "du = -dv", "du"),
    graph("da_times_a", "da = dv.copy()", "da = dv * a", "da"),
    graph("db_by_the_wrong_factor", "db = du * c", "db = du * b", "db"),
    graph("dc_without_upstream", "dc = du * b", "dc = b.copy()", "dc"),
    graph("dc_is_b_itself", "dc = du * b", "dc = b\ndc *= du", "dc"),
    graph("db_and_dc_swapped", BACKWARD, BACKWARD.replace("db, ", "dc, ").replace("dc}", "db}"),
          "db", also=("dc",)),

    # g and g'
    activations("sigmoid_sign", "return 1 / (1 + np.exp(-Z))", "return 1 / (1 + np.exp(Z))",
                "g_sigmoid"),
    activations("tanh_from_sigmoid_without_2z", "return np.tanh(Z)", "return 2 * sigmoid(Z) - 1",
                "g_tanh"),
    activations("relu_as_absolute_value", "return np.maximum(Z, 0)", "return np.abs(Z)", "g_relu"),
    activations("relu_clipped_at_1", "return np.maximum(Z, 0)", "return np.clip(Z, 0, 1)",
                "g_relu"),
    activations("relu_in_place", "return np.maximum(Z, 0)", "return np.maximum(Z, 0, out=Z)",
                "g_relu"),
    activations("leak_ten_times_too_large", "LEAK = 0.01", "LEAK = 0.1", "g_leaky_relu",
                also=("g_prime_leaky_relu",)),
    activations("leaky_relu_without_leak", "return np.maximum(LEAK * Z, Z)",
                "return np.maximum(0 * Z, Z)", "g_leaky_relu"),
    activations("sigmoid_prime_at_z", "return A * (1 - A)", "return Z * (1 - Z)",
                "g_prime_sigmoid"),
    activations("sigmoid_prime_without_1_minus_a", "return A * (1 - A)", "return A.copy()",
                "g_prime_sigmoid"),
    activations("sigmoid_prime_at_a", "return A * (1 - A)", "return sigmoid(A) * (1 - sigmoid(A))",
                "g_prime_sigmoid"),
    activations("tanh_prime_without_square", "return 1 - A * A", "return 1 - A", "g_prime_tanh"),
    activations("tanh_prime_at_z", "return 1 - A * A", "return 1 - Z * Z", "g_prime_tanh"),
    activations("tanh_prime_of_wrong_sign", "return 1 - A * A", "return 1 + A * A", "g_prime_tanh"),
    activations("relu_prime_2_at_the_kink", "return (Z > 0).astype(Z.dtype)",
                "return (Z > 0).astype(Z.dtype) + 2 * (Z == 0)", "g_prime_relu"),
    activations("relu_prime_of_booleans", "return (Z > 0).astype(Z.dtype)", "return Z > 0",
                "g_prime_relu"),
    activations("leaky_relu_prime_0_at_the_kink", "return np.where(Z > 0, 1, LEAK).astype(Z.dtype)",
                "return np.where(Z > 0, 1, LEAK * (Z < 0)).astype(Z.dtype)", "g_prime_leaky_relu"),
    activations("leaky_relu_prime_0_below", "return np.where(Z > 0, 1, LEAK).astype(Z.dtype)",
                "return np.where(Z > 0, 1, 0).astype(Z.dtype)", "g_prime_leaky_relu"),
    activations("leaky_relu_prime_creeps_to_float64",
                "return np.where(Z > 0, 1, LEAK).astype(Z.dtype)",
                "return np.where(Z > 0, 1, LEAK)", "g_prime_leaky_relu", given=FLOAT32),
    activations("softmax_over_the_samples", "return powers / np.sum(powers, axis=0, keepdims=True)",
                "return powers / np.sum(powers, axis=1, keepdims=True)", "g_softmax",
                also=("dZ_softmax",)),
    activations("softmax_over_the_matrix", "return powers / np.sum(powers, axis=0, keepdims=True)",
                "return powers / np.sum(powers)", "g_softmax", also=("dZ_softmax",)),
    activations("softmax_prime_without_the_others", "return A[:, None] * (same - A[None, :])",
                "return A[:, None] * (1 - A[None, :]) * same", "dZ_softmax"),
    activations("softmax_prime_of_wrong_sign", "return A[:, None] * (same - A[None, :])",
                "return A[:, None] * (same + A[None, :])", "dZ_softmax"),
    activations("softmax_backward_along_the_other_axis",
                "dZ_softmax = np.sum(dA[:, None] * softmax_prime(Z, g_softmax), axis=0)",
                "dZ_softmax = np.sum(dA[:, None] * softmax_prime(Z, g_softmax), axis=1)",
                "dZ_softmax"),
    activations("collapsed_first_layer_without_bias", "Z1 = W1 @ X + b1", "Z1 = W1 @ X", "Z1"),
    activations("collapsed_weights_elementwise", "W_collapsed = W2 @ W1",
                "W_collapsed = W2 @ (W1 - b1)", "W_collapsed"),
    activations("collapsed_bias_without_b2", "b_collapsed = W2 @ b1 + b2", "b_collapsed = W2 @ b1",
                "b_collapsed"),
    activations("collapsed_output_adds_b2", "Z_collapsed = W_collapsed @ X + b_collapsed",
                "Z_collapsed = W_collapsed @ X + b2", "Z_collapsed"),

    # both losses
    losses("output_through_float32", "A = sigmoid(Z)",
           "A = sigmoid(Z).astype(np.float32).astype(Z.dtype)", "A"),
    losses("squared_error_not_halved", "return (A - Y) ** 2 / 2", "return (A - Y) ** 2",
           "loss_squared_error"),
    losses("cross_entropy_of_wrong_sign", "return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
           "return Y * np.log(A) + (1 - Y) * np.log(1 - A)", "loss_cross_entropy"),
    losses("cross_entropy_in_bits", "return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
           "return -(Y * np.log2(A) + (1 - Y) * np.log2(1 - A))", "loss_cross_entropy"),
    losses("cross_entropy_with_epsilon", "return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
           "return -(Y * np.log(A + 1e-8) + (1 - Y) * np.log(1 - A + 1e-8))", "loss_cross_entropy"),
    losses("cross_entropy_of_ones_only", "return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
           "return -Y * np.log(A)", "loss_cross_entropy"),
    losses("cross_entropy_labels_swapped", "return -(Y * np.log(A) + (1 - Y) * np.log(1 - A))",
           "return -((1 - Y) * np.log(A) + Y * np.log(1 - A))", "loss_cross_entropy"),
    losses("logits_of_wrong_sign", "linear = Y * np.maximum(-Z, 0) + (1 - Y) * np.maximum(Z, 0)",
           "linear = Y * np.maximum(Z, 0) + (1 - Y) * np.maximum(-Z, 0)", "loss_from_logits"),
    losses("logits_with_abs_lost", "return linear + np.log1p(np.exp(-np.abs(Z)))",
           "return linear + np.log1p(np.exp(-Z))", "loss_from_logits"),
    losses("likelihood_of_ones_only", "likelihood = A**Y * (1 - A) ** (1 - Y)", "likelihood = A**Y",
           "likelihood"),
    losses("log_likelihood_of_wrong_sign", "log_likelihood = np.log(likelihood)",
           "log_likelihood = -np.log(likelihood)", "log_likelihood"),
    losses("log_likelihood_is_the_loss_itself", "log_likelihood = np.log(likelihood)",
           "log_likelihood = np.negative(loss_cross_entropy, out=loss_cross_entropy)",
           "loss_cross_entropy", also=("log_likelihood",)),
    losses("squared_error_cost_is_a_sum", "cost_squared_error = np.mean(loss_squared_error)",
           "cost_squared_error = np.sum(loss_squared_error)", "cost_squared_error"),
    losses("cost_rounded_to_6_digits", "cost_cross_entropy = np.mean(loss_from_logits)",
           "cost_cross_entropy = np.round(np.mean(loss_from_logits), 6)", "cost_cross_entropy"),
    losses("cost_divided_by_m_minus_1", "cost_cross_entropy = np.mean(loss_from_logits)",
           "cost_cross_entropy = np.sum(loss_from_logits) / (Z.size - 1)", "cost_cross_entropy"),
    losses("categorical_in_bits", "return -np.sum(Y * np.log(A), axis=0, keepdims=True)",
           "return -np.sum(Y * np.log2(A), axis=0, keepdims=True)", "loss_categorical"),
    losses("categorical_over_the_samples", "return -np.sum(Y * np.log(A), axis=0, keepdims=True)",
           "return -np.mean(Y * np.log(A), axis=0, keepdims=True)", "loss_categorical"),
    losses("log_softmax_without_the_logarithm",
           "return shifted - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))",
           "return shifted - np.sum(np.exp(shifted), axis=0, keepdims=True)",
           "loss_categorical_from_logits"),
    losses("log_softmax_shifted_once", "shifted = Z - np.max(Z, axis=0, keepdims=True)",
           "shifted = Z - np.max(Z, axis=0, keepdims=True)\n"
           "return Z - np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))",
           "loss_categorical_from_logits"),
    losses("categorical_cost_over_the_classes_too",
           "cost_categorical = np.mean(loss_categorical_from_logits)",
           "cost_categorical = np.mean(loss_categorical_from_logits) / len(Y_classes)",
           "cost_categorical"),
    losses("categorical_dA_of_wrong_sign", "return -Y / A", "return Y / A", "dA_categorical"),
    losses("categorical_dZ_of_wrong_sign", "dZ_categorical = A_classes - Y_classes",
           "dZ_categorical = Y_classes - A_classes", "dZ_categorical"),
    losses("categorical_dZ_with_the_derivative_of_sigmoid",
           "dZ_categorical = A_classes - Y_classes",
           "dZ_categorical = (A_classes - Y_classes) * A_classes * (1 - A_classes)",
           "dZ_categorical"),
    losses("dA_of_wrong_sign_for_zeros", "return -Y / A + (1 - Y) / (1 - A)",
           "return -Y / A - (1 - Y) / (1 - A)", "dA_cross_entropy"),
    losses("dA_with_epsilon", "return -Y / A + (1 - Y) / (1 - A)",
           "return -Y / (A + 1e-8) + (1 - Y) / (1 - A + 1e-8)", "dA_cross_entropy"),
    losses("dA_without_1_minus_y", "return -Y / A + (1 - Y) / (1 - A)",
           "return -Y / A + 1 / (1 - A)", "dA_cross_entropy"),
    losses("dZ_squared_error_without_1_minus_a",
           "dZ_squared_error = dA_squared_error * A * (1 - A)",
           "dZ_squared_error = dA_squared_error * A", "dZ_squared_error"),
    losses("dZ_cross_entropy_with_g_prime", "dZ_cross_entropy = A - Y",
           "dZ_cross_entropy = (A - Y) * A * (1 - A)", "dZ_cross_entropy"),
    losses("dZ_cross_entropy_of_decisions", "dZ_cross_entropy = A - Y",
           "dZ_cross_entropy = (A > 0.5) - Y", "dZ_cross_entropy"),

    # one example in scalars
    one_sample("one_z_without_bias", "z = w1 * x1 + w2 * x2 + b", "z = w1 * x1 + w2 * x2", "Z"),
    one_sample("one_z_takes_x1_twice", "z = w1 * x1 + w2 * x2 + b", "z = w1 * x1 + w2 * x1 + b",
               "Z"),
    one_sample("one_a_of_minus_z", "a = sigmoid(z)", "a = sigmoid(-z)", "A"),
    one_sample("one_loss_labels_swapped", "loss = cross_entropy_from_logits(z, y)",
               "loss = cross_entropy_from_logits(z, 1 - y)", "cost"),
    one_sample("one_dz_of_wrong_sign", "dz = a - y", "dz = y - a", "dZ"),
    one_sample("one_dz_with_g_prime", "dz = a - y", "dz = (a - y) * a * (1 - a)", "dZ"),
    one_sample("one_dz_of_z", "dz = a - y", "dz = z - y", "dZ"),
    one_sample("one_dw2_by_x1", "dw2 = x2 * dz", "dw2 = x1 * dz", "dw"),
    one_sample("one_dw1_in_float32", "dw1 = x1 * dz", "dw1 = np.float32(x1 * dz)", "dw"),
    one_sample("one_db_by_x1", "db = dz", "db = dz * x1", "db"),
    one_sample("one_w2_uphill", "new_w2 = w2 - learning_rate * dw2",
               "new_w2 = w2 + learning_rate * dw2", "new_w"),
    one_sample("one_w2_updated_by_dw1", "new_w2 = w2 - learning_rate * dw2",
               "new_w2 = w2 - learning_rate * dw1", "new_w"),
    one_sample("one_b_not_updated", "new_b = b - learning_rate * db", "new_b = b", "new_b"),
    one_sample("one_b_without_learning_rate", "new_b = b - learning_rate * db", "new_b = b - db",
               "new_b"),
    one_sample("one_Z_of_rank_1", '"Z": np.array([[z]]), "A": np.array([[a]]), "cost": loss,',
               '"Z": np.array([z]), "A": np.array([[a]]), "cost": loss,', "Z"),
    one_sample("one_dw_as_a_row",
               '"dZ": np.array([[dz]]), "dw": np.array([[dw1], [dw2]]), "db": db,',
               '"dZ": np.array([[dz]]), "dw": np.array([[dw1, dw2]]), "db": db,', "dw"),

    # m examples in loops
    loop("loop_z_overwritten", "z = z + w[j] * x[j]", "z = w[j] * x[j]", "Z"),
    loop("loop_z_without_bias", "z = b", "z = X.dtype.type(0)", "Z"),
    loop("loop_a_is_z", "a = sigmoid(z)", "a = z", "A"),
    loop("loop_J_overwritten", "J = J + cross_entropy_from_logits(z, y)",
         "J = cross_entropy_from_logits(z, y)", "cost"),
    loop("loop_J_of_a", "J = J + cross_entropy_from_logits(z, y)",
         "J = J + cross_entropy_from_logits(a, y)", "cost"),
    loop("loop_J_not_divided", "J = J / m", "pass", "cost"),
    loop("loop_label_of_the_example_before", "x, y = list(X[:, i]), Y[0, i]",
         "x, y = list(X[:, i]), Y[0, i - 1]", "cost", also=("dZ",)),
    loop("loop_dz_of_wrong_sign", "dz = a - y", "dz = y - a", "dZ"),
    loop("loop_dz_doubled", "dz = a - y", "dz = 2 * (a - y)", "dZ"),
    loop("loop_dw_overwritten", "dw[j] = dw[j] + x[j] * dz", "dw[j] = x[j] * dz", "dw"),
    loop("loop_dw_without_x", "dw[j] = dw[j] + x[j] * dz", "dw[j] = dw[j] + dz", "dw"),
    loop("loop_dw_all_from_x1", "dw[j] = dw[j] + x[j] * dz", "dw[j] = dw[j] + x[0] * dz", "dw"),
    loop("loop_dw_not_divided", "dw = [dw_j / m for dw_j in dw]", "pass", "dw"),
    loop("loop_db_overwritten", "db = db + dz", "db = dz", "db"),
    loop("loop_db_divided_twice", "db = db / m", "db = db / m / m", "db"),
    loop("loop_one_buffer_for_all",
         "Z, A, dZ = np.empty_like(Y), np.empty_like(Y), np.empty_like(Y)",
         "Z = A = dZ = np.empty_like(Y)", "Z", also=("A", "dZ")),
    loop("loop_dz_in_a_float32_buffer",
         "Z, A, dZ = np.empty_like(Y), np.empty_like(Y), np.empty_like(Y)",
         "Z, A, dZ = np.empty_like(Y), np.empty_like(Y), np.empty(Y.shape, np.float32)", "dZ"),
    loop("loop_w_uphill",
         "new_w = [w_j - learning_rate * dw_j for w_j, dw_j in zip(w, dw, strict=True)]",
         "new_w = [w_j + learning_rate * dw_j for w_j, dw_j in zip(w, dw, strict=True)]", "new_w"),
    loop("loop_b_by_dw", "new_b = b - learning_rate * db", "new_b = b - learning_rate * dw[0]",
         "new_b"),
    loop("loop_dw_carried_over", "dw = [X.dtype.type(0)] * n_x",
         "dw = state = state or [X.dtype.type(0)] * n_x", "dw"),

    # m examples in matrices
    vectorised("matrix_Z_without_bias", "Z = w.T @ X + b", "Z = w.T @ X", "Z"),
    vectorised("matrix_Z_transposed", "Z = w.T @ X + b", "Z = X.T @ w + b", "Z"),
    vectorised("matrix_Z_in_float32", "Z = w.T @ X + b", "Z = (w.T @ X + b).astype(np.float32)",
               "Z"),
    vectorised("matrix_A_is_Z_itself", "A = sigmoid(Z)", "A = Z", "A"),
    vectorised("matrix_A_of_tanh", "A = sigmoid(Z)", "A = np.tanh(Z)", "A"),
    vectorised("matrix_cost_is_a_sum", "cost = np.mean(cross_entropy_from_logits(Z, Y))",
               "cost = np.sum(cross_entropy_from_logits(Z, Y))", "cost"),
    vectorised("matrix_cost_in_bits", "cost = np.mean(cross_entropy_from_logits(Z, Y))",
               "cost = -np.mean(Y * np.log2(A) + (1 - Y) * np.log2(1 - A))", "cost"),
    vectorised("matrix_cost_with_epsilon", "cost = np.mean(cross_entropy_from_logits(Z, Y))",
               "cost = -np.mean(Y * np.log(A + 1e-8) + (1 - Y) * np.log(1 - A + 1e-8))", "cost"),
    vectorised("matrix_cost_not_returned", "cost = np.mean(cross_entropy_from_logits(Z, Y))",
               "cost = None", "cost"),
    vectorised("matrix_cost_in_float64", "cost = np.mean(cross_entropy_from_logits(Z, Y))",
               "cost = np.mean(cross_entropy_from_logits(Z, Y), dtype=np.float64)", "cost",
               given=FLOAT32),
    vectorised("matrix_cost_divided_by_n_x", "cost = np.mean(cross_entropy_from_logits(Z, Y))",
               "cost = np.sum(cross_entropy_from_logits(Z, Y)) / X.shape[0]", "cost"),
    vectorised("matrix_dA_of_the_cost", '"dZ": dZ, "dw": dw, "db": db,',
               '"dA": (A - Y) / (A * (1 - A)) / m, "dZ": dZ, "dw": dw, "db": db,', "dA"),
    vectorised("matrix_dZ_of_wrong_sign", "dZ = A - Y", "dZ = Y - A", "dZ"),
    vectorised("matrix_dZ_with_g_prime", "dZ = A - Y", "dZ = (A - Y) * A * (1 - A)", "dZ"),
    vectorised("matrix_dZ_is_dA", "dZ = A - Y", "dZ = -Y / A + (1 - Y) / (1 - A)", "dZ"),
    vectorised("matrix_dZ_not_a_number", "dZ = A - Y", "dZ = A - Y\ndZ[0, 0] = np.nan", "dZ"),
    vectorised("matrix_dZ_overwrites_A", "dZ = A - Y", "dZ = np.subtract(A, Y, out=A)", "A",
               also=("dZ",)),
    vectorised("matrix_dw_not_divided", "dw = X @ dZ.T / m", "dw = X @ dZ.T", "dw"),
    vectorised("matrix_dw_divided_twice", "dw = X @ dZ.T / m", "dw = X @ dZ.T / m / m", "dw"),
    vectorised("matrix_dw_divided_by_n_x", "dw = X @ dZ.T / m", "dw = X @ dZ.T / len(X)", "dw"),
    vectorised("matrix_dw_of_all_but_the_last", "dw = X @ dZ.T / m",
               "dw = X[:, :-1] @ dZ[:, :-1].T / m", "dw"),
    vectorised("matrix_dw_one_entry_off", "dw = X @ dZ.T / m",
               "dw = X @ dZ.T / m\ndw[2] *= 1 + 1e-9", "dw"),
    vectorised("matrix_dw_of_A", "dw = X @ dZ.T / m", "dw = X @ A.T / m", "dw"),
    vectorised("matrix_m_of_float64", "m = X.shape[1]", "m = np.float64(X.shape[1])", "dw",
               also=("db",), given=FLOAT32),
    vectorised("matrix_db_of_rank_1", "db = np.sum(dZ) / m", "db = np.sum(dZ, axis=1) / m", "db"),
    vectorised("matrix_db_in_float64", "db = np.sum(dZ) / m",
               "db = np.sum(dZ, dtype=np.float64) / m", "db", given=FLOAT32),
    vectorised("matrix_db_not_divided", "db = np.sum(dZ) / m", "db = np.sum(dZ)", "db"),
    vectorised("matrix_w_uphill", "new_w = w - learning_rate * dw",
               "new_w = w + learning_rate * dw", "new_w"),
    vectorised("matrix_w_in_place", "new_w = w - learning_rate * dw",
               "w -= learning_rate * dw\nnew_w = w", "new_w"),
    vectorised("matrix_w_a_view", "new_w = w - learning_rate * dw",
               "w -= learning_rate * dw\nnew_w = w[:]", "new_w"),
    vectorised("matrix_w_not_updated", "new_w = w - learning_rate * dw", "new_w = w", "new_w"),
    vectorised("matrix_rate_divided_by_m", "new_w = w - learning_rate * dw",
               "new_w = w - learning_rate / m * dw", "new_w"),
    vectorised("matrix_w_by_a_stale_gradient", "return trace, state",
               'trace["new_w"] = w - learning_rate * (dw if state is None else state)\n'
               "return trace, dw.copy()",
               "new_w"),
    vectorised("matrix_b_by_an_old_sum", "return trace, state",
               "total = db + (state or 0)\n"
               'trace["new_b"] = b - learning_rate * total\n'
               "return trace, total",
               "new_b"),
    vectorised("matrix_b_without_learning_rate", "new_b = b - learning_rate * db", "new_b = b - db",
               "new_b"),

    # one hidden layer, unit by unit
    unit_by_unit("unit_z1_with_the_first_bias", "Z1[j, i] = W1[j] @ x + b1[j, 0]",
                 "Z1[j, i] = W1[j] @ x + b1[0, 0]", "Z1"),
    unit_by_unit("unit_a1_by_g2", "A1[j, i] = g1(Z1[j, i])", "A1[j, i] = g2(Z1[j, i])", "A1"),
    unit_by_unit("unit_z2_overwritten", "z2 = z2 + W2[0, j] * A1[j, i]", "z2 = W2[0, j] * A1[j, i]",
                 "Z2"),
    unit_by_unit("unit_z2_without_bias", "z2 = b2[0, 0]", "z2 = X.dtype.type(0)", "Z2"),
    unit_by_unit("unit_z2_of_z1", "z2 = z2 + W2[0, j] * A1[j, i]", "z2 = z2 + W2[0, j] * Z1[j, i]",
                 "Z2"),
    unit_by_unit("unit_J_overwritten", "J = J + loss.J(z2, a2, y)", "J = loss.J(z2, a2, y)",
                 "cost"),
    unit_by_unit("unit_dz2_of_wrong_sign", "dz2 = loss.dZ(z2, a2, y, g2_prime)",
                 "dz2 = -loss.dZ(z2, a2, y, g2_prime)", "dZ2"),
    unit_by_unit("unit_dW2_overwritten", "dW2[0, j] += A1[j, i] * dz2",
                 "dW2[0, j] = A1[j, i] * dz2", "dW2"),
    unit_by_unit("unit_dW2_of_z1", "dW2[0, j] += A1[j, i] * dz2", "dW2[0, j] += Z1[j, i] * dz2",
                 "dW2"),
    unit_by_unit("unit_db2_overwritten", "db2[0, 0] += dz2", "db2[0, 0] = dz2", "db2"),
    unit_by_unit("unit_da1_of_a_neighbour", "dA1[j, i] = W2[0, j] * dz2",
                 "dA1[j, i] = W2[0, j - 1] * dz2", "dA1"),
    unit_by_unit("unit_dz1_without_g_prime", "dZ1[j, i] = dA1[j, i] * g1_prime(Z1[j, i], A1[j, i])",
                 "dZ1[j, i] = dA1[j, i]", "dZ1"),
    unit_by_unit("unit_dz1_by_g2_prime", "dZ1[j, i] = dA1[j, i] * g1_prime(Z1[j, i], A1[j, i])",
                 "dZ1[j, i] = dA1[j, i] * g2_prime(Z1[j, i], A1[j, i])", "dZ1"),
    unit_by_unit("unit_dW1_overwritten", "dW1[j] += dZ1[j, i] * x", "dW1[j] = dZ1[j, i] * x",
                 "dW1"),
    unit_by_unit("unit_db1_of_da1", "db1[j, 0] += dZ1[j, i]", "db1[j, 0] += dA1[j, i]", "db1"),
    unit_by_unit("unit_db1_not_divided", "dW1, db1, dW2, db2 = dW1 / m, db1 / m, dW2 / m, db2 / m",
                 "dW1, dW2, db2 = dW1 / m, dW2 / m, db2 / m", "db1"),
    unit_by_unit("unit_last_layer_in_float32",
                 "Z2, A2, dZ2 = (np.empty((1, m), X.dtype) for _ in range(3))",
                 "Z2, A2, dZ2 = (np.empty((1, m), np.float32) for _ in range(3))", "Z2",
                 also=("A2", "dZ2")),
    unit_by_unit("unit_W2_by_the_sum", "new_W2 = W2 - learning_rate * dW2",
                 "new_W2 = W2 - learning_rate * dW2 * m", "new_W2"),
    unit_by_unit("unit_b1_not_updated", "new_b1 = b1 - learning_rate * db1", "new_b1 = b1.copy()",
                 "new_b1"),

    # one hidden layer, in matrices
    shallow("shallow_Z1_without_bias", "Z1 = W1 @ X + b1", "Z1 = W1 @ X", "Z1"),
    shallow("shallow_Z1_by_W1_transposed", "Z1 = W1 @ X + b1", "Z1 = W1.T @ X + b1", "Z1",
            given={"layer_dims": SQUARE}),
    shallow("shallow_b1_along_the_samples", "Z1 = W1 @ X + b1", "Z1 = W1 @ X + b1.T", "Z1",
            given={"layer_dims": AS_WIDE_AS_M}),
    shallow("shallow_Z2_of_Z1", "Z2 = W2 @ A1 + b2", "Z2 = W2 @ Z1 + b2", "Z2"),
    shallow("shallow_Z2_of_X", "Z2 = W2 @ A1 + b2", "Z2 = W2 @ X + b2", "Z2",
            given={"layer_dims": SQUARE}),
    shallow("shallow_A1_in_float32", "A1 = g1(Z1)", "A1 = g1(Z1.astype(np.float32))", "A1"),
    shallow("shallow_A2_by_g1", "A2 = g2(Z2)", "A2 = g1(Z2)", "A2"),
    shallow("shallow_cost_is_a_sum", "cost = loss.J(Z2, A2, Y)", "cost = loss.J(Z2, A2, Y) * m",
            "cost"),
    shallow("shallow_dZ2_of_wrong_sign", "dZ2 = loss.dZ(Z2, A2, Y, g2_prime)",
            "dZ2 = loss.dZ(Z2, Y, A2, g2_prime)", "dZ2"),
    shallow("shallow_dZ2_with_g_prime", "dZ2 = loss.dZ(Z2, A2, Y, g2_prime)",
            "dZ2 = loss.dZ(Z2, A2, Y, g2_prime) * g2_prime(Z2, A2)", "dZ2"),
    shallow("shallow_dZ2_without_g_prime", "dZ2 = loss.dZ(Z2, A2, Y, g2_prime)",
            "dZ2 = loss.dZ(Z2, A2, Y, lambda Z, A: 1)", "dZ2", given=SQUARED_ERROR),
    shallow("shallow_dW2_not_divided", "dW2 = 1 / m * dZ2 @ A1.T", "dW2 = dZ2 @ A1.T", "dW2"),
    shallow("shallow_dW2_of_Z1", "dW2 = 1 / m * dZ2 @ A1.T", "dW2 = 1 / m * dZ2 @ Z1.T", "dW2"),
    shallow("shallow_dW2_of_X", "dW2 = 1 / m * dZ2 @ A1.T", "dW2 = 1 / m * dZ2 @ X.T", "dW2",
            given={"layer_dims": SQUARE}),
    shallow("shallow_db2_without_axis", "db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)",
            "db2 = 1 / m * np.sum(dZ2, axis=1)", "db2"),
    shallow("shallow_dA1_divided_by_m", "dA1 = W2.T @ dZ2", "dA1 = W2.T @ dZ2 / m", "dA1"),
    shallow("shallow_dA1_by_the_new_W2", "dA1 = W2.T @ dZ2",
            "dA1 = (W2 - learning_rate * dW2).T @ dZ2", "dA1"),
    shallow("shallow_W2_updated_in_place_before_use", "dA1 = W2.T @ dZ2",
            "W2 -= learning_rate * dW2\ndA1 = W2.T @ dZ2", "dA1", also=("new_W2",)),
    shallow("shallow_dZ1_without_g_prime", "dZ1 = dA1 * g1_prime(Z1, A1)", "dZ1 = 1 * dA1", "dZ1"),
    shallow("shallow_dZ1_at_Z1", "dZ1 = dA1 * g1_prime(Z1, A1)", "dZ1 = dA1 * g1_prime(Z1, Z1)",
            "dZ1"),
    shallow("shallow_dZ1_at_A1", "dZ1 = dA1 * g1_prime(Z1, A1)", "dZ1 = dA1 * g1_prime(A1, g1(A1))",
            "dZ1"),
    shallow("shallow_dZ1_by_g2_prime", "dZ1 = dA1 * g1_prime(Z1, A1)",
            "dZ1 = dA1 * g2_prime(Z1, A1)", "dZ1"),
    shallow("shallow_dZ1_with_g_prime_twice", "dZ1 = dA1 * g1_prime(Z1, A1)",
            "dZ1 = dA1 * g1_prime(Z1, A1) ** 2", "dZ1"),
    shallow("shallow_dW1_transposed", "dW1 = 1 / m * dZ1 @ X.T", "dW1 = 1 / m * X @ dZ1.T", "dW1",
            given={"layer_dims": SQUARE}),
    shallow("shallow_dW1_of_A1", "dW1 = 1 / m * dZ1 @ X.T", "dW1 = 1 / m * dZ1 @ A1.T", "dW1",
            given={"layer_dims": SQUARE}),
    shallow("shallow_dW1_of_dA1", "dW1 = 1 / m * dZ1 @ X.T", "dW1 = 1 / m * dA1 @ X.T", "dW1"),
    shallow("shallow_db1_of_rank_1", "db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)",
            "db1 = 1 / m * np.sum(dZ1, axis=1)", "db1"),
    shallow("shallow_db1_of_all_units", "db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)",
            "db1 = 1 / m * np.sum(dZ1) * np.ones_like(b1)", "db1"),
    shallow("shallow_db1_along_the_units", "db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)",
            "db1 = 1 / m * np.sum(dZ1, axis=0, keepdims=True).T", "db1",
            given={"layer_dims": AS_WIDE_AS_M}),
    shallow("shallow_db1_of_dZ2", "db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)",
            "db1 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)", "db1"),
    shallow("shallow_W1_uphill", "new_W1 = W1 - learning_rate * dW1",
            "new_W1 = W1 + learning_rate * dW1", "new_W1"),
    shallow("shallow_b1_a_view", "new_b1 = b1 - learning_rate * db1",
            "b1 -= learning_rate * db1\nnew_b1 = b1", "new_b1"),

    # L layers
    deep("deep_Z_without_bias", "return W @ A_prev + b", "return W @ A_prev", "Z1"),
    deep("deep_Z_by_W_reshaped", "return W @ A_prev + b",
         "return (W.T if W.shape[0] == W.shape[1] else W) @ A_prev + b", "Z1",
         given={"layer_dims": SQUARE_DEEP}),
    deep("deep_all_layers_sigmoid", "A = ACTIVATIONS[activation].g(Z)",
         'A = ACTIVATIONS["sigmoid"].g(Z)', "A1"),
    deep("deep_A_is_Z", "A = ACTIVATIONS[activation].g(Z)", "A = Z", "A1"),
    deep("deep_Z_cached_as_A", "return Cache(A_prev, W, Z, A)", "return Cache(A_prev, W, A, A)",
         "Z1", also=("A1", "cost")),
    deep("deep_next_layer_reads_Z", "A = caches[-1].A", "A = caches[-1].Z", "Z2",
         also=("dW4", "dA1")),
    deep("deep_every_layer_reads_X", "A = caches[-1].A", "pass", "Z2", also=("dW4",),
         given={"layer_dims": SQUARE_DEEP}),
    deep("deep_relu_as_absolute_value", "return np.maximum(Z, 0)", "return np.abs(Z)", "A1",
         module="activations"),
    deep("deep_leak_ten_times_too_large", "LEAK = 0.01", "LEAK = 0.1", "A2", also=("dZ2",),
         module="activations"),
    deep("deep_identity_without_copy", "return Z.copy()", "return Z", "A1", module="activations",
         given={"layer_dims": SMALL, "activations": ("identity", "sigmoid")}),
    deep("deep_cost_is_a_sum", "return np.mean(cross_entropy_from_logits(Z, Y))",
         "return np.sum(cross_entropy_from_logits(Z, Y))", "cost", module="losses"),
    deep("deep_cost_with_epsilon", "return np.mean(cross_entropy_from_logits(Z, Y))",
         "return np.mean(cross_entropy(A + 1e-8, Y))", "cost", module="losses"),
    deep("deep_dZ_of_wrong_sign", "return A - Y", "return Y - A", "dZ4", module="losses",
         function="cross_entropy_dZ"),
    deep("deep_dZ_with_g_prime", "return A - Y", "return (A - Y) * g_prime(Z, A)", "dZ4",
         module="losses", function="cross_entropy_dZ"),
    deep("deep_squared_error_not_halved", "return (A - Y) ** 2 / 2", "return (A - Y) ** 2", "cost",
         module="losses", given=SQUARED_ERROR),
    deep("deep_squared_error_of_wrong_sign", "return A - Y", "return Y - A", "dZ4", module="losses",
         function="squared_error_prime", given=SQUARED_ERROR),
    deep("deep_squared_error_without_g_prime", "return squared_error_prime(A, Y) * g_prime(Z, A)",
         "return squared_error_prime(A, Y)", "dZ4", module="losses", given=SQUARED_ERROR),
    deep("deep_dA_of_the_output_not_divided", 'gradients = {f"dZ{L}": dZ}',
         'gradients = {f"dA{L}": AL - case["Y"], f"dZ{L}": dZ}', "dA4"),
    deep("deep_dW_not_divided", "dW = 1 / m * dZ @ cache.A_prev.T", "dW = dZ @ cache.A_prev.T",
         "dW4"),
    deep("deep_dW_divided_by_rows", "m = dZ.shape[1]", "m = dZ.shape[0]", "dW4", also=("db4",)),
    deep("deep_dW_divided_by_m_minus_1", "m = dZ.shape[1]", "m = dZ.shape[1] - 1", "dW4",
         also=("db4",)),
    deep("deep_dW_of_its_own_A", "dW = 1 / m * dZ @ cache.A_prev.T",
         "dW = 1 / m * dZ @ (cache.A if len(cache.A) > 1 else cache.A_prev).T", "dW3",
         given={"layer_dims": SQUARE_DEEP}),
    deep("deep_dW_transposed", "dW = 1 / m * dZ @ cache.A_prev.T",
         "dW = (1 / m * cache.A_prev @ dZ.T).reshape(cache.W.shape)", "dW3",
         given={"layer_dims": SQUARE_DEEP}),
    deep("deep_dW_one_entry_off", "dW = 1 / m * dZ @ cache.A_prev.T",
         "dW = 1 / m * dZ @ cache.A_prev.T\ndW[0, -1] *= 1 + 1e-9", "dW4"),
    deep("deep_dW_in_float64", "dW = 1 / m * dZ @ cache.A_prev.T",
         "dW = np.float64(1 / m) * dZ @ cache.A_prev.T", "dW4", given=FLOAT32),
    deep("deep_db_not_divided", "db = 1 / m * np.sum(dZ, axis=1, keepdims=True)",
         "db = np.sum(dZ, axis=1, keepdims=True)", "db4"),
    deep("deep_db_of_rank_1", "db = 1 / m * np.sum(dZ, axis=1, keepdims=True)",
         "db = 1 / m * np.sum(dZ, axis=1)", "db4"),
    deep("deep_db_of_all_units", "db = 1 / m * np.sum(dZ, axis=1, keepdims=True)",
         "db = 1 / m * np.full((len(dZ), 1), np.sum(dZ))", "db3"),
    deep("deep_dA_by_W_reshaped", "dA = caches[layer - 1].W.T @ dZ",
         "dA = caches[layer - 1].W.reshape(-1, len(dZ)) @ dZ", "dA2"),
    deep("deep_dA_divided_by_m", "dA = caches[layer - 1].W.T @ dZ",
         "dA = caches[layer - 1].W.T @ dZ / dZ.shape[1]", "dA3"),
    deep("deep_dA_with_db", "dA = caches[layer - 1].W.T @ dZ",
         'dA = caches[layer - 1].W.T @ (dZ + gradients[f"db{layer}"])', "dA3"),
    deep("deep_dZ_is_dA_itself", "return dA * ACTIVATIONS[activation].g_prime(cache.Z, cache.A)",
         "return dA", "dZ3"),
    deep("deep_dZ_of_g_in_place_of_g_prime",
         "return dA * ACTIVATIONS[activation].g_prime(cache.Z, cache.A)",
         "return dA * ACTIVATIONS[activation].g(cache.Z)", "dZ3"),
    deep("deep_dZ_with_g_prime_at_dA",
         "return dA * ACTIVATIONS[activation].g_prime(cache.Z, cache.A)",
         "return dA * ACTIVATIONS[activation].g_prime(dA, cache.A)", "dZ2"),
    deep("deep_dZ_by_the_next_activation",
         "dZ = activation_backward(dA, caches[layer - 2], activations[layer - 2])",
         "dZ = activation_backward(dA, caches[layer - 2], activations[layer - 1])", "dZ3"),
    deep("deep_dZ_by_the_next_cache",
         "dZ = activation_backward(dA, caches[layer - 2], activations[layer - 2])",
         "dZ = activation_backward(dA, caches[layer - 1], activations[layer - 2])", "dZ3",
         given={"layer_dims": SQUARE_DEEP}),
    deep("deep_tanh_prime_without_square", "return 1 - A * A", "return 1 - A", "dZ3",
         module="activations"),
    deep("deep_leaky_relu_prime_0_below", "return np.where(Z > 0, 1, LEAK).astype(Z.dtype)",
         "return (Z > 0).astype(Z.dtype)", "dZ2", module="activations"),
    deep("deep_relu_prime_1_everywhere", "return (Z > 0).astype(Z.dtype)", "return np.ones_like(Z)",
         "dZ1", module="activations"),
    deep("deep_sigmoid_prime_without_1_minus_a", "return A * (1 - A)", "return A", "dZ1",
         module="activations", given={"layer_dims": SMALL, "activations": ("sigmoid", "sigmoid")}),
    deep("deep_backward_stops_before_layer_1", "if layer > 1:", "if layer > 2:", "dW1",
         also=("db1",), given={"layer_dims": SQUARE_DEEP}),
    deep("deep_uphill", UPDATE,
         'parameters[f"new_{V}"] = case[V] + case["learning_rate"] * gradients[f"d{V}"]', "new_W1",
         also=("new_b1",)),
    deep("deep_biases_not_updated", UPDATE, UPDATE + ' * (V[0] == "W")', "new_b1"),
    deep("deep_updates_by_the_sign", UPDATE,
         'parameters[f"new_{V}"] = case[V] - case["learning_rate"] * np.sign(gradients[f"d{V}"])',
         "new_W1", also=("new_b1",)),
    deep("deep_gradients_scaled_in_place", UPDATE,
         'gradients[f"d{V}"] *= case["learning_rate"]\n'
         'parameters[f"new_{V}"] = case[V] - gradients[f"d{V}"]',
         "dW4", also=("db4", "new_W4", "new_b4")),

    # L layers that end in softmax
    deep("deep_softmax_over_the_samples", "return powers / np.sum(powers, axis=0, keepdims=True)",
         "return powers / np.sum(powers, axis=1, keepdims=True)", "A2", module="activations",
         given=CLASSES),
    deep("deep_softmax_over_the_matrix", "return powers / np.sum(powers, axis=0, keepdims=True)",
         "return powers / np.sum(powers)", "A2", module="activations", given=CLASSES),
    deep("deep_softmax_is_sigmoid", "A = ACTIVATIONS[activation].g(Z)",
         'A = ACTIVATIONS[activation.replace("softmax", "sigmoid")].g(Z)', "A2", given=CLASSES),
    deep("deep_categorical_cost_over_the_classes_too",
         "return np.mean(categorical_cross_entropy_from_logits(Z, Y))",
         "return -np.mean(Y * log_softmax(Z))", "cost", module="losses", given=CLASSES),
    deep("deep_categorical_cost_with_1_minus_y",
         "return np.mean(categorical_cross_entropy_from_logits(Z, Y))",
         "return np.mean(np.sum(cross_entropy(A, Y), axis=0))", "cost", module="losses",
         given=CLASSES),
    deep("deep_categorical_dZ_of_wrong_sign", "return A - Y", "return Y - A", "dZ2",
         module="losses", function="categorical_cross_entropy_dZ", given=CLASSES),
    deep("deep_categorical_dZ_with_the_derivative_of_sigmoid", "return A - Y",
         "return (A - Y) * A * (1 - A)", "dZ2", module="losses",
         function="categorical_cross_entropy_dZ", given=CLASSES),
    deep("deep_categorical_dZ_of_the_diagonal", "return A - Y", "return -Y * (1 - A)", "dZ2",
         module="losses", function="categorical_cross_entropy_dZ", given=CLASSES),
    deep("deep_categorical_db_over_the_classes", "db = 1 / m * np.sum(dZ, axis=1, keepdims=True)",
         "db = 1 / m * np.full((len(dZ), 1), np.sum(dZ[0]))", "db2", given=CLASSES),

    # L layers with an L2 term
    deep("deep_L2_missing_in_dW", "dW = dW + lambd / m * cache.W", "pass", "dW4", given=L2),
    deep("deep_L2_halved_in_dW", "dW = dW + lambd / m * cache.W",
         "dW = dW + lambd / (2 * m) * cache.W", "dW4", given=L2),
    deep("deep_L2_without_mean_in_dW", "dW = dW + lambd / m * cache.W",
         "dW = dW + lambd * cache.W", "dW4", given=L2),
    deep("deep_L2_of_wrong_sign_in_dW", "dW = dW + lambd / m * cache.W",
         "dW = dW - lambd / m * cache.W", "dW4", given=L2),
    deep("deep_L1_in_dW", "dW = dW + lambd / m * cache.W",
         "dW = dW + lambd / m * np.sign(cache.W)", "dW4", given=L2),
    deep("deep_L2_beside_softmax_missing_in_dW", "if lambd:", "if False:", "dW2",
         given={**CLASSES, **L2}),
    deep("deep_L2_on_biases", 'gradients[f"dW{layer}"], gradients[f"db{layer}"] = dW, db',
         'db = db + case["lambd"] / dZ.shape[1] * case[f"b{layer}"]\n'
         'gradients[f"dW{layer}"], gradients[f"db{layer}"] = dW, db', "db4", given=L2),
    deep("deep_penalty_missing", 'cost = cost + penalty(caches, case["lambd"])', "pass", "cost",
         given=L2),
    deep("deep_penalty_of_norms_not_squared",
         "norms: Any = sum(np.sum(cache.W**2) for cache in caches)",
         "norms: Any = sum(np.sqrt(np.sum(cache.W**2)) for cache in caches)", "cost", given=L2),
    deep("deep_penalty_without_the_last_layer",
         "norms: Any = sum(np.sum(cache.W**2) for cache in caches)",
         "norms: Any = sum(np.sum(cache.W**2) for cache in caches[:-1])", "cost", given=L2),
    deep("deep_penalty_of_the_last_layer_only",
         "norms: Any = sum(np.sum(cache.W**2) for cache in caches)",
         "norms: Any = np.sum(caches[-1].W ** 2)", "cost", given={**CLASSES, **L2}),
    deep("deep_penalty_not_halved", "return lambd / (2 * m) * norms", "return lambd / m * norms",
         "cost", given=L2),
    deep("deep_penalty_without_mean", "return lambd / (2 * m) * norms", "return lambd / 2 * norms",
         "cost", given=L2),

    # the four starts
    initialisation("zeros_are_ones", "return np.zeros_like(N)", "return np.ones_like(N)",
                   "W1_zeros"),
    initialisation("zeros_in_float64", "return np.zeros_like(N)", "return np.zeros(N.shape)",
                   "W1_zeros", given=FLOAT32),
    initialisation("small_by_a_tenth", "return 0.01 * N", "return 0.1 * N", "W1_small"),
    initialisation("small_of_absolute_values", "return 0.01 * N", "return 0.01 * np.abs(N)",
                   "W1_small"),
    initialisation("small_in_place", "return 0.01 * N", "N *= 0.01\nreturn N", "W1_small"),
    initialisation("he_of_xavier", "return float(np.sqrt(2 / n_prev)) * N",
                   "return float(np.sqrt(1 / n_prev)) * N", "W1_he"),
    initialisation("he_without_root", "return float(np.sqrt(2 / n_prev)) * N",
                   "return 2 / n_prev * N", "W1_he"),
    initialisation("he_by_its_own_units", "n_prev = N.shape[1]", "n_prev = N.shape[0]", "W1_he",
                   function="he"),
    initialisation("he_off_by_1e_9", "return float(np.sqrt(2 / n_prev)) * N",
                   "return float(np.sqrt(2 / n_prev)) * (1 + 1e-9) * N", "W1_he"),
    initialisation("he_creeps_to_float64", "return float(np.sqrt(2 / n_prev)) * N",
                   "return np.sqrt(2 / n_prev) * N", "W1_he", given=FLOAT32),
    initialisation("xavier_of_both_sides", "return float(np.sqrt(1 / n_prev)) * N",
                   "return float(np.sqrt(2 / sum(N.shape))) * N", "W1_xavier"),
    initialisation("xavier_transposed", "return float(np.sqrt(1 / n_prev)) * N",
                   "return float(np.sqrt(1 / n_prev)) * N.T", "W1_xavier"),
    initialisation("biases_are_ones", 'trace[f"b{layer}"] = np.zeros((N.shape[0], 1), N.dtype)',
                   'trace[f"b{layer}"] = np.ones((N.shape[0], 1), N.dtype)', "b1"),
    initialisation("biases_of_rank_1", 'trace[f"b{layer}"] = np.zeros((N.shape[0], 1), N.dtype)',
                   'trace[f"b{layer}"] = np.zeros(N.shape[0], N.dtype)', "b1"),
    initialisation("biases_tiny", 'trace[f"b{layer}"] = np.zeros((N.shape[0], 1), N.dtype)',
                   'trace[f"b{layer}"] = np.full((N.shape[0], 1), 1e-12, N.dtype)', "b1"),

    # predictions and accuracy
    training("predicts_by_sign_of_A", "return (AL > 0.5).astype(AL.dtype)",
             "return (AL > 0).astype(AL.dtype)", "prediction", also=("prediction_test",)),
    training("predicts_the_other_class", "return (AL > 0.5).astype(AL.dtype)",
             "return (AL < 0.5).astype(AL.dtype)", "prediction", also=("prediction_test",)),
    training("predicts_probabilities", "return (AL > 0.5).astype(AL.dtype)", "return AL.copy()",
             "prediction", also=("prediction_test",)),
    training("predicts_booleans", "return (AL > 0.5).astype(AL.dtype)", "return AL > 0.5",
             "prediction", also=("prediction_test",)),
    training("predicts_1_at_one_half", "return (AL > 0.5).astype(AL.dtype)",
             "return (AL >= 0.5).astype(AL.dtype)", "prediction", also=("prediction_test",),
             given={"initialisation": "zeros"}),
    training("predicts_from_Z", 'prediction = predict(trace[f"A{L}"])',
             'prediction = predict(trace[f"Z{L}"])', "prediction"),
    training("prediction_rounds_A_in_place", 'prediction = predict(trace[f"A{L}"])',
             'prediction = np.round(trace[f"A{L}"], out=trace[f"A{L}"])', "A4",
             also=("prediction",)),
    training("accuracy_is_the_error_rate", "right: Array = (prediction == Y).astype(Y.dtype)",
             "right: Array = (prediction != Y).astype(Y.dtype)", "accuracy",
             also=("accuracy_test",)),
    training("accuracy_in_per_cent", "return np.mean(right)", "return 100 * np.mean(right)",
             "accuracy", also=("accuracy_test",)),
    training("accuracy_is_a_count", "return np.mean(right)", "return np.sum(right)", "accuracy",
             also=("accuracy_test",)),
    training("accuracy_of_all_pairs", 'trace["accuracy"] = accuracy(prediction, case["Y"])',
             'trace["accuracy"] = accuracy(prediction, case["Y"].T)', "accuracy"),
    training("accuracy_in_float64", "right: Array = (prediction == Y).astype(Y.dtype)",
             "right = prediction == Y", "accuracy", also=("accuracy_test",), given=FLOAT32),
    training("test_accuracy_of_the_training_set",
             'trace["accuracy_test"] = accuracy(prediction_test, case["Y_test"])',
             'trace["accuracy_test"] = accuracy(prediction, case["Y"])', "accuracy_test"),
    training("test_prediction_from_Z", "prediction_test = predict(cache.A)",
             "prediction_test = predict(cache.Z)", "prediction_test"),
    training("test_forward_without_bias", TEST_FORWARD,
             'unbiased = {**case, "b1": 0 * case["b1"]}\n'
             + TEST_FORWARD.replace("case)", "unbiased)"),
             "Z1_test"),
    training("test_forward_after_the_update", TEST_FORWARD,
             'new = {**case, **{V: trace[f"new_{V}"] for V in case if f"new_{V}" in trace}}\n'
             + TEST_FORWARD.replace("case)", "new)"),
             "Z1_test"),
    training("test_caches_lost",
             'trace[f"Z{layer}_test"], trace[f"A{layer}_test"] = cache.Z, cache.A',
             'trace[f"Z{layer}_test"], trace[f"A{layer}_test"] = cache.A, cache.A', "Z1_test",
             also=("A1_test",)),
    training("trained_uphill", UPDATE,
             'parameters[f"new_{V}"] = case[V] + case["learning_rate"] * gradients[f"d{V}"]',
             "new_W1", also=("new_b1",), module="deep_network"),
    training("trained_without_the_L2_term_in_dW", "dW = dW + lambd / m * cache.W", "pass", "dW4",
             module="deep_network", given=L2),
    training("trained_with_1_over_m_twice", "dW = 1 / m * dZ @ cache.A_prev.T",
             "dW = 1 / m**2 * dZ @ cache.A_prev.T", "dW4", module="deep_network"),
)  # fmt: skip  # a row a fault

CONVENTIONS = (
    activations("relu_prime_1_at_the_kink", "return (Z > 0).astype(Z.dtype)",
                "return (Z >= 0).astype(Z.dtype)", "g_prime_relu"),
    activations("leaky_relu_prime_1_at_the_kink", "return np.where(Z > 0, 1, LEAK).astype(Z.dtype)",
                "return np.where(Z >= 0, 1, LEAK).astype(Z.dtype)", "g_prime_leaky_relu"),
    deep("deep_squared_error_doubled", "return A - Y", "return 2 * (A - Y)", "dZ4", module="losses",
         function="squared_error_prime", given=SQUARED_ERROR),
    deep("deep_dZ_is_of_the_mean", 'gradients = {f"dZ{L}": dZ}',
         'dZ = dZ / dZ.shape[1]\ngradients = {f"dZ{L}": dZ}', "dZ4"),
    deep("deep_no_mean_in_dW_and_db", "m = dZ.shape[1]", "m = 1", "dW4"),
)  # fmt: skip  # a row a line
"""Lines that are no fault, alone or with others, but another convention; the report names it."""

BY_NAME = {fault.name: fault for fault in (*FAULTS, *CONVENTIONS)}
