"""Gradients divided by another size than the number of examples."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from compare.diagnosing.bench import EXACT, Bench
from compare.recording.graph import Node


def wrong_count(benches: Sequence[Bench]) -> tuple[str, list[str], int] | None:
    """Find the sizes that stand in the place of m: one, or that of each layer.

    Returns the size of the first, the parameters that it makes wrong, and the node that uses it.
    """
    if len(benches) < 2:
        return None
    names = [benches[0].step.names[p] for p in benches[0].in_order(set(benches[0].step.claims))]
    sizes = _sizes(benches[0])
    found = {name: size for name in names for size in sizes if _everywhere(benches, name, size)}
    if not found:
        return None
    first = next(name for name in names if name in found)
    node = _used(benches[0], first, sizes[found[first]])
    return None if node is None else (found[first], [n for n in names if n in found], node)


def _everywhere(benches: Sequence[Bench], name: str, size: str) -> bool:
    return all(_is_divided(bench, name, size) for bench in benches if size in _sizes(bench))


def _sizes(bench: Bench) -> Mapping[str, int]:
    """The sizes of a case but for the number of examples."""
    step = bench.step
    found = {}
    m = max(1, step.examples)
    for layers in step.layers[:1]:
        if layers:
            found["n_x"] = int(np.size(step.flow.nodes[layers[0].before].value)) // m
        for number, layer in enumerate(layers, 1):
            found[f"n_{number}"] = int(np.size(step.flow.nodes[layer.Z].value)) // m
    return {name: size for name, size in found.items() if size not in (1, step.examples)}


def _is_divided(bench: Bench, name: str, size: str) -> bool:
    """Whether a gradient is m / size times the right one."""
    wanted = _sizes(bench).get(size)
    ratios = bench.ratios(bench.start)
    ratio = next((r for p, r in ratios.items() if bench.step.names[p] == name), None)
    if ratio is None or not wanted:
        return False
    return abs(ratio - bench.step.examples / wanted) <= EXACT * abs(ratio)


def _used(bench: Bench, name: str, size: int) -> int | None:
    """Where the size is divided by, behind a gradient."""
    step = bench.step
    parameter = next(p for p in step.claims if step.names[p] == name)
    behind = step.recording.ancestors({step.claims[parameter].levels[0].node}) - bench.network
    found = (node.id for node in dividing(step.flow.nodes, size) if node.id in behind)
    return max(found, default=None)


def dividing(nodes: Sequence[Node], size: int) -> Iterator[Node]:
    """Walk over the nodes that divide by a size."""
    for node in nodes:
        if node.op not in ("divide", "multiply"):
            continue
        for part in node.args:
            is_number = isinstance(part, int | float | np.number) and not isinstance(part, bool)
            if is_number and float(part) in (float(size), 1 / size):
                yield node
