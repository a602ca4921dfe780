"""Logistic regression on one example with two features, in scalars.

    forward                                backward
    ----------------------------------------------------------
    z = w1 x1 + w2 x2 + b           (1)    dw1 = x1 dz      (1)
                                           dw2 = x2 dz      (1)
                                           db  = dz         (1)
    a = sigmoid(z)                  (2)    dz  = a - y      (2), (3)
    loss = -(y log a
             + (1-y) log(1-a))      (3)

    update: w1 := w1 - alpha dw1, and so w2 and b           (4)

dz = da a (1 - a) with da = -y/a + (1-y)/(1-a), in which a (1 - a) cancels.
Every letter is a number.  The trace stacks them: w = (w1, w2) as a column, z as Z (1, 1).
Source: course 1, week 2, "Logistic regression gradient descent".
"""

import numpy as np

from scratch_numpy.activations import sigmoid
from scratch_numpy.losses import cross_entropy_from_logits
from scratch_numpy.notation import Case, State, Trace


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent on the one example of the case."""
    x1, x2 = case["X"][:, 0]
    y = case["Y"][0, 0]
    w1, w2 = case["w"][:, 0]
    b = case["b"][()]
    learning_rate = case["learning_rate"]

    z = w1 * x1 + w2 * x2 + b  # (1)
    a = sigmoid(z)  # (2)
    loss = cross_entropy_from_logits(z, y)  # (3)

    dz = a - y  # (2), (3)
    dw1 = x1 * dz  # (1)
    dw2 = x2 * dz  # (1)
    db = dz  # (1)

    new_w1 = w1 - learning_rate * dw1  # (4)
    new_w2 = w2 - learning_rate * dw2  # (4)
    new_b = b - learning_rate * db  # (4)

    trace = {
        "Z": np.array([[z]]), "A": np.array([[a]]), "cost": loss,
        "dZ": np.array([[dz]]), "dw": np.array([[dw1], [dw2]]), "db": db,
        "new_w": np.array([[new_w1], [new_w2]]), "new_b": new_b,
    }  # fmt: skip  # forward, backward, update
    return trace, state
