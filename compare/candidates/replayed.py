"""A saved trace behind the seam: one step, on the case that it was saved from."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from compare.errors import CandidateError

CLOSE = 1e-6
"""Two that were started alike, and ran on their own, are no farther apart than this."""


class Replayed:
    """A step that was taken before; it cannot be run on anything else."""

    runs_anywhere = False

    def __init__(self, name: str, case: Mapping[str, Any], arrays: Mapping[str, Any]) -> None:
        self.name, self.case, self.arrays = name, case, arrays
        self.given: dict[str, Any] = dict(case)
        self.touched: frozenset[str] = frozenset()
        self.seconds: list[float] = []
        self.changed: dict[str, float] = {}
        self.warnings: Counter[str] = Counter()

    def afresh(self) -> "Replayed":
        """Give the same step."""
        return self

    def step(self, case: Mapping[str, Any], state: Any) -> tuple[Mapping[str, Any], Any]:
        """Give what was returned then.

        Raises
        ------
        CandidateError
            If the case is another one.
        """
        if other := first_difference(case, self.case):
            raise CandidateError(f"{self.name} is one step, and knows its own case only: {other}")
        return self.arrays, state


def first_difference(case: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Say where two cases differ; empty if nowhere."""
    for name in other:
        mine: Any = case.get(name)
        theirs = other[name]
        if isinstance(theirs, np.ndarray):
            if not isinstance(mine, np.ndarray) or mine.shape != theirs.shape:
                return f"{name} has shape {np.shape(mine)} in one, {theirs.shape} in the other"
            if mine.dtype != theirs.dtype:
                return f"{name} is {mine.dtype} in one, {theirs.dtype} in the other"
            if not np.array_equal(mine, theirs):
                return _by_how_much(name, mine, theirs)
        elif mine != theirs:
            return f"{name} is {mine} in one, {theirs} in the other"
    return ""


def _by_how_much(name: str, mine: Any, theirs: Any) -> str:
    by = float(np.abs(mine.astype(np.float64) - theirs).max())
    hint = "different seeds?"
    if by < CLOSE * float(np.abs(theirs).max()):
        hint = "rounding of the steps before: compare a trace with a module:function"
    return f"{name} differs before the step by {by:.1g} ({hint})"
