"""What is right in the first training step and wrong in the second: old values in it."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.answer import Finding, Place
from compare.diagnosing.crashes import OF_SIZES, as_of_sizes, explained_crash
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.proportion import proportion
from compare.diagnosing.scale import Scale
from compare.diagnosing.stale import Stale, StaleValues
from compare.diagnosing.step import Step
from compare.diagnosing.texts import SourceText
from compare.recognising.claims import Claim
from compare.recognising.turns import (
    Counterparts,
    boundary,
    first_turn,
    renewed_parameters,
    second_turn,
)
from compare.recording.graph import Failure, Recording, Site

Array = NDArray[np.float64]


def of_second_step(recording: Recording, text: SourceText) -> Finding | None:
    """Judge the second step of a run whose first one is right; ``None`` if nothing is seen."""
    end = boundary(recording)
    if end is None:
        return None
    if recording.failure is not None:
        return _stopped(recording, recording.failure, text)
    first = Step(first_turn(recording, end))
    renewed = renewed_parameters(recording, first.claims, end)
    if not renewed or first.not_derived:
        return None
    second = Step(second_turn(recording, renewed))
    same = Counterparts(recording, end)
    is_theirs = any(remark.kind == "cut" for remark in recording.remarks)
    if not is_theirs and any(same.of(output.node) is None for output in first.outputs):
        return None  # we called their functions one by one, and what predicts is not among them
    turns = _Turns(first, second, renewed, same, end)
    found = next(turns.stale(), None)
    return None if found is None else _told(found, turns, text)


def _stopped(recording: Recording, failure: Failure, text: SourceText) -> Finding | None:
    """What the first step made of a parameter does not fit into the second."""
    if failure.error not in OF_SIZES:
        return None
    crash = as_of_sizes(explained_crash(recording, failure, text))
    return replace(crash, explanation=f"stops in the second step: {crash.explanation}")


class _Turns:
    """Two steps of one run, side by side."""

    def __init__(
        self, first: Step, second: Step, renewed: dict[int, int], same: Counterparts, end: int
    ) -> None:
        self.first, self.second, self.renewed, self.same = first, second, renewed, same
        self.values = StaleValues(first, second, renewed, same, end)

    def stale(self) -> Iterator[Stale]:
        """Walk over the gradients of the second step that old values make wrong."""
        for parameter, claim in self.first.claims.items():
            if parameter not in self.renewed or claim.update is None:
                continue
            update = self.same.of(claim.update)
            if update is not None:
                yield from self._of_one(parameter, claim, update)

    def _of_one(self, parameter: int, claim: Claim, update: int) -> Iterator[Stale]:
        gradient = claim.levels[-1].node
        behind = self.values.behind(update)
        again = self.same.of(gradient)
        if again is None:
            if gradient in behind:
                yield Stale(gradient, update, parameter, is_added=False)
            return
        if again not in behind:
            return
        yield from self.values.without_the_new(again, parameter)
        yield from self._unused(parameter)
        wanted = self._wanted(parameter, claim)
        if wanted is None:
            return
        if not self._fits(again, wanted):
            yield from self.values.in_place_of(again, wanted, parameter)
        yield from self._piled_up(claim, wanted, parameter)

    def _unused(self, parameter: int) -> Iterator[Stale]:
        """The old value that a prediction is made of, in place of the new parameter's."""
        outputs = {output.node for output in self.second.outputs}
        if outputs and self.renewed[parameter] not in self.second.recording.ancestors(outputs):
            yield from self.values.taken_over(min(outputs), parameter)

    def _piled_up(self, claim: Claim, wanted: Array, parameter: int) -> Iterator[Stale]:
        """The values on the way to the update to which those of the first step were added."""
        for level in claim.levels:
            node = self.same.of(level.node)
            if node is not None and level.factor is not None and not self._fits(node, wanted):
                yield from self.values.added_to(node, wanted, parameter)

    def _wanted(self, parameter: int, claim: Claim) -> Array | None:
        """The right gradient of the second step, by a cost that the first one is right for."""
        for name, hypothesis in self.first.hypotheses.items():
            again = self.second.hypotheses.get(name)
            value = self.first.flow.nodes[claim.levels[-1].node].value
            if again is None or proportion(value, hypothesis.gradients[parameter]) is None:
                continue
            wanted = again.gradients.get(self.renewed[parameter])
            if wanted is not None and wanted.size > 1:
                return wanted
        return None

    def _fits(self, node: int, wanted: Array) -> bool:
        return proportion(self.second.flow.nodes[node].value, wanted) is not None


def _told(stale: Stale, turns: _Turns, text: SourceText) -> Finding:
    """The line that is not run again, or that adds to what it finds."""
    narrator = Narrator(text, turns.second, "own", Scale(0, 0, 1.0))
    site, via = _where(stale, narrator)
    name = turns.first.names.get(stale.parameter, "")
    does = (
        "adds to the value of the step before, which is never set back"
        if stale.is_added
        else "is computed once: every later step takes the value of the first weights"
    )
    return narrator.pointing(
        site,
        via,
        quantity=f"d{name}",
        status="certain",
        name=narrator.called(stale.user if stale.is_added else stale.node),
        cause="stale-state",
        sure=True,
        explanation=does,
        evidence="the gradients are right in the first step and wrong in the second",
    )


def _where(stale: Stale, narrator: Narrator) -> tuple[Site | None, tuple[Place, ...]]:
    """The line in the function that runs the steps; of a sum its own line."""
    if stale.is_added:
        return narrator.where(stale.user)
    nodes, calls = narrator.step.flow.nodes, narrator.step.recording.calls
    around: set[int | None] = {None}
    call = nodes[stale.user].call
    while call is not None:
        around.add(call)
        call = calls[call].parent
    site, call = nodes[stale.node].site, nodes[stale.node].call
    while call not in around and call is not None:
        site, call = calls[call].site, calls[call].parent
    if site is not None and narrator.text.is_theirs(site):
        return site, ()
    return narrator.where(stale.node)
