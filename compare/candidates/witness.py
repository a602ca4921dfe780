"""A reference at the border: what it returns is checked like a candidate's, before it is believed.

Somebody's reference may leave quantities out, or return lists, or another shape.  What cannot be
taken is not compared with, and is said.
"""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from compare.errors import CandidateError
from compare.quantities.model import Model
from compare.traces.trace import record

Array = NDArray[Any]
UNUSABLE = ("type", "shape", "dtype")
"""The flaws that keep an array from being compared with."""


class Teacher(Protocol):
    """What a candidate is compared with, step by step."""

    def step(self, case: Mapping[str, Any], state: Any) -> tuple[Mapping[str, Any], Any]:
        """Take one step."""

    def afresh(self) -> Any:
        """Give the same, with nothing noted of earlier calls."""


class Reference(Teacher, Protocol):
    """What is behind the seam; ``given`` is about its last call."""

    given: dict[str, Any]


class Witness:
    """A reference of which only whole arrays of the right kind get through.

    Attributes
    ----------
    unusable
        By name: why what it returned could not be taken.
    missing
        The names of the table that it did not return at some step.
    """

    def __init__(self, reference: Reference, model: Model) -> None:
        self.reference, self.model = reference, model
        self.unusable: dict[str, str] = {}
        self.missing: dict[str, None] = {}

    @property
    def goes_on(self) -> bool:
        """Whether it gave every parameter to go on from."""
        lacking = {*self.missing, *self.unusable}
        return lacking.isdisjoint(f"new_{name}" for name in self.model.parameters)

    def afresh(self) -> "Witness":
        """Give the same, with nothing noted of earlier calls."""
        return Witness(self.reference.afresh(), self.model)

    def step(self, case: Mapping[str, Any], state: Any) -> tuple[dict[str, Array], Any]:
        """Take one step, and let through what can be compared with, in the dtype of the case."""
        returned, state = self.reference.step(case, state)
        dtype = next(value.dtype for value in case.values() if isinstance(value, np.ndarray))
        sizes = self.model.sizes(case)
        trace = record(returned, self.model, sizes, dtype, self.reference.given)
        self.missing |= dict.fromkeys(trace.missing)
        for name, defect in trace.defects.items():
            if defect.flaw in UNUSABLE:
                self.unusable[name] = defect.message
        return dict(trace.arrays), state


def learned_from(trace: Mapping[str, Any], model: Model) -> dict[str, Any]:
    """Take the parameters after a step of the reference.

    Raises
    ------
    CandidateError
        If one is missing: there is nothing to go on from.
    """
    for parameter in model.parameters:
        if f"new_{parameter}" not in trace:
            raise CandidateError(
                f"the reference returned no usable new_{parameter} to go on from: judge one step "
                "(--steps 1)"
            )
    return {parameter: trace[f"new_{parameter}"] for parameter in model.parameters}
