import numpy as N
from numpy import dot, exp, random as rnd
from numpy.linalg import norm, inv
import numpy as np

np.random.seed(3)
W = np.random.randn(3, 4) * 0.1
rng = np.random.default_rng(0)
V = rng.normal(size=(4, 2))
drawn = np.random.rand(2), np.random.randint(0, 5, 3), np.random.uniform(-1, 1, (2, 2)), rnd.normal(0, 1, 3), np.random.choice(5, 2)
permuted = np.random.permutation(W), np.random.permutation(5), np.random.choice(W[0], 3), rng.permutation(V)
S = W.copy(); np.random.shuffle(S)
products = dot(W, V), W.dot(V), np.matmul(W, V), N.einsum("ij,jk->ik", W, V), np.outer(W[0], V[:, 0]), np.inner(W, W), np.tensordot(W, V, 1), W @ V, np.multiply(W, W), np.vdot(W, W), np.kron(V, V), W.T.dot(W)
sums = W.sum(), W.sum(axis=0), np.sum(W, axis=1, keepdims=True), W.mean(1), np.mean(W), W.std(), W.var(axis=0), np.prod(W), W.max(), W.min(axis=1), np.amax(W, 0), W.cumsum(), np.add.reduce(W), np.linalg.norm(W), norm(W, axis=0), np.trace(W @ W.T), W.argmax(axis=0), np.argmin(W), np.average(W, axis=0), np.median(W), W.ptp() if hasattr(W, "ptp") else 0, W.all(), np.any(W)
shapes = W.T, W.transpose(), np.transpose(W), W.reshape(-1), W.reshape(2, 6), W.flatten(), W.ravel(), W[:, None], np.expand_dims(W, 0), np.squeeze(W[None]), np.atleast_2d(W[0]), W.swapaxes(0, 1), np.concatenate([W, W]), np.hstack((W, W)), np.vstack([W, W]), np.stack([W, W]), np.c_[W, W], np.r_[W[0], 1.0], np.append(W, 1.0), np.insert(W, 0, 1, axis=0), np.tile(W, 2), np.repeat(W, 2), np.split(W, 3), np.array_split(W.T, 3), np.broadcast_to(W[0], (2, 4)), np.flip(W), np.roll(W, 1), np.delete(W, 0, 0), np.column_stack([W[0], W[1]]), np.pad(W, 1), np.diag(W[0]), W.diagonal()
elementwise = exp(W), np.log(np.abs(W)), np.sqrt(abs(W)), np.maximum(0, W), np.where(W > 0, W, 0.1 * W), np.clip(W, -0.1, 0.1), np.sign(W), np.tanh(W), np.power(W, 2), np.square(W), np.log1p(exp(W)), W.clip(0), np.round(W, 2), W.round(1), np.minimum(W, 0), np.logaddexp(W, 0), np.heaviside(W, 0.5), np.isnan(W), np.logical_and(W > 0, W < 1), np.divide(W, 2), np.mod(W, 1), np.nan_to_num(W), np.floor(W), np.reciprocal(W), np.negative(W), np.greater(W, 0), np.float32(W), W.astype(int), (W > 0).astype(float), (W > 0) * 1, W.astype("float32") * 2
made = np.zeros((2, 3)), np.ones(3), np.full((2, 2), 0.5), np.eye(3), np.eye(3)[[0, 2]], np.arange(4), np.linspace(0, 1, 3), np.zeros_like(W), np.array([[1, 2], [3, 4]]), np.array([W[0], W[1]]), np.asarray(W), np.array(W, copy=True), np.array([1.5, W[0, 0]]), np.identity(2), np.empty((0, 2)), np.full(2, W[0, 0]), np.meshgrid([1.0, 2.0], W[0]), np.float64(2.5), np.fromfunction(lambda i, j: i + j, (2, 2)), np.int64(3), np.array(list(map(float, W[0]))), np.array(3.0)
out = np.empty((3, 2)); np.dot(W, V, out=out); np.add(out, 1.0, out=out); np.exp(out, out)
F = np.zeros((3, 3)); np.fill_diagonal(F, 2.0); F.fill(1.5); np.add.at(F, [0, 0], 1.0); np.copyto(F[1], 4.0); F[2].sort(); np.put(F, [0], 9.0)
D = W.copy(); D.shape = (4, 3); D.resize((2, 6)); E = D.view(); E[0] = 3.0
idx = np.unique(np.array([3, 1, 3])), np.unique([1, 1, 2], return_counts=True), np.nonzero(W > 0), np.where(W > 0), np.argsort(W), np.argsort(W[0])[::-1], np.searchsorted([1, 2], 1.5), np.argwhere(W > 0), np.bincount([1, 1, 2]), W.nonzero(), np.take(W, [0, 1], axis=1), np.triu(W)
linear = inv(W @ W.T + np.eye(3)), np.linalg.det(np.eye(2) * 2), np.linalg.svd(W)[1], np.linalg.solve(np.eye(3), W), np.linalg.pinv(W), np.linalg.eigvalsh(W @ W.T), np.linalg.multi_dot([W, V, V.T])
M = np.matrix([[1.0, 2.0], [3.0, 4.0]]); matrices = M * M, M.T, M ** 2, np.multiply(M, M), M.A, M.I, np.mat("1 2") if hasattr(np, "mat") else 0
listed = W.tolist(), W[0].item(0), W.size, W.shape, W.ndim, len(W), W.dtype, list(W[0]), tuple(W[:, 0]), W.item(1, 1)
onehot = np.zeros((5, 3)); onehot[np.arange(5), [0, 1, 2, 0, 1]] = 1
y = np.array([1, 0, 2]); loss = -np.log(np.abs(W)[y, np.arange(3)]).mean(), [int(v) for v in y], np.eye(3)[y], y == 1, y.reshape(-1, 1) == np.arange(3)
floats = [float(v) for v in W[0]], W[0, 0] * 2, W[0, 0] + np.float32(1), -W[0, 0], W[0, 0] > 0, W[0, 0] ** 2, 1 / W[0, 0], W[0, 0] == W[0, 0], np.float64(3) / 2, 7 // 2.0, 7.5 % 2
correlated = np.correlate(W[0], [1.0, 2.0]), np.convolve(W[0], W[1]), np.cross([1, 0, 0], [0, 1, 0]), np.corrcoef(W), np.interp(0.5, [0, 1], [2, 3]), np.polyfit([0, 1, 2], [1, 3, 5], 1), np.gradient(W[0]), np.diff(W[0]), np.dot(2.0, 3.0), np.dot(3, W), np.histogram(W, 3)
objects = np.array([W, V], dtype=object); objects[0] = objects[0] * 2; oshape = [o.shape for o in objects]; osum = objects[1] + 1
structured = np.array(["a", "b"]), np.array([True, False]) & True, np.array([1, 2]) | 1, np.array([1]) << 2, np.array([1 + 2j]) * 1j
booleans = np.bool_(True) * 1.5, (W > 0).sum(), (W > 0).mean(), True * W, (W > 0) & (W < 0.1), ~(W > 0), np.mean(np.array([1, 0]) == np.array([1, 1])) * 100
iterated = [v for v in np.nditer(W)][0] * 2, [i for i, v in np.ndenumerate(V)], W.flat[3], [v for v in W.flat]
