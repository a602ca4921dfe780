import math

import numpy as np
import matplotlib.pyplot as plt
from sklearn.datasets import make_moons


class NeuralNet:
    """ReLU ... ReLU, sigmoid; mini-batches; Adam.  Examples are columns."""

    def __init__(self, layer_dims, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, seed=0):
        self.layer_dims = layer_dims
        self.L = len(layer_dims) - 1
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.t = 0
        rng = np.random.RandomState(seed)
        self.params, self.v, self.s = {}, {}, {}
        for l in range(1, self.L + 1):
            self.params[f"W{l}"] = rng.randn(layer_dims[l], layer_dims[l - 1]) * np.sqrt(2 / layer_dims[l - 1])
            self.params[f"b{l}"] = np.zeros((layer_dims[l], 1))
        for key, p in self.params.items():
            self.v[key] = np.zeros_like(p)
            self.s[key] = np.zeros_like(p)

    def forward(self, X):
        cache = {"A0": X}
        for l in range(1, self.L + 1):
            Z = self.params[f"W{l}"] @ cache[f"A{l - 1}"] + self.params[f"b{l}"]
            cache[f"Z{l}"] = Z
            cache[f"A{l}"] = np.maximum(0, Z) if l < self.L else 1 / (1 + np.exp(-Z))
        return cache[f"A{self.L}"], cache

    def cost(self, A, Y):
        m = Y.shape[1]
        return float(-(Y @ np.log(A).T + (1 - Y) @ np.log(1 - A).T).item() / m)

    def backward(self, cache, Y):
        grads = {}
        m = Y.shape[1]
        dZ = cache[f"A{self.L}"] - Y
        for l in range(self.L, 0, -1):
            grads[f"W{l}"] = dZ @ cache[f"A{l - 1}"].T / m
            grads[f"b{l}"] = np.sum(dZ, axis=1, keepdims=True) / m
            if l > 1:
                dA = self.params[f"W{l}"].T @ dZ
                dZ = dA * (cache[f"Z{l - 1}"] > 0)
        return grads

    def update(self, grads):
        self.t += 1
        for key, g in grads.items():
            self.v[key] = self.beta1 * self.v[key] + (1 - self.beta1) * g
            self.s[key] = self.beta2 * self.s[key] + (1 - self.beta2) * g ** 2
            v_hat = self.v[key] / (1 - self.beta1 ** self.t)
            s_hat = self.s[key] / (1 - self.beta2 ** self.t)
            self.params[key] = self.params[key] - self.lr * v_hat / (np.sqrt(s_hat) + self.eps)

    def fit(self, X, Y, epochs=100, batch_size=64):
        m = X.shape[1]
        history = []
        for epoch in range(epochs):
            order = np.random.permutation(m)
            X_shuffled, Y_shuffled = X[:, order], Y[:, order]
            total = 0.0
            for k in range(math.ceil(m / batch_size)):
                X_batch = X_shuffled[:, k * batch_size:(k + 1) * batch_size]
                Y_batch = Y_shuffled[:, k * batch_size:(k + 1) * batch_size]
                A, cache = self.forward(X_batch)
                total += self.cost(A, Y_batch) * X_batch.shape[1]
                self.update(self.backward(cache, Y_batch))
            history.append(total / m)
        return history

    def predict(self, X):
        return (self.forward(X)[0] > 0.5).astype(int)


if __name__ == "__main__":
    X, Y = make_moons(400, noise=0.2)
    net = NeuralNet([2, 16, 8, 1], lr=5e-3)
    history = net.fit(X.T, Y.reshape(1, -1))
    print("training accuracy", (net.predict(X.T) == Y).mean())
    plt.plot(history)
    plt.show()
