import numpy as np
from numpy import exp, tanh, arange
import numpy

A = np.arange(12.0).reshape(3, 4)
B = A
B += 1
C = A * 1
C -= A[0]
C[1] *= 2
C[1, 1:3] += A[0, :2]
C[:, 0] = -1
C[C < 0] = 0
C[C > 5] *= 0.5
view = A[1]
view[2] = 100
view += 1
T = A.T
T[0] = 7
flat = A.ravel()
flat[-1] = -5
r = A.reshape(4, 3)
r *= 2
m = 3
probs = np.exp(A - A.max(axis=1, keepdims=True))
probs /= probs.sum(axis=1, keepdims=True)
y = np.array([0, 2, 1])
probs[range(m), y] -= 1
probs[np.arange(m), y] = probs[np.arange(m), y] * 3
(a, b), *c, (d, [e, *f]) = (1.0, A), 2, 3, (4.0, [A[0], 6, 7])
x, (z0, z1) = 3.0, A[:2, 0]
p, q, s = A
n = k = A.sum()
lst = [0.0] * 3
lst[0], lst[1] = lst[1], 5.0
lst[2] += 2.5
lst += [A[0]]
i = 0
i, lst[i] = 1, 8.0
nested = {"W": [None, None], "deep": {"b": {}}}
nested["W"][1] = A @ A.T
nested["deep"]["b"][1, 2] = A.mean()
nested["deep"]["b"][1, 2] -= 0.5
x: float = 2.0 * x
w: "np.ndarray"
chained = 0 < x < 10, 1 < A[0, 0] <= 3 < x, not A[0, 0] > 1
called = []
def side(v):
    called.append(v)
    return v
lazy = side(0.0) and side(1.0), side(2.0) or side(3.0), (side(4.0) if x > 100 else side(5.0)), 1 < side(0) < side(2)
unary = -A, +A, ~np.array([True, False]), -x, not x, ~5, -(-1)
compare = A == A, A != 1, x == 2, "a" in {"a": 1}, x is None, A is B, A >= 2, x in [1, 2]
with np.errstate(divide="ignore", invalid="ignore"):
    divided = np.ones(2) / np.zeros(2), np.log(np.zeros(1))
try:
    A @ np.ones(7)
except ValueError as error:
    caught = "matmul" in str(error)
else:
    caught = None
finally:
    closed = True
try:
    {}["missing"]
except (KeyError, IndexError) as error:
    key = error.args
loops = []
for i, (u, v) in enumerate(zip(A, A * 2)):
    if i == 1:
        continue
    loops.append(u @ v + i)
else:
    loops.append("else")
for row in A:
    for v in row:
        if v > 50:
            break
    else:
        continue
    break
for lst[0] in A[0]:
    pass
for name, value in {"a": 1.0, "b": A}.items():
    loops.append(value * 2)
for (u, v), t in zip([(1, 2), (3, 4)], A[0]):
    loops.append(u * v * t)
for u, v in A[:, :2]:
    loops.append(u - v)
while x < 100:
    x *= 2
    if x > 50: break
else:
    x = 0
count = 0
while (count := count + 1) < 5:
    pass
while True:
    count += 0.5
    if count > 7:
        break
comprehended = [v * 2 for row in A for v in row if v > 0], {i: row.sum() for i, row in enumerate(A)}
comprehended2 = {float(v) for v in A[0]}, [u * v for u, v in A[:, :2]], sum(v * v for v in A[1])
comprehended3 = [[i * j for j in A[0]] for i in A[:, 0]], [(a, b) for a, (b, c) in enumerate(zip(A, A))]
zs = [np.random.RandomState(i).randn(b, a) for i, (a, b) in enumerate(zip([2, 3], [3, 1]))]
walrus = [last := v + 1 for v in A[0]], last
text = f"{A[0, 0]:.3f} {x!r} {len(A):>{5}} {'n' + str(1)}", "%d %.2f %s" % (1, x, "s"), "a" + "b" * 2, "{}".format(A.sum())
sliced = A[::-1], A[:, ::2], A[..., 1], A[None, 0], A[np.newaxis, :, 1], A[1:][0], A[[0, 2]], A[A > 3], A[-1, -2], A[slice(0, 2)], "text"[1:3], [1, 2, 3][::-1], A[1, [0, 1]]
matched = []
for command in ([1.0, A], {"k": A}, 3.0, "x"):
    match command:
        case [float(), second] if second.sum() > 0:
            matched.append(second * 2)
        case {"k": value}:
            matched.append(value[0] + 1)
        case 3.0 | 4.0:
            matched.append(command * 2)
        case _:
            matched.append("other")
del matched[0], lst[1]
def scope():
    import math
    one = A[0] * 2
    two, three = one[:2]
    return sorted(locals())
def scope2():
    x, (y, z) = 1.0, A[0, :2]
    k = l = 2.0
    for u, (v, w) in enumerate(A[:, :2]):
        pass
    return sorted(locals()), sorted(vars())
try:
    scopes = scope2(), scope()
except ValueError as error:
    scopes = str(error), scope2()
