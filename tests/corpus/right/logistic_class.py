import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split


class LogisticRegression:
    """Binary classifier, full-batch gradient descent.

    Parameters
    ----------
    learning_rate : float
    n_iterations : int
    """

    def __init__(self, learning_rate=0.01, n_iterations=1000, verbose=False):
        self.learning_rate = learning_rate
        self.n_iterations = n_iterations
        self.verbose = verbose
        self.weights = None
        self.bias = None
        self.losses = []

    @staticmethod
    def _sigmoid(t):
        return 1 / (1 + np.exp(-t))

    def _loss(self, y_true, p):
        return -np.mean(y_true * np.log(p) + (1 - y_true) * np.log(1 - p))

    def predict_proba(self, X):
        return self._sigmoid(X @ self.weights + self.bias)

    def fit(self, X, y):
        n_samples, n_features = X.shape
        self.weights = np.zeros(n_features)
        self.bias = 0.0

        for iteration in range(self.n_iterations):
            p = self.predict_proba(X)
            self.losses.append(self._loss(y, p))

            residual = p - y
            grad_w = X.T @ residual / n_samples
            grad_b = residual.sum() / n_samples

            self.weights -= self.learning_rate * grad_w
            self.bias -= self.learning_rate * grad_b

            if self.verbose and iteration % 100 == 0:
                print(f"{iteration:5d} {self.losses[-1]:.4f}")
        return self

    def predict(self, X, threshold=0.5):
        return (self.predict_proba(X) >= threshold).astype(int)

    def score(self, X, y):
        return np.mean(self.predict(X) == y)


if __name__ == "__main__":
    X, y = load_breast_cancer(return_X_y=True)
    X = (X - X.mean(axis=0)) / X.std(axis=0)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
    clf = LogisticRegression(learning_rate=0.1, verbose=True).fit(X_train, y_train)
    print("test accuracy", clf.score(X_test, y_test))
