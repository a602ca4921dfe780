# fitting a noisy sine with one hidden layer -- everything in one go, no functions
import numpy as np
import matplotlib.pyplot as plt

np.random.seed(0)

# data: one row per example
N = 64
x = np.linspace(-3, 3, N).reshape(-1, 1)
y = np.sin(x) + 0.1 * np.random.randn(N, 1)

# network: 1 -> H -> 1
D, H, O = 1, 12, 1
lr = 0.05
W1 = np.random.randn(D, H)
b1 = np.zeros((1, H))
W2 = np.random.randn(H, O) / np.sqrt(H)
b2 = np.zeros((1, O))

losses = []
for epoch in range(3000):
    # forward pass
    z1 = x @ W1 + b1
    h = np.tanh(z1)
    y_hat = h @ W2 + b2

    # mean squared error
    diff = y_hat - y
    loss = np.mean(diff ** 2)
    losses.append(loss)

    if epoch % 500 == 0:
        print("epoch", epoch, "loss", loss)

    # backward pass
    n = x.shape[0]
    d_out = 2 * diff / n
    dW2 = h.T @ d_out
    db2 = d_out.sum(axis=0, keepdims=True)
    dh = d_out @ W2.T
    dz1 = dh * (1 - h ** 2)
    dW1 = x.T @ dz1
    db1 = dz1.sum(axis=0, keepdims=True)

    # gradient descent
    W1 -= lr * dW1
    b1 -= lr * db1
    W2 -= lr * dW2
    b2 -= lr * db2

plt.plot(x, y, ".")
plt.plot(x, y_hat)
plt.figure()
plt.plot(losses)
plt.yscale("log")
plt.savefig("loss.png")
