"""The course's notation, as types.

m, n_x      number of examples, of features; a column is an example
X, Y        (n_x, m) inputs, (1, m) labels; of n_y classes (n_y, m), one-hot
W1, b1      (n_1, n_x) weights, (n_1, 1) biases of layer 1; logistic regression: w (n_x, 1), b
Z1, A1      (n_1, m) pre-activation, activation
lambd       strength of the L2 regularisation, where there is one
loss, cost  of one example, mean over the m examples (J), in nats
dV          derivative by V: of the summed loss for dZ and dA, of the cost for dW and db
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Case = Mapping[str, Any]
State = Mapping[str, Any] | None
Trace = dict[str, Any]
