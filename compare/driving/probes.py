"""The data that people's code is run on: sizes that tell axes apart, in the format it takes."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Layout = Literal["rows", "columns", "one", "one-row", "one-column"]
"""Examples in rows ``(m, n_x)``, in columns ``(n_x, m)``; or one at a time, as ``(n_x,)``,
``(1, n_x)``, ``(n_x, 1)``."""

Labels = Literal["matrix", "flat", "classes"]
"""As the outputs ``(n_y, m)``; one number an example ``(m,)``; the number of the class ``(m,)``."""

SINGLE: tuple[Layout, ...] = ("one", "one-row", "one-column")


@dataclass(frozen=True)
class Sizes:
    """How many examples, features, units in each hidden layer, outputs."""

    m: int = 17
    n_x: int = 19
    hidden: tuple[int, ...] = (11, 9, 14, 13)
    n_y: int = 6

    @property
    def alike(self) -> bool:
        """Whether layers have one size, for code that stops at others."""
        return len({self.n_x, *self.hidden}) == 1


@dataclass(frozen=True)
class Format:
    """How data are laid out."""

    layout: Layout = "rows"
    labels: Labels = "matrix"
    image: tuple[int, ...] = ()

    @property
    def single(self) -> bool:
        """Whether the code takes one example at a time."""
        return self.layout in SINGLE


@dataclass(frozen=True)
class Probe:
    """Sizes, format and the seed of the numbers."""

    sizes: Sizes = field(default_factory=Sizes)
    format: Format = field(default_factory=Format)
    seed: int = 1

    def resized(self, **changes: Any) -> "Probe":
        """Return the same with other sizes."""
        return replace(self, sizes=replace(self.sizes, **changes))


@dataclass
class Data:
    """X and Y of one probe, and a second set for what the code calls its test data.

    Attributes
    ----------
    X, Y
        In the layout of the probe; for one example at a time, one example after the other along
        the first axis.
    """

    X: NDArray[np.float64]
    Y: NDArray[Any]

    def pairs(self) -> list[tuple[Any, Any]]:
        """The examples one by one, as views of ``X`` and ``Y``."""
        return [(self.X[k], self.Y[k]) for k in range(len(self.X))]


def data_of(probe: Probe, held_out: bool = False) -> Data:
    """Make the data of a probe; for test data the numbers and their count are others."""
    sizes = probe.sizes
    m = sizes.m if not held_out else sizes.m + 2
    random = np.random.default_rng([probe.seed, held_out])
    X = random.normal(size=(m, sizes.n_x))
    classes = _classes(random, m, max(sizes.n_y, 2))
    return Data(_arranged(X, probe.format), _labels(classes, probe))


def _classes(random: np.random.Generator, m: int, count: int) -> NDArray[np.int64]:
    """Draw classes so that the last occurs, and each if there are examples enough."""
    classes = random.permutation(np.arange(m) % count)
    if count - 1 not in classes:
        classes[0] = count - 1
    return classes


def _arranged(X: NDArray[np.float64], form: Format) -> NDArray[np.float64]:
    m, n = X.shape
    if form.image:
        X = X.reshape(m, *form.image)
    match form.layout:
        case "columns":
            return np.ascontiguousarray(np.moveaxis(X, 0, -1))
        case "one-row":
            return X.reshape(m, 1, n)
        case "one-column":
            return X.reshape(m, n, 1)
    return X


def _labels(classes: NDArray[np.int64], probe: Probe) -> NDArray[Any]:
    """Give labels the shape that the format asks for."""
    m, n_y = len(classes), probe.sizes.n_y
    layout = probe.format.layout
    if probe.format.labels == "classes":
        return classes
    if probe.format.labels == "flat":
        return classes.astype(float)
    Y = np.eye(n_y)[classes] if n_y > 1 else classes[:, None].astype(float)
    match layout:
        case "columns":
            return np.ascontiguousarray(Y.T)
        case "one-row":
            return Y.reshape(m, 1, n_y)
        case "one-column":
            return Y.reshape(m, n_y, 1)
    return Y
