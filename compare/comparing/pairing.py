"""What is compared: a table, two implementations, and the cases they are run on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from compare.cases.probes import Probe
from compare.quantities.model import Model


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """A candidate and its reference, over some steps.

    Attributes
    ----------
    candidate_name, reference_name
        What is said of them; ``module:function`` where it is one.
    case_at
        The case of a step, with the parameters of the start.
    start
        Which start this is, where a report compares several; else empty.
    expects_blind
        What it is there to show: that ``zeros`` say nothing, or that ``updates`` too small for the
        dtype do not.
    probes
        The small cases to run beside its own.
    """

    model: Model
    case_at: Callable[[int], Mapping[str, Any]]
    steps: int
    candidate_name: str
    reference_name: str
    start: str = ""
    expects_blind: Literal["zeros", "updates"] | None = None
    probes: tuple[Probe, ...] = ()

    @property
    def calls(self) -> int:
        """How many steps a run takes, for a progress bar."""
        return self.steps * (2 if self.model.parameters else 1) + len(self.probes)
