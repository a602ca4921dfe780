"""What a rung is made of: one or more parts, each a table, two implementations and their cases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from compare.quantities.model import Model


@dataclass(frozen=True)
class Part:
    """One table judged over some steps.

    Attributes
    ----------
    start
        Which start this is, where a rung compares several; else empty.
    chapter
        The module that both implementations are found under.
    candidate
        Another implementation, ``module:function``, in the place of the chapter's.
    case_at
        The case of a step, with the parameters of the start.
    expects_blind
        What the part is there to show: that ``zeros`` say nothing, or that ``updates`` too small
        for the dtype do not.
    loop
        The chapter that does the same by loops, to be shown equal and timed.
    """

    chapter: str
    model: Model
    case_at: Callable[[int], Mapping[str, Any]]
    steps: int
    start: str = ""
    candidate: str | None = None
    expects_blind: Literal["zeros", "updates"] | None = None
    loop: str | None = None

    @property
    def candidate_name(self) -> str:
        """The implementation under test."""
        return self.candidate or f"scratch_numpy.{self.chapter}:step"

    @property
    def reference_name(self) -> str:
        """The twin it is judged against."""
        return f"reference_torch.{self.chapter}:step"


@dataclass(frozen=True)
class Plan:
    """A rung with everything it needs, before anything is run."""

    rung: str
    dataset: str
    layer_dims: tuple[int, ...]
    activations: tuple[str, ...]
    learning_rate: float | None
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
