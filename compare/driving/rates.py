"""The learning rate of a run: handed in, kept in an object, or a number of their code."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from compare.driving.roles import Role, role_of
from compare.recording.graph import Recording


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
        return None


def _numbers(recording: Recording) -> dict[str, Any]:
    """Numbers that their code names: ``learning_rate = 0.01``."""
    values = {
        each.name.rpartition(".")[2]: recording.nodes[each.node].value for each in recording.namings
    }
    return {name: value for name, value in values.items() if np.ndim(value) == 0}
