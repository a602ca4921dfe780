"""What earlier calls returned, found again by name, by key, by role."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from compare.driving.roles import Role, role_of
from compare.driving.words import index, letters, words


class MissingError(Exception):
    """Nothing in the pool fits."""


@dataclass
class Pool:
    """Values by the name they were returned or assigned under; a later one hides an earlier."""

    values: dict[str, Any] = field(default_factory=dict)

    def put(self, names: Sequence[str], returned: Any) -> None:
        """Keep what a call returned, part by part where it returned several values."""
        if len(names) > 1 and isinstance(returned, tuple | list) and len(returned) == len(names):
            for name, value in zip(names, returned, strict=True):
                self._keep(name, value)
        elif len(names) == 1 and returned is not None:
            self._keep(names[0], returned)

    def _keep(self, name: str, value: Any) -> None:
        self.values.pop(name, None)  # the newest stands last
        self.values[name] = value

    def find(self, name: str) -> Any:
        """Find the value for a parameter of that name.

        Raises
        ------
        MissingError
            No returned value has the name, the key or the role.
        """
        for search in (self._named, self._keyed, self._spelled, self._in_role):
            for value in search(name):
                return value
        raise MissingError(name)

    def _named(self, name: str) -> Iterator[Any]:
        if name in self.values:
            yield self.values[name]

    def _keyed(self, name: str) -> Iterator[Any]:
        for value in reversed(self.values.values()):
            if isinstance(value, dict) and name in value:
                yield value[name]

    def _spelled(self, name: str) -> Iterator[Any]:
        for known, value in reversed(self.values.items()):
            if words(known) == words(name):
                yield value

    def _in_role(self, name: str) -> Iterator[Any]:
        role = role_of(name)
        if role is Role.OUTPUT:
            yield from self.outputs()
        elif role is not Role.UNKNOWN:
            for known, value in reversed(self.values.items()):
                if role_of(known) is role and index(known) == index(name):
                    yield value
            if role in (Role.PARAMETERS, Role.GRADIENTS, Role.CACHE):
                for known, value in reversed(self.values.items()):
                    if role_of(known) is role:
                        yield value
            if role is Role.CACHE:
                yield from self._nameless()

    def _nameless(self) -> Iterator[Any]:
        """Find what was returned without a name: ``return cost, (Z1, A1, W1, b1)``."""
        for known, value in reversed(self.values.items()):
            if not known.isidentifier() and isinstance(value, tuple | list | dict):
                yield value

    def outputs(self) -> Iterator[Any]:
        """The outputs of the network: named so, else the last activation that was returned."""
        for known, value in reversed(self.values.items()):
            if role_of(known) is Role.OUTPUT and isinstance(value, np.ndarray):
                yield value
        yield from self._activations()

    def _activations(self) -> Iterator[Any]:
        found: list[tuple[int, int, Any]] = []
        for order, (name, value) in enumerate(self._flat()):
            if (
                letters(name)[:1] == ("a",)
                and len(letters(name)) == 1
                and isinstance(value, np.ndarray)
            ):
                found.append((index(name) or 0, order, value))
        for _, _, value in sorted(found, key=lambda each: each[:2], reverse=True):
            yield value

    def _flat(self) -> Iterator[tuple[str, Any]]:
        for name, value in self.values.items():
            if isinstance(value, dict):
                yield from ((str(key), part) for key, part in value.items())
            elif isinstance(value, list) and value and letters(name)[:1] == ("activations",):
                yield "A999", value[-1]
            else:
                yield name, value
