"""What one training step leaves to the next, where the driver calls the acts of a step itself."""

from collections.abc import Mapping
from typing import Any

from compare.driving.acts import Act
from compare.driving.definitions import Function
from compare.driving.pool import Pool
from compare.driving.purposes import Purpose, purpose_of
from compare.driving.roles import Role, role_of

PASSING = (Purpose.FORWARD, Purpose.COST, Purpose.BACKWARD)
LASTING = (Purpose.START, Purpose.UPDATE, Purpose.TRAIN)


class Legacy:
    """The values of a pool that outlive a step: what starts it, and what updates return.

    The second step meets the same names as the first one did, so each act gets what it got then.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._kept: dict[str, Any] = {}
        self._before: dict[str, Any] = {}
        self._has_begun = False

    def note(self, act: Act) -> None:
        """Look at the pool after an act."""
        purpose = _purpose(act)
        self._has_begun |= purpose in PASSING
        if purpose in LASTING or not self._has_begun:
            values = self._pool.values
            self._kept |= {name: each for name, each in values.items() if self._is_new(name, each)}
        self._before = dict(self._pool.values)

    def handed_in(self, arguments: Mapping[str, Any]) -> None:
        """Keep all parameters together that a call was given: every call is to get the same."""
        for name, value in arguments.items():
            if role_of(name) is Role.PARAMETERS and isinstance(value, dict | list):
                self._pool.values.setdefault(name, value)
                self._kept.setdefault(name, value)

    def hand_over(self) -> None:
        """Leave in the pool what the next step begins with."""
        self._pool.values = dict(self._kept)

    def is_due(self, act: Act) -> bool:
        """Whether an act belongs to every step, and not to the start of training."""
        if act.starts or act.function is None:
            return False
        if _purpose(act) in (*PASSING, Purpose.UPDATE, Purpose.TRAIN):
            return True
        return not set(act.function.returned) <= self._pool.values.keys()

    def _is_new(self, name: str, value: Any) -> bool:
        return name not in self._before or self._before[name] is not value


def names_of_returned(function: Function) -> tuple[str, ...]:
    """What a call returns, by name; all gradients or parameters together need none of their own."""
    names = function.returned
    if len(names) != 1 or names[0][:1] != "{":
        return names
    match purpose_of(function):
        case Purpose.BACKWARD:
            return ("grads",)
        case Purpose.UPDATE:
            return ("parameters",)
    return names


def _purpose(act: Act) -> Purpose:
    return Purpose.START if act.function is None else purpose_of(act.function)
