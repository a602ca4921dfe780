"""The learning rate of a run: handed in, kept in an object, or a number of their code."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from compare.driving.dataflow import Dataflow
from compare.driving.roles import Role, role_of
from compare.recording.graph import Recording, Ref


class Rates:
    """Remembers the learning rate that was handed in last."""

    def __init__(self) -> None:
        self._rate: float | None = None

    def note(self, arguments: Mapping[str, Any]) -> None:
        """Look at the arguments of a call."""
        for name, value in arguments.items():
            if role_of(name) is Role.RATE and isinstance(value, float):
                self._rate = value

    def found(
        self,
        recording: Recording,
        objects: Iterable[Any],
        namespace: Mapping[str, Any],
        is_used: bool,
    ) -> float | None:
        """The learning rate, wherever it is; numbers of the script only if something is updated."""
        if self._rate is not None:
            return self._rate
        calls = [call.arguments for call in recording.calls]
        kept = [vars(each) for each in objects if hasattr(each, "__dict__")]
        named = (_numbers(recording), namespace) if is_used else ()
        for holder in (*calls, *kept, *named):
            for name, value in holder.items():
                is_number = isinstance(value, int | float) and not isinstance(value, bool)
                if is_number and value > 0 and role_of(str(name)) is Role.RATE:
                    return float(value)
        return _shared_factor(recording) if is_used else None


def _numbers(recording: Recording) -> dict[str, Any]:
    """Numbers that their code names: ``learning_rate = 0.01``."""
    values = {
        each.name.rpartition(".")[2]: recording.nodes[each.node].value for each in recording.namings
    }
    return {name: value for name, value in values.items() if np.ndim(value) == 0}


def _shared_factor(recording: Recording) -> float | None:
    """The one number that every update multiplies its step by, whatever it is called."""
    flow = Dataflow(recording)
    factors = [_factors(flow, node) for node in flow.updates().values()]
    shared = set.intersection(*factors) if len(factors) > 1 else set()
    sizes = {size for node in recording.nodes for size in np.shape(node.value)}
    likely = {each for each in shared if 0 < each < 1 and each not in (0.5, 0.25)}
    likely -= {1 / size for size in sizes if size}
    return likely.pop() if len(likely) == 1 else None


def _factors(flow: Dataflow, update: int) -> set[float]:
    """The numbers that stand beside the data on the way from an update to its gradient."""
    found: set[float] = set()
    waiting = [flow.nodes[each] for each in flow.nodes[update].operands if each in flow.on_x]
    for node in waiting:
        for part in node.args if node.op in ("multiply", "divide", "negative") else ():
            if isinstance(part, Ref) and part.node in flow.on_x:
                waiting.append(flow.nodes[part.node])
            elif node.op == "multiply":
                value = flow.nodes[part.node].value if isinstance(part, Ref) else part
                if isinstance(value, float):
                    found.add(float(value))
    return found
