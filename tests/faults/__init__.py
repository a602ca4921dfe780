"""Planted faults: every row of the catalogue as a candidate, ``tests.faults:NAME``.

Two faults of one chapter at once are joined by a plus: ``tests.faults:NAME+NAME``.
"""

from collections.abc import Callable
from typing import Any


def __getattr__(name: str) -> Callable[..., Any]:
    from tests.faults.catalogue import BY_NAME
    from tests.faults.planting import planted_step

    names = name.split("+")
    if not all(part in BY_NAME for part in names):
        raise AttributeError(f"no fault {name!r} in the catalogue")
    return planted_step([BY_NAME[part] for part in names])
