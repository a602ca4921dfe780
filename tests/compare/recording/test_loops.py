"""A training loop is left after one update; loops over layers, samples and entries run on."""

import pytest

from tests.compare.recording.recorded import Run, X, Y

PER_SAMPLE = """
np.random.seed(0)
W1 = np.random.randn(4, 3); b1 = np.zeros(4); W2 = np.random.randn(1, 4); b2 = np.zeros(1)
turns = 0
for epoch in range(1000):
    for i in range(X.shape[0]):
        turns += 1
        z1 = W1 @ X[i] + b1
        a1 = np.tanh(z1)
        a2 = 1 / (1 + np.exp(-(W2 @ a1 + b2)))
        dz2 = a2 - Y[i]
        dz1 = W2.T @ dz2 * (1 - a1 ** 2)
        W1 -= 0.1 * np.outer(dz1, X[i])
        b1 -= 0.1 * dz1
        W2 -= 0.1 * np.outer(dz2, a1)
        b2 -= 0.1 * dz2
"""

LAYERS = """
np.random.seed(0)
class Net:
    def __init__(self, sizes):
        self.W = [np.random.randn(b, a) for a, b in zip(sizes[:-1], sizes[1:])]
        self.updates = self.epochs = 0
    def train(self, X, Y, lr=0.1, epochs=500):
        for _ in range(epochs):
            self.epochs += 1
            A = [X]
            for W in self.W:
                A.append(np.tanh(W @ A[-1]))
            for l in reversed(range(len(self.W))):
                if l == len(self.W) - 1:
                    delta = (A[-1] - Y) * (1 - A[-1] ** 2)
                else:
                    delta = self.W[l + 1].T @ delta * (1 - A[l + 1] ** 2)
                self.updates += 1
                self.W[l] -= lr * delta @ A[l].T
net = Net([3, 5, 4, 1])
net.train(X.T, Y.T)
turns = net.updates, net.epochs
"""

ACCUMULATED = """
w1 = 0; w2 = 0.0; b = 0
turns = 0; outer = 0
for it in range(100):
    outer += 1
    J = 0; dw1 = 0; dw2 = 0; db = 0
    for i in range(len(X)):
        turns += 1
        a = 1 / (1 + np.exp(-(w1 * X[i, 0] + w2 * X[i, 1] + b)))
        J += -(Y[i] * np.log(a) + (1 - Y[i]) * np.log(1 - a))
        dz = a - Y[i]
        dw1 += X[i, 0] * dz
        dw2 += X[i, 1] * dz
        db += dz
    w1 = w1 - 0.1 * dw1 / len(X)
    w2 -= 0.1 * dw2 / len(X)
    b -= 0.1 * db / len(X)
turns = turns, outer
"""

WHILE = """
theta = np.zeros((3, 1)); turns = 0
while turns < 1000:
    turns += 1
    g = X.T @ (X @ theta - Y) / len(X)
    theta = theta - 0.1 * g
"""

DICTIONARIES = """
def initialise():
    return {"W": np.ones((1, 3)) * 0.1, "b": np.zeros((1, 1))}
def gradients(p, X, Y):
    dZ = np.tanh(np.dot(p["W"], X) + p["b"]) - Y
    return {"W": np.dot(dZ, X.T), "b": dZ.sum(axis=1, keepdims=True)}
def update(p, g):
    return {name: p[name] - 0.1 * g[name] for name in p}
turns = 0
p = initialise()
for i in range(100):
    turns += 1
    p = update(p, gradients(p, X.T, Y.T))
"""

PARAMETER = """
turns = 0
def descend(theta, X, Y):
    global turns
    for i in range(100):
        turns += 1
        theta = theta - 0.1 * X.T @ (X @ theta - Y)
descend(np.ones((3, 1)), X, Y)
"""

CHECKING = """
def cost(theta): return np.mean((X @ theta - Y) ** 2)
theta = np.ones((3, 1)); slopes = np.zeros((3, 1)); turns = 0
for i in range(3):
    turns += 1
    up = theta.copy(); up[i] += 1e-4
    down = theta.copy(); down[i] -= 1e-4
    slopes[i] = (cost(up) - cost(down)) / 2e-4
"""

