"""Values that learn and that no prediction is made of: a bias that the forward pass forgot."""

from collections.abc import Iterator
from dataclasses import dataclass

from compare.recognising.claims import Level, levels_of
from compare.recognising.flow import Flow, is_float
from compare.recognising.names import is_cost, is_gradient
from compare.recognising.unlabelled import STEPS, replacements
from compare.recording.graph import LEAVES


@dataclass(frozen=True)
class Unused:
    """A value that is updated and not used.

    Attributes
    ----------
    node
        The value before its update.
    name
        What it is called.
    levels
        From the update down to what is meant as its gradient.
    """

    node: int
    name: str
    levels: tuple[Level, ...]


def unused(flow: Flow, network: set[int], behind: set[int]) -> list[Unused]:
    """Find them.

    Parameters
    ----------
    network
        What the predictions are computed from.
    behind
        What the updates of the weights are computed from: accumulators and velocities are in it.
    """
    return list({one.node: one for one in _replaced(flow, network, behind)}.values())


def _replaced(flow: Flow, network: set[int], behind: set[int]) -> Iterator[Unused]:
    for old, new in replacements(flow.recording):
        if new.op not in STEPS or old not in new.operands or old in network or new.id in behind:
            continue
        node = flow.nodes[old]
        names = flow.names.get(old, [])
        if node.op not in LEAVES or not is_float(node) or not names:
            continue
        levels = tuple(levels_of(flow, node, new.id))
        if levels and not any(is_gradient(name) or is_cost(name) for name in names):
            yield Unused(old, names[0], levels)
