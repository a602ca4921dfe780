# rede neural simples, tudo global
import numpy as np

entrada = 3
oculta = 5
saida = 2
taxa = 0.3

W1 = np.random.randn(entrada, oculta)
b1 = np.random.randn(1, oculta)
W2 = np.random.randn(oculta, saida)
b2 = np.random.randn(1, saida)


def sigmoide(v):
	return 1 / (1 + np.exp(-v))

def sigmoide_derivada(s):
	"""recebe a SAIDA da sigmoide"""
	return s * (1 - s)

def propagar(X):
	global h, o
	h = sigmoide(np.dot(X, W1) + b1)
	o = sigmoide(np.dot(h, W2) + b2)
	return o

def retropropagar(X, Y):
	global W1, b1, W2, b2
	N = len(X)
	erro_saida = o - Y
	delta_saida = erro_saida * sigmoide_derivada(o)
	erro_oculta = np.dot(delta_saida, W2.T)
	delta_oculta = erro_oculta * sigmoide_derivada(h)

	W2 = W2 - taxa * np.dot(h.T, delta_saida) / N
	b2 = b2 - taxa * np.sum(delta_saida, axis=0, keepdims=True) / N
	W1 = W1 - taxa * np.dot(X.T, delta_oculta) / N
	b1 = b1 - taxa * np.sum(delta_oculta, axis=0, keepdims=True) / N

def custo(Y):
	return np.sum((o - Y) ** 2) / (2 * len(Y))

def treinar(X, Y, epocas=5000):
	for e in range(epocas):
		propagar(X)
		if e % 1000 == 0:
			print('epoca', e, 'custo', custo(Y))
		retropropagar(X, Y)


dados = np.loadtxt('flores.csv', delimiter=',', skiprows=1)
X, Y = dados[:, :entrada], dados[:, entrada:]
X = (X - X.mean(axis=0)) / X.std(axis=0)
treinar(X, Y)
print(propagar(X[:5]).round(2))
