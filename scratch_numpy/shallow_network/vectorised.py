"""One hidden layer, all samples at once.

    forward                          backward                                 shapes
    ----------------------------------------------------------------------------------------
    Z1 = W1 X + b1            (1)    dW1 = (1/m) dZ1 X^T               (1)    W1 (n_1, n_x)
                                     db1 = (1/m) sum of dZ1's columns  (1)    b1 (n_1, 1)
    A1 = g1(Z1)               (2)    dZ1 = dA1 * g1'(Z1)               (2)    Z1, A1 (n_1, m)
    Z2 = W2 A1 + b2           (3)    dA1 = W2^T dZ2                    (3)    W2 (n_2, n_1)
                                     dW2 = (1/m) dZ2 A1^T              (3)    b2 (n_2, 1)
                                     db2 = (1/m) sum of dZ2's columns  (3)
    A2 = g2(Z2)               (4)    dZ2 = A2 - Y                      (4), (5)
    J = (1/m) sum of -(Y log A2
          + (1-Y) log(1-A2))  (5)

    update: W := W - alpha dW, b := b - alpha db                       (6)

dZ and dA are derivatives of the summed loss; the 1/m of the cost stands in dW and db.
With the squared error, dZ2 = (A2 - Y) * g2'(Z2).
Source: course 1, week 3, "Gradient descent for neural networks" and "Backpropagation intuition".
"""

import numpy as np

from scratch_numpy.activations import ACTIVATIONS
from scratch_numpy.losses import COSTS
from scratch_numpy.notation import Case, State, Trace


def step(case: Case, state: State) -> tuple[Trace, State]:
    """Take one step of gradient descent on all samples of the case."""
    X, Y, learning_rate = case["X"], case["Y"], case["learning_rate"]
    W1, b1, W2, b2 = case["W1"], case["b1"], case["W2"], case["b2"]
    (g1, g1_prime), (g2, g2_prime) = (ACTIVATIONS[name] for name in case["activations"])
    loss = COSTS[case["cost"]]
    m = X.shape[1]

    Z1 = W1 @ X + b1  # (1)
    A1 = g1(Z1)  # (2)
    Z2 = W2 @ A1 + b2  # (3)
    A2 = g2(Z2)  # (4)
    cost = loss.J(Z2, A2, Y)  # (5)

    dZ2 = loss.dZ(Z2, A2, Y, g2_prime)  # (4), (5)
    dW2 = 1 / m * dZ2 @ A1.T  # (3)
    db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)  # (3)
    dA1 = W2.T @ dZ2  # (3)
    dZ1 = dA1 * g1_prime(Z1, A1)  # (2)
    dW1 = 1 / m * dZ1 @ X.T  # (1)
    db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)  # (1)

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
