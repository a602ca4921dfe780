# Regresión softmax desde cero (sin sklearn para el modelo, solo para los datos)
import numpy as np
import pandas as pd
from sklearn.datasets import load_iris
from sklearn.preprocessing import StandardScaler


class SoftmaxRegression:
    """Clasificador lineal multiclase; una fila por ejemplo, etiquetas enteras 0..K-1."""

    def __init__(self, tasa=0.1, epocas=500, semilla=None):
        self.tasa = tasa
        self.epocas = epocas
        self.semilla = semilla
        self.historial = []

    def _softmax(self, Z):
        Z = Z - np.max(Z, axis=1, keepdims=True)  # estabilidad numérica
        exps = np.exp(Z)
        return exps / np.sum(exps, axis=1, keepdims=True)

    def _one_hot(self, y, K):
        Y = np.zeros((len(y), K))
        Y[np.arange(len(y)), y] = 1
        return Y

    def _perdida(self, P, Y):
        # entropía cruzada media
        N = Y.shape[0]
        return -np.sum(Y * np.log(P)) / N

    def fit(self, X, y):
        N, D = X.shape
        K = len(np.unique(y))
        rng = np.random.default_rng(self.semilla)
        self.W = rng.normal(0, 0.01, size=(D, K))
        self.b = np.zeros(K)
        Y = self._one_hot(y, K)

        for epoca in range(self.epocas):
            scores = X.dot(self.W) + self.b
            P = self._softmax(scores)
            self.historial.append(self._perdida(P, Y))

            # gradientes
            dscores = (P - Y) / N
            dW = X.T.dot(dscores)
            db = np.sum(dscores, axis=0)

            # actualización
            self.W = self.W - self.tasa * dW
            self.b = self.b - self.tasa * db

            if epoca % 100 == 0:
                print(f'época {epoca}: pérdida {self.historial[-1]:.4f}')
        return self

    def predict_proba(self, X):
        return self._softmax(X.dot(self.W) + self.b)

    def predict(self, X):
        return np.argmax(self.predict_proba(X), axis=1)


def exactitud(y, y_pred):
    return float(np.mean(y == y_pred))


iris = load_iris()
X = StandardScaler().fit_transform(iris.data)
modelo = SoftmaxRegression(tasa=0.2, epocas=1000, semilla=7)
modelo.fit(X, iris.target)
print('exactitud:', exactitud(iris.target, modelo.predict(X)))
print(pd.crosstab(iris.target, modelo.predict(X)))
