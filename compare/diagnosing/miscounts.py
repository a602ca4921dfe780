"""Another size in the place of the number of examples: ``m = X.shape[0]`` for columns.

By the numbers it is a wrong cost where the sizes of the cases differ; where a file fixes the size,
it is a constant like any other, and only the line that takes it from a shape tells what was meant.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compare.diagnosing.answer import Finding
from compare.diagnosing.counting import dividing
from compare.diagnosing.narrator import Narrator
from compare.diagnosing.scale import Scale, common_scales
from compare.diagnosing.step import Step
from compare.recognising.costs import STANDARD
from compare.recognising.flow import size


@dataclass(frozen=True)
class Miscount:
    """Which size stands in the place of m, of which quantity, and the node that divides by it."""

    quantity: str
    size: str
    node: int


def miscounted_cost(steps: Sequence[Step]) -> Miscount | None:
    """Find the size that the cost is divided by, if it is a standard one but for that."""
    if len(steps) < 2:
        return None
    for cost in STANDARD:
        multiples = [step.own_multiple(cost) for step in steps]
        found = [m for m in multiples if m is not None and m > 0]
        if len(found) < len(steps) or _are_common(found, steps):
            continue
        for name, values in _sizes(steps):
            times = [m * value for m, value in zip(found, values, strict=True)]
            node = _divided(steps[0], values[0])
            if node is not None and _are_common(times, steps):
                return Miscount("cost", name, node)
    return None


def miscounted_gradients(
    steps: Sequence[Step], scale: Scale, narrator: Narrator
) -> Miscount | None:
    """Find the size that gradients which lack their mean are divided by, if a shape gives it."""
    first = steps[0]
    if scale.examples < 1 or len(steps) < 2:
        return None
    gradients = {claim.levels[0].node for claim in first.claims.values()}
    behind = first.recording.ancestors(gradients)
    for name, values in _sizes(steps):
        known = [(1, step.examples, step.sizes["n_y"]) for step in steps]
        if any(value in others for value, others in zip(values, known, strict=True)):
            continue
        for node in (n.id for n in dividing(first.flow.nodes, values[0])):
            site, _ = narrator.where(node)
            if node in behind and site is not None and narrator.where_count_is_made(site) != site:
                last = max(first.claims, key=lambda p: first.names[p])
                return Miscount(f"d{first.names[last]}", name, node)
    return None


def of_miscount(narrator: Narrator, one: Miscount) -> Finding:
    """The line that takes m from the wrong axis, or divides by it."""
    site, via = narrator.where(one.node)
    if site is not None:
        site = narrator.where_count_is_made(site)
    return narrator.pointing(
        site,
        via,
        quantity=one.quantity,
        status="certain",
        name=narrator.called(one.node),
        cause="wrong-sample-count",
        sure=True,
        explanation=f"m is {one.size} here, not the number of examples",
    )


def _sizes(steps: Sequence[Step]) -> Iterator[tuple[str, list[int]]]:
    """The sizes of the layers in every case; of the inputs without a column of ones too."""
    inputs = [max((size(step.flow.nodes[x]) for x in step.flow.X), default=0) for step in steps]
    yield "n_x", [n // step.examples for n, step in zip(inputs, steps, strict=True)]
    for position in range(min(len(step.dims) for step in steps)):
        name = f"n_{position}" if position else "n_x"
        yield name, [step.dims[position] for step in steps]


def _are_common(multiples: Sequence[float], steps: Sequence[Step]) -> bool:
    sizes = [step.sizes for step in steps]
    return bool(common_scales(zip(multiples, sizes, strict=True)))


def _divided(step: Step, size: int) -> int | None:
    """The last node of the cost that divides by a size."""
    if step.cost is None:
        return None
    behind = step.recording.ancestors({step.cost})
    return max((n.id for n in dividing(step.flow.nodes, size) if n.id in behind), default=None)
