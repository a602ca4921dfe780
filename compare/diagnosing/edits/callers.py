"""A helper that is right where else it is called: the line that calls it here is at fault."""

from collections.abc import Collection

from compare.diagnosing.bench import Bench
from compare.recording.graph import Node, Site


def elsewhere(bench: Bench, node: Node, edited: Collection[int]) -> list[int]:
    """The other times that a line ran for this step, forward or backward, and was not edited."""
    counted = bench.network | bench.step.behind
    return [
        other.id
        for other in bench.step.flow.nodes
        if (other.site, other.op) == (node.site, node.op)
        and other.id in counted
        and other.id not in edited
    ]


def calling(bench: Bench, node: Node, others: Collection[int]) -> Site | None:
    """The innermost line calling a node's line that none of the other times ran behind."""
    calls = bench.step.recording.calls
    call = node.call
    while call is not None:
        same = [each for each in calls if each.site == calls[call].site]
        if not any(each.first <= other < each.last for each in same for other in others):
            return calls[call].site
        call = calls[call].parent
    return None
