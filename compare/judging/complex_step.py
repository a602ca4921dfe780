"""The forward equations of a table down to its cost, by NumPy, and a derivative without autograd.

    dJ/dtheta_i = Im J(theta + i h e_i) / h

Nothing is subtracted here, so nothing cancels, and h can be so small that h^2 is nothing.  The one
thing that must hold is that a product of complex matrices keeps a tiny imaginary part, which is so
when it takes four real products, as BLAS does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.formulas.evaluate import evaluate
from compare.formulas.expression import KINKED
from compare.formulas.on_numpy import NumpyAlgebra
from compare.quantities.model import Model, Quantity

Array = NDArray[Any]

STEP = 2.0**-100
"""Its square is far below rounding; a power of 2, so that dividing by it is exact."""

UNDERFLOW = float(np.finfo(np.float64).tiny) / STEP
"""What a derivative is uncertain by because the imaginary part of a product may underflow."""

ALL_UP_TO = 200
"""So many parameters are checked entry by entry; of more, a sample."""
AT_LEAST = 20
"""So many entries of each parameter are in the sample, where it has them."""


@dataclass(frozen=True)
class Run:
    """The quantities that a change reaches, and what went into functions with a kink at 0."""

    values: Mapping[str, Array]
    bent: tuple[Array, ...]

    @property
    def cost(self) -> Array:
        """J; not a number if anything before it is none, for relu makes a 0 of that."""
        finite = all(np.isfinite(value).all() for value in self.values.values())
        return self.values["cost"] * (1.0 if finite else np.nan)

    @property
    def on_kink(self) -> bool:
        """Whether a pre-activation that depends on the change is exactly 0."""
        return any(bool(np.any((x.real == 0) & (x.imag != 0))) for x in self.bent)

    @property
    def reach(self) -> float:
        """The largest derivative of a quantity before the cost, along a complex step."""
        before = (value for name, value in self.values.items() if name != "cost")
        return max(float(np.max(np.abs(value.imag))) for value in before) / STEP


class _Watching(NumpyAlgebra):
    """NumPy's arithmetic, which remembers what went into a kink."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        super().__init__(dtype)
        self.bent: list[Array] = []

    def call(self, function: str, x: Array, prime: bool) -> Array:
        if function in KINKED:
            self.bent.append(x)
        return super().call(function, x, prime)


class Forward:
    """The cost of a case, and of cases beside it, in float64 and in complex numbers.

    Attributes
    ----------
    rows
        The quantities of the table up to its cost.
    values
        Their values and those of the inputs they need, at the case itself, in float64.
    """

    def __init__(self, model: Model, case: Mapping[str, Any]) -> None:
        names = [quantity.name for quantity in model]
        self.rows: tuple[Quantity, ...] = model.quantities[: names.index("cost") + 1]
        needed = {operand for row in self.rows for operand in row.equation.operands}
        given = {name: case[name] for name in model.inputs} | model.sizes(case)
        self.values = {
            name: np.asarray(value, np.float64) for name, value in given.items() if name in needed
        }
        run = self._run(self.values, self.values)
        self.values |= {**run.values, "cost": run.cost}

    @cached_property
    def complex_values(self) -> dict[str, Array]:
        """The same values, as complex numbers."""
        return {name: value.astype(np.complex128) for name, value in self.values.items()}

    def beside(self, name: str, value: Array) -> Run:
        """Put another value in the place of an input, and redo what depends on it."""
        known = self.complex_values if np.iscomplexobj(value) else self.values
        return self._run(known, {name: value})

    def along(self, name: str, direction: Array) -> Run:
        """Take the complex step along a direction."""
        return self.beside(name, self.complex_values[name] + 1j * STEP * direction)

    def derivative(self, name: str, entry: int) -> tuple[float, bool]:
        """Give dJ by one entry, counted flat, and whether the entry moves a kink's exact 0."""
        direction = np.zeros_like(self.values[name])
        direction.flat[entry] = 1
        run = self.along(name, direction)
        return float(run.cost.imag) / STEP, run.on_kink

    def _run(self, known: Mapping[str, Array], changed: Mapping[str, Array]) -> Run:
        values = dict(changed)
        algebra = _Watching(np.result_type(*changed.values()))
        for row in self.rows:
            if any(operand in values for operand in row.equation.operands):
                values[row.name] = evaluate(
                    row.equation.expression,
                    lambda name: values[name] if name in values else known[name],
                    algebra,
                )
        made = {name: value for name, value in values.items() if name not in changed}
        return Run(made, tuple(algebra.bent))


def sample(size: int, sizes: Sequence[int], rng: np.random.Generator) -> Array:
    """Choose entries of an array, counted flat: one out of each of equal parts.

    ``sizes`` are those of all parameters, this one's among them.
    """
    if sum(sizes) <= ALL_UP_TO:
        return np.arange(size)
    wanted = min(size, max(AT_LEAST, ALL_UP_TO // len(sizes)))
    edges = np.linspace(0, size, wanted + 1).astype(int)
    return rng.integers(edges[:-1], edges[1:])
