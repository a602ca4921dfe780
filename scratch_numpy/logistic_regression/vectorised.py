"""Logistic regression on m examples, without a loop.

    forward                                backward                       shapes
    ------------------------------------------------------------------------------------
    Z = w^T X + b                   (1)    dw = (1/m) X dZ^T       (1)    Z (1, m), w (n_x, 1)
                                           db = (1/m) sum(dZ)      (1)    b a number
    A = sigmoid(Z)                  (2)    dZ = A - Y              (2), (3)
    J = (1/m) sum of -(Y log A
                + (1-Y) log(1-A))   (3)

    update: w := w - alpha dw, b := b - alpha db                   (4)

Source: course 1, week 2, "Vectorizing logistic regression" and "... gradient output".
"""

import numpy as np

from scratch_numpy.activations import sigmoid
from scratch_numpy.losses import cross_entropy_from_logits
from scratch_numpy.notation import Case, State, Trace


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent on the m examples of the case."""
    X, Y, w, b = case["X"], case["Y"], case["w"], case["b"]
    learning_rate = case["learning_rate"]
    m = X.shape[1]

    Z = w.T @ X + b  # (1)
    A = sigmoid(Z)  # (2)
    cost = np.mean(cross_entropy_from_logits(Z, Y))  # (3)

    dZ = A - Y  # (2), (3)
    dw = X @ dZ.T / m  # (1)
    db = np.sum(dZ) / m  # (1)

    new_w = w - learning_rate * dw  # (4)
    new_b = b - learning_rate * db  # (4)

    trace = {
        "Z": Z, "A": A, "cost": cost,
        "dZ": dZ, "dw": dw, "db": db,
        "new_w": new_w, "new_b": new_b,
    }  # fmt: skip  # forward, backward, update
    return trace, state
