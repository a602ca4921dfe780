"""An edit of one recorded operation."""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from compare.diagnosing.bench import Bench
from compare.recording.graph import Node, Operation, Ref
from compare.replaying.program import operation_of

LITERAL, MISSING, LIKELY = 0, 1, 2
"""How far an edit goes: it changes what is written, adds what is not there, puts a right value in.

The last says that a value is wrong, not how the line came about.
"""


@dataclass(frozen=True)
class Edit:
    """One way to write an operation otherwise.

    Attributes
    ----------
    id
        What is edited how, without nodes: the same for other runs of the same code.
    cause
        The code of the cause, if this edit is the explanation.
    operation
        What the node would do.
    words
        What is wrong with the line as it is: the end of a sentence that begins with the expression.
    text
        From the texts of the arguments, the expression as it should be; ``None`` if it has none.
    tier
        Literal edits explain better than additions, and those better than values.
    """

    id: Hashable
    cause: str
    operation: Operation = field(compare=False, repr=False)
    words: str = field(compare=False)
    text: Callable[..., str] | None = field(default=None, compare=False, repr=False)
    tier: int = 0


class Texts:
    """The source of an operation in pieces, as an edit puts it together again.

    Attributes
    ----------
    whole
        The expression.
    parts
        The text of each argument, in the order of ``Node.args``.
    """

    def __init__(
        self, whole: str, spans: list[tuple[int, int]], naming: Callable[[int], str]
    ) -> None:
        self.whole, self.spans, self.naming = whole, spans, naming
        self.parts = [whole[start:end] for start, end in spans]

    def with_part(self, index: int, text: str) -> str:
        """The expression with one argument written otherwise."""
        if index >= len(self.spans):
            return "..."
        start, end = self.spans[index]
        return self.whole[:start] + text + self.whole[end:]

    def part(self, index: int) -> str:
        """The text of an argument; ``...`` if it does not stand there on its own."""
        return self.parts[index] if index < len(self.parts) else "..."


Generator = Callable[[Bench, Node], Iterator[Edit]]


def itself(node: Node) -> Operation:
    """What the node does now, as part of an edit."""
    return operation_of(node)


def value_of(bench: Bench, part: Any) -> Any:
    """The value of an argument: of a node as it is now, or the constant itself."""
    return bench.start[part.node] if isinstance(part, Ref) else part


def is_scalar(bench: Bench, part: Any) -> bool:
    """Whether an argument is a single number."""
    value = value_of(bench, part)
    return isinstance(value, int | float | np.number | np.ndarray) and np.size(value) == 1


def is_constant(bench: Bench, part: Any) -> bool:
    """Whether an argument is a number that is written there, or a name for one."""
    if isinstance(part, Ref):
        return bench.step.flow.nodes[part.node].op == "constant" and is_scalar(bench, part)
    return is_scalar(bench, part)


def number_of(bench: Bench, part: Any) -> float:
    """The number of a scalar argument."""
    return float(np.asarray(value_of(bench, part)).reshape(-1)[0])


def with_argument(node: Node, index: int, part: Any) -> Operation:
    """The operation with one argument replaced."""
    args = (*node.args[:index], part, *node.args[index + 1 :])
    return Operation(node.op, args, node.kwargs)
