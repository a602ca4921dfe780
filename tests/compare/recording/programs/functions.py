import numpy as np
import functools
from functools import wraps, partial, reduce
import operator
import math
import copy

X = np.linspace(-1, 1, 12).reshape(3, 4)

def timed(f):
    @wraps(f)
    def inner(*args, **kwargs):
        inner.calls += 1
        return f(*args, **kwargs)
    inner.calls = 0
    return inner

def scaled(by):
    def decorate(f):
        def inner(x, *rest, power=1, **more):
            return by * f(x, *rest, **more) ** power
        return inner
    return decorate

@timed
@scaled(by=2.0)
def affine(x, a=1.0, *, b=0.5):
    """Says what it does."""
    return a * x + b

def counter():
    n = 0
    total = np.zeros(4)
    def step(x):
        nonlocal n, total
        n += 1
        total = total + x
        return total / n
    return step

calls = 0
def globally(x):
    global calls, last
    calls += 1
    last = x * calls
    return last

def gradients(xs):
    for x in xs:
        y = x * 2
        yield y
        del y
    return

def delegating(xs):
    got = yield from gradients(xs)
    yield 1.0

def defaults(a, b=X[0] * 2, *rest, c: float = 3.0, d=None, **more) -> np.ndarray:
    if d is None:
        d = []
    d.append(a)
    return a + b.sum() + c + len(rest) + sum(more.values(), 0.0) + len(d)

def recursive(n):
    return 1.0 if n <= 1 else n * recursive(n - 1)

def early(x):
    try:
        if x > 0:
            return x * 2
        raise ValueError("small")
    except ValueError as error:
        return str(error)
    finally:
        seen.append(x)

def only_doc():
    """Nothing else."""

def empty(): pass

@np.vectorize
def relu(z):
    return z if z > 0 else 0.0

seen = []
average = counter()
one, two = average(X[0]), average(X[1])
affined = affine(X, 2.0, b=1.0, power=2), affine.calls, affine.__name__, affine(1.5)
globally(2.0); globally(X)
generated = list(gradients(X[0])), list(delegating([1.0, 2.0])), [y for y in gradients(X)]
defaulted = defaults(1.0), defaults(1.0, X[1], 3, 4, c=1.0, k=2.5, j=1), defaults(*[1.0, X[0]], **{"c": 2})
factorial = recursive(6)
early_ones = early(1.0), early(-1.0)
nothing = only_doc(), only_doc.__doc__, empty(), affine.__doc__
relued = relu(X), np.vectorize(lambda a, b: a * b + 1)(X, 2.0), np.vectorize(math.exp)(X)
otyped = np.vectorize(lambda a: a > 0, otypes=[float])(X)
along = np.apply_along_axis(lambda r: r / r.sum(), 1, X + 2), np.apply_along_axis(np.max, 0, X)
reduced = reduce(np.dot, [X, X.T, X]), reduce(lambda a, b: a + b, X), reduce(operator.mul, [1.5, 2.5], 2.0)
mapped = list(map(lambda z: z * 2, X[0])), list(map(math.tanh, [0.1, 0.2])), list(map(operator.sub, X, X * 3))
filtered = [list(filter(lambda z: z > 0, row)) for row in X]
sorted_ones = sorted(X[0], key=lambda z: -z), sorted(X.ravel()), max(X[0]), min(X[0], key=abs)
extremes = max(0, 1.5), max(0, -1.5), min(1.0, 2.0), max([3.0, 1.0]), max(*[1.0, 2.0], 3.0)
partials = partial(np.sum, axis=0)(X), partial(affine, a=3.0)(2.0), partial(pow, 2.0)(3.0)
sigmoid = lambda z, k=1: 1 / (1 + np.exp(-k * z))
lambdas = sigmoid(X), (lambda *a, **k: a[0] + k["b"])(1.0, b=X), [(lambda z, i=i: z * i)(2.0) for i in range(3)]
table = {"tanh": np.tanh, "sigmoid": sigmoid}
from_table = {name: f(X) for name, f in table.items()}
chosen = (np.tanh if X[0, 0] > 0 else sigmoid)(X)
summed = sum(X), sum([0.1, 0.2, 0.3]), sum(x for x in X[0]), sum([X, X], np.zeros(4)), sum(range(4)), sum([])
odd = abs(-2.5), abs(X), round(2.567, 1), pow(2.0, 3), float("1.5"), float(X[0, 0]), int(3.7), complex(1, 2), divmod(7.5, 2)
mathed = math.exp(0.5), math.log(2), math.sqrt(2.0), math.pow(2, 3), math.fsum([0.1] * 10), math.floor(2.5), math.pi * 2
original = {"W": X, "list": [X, X[0]], "n": 1.5}
shallow, deep = copy.copy(original), copy.deepcopy(original)
deep["W"][0, 0] = 99.0
deep["list"][1] += 5
copies = copy.copy(X), X.copy(), original, shallow, deep, X[:], list(original.values())
