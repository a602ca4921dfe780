"""Values of the first training step that the second one takes over."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.proportion import proportion
from compare.diagnosing.step import Step
from compare.recognising.flow import is_float
from compare.recognising.turns import Counterparts
from compare.recording.graph import LEAVES
from compare.replaying.program import CannotComputeError, operation_of

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Stale:
    """A value of the first step that makes a gradient of the second one wrong.

    Attributes
    ----------
    node, user
        The value, and the first value of the second step that takes it.
    is_added
        Whether the gradient is added to it.
    """

    node: int
    user: int
    parameter: int
    is_added: bool


class StaleValues:
    """What crosses from the first step into the second, but for the parameters themselves."""

    def __init__(
        self, first: Step, second: Step, renewed: dict[int, int], same: Counterparts, end: int
    ) -> None:
        self._step, self._renewed, self._same, self._end = second, renewed, same, end
        self._old = second.recording.depending_on({p.id for p in first.flow.parameters})
        self._new = second.recording.depending_on(set(renewed.values()))

    def behind(self, node: int) -> set[int]:
        """What a value was computed from, up to the parameters and to what is of the first step."""
        found: set[int] = set()
        waiting = [node]
        while waiting:
            one = waiting.pop()
            if one in found or one in self._leaves:
                continue
            found.add(one)
            if one >= self._end:
                waiting.extend(self._step.flow.nodes[one].operands)
        return found

    def in_place_of(self, gradient: int, wanted: Array, parameter: int) -> Iterator[Stale]:
        """The old values behind a wrong gradient; renewed together they make it right."""
        crossing = list(self._crossing(gradient))
        values = {node: self._renew(node) for node, _ in crossing}
        known = {node: value for node, value in values.items() if value is not None}
        if known and self._is_right(gradient, wanted, known):
            yield Stale(*crossing[0], parameter, is_added=False)

    def added_to(self, node: int, wanted: Array, parameter: int) -> Iterator[Stale]:
        """The old value in a sum behind a value, which is right without it."""
        nodes = self._step.flow.nodes
        for old, user in self._crossing(node):
            nothing = {old: np.zeros_like(nodes[old].value)}
            if nodes[user].op == "add" and self._is_right(node, wanted, nothing):
                yield Stale(old, user, parameter, is_added=True)

    def without_the_new(self, gradient: int, parameter: int) -> Iterator[Stale]:
        """The old value in which a gradient comes from the old parameters, and from no new one."""
        if gradient not in self._new:
            yield from self.taken_over(gradient, parameter)

    def taken_over(self, node: int, parameter: int) -> Iterator[Stale]:
        """The old values behind a value."""
        for old, user in self._crossing(node):
            yield Stale(old, user, parameter, is_added=False)

    @cached_property
    def _leaves(self) -> set[int]:
        flow = self._step.flow
        return {copy for new in self._renewed.values() for copy in flow.same_as(new)}

    def _crossing(self, gradient: int) -> Iterator[tuple[int, int]]:
        """The old values that a gradient is computed from, with what takes them first."""
        nodes = self._step.flow.nodes
        for user in sorted(node for node in self.behind(gradient) if node >= self._end):
            for operand in nodes[user].operands:
                is_old = operand < self._end and operand in self._old
                if is_old and operand not in self._leaves | self._new and is_float(nodes[operand]):
                    yield operand, user

    def _is_right(self, node: int, wanted: Array, values: dict[int, Any]) -> bool:
        again = self._step.flow.program.rerun(values)
        return node not in again.lost and proportion(again[node], wanted) is not None

    def _renew(self, node: int) -> Any:
        """The value as the second step would have computed it."""
        if node in self._renewed:
            return self._step.flow.nodes[self._renewed[node]].value
        again = self._same.of(node) if node < self._end else None
        recorded = self._step.flow.nodes[node]
        if again is not None:
            return self._step.flow.nodes[again].value
        if recorded.op in LEAVES or node not in self._old:
            return recorded.value
        operation = operation_of(recorded)
        values = {part: self._renew(part) for part in recorded.operands}
        if any(value is None for value in values.values()):
            return None
        try:
            return self._step.flow.program.evaluate(operation, values)
        except CannotComputeError:
            return None
