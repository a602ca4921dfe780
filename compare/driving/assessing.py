"""How far a run went: parameters, outputs, cost, gradients, updates.

Nothing here knows whether a number is right: formats are chosen by whether values fit together.
"""

from dataclasses import dataclass, field

import numpy as np

from compare.driving.costing import cost_of
from compare.driving.dataflow import Dataflow
from compare.recording.graph import Recording


@dataclass
class Assessment:
    """What a recording holds.

    Attributes
    ----------
    parameters
        Values that do not come from the data and are combined with what does: weights, biases.
    updates
        For each parameter the node that took its place.
    gradients
        Where nothing is updated: for parameters, nodes of their shape from data and labels.
    misfits
        Places where labels and outputs, or a parameter and its step, differ in shape.
    single
        Whether the data were one example.
    """

    parameters: list[int] = field(default_factory=list)
    updates: dict[int, int] = field(default_factory=dict)
    gradients: dict[int, int] = field(default_factory=dict)
    cost: int | None = None
    misfits: int = 0
    finite: bool = True
    reached: int = 0
    failed: bool = False
    single: bool = False

    @property
    def steps(self) -> dict[int, int]:
        """The updates, or without any the gradients."""
        return self.updates or self.gradients

    @property
    def ran(self) -> bool:
        """Whether something was trained without an exception, if not every parameter."""
        return bool(self.steps) and not self.failed

    @property
    def went_through(self) -> bool:
        """Whether forward and backward were reached for every parameter."""
        return bool(self.steps) and len(self.steps) >= len(self.parameters)

    @property
    def complete(self) -> bool:
        """The same, without an exception."""
        return self.went_through and not self.failed

    @property
    def fits(self) -> bool:
        """Whether it is complete and everything in it has the size that it should."""
        return self.complete and self.finite and not self.misfits

    @property
    def rank(self) -> tuple[int, ...]:
        """Larger is better: for choosing between runs."""
        return (
            int(bool(self.steps)),
            int(not self.failed),
            int(self.complete),
            int(bool(self.updates)),
            int(self.finite),
            -self.misfits,
            -int(self.single),
            int(self.cost is not None),
            len(self.steps),
            self.reached,
        )


def assess(recording: Recording, single: bool = False) -> Assessment:
    """Look at one recording."""
    flow = Dataflow(recording)
    found = Assessment(failed=recording.failure is not None, reached=len(flow.on_x), single=single)
    found.updates = flow.updates()
    new = recording.depending_on(set(found.updates.values()))
    found.parameters = flow.parameters(found.updates)
    if not found.updates:
        found.gradients = flow.gradients(found.parameters)
    found.cost = cost_of(flow, set(found.steps.values()))
    found.misfits = flow.misfits(found.updates, new)
    if found.cost is not None and np.size(recording.nodes[found.cost].value) != 1:
        found.misfits += 1  # written for one output: ``np.dot(Y, np.log(A).T)``
    found.finite = flow.is_finite(new)
    return found
