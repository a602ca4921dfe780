"""What a cost curve can show: how far it would move if a gradient were wrong.

A step that leaves out the gradient of one parameter V gives away, to first order, a decrease of the
cost of alpha |dV|^2.  Summed over the steps that is how far the curve would move without it.  Where
that is little for some parameter, a falling curve says nothing about its gradient.  It is an upper
limit: where steps are large, the other parameters make up for one that stands still.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.quantities.model import Model

Array = NDArray[Any]

VISIBLE = 0.01
"""A curve that moves by less than this share of the cost looks the same."""


@dataclass(frozen=True)
class Reading:
    """What a curve can show.

    Attributes
    ----------
    least
        The parameter whose gradient matters least to the curve; empty if there is none.
    share
        How far the last cost would move without that gradient, as a share of the first.
    """

    least: str
    share: float

    @property
    def informative(self) -> bool:
        """Whether a gradient that is left out altogether would be seen, whichever it is."""
        return bool(self.least) and self.share >= VISIBLE


class Curve:
    """The cost of every step, and what each parameter's gradient has done for it."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.costs: list[float] = []
        self.moved = dict.fromkeys(model.parameters, 0.0)
        self.last_moved = dict(self.moved)

    def add(self, trace: Mapping[str, Array], case: Mapping[str, Any]) -> None:
        """Take in one step of the reference."""
        wanted = {"cost", *(f"new_{name}" for name in self.moved)}
        if not wanted <= trace.keys():
            return
        self.costs.append(float(trace["cost"]))
        for name in self.moved:
            self.moved[name] += self.last_moved[name]  # this cost is the first to show it
            change = np.asarray(trace[f"new_{name}"], np.float64) - case[name]
            squares = float(np.vdot(change, change))
            self.last_moved[name] = squares / float(case["learning_rate"])

    def reading(self) -> Reading:
        """Say what the curve so far can show; the last step moves only the cost after it."""
        if len(self.costs) < 2:
            return Reading("", 0.0)
        least = min(self.moved, key=self.moved.__getitem__)
        return Reading(least, self.moved[least] / max(abs(self.costs[0]), np.finfo(float).tiny))
