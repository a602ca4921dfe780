"""Equations evaluated by torch, and pulled back by its autograd: the judge's own witness.

The only module of this package that imports torch.  It knows no quantity and no network: it
evaluates the right side of an equation at given arrays, and multiplies its Jacobian from the left.
No derivative is written here: ``g_prime`` is autograd's derivative of ``g``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from compare.formulas.evaluate import evaluate
from compare.formulas.expression import AT_ZERO, KINKED, Equation, Operator, Reduction

Array = NDArray[Any]


def _softplus(x: Tensor) -> Tensor:
    return -nn.functional.logsigmoid(-x)  # nn.functional.softplus is linear above 20


FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "log": torch.log,
    "exp": torch.exp,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": nn.functional.leaky_relu,
    "identity": lambda x: x * 1,
    "softplus": _softplus,
    "softmax": lambda x: torch.softmax(x, dim=0),
    "log_softmax": lambda x: torch.log_softmax(x, dim=0),
}
for _g, _slope in KINKED.items():  # autograd takes the branch, or shares a tie between the two
    FUNCTIONS[f"{_g}_{AT_ZERO[1.0]}"] = lambda x, s=_slope: torch.where(x >= 0, x, s * x)  # type: ignore[misc]  # a default binds the slope
    FUNCTIONS[f"{_g}_{AT_ZERO[0.5]}"] = lambda x, s=_slope: torch.maximum(x, s * x)  # type: ignore[misc]  # as above

OPERATORS: dict[Operator, Callable[[Tensor, Tensor], Tensor]] = {
    "+": torch.add,
    "-": torch.sub,
    "*": torch.mul,
    "/": torch.div,
    "@": torch.matmul,
    "**": torch.pow,
    ">": lambda x, y: torch.gt(x, y).to(x.dtype),
    "==": lambda x, y: torch.eq(x, y).to(x.dtype),
}


class TorchAlgebra:
    """Plain arithmetic on tensors of one dtype."""

    def __init__(self, dtype: torch.dtype) -> None:
        self.dtype = dtype

    def constant(self, number: float) -> Tensor:
        """Make a tensor of a number."""
        return torch.tensor(number, dtype=self.dtype)

    def negate(self, x: Tensor) -> Tensor:
        """Minus x."""
        return -x

    def transpose(self, x: Tensor) -> Tensor:
        """Exchange the two axes of x."""
        return x.T

    def binary(self, operator: Operator, x: Tensor, y: Tensor) -> Tensor:
        """Apply the operator."""
        return OPERATORS[operator](x, y)

    def call(self, function: str, x: Tensor, prime: bool) -> Tensor:
        """Apply a function, or autograd's derivative of it, to each entry; some to columns."""
        if not prime:
            return FUNCTIONS[function](x)
        point = x.detach().clone().requires_grad_()
        (derivative,) = torch.autograd.grad(FUNCTIONS[function](point).sum(), point)
        return derivative

    def reduce(self, reduction: Reduction, x: Tensor, axis: int | None) -> Tensor:
        """Sum or average, over all entries or along an axis that is kept."""
        operation = torch.sum if reduction == "sum" else torch.mean
        return operation(x) if axis is None else operation(x, dim=axis, keepdim=True)


class TorchEvaluator:
    """Evaluate equations, and their Jacobian products, at fixed operands; each equation once."""

    def __init__(self, operands: Mapping[str, Array | float], dtype: np.dtype[Any]) -> None:
        self.algebra = TorchAlgebra(torch.float64 if dtype == np.float64 else torch.float32)
        self.operands = operands
        self.tensors: dict[int, tuple[Array, Tensor]] = {}
        self.leaves: dict[str, Tensor] = {}
        self.graphs: dict[str, Tensor] = {}

    def value(self, equation: Equation) -> Array:
        """Evaluate the right side."""
        return self._graph(equation).detach().numpy()

    def pullback(self, equation: Equation, cotangent: Array | None, by: str) -> Array:
        """Multiply the Jacobian by ``by`` from the left with the cotangent; None is all ones."""
        value = self._graph(equation)
        if cotangent is None:
            upstream = torch.ones_like(value)
        else:
            upstream = self._tensor(cotangent).reshape(value.shape)
        (gradient,) = torch.autograd.grad(value, self._leaf(by), upstream, retain_graph=True)
        return gradient.numpy()

    def _graph(self, equation: Equation) -> Tensor:
        if equation.text not in self.graphs:
            value = evaluate(equation.expression, self._leaf, self.algebra)
            self.graphs[equation.text] = value
        return self.graphs[equation.text]

    def _leaf(self, name: str) -> Tensor:
        """One tensor for every operand, whichever equation it stands in."""
        if name not in self.leaves:
            operand = self.operands[name]
            if isinstance(operand, np.ndarray):
                tensor = self._tensor(operand).detach()
            else:
                tensor = self.algebra.constant(operand)
            self.leaves[name] = tensor.requires_grad_()
        return self.leaves[name]

    def _tensor(self, array: Array) -> Tensor:
        """The array as a tensor, in its own memory where torch can have it; nothing writes there.

        The array is kept, so that its id stays its own.
        """
        if id(array) not in self.tensors:
            shared = array.flags.writeable and min(array.strides, default=0) >= 0
            tensor = torch.from_numpy(array) if shared else torch.tensor(array)
            self.tensors[id(array)] = array, tensor.to(self.algebra.dtype)
        return self.tensors[id(array)][1]


def derivatives(
    equations: Sequence[Equation], inputs: Mapping[str, Array]
) -> tuple[dict[str, Array], dict[str, Array]]:
    """Evaluate equations one after the other, and differentiate the sum of the last by all names.

    Returns
    -------
    values, gradients
        Of every input and every target; zeros where the last does not depend on it.
    """
    algebra = TorchAlgebra(torch.float64)
    found = {
        name: torch.tensor(value, dtype=algebra.dtype, requires_grad=True)
        for name, value in inputs.items()
    }
    for equation in equations:
        found[equation.target] = evaluate(equation.expression, found.__getitem__, algebra)
    last = found[equations[-1].target].sum()
    gradients: tuple[Tensor | None, ...] = torch.autograd.grad(
        last, list(found.values()), allow_unused=True
    )
    return (
        {name: tensor.detach().numpy() for name, tensor in found.items()},
        {
            name: np.zeros(tensor.shape) if gradient is None else gradient.numpy()
            for (name, tensor), gradient in zip(found.items(), gradients, strict=True)
        },
    )


def slopes(function: str, points: Array) -> Array:
    """Evaluate autograd's derivative of a function at each point."""
    return TorchAlgebra(torch.float64).call(function, torch.tensor(points), prime=True).numpy()
