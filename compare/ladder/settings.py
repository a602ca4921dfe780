"""What a run of the ladder is asked to do."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from compare.cases.hyperparameters import (
    CATEGORICAL,
    COSTS,
    INITIALISATIONS,
    check_activations,
    check_choice,
    check_lambd,
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
    lambd: float | None = None
    steps: int | None = None
    seed: int = 0
    dtype: np.dtype[Any] = field(default_factory=lambda: np.dtype(np.float64))
    candidate: str | None = None
    relu_at_zero: int | None = None

    def __post_init__(self) -> None:
        check_choice("cost", self.cost, COSTS)
        if self.layer_dims is not None:
            check_layer_dims(self.layer_dims, None if self.several_classes else 1)
        if self.activations is not None:
            layers = self.layer_dims or (1,) * (len(self.activations) + 1)
            check_activations(self.activations, layers, self.cost)
        if self.learning_rate is not None:
            check_learning_rate(self.learning_rate)
        if self.lambd is not None:
            check_lambd(self.lambd)
        if self.steps is not None:
            check_steps(self.steps)
        if self.initialisation is not None and not self.starts_from_file:
            check_choice("initialisation", self.initialisation, INITIALISATIONS)

    @property
    def several_classes(self) -> bool:
        """Whether the networks end in softmax."""
        return self.cost == CATEGORICAL

    @property
    def one_output(self) -> "Settings":
        """The same, with one sigmoid unit at the end where a softmax was asked for."""
        if not self.several_classes:
            return self
        dims, names = self.layer_dims, self.activations
        return replace(
            self,
            cost="cross-entropy",
            layer_dims=dims and (*dims[:-1], 1),
            activations=names and (*names[:-1], "sigmoid"),
        )

    @property
    def own_choice(self) -> bool:
        """Whether data and network are left to the rung."""
        chosen = (self.data, self.layer_dims, self.activations, self.lambd, self.candidate)
        free = not any(choice is not None for choice in chosen) and not self.starts_from_file
        return free and self.cost == "cross-entropy"

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
