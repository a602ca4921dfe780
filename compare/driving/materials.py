"""X and Y of one run, handed to the recorder when they are first asked for."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from compare.driving.probes import Data, Format, Labels, Probe, data_of
from compare.driving.roles import Role, role_of

Register: TypeAlias = Callable[[str, Any], Any]
Part: TypeAlias = Callable[[Any, Any], Any]

WIDE = 20
"""A longer axis is one of features: the start is so small that their sum stays small."""


class Materials:
    """The data of a run.

    Attributes
    ----------
    was_single
        Whether only the first example was asked for.

    Parameters
    ----------
    probe
        Sizes, format and numbers.
    register
        Tells the recorder of an input by name.
    part
        Takes a part of an array, so that the recorder knows of it.
    made
        Calls a function of NumPy likewise.
    """

    def __init__(
        self, probe: Probe, register: Register, part: Part, made: Callable[..., Any]
    ) -> None:
        self.probe = probe
        self.was_single = False
        self._register = register
        self._part = part
        self._made = made
        self._known: dict[str, NDArray[Any]] = {}
        self._data: dict[tuple[bool, Labels], Data] = {}

    def X(self, held_out: bool = False) -> Any:
        """All examples, or the one that is taken at a time."""
        X = self._input("X_test" if held_out else "X", self._of(held_out).X)
        self.was_single |= self.probe.format.single
        return self._part(X, 0) if self.probe.format.single else X

    def Y(self, held_out: bool = False, labels: Labels | None = None) -> Any:
        """The labels of the same examples; ``labels`` asks for another format than the probe's."""
        Y = self._all_labels(held_out, labels or self.probe.format.labels)
        return self._part(Y, 0) if self.probe.format.single else Y

    def all_X(self, held_out: bool = False) -> NDArray[Any]:
        """All examples, one after the other along the first axis where they are taken singly."""
        return self._input("X_test" if held_out else "X", self._of(held_out).X)

    def all_Y(self, held_out: bool = False) -> NDArray[Any]:
        """All labels likewise."""
        return self._all_labels(held_out, self.probe.format.labels)

    def table(self) -> Any:
        """The examples as they lie in a file: one a row, the class number first."""
        data = data_of(Probe(self.probe.sizes, Format("rows", "classes"), self.probe.seed))
        X, Y = self._input("X table", data.X), self._input("Y table", data.Y)
        return self._made(np.column_stack, [Y, X])

    def pairs(self, held_out: bool = False) -> list[tuple[Any, Any]]:
        """The examples as a list of ``(x, y)``."""
        X, Y = self.all_X(held_out), self.all_Y(held_out)
        part = self._part
        if self.probe.format.layout == "columns":
            columns = [slice(k, k + 1) for k in range(X.shape[-1])]
            return [(part(X, (..., each)), part(Y, (..., each))) for each in columns]
        return [(part(X, k), part(Y, k)) for k in range(len(X))]

    def tuples(self, parts: tuple[str, ...]) -> list[tuple[Any, ...]]:
        """The examples as tuples of numbers, for names such as ``x1, x2, y``."""
        count = sum(role_of(name) is not Role.Y for name in parts)
        random = np.random.default_rng(self.probe.seed)
        m = self.probe.sizes.m
        X = self._register("X", random.normal(size=(m, count)).tolist())
        Y = self._register("Y", [float(each) for each in random.permutation(np.arange(m) % 2)])
        rows = []
        for row, label in zip(X, Y, strict=True):
            features = iter(row)
            rows.append(
                tuple(label if role_of(name) is Role.Y else next(features) for name in parts)
            )
        return rows

    def _all_labels(self, held_out: bool, labels: Labels) -> NDArray[Any]:
        name = "Y" if labels == self.probe.format.labels else f"Y {labels}"
        return self._input(name + " test" * held_out, self._of(held_out, labels).Y)

    def _of(self, held_out: bool, labels: Labels | None = None) -> Data:
        form = self.probe.format
        wanted = labels or form.labels
        if (held_out, wanted) not in self._data:
            probe = Probe(
                self.probe.sizes, Format(form.layout, wanted, form.image), self.probe.seed
            )
            self._data[held_out, wanted] = data_of(probe, held_out)
        return self._data[held_out, wanted]

    def _input(self, name: str, value: NDArray[Any]) -> NDArray[Any]:
        if name not in self._known:
            self._register(name, value)
            self._known[name] = value
        return self._known[name]


def start_of(shape: tuple[int, ...], random: np.random.Generator) -> NDArray[np.float64]:
    """Draw a start for a parameter: no unit saturates, nothing is zero, biases included."""
    is_bias = len(shape) < 2 or min(shape) == 1
    widest = max((*shape, 1))
    if is_bias and widest <= WIDE:
        scale = 0.6
    else:
        scale = 1.0 / np.sqrt(widest if widest > WIDE else np.prod(shape) ** (1 / len(shape)))
    values = random.normal(size=shape) * scale
    return np.asarray(values + np.copysign(0.05 * scale, values))
