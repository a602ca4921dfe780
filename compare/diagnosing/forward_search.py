"""Search for the edit of the forward pass that makes every gradient right.

Only asked when no edit of the backward pass explains what is wrong: then the backward pass may be
the right one for the network that was meant.
"""

from collections.abc import Iterator, Sequence

from compare.diagnosing.agreement import agreement
from compare.diagnosing.bench import Bench
from compare.diagnosing.clock import Clock
from compare.diagnosing.edits import operands, operators, scales, slopes, sums, terms
from compare.diagnosing.edits.edit import Edit, itself
from compare.diagnosing.hypothesis import Hypothesis
from compare.diagnosing.scale import Scale
from compare.diagnosing.step import Step
from compare.recognising.flow import is_float
from compare.recording.graph import LEAVES, Node, Operation, Ref
from compare.replaying.program import rewritten

GENERATORS = (
    operators.precedence,
    operators.restructured,
    operators.moved_inside,
    operands.operands,
    scales.signs,
    scales.constants,
    sums.axes,
    operators.exchanged,
    operators.transposed,
    slopes.literals,
    terms.dropped,
)


def forward_edits(steps: Sequence[Step]) -> list[tuple[int, Edit]]:
    """Find the single edits of the forward pass that make every gradient right on every case."""
    clock = Clock()
    found = []
    for node, edit in _tries(steps[0]):
        if clock.is_over:
            break
        if _repairs(steps[0], node, edit) and all(
            _holds(steps[0], other, node, edit) for other in steps[1:]
        ):
            found.append((node, edit))
    return found


def _tries(step: Step) -> Iterator[tuple[int, Edit]]:
    bench = _bench(step)
    for node in _network(step):
        yield from ((node.id, edit) for edit in missing_bias(bench, node))
        for generator in GENERATORS:
            yield from ((node.id, edit) for edit in generator(bench, node))
        yield from ((node.id, edit) for edit in another_function(bench, node))


def _bench(step: Step) -> Bench:
    return Bench(step, Hypothesis("none"), Scale(0, 0, 1.0))


def _network(step: Step) -> list[Node]:
    """The operations between the parameters and the predictions."""
    inside = {n for o in step.outputs for n in step.recording.ancestors({o.node})}
    return [
        step.flow.nodes[n]
        for n in sorted(inside & step.flow.from_p)
        if step.flow.nodes[n].op not in LEAVES and is_float(step.flow.nodes[n])
    ]


def _repairs(step: Step, node: int, edit: Edit) -> bool:
    """Whether every gradient of the edited run is right."""
    edited = rewritten(step.recording, {node: edit.operation})
    if edited is None:
        return False
    try:
        mended = Step(edited)
        costs = list(mended.hypotheses)
    except (RuntimeError, ValueError, IndexError):  # shapes that no longer fit
        return False
    if len(mended.claims) < len(step.claims):
        return False
    return any(_is_right(mended, cost) for cost in costs)


def _is_right(step: Step, cost: str) -> bool:
    one = agreement([step], cost)
    return bool(one.judged) and len(one.right) == len(one.judged) and one.scale.is_plain


def _holds(first: Step, other: Step, node: int, edit: Edit) -> bool:
    same = other.at(first.key(node))
    if same is None:
        return True
    return any(
        number == same and candidate.id == edit.id and _repairs(other, number, candidate)
        for number, candidate in _tries_at(other, same)
    )


def _tries_at(step: Step, node: int) -> Iterator[tuple[int, Edit]]:
    bench, at = _bench(step), step.flow.nodes[node]
    for generator in (*GENERATORS, missing_bias, another_function):
        yield from ((node, edit) for edit in generator(bench, at))


def missing_bias(bench: Bench, node: Node) -> Iterator[Edit]:
    """Add a parameter that the forward pass does not use."""
    network = {n for o in bench.step.outputs for n in bench.step.recording.ancestors({o.node})}
    for parameter in bench.step.flow.parameters:
        if parameter.id not in network and node.op in ("matmul", "dot"):
            yield Edit(("bias",), "missing-term",
                       Operation("add", (itself(node), Ref(parameter.id))),
                       "does not add the bias",
                       lambda t, p=parameter.id: f"{t.whole} + {t.naming(p)}")  # fmt: skip


def another_function(bench: Bench, node: Node) -> Iterator[Edit]:
    """Another activation in the place of the one that is used."""
    z = node.args[0] if node.args else None
    if node.op not in ("tanh", "maximum", "divide") or not isinstance(z, Ref):
        return
    if node.op != "divide":
        e = Operation("exp", (Operation("negative", (z,)),))
        sigmoid = Operation("divide", (1.0, Operation("add", (e, 1.0))))
        ways = {
            "tanh": Operation("tanh", (z,)),
            "relu": Operation("maximum", (z, 0.0)),
            "sigmoid": sigmoid,
        }
        for name, operation in ways.items():
            if name != node.op:
                yield Edit(("function", name), "wrong-activation", operation,
                           f"is another activation than the backward pass is made for, {name}",
                           None, 2)  # fmt: skip
