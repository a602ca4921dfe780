#
# handwritten digits, 400-25-10, biases hidden in a column of ones
# (weights have one column more than the layer has inputs)
#
import numpy as np
from scipy.io import loadmat
from scipy.optimize import minimize


def g(z):
    return 1 / (1 + np.exp(-z))


def add_ones(A):
    return np.hstack([np.ones((A.shape[0], 1)), A])


def rand_init(L_in, L_out, eps=0.12):
    return np.random.uniform(-eps, eps, (L_out, L_in + 1))


def forward(X, Theta1, Theta2):
    a1 = add_ones(X)
    z2 = a1 @ Theta1.T
    a2 = add_ones(g(z2))
    z3 = a2 @ Theta2.T
    h = g(z3)
    return a1, z2, a2, z3, h


def cost(h, Y, Theta1, Theta2, lam):
    m = Y.shape[0]
    J = np.sum(-Y * np.log(h) - (1 - Y) * np.log(1 - h)) / m
    # no penalty on the bias column
    J = J + lam / (2 * m) * (np.sum(Theta1[:, 1:] ** 2) + np.sum(Theta2[:, 1:] ** 2))
    return J


def gradients(X, Y, Theta1, Theta2, lam):
    m = X.shape[0]
    a1, z2, a2, z3, h = forward(X, Theta1, Theta2)

    d3 = h - Y
    d2 = (d3 @ Theta2[:, 1:]) * g(z2) * (1 - g(z2))

    Theta2_grad = d3.T @ a2 / m
    Theta1_grad = d2.T @ a1 / m

    Theta2_grad[:, 1:] = Theta2_grad[:, 1:] + lam / m * Theta2[:, 1:]
    Theta1_grad[:, 1:] = Theta1_grad[:, 1:] + lam / m * Theta1[:, 1:]
    return Theta1_grad, Theta2_grad


def descend(X, Y, hidden=25, lam=1.0, alpha=1.0, steps=400):
    Theta1 = rand_init(X.shape[1], hidden)
    Theta2 = rand_init(hidden, Y.shape[1])
    for i in range(steps):
        Theta1_grad, Theta2_grad = gradients(X, Y, Theta1, Theta2, lam)
        Theta1 = Theta1 - alpha * Theta1_grad
        Theta2 = Theta2 - alpha * Theta2_grad
        if i % 50 == 0:
            h = forward(X, Theta1, Theta2)[-1]
            print(i, cost(h, Y, Theta1, Theta2, lam))
    return Theta1, Theta2


data = loadmat('ex4data1.mat')
X, labels = data['X'], data['y'].ravel() % 10
Y = np.eye(10)[labels]
Theta1, Theta2 = descend(X, Y)
guess = forward(X, Theta1, Theta2)[-1].argmax(axis=1)
print('accuracy', np.mean(guess == labels))
