"""Runs people's code and records it: what the driver holds in its hands."""

import ast
import builtins
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from compare.recording import of_numpy
from compare.recording.calls import Calls
from compare.recording.failures import failure_of
from compare.recording.functions import Functions
from compare.recording.graph import Recording, Site
from compare.recording.hooks import Hooks
from compare.recording.loops import Loops
from compare.recording.names import Names
from compare.recording.operations import Operations
from compare.recording.provenance import Provenance
from compare.recording.rewrite import compiled
from compare.recording.tape import Enough, Tape
from compare.recording.trees import HOOK
from compare.recording.values import fresh, is_value

__all__ = ["Enough", "Recorder"]

DEEPEST = 3000
"""A call of theirs is three frames deep when it is recorded, and they may have 1000."""


class Recorder:
    """One run of their code, from the definitions to the last call.

    Parameters
    ----------
    max_nodes
        After so many nodes the run is ended with ``Enough``.
    cut_loops
        Whether a training loop is left early.
    turns
        After how many training turns it is left.  Where there are two, a remark ``turn`` says
        where the second one begins.

    Attributes
    ----------
    recording
        What was recorded so far.
    substitute
        By site and how many nodes were made there before: a name, and an array (or a function of
        the value) whose numbers are put in its place; the node becomes a leaf ``parameter``.
    """

    def __init__(self, max_nodes: int = 50_000, cut_loops: bool = True, turns: int = 1) -> None:
        self.recording = Recording()
        self._tape = Tape(self.recording, max_nodes)
        self._provenance = Provenance(self._tape)
        self._calls = Calls(self._tape, self._provenance)
        self._names = names = Names(self._tape, self._provenance, self._calls)
        self._loops = loops = Loops(self._tape, names, cut_loops, turns)
        self._tape.made, self._provenance.moved = loops.made, names.moved
        self._calls.entered = names.parameters
        self._operations = Operations(self._tape, self._provenance)
        self._functions = Functions(self._operations)
        self._hooks = Hooks(self._operations, self._functions, names, self._calls, loops)

    @property
    def substitute(self) -> dict[tuple[Site | None, int], tuple[str, Any]]:
        """What stands in place of which node."""
        return self._tape.substitute

    @substitute.setter
    def substitute(self, values: dict[tuple[Site | None, int], tuple[str, Any]]) -> None:
        self._tape.substitute = values

    def namespace(self, name: str = "__main__") -> dict[str, Any]:
        """A module for their code to run in; ``print`` says nothing, ``input`` raises."""
        visible = dict(vars(builtins), print=_print, input=_input)
        return {"__name__": name, "__builtins__": visible, HOOK: self._hooks}

    def run(self, units: list[tuple[int, list[ast.stmt]]], namespace: dict[str, Any]) -> None:
        """Run statements, unit by unit, in a namespace.

        Raises
        ------
        Exception
            Whatever their code raises; ``recording.failure`` says where.
        Enough
            If there are too many nodes.
        """
        with self._watched():
            for unit, statements in units:
                exec(compiled(unit, statements), namespace)

    def call(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """Call one of their functions.

        Raises
        ------
        Exception
            Whatever their code raises; ``recording.failure`` says where.
        Enough
            If there are too many nodes.
        """
        with self._watched():
            return function(*args, **kwargs)

    @property
    def trained(self) -> int:
        """How many training turns there were so far."""
        return self._loops.trained

    def turn_has_ended(self) -> None:
        """Count what was called since the last one as a training turn."""
        self._loops.turn_has_ended()

    def input(self, name: str, value: Any) -> Any:
        """Make a value a leaf ``input``, and hand back what to give to their functions.

        Nested lists come back as new lists, whose numbers are parts of the leaf.
        """
        return self._leaf("input", name, value)

    def parameter(self, name: str, value: Any) -> Any:
        """Make a value that is handed to their functions a leaf ``parameter``, likewise."""
        return self._leaf("parameter", name, value)

    def part(self, array: Any, index: Any) -> Any:
        """A part of an array that is handed to their functions: ``array[index]``, and noted."""
        self._tape.place = None
        return self._operations.item(None, array, index)

    def object_of(self, node: int) -> object | None:
        """The object that is a node now, if one is: a later node may have taken its place."""
        return self._provenance.object_of(node)

    def close(self) -> None:
        """Let go of every object of theirs; the recording stays.

        Their functions and we hold each other, so without it the arrays would wait for Python's
        collector, which counts objects and not their bytes.
        """
        self._provenance.forget()
        self._names.forget()

    def made(self, function: Any, *args: Any, **kwargs: Any) -> Any:
        """What a function of NumPy gives, noted as if their program had called it."""
        return self._functions.call(None, function, args, kwargs)

    def node_of(self, value: object) -> int | None:
        """The node that an object is, if it is one."""
        return self._provenance.node_of(value)

    def _leaf(self, op: str, name: str, value: Any) -> Any:
        self._tape.place = None
        given = np.array(value) if isinstance(value, list) else value
        given = fresh(given) if type(given) is float else given
        node, given = self._tape.add(op, (), {}, given, name=name)
        if is_value(given):
            self._provenance.hold(given, node)
        return of_numpy.as_lists(self._operations, given) if isinstance(value, list) else given

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Where an exception is noted, and the warnings of NumPy are remarks."""
        depth, deepest = self._calls.depth(), sys.getrecursionlimit()
        self._tape.place = None
        sys.setrecursionlimit(max(deepest, DEEPEST))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", RuntimeWarning)
            warnings.showwarning = self._warned
            try:
                yield
            except Enough:
                raise
            except BaseException as error:
                self.recording.failure = failure_of(error)
                raise
            finally:
                self._calls.leave(depth)
                sys.setrecursionlimit(deepest)

    def _warned(
        self, message: Warning | str, category: type[Warning], *_: Any, **more: Any
    ) -> None:
        if issubclass(category, RuntimeWarning):
            self._tape.remark("warning", str(message))


def _print(*values: object, **options: object) -> None:
    """Print nothing."""


def _input(prompt: object = "") -> str:
    raise EOFError("input() has nobody to ask here")
