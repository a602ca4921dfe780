"""Search for the edit of their own expression that makes the gradients right."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits import operands, operators, scales, slopes, sums, terms
from compare.diagnosing.edits.calls import of_calls
from compare.diagnosing.edits.edit import Edit, Generator
from compare.recognising.flow import is_float
from compare.recording.graph import LEAVES, Node, Operation, Site

GENERATORS: tuple[Generator, ...] = (
    scales.constants,
    scales.signs,
    sums.axes,
    operators.exchanged,
    operators.transposed,
    operators.compared,
    operators.precedence,
    operators.restructured,
    operands.operands,
    slopes.dropped,
    slopes.literals,
    terms.dropped,
    terms.inexact,
    terms.sliced,
    slopes.missing,
    terms.missing,
    terms.unmasked,
    terms.decayed,
    slopes.replaced,
)
AT_THE_ROOT: tuple[Generator, ...] = (scales.scaling, sums.missing)
"""Edits that add around an expression: only tried on the value that is wrong."""

DEPTH = 8


@dataclass(frozen=True)
class Explanation:
    """An edit at a place that makes gradients right.

    Attributes
    ----------
    site, op
        The place of the edited operation.
    edit
        What is edited.
    node, operations
        Where it was found; what each node then does, wherever the same line ran.
    """

    site: Site | None
    op: str
    edit: Edit
    node: int
    operations: Mapping[int, Operation] = field(compare=False, repr=False)

    @property
    def id(self) -> Hashable:
        """The same explanation in another case has the same."""
        return self.site, self.op, self.edit.id


def explanations(bench: Bench, node: int, wanted: frozenset[int]) -> list[Explanation]:
    """Find the edits at a wrong value, or in the expression behind it, that repair parameters."""
    if (node, wanted) not in bench.explained:
        bench.explained[node, wanted] = _search(bench, node, wanted)
    known: list[Explanation] = bench.explained[node, wanted]
    return known


def _search(bench: Bench, node: int, wanted: frozenset[int]) -> list[Explanation]:
    found = []
    for edited in _expression(bench, node):
        generators = (*GENERATORS, *AT_THE_ROOT) if edited.id == node else GENERATORS
        occurrences = _occurrences(bench, edited)
        for edit in _edits(bench, edited, generators):
            operations = _repairing(bench, edited, edit, generators, occurrences, wanted)
            if operations:
                found.append(Explanation(edited.site, edited.op, edit, edited.id, operations))
            if bench.clock.is_over:
                return found
    return found + _of_calls(bench, node, wanted)


def _of_calls(bench: Bench, node: int, wanted: frozenset[int]) -> list[Explanation]:
    """The same for the arguments of the calls behind a value."""
    found = []
    behind = {each.id for each in _expression(bench, node)}
    for edit, operations in of_calls(bench, behind):
        right = bench.right(bench.tried({}, operations))
        if wanted <= right and bench.right_now <= right:
            first = min(operations)
            call = bench.step.recording.calls[_call_of(bench, first)]
            found.append(Explanation(call.site, "call", edit, first, operations))
    return found


def _call_of(bench: Bench, node: int) -> int:
    call = bench.step.flow.nodes[node].call
    return 0 if call is None else call


def _by_id(bench: Bench, node: Node, generators: Sequence[Generator]) -> dict[Hashable, Edit]:
    """The edits of a node, found once."""
    key = node.id, len(generators)
    if key not in bench.known_edits:
        bench.known_edits[key] = {
            edit.id: edit for edit in reversed(list(_edits(bench, node, generators)))
        }
    known: dict[Hashable, Edit] = bench.known_edits[key]
    return known


def _edits(bench: Bench, node: Node, generators: Sequence[Generator]) -> Iterator[Edit]:
    for generator in generators:
        yield from generator(bench, node)


def _repairing(
    bench: Bench,
    node: Node,
    edit: Edit,
    generators: Sequence[Generator],
    occurrences: list[Node],
    wanted: frozenset[int],
) -> dict[int, Operation]:
    """Where the edit makes the parameters right: wherever the line ran, or there alone."""
    alone = {node.id: edit.operation}
    everywhere = dict(alone)
    for other in occurrences:
        if other.id != node.id:
            same = _by_id(bench, other, generators).get(edit.id)
            if same is not None:
                everywhere[other.id] = same.operation
    for operations in (everywhere, alone) if len(everywhere) > 1 else (alone,):
        right = bench.right(bench.tried({}, operations))
        if wanted <= right and bench.right_now <= right:
            return operations
    return {}


def _occurrences(bench: Bench, node: Node) -> list[Node]:
    """The times the same expression ran."""
    same = bench.occurrences.get((node.site, node.op), [node.id])
    return [bench.step.flow.nodes[other] for other in same]


def _expression(bench: Bench, root: int) -> list[Node]:
    """The operations behind a value, up to what is right or belongs to the forward pass."""
    flow = bench.step.flow
    found: dict[int, int] = {}
    open_nodes = [(root, 0)]
    while open_nodes:
        node, depth = open_nodes.pop(0)
        if node in found or depth > DEPTH or flow.nodes[node].op in LEAVES:
            continue
        if node in bench.network or (depth and _is_right(bench, node)):
            continue
        found[node] = depth
        open_nodes += [(operand, depth + 1) for operand in flow.nodes[node].operands]
    return [flow.nodes[node] for node in found]


def _is_right(bench: Bench, node: int) -> bool:
    """Whether a value of the backward pass is a derivative of the cost as it should be."""
    from compare.diagnosing.proportion import proportion

    if node not in bench.step.flow.backward or not is_float(bench.step.flow.nodes[node]):
        return False
    value = bench.start[node]
    return any(
        reference.name
        and reference.kind == "derivative"
        and proportion(value, reference.value) is not None
        for reference in bench.library
        if reference.value.size > 1
    )
