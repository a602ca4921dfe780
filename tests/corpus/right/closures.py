import numpy as np

relu = lambda x, derivative=False: (x > 0) * 1.0 if derivative else x * (x > 0)


def sigmoid(x, derivative=False):
    s = 1 / (1 + np.exp(-x))
    return s * (1 - s) if derivative else s


def tanh(x, derivative=False):
    if derivative:
        return 1 - np.tanh(x) ** 2
    return np.tanh(x)


mse = lambda out, target: 0.5 * ((out - target) ** 2).sum() / len(target)


def make_network(sizes, activations, seed=13):
    """Returns two functions: predict(x) and train(x, target, lr). Rows are samples."""
    rng = np.random.RandomState(seed)
    W = [rng.randn(i, o) * 0.5 for i, o in zip(sizes[:-1], sizes[1:])]
    B = [np.zeros((1, o)) for o in sizes[1:]]
    n_layers = len(W)

    def predict(x):
        for w, b, f in zip(W, B, activations):
            x = f(x @ w + b)
        return x

    def train(x, target, lr):
        # keep inputs and pre-activations of every layer
        ins, pres = [x], []
        for w, b, f in zip(W, B, activations):
            pres.append(ins[-1] @ w + b)
            ins.append(f(pres[-1]))

        out = ins[-1]
        loss = mse(out, target)
        g = (out - target) / len(target)
        for k in range(n_layers - 1, -1, -1):
            g = g * activations[k](pres[k], derivative=True)
            dw, db = ins[k].T @ g, g.sum(axis=0, keepdims=True)
            g = g @ W[k].T
            W[k] = W[k] - lr * dw
            B[k] = B[k] - lr * db
        return loss

    return predict, train


if __name__ == '__main__':
    predict, train = make_network([2, 8, 5, 2], [tanh, relu, sigmoid])
    x = np.random.uniform(-1, 1, (200, 2))
    target = np.stack([x[:, 0] * x[:, 1] > 0, x[:, 0] > 0], axis=1).astype(float)
    for i in range(2001):
        loss = train(x, target, 0.8)
        if i % 400 == 0:
            print('%4d %.5f' % (i, loss))
    print(((predict(x) > 0.5) == target).mean())
