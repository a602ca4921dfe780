"""An attribute that is made when it is first asked for.

``functools.cached_property`` takes a lock to do so in Python 3.11, which costs more than most of
what the bounds put off.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801  # it is used as a decorator, like property
    """Make an attribute by a method, once."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make, self.name, self.__doc__ = make, make.__name__, make.__doc__

    def __get__(self, owner: Any, kind: type) -> T:
        made = owner.__dict__[self.name] = self.make(owner)
        return made
