"""A network that stopped before it updated anything: its weights are what meets the data."""

from dataclasses import replace

from compare.recognising.flow import is_float, size
from compare.recognising.unclaimed import MEETING
from compare.recording.graph import LEAVES, Recording

SHAPED = ("transpose", "reshape", "getitem", "array", "asarray", "copy")


def with_weights(recording: Recording) -> Recording:
    """The recording with what its code created and multiplied with data taken for parameters."""
    data = {node.id for node in recording.leaves("input")}
    from_data = recording.depending_on(data)
    from_labels = recording.depending_on({n for n in data if recording.nodes[n].name[:1] in "yY"})
    weights: set[int] = set()
    for node in recording.nodes:
        if node.op in MEETING and node.id in from_data - from_labels:
            weights |= {_origin(recording, operand) for operand in node.operands} - from_data
    nodes = [
        replace(node, op="parameter", args=(), kwargs={})
        if node.id in weights and is_float(node) and size(node) > 1
        else node
        for node in recording.nodes
    ]
    return replace(recording, nodes=nodes, failure=None, roles={})


def _origin(recording: Recording, node: int) -> int:
    """What a value is a view or a copy of."""
    recorded = recording.nodes[node]
    while recorded.op in SHAPED and recorded.op not in LEAVES and recorded.operands:
        recorded = recording.nodes[recorded.operands[0]]
    return recorded.id
