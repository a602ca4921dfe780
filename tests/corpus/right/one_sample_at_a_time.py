# 逻辑回归: 不用向量化, 一个一个样本地算 (only two features, plain loops)
from math import exp, log
import random

import matplotlib.pyplot as plt


def sigmoid(z):
    return 1.0 / (1.0 + exp(-z))


def one_pass(data, w1, w2, b):
    """J and its derivatives over all samples; data is a list of (x1, x2, y)"""
    m = len(data)
    J = 0
    dw1 = 0
    dw2 = 0
    db = 0
    for x1, x2, y in data:
        z = w1 * x1 + w2 * x2 + b
        a = sigmoid(z)
        J += -(y * log(a) + (1 - y) * log(1 - a))
        dz = a - y
        dw1 += x1 * dz
        dw2 += x2 * dz
        db += dz
    # 最后除以 m
    J = J / m
    dw1 = dw1 / m
    dw2 = dw2 / m
    db = db / m
    return J, dw1, dw2, db


def train(data, alpha=0.1, epochs=200):
    w1, w2, b = 0.0, 0.0, 0.0
    curve = []
    for epoch in range(epochs):
        J, dw1, dw2, db = one_pass(data, w1, w2, b)
        w1 = w1 - alpha * dw1
        w2 = w2 - alpha * dw2
        b = b - alpha * db
        curve.append(J)
    return w1, w2, b, curve


def predict(x1, x2, w1, w2, b):
    return 1 if sigmoid(w1 * x1 + w2 * x2 + b) >= 0.5 else 0


if __name__ == '__main__':
    random.seed(3)
    data = []
    for _ in range(100):
        x1, x2 = random.uniform(-1, 1), random.uniform(-1, 1)
        data.append((x1, x2, 1 if x1 + 2 * x2 > 0.3 else 0))
    w1, w2, b, curve = train(data)
    print('w1 = %.3f, w2 = %.3f, b = %.3f' % (w1, w2, b))
    plt.plot(curve)
    plt.show()
