"""Which node an object of their program is: by identity, by the memory it is a view of.

Every object that is a node is kept alive, so that its identity stays its own.  An array that is
used after something that may have overwritten it unseen is compared with what was noted; if it
changed without being assigned, that is said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from numpy import ndarray, shares_memory
from numpy.exceptions import TooHardError

from compare.recording.graph import Ref
from compare.recording.tape import Tape
from compare.recording.values import same_bits
from compare.recording.views import derivation

WHOLE = ("reshape", "ravel", "squeeze", "expand_dims", "atleast_1d", "atleast_2d", "asarray")
"""Views that hold every entry of their array in the same order."""


@dataclass(slots=True)
class Held:
    """An object of theirs that is a node.

    Attributes
    ----------
    parent, op, args, kwargs
        Of a view: the array it shows, and the operation that gave it.
    seen
        Of a view: which node the parent was when the view was last known to be right.
    checked
        After how many doubtful events it was last compared with its node.
    """

    value: Any
    node: int
    parent: "Held | None" = None
    op: str = ""
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] | None = None
    seen: int = -1
    checked: int = 0


class Memory:
    """Knows the node of every object.

    Attributes
    ----------
    moved
        Is told when an array that is held somewhere has become another node.
    doubts
        How often something happened that may have changed any array.
    """

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.moved: Callable[[Any, int], None] = lambda array, node: None
        self.doubts = 0
        self._held: dict[int, Held] = {}
        self._of_owner: dict[int, list[Held]] = {}

    def node_of(self, value: object) -> int | None:
        """The node that an object is, if it is one."""
        held = self._held.get(id(value))
        if held is None:
            return None
        return self._current(held) if isinstance(value, ndarray) else held.node

    def object_of(self, node: int) -> object | None:
        """The object that is a node now, if one is."""
        for held in self._held.values():
            if held.node == node and self.node_of(held.value) == node:
                return held.value  # type: ignore[no-any-return]
        return None

    def knows(self, value: object) -> bool:
        """Whether an object is a node."""
        return id(value) in self._held

    def hold(self, value: Any, node: int) -> Held:
        """Note that an object is a node from now on."""
        held = self._held[id(value)] = Held(value, node, checked=self.doubts)
        if isinstance(value, ndarray):
            self._of_owner.setdefault(_owner(value), []).append(held)
        return held

    def hold_view(self, value: Any, node: int, args: tuple[Any, ...]) -> None:
        """The same for the result of an operation, which may be a view of its first operand."""
        held = self.hold(value, node)
        if not isinstance(value, ndarray) or value.base is None or not args:
            return
        parent = self._held.get(id(args[0]))
        if parent is None or not isinstance(parent.value, ndarray):
            return
        if _owner(value) == _owner(parent.value):
            made = self.tape.nodes[node]
            held.parent, held.op, held.seen = parent, made.op, parent.node
            held.args, held.kwargs = made.args[1:], made.kwargs

    def array(self, array: Any) -> int:
        """The node of an array: known, a view of a known one, or else a constant."""
        held = self._held.get(id(array)) or self._found(array)
        if held is not None:
            return self._current(held)
        node, _ = self.tape.add("constant", (), {}, array)
        self.hold(array, node)
        return node

    def overwritten(
        self, array: Any, op: str, args: tuple[Any, ...], kwargs: dict[str, Any], function: str = ""
    ) -> int:
        """Note that an array was overwritten; it and what it is a view of are other nodes now."""
        inplace = bool(args) and args[0] == Ref(self._held[id(array)].node)
        node, _ = self.tape.add(op, args, kwargs, array, function=function, inplace=inplace)
        held = self._held[id(array)]
        held.node = node
        self.doubts += 1
        held.checked = self.doubts
        self.moved(array, node)
        self._write_through(held)
        return node

    def view(self, array: Any) -> int | None:
        """The node of an array that shows a part of a known one."""
        held = self._held.get(id(array)) or self._found(array)
        return None if held is None else self._current(held)

    def forget(self) -> None:
        """Let go of every object."""
        self._held.clear()
        self._of_owner.clear()

    def shows(self, view: Any, array: Any) -> bool:
        """Whether one array is known as a view of another."""
        held = self._held.get(id(view))
        return held is not None and held.parent is not None and held.parent.value is array

    def reshaped(self, array: Any, attribute: str) -> None:
        """An attribute of an array was set: its shape, if anything, is another now."""
        held = self._held.get(id(array))
        if held is not None and attribute == "shape":
            args = (Ref(held.node), array.shape)
            held.node, _ = self.tape.add("reshape", args, {}, array, inplace=True)
            held.parent = None
            self.moved(array, held.node)

    def _current(self, held: Held) -> int:
        """The node of an array, after whatever happened to its memory."""
        if held.parent is not None:
            above = self._current(held.parent)
            if above != held.seen:
                held.seen = above
                self._look_again(held, above)
        elif held.checked != self.doubts:
            held.checked = self.doubts
            if not same_bits(held.value, self.tape.nodes[held.node].value):
                self._changed(held)
        return held.node

    def _look_again(self, held: Held, above: int) -> None:
        """A view of an array that was overwritten."""
        if not same_bits(held.value, self.tape.nodes[held.node].value):
            args = (Ref(above), *held.args)
            held.node, _ = self.tape.add(held.op, args, held.kwargs or {}, held.value)
            self.moved(held.value, held.node)

    def _changed(self, held: Held) -> None:
        """An array that was overwritten by nobody we know."""
        held.node, _ = self.tape.add("changed", (Ref(held.node),), {}, held.value, inplace=True)
        self.tape.remark("changed", "an array changed without being assigned", held.node)
        self.moved(held.value, held.node)

    def _write_through(self, held: Held) -> None:
        """A view was overwritten, so the array that it shows was."""
        parent = held.parent
        if parent is None:
            return
        old, new = Ref(parent.node), Ref(held.node)
        if held.op == "getitem":
            op, args = "setitem", (old, *held.args, new)
        elif held.op == "transpose" and not held.args and not held.kwargs:
            op, args = "transpose", (new,)
        elif held.op in WHOLE:
            op, args = "reshape", (new, parent.value.shape)
        else:
            op, args = "changed", (old,)
        parent.node, _ = self.tape.add(op, args, {}, parent.value, inplace=True)
        held.seen, parent.checked = parent.node, self.doubts
        self.moved(parent.value, parent.node)
        self._write_through(parent)

    def _found(self, array: Any) -> Held | None:
        """An array that we did not see made, if it is a view of one that we know."""
        shown = None
        for parent in self._of_owner.get(_owner(array), ()):
            found = derivation(array, parent.value)
            if found is not None:
                return self._held_as(array, parent, *found)
            if shown is None and _overlap(array, parent.value):
                shown = parent
        return None if shown is None else self._held_as(array, shown, "view", ())

    def _held_as(self, array: Any, parent: Held, op: str, args: tuple[Any, ...]) -> Held:
        above = self._current(parent)
        node, _ = self.tape.add(op, (Ref(above), *args), {}, array)
        held = self.hold(array, node)
        held.parent, held.op, held.args, held.seen = parent, op, args, above
        return held


def _owner(array: Any) -> int:
    """Whose memory an array's is."""
    return id(array) if array.base is None else id(array.base)


def _overlap(one: Any, other: Any) -> bool:
    """Whether two arrays have memory in common; if that is hard to tell, they may."""
    few_steps: Any = 1000
    try:
        return shares_memory(one, other, max_work=few_steps)
    except TooHardError:
        return True
