"""What a rung is made of: one or more parts, each a table, two implementations and their cases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from compare.comparing.pairing import Pairing
from compare.quantities.model import Model


@dataclass(frozen=True, kw_only=True)
class Part(Pairing):
    """A chapter beside its twin, over some steps.

    Attributes
    ----------
    quick_twin
        A twin that takes the same step in less time, to be run many times.
    loop
        The chapter that does the same by loops, to be shown equal and timed.
    ours
        Whether the candidate is the chapter itself.
    beside
        Whether it is another network than the rung's own, on other labels.
    """

    quick_twin: str
    loop: str | None = None
    ours: bool = True
    beside: bool = False


def part(
    chapter: str,
    model: Model,
    case_at: Callable[[int], Mapping[str, Any]],
    steps: int,
    *,
    candidate: str | None = None,
    quick_twin: str | None = None,
    **given: Any,
) -> Part:
    """Put a chapter, or another candidate in its place, beside the chapter's twin."""
    return Part(
        model=model,
        case_at=case_at,
        steps=steps,
        candidate_name=candidate or f"scratch_numpy.{chapter}:step",
        reference_name=f"reference_torch.{chapter}:step",
        quick_twin=f"reference_torch.{quick_twin or chapter}:step",
        ours=candidate is None,
        **given,
    )


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
