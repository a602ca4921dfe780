"""What a loop over the examples overwrites instead of adding it up."""

from collections.abc import Iterator

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import Edit, with_argument
from compare.recording.graph import Node, Operation, Ref


def overwritten(bench: Bench, node: Node) -> Iterator[Edit]:
    """Add up what each pass through a line gave, where only the last is used."""
    if bench.passes == 1 or node.id not in bench.step.flow.backward:
        return
    earlier = [
        other.id
        for other in bench.step.flow.nodes[: node.id]
        if (other.site, other.op) == (node.site, node.op) and other.id not in bench.step.behind
    ]
    if len(earlier) != bench.passes - 1:
        return
    total: Ref | Operation = Ref(earlier[0])
    for other in (*earlier[1:], node.id):
        part = Ref(other) if other != node.id else Operation(node.op, node.args, node.kwargs)
        total = Operation("add", (total, part))
    assert isinstance(total, Operation)  # there is more than one pass
    yield Edit(("all passes",), "missing-sum", total,
               "is overwritten by each example: what the others gave is lost")  # fmt: skip


def kept(bench: Bench, node: Node) -> Iterator[Edit]:
    """The same after the loop: what each pass gave, where what the last one gave is used."""
    if bench.passes == 1 or len(bench.occurrences.get((node.site, node.op), ())) >= bench.passes:
        return
    for index, part in enumerate(node.args):
        if not isinstance(part, Ref) or part.node not in bench.step.flow.backward:
            continue
        every = bench.everywhere(part.node)
        if len(every) == bench.passes and part.node == every[-1]:
            total: Ref | Operation = Ref(every[0])
            for other in every[1:]:
                total = Operation("add", (total, Ref(other)))
            yield Edit((KEPT, index), "missing-sum", with_argument(node, index, total),
                       "keeps what the last example gave: that of the others is lost")  # fmt: skip


KEPT = "the last pass"
