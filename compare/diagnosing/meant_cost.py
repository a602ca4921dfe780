"""Which cost wrong gradients are meant for, where none is computed: what explains them best.

found = { binary-cross-entropy: two wrong lines,  squared-error: one }    the squared error
"""

from collections.abc import Sequence
from dataclasses import replace

from compare.diagnosing.agreement import Agreement
from compare.diagnosing.faults import Fault, find_faults
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step
from compare.recognising.flow import size

Size = tuple[int, int, int, bool]
ONE_LINE = (0, 1)
"""A single wrong line, explained."""


def smallest_explanation(
    steps: Sequence[Step], found: Sequence[tuple[Agreement, Scale]]
) -> tuple[Agreement, Scale, list[Fault]]:
    """Of several costs, the usual ones first, that with the fewest and plainest wrong lines."""
    best: tuple[Agreement, Scale, list[Fault]] | None = None
    least: Size | None = None
    found = sorted(found, key=lambda pair: pair[0].cost not in _by_slope(steps[0]))
    for one, scale in found:
        faults = find_faults(steps, one.cost, scale)
        how_much = _size(steps[0], one, faults)
        if least is None or how_much < least:
            best, least = (one, scale, faults), how_much
        if least[:2] == ONE_LINE:
            break
    assert best is not None  # there is at least one cost
    one, scale, faults = best
    rivals = [other for other, _ in found if other.cost != one.cost and other.right]
    is_doubtful = any(len(other.right) >= len(one.right) for other in rivals)
    return one, scale, [replace(f, is_doubtful=f.is_doubtful or is_doubtful) for f in faults]


def _size(step: Step, one: Agreement, faults: Sequence[Fault]) -> Size:
    """How much an explanation asks for: unexplained lines, lines, how far the edits go.

    Of equals, the cost for which the last layer is right: there the backward pass begins.
    """
    explained = [fault.best for fault in faults]
    return (
        sum(not (fault.explanations or fault.is_explained) for fault in faults),
        len(faults),
        sum(e.edit.tier + 2 * (not e.whole) for e in explained if e is not None),
        _is_last_wrong(step, one.wrong),
    )


def _is_last_wrong(step: Step, wrong: Sequence[str]) -> bool:
    last = step.layers[0][-1] if step.layers and step.layers[0] else None
    return last is not None and any(step.names[p] in wrong for p in (*last.weights, *last.biases))


def _by_slope(step: Step) -> tuple[str, ...]:
    """The costs that fit how the error is used: the squared error if it is times a slope."""
    flow = step.flow
    ends = {output.node for output in step.outputs}
    network = step.recording.ancestors(ends)
    errors = [
        node.id for node in flow.nodes
        if node.id in step.behind - network and not ends.isdisjoint(node.operands)
        and not flow.labels.isdisjoint(node.operands)
    ]  # fmt: skip
    for node in flow.nodes:
        if node.op == "multiply" and not set(errors).isdisjoint(node.operands):
            others = [o for o in node.operands if o not in errors]
            if any(o in flow.from_p - flow.from_y and size(flow.nodes[o]) > 1 for o in others):
                return ("squared-error", "own")
    return ("binary-cross-entropy", "categorical-cross-entropy", "own")
