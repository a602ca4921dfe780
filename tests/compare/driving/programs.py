"""Programs in the shapes that people write them, as short as they can be."""

GRADIENT_DESCENT = """
    import numpy as np
    import pandas as pd
    data = pd.read_csv("train.csv")

    def init_params():
        W1 = np.random.rand(10, 784) - 0.5
        b1 = np.zeros((10, 1))
        W2 = np.random.rand(10, 10) - 0.5
        b2 = np.zeros((10, 1))
        return W1, b1, W2, b2

    def softmax(Z):
        return np.exp(Z) / sum(np.exp(Z))

    def forward(W1, b1, W2, b2, X):
        Z1 = W1.dot(X) + b1
        A1 = np.maximum(Z1, 0)
        Z2 = W2.dot(A1) + b2
        return Z1, A1, Z2, softmax(Z2)

    def one_hot(Y):
        result = np.zeros((Y.size, Y.max() + 1))
        result[np.arange(Y.size), Y] = 1
        return result.T

    def backward(Z1, A1, A2, W2, X, Y):
        dZ2 = A2 - one_hot(Y)
        dW2 = 1 / m * dZ2.dot(A1.T)
        db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
        dZ1 = W2.T.dot(dZ2) * (Z1 > 0)
        dW1 = 1 / m * dZ1.dot(X.T)
        db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
        return dW1, db1, dW2, db2

    def gradient_descent(X, Y, alpha, iterations):
        W1, b1, W2, b2 = init_params()
        for i in range(iterations):
            Z1, A1, Z2, A2 = forward(W1, b1, W2, b2, X)
            dW1, db1, dW2, db2 = backward(Z1, A1, A2, W2, X, Y)
            W1 = W1 - alpha * dW1
            b1 = b1 - alpha * db1
            W2 = W2 - alpha * dW2
            b2 = b2 - alpha * db2
        return W1, b1, W2, b2

    m, n = data.shape
    gradient_descent(data[:, 1:].T, data[:, 0], 0.1, 500)
"""

LOGISTIC_CLASS = """
    import numpy as np

    class LogisticRegression:
        def __init__(self, lr=0.01, n_iters=1000):
            self.lr = lr
            self.n_iters = n_iters
            self.weights = None
            self.bias = None

        def fit(self, X, y):
            n_samples, n_features = X.shape
            self.weights = np.zeros(n_features)
            self.bias = 0
            for _ in range(self.n_iters):
                a = 1 / (1 + np.exp(-(X @ self.weights + self.bias)))
                cost = -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))
                self.weights -= self.lr * X.T @ (a - y) / n_samples
                self.bias -= self.lr * np.sum(a - y) / n_samples
"""

PIECES = """
    import numpy as np

    def forward_propagation_n(X, Y, parameters):
        W1, b1 = parameters["W1"], parameters["b1"]
        W2, b2 = parameters["W2"], parameters["b2"]
        m = X.shape[1]
        Z1 = np.dot(W1, X) + b1
        A1 = np.maximum(0, Z1)
        Z2 = np.dot(W2, A1) + b2
        A2 = 1 / (1 + np.exp(-Z2))
        cost = -1 / m * np.sum(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
        return cost, (Z1, A1, W1, b1, Z2, A2, W2, b2)

    def backward_propagation_n(X, Y, cache):
        m = X.shape[1]
        (Z1, A1, W1, b1, Z2, A2, W2, b2) = cache
        dZ2 = A2 - Y
        dW2 = 1 / m * np.dot(dZ2, A1.T)
        db2 = 1 / m * np.sum(dZ2, axis=1, keepdims=True)
        dZ1 = np.dot(W2.T, dZ2) * (A1 > 0)
        dW1 = 1 / m * np.dot(dZ1, X.T)
        db1 = 1 / m * np.sum(dZ1, axis=1, keepdims=True)
        return {"dW1": dW1, "db1": db1, "dW2": dW2, "db2": db2}
"""

INLINE = """
    import numpy as np
    X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
    y = np.array([[0], [1], [1], [0]])
    syn0 = 2 * np.random.random((3, 4)) - 1
    syn1 = 2 * np.random.random((4, 1)) - 1
    for j in range(60000):
        l1 = 1 / (1 + np.exp(-(np.dot(X, syn0))))
        l2 = 1 / (1 + np.exp(-(np.dot(l1, syn1))))
        l2_delta = (y - l2) * (l2 * (1 - l2))
        l1_delta = l2_delta.dot(syn1.T) * (l1 * (1 - l1))
        syn1 += l1.T.dot(l2_delta)
        syn0 += X.T.dot(l1_delta)
"""

