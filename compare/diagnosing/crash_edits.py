"""What an operation that raised was meant to be: the edit after which it gives a right value."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compare.diagnosing.edits.edit import Edit
from compare.diagnosing.proportion import proportion
from compare.diagnosing.step import Step
from compare.recognising.before_update import with_weights
from compare.recording.graph import Operation, Recording, Ref
from compare.replaying.program import CannotComputeError

Array = NDArray[np.float64]
PRODUCTS = ("matmul", "dot")
UPDATES = ("subtract", "add")


@dataclass(frozen=True)
class CrashEdit:
    """An edit, and the value of the network by which its result is the derivative.

    Attributes
    ----------
    quantity
        ``dA1``, ``dW2``.
    node
        The value that was made wrongly, if it is an operand of what raised; else ``None``.
    """

    edit: Edit
    quantity: str
    node: int | None = None


def crash_edits(recording: Recording) -> tuple[Step | None, list[CrashEdit]]:
    """Find the smallest edits of what raised; none if the network before it is not understood."""
    operation = recording.failure.operation if recording.failure is not None else None
    if operation is None or len(operation.args) != 2:
        return None, []
    step = Step(with_weights(recording))
    right = _right_values(step)
    if operation.op in UPDATES:
        found = list(_turned(step, operation, right))
    else:
        found = [
            CrashEdit(edit, quantity)
            for edit in _edits(step, operation)
            if (quantity := _derivative(step, edit.operation, right)) is not None
        ]
    least = min((one.edit.tier for one in found), default=0)
    return step, [one for one in found if one.edit.tier == least]


def _right_values(step: Step) -> list[tuple[str, Array]]:
    """The derivatives by everything that has a name, for every cost that may be meant."""
    return [
        (f"d{step.names[node]}", derivative)
        for hypothesis in step.hypotheses.values()
        for node, derivative in hypothesis.derivatives.items()
        if node in step.names and derivative.size > 1 and np.any(derivative)
    ]


def _derivative(step: Step, operation: Operation, right: list[tuple[str, Array]]) -> str | None:
    """By which value the result is the derivative of a cost, up to a constant."""
    try:
        value = step.flow.program.evaluate(operation, step.flow.program.values)
    except CannotComputeError:
        return None
    for name, wanted in right:
        if np.shape(value) == wanted.shape and proportion(value, wanted) is not None:
            return name
    return None


def _edits(step: Step, operation: Operation) -> Iterator[Edit]:
    """The operation with its operands turned, exchanged, multiplied otherwise, or replaced."""
    left, right = operation.args
    if operation.op in PRODUCTS:
        yield _edit("transpose", 0, _turn(left), right, "the first operand has to be transposed", 0)
        yield _edit(
            "transpose", 1, left, _turn(right), "the second operand has to be transposed", 1
        )
        both = "both operands have to be transposed"
        yield _edit("transpose", 0, _turn(left), _turn(right), both, None)
        yield _edit("transpose", 1, right, left, "the operands are the other way round", None)
    if operation.op == "multiply":
        words = "is the product entry by entry where the matrix product is meant"
        for one in (left, _turn(left)):
            for other in (right, _turn(right)):
                yield _edit("wrong-operator", 0, one, other, words, None)
    for index, written in enumerate(operation.args):
        if isinstance(written, Ref):
            yield from _with_others(step, operation, index, written)


def _with_others(step: Step, operation: Operation, index: int, written: Ref) -> Iterator[Edit]:
    for other, name in step.names.items():
        if other == written.node:
            continue
        for meant in (Ref(other), _turn(Ref(other))):
            args = list(operation.args)
            args[index] = meant
            words = f"takes another value where {name} is meant"
            yield Edit(
                ("operand", index, name), "wrong-operand", Operation(operation.op, tuple(args)),
                words, tier=1,
            )  # fmt: skip


def _turned(
    step: Step, operation: Operation, right: list[tuple[str, Array]]
) -> Iterator[CrashEdit]:
    """A gradient that lies on its side: the product behind the step that does not fit."""
    behind = step.recording.ancestors({ref.node for ref in operation.args if isinstance(ref, Ref)})
    for node in sorted(behind, reverse=True):
        recorded = step.flow.nodes[node]
        if recorded.op not in PRODUCTS or node not in step.flow.backward:
            continue
        for name, wanted in right:
            value = np.asarray(recorded.value).T
            if value.shape == wanted.shape and proportion(value, wanted) is not None:
                words = "gives the gradient on its side: it has to be transposed"
                edit = Edit(("turned",), "transpose", _turn(Ref(node)), words)
                yield CrashEdit(edit, name, node)
                return


def _turn(part: Any) -> Operation:
    """A value transposed; one that was transposed, as it was."""
    return Operation("transpose", (part,))


def _edit(cause: str, tier: int, left: Any, right: Any, words: str, turned: int | None) -> Edit:
    text = None if turned is None else lambda texts: texts.with_part(turned, _dot_t(texts, turned))
    return Edit((cause, words), cause, Operation("matmul", (left, right)), words, text, tier)


def _dot_t(texts: Any, index: int) -> str:
    """The text of an operand with ``.T``, or without the one that it has."""
    part = str(texts.part(index))
    if part.endswith(".T"):
        return part[:-2]
    return f"{part}.T" if part.replace(".", "").replace("_", "").isalnum() else f"({part}).T"
