"""Compile a chapter with one line changed, beside the real one.

Every chapter that a planted step needs is compiled anew and imports only other such copies, so that
neither ``sys.modules`` nor the real chapters know of it.
"""

import ast
import builtins
import importlib.util
from collections.abc import Callable, Sequence
from types import ModuleType, SimpleNamespace
from typing import Any

from tests.faults.catalogue import Fault

ROOM = "scratch_numpy"


class StaleFaultError(LookupError):
    """A row of the table that no longer fits its chapter."""


def planted_step(faults: Sequence[Fault]) -> Callable[..., Any]:
    """Compile the chapter of the faults' rung with all of them in it, and return its step."""
    chapters = {fault.chapter for fault in faults}
    if len(chapters) != 1:
        raise StaleFaultError(f"faults of several chapters: {', '.join(sorted(chapters))}")
    return _Room(faults).chapter(f"{ROOM}.{chapters.pop()}").step


def plant(source: str, *faults: Fault) -> str:
    """Put the wrong lines in the place of the right ones.

    Raises
    ------
    StaleFaultError
        If a right line is not there exactly once, or two faults want the same.
    """
    lines = source.splitlines()
    places = {_find(source, fault): fault for fault in faults}
    if len(places) < len(faults):
        raise StaleFaultError(f"{' and '.join(fault.name for fault in faults)}: one line for both")
    for i, fault in places.items():
        indent = lines[i][: len(lines[i]) - len(lines[i].lstrip())]
        lines[i] = "\n".join(indent + wrong for wrong in fault.wrong.splitlines())
    return "\n".join(lines) + "\n"


def _find(source: str, fault: Fault) -> int:
    """Give the number of the right line."""
    lines = source.splitlines()
    found = [i for i in _span(source, fault) if _code(lines[i]) == fault.right]
    if len(found) != 1:
        place = ", ".join(filter(None, (fault.module, fault.function)))
        raise StaleFaultError(
            f"{fault.name}: {len(found)} lines {fault.right!r} in {place}; wanted one"
        )
    return found[0]


def _span(source: str, fault: Fault) -> range:
    """Give the lines of the named function, else all."""
    if fault.function is None:
        return range(len(source.splitlines()))
    functions = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name == fault.function
    ]
    if len(functions) != 1:
        raise StaleFaultError(f"{fault.name}: no function {fault.function!r} in {fault.module}")
    return range(functions[0].lineno - 1, functions[0].end_lineno or 0)


def _code(line: str) -> str:
    """Leave out the indentation and the equation's number."""
    return line.partition("  #")[0].strip()


class _Room:
    """Private copies of the chapters, with the faults planted in theirs."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = faults
        self.chapters: dict[str, ModuleType] = {}

    def chapter(self, name: str) -> ModuleType:
        """Compile a chapter, once."""
        if name not in self.chapters:
            here = [fault for fault in self.faults if name == f"{ROOM}.{fault.module}"]
            source = plant(_source(name), *here)
            copy = ModuleType(name)
            vars(copy)["__builtins__"] = {**vars(builtins), "__import__": self._import}
            exec(compile(source, f"{name} (planted)", "exec"), vars(copy))
            self.chapters[name] = copy
        return self.chapters[name]

    def _import(
        self, name: str, given: Any = None, own: Any = None, wanted: Any = (), level: int = 0
    ) -> Any:
        """Import other chapters from this room, and everything else as usual."""
        if name == ROOM:
            return SimpleNamespace(**{part: self.chapter(f"{ROOM}.{part}") for part in wanted})
        if name.startswith(f"{ROOM}."):
            return self.chapter(name)
        return builtins.__import__(name, given, own, wanted, level)


def _source(name: str) -> str:
    spec = importlib.util.find_spec(name)
    source = spec.loader.get_source(name)  # type: ignore[union-attr]  # chapters are files
    if source is None:
        raise StaleFaultError(f"no source of {name}")
    return source
