"""One step with everything it was given: what a file of a trace holds, checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.errors import UsageError
from compare.quantities.logistic_regression import LOGISTIC_REGRESSION
from compare.quantities.model import Model
from compare.quantities.network import network
from compare.traces.inputs import admitted, check_inputs
from compare.traces.wording import shown

Array = NDArray[Any]

LOGISTIC = LOGISTIC_REGRESSION.name
INPUT_NAMES = {
    "network": re.compile(r"X|Y|learning_rate|[Wb][1-9][0-9]*"),
    LOGISTIC: re.compile(r"X|Y|learning_rate|[wb]"),
}
"""By model: the names that only inputs have; a file tells inputs from quantities by them."""


@dataclass(frozen=True, eq=False)
class SavedTrace:
    """One step of one implementation.

    Attributes
    ----------
    model
        ``network`` or ``logistic-regression``.
    layer_dims
        n_x, n_1, ..., n_L; (n_x, 1) of logistic regression.
    case
        What the step was given: ``X``, ``Y``, the parameters and ``learning_rate``; of a network
        ``activations`` and ``cost`` too.  Arrays are copied, read-only, finite, of one dtype and
        of the shapes that ``layer_dims`` asks for.
    arrays
        The quantities of the step, any part of the table, in its order; then what it does not
        have.  Copied, read-only, of the dtype of the case; shapes and values are for the judge.
    step, implementation, versions
        Which step it was; of what, as text; the versions of what computed it.

    The names of activations and cost are not looked up here.

    Raises
    ------
    UsageError
        If the case is not that of such a model, or an array is not of one of the two dtypes.
    """

    model: str
    layer_dims: tuple[int, ...]
    case: Mapping[str, Any]
    arrays: Mapping[str, Any]
    step: int = 1
    implementation: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "layer_dims", tuple(map(int, self.layer_dims)))
        if self.model not in INPUT_NAMES:
            raise UsageError(f"model {shown(self.model)}; wanted {' or '.join(INPUT_NAMES)}")
        table = self._table()
        case = check_inputs(self.case, table.inputs, self.layer_dims)
        if self.model != LOGISTIC:
            case |= {"activations": self.activations, "cost": self.cost}
        inputs = [name for name in self.arrays if INPUT_NAMES[self.model].fullmatch(name)]
        if inputs:
            raise UsageError(f"{inputs[0]} is the name of an input; no quantity has it")
        known = [name for name in table.by_name if name in self.arrays]
        others = sorted(name for name in self.arrays if name not in table.by_name)
        dtype = case["X"].dtype
        arrays = {name: admitted(name, self.arrays[name], dtype) for name in (*known, *others)}
        object.__setattr__(self, "case", case)
        object.__setattr__(self, "arrays", arrays)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype of every array."""
        dtype: np.dtype[Any] = self.case["X"].dtype
        return dtype

    @property
    def activations(self) -> tuple[str, ...]:
        """One name a layer, the output's last."""
        return ("sigmoid",) if self.model == LOGISTIC else tuple(self.case["activations"])

    @property
    def cost(self) -> str:
        """The name of the cost."""
        return "cross-entropy" if self.model == LOGISTIC else str(self.case["cost"])

    def _table(self) -> Model:
        """Give the table; only names and axes are read from it."""
        if self.model == LOGISTIC:
            if len(self.layer_dims) != 2 or self.layer_dims[1] != 1:
                raise UsageError(
                    f"logistic regression has the layer_dims [n_x, 1], not "
                    f"{shown(list(self.layer_dims))}"
                )
            return LOGISTIC_REGRESSION
        for name in ("activations", "cost"):
            if name not in self.case:
                raise UsageError(f"the case of a network has {name}; this one has none")
        layers = len(self.layer_dims) - 1
        if len(self.activations) != layers or layers < 1:
            raise UsageError(f"{len(self.activations)} activations for {layers} layers")
        if layers > len(self.case):
            raise UsageError(
                f"{layers} layers, and only {len(self.case)} inputs: weights are missing"
            )
        return network(self.activations, self.cost)