SAMPLES = """
    import numpy as np

    class Network:
        def __init__(self, sizes):
            self.biases = [np.random.randn(n, 1) for n in sizes[1:]]
            self.weights = [np.random.randn(n, k) for k, n in zip(sizes[:-1], sizes[1:])]

        def SGD(self, training_data, epochs, mini_batch_size, eta):
            for epoch in range(epochs):
                for k in range(0, len(training_data), mini_batch_size):
                    self.update(training_data[k:k + mini_batch_size], eta)

        def update(self, mini_batch, eta):
            for x, y in mini_batch:
                activations = [x]
                for b, w in zip(self.biases, self.weights):
                    activations.append(1 / (1 + np.exp(-(w @ activations[-1] + b))))
                delta = activations[-1] - y
                for l in range(1, len(self.weights) + 1):
                    w, b = self.weights[-l], self.biases[-l]
                    self.weights[-l] = w - eta * delta @ activations[-l - 1].T
                    self.biases[-l] = b - eta * delta
                    a = activations[-l - 1]
                    delta = (w.T @ delta) * a * (1 - a)
"""

LAYERS = """
    import numpy as np

    class Dense:
        def __init__(self, n_in, n_out):
            self.W = np.random.randn(n_in, n_out)
            self.b = np.zeros((1, n_out))

        def forward(self, x):
            self.x = x
            return x @ self.W + self.b

        def backward(self, grad, lr):
            dx = grad @ self.W.T
            self.W -= lr * self.x.T @ grad
            self.b -= lr * grad.sum(axis=0, keepdims=True)
            return dx

    class Tanh:
        def forward(self, x):
            self.a = np.tanh(x)
            return self.a

        def backward(self, grad, lr):
            return grad * (1 - self.a ** 2)

    class Network:
        def __init__(self):
            self.layers = []

        def add(self, layer):
            self.layers.append(layer)

        def fit(self, X, y, epochs, lr):
            for epoch in range(epochs):
                out = X
                for layer in self.layers:
                    out = layer.forward(out)
                loss = np.sum((out - y) ** 2) / len(y)
                grad = 2 * (out - y) / len(y)
                for layer in reversed(self.layers):
                    grad = layer.backward(grad, lr)

    net = Network()
    net.add(Dense(3, 5))
    net.add(Tanh())
    net.add(Dense(5, 2))
    net.fit(X_train, y_train, 1000, 0.1)
"""

UNROLLED = """
    import numpy as np
    from scipy.optimize import minimize

    def nn_cost(nn_params, input_size, hidden_size, num_labels, X, y, lambda_):
        split = hidden_size * (input_size + 1)
        Theta1 = nn_params[:split].reshape((hidden_size, input_size + 1))
        Theta2 = np.reshape(nn_params[split:], (num_labels, hidden_size + 1))
        m = X.shape[0]
        Y = np.eye(num_labels)[y]
        a1 = np.hstack((np.ones((m, 1)), X))
        a2 = np.hstack((np.ones((m, 1)), np.tanh(a1 @ Theta1.T)))
        h = 1 / (1 + np.exp(-a2 @ Theta2.T))
        J = -np.sum(Y * np.log(h) + (1 - Y) * np.log(1 - h)) / m
        d3 = (h - Y) / m
        d2 = (d3 @ Theta2[:, 1:]) * (1 - a2[:, 1:] ** 2)
        grad = np.concatenate(((d2.T @ a1).ravel(), (d3.T @ a2).ravel()))
        return J, grad

    res = minimize(nn_cost, start, args=(400, 25, 10, X, y, 1), jac=True)
"""

WITH_INTERCEPT = """
    import numpy as np
    data = np.loadtxt("data.txt", delimiter=",")
    X = data[:, :2]
    y = data[:, 2]

    def gradient_descent(X, y, theta, alpha, num_iters):
        for i in range(num_iters):
            h = 1 / (1 + np.exp(-X @ theta))
            cost = -np.mean(y * np.log(h) + (1 - y) * np.log(1 - h))
            theta = theta - alpha * X.T @ (h - y) / len(y)
        return theta

    m, n = X.shape
    X = np.concatenate([np.ones((m, 1)), X], axis=1)
    theta = gradient_descent(X, y, np.zeros(n + 1), 0.01, 1500)
"""

NOTEBOOK = """
    import numpy as np
    m = 60000
    X_train, Y_train = load_digits(m)
    W1 = np.random.randn(4, 784)
    b1 = np.zeros((4, 1))
    W2 = np.random.randn(10, 4)
    b2 = np.zeros((10, 1))
    A1 = np.maximum(0, W1 @ X_train + b1)
    A2 = 1 / (1 + np.exp(-(W2 @ A1 + b2)))
    dZ2 = (A2 - Y_train) / m
    dZ1 = W2.T @ dZ2
    dZ1[A1 <= 0] = 0
    W1 -= 0.5 * dZ1 @ X_train.T
    b1 -= 0.5 * dZ1.sum(axis=1, keepdims=True)
    W2 -= 0.5 * dZ2 @ A1.T
    b2 -= 0.5 * dZ2.sum(axis=1, keepdims=True)
"""
