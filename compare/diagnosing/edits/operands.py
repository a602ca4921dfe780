"""Another value in the place of the one that is meant."""

import re
from collections import Counter
from collections.abc import Iterator

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import Edit, with_argument
from compare.recognising.flow import is_float
from compare.recording.graph import LEAVES, Node, Operation, Ref, refs


def operands(bench: Bench, node: Node) -> Iterator[Edit]:
    """Replace an operand by another value that the code has at that time."""
    flow = bench.step.flow
    for index, part in enumerate(node.args):
        if not isinstance(part, Ref) or not is_float(flow.nodes[part.node]):
            continue
        written = part.node
        if _is_argument(bench, node, written):
            continue  # the call is at fault, not the helper
        shape = np.shape(bench.start[written])
        for other in others(bench, node, written):
            value_shape = np.shape(bench.start[other])
            if (
                value_shape == shape
                or node.op in ("matmul", "dot", "transpose")
                or _are_of_layers(bench, written, other)
            ):
                meant: object = Ref(other)
            elif value_shape[::-1] == shape:
                meant = Operation("transpose", (Ref(other),))
            else:
                continue
            yield Edit(
                ("operand", index, label(bench, other, written)),
                _cause(bench, node, written, other),
                with_argument(node, index, meant),
                _words(bench, written, other),
                None
                if written in bench.step.updated
                else lambda t, i=index, o=other: t.with_part(i, t.naming(o)),
            )


def _are_of_layers(bench: Bench, written: int, other: int) -> bool:
    """Whether both are a Z or an A: of another layer it is broadcast."""
    names = bench.step.names
    return all(names.get(value, "")[:1] in ("Z", "A") for value in (written, other))


def everywhere(bench: Bench, node: Node) -> Iterator[Edit]:
    """Replace a value wherever it stands in an expression: ``Z * (1 - Z)`` for ``A * (1 - A)``."""
    if node.id in bench.network:
        return
    expression = _written_out(bench, node)
    names = bench.step.names
    for written, times in Counter(ref.node for ref in refs(expression)).items():
        if times < 2 or names.get(written, "")[:1] not in ("Z", "A"):
            continue
        for other in bench.known_in(node.id):
            if other != written and names.get(other, "")[:1] in ("Z", "A"):
                yield Edit(
                    ("everywhere", label(bench, other, written)),
                    _cause(bench, node, written, other),
                    _exchanged(expression, written, other),
                    _words(bench, written, other),
                    lambda t, w=written, o=other: re.sub(
                        rf"\b{re.escape(t.naming(w))}\b", t.naming(o), t.whole
                    ),
                )


def _written_out(bench: Bench, node: Node) -> Operation:
    """What stands on a line, as one operation on what is computed before it."""

    def inside(part: object) -> object:
        if not isinstance(part, Ref) or part.node in bench.network:
            return part
        inner = bench.step.flow.nodes[part.node]
        is_here = (
            inner.site is not None
            and node.site is not None
            and (
                (inner.site.unit, inner.site.line, inner.call)
                == (node.site.unit, node.site.line, node.call)
            )
        )
        return _written_out(bench, inner) if is_here and inner.op not in LEAVES else part

    return Operation(node.op, tuple(inside(part) for part in node.args), node.kwargs)


def _exchanged(expression: Operation, written: int, other: int) -> Operation:
    """An expression with one value for another."""

    def exchange(part: object) -> object:
        if isinstance(part, Operation):
            return _exchanged(part, written, other)
        return Ref(other) if part == Ref(written) else part

    return Operation(
        expression.op, tuple(exchange(part) for part in expression.args), expression.kwargs
    )


def _is_argument(bench: Bench, node: Node, written: int) -> bool:
    """Whether a value was handed to the function in which the operation stands."""
    if node.call is None or bench.step.recording.calls[node.call].site is None:
        return False
    call = bench.step.recording.calls[node.call]
    return call.last - call.first <= HELPER and any(
        isinstance(given, Ref) and given.node == written for given in call.arguments.values()
    )


HELPER = 12
"""A function of so few operations is a helper, such as the derivative of an activation."""


def others(bench: Bench, node: Node, written: int) -> Iterator[int]:
    """What a line might have meant: X, every Z and A, the parameters, what is called something."""
    known = dict.fromkeys(bench.known_in(node.id))
    named = [n for n in bench.named_backward if n < node.id and n not in known]
    yield from (n for n in (*known, *named) if n != written and n < node.id)


def label(bench: Bench, other: int, written: int) -> tuple[object, ...]:
    """Say which value is meant so that it holds in every layer: the kind, and how far away."""
    names = bench.step.names
    kind, layer = _split(names.get(other, "X" if other in bench.step.flow.X else ""))
    _, from_layer = _split(names.get(written, ""))
    if kind == "X" or (not kind and other in bench.step.inputs):
        kind, layer = "A", 0
    if kind and from_layer is not None and layer is not None:
        return kind, layer - from_layer
    if kind:
        return (kind, layer) if other in bench.step.flow.X or layer is None else (kind, "same loop")
    return (bench.step.flow.names.get(other, ["?"])[-1].split("[")[0],)


def _split(name: str) -> tuple[str, int | None]:
    head = name.rstrip("0123456789")
    return head, int(name[len(head) :]) if name[len(head) :] else None


def _cause(bench: Bench, node: Node, written: int, other: int) -> str:
    step = bench.step
    parameters = {p.id for p in step.flow.parameters}
    if other in parameters and written in step.updated:
        return "updated-parameters"
    if written in step.updated and other not in step.updated:
        return "updated-parameters"
    both = [_split(step.names.get(value, ""))[0] for value in (written, other)]
    if set(both) == {"Z", "A"} and _is_slope(bench, node):
        return "wrong-derivative-argument"
    if _is_overwritten(bench, written, other):
        return "stale-state"
    return "wrong-operand"


def _is_overwritten(bench: Bench, written: int, other: int) -> bool:
    """Whether a value is what became of another by writing into it."""
    nodes = bench.step.flow.nodes
    node = nodes[written]
    while node.id > other and (node.op == "changed" or node.inplace) and node.operands:
        node = nodes[node.operands[0]]
    return node.id == other and written != other


def _is_slope(bench: Bench, node: Node) -> bool:
    """Whether the operation is part of computing g'."""
    return node.id in bench.side and node.op not in ("transpose", "reshape", "getitem")


def _words(bench: Bench, written: int, other: int) -> str:
    step = bench.step
    if other in {p.id for p in step.flow.parameters} and written in step.updated:
        return f"uses {step.names[other]} after it was updated"
    if written in step.updated and other not in step.updated:
        return f"uses {called(bench, other)} of the parameters that were already updated"
    if _is_overwritten(bench, written, other):
        return f"uses {called(bench, other)} after something else was written into it"
    return f"uses {called(bench, written)} where {called(bench, other)} is meant"


def called(bench: Bench, node: int) -> str:
    """The course's name of a value, or what the code calls it."""
    step = bench.step
    if node in step.names:
        return step.names[node]
    if node in step.flow.X or node in step.inputs:
        return "X"
    return next(iter(step.flow.names.get(node, ())), "another value")
