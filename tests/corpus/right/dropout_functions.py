"""Overfitting, part 2: throwing units away (inverted dropout)."""
import numpy as np
import matplotlib.pyplot as plt
from reg_utils import *
from testCases import *


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def relu(x):
    return np.maximum(0, x)


def compute_cost(A3, Y):
    m = Y.shape[1]
    per_example = Y * np.log(A3) + (1 - Y) * np.log(1 - A3)
    return -per_example.sum() / m


def forward_propagation_with_dropout(X, parameters, keep_prob=0.5):
    np.random.seed(1)

    W1 = parameters["W1"]
    b1 = parameters["b1"]
    W2 = parameters["W2"]
    b2 = parameters["b2"]
    W3 = parameters["W3"]
    b3 = parameters["b3"]

    Z1 = W1 @ X + b1
    A1 = relu(Z1)
    D1 = np.random.rand(A1.shape[0], A1.shape[1])   # 1: draw
    D1 = D1 < keep_prob                             # 2: who stays
    A1 = A1 * D1                                    # 3: the others are off
    A1 = A1 / keep_prob                             # 4: same size on average

    Z2 = W2 @ A1 + b2
    A2 = relu(Z2)
    D2 = np.random.rand(A2.shape[0], A2.shape[1])
    D2 = D2 < keep_prob
    A2 = A2 * D2
    A2 = A2 / keep_prob

    Z3 = W3 @ A2 + b3
    A3 = sigmoid(Z3)

    cache = (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3)
    return A3, cache


def backward_propagation_with_dropout(X, Y, cache, keep_prob):
    m = X.shape[1]
    (Z1, D1, A1, W1, b1, Z2, D2, A2, W2, b2, Z3, A3, W3, b3) = cache

    dZ3 = A3 - Y
    dW3 = dZ3 @ A2.T / m
    db3 = dZ3.sum(axis=1, keepdims=True) / m

    dA2 = W3.T @ dZ3
    dA2 = dA2 * D2
    dA2 = dA2 / keep_prob
    dZ2 = dA2 * (Z2 > 0)
    dW2 = dZ2 @ A1.T / m
    db2 = dZ2.sum(axis=1, keepdims=True) / m

    dA1 = W2.T @ dZ2
    dA1 = dA1 * D1
    dA1 = dA1 / keep_prob
    dZ1 = dA1 * (Z1 > 0)
    dW1 = dZ1 @ X.T / m
    db1 = dZ1.sum(axis=1, keepdims=True) / m

    gradients = {"dW3": dW3, "db3": db3, "dW2": dW2, "db2": db2, "dW1": dW1, "db1": db1}
    return gradients


def train(X, Y, parameters, alpha, steps, keep_prob):
    history = []
    for step in range(steps):
        A3, cache = forward_propagation_with_dropout(X, parameters, keep_prob)
        history.append(compute_cost(A3, Y))
        gradients = backward_propagation_with_dropout(X, Y, cache, keep_prob)
        parameters = {name: value - alpha * gradients["d" + name] for name, value in parameters.items()}
    return parameters, history


X_assess, parameters = forward_propagation_with_dropout_test_case()
A3, cache = forward_propagation_with_dropout(X_assess, parameters, keep_prob=0.7)
print("A3 = " + str(A3))

X_train, Y_train, X_test, Y_test = load_2D_dataset()
parameters, history = train(X_train, Y_train, initialize_parameters([2, 20, 3, 1]), 0.3, 30000, 0.86)
plt.semilogy(history)
plt.title("with dropout")
plt.show()
