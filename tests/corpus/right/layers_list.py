"""Tiny framework: layers with forward and backward, a net that is a list of them."""
from __future__ import annotations

from typing import List

import numpy as np
from tqdm import tqdm
from keras.datasets import mnist


class Layer:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, grad):
        raise NotImplementedError

    def step(self, lr: float) -> None:
        """Nothing to learn unless a layer says otherwise."""


class Dense(Layer):
    def __init__(self, n_in: int, n_out: int):
        self.W = np.random.randn(n_in, n_out) * np.sqrt(2.0 / n_in)
        self.b = np.zeros((1, n_out))
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, grad):
        self.dW = self.x.T @ grad
        self.db = np.sum(grad, axis=0, keepdims=True)
        return grad @ self.W.T

    def step(self, lr):
        self.W -= lr * self.dW
        self.b -= lr * self.db


class ReLU(Layer):
    def forward(self, x):
        self.mask = x > 0
        return x * self.mask

    def backward(self, grad):
        return grad * self.mask


class Tanh(Layer):
    def forward(self, x):
        self.out = np.tanh(x)
        return self.out

    def backward(self, grad):
        return grad * (1 - self.out ** 2)


class SoftmaxCrossEntropy:
    """The last two steps in one, because together their slope is so short."""

    def forward(self, logits, labels):
        shifted = logits - logits.max(axis=1, keepdims=True)
        e = np.exp(shifted)
        self.probs = e / e.sum(axis=1, keepdims=True)
        self.labels = labels
        n = len(labels)
        return -np.log(self.probs[np.arange(n), labels]).mean()

    def backward(self):
        n = len(self.labels)
        grad = self.probs.copy()
        grad[np.arange(n), self.labels] -= 1
        return grad / n


class Net:
    def __init__(self, layers: List[Layer]):
        self.layers = layers
        self.loss_fn = SoftmaxCrossEntropy()

    def forward(self, x):
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def train_step(self, x, labels, lr):
        loss = self.loss_fn.forward(self.forward(x), labels)
        grad = self.loss_fn.backward()
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        for layer in self.layers:
            layer.step(lr)
        return loss

    def predict(self, x):
        return self.forward(x).argmax(axis=1)


def batches(x, y, size):
    order = np.random.permutation(len(x))
    for start in range(0, len(x), size):
        pick = order[start:start + size]
        yield x[pick], y[pick]


def main():
    (x_train, y_train), (x_test, y_test) = mnist.load_data()
    x_train = x_train.reshape(-1, 784) / 255.0
    x_test = x_test.reshape(-1, 784) / 255.0

    net = Net([Dense(784, 64), ReLU(), Dense(64, 32), Tanh(), Dense(32, 10)])
    for epoch in range(5):
        losses = [net.train_step(xb, yb, 0.1) for xb, yb in tqdm(list(batches(x_train, y_train, 32)))]
        print(epoch, np.mean(losses), (net.predict(x_test) == y_test).mean())


if __name__ == "__main__":
    main()
