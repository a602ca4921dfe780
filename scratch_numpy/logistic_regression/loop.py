"""Logistic regression on m examples, in loops, with accumulators.

    for each example i                             after the loop
    --------------------------------------------------------------
    z = w1 x1 + ... + w_nx x_nx + b         (1)
    a = sigmoid(z)                          (2)
    J   += -(y log a + (1-y) log(1-a))      (3)    J  /= m
    dz   = a - y                            (2), (3)
    dw_j += x_j dz  for each feature j      (1)    dw_j /= m
    db  += dz                               (1)    db /= m

    update: w_j := w_j - alpha dw_j, b := b - alpha db       (4)

dz is the derivative of one loss, dw_j and db of the cost J: the division by m makes the
difference.  Every letter is a number; the trace stacks z, a and dz to (1, m).
Source: course 1, week 2, "Gradient descent on m examples".
"""

import numpy as np

from scratch_numpy.activations import sigmoid
from scratch_numpy.losses import cross_entropy_from_logits
from scratch_numpy.notation import Case, State, Trace


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent on the m examples of the case."""
    X, Y, learning_rate = case["X"], case["Y"], case["learning_rate"]
    w, b = list(case["w"][:, 0]), case["b"][()]
    n_x, m = X.shape

    J = db = X.dtype.type(0)
    dw = [X.dtype.type(0)] * n_x
    Z, A, dZ = np.empty_like(Y), np.empty_like(Y), np.empty_like(Y)

    for i in range(m):
        x, y = list(X[:, i]), Y[0, i]
        z = b
        for j in range(n_x):
            z = z + w[j] * x[j]  # (1)
        a = sigmoid(z)  # (2)
        J = J + cross_entropy_from_logits(z, y)  # (3)
        dz = a - y  # (2), (3)
        for j in range(n_x):
            dw[j] = dw[j] + x[j] * dz  # (1)
        db = db + dz  # (1)
        Z[0, i], A[0, i], dZ[0, i] = z, a, dz

    J = J / m
    dw = [dw_j / m for dw_j in dw]
    db = db / m

    new_w = [w_j - learning_rate * dw_j for w_j, dw_j in zip(w, dw, strict=True)]  # (4)
    new_b = b - learning_rate * db  # (4)

    trace = {
        "Z": Z, "A": A, "cost": J,
        "dZ": dZ, "dw": np.array(dw).reshape(n_x, 1), "db": db,
        "new_w": np.array(new_w).reshape(n_x, 1), "new_b": new_b,
    }  # fmt: skip  # forward, backward, update
    return trace, state