UPDATING = """
W = [np.ones((1, 3)), np.ones((1, 1))]; turns = 0
H = np.tanh(W[0] @ X.T)
dW = [((W[1] @ H - Y.T) * (1 - H ** 2)) @ X, (W[1] @ H - Y.T) @ H.T]
for l in range(2):
    turns += 1
    W[l] = W[l] - 0.1 * dW[l]
"""

BACKWARD = """
W = [np.ones((3, 3)) * 0.1, np.ones((1, 3))]; turns = 0
A = [X.T, np.tanh(W[0] @ X.T)]
A.append(W[1] @ A[1])
for l in reversed(range(2)):
    turns += 1
    dZ = A[2] - Y.T if l == 1 else dA * (1 - A[1] ** 2)
    dA = W[l].T @ dZ
    W[l] = W[l] - 0.1 * dZ @ A[l].T
"""

REPLACED = """
w = np.ones((3, 1)); turns = 0
for ridge in [0.1, 1.0, 10.0]:
    turns += 1
    residual = X @ w - Y
    w = np.linalg.solve(X.T @ X + ridge * np.eye(3), X.T @ Y)
"""

OWN_DATA = """
X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1.0]])
y = np.array([[0, 1, 1, 0.0]]).T
np.random.seed(1)
V, W = np.random.random((3, 2)), np.random.random((2, 1))
decay = 0.999
turns = 0
for _ in range(50):
    turns += 1
    H = np.tanh(X @ V)
    error = y - H @ W
    dH = error @ W.T * (1 - H ** 2)
    W = decay * W + H.T @ error
    V += X.T @ dH
"""

RECURRENT = """
rng = np.random.RandomState(0)
U, V = rng.randn(3, 3), rng.randn(3, 3)
h, m = np.zeros((3, 1)), np.zeros((3, 1)); turns = 0
A = V @ V.T
for x in rng.randn(6, 3, 1):
    turns += 1
    gate = 1 / (1 + np.exp(-(U @ x)))
    h = gate * np.tanh(U @ x + V @ h) + (1 - gate) * h
    m = 0.9 * m + 0.1 * h
"""

WITHOUT_A_CUT = {
    "per sample": (PER_SAMPLE, 11000),
    "layers": (LAYERS, (1500, 500)),
    "accumulated": (ACCUMULATED, (1100, 100)),
    "while": (WHILE, 1000),
    "dictionaries": (DICTIONARIES, 100),
    "checking": (CHECKING, 3),
    "updating": (UPDATING, 2),
    "own data": (OWN_DATA, 50),
}


@pytest.mark.parametrize(
    ("text", "turns", "cuts"),
    [
        (PER_SAMPLE, 1, 2),
        (LAYERS, (3, 1), 1),
        (ACCUMULATED, (11, 1), 1),
        (WHILE, 1, 1),
        (DICTIONARIES, 1, 1),
        (PARAMETER, 1, 1),
        (CHECKING, 3, 0),
        (UPDATING, 2, 0),
        (BACKWARD, 2, 0),
        (REPLACED, 3, 0),
        (OWN_DATA, 1, 1),
        (RECURRENT, 6, 0),
    ],
)
def test_a_loop_runs_for_one_update(text: str, turns: object, cuts: int) -> None:
    run = Run(text, X=X, Y=Y)
    assert run["turns"] == turns
    assert [remark.kind for remark in run.recording.remarks] == ["cut"] * cuts


@pytest.mark.parametrize("name", ["while", "dictionaries", "own data"])
def test_without_cuts_every_turn_is_taken(name: str) -> None:
    text, turns = WITHOUT_A_CUT[name]
    assert Run(text, X=X, Y=Y, cut_loops=False)["turns"] == turns


def test_the_remark_names_the_loop() -> None:
    run = Run(WHILE, X=X, Y=Y)
    (remark,) = run.recording.remarks
    assert remark.site
    assert remark.site.line == 4
    assert remark.text == "the loop of line 4 was left after one update"
