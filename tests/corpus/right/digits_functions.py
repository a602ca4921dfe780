import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

data = np.array(pd.read_csv('train.csv'))
m, n = data.shape
np.random.shuffle(data)

dev = data[:2000].T
Y_dev = dev[0]
X_dev = dev[1:n] / 255.0

train = data[2000:m].T
Y_train = train[0]
X_train = train[1:n] / 255.0


def init_params():
    W1 = np.random.rand(10, 784) - 0.5
    b1 = np.random.rand(10, 1) - 0.5
    W2 = np.random.rand(10, 10) - 0.5
    b2 = np.random.rand(10, 1) - 0.5
    return W1, b1, W2, b2


def relu(Z):
    return np.maximum(0, Z)


def relu_deriv(Z):
    return Z > 0


def softmax(Z):
    E = np.exp(Z - Z.max(axis=0))
    return E / E.sum(axis=0)


def one_hot(labels):
    table = np.zeros((10, labels.size))
    table[labels, np.arange(labels.size)] = 1
    return table


def forward_prop(W1, b1, W2, b2, X):
    Z1 = W1.dot(X) + b1
    A1 = relu(Z1)
    Z2 = W2.dot(A1) + b2
    A2 = softmax(Z2)
    return Z1, A1, Z2, A2


def backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y):
    m = Y.size
    dZ2 = A2 - one_hot(Y)
    dW2 = 1 / m * dZ2.dot(A1.T)
    db2 = 1 / m * dZ2.sum(axis=1, keepdims=True)
    dZ1 = W2.T.dot(dZ2) * relu_deriv(Z1)
    dW1 = 1 / m * dZ1.dot(X.T)
    db1 = 1 / m * dZ1.sum(axis=1, keepdims=True)
    return dW1, db1, dW2, db2


def update_params(W1, b1, W2, b2, dW1, db1, dW2, db2, alpha):
    W1 -= alpha * dW1
    b1 -= alpha * db1
    W2 -= alpha * dW2
    b2 -= alpha * db2
    return W1, b1, W2, b2


def accuracy(A2, Y):
    return (A2.argmax(axis=0) == Y).mean()


def gradient_descent(X, Y, alpha, iterations):
    W1, b1, W2, b2 = init_params()
    for i in range(iterations):
        Z1, A1, Z2, A2 = forward_prop(W1, b1, W2, b2, X)
        dW1, db1, dW2, db2 = backward_prop(Z1, A1, Z2, A2, W1, W2, X, Y)
        W1, b1, W2, b2 = update_params(W1, b1, W2, b2, dW1, db1, dW2, db2, alpha)
        if i % 25 == 0:
            print(i, accuracy(A2, Y))
    return W1, b1, W2, b2


W1, b1, W2, b2 = gradient_descent(X_train, Y_train, 0.15, 400)

A2 = forward_prop(W1, b1, W2, b2, X_dev)[-1]
print("dev:", accuracy(A2, Y_dev))


def show(i):
    plt.imshow(X_dev[:, i].reshape(28, 28), cmap="gray")
    plt.title("I say {}, it is {}".format(A2[:, i].argmax(), Y_dev[i]))
    plt.show()


show(3)
