"""Operators and functions: ``*`` for ``@``, ``<`` for ``>``, missing brackets, ``.T``."""

from collections.abc import Iterator, Sequence

import numpy as np

from compare.diagnosing.bench import Bench
from compare.diagnosing.edits.edit import (
    LITERAL,
    MISSING,
    Edit,
    is_scalar,
    itself,
    value_of,
    with_argument,
)
from compare.recording.graph import Node, Operation, Ref

PRODUCTS = ("matmul", "dot", "multiply")
QUOTIENTS = ("divide", "true_divide", "floor_divide")
SIGNS = {
    "matmul": "@",
    "multiply": "*",
    "divide": "/",
    "true_divide": "/",
    "add": "+",
    "subtract": "-",
}
COMPARISONS = {"greater": ">", "greater_equal": ">=", "less": "<", "less_equal": "<="}


def exchanged(bench: Bench, node: Node) -> Iterator[Edit]:
    """Another operator between the same operands."""
    if len(node.args) != 2 or node.op not in (*PRODUCTS, *QUOTIENTS, "add", "subtract", "power"):
        return
    if node.op == "power" and not isinstance(node.args[1], Ref):
        return
    scalar = any(is_scalar(bench, part) for part in node.args)
    for other in ("matmul", "multiply", "divide", "add", "subtract"):
        if other == node.op or (node.op == "dot" and other == "matmul"):
            continue
        if _is_unlikely(node.op, other) or (scalar and other == "matmul"):
            continue
        yield Edit(
            ("operator", other),
            "wrong-operator",
            Operation(other, node.args),
            _words(node.op, other),
            lambda t, o=other: f"{t.part(0)} {SIGNS[o]} {t.part(1)}",
            LITERAL if {other, node.op} <= {"matmul", "dot", "multiply"} else MISSING,
        )
    if node.op in PRODUCTS:
        yield Edit(("operator", "order"), "wrong-operator", Operation("matmul", node.args[::-1]),
                   "multiplies in the wrong order",
                   lambda t: f"{t.part(1)} @ {t.part(0)}")  # fmt: skip


def _is_unlikely(op: str, other: str) -> bool:
    """Whether nobody writes one for the other; a sum for a difference is a sign."""
    sums = {"add", "subtract"}
    if op in sums:
        return other in (*sums, "divide")
    return other in sums and op in ("power", *QUOTIENTS)


def _words(op: str, other: str) -> str:
    names = {
        "matmul": "the matrix product",
        "dot": "the matrix product",
        "multiply": "the product entry by entry",
        "divide": "a quotient",
        "true_divide": "a quotient",
        "add": "a sum",
        "subtract": "a difference",
        "floor_divide": "a quotient without its fraction",
        "power": "a power",
    }
    return f"is {names[op]} where {names[other]} is meant"


def split(bench: Bench, node: Node) -> Iterator[Edit]:
    """A sum where the product goes on: ``a * b * c`` for ``a * b + c``."""
    chain = _factors(bench, node)
    for at in range(1, len(chain) - 1):
        if chain[at][0] == "multiply":
            left, right = _product(chain[:at]), _product(chain[at:])
            yield Edit(("split", at), "wrong-operator", Operation("add", (left, right)),
                       "multiplies by what has to be added", tier=MISSING)  # fmt: skip


def _factors(bench: Bench, node: Node) -> list[tuple[str, object]]:
    """The factors of a product that is written without brackets, each with its operator."""
    if node.op not in ("multiply", "divide", "true_divide") or len(node.args) != 2:
        return []
    left, right = node.args
    inner = bench.step.flow.nodes[left.node] if isinstance(left, Ref) else None
    before = _factors(bench, inner) if inner is not None and inner.call == node.call else []
    return [*(before or [("multiply", left)]), (node.op, right)]


def _product(chain: Sequence[tuple[str, object]]) -> object:
    """The product of some factors."""
    product = chain[0][1]
    for op, factor in chain[1:]:
        product = Operation(op, (product, factor))
    return product


def transposed(bench: Bench, node: Node) -> Iterator[Edit]:
    """Lay an operand of a product on its side, or stand it up again."""
    if node.op == "transpose" and isinstance(node.args[0], Ref):
        yield Edit(("no transpose",), "transpose", Operation("copy", (node.args[0],)),
                   "is transposed and should not be", lambda t: t.part(0))  # fmt: skip
    if node.op not in PRODUCTS or len(node.args) != 2:
        return
    for index in (0, 1):
        if np.ndim(value_of(bench, node.args[index])) == 2:
            yield Edit(
                ("transpose", index),
                "transpose",
                with_argument(node, index, Operation("transpose", (node.args[index],))),
                "needs a transpose",
                lambda t, i=index: t.with_part(i, f"{t.part(i)}.T"),
            )
    if all(np.ndim(value_of(bench, part)) == 2 for part in node.args):
        turned = tuple(Operation("transpose", (part,)) for part in node.args)
        yield Edit(
            ("transpose", "both"), "transpose", Operation(node.op, turned), "needs both transposed"
        )
    yield Edit(("transpose", "result"), "transpose", Operation("transpose", (itself(node),)),
               "comes out transposed", lambda t: f"({t.whole}).T")  # fmt: skip


