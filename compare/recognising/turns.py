"""A run of two training steps, taken apart: each with its own parameters.

The second step begins with what the first one made of the parameters; whatever else of the first
step it takes over is of parameters that are gone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from compare.recognising.claims import Claim
from compare.recording.graph import Node, Recording


def boundary(recording: Recording) -> int | None:
    """Where the second step begins."""
    turns = (remark.node for remark in recording.remarks if remark.kind == "turn")
    return next((node for node in turns if node is not None), None)


def first_turn(recording: Recording, end: int) -> Recording:
    """The first step alone."""
    calls = [call for call in recording.calls if call.first < end]
    return replace(
        recording,
        nodes=recording.nodes[:end],
        namings=[naming for naming in recording.namings if naming.node < end],
        calls=[call if call.last <= end else replace(call, returned=None) for call in calls],
        roles={},
        failure=None,
    )


def second_turn(recording: Recording, renewed: Mapping[int, int]) -> Recording:
    """The same run, in which only the parameters of the second step are parameters.

    Parameters
    ----------
    renewed
        By parameter of the first step its value at the beginning of the second.
    """
    leaves = {new: old for old, new in renewed.items()}
    return replace(
        recording,
        nodes=[_as_leaf(recording, node, leaves) for node in recording.nodes],
        roles={},
        failure=None,
    )


def renewed_parameters(
    recording: Recording, claims: Mapping[int, Claim], end: int
) -> dict[int, int]:
    """By parameter what stands in its place when the first step is over."""
    return {
        parameter: _last_value(recording, claim.update, end)
        for parameter, claim in claims.items()
        if claim.update is not None
    }


def _last_value(recording: Recording, update: int, end: int) -> int:
    """The last that is made of an updated value in the variable that holds it."""
    made = recording.depending_on({update})
    slots: set[str] = set()
    value = update
    for naming in recording.namings:
        if naming.node >= end:
            continue
        if naming.node == value:
            slots.add(naming.slot)
        elif naming.slot in slots and naming.node in made:
            value = naming.node
    return value


def _as_leaf(recording: Recording, node: Node, leaves: Mapping[int, int]) -> Node:
    if node.id in leaves:
        name = recording.nodes[leaves[node.id]].name
        return replace(node, op="parameter", args=(), kwargs={}, name=name, inplace=False)
    return replace(node, op="constant") if node.op == "parameter" else node


class Counterparts:
    """Which value of the second step is what a value of the first one was there."""

    def __init__(self, recording: Recording, end: int) -> None:
        self._places: dict[int, tuple[object, int]] = {}
        self._second: dict[tuple[object, int], int] = {}
        for nodes, is_second in ((recording.nodes[:end], False), (recording.nodes[end:], True)):
            for node, place in _numbered(nodes):
                if is_second:
                    self._second[place] = node
                else:
                    self._places[node] = place

    def of(self, node: int) -> int | None:
        """The counterpart of a value of the first step; ``None`` if its line did not run again."""
        return self._second.get(self._places[node])


def _numbered(nodes: list[Node]) -> Iterator[tuple[int, tuple[object, int]]]:
    """The nodes with their place: the line and operation, and which time it ran."""
    times: dict[object, int] = {}
    for node in nodes:
        place = (node.site, node.op)
        times[place] = times.get(place, -1) + 1
        yield node.id, (place, times[place])
