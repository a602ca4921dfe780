#!/usr/bin/env python
# XOR, the smallest problem one layer can not solve
from numpy import exp, array, random, dot
import numpy as np
import matplotlib.pyplot as plt

# last column is always 1: that is the bias
X = array([[0, 0, 1],
           [0, 1, 1],
           [1, 0, 1],
           [1, 1, 1]])
y = array([[0], [1], [1], [0]])


def sigma(x, deriv=False):
    # careful: with deriv=True x is what came OUT of the sigmoid
    if deriv:
        return x * (1 - x)
    return 1 / (1 + exp(-x))


random.seed(42)
w0 = 2 * random.random((3, 4)) - 1
w1 = 2 * random.random((4, 1)) - 1

history = []
for step in range(50000):
    # forward
    hidden = sigma(dot(X, w0))
    output = sigma(dot(hidden, w1))

    # how far off are we
    error = y - output
    if step % 5000 == 0:
        history.append(np.mean(np.abs(error)))
        print("step", step, "error", history[-1])

    # backward
    output_delta = error * sigma(output, deriv=True)
    hidden_error = dot(output_delta, w1.T)
    hidden_delta = hidden_error * sigma(hidden, deriv=True)

    # learn
    w1 += dot(hidden.T, output_delta)
    w0 += dot(X.T, hidden_delta)

print("after training:")
print(output.round(3))
plt.plot(history)
plt.show()
