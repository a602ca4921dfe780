"""The arguments of an operation as a node has them: with references for what is a node."""

from typing import Any

from numpy import bool_, dtype, generic, ndarray, number

from compare.recording.graph import Other, Ref
from compare.recording.memory import Memory
from compare.recording.values import NUMERIC, Whole, snapshot, text_of

PLAIN = (int, bool, str, bytes, complex, type(None), type(Ellipsis))


class Provenance(Memory):
    """Tells where the values among any arguments came from."""

    def ref(self, value: Any) -> Any:
        """A value as an argument of a node: with references for what is a node."""
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind is float or kind is Whole or isinstance(value, number):
            held = self._held.get(id(value))
            return snapshot(value) if held is None else Ref(held.node)
        if isinstance(value, ndarray):
            return (
                Ref(self.array(value)) if value.dtype.kind in NUMERIC else self._of_objects(value)
            )
        if kind is list:
            return [self.ref(part) for part in value]
        if isinstance(value, tuple):
            return tuple([self.ref(part) for part in value])
        if kind is dict:
            return {_key(key): self.ref(part) for key, part in value.items()}
        if kind is slice:
            return slice(self.ref(value.start), self.ref(value.stop), self.ref(value.step))
        if kind is range:
            return list(value)
        return value if kind is bool_ else named(value)

    def _of_objects(self, array: Any) -> Any:
        """An array of objects as lists, of anything else by its name."""
        return self.ref(array.tolist()) if array.dtype.kind == "O" else Other(repr(array.dtype))


def named(value: Any) -> Any:
    """What is no data, by its name; a type of numbers as NumPy spells it."""
    if isinstance(value, dtype):
        return value.name
    if isinstance(value, type) and (issubclass(value, generic) or value in (float, int, bool)):
        return value.__name__
    name = text_of(value, "__qualname__") or f"a {type(value).__qualname__}"
    return Other(name.replace("<locals>.", ""))


def _key(key: Any) -> Any:
    return key if isinstance(key, (str, int)) else str(key)
