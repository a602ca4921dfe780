"""What stands where a library would: it can be called, indexed and walked over, and does nothing.

An inert one is for what only shows or stores (plots, tables, progress).  It never becomes a number.
A careful one stands for a module nobody knows: called with arrays it might have computed something,
so there it refuses.  A refusing one stands for what may not take part, and refuses any call.
"""

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, NoReturn, Self

import numpy as np

from compare.confining.errors import RefusedError

Refusal = Callable[[str, bool], str]
"""From the dotted name, and whether arrays were handed over, to why not (or to nothing)."""

Part = Callable[[str], Any]
"""From the dotted name of an attribute to the attribute."""


class StandIn:
    """A module, class, function or object that is not here."""

    def __init__(self, name: str, refusal: Refusal, part: "Part | None" = None) -> None:
        state = self.__dict__
        state["__name__"] = state["__qualname__"] = name
        state["_refusal"] = refusal
        state["_part"] = part or (lambda name: StandIn(name, refusal))
        state["__path__"] = []
        state["__all__"] = []
        state["__file__"] = None
        state["__version__"] = "0.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        part = self._part(f"{self.__name__}.{name}")
        self.__dict__[name] = part
        return part

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Give another one, or what it decorates, or refuse."""
        if why := self._refusal(self.__name__, holds_arrays((args, kwargs))):
            raise RefusedError(why)
        if len(args) == 1 and not kwargs and is_definition(args[0]):
            return args[0]  # used as a decorator
        return StandIn(f"{self.__name__}()", self._refusal)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return (Base,)

    def __instancecheck__(self, instance: object) -> bool:
        return False

    def __subclasscheck__(self, subclass: type) -> bool:
        return False

    def __getitem__(self, key: object) -> "StandIn":
        return StandIn(f"{self.__name__}[...]", self._refusal)

    def __setitem__(self, key: object, value: object) -> None: ...

    def __delitem__(self, key: object) -> None: ...

    def __delattr__(self, name: str) -> None: ...

    def __contains__(self, key: object) -> bool:
        return False

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __bool__(self) -> bool:
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None: ...

    def __or__(self, other: object) -> Any:  # in annotations
        return self

    __ror__ = __or__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __repr__(self) -> str:
        return f"<{self.__name__} is not here>"

    def _no_number(self, *_: object, **__: object) -> NoReturn:
        raise RefusedError(f"{self.__name__} is not here, so it has no numbers to compute with")

    __array__ = __float__ = __int__ = __index__ = _no_number
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __matmul__ = __rmatmul__ = (
        _no_number
    )
    __truediv__ = __rtruediv__ = __pow__ = __rpow__ = __neg__ = __mod__ = __rmod__ = _no_number
    __lt__ = __le__ = __gt__ = __ge__ = _no_number


class Base:
    """What a class inherits from where its own base is not here."""

    def __init__(self, *args: object, **kwargs: object) -> None: ...

    def __init_subclass__(cls, **kwargs: object) -> None: ...


def is_definition(value: object) -> bool:
    """Whether it is what a decorator is put on."""
    return isinstance(value, type) or (callable(value) and hasattr(value, "__code__"))


def holds_arrays(structure: Any, depth: int = 5) -> bool:
    """Whether there is an array in nested tuples, lists and dictionaries."""
    if isinstance(structure, np.ndarray | np.generic):
        return True
    parts = structure
    if isinstance(structure, dict):
        parts = structure.values()
    elif not isinstance(structure, list | tuple):
        plain = not isinstance(structure, StandIn | type) and not callable(structure)
        parts = vars(structure).values() if plain and hasattr(structure, "__dict__") else ()
    return depth > 0 and any(holds_arrays(part, depth - 1) for part in parts)
