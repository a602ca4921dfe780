import numpy as np
from dataclasses import dataclass, field
from collections import namedtuple, OrderedDict, defaultdict
import abc

class Layer:
    count = 0
    scale = 0.5

    def __init__(self, n_in, n_out, seed=3):
        rng = np.random.RandomState(seed)
        self.__secret = 2.0
        self.W, self.b = rng.randn(n_out, n_in), np.zeros((n_out, 1))
        self.grads = {}
        Layer.count += 1

    @property
    def secret(self):
        return self.__secret

    @secret.setter
    def secret(self, value):
        self.__secret = value * 2

    def __call__(self, X):
        self.X = X
        self.Z = self.W @ X + self.b
        return self.g(self.Z)

    def g(self, Z):
        return Z

    def backward(self, dA):
        dZ = dA * self.slope(self.Z)
        self.grads["W"] = dZ @ self.X.T / self.X.shape[1]
        self.grads["b"] = dZ.mean(axis=1, keepdims=True)
        return self.W.T @ dZ

    def slope(self, Z):
        return np.ones_like(Z)

    def __repr__(self):
        return f"Layer({self.W.shape[0]}, {self.secret:.2f})"

    @staticmethod
    def twice(x):
        return 2 * x

    @classmethod
    def small(cls, *args, **kwargs):
        layer = cls(*args, **kwargs)
        layer.W *= 0.01
        return layer


class Tanh(Layer):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.name = "tanh"
        self.secret = 5.0

    def g(self, Z):
        return np.tanh(super().g(Z))

    def slope(self, Z):
        return 1 - np.tanh(Z) ** 2


class Vector:
    def __init__(self, data):
        self.data = np.asarray(data, dtype=float)
    def __add__(self, other):
        return Vector(self.data + getattr(other, "data", other))
    __radd__ = __add__
    def __mul__(self, other):
        return Vector(self.data * getattr(other, "data", other))
    def __neg__(self):
        return Vector(-self.data)
    def __getitem__(self, index):
        return self.data[index]
    def __setitem__(self, index, value):
        self.data[index] = value
    def __len__(self):
        return len(self.data)
    def __iter__(self):
        return iter(self.data)
    def __eq__(self, other):
        return bool(np.all(self.data == other.data))
    def __iadd__(self, other):
        self.data += other.data
        return self
    def __contains__(self, x):
        return x in self.data
    def __lt__(self, other):
        return self.data.sum() < other.data.sum()

@dataclass
class Options:
    rate: float = 0.1
    sizes: list = field(default_factory=lambda: [2, 3])
    momentum: float = 0.9

    def __post_init__(self):
        self.total = self.rate + self.momentum

class Base(abc.ABC):
    @abc.abstractmethod
    def f(self, x): ...

class Square(Base):
    __slots__ = ("k",)
    def __init__(self, k):
        self.k = k
    def f(self, x):
        return self.k * x ** 2

X = np.random.RandomState(0).randn(4, 5)
first, second = Layer(4, 3), Tanh.small(3, 2, seed=7)
out = second(first(X))
back = first.backward(second.backward(out - 1))
grads = [layer.grads for layer in (first, second)]
text = repr(first) + str(second)
counted = Layer.count, Layer.twice(3.5), first.scale
v = Vector([1, 2, 3]) + Vector([4, 5, 6]) * 2.0
v[0] = 10.0
v += Vector([1, 1, 1])
w = -v
total = sum(x for x in v)
vector = list(v), len(v), v == w, v[1:], sum([v, w], 0).data, 7.0 in v, v < w, sorted([v, w])[0].data
options = Options(rate=0.5)
options.sizes.append(4)
values = options.total, options.sizes, options.rate
square = Square(3.0).f(np.arange(3.0))
P = namedtuple("P", "W b")
p = P(np.ones((2, 2)), 0.5)
p2 = p._replace(b=1.5)
pw, pb = p2
ordered = OrderedDict(a=np.zeros(2), b=1.0)
groups = defaultdict(list)
for i, x in enumerate(X):
    groups[i % 2].append(x.sum())
setattr(first, "extra", np.ones(2) * 3)
got = getattr(first, "extra") + vars(first)["extra"] + first.__dict__["W"][0, :2]
vars(second)["W"] = second.W + 1
deleted = hasattr(first, "extra")
del first.extra
deleted2 = hasattr(first, "extra")