def compared(bench: Bench, node: Node) -> Iterator[Edit]:
    """Another comparison in a mask."""
    if node.op not in COMPARISONS:
        return
    for other, sign in COMPARISONS.items():
        if other[:4] != node.op[:4]:
            yield Edit(("comparison", other), "wrong-activation-derivative",
                       Operation(other, node.args), "compares the wrong way round",
                       lambda t, s=sign: f"{t.part(0)} {s} {t.part(1)}")  # fmt: skip


def precedence(bench: Bench, node: Node) -> Iterator[Edit]:
    """Brackets that are missing: ``a / b + c`` for ``a / (b + c)``."""
    if node.op in ("add", "subtract") and len(node.args) == 2:
        for index in (0, 1):
            part = node.args[index]
            if not isinstance(part, Ref):
                continue
            inner = bench.step.flow.nodes[part.node]
            if inner.op not in ("multiply", "divide", "true_divide", "power", "dot", "matmul"):
                continue
            if len(inner.args) != 2 or inner.call != node.call:
                continue
            outer = node.args[1 - index]
            is_scale = any(is_scalar(bench, factor) for factor in inner.args)
            for text, regrouped in _regrouped(node.op, inner, outer, index):
                yield Edit(("brackets", text, index), "operator-precedence", regrouped,
                           "groups otherwise than meant: brackets are missing",
                           tier=MISSING if is_scale else LITERAL)  # fmt: skip
    if node.op == "negative" and isinstance(node.args[0], Ref):
        inner = bench.step.flow.nodes[node.args[0].node]
        if inner.op == "power":
            yield Edit(("brackets", "-a**b"), "operator-precedence",
                       Operation("power", (Operation("negative", (inner.args[0],)), inner.args[1])),
                       "takes the minus after the power")  # fmt: skip


def moved_inside(bench: Bench, node: Node) -> Iterator[Edit]:
    """A term that stands outside the brackets: ``-mean(a) + b`` for ``-mean(a + b)``."""
    if node.op not in ("add", "subtract") or len(node.args) != 2:
        return
    first, outer = node.args
    depth, inner = 0, first
    while isinstance(inner, Ref) and (made := bench.step.flow.nodes[inner.node]).op in INSIDE:
        depth, inner = depth + 1, made.args[0]
        moved = _around(bench, first, depth, Operation(node.op, (inner, outer)))
        yield Edit(("inside", depth), "operator-precedence", moved,
                   "leaves a term outside the brackets")  # fmt: skip


INSIDE = ("negative", "sum", "mean", "tanh", "maximum", "exp", "log", "square")


def _around(bench: Bench, outside: Ref, depth: int, inside: Operation) -> Operation:
    """So many operations around another value than they were applied to."""
    node = bench.step.flow.nodes[outside.node]
    part = inside if depth == 1 else _around(bench, node.args[0], depth - 1, inside)
    return Operation(node.op, (part, *node.args[1:]), node.kwargs)


def _regrouped(op: str, inner: Node, outer: object, index: int) -> Iterator[tuple[str, Operation]]:
    a, b = inner.args
    if index == 0:  # a . b + c
        yield "a.(b+c)", Operation(inner.op, (a, Operation(op, (b, outer))))
    else:  # c + a . b
        yield "(c+a).b", Operation(inner.op, (Operation(op, (outer, a)), b))


def restructured(bench: Bench, node: Node) -> Iterator[Edit]:
    """``a / b * c`` for ``a / (b * c)``, and the other way round."""
    if node.op not in ("multiply", "divide", "true_divide") or len(node.args) != 2:
        return
    left, right = node.args
    if "divide" in node.op and isinstance(right, Ref):
        inner = bench.step.flow.nodes[right.node]
        if inner.op in ("multiply", "divide") and len(inner.args) == 2 and inner.call == node.call:
            b, c = inner.args
            outer = Operation("divide", (left, b))
            yield Edit(("brackets", "(a/b).c"), "operator-precedence",
                       Operation("multiply", (outer, c)),
                       "divides by the whole product: brackets too many")  # fmt: skip
    if isinstance(left, Ref) and bench.step.flow.nodes[left.node].op in ("divide", "true_divide"):
        inner = bench.step.flow.nodes[left.node]
        a, b = inner.args
        other = "multiply" if node.op == "multiply" else "divide"
        yield Edit(("brackets", "a/(b.c)"), "operator-precedence",
                   Operation("divide", (a, Operation(other, (b, right)))),
                   "groups otherwise than meant: brackets are missing")  # fmt: skip
