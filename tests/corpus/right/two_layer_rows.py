from __future__ import print_function

from builtins import range
import numpy as np
import matplotlib.pyplot as plt


class TwoLayerNet(object):
    """
    Input, affine, ReLU, affine, softmax.  N examples of size D in rows, C classes.

    All parameters live in self.params: W1 (D, H), b1 (H,), W2 (H, C), b2 (C,).
    """

    def __init__(self, input_size, hidden_size, output_size, std=1e-2):
        self.params = {}
        self.params['W1'] = std * np.random.randn(input_size, hidden_size)
        self.params['b1'] = np.zeros(hidden_size)
        self.params['W2'] = std * np.random.randn(hidden_size, output_size)
        self.params['b2'] = np.zeros(output_size)

    def loss(self, X, y=None, reg=0.0):
        """
        Without y: the scores (N, C).  With y: the loss and a dict of gradients, keys as in params.
        """
        W1, b1 = self.params['W1'], self.params['b1']
        W2, b2 = self.params['W2'], self.params['b2']
        N = X.shape[0]

        # scores
        pre = X.dot(W1) + b1
        hidden = np.maximum(pre, 0)
        scores = hidden.dot(W2) + b2
        if y is None:
            return scores

        # softmax and data loss
        scores = scores - scores.max(axis=1)[:, np.newaxis]
        probs = np.exp(scores)
        probs /= probs.sum(axis=1)[:, np.newaxis]
        loss = -np.log(probs[range(N), y]).sum() / N
        loss += reg * (np.sum(W1 * W1) + np.sum(W2 * W2))

        # the way back
        grads = {}
        dscores = probs.copy()
        dscores[range(N), y] -= 1
        dscores /= N
        grads['W2'] = hidden.T.dot(dscores) + 2 * reg * W2
        grads['b2'] = dscores.sum(axis=0)
        dhidden = dscores.dot(W2.T)
        dhidden[pre <= 0] = 0
        grads['W1'] = X.T.dot(dhidden) + 2 * reg * W1
        grads['b1'] = dhidden.sum(axis=0)

        return loss, grads

    def train(self, X, y, X_val, y_val, learning_rate=1e-3, learning_rate_decay=0.95,
              reg=5e-6, num_iters=100, batch_size=200, verbose=False):
        num_train = X.shape[0]
        iterations_per_epoch = max(num_train // batch_size, 1)
        loss_history = []

        for it in range(num_iters):
            pick = np.random.choice(num_train, batch_size)
            loss, grads = self.loss(X[pick], y=y[pick], reg=reg)
            loss_history.append(loss)
            for name in self.params:
                self.params[name] -= learning_rate * grads[name]
            if verbose and it % 100 == 0:
                print('iteration %d / %d: loss %f' % (it, num_iters, loss))
            if it % iterations_per_epoch == 0:
                learning_rate *= learning_rate_decay

        return {'loss_history': loss_history}

    def predict(self, X):
        return np.argmax(self.loss(X), axis=1)


if __name__ == '__main__':
    from cs_utils.data import get_CIFAR10_data
    X_train, y_train, X_val, y_val, X_test, y_test = get_CIFAR10_data()
    net = TwoLayerNet(32 * 32 * 3, 50, 10)
    stats = net.train(X_train, y_train, X_val, y_val, num_iters=1000, verbose=True)
    print('validation accuracy:', (net.predict(X_val) == y_val).mean())
    plt.plot(stats['loss_history'])
    plt.show()
