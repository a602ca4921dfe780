# deep regressor, choose your activation by name
import numpy as np
import pandas as pd

SLOPE = 0.05


def activate(name, z):
    if name == 'tanh':
        return np.tanh(z)
    elif name == 'leaky':
        return np.where(z > 0, z, SLOPE * z)
    elif name == 'sigmoid':
        return 1 / (1 + np.exp(-z))
    elif name == 'linear':
        return z
    raise ValueError('unknown activation ' + name)


def activate_grad(name, z, a):
    if name == 'tanh':
        return 1 - a * a
    elif name == 'leaky':
        return np.where(z > 0, 1.0, SLOPE)
    elif name == 'sigmoid':
        return a * (1 - a)
    elif name == 'linear':
        return np.ones_like(z)
    raise ValueError('unknown activation ' + name)


class DeepRegressor:

    def __init__(self, sizes, activations):
        assert len(activations) == len(sizes) - 1
        self.layers = []
        for k in range(1, len(sizes)):
            self.layers.append({
                'W': np.random.normal(0, 1 / np.sqrt(sizes[k - 1]), (sizes[k], sizes[k - 1])),
                'b': np.zeros((sizes[k], 1)),
                'act': activations[k - 1],
            })

    def forward(self, X):
        A = X
        for layer in self.layers:
            layer['input'] = A
            layer['Z'] = layer['W'].dot(A) + layer['b']
            A = activate(layer['act'], layer['Z'])
            layer['A'] = A
        return A

    def cost(self, prediction, Y):
        m = Y.shape[1]
        return np.sum((prediction - Y) ** 2) / (2 * m)

    def backward(self, prediction, Y):
        m = Y.shape[1]
        dA = (prediction - Y) / m
        for layer in reversed(self.layers):
            dZ = dA * activate_grad(layer['act'], layer['Z'], layer['A'])
            layer['dW'] = dZ.dot(layer['input'].T)
            layer['db'] = dZ.sum(axis=1, keepdims=True)
            dA = layer['W'].T.dot(dZ)

    def update(self, eta):
        for layer in self.layers:
            layer['W'] -= eta * layer['dW']
            layer['b'] -= eta * layer['db']

    def train(self, X, Y, eta=0.01, steps=1000):
        for i in range(steps):
            prediction = self.forward(X)
            if i % 100 == 0:
                print(i, self.cost(prediction, Y))
            self.backward(prediction, Y)
            self.update(eta)


if __name__ == '__main__':
    houses = pd.read_csv('housing.csv').dropna()
    Y = houses.pop('price').values[None, :] / 1e5
    X = ((houses - houses.mean()) / houses.std()).values.T
    net = DeepRegressor([X.shape[0], 10, 6, 1], ['tanh', 'leaky', 'linear'])
    net.train(X, Y)
