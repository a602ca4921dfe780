"""One hidden layer, one sample at a time, one unit at a time.

    forward                                  backward
    -------------------------------------------------------------------------
    z1_j = w1_j^T x + b1_j            (1)    dW1_j += dz1_j x^T          (1)
                                             db1_j += dz1_j              (1)
    a1_j = g1(z1_j)                   (2)    dz1_j = da1_j g1'(z1_j)     (2)
    z2   = w2_1 a1_1 + ... + b2       (3)    da1_j = w2_j dz2            (3)
                                             dw2_j += a1_j dz2           (3)
                                             db2   += dz2                (3)
    a2   = g2(z2)                     (4)    dz2   = a2 - y              (4), (5)
    J   += -(y log a2
             + (1-y) log(1-a2))       (5)    after the samples: J, dW, db /= m

    update: W := W - alpha dW, b := b - alpha db                         (6)

w1_j^T is row j of W1, w2_j entry j of the one row of W2; x is a column of X.  With the squared
error, dz2 = (a2 - y) g2'(z2).
Source: course 1, week 3, "Computing a neural network's output" and "Vectorizing across
multiple examples".
"""

import numpy as np

from scratch_numpy.activations import ACTIVATIONS
from scratch_numpy.losses import COSTS
from scratch_numpy.notation import Case, State, Trace


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent, through every sample and every hidden unit."""
    X, Y, learning_rate = case["X"], case["Y"], case["learning_rate"]
    W1, b1, W2, b2 = case["W1"], case["b1"], case["W2"], case["b2"]
    (g1, g1_prime), (g2, g2_prime) = (ACTIVATIONS[name] for name in case["activations"])
    loss = COSTS[case["cost"]]
    m, n_1 = X.shape[1], W1.shape[0]

    Z1, A1, dA1, dZ1 = (np.empty((n_1, m), X.dtype) for _ in range(4))
    Z2, A2, dZ2 = (np.empty((1, m), X.dtype) for _ in range(3))
    J = X.dtype.type(0)
    dW1, db1, dW2, db2 = (np.zeros_like(V) for V in (W1, b1, W2, b2))

    for i in range(m):
        x, y = X[:, i], Y[0, i]
        z2 = b2[0, 0]
        for j in range(n_1):
            Z1[j, i] = W1[j] @ x + b1[j, 0]  # (1)
            A1[j, i] = g1(Z1[j, i])  # (2)
            z2 = z2 + W2[0, j] * A1[j, i]  # (3)
        a2 = g2(z2)  # (4)
        J = J + loss.J(z2, a2, y)  # (5)

        dz2 = loss.dZ(z2, a2, y, g2_prime)  # (4), (5)
        db2[0, 0] += dz2  # (3)
        for j in range(n_1):
            dW2[0, j] += A1[j, i] * dz2  # (3)
            dA1[j, i] = W2[0, j] * dz2  # (3)
            dZ1[j, i] = dA1[j, i] * g1_prime(Z1[j, i], A1[j, i])  # (2)
            dW1[j] += dZ1[j, i] * x  # (1)
            db1[j, 0] += dZ1[j, i]  # (1)
        Z2[0, i], A2[0, i], dZ2[0, i] = z2, a2, dz2

    cost = J / m
    dW1, db1, dW2, db2 = dW1 / m, db1 / m, dW2 / m, db2 / m

    new_W1 = W1 - learning_rate * dW1  # (6)
    new_b1 = b1 - learning_rate * db1  # (6)
    new_W2 = W2 - learning_rate * dW2  # (6)
    new_b2 = b2 - learning_rate * db2  # (6)

    trace = {
        "Z1": Z1, "A1": A1, "Z2": Z2, "A2": A2, "cost": cost,
        "dZ2": dZ2, "dW2": dW2, "db2": db2, "dA1": dA1, "dZ1": dZ1, "dW1": dW1, "db1": db1,
        "new_W1": new_W1, "new_b1": new_b1, "new_W2": new_W2, "new_b2": new_b2,
    }  # fmt: skip  # forward, backward, update
    return trace, state
