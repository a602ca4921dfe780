"""
Handwritten digits with a plain feed-forward network, trained by stochastic gradient descent.

Usage:  python network_sgd.py [hidden units]
"""
import random
import sys
import time

import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z):
    s = sigmoid(z)
    return s * (1.0 - s)


class Network(object):

    def __init__(self, sizes):
        """``sizes``: neurons per layer, the input first, e.g. [784, 30, 10]."""
        self.sizes = sizes
        self.num_layers = len(sizes)
        self.weights = []
        self.biases = []
        for fan_in, fan_out in zip(sizes, sizes[1:]):
            self.weights.append(np.random.randn(fan_out, fan_in) / np.sqrt(fan_in))
            self.biases.append(np.random.randn(fan_out, 1))

    def feedforward(self, a):
        for w, b in zip(self.weights, self.biases):
            a = sigmoid(np.dot(w, a) + b)
        return a

    def backprop(self, x, y):
        """Slopes of 1/2 |a - y|^2 for one column x, as two lists that match biases and weights."""
        # remember everything on the way up
        activations = [x]
        zs = []
        for w, b in zip(self.weights, self.biases):
            zs.append(np.dot(w, activations[-1]) + b)
            activations.append(sigmoid(zs[-1]))

        grad_b = [None] * (self.num_layers - 1)
        grad_w = [None] * (self.num_layers - 1)

        # the error of the last layer
        delta = (activations[-1] - y) * sigmoid_prime(zs[-1])
        grad_b[-1] = delta
        grad_w[-1] = np.dot(delta, activations[-2].T)

        # and down again, counting layers from the end
        for l in range(2, self.num_layers):
            delta = np.dot(self.weights[-l + 1].T, delta) * sigmoid_prime(zs[-l])
            grad_b[-l] = delta
            grad_w[-l] = np.dot(delta, activations[-l - 1].T)
        return grad_b, grad_w

    def update_mini_batch(self, mini_batch, eta):
        nabla_b = [np.zeros(b.shape) for b in self.biases]
        nabla_w = [np.zeros(w.shape) for w in self.weights]
        for x, y in mini_batch:
            grad_b, grad_w = self.backprop(x, y)
            nabla_b = [total + g for total, g in zip(nabla_b, grad_b)]
            nabla_w = [total + g for total, g in zip(nabla_w, grad_w)]
        rate = eta / len(mini_batch)
        self.weights = [w - rate * g for w, g in zip(self.weights, nabla_w)]
        self.biases = [b - rate * g for b, g in zip(self.biases, nabla_b)]

    def SGD(self, training_data, epochs, mini_batch_size, eta, test_data=None):
        for epoch in range(epochs):
            start = time.time()
            random.shuffle(training_data)
            for k in range(0, len(training_data), mini_batch_size):
                self.update_mini_batch(training_data[k:k + mini_batch_size], eta)
            took = time.time() - start
            if test_data:
                print("epoch %d: %d of %d (%.1f s)" % (epoch, self.evaluate(test_data), len(test_data), took))
            else:
                print("epoch %d (%.1f s)" % (epoch, took))

    def evaluate(self, test_data):
        return sum(int(np.argmax(self.feedforward(x)) == y) for x, y in test_data)


if __name__ == "__main__":
    import mnist_loader

    train, valid, test = mnist_loader.load_data_wrapper()
    net = Network([784, int(sys.argv[1]) if len(sys.argv) > 1 else 30, 10])
    net.SGD(list(train), 30, 10, 3.0, test_data=list(test))
