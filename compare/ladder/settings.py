"""What a run of the ladder is asked to do."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from compare.cases.hyperparameters import (
    COSTS,
    INITIALISATIONS,
    check_activations,
    check_choice,
    check_layer_dims,
    check_learning_rate,
    check_steps,
)
from compare.datasets import Layout

LEARNING_RATE = 0.1
SHORT_RUN, LONG_RUN = 20, 300


@dataclass(frozen=True)
class Settings:
    """The options of ``backproof ladder``; None leaves the choice to the rung.

    Raises
    ------
    UsageError
        If an option is not usable; the data are checked when they are read.
    """

    data: str | None = None
    layout: Layout | None = None
    soft_labels: bool = False
    layer_dims: tuple[int, ...] | None = None
    activations: tuple[str, ...] | None = None
    cost: str = "cross-entropy"
    initialisation: str | None = None
    learning_rate: float | None = None
    steps: int | None = None
    seed: int = 0
    dtype: np.dtype[Any] = field(default_factory=lambda: np.dtype(np.float64))
    candidate: str | None = None
    relu_at_zero: int | None = None

    def __post_init__(self) -> None:
        check_choice("cost", self.cost, COSTS)
        if self.layer_dims is not None:
            check_layer_dims(self.layer_dims)
        if self.activations is not None:
            layers = self.layer_dims or (1,) * (len(self.activations) + 1)
            check_activations(self.activations, layers, self.cost)
        if self.learning_rate is not None:
            check_learning_rate(self.learning_rate)
        if self.steps is not None:
            check_steps(self.steps)
        if self.initialisation is not None and not self.starts_from_file:
            check_choice("initialisation", self.initialisation, INITIALISATIONS)

    @property
    def rate(self) -> float:
        """The learning rate of every rung that has one."""
        return self.learning_rate or LEARNING_RATE

    @property
    def short_run(self) -> int:
        """How many steps a rung takes that is about one step."""
        return self.steps or SHORT_RUN

    @property
    def long_run(self) -> int:
        """How many steps a rung takes that is about training."""
        return self.steps or LONG_RUN

    @property
    def starts_from_file(self) -> bool:
        """Whether the start is a file of weights."""
        return self.initialisation is not None and self.initialisation.endswith(".npz")
