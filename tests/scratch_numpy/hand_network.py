"""A network with one hidden layer whose every number is exact: relu at its kink, then identity."""

import numpy as np

CASE = {
    "X": np.array([[1.0, 2.0], [1.0, 0.0]]),
    "Y": np.array([[1.0, 0.0]]),
    "W1": np.array([[1.0, -1.0], [0.0, 2.0]]),
    "b1": np.array([[0.0], [-1.0]]),
    "W2": np.array([[1.0, -2.0]]),
    "b2": np.array([[1.0]]),
    "learning_rate": 0.5,
    "activations": ("relu", "identity"),
    "cost": "squared-error",
}
BY_HAND = {
    "Z1": [[0, 2], [1, -1]],
    "A1": [[0, 2], [1, 0]],
    "Z2": [[-1, 3]],
    "A2": [[-1, 3]],
    "cost": 3.25,
    "dZ2": [[-2, 3]],
    "dW2": [[3, -1]],
    "db2": [[0.5]],
    "dA1": [[-2, 3], [4, -6]],
    "dZ1": [[0, 3], [4, 0]],
    "dW1": [[3, 0], [2, 2]],
    "db1": [[1.5], [2]],
    "new_W1": [[-0.5, -1], [-1, 1]],
    "new_b1": [[-0.75], [-2]],
    "new_W2": [[-0.5, -1.5]],
    "new_b2": [[0.75]],
}


def check(trace):
    """Compare exactly: every number is a short binary fraction."""
    assert trace.keys() == BY_HAND.keys()
    for name, value in BY_HAND.items():
        np.testing.assert_array_equal(trace[name], value, err_msg=name)
