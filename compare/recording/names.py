"""Which variable, item or attribute holds which node."""

from typing import Any

from numpy import integer

from compare.recording.calls import Calls, size
from compare.recording.graph import Naming, Site
from compare.recording.places import LOCAL, Place
from compare.recording.provenance import Provenance
from compare.recording.tape import Enough, Tape
from compare.recording.values import is_array, is_value

DEEP = 4
MANY = 300
NAMES_A_NODE = 20


class Names:
    """Notes every assignment of a node.

    Attributes
    ----------
    updates
        The node that a slot held, and the other one that it was given.
    """

    def __init__(self, tape: Tape, provenance: Provenance, calls: Calls) -> None:
        self.tape = tape
        self.updates: list[tuple[int, int]] = []
        self._provenance = provenance
        self._calls = calls
        self._nodes: dict[str, int] = {}
        self._slots_of: dict[int, dict[str, tuple[str, int | None]]] = {}
        self._array_in: dict[str, int] = {}
        self._serials: dict[int, tuple[int, object]] = {}

    def variable(self, place: Place, value: Any) -> None:
        """A name was bound."""
        self._put(self._slot(place), place.text, value, place.site)

    def parameters(self, names: tuple[str, ...], values: tuple[Any, ...]) -> None:
        """The variables that a call of theirs starts with; nobody wrote an assignment for them."""
        for name, value in zip(names, values, strict=True):
            node = self._provenance.node_of(value) if is_value(value) else None
            if node is not None:
                self._nodes[f"call{self.tape.call}:{name}"] = node

    def attribute(self, place: Place, owner: Any, name: str, value: Any) -> None:
        """An attribute was set."""
        self._put(f"{self.serial(owner)}.{name}", place.text, value, place.site)

    def item(self, site: Site, text: str, owner: Any, key: Any, value: Any) -> None:
        """An item of a list, a dictionary or an object of theirs was set."""
        if isinstance(key, (str, int, integer, tuple)):
            key = int(key) if isinstance(key, integer) else key
            self._put(f"{self.serial(owner)}[{key!r}]", text, value, site)

    def moved(self, array: Any, node: int) -> None:
        """An array was overwritten: whatever holds it holds another node."""
        for slot, (text, call) in list(self._slots_of.get(id(array), {}).items()):
            if self._calls.running(call):
                self._note(slot, text, node, self.tape.site())

    def serial(self, owner: object) -> int:
        """A number for an object, its own for as long as the run goes."""
        return self._serials.setdefault(id(owner), (len(self._serials), owner))[0]

    def forget(self) -> None:
        """Let go of every object."""
        self._serials.clear()

    def _slot(self, place: Place) -> str:
        if place.scope != LOCAL:
            call = f"call{self.tape.call}:{place.scope}" if place.scope else ""
        elif place.owner is not None:
            call = f"call{self._calls.latest_of(place.owner)}"
        else:
            call = f"call{self.tape.call}"
        return f"{call}:{place.text}"

    def _put(self, slot: str, text: str, value: Any, site: Site, depth: int = 0) -> None:
        self._forget(slot)
        if is_array(value):
            node = self._provenance.array(value)
            local = self.tape.call if slot.startswith("call") else None
            self._slots_of.setdefault(id(value), {})[slot] = (text, local)
            self._array_in[slot] = id(value)
            self._note(slot, text, node, site)
        elif is_value(value):
            known = self._provenance.node_of(value)
            if known is not None:
                self._note(slot, text, known, site)
        elif depth or size(value, MANY) < MANY:
            self._put_parts(slot, text, value, site, depth + 1)

    def _put_parts(self, slot: str, text: str, value: Any, site: Site, depth: int) -> None:
        """What a container holds, under the container's name and as an item of it."""
        if depth > DEEP:
            return
        if type(value) is dict:
            parts = list(value.items())
        elif isinstance(value, (list, tuple)):
            parts = list(enumerate(value))
        else:
            return
        for key, part in parts:
            self._put(f"{slot}[{key!r}]", f"{text}[{key!r}]", part, site, depth)
            own = f"{self.serial(value)}[{key!r}]"
            if is_value(part) and self._nodes.get(own) != self._provenance.node_of(part):
                self._put(own, f"{text}[{key!r}]", part, site)

    def _note(self, slot: str, text: str, node: int, site: Site | None) -> None:
        namings = self.tape.recording.namings
        if len(namings) >= NAMES_A_NODE * self.tape.max_nodes:
            raise Enough
        namings.append(Naming(node, text, slot, site, self.tape.call, len(self.tape.nodes)))
        old = self._nodes.get(slot)
        if old is not None and old != node:
            self.updates.append((old, node))
        self._nodes[slot] = node

    def _forget(self, slot: str) -> None:
        array = self._array_in.pop(slot, None)
        if array is not None:
            self._slots_of[array].pop(slot, None)
