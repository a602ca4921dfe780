"""Search for the edit of their own expression that makes the gradients right."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits import errors, operands, operators, scales, slopes, sums, terms
from compare.diagnosing.edits.accumulated import kept, overwritten
from compare.diagnosing.edits.callers import calling, elsewhere
from compare.diagnosing.edits.calls import Exchange, exchanges
from compare.diagnosing.edits.edit import LIKELY, MISSING, Edit, Generator
from compare.diagnosing.edits.unapplied import unapplied
from compare.recognising.flow import is_float
from compare.recording.graph import LEAVES, Call, Node, Operation, Site
from compare.replaying.program import CannotComputeError

GENERATORS: tuple[Generator, ...] = (
    scales.constants,
    scales.signs,
    sums.axes,
    operators.exchanged,
    operators.transposed,
    operators.compared,
    operators.precedence,
    operators.restructured,
    operators.split,
    operators.moved_inside,
    operands.operands,
    operands.everywhere,
    unapplied,
    slopes.dropped,
    slopes.literals,
    terms.dropped,
    errors.hard,
    errors.halves,
    terms.inexact,
    terms.sliced,
    terms.another_part,
    terms.written_over,
    slopes.missing,
    terms.missing,
    terms.unmasked,
    terms.decayed,
    slopes.replaced,
    overwritten,
    kept,
)
AT_THE_ROOT: tuple[Generator, ...] = (scales.scaling, sums.missing)
"""Edits that add around an expression: only tried on the value that is wrong."""

DEPTH = 10


@dataclass(frozen=True)
class Explanation:
    """An edit at a place that makes gradients right.

    Attributes
    ----------
    site, op
        The place of the edited operation; of the call, if an argument is another.
    edit
        What is edited.
    node, operations
        Where it was found; what each node then does, wherever the same line ran.
    mended
        The parameters whose gradients it makes right.
    whole
        Whether it holds wherever the line ran, not at one of the times alone.
    exchange
        Set if the argument of a call is another.
    caller
        Set if the line is right where else it is called: the line that calls it here.
    """

    site: Site | None
    op: str
    edit: Edit
    node: int
    operations: Mapping[int, Operation] = field(compare=False, repr=False)
    mended: frozenset[int] = field(default=frozenset(), compare=False)
    whole: bool = field(default=True, compare=False)
    exchange: Exchange | None = field(default=None, compare=False)
    caller: Site | None = field(default=None, compare=False)

    @property
    def id(self) -> Hashable:
        """The same explanation in another case has the same."""
        return self.site, self.op, self.edit.id

    @property
    def rank(self) -> tuple[int, bool, int, int]:
        """Those that mend most first; of them edits of whole lines; of them literal ones."""
        outermost = -self.node if self.edit.tier == MISSING else 0
        return -len(self.mended), not self.whole, self.edit.tier, outermost


def explanations(bench: Bench, node: int, wanted: frozenset[int]) -> list[Explanation]:
    """Find the edits at a wrong value, or in the expression behind it, that repair parameters."""
    if (node, wanted) not in bench.explained:
        bench.explained[node, wanted] = _search(bench, node, wanted)
    known: list[Explanation] = bench.explained[node, wanted]
    return known


def repeated(
    bench: Bench, explanation: Explanation, node: int | None, wanted: frozenset[int]
) -> Explanation | None:
    """The same edit in another case, at the node that is the same there, if it holds there too."""
    if explanation.exchange is not None:
        calls = [c.id for c in bench.step.recording.calls if c.site == explanation.site]
        for exchange in exchanges(bench, calls, explanation.edit.id):
            if (exchange.way, exchange.edit.id) == (explanation.exchange.way, explanation.edit.id):
                one = _of_exchange(bench, exchange, wanted)
                if one is not None:
                    return one
        return None
    if node is None:
        return None
    edited = bench.step.flow.nodes[node]
    edit = _edit(bench, edited, explanation.edit.id)
    return None if edit is None else _of_edit(bench, edited, edit, wanted, set())


def _search(bench: Bench, node: int, wanted: frozenset[int]) -> list[Explanation]:
    found: dict[Hashable, Explanation] = {}
    expression = _expression(bench, node)
    tried: set[Hashable] = set()
    for edited in expression:
        for generators in (GENERATORS, AT_THE_ROOT if edited.id == node else ()):
            for edit in _by_id(bench, edited, generators).values():
                one = _of_edit(bench, edited, edit, wanted, tried)
                if one is not None:
                    found.setdefault(one.id, one)
                if bench.clock.is_over:
                    return list(found.values())
    behind = {each.id for each in expression}
    calls = [c.id for c in bench.step.recording.calls if _made(bench, c, behind)]
    for exchange in exchanges(bench, calls):
        one = _of_exchange(bench, exchange, wanted)
        if one is not None and (one.id not in found or one.rank < found[one.id].rank):
            found[one.id] = one  # of the ways that mend as much the widest is enough
        if bench.clock.is_over:
            break
    return list(found.values())


def _made(bench: Bench, call: Call, behind: set[int]) -> bool:
    """Whether a call made some of the values, and they are none of the forward pass."""
    return any(n in behind and n not in bench.network for n in range(call.first, call.last))


def _of_exchange(bench: Bench, exchange: Exchange, wanted: frozenset[int]) -> Explanation | None:
    """The explanation that the argument of a call is another, if that mends what is wanted."""
    mended = _mended(bench, exchange.operations, wanted)
    if mended is None or any(_is_levelled(bench, n, o) for n, o in exchange.operations.items()):
        return None
    return Explanation(
        exchange.site,
        "call",
        exchange.edit,
        min(exchange.operations),
        exchange.operations,
        mended,
        exchange.is_whole,
        exchange,
    )


def _of_edit(
    bench: Bench, node: Node, edit: Edit, wanted: frozenset[int], tried: set[Hashable]
) -> Explanation | None:
    """The explanation that a line is written otherwise: wherever it ran, or at that time alone."""
    occurrences = bench.occurrences.get((node.site, node.op), [node.id])
    ways = [tuple(occurrences), tuple(bench.everywhere(node.id))]
    if node.id == occurrences[-1]:
        ways.append((node.id,))  # what a loop has added up
    for times in dict.fromkeys(ways):
        operations = _at(bench, node, edit, times)
        key = node.site, node.op, edit.id, frozenset(operations)
        if key in tried:
            continue
        tried.add(key)
        mended = _mended(bench, operations, wanted)
        if mended is not None:
            others = elsewhere(bench, node, operations)
            caller = calling(bench, node, others) if others else None
            is_total = bench.passes > 1 and len(operations) == 1
            whole = not others or caller is not None or is_total
            return Explanation(
                node.site, node.op, edit, node.id, operations, mended, whole, caller=caller
            )
    return None


def _mended(
    bench: Bench, operations: Mapping[int, Operation], wanted: frozenset[int]
) -> frozenset[int] | None:
    """The gradients that an edit makes right, if those wanted are among them and none breaks."""
    right = bench.right(bench.tried({}, operations))
    if wanted <= right and bench.right_now <= right:
        return frozenset(right - bench.right_now)
    return None


def _edit(bench: Bench, node: Node, wanted: Hashable) -> Edit | None:
    """The edit of a node that is the same as one of another."""
    for generators in (GENERATORS, AT_THE_ROOT):
        if (edit := _by_id(bench, node, generators).get(wanted)) is not None:
            return edit
    return None


def _by_id(bench: Bench, node: Node, generators: Sequence[Generator]) -> dict[Hashable, Edit]:
    """The edits of a node, found once, those of the first generators first."""
    key = node.id, len(generators)
    if key not in bench.known_edits:
        edits: dict[Hashable, Edit] = {}
        for generator in generators:
            for edit in generator(bench, node):
                if generator is operands.operands:
                    edits[edit.id] = edit  # of several values of one name the latest is meant
                else:
                    edits.setdefault(edit.id, edit)
        bench.known_edits[key] = edits
    known: dict[Hashable, Edit] = bench.known_edits[key]
    return known


def _at(bench: Bench, node: Node, edit: Edit, times: Iterable[int]) -> dict[int, Operation]:
    """What each node of a line does after an edit of it."""
    operations = {node.id: edit.operation}
    for time in times:
        if time != node.id:
            same = _edit(bench, bench.step.flow.nodes[time], edit.id)
            if same is not None and _changes(bench, time, same):
                operations[time] = same.operation
    return operations


def _changes(bench: Bench, node: int, edit: Edit) -> bool:
    """Whether an edit changes something there: the right value in the place of itself does not."""
    if edit.tier < LIKELY:
        return True
    now, then = bench.start.array(node), _edited(bench, edit.operation)
    return now is None or then is None or now.shape != then.shape or not np.allclose(now, then)


def _is_levelled(bench: Bench, node: int, operation: Operation) -> bool:
    """Whether an edit leaves the same number everywhere, where it was another in each place."""
    now, then = bench.start.array(node), _edited(bench, operation)
    if now is None or then is None or then.size < 2:
        return False
    return bool(np.all(then == then.flat[0])) and not bool(np.all(now == now.flat[0]))


def _edited(bench: Bench, operation: Operation) -> NDArray[np.float64] | None:
    try:
        return np.asarray(bench.program.evaluate(operation, bench.start), np.float64)
    except (CannotComputeError, TypeError, ValueError):
        return None


def _expression(bench: Bench, root: int) -> list[Node]:
    """The operations behind a value, up to what is right or belongs to the forward pass."""
    flow = bench.step.flow
    updates = {claim.update for claim in bench.step.claims.values()}
    found: dict[int, int] = {}
    open_nodes = [(root, 0)]
    while open_nodes:
        node, depth = open_nodes.pop(0)
        if node in found or depth > DEPTH or flow.nodes[node].op in LEAVES:
            continue
        if node in bench.network or node in updates:
            continue
        found[node] = depth
        if depth and _is_right(bench, node):
            continue  # but for a constant
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
